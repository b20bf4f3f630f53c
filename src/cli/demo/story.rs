//! What the demo says at each step.

use ownermatch::explain::FieldView;
use ownermatch::stripe::Owners;
use ownermatch::stripe::wire::{Account, Results};
use ownermatch::{Compared, Explanation, Owner};

use super::super::page::{Page, decision_style, dim, heading, paint};

pub fn opening(base: &str, page: Page) -> String {
    let text = format!(
        "No key, no network: a stand-in for Stripe listens on {base}, and everybody in it is made up. Against Stripe \
         itself the calls are the same."
    );
    format!("{}\n\n", page.wrap(&text, 0))
}

/// A step: its title, the call, and what came of it.
fn step(number: u8, title: &str, call: &str, outcome: &str) -> String {
    let head = heading(&format!("{number}  {title}"));
    format!("{head}\n   {}\n   {outcome}\n", dim(call))
}

pub fn customer(id: &str, account: &str) -> String {
    step(1, "You make a customer", &format!("POST /v1/customers  metadata[sandbox_link]={account}"), id)
}

pub fn session(id: &str) -> String {
    let call = "POST /v1/financial_connections/sessions\n        permissions[]=ownership  prefetch[]=ownership";
    step(2, "You ask for access to who owns their account", call, id)
}

pub fn linked(id: &str, account: &Account) -> String {
    let bank = account.institution_name.as_deref().unwrap_or_default();
    let last4 = account.last4.as_deref().unwrap_or_default();
    let call = "webhook, signature verified: financial_connections.account.created";
    step(3, "They link an account in their browser", call, &format!("{id}, {bank} ...{last4}"))
}

pub fn webhook(account: &Account) -> String {
    let call = "webhook, signature verified:\n        financial_connections.account.refreshed_ownership";
    let status = account.refresh_status().map_or("none", |status| status.as_str());
    step(4, "The bank is asked who owns it, and answers", call, &format!("ownership_refresh.status: {status}"))
}

pub fn fetched(id: &str, owners: &Owners) -> String {
    let call = format!("GET /v1/financial_connections/accounts/{id}\n        expand[]=ownership");
    let rows: Vec<String> = owners.ownership().owners.iter().map(owner).collect();
    step(5, "You fetch the owners", &call, &rows.join("\n   "))
}

fn owner(owner: &Owner) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
    let contacts = format!("{}  {}", text(&owner.email), text(&owner.phone));
    format!("{}  {contacts}\n   {}", text(&owner.name), text(&owner.raw_address))
}

/// Columns before what a field came to.
const INDENT: usize = 25;

/// One applicant: the verdict, each field with its score and its bits against the strongest rival, what was noticed.
pub fn decision(who: &str, explanation: &Explanation, page: Page) -> String {
    let answer = &explanation.answer;
    let wrapped = page.wrap(&explanation.verdict, 3);
    let (decision, rest) = wrapped.split_once(':').unwrap_or((&wrapped, ""));
    let verdict = format!("{}:{rest}", paint(decision_style(answer.decision), decision));
    let fields: String = explanation.fields.iter().map(|view| field(view, explanation, page)).collect();
    let codes: Vec<&str> = answer.flags.iter().map(|flag| flag.code.code()).collect();
    let flags = if codes.is_empty() { "none".into() } else { page.wrap(&codes.join(", "), INDENT) };
    let head = heading(&format!("Is it {who}?"));
    let columns = dim(&columns(explanation, page));
    format!("\n{head}\n   {verdict}\n   {columns}\n{fields}   flags                 {flags}\n")
}

/// The heads of the columns, with whom the bits are against and how many they start from.
fn columns(explanation: &Explanation, page: Page) -> String {
    let against = explanation
        .rivals
        .first()
        .map(|strongest| format!("against {}, prior {:+.1}", strongest.rival.meaning(), strongest.steps[0]));
    format!("           score    bits {}", page.wrap(&against.unwrap_or_default(), INDENT + 3))
}

/// A field: its score, its bits, what the comparison came to, and both sides.
fn field(view: &FieldView, explanation: &Explanation, page: Page) -> String {
    let (score, meaning) = match view.outcome {
        Compared::Read(level) => (level.match_score.to_string(), level.meaning),
        Compared::Missing => ("-".into(), "the bank has none"),
        Compared::NotGiven => ("-".into(), "not given"),
        Compared::Unreadable => ("-".into(), "cannot be read"),
    };
    let bits =
        explanation.reasons.iter().find(|reason| reason.field == Some(view.field)).map_or(0.0, |reason| reason.bits);
    let (meaning, indent) = (page.wrap(meaning, INDENT), " ".repeat(INDENT));
    let sides = page.wrap(&format!("{} / {}", view.applicant, view.owner), INDENT);
    format!("   {:<8}{score:>8} {bits:>+7.1} {meaning}\n{indent}{}\n", view.field.code(), dim(&sides))
}

/// The preview call's answer, which the sandbox gives with the same engine.
pub fn as_stripe_says_it(results: &Results) -> String {
    let fields =
        [("name", &results.name), ("email", &results.email), ("phone", &results.phone), ("address", &results.address)];
    let scores = fields.map(|(name, result)| {
        let score = result.as_ref().and_then(|result| result.match_score);
        format!("{name} {}", score.map_or("null".into(), |score| score.to_string()))
    });
    dim(&format!("   as Stripe's preview ownership_match, which the sandbox answers too:\n   {}", scores.join(", ")))
        + "\n"
}

pub fn closing(page: Page) -> String {
    let text = "Bits speak for (+) or against (-) the applicant; `ownermatch explain` shows the whole sum. Next: `ownermatch sandbox` keeps the stand-in running for your own code or any of Stripe's SDKs, and \
                docs/stripe.md goes from a test key to production in an hour.";
    format!("\n{}\n", page.wrap(text, 0))
}
