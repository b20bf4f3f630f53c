//! Objects and lists as JSON, in Stripe's form.

use serde_json::{Value, json};

use super::params::Node;
use super::refusal::Refusal;

/// One page of a list of rendered objects.
pub(super) fn page(items: &[Value], params: &Node, url: &str, most: usize) -> Result<Value, Refusal> {
    let asked = params.text(&["limit"]).map_or(Ok(10), |text| text.parse::<usize>());
    let limit = asked.ok().filter(|limit| (1..=100).contains(limit)).ok_or_else(|| Refusal::no_integer("limit"))?;
    let place = |name: &str| {
        let Some(id) = params.text(&[name]) else { return Ok(None) };
        let at = items.iter().position(|item| item["id"] == id);
        at.map(Some).ok_or_else(|| Refusal::with_code("resource_missing", format!("No such object for {name}.")))
    };
    let (after, before) = (place("starting_after")?, place("ending_before")?);
    let limit = limit.min(most);
    let (range, has_more) = match (after, before) {
        (Some(_), Some(_)) => return Err(Refusal::exclusive("starting_after, ending_before")),
        (None, Some(before)) => (before.saturating_sub(limit)..before, before > limit),
        (after, None) => {
            let start = after.map_or(0, |after| after + 1);
            let end = items.len().min(start + limit);
            (start..end, end < items.len())
        }
    };
    Ok(json!({"object": "list", "data": items[range], "has_more": has_more, "url": url}))
}

/// A wire object as JSON, with the keys of the schema that the type does not name.
pub(super) fn render(object: &impl serde::Serialize, more: &[(&str, Value)]) -> Value {
    let mut value = serde_json::to_value(object).unwrap_or_default();
    if let Value::Object(keys) = &mut value {
        keys.extend(more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    }
    value
}

/// Stripe's list shape with nothing in it.
pub(super) fn empty_list() -> Value {
    json!({"object": "list", "data": [], "has_more": false, "url": "/v1/financial_connections/accounts"})
}
