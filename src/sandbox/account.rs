//! Linked accounts: their life from link to disconnect, refreshes included, and the calls that read and change them.

use std::time::Duration;

use serde_json::{Map, Value};

use super::fixtures::{Fixture, Outcome, Standing};
use super::linked::{Hindrance, Linked};
use super::refusal::Refusal;
use super::render::{page, render};
use super::state::{Ask, State};
use super::{RefreshAsked, Refused};
use crate::record::Owner;
use crate::stripe::wire::{
    Account, AccountHolder, AccountOwner, AccountOwnership, AccountStatus, EventType, Expandable, OwnershipRefresh,
    Permission, RefreshStatus,
};

impl State {
    /// Puts every fixture in place as `fca_NAME`.
    pub(super) fn place_fixtures(&mut self) {
        for fixture in self.fixtures.0.clone() {
            let id = format!("fca_{}", fixture.name);
            let standing = fixture.ownership.clone();
            let mut linked = self.linked(id.clone(), fixture, None);
            if let Some(standing) = standing {
                self.stand(&mut linked, &standing);
            }
            self.accounts.put(&id, None, linked);
        }
    }

    /// An account fresh from the browser.
    pub(super) fn linked(&self, id: String, fixture: Fixture, holder: Option<AccountHolder>) -> Linked {
        let account = Account {
            id: Some(id),
            object: Some(Account::OBJECT.into()),
            account_holder: holder,
            category: Some("cash".into()),
            created: Some(self.unix()),
            display_name: Some(fixture.display_name.clone()),
            institution_name: Some(fixture.institution_name.clone()),
            last4: Some(fixture.last4.clone()),
            livemode: Some(false),
            permissions: Some(fixture.permissions.clone()),
            status: Some(fixture.status.clone()),
            subcategory: Some(fixture.subcategory.clone()),
            subscriptions: Some(Vec::new()),
            supported_payment_method_types: Some(vec!["us_bank_account".into()]),
            ..Account::default()
        };
        Linked { account, fixture, session: None, owners: Vec::new(), refreshing: None }
    }

    /// Ownership as the fixture says that it stands.
    fn stand(&mut self, linked: &mut Linked, standing: &Standing) {
        let at = self.unix() - i64::from(standing.age_s);
        if linked.shows_ownership() && (standing.has_owners || standing.status == RefreshStatus::Succeeded) {
            (linked.account.ownership, linked.owners) = self.owners_as_of(&linked.fixture, at);
        }
        if standing.status == RefreshStatus::Pending {
            linked.refreshing = Some(self.end_of(linked));
        }
        linked.account.ownership_refresh = Some(OwnershipRefresh {
            status: Some(standing.status.clone()),
            last_attempted_at: Some(at),
            next_refresh_available_at: standing.next_in_s.map(|seconds| self.unix() + seconds),
            error: None,
        });
    }

    fn end_of(&self, linked: &Linked) -> (Duration, Outcome) {
        let life = &linked.fixture.refresh;
        (self.now + Duration::from_secs_f64(life.takes_s), life.outcome)
    }

    /// The fixture's owners as a new ownership.
    fn owners_as_of(
        &mut self,
        fixture: &Fixture,
        at: i64,
    ) -> (Option<Expandable<AccountOwnership>>, Vec<AccountOwner>) {
        let ownership = self.new_id("fcaowns");
        let owners = fixture.owners.iter().cloned();
        let owners: Vec<_> = owners.map(|owner| wire_owner(owner, self.new_id("fcaown"), &ownership, at)).collect();
        ((!owners.is_empty()).then_some(Expandable::Id(ownership)), owners)
    }

    pub(super) fn start_refresh(&mut self, id: &str) {
        let (now, unix) = (self.now, self.unix());
        let Some(linked) = self.accounts.find_mut(id) else { return };
        let life = &linked.fixture.refresh;
        linked.refreshing = Some((now + Duration::from_secs_f64(life.takes_s), life.outcome));
        linked.account.ownership_refresh = Some(OwnershipRefresh {
            status: Some(RefreshStatus::Pending),
            last_attempted_at: Some(unix),
            ..OwnershipRefresh::default()
        });
    }

    /// When the next refresh ends.
    pub(super) fn next_refresh_end(&self) -> Option<Duration> {
        let ends = self.accounts.all().filter_map(|linked| linked.refreshing);
        ends.filter(|end| end.1 != Outcome::Never).map(|end| end.0).min()
    }

    /// Ends the refreshes that are due, each with its event.
    pub(super) fn end_refreshes(&mut self) {
        let now = self.now;
        let is_due = |linked: &&mut Linked| {
            linked.refreshing.is_some_and(|(end, outcome)| end <= now && outcome != Outcome::Never)
        };
        let due: Vec<(String, Outcome)> = self
            .accounts
            .all_mut()
            .filter(is_due)
            .filter_map(|linked| Some((linked.id().to_owned(), linked.refreshing?.1)))
            .collect();
        for (id, outcome) in due {
            self.end_refresh(&id, outcome);
        }
    }

    /// Ends a refresh of the account, well or badly, whether or not one was under way.
    pub(super) fn end_refresh(&mut self, id: &str, outcome: Outcome) {
        let unix = self.unix();
        let Some(linked) = self.accounts.find_mut(id) else { return };
        let under_way = linked.refreshing.take();
        let started = linked.account.ownership_refresh.as_ref().and_then(|refresh| refresh.last_attempted_at);
        let (is_active, shows_ownership) = (linked.is(AccountStatus::Active), linked.shows_ownership());
        let next = unix + i64::from(linked.fixture.refresh.next_after_s);
        let status = if outcome == Outcome::Failed { RefreshStatus::Failed } else { RefreshStatus::Succeeded };
        linked.account.ownership_refresh = Some(OwnershipRefresh {
            status: Some(status),
            last_attempted_at: started.filter(|_| under_way.is_some()).or(Some(unix)),
            next_refresh_available_at: is_active.then_some(next),
            error: None,
        });
        if outcome == Outcome::Succeeded && shows_ownership {
            self.renew_ownership(id, unix);
        }
        self.announce(EventType::RefreshedOwnership, id);
    }

    fn renew_ownership(&mut self, id: &str, at: i64) {
        let Some(fixture) = self.accounts.find_mut(id).map(|linked| linked.fixture.clone()) else { return };
        let renewed = self.owners_as_of(&fixture, at);
        if let Some(linked) = self.accounts.find_mut(id) {
            (linked.account.ownership, linked.owners) = renewed;
        }
    }

    pub(super) fn list_accounts(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let by = |name: &str| ask.params.text(&["account_holder", name]);
        let session = ask.params.text(&["session"]);
        if by("customer").is_some() && by("account").is_some() {
            return Err(Refusal::exclusive("account_holder[customer], account_holder[account]"));
        }
        if let Some(id) = session {
            self.sessions.named(id, ask.context, "session")?;
        }
        let fits = |linked: &&Linked| {
            let holder = linked.account.account_holder.as_ref();
            by("customer").is_none_or(|id| linked.account.customer() == Some(id))
                && by("account").is_none_or(|id| holder.and_then(|holder| holder.account.as_deref()) == Some(id))
                && by("customer_account").is_none()
                && session.is_none_or(|id| linked.session.as_deref() == Some(id))
        };
        let found = self.accounts.newest_first(ask.context).filter(fits);
        let items: Vec<Value> = found.map(Linked::render).collect();
        page(Account::OBJECT, &items, &ask.params, "/v1/financial_connections/accounts", 100)
    }

    fn account_of(&self, ask: &Ask) -> Result<&Linked, Refusal> {
        self.accounts.get(ask.id, ask.context, "account")
    }

    /// The account as a call that changes it gives it back.
    fn changed(&self, ask: &Ask) -> Result<Value, Refusal> {
        Ok(self.account_of(ask)?.render())
    }

    pub(super) fn retrieve_account(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        self.changed(ask)
    }

    pub(super) fn list_owners(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let linked = self.account_of(ask)?;
        let ownership = ask.params.text(&["ownership"]).unwrap_or_default();
        if linked.ownership_id() != Some(ownership) {
            let object = "financial_connections.account_ownership";
            return Err(Refusal::no_such_in_request(object, ownership, "ownership"));
        }
        let items: Vec<Value> = linked.owners.iter().map(|owner| render(owner, &Map::new())).collect();
        let object = "financial_connections.account_owner";
        page(object, &items, &ask.params, &linked.owners_url(), linked.owners_per_page())
    }

    pub(super) fn refresh_account(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        let (at, id) = (self.unix(), ask.id.to_owned());
        let hindrance = self.account_of(ask)?.hindrance(at);
        if !ask.params.list(&["features"]).contains(&"ownership") {
            return Err(Refusal::invalid("This sandbox refreshes ownership and nothing else.", "features"));
        }
        self.asked.push(RefreshAsked { account: id.clone(), at, was_started: hindrance.is_none() });
        match hindrance {
            None => self.start_refresh(&id),
            Some(Hindrance::Inactive) => {
                let message = "The account is inactive and cannot be refreshed.";
                return Err(Refusal::with_code("financial_connections_account_inactive", message));
            }
            Some(Hindrance::NoPermission) => {
                return Err(Refusal::invalid("The account was linked without the ownership permission.", "features"));
            }
            Some(Hindrance::TooEarly) if self.refused_refresh == Refused::WithError => {
                return Err(Refusal::invalid("A refresh is not available yet.", "features"));
            }
            Some(Hindrance::TooEarly) => {}
        }
        self.changed(ask)
    }

    pub(super) fn subscribe_account(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        self.set_subscriptions(ask, vec!["transactions".into()])
    }

    pub(super) fn unsubscribe_account(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        self.set_subscriptions(ask, Vec::new())
    }

    fn set_subscriptions(&mut self, ask: &Ask, subscriptions: Vec<String>) -> Result<Value, Refusal> {
        let linked = self.accounts.get_mut(ask.id, ask.context, "account")?;
        if !linked.account.permissions.iter().flatten().any(|granted| *granted == Permission::Transactions) {
            return Err(Refusal::invalid("The account was linked without the transactions permission.", "features"));
        }
        linked.account.subscriptions = Some(subscriptions);
        self.changed(ask)
    }

    pub(super) fn disconnect_account(&mut self, ask: &Ask) -> Result<Value, Refusal> {
        self.account_of(ask)?;
        self.set_status(ask.id, AccountStatus::Disconnected, EventType::AccountDisconnected);
        self.changed(ask)
    }

    pub(super) fn set_status(&mut self, id: &str, status: AccountStatus, event: EventType) {
        let unix = self.unix();
        if let Some(linked) = self.accounts.find_mut(id) {
            let (was_active, is_active) = (linked.is(AccountStatus::Active), status == AccountStatus::Active);
            match &mut linked.account.ownership_refresh {
                Some(refresh) if refresh.status == Some(RefreshStatus::Pending) || (was_active && is_active) => {}
                Some(refresh) => refresh.next_refresh_available_at = is_active.then_some(unix),
                None => {}
            }
            if status == AccountStatus::Disconnected {
                (linked.account.ownership, linked.refreshing) = (None, None);
                linked.owners.clear();
            }
            linked.account.status = Some(status);
        }
        self.announce(event, id);
    }
}

fn wire_owner(owner: Owner, id: String, ownership: &str, at: i64) -> AccountOwner {
    let Owner { name, email, phone, raw_address, refreshed_at } = owner;
    AccountOwner {
        id: Some(id),
        object: Some("financial_connections.account_owner".into()),
        // Never null in Stripe's schema.
        name: Some(name.unwrap_or_default()),
        email,
        ownership: Some(ownership.to_owned()),
        phone,
        raw_address,
        refreshed_at: refreshed_at.or(Some(at)),
    }
}
