//! The preview Ownership Match, answered by our own engine in exactly Stripe's object.

use serde_json::{Map, Value};

use super::refusal::Refusal;
use super::render::render;
use super::state::{Ask, State};
use crate::case::{Answer, OwnersShown};
use crate::dialect;
use crate::matcher::{Case, Matcher};
use crate::record::Ownership;
use crate::stripe::wire::{
    Account, AccountOwnership, AccountStatus, Expandable, List, OwnerInformation, OwnershipMatch, Source,
};

impl State {
    pub(super) fn create_ownership_match(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let account = ask.params.text(&["financial_connections_account"]).unwrap_or_default().to_owned();
        let (source, customer, information) = self.applicant_side(ask, &account)?;
        let (ownership, owners) = self.bank_side(ask, &account)?;
        let matcher = Matcher::default().now(self.unix());
        let case = Case { id: account.clone(), applicant: dialect::stripe::applicant(&information), ownership: owners };
        let matched = matcher.match_ownership(&case.applicant, &case.ownership);
        let answer = Answer::new(&case, &matched, matcher.current_policy(), OwnersShown::Best);
        Ok(render(
            &OwnershipMatch {
                id: Some(self.new_id("fcom")),
                object: Some("financial_connections.ownership_match".into()),
                created: Some(self.unix()),
                customer,
                financial_connections_account: Some(account),
                owner_information: information,
                ownership: Some(ownership),
                results: dialect::stripe::results(&answer.fields),
                source: Some(source),
            },
            &Map::new(),
        ))
    }

    /// Who is compared: what was sent, a customer that was named, or the customer who holds the account.
    fn applicant_side(&self, ask: &Ask, account: &str) -> Result<(Source, Option<String>, OwnerInformation), Refusal> {
        let sent = sent_information(ask);
        let is_sent = sent != OwnerInformation::default();
        let named = ask.text("customer");
        if is_sent && named.is_some() {
            return Err(Refusal::exclusive("customer, owner_information"));
        }
        if is_sent && ask.params.text(&["type"]) != Some("customer") {
            return Ok((Source::OwnerInformation, None, sent));
        }
        if ask.params.text(&["type"]) == Some("owner_information") {
            return Err(Refusal::missing_parameter("owner_information"));
        }
        let linked = self.accounts.named(account, ask.context, "financial_connections_account")?;
        let id = named.or_else(|| linked.account.customer().map(str::to_owned));
        let id = id.ok_or_else(|| Refusal::missing_parameter("owner_information"))?;
        let customer = self.customers.named(&id, ask.context, "customer")?;
        Ok((Source::Customer, Some(id), dialect::stripe::information(&customer.object)))
    }

    fn bank_side(&self, ask: &Ask, account: &str) -> Result<(String, Ownership), Refusal> {
        let linked = self.accounts.named(account, ask.context, "financial_connections_account")?;
        if linked.is(AccountStatus::Disconnected) {
            return Err(Refusal::with_code("financial_connections_account_inactive", "The account is disconnected."));
        }
        let no_data =
            || Refusal::invalid("The account has no ownership data; refresh it.", "financial_connections_account");
        let id = linked.ownership_id().ok_or_else(no_data)?.to_owned();
        let data = linked.owners.iter().cloned().map(Some).collect();
        let ownership = AccountOwnership {
            id: Some(id.clone()),
            owners: Some(List { data: Some(data), ..List::default() }),
            ..AccountOwnership::default()
        };
        let whole = Account { ownership: Some(Expandable::Object(Box::new(ownership))), ..linked.account.clone() };
        Ok((id, whole.into()))
    }
}

fn sent_information(ask: &Ask) -> OwnerInformation {
    let text = |name: &str| ask.params.text(&["owner_information", name]).map(str::to_owned);
    let address = ask.address(&["owner_information", "address"]);
    OwnerInformation { name: text("name"), email: text("email"), phone: text("phone"), address }
}
