//! Objects and lists as JSON, in Stripe's form.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::params::Node;
use super::refusal::Refusal;

/// One page of a list of rendered objects; `object` is what Stripe calls one of them.
pub(super) fn page(object: &str, items: &[Value], params: &Node, url: &str, most: usize) -> Result<Value, Refusal> {
    let asked = params.text(&["limit"]).map_or(Ok(10), |text| text.parse::<usize>());
    let limit = asked.ok().filter(|limit| (1..=100).contains(limit)).ok_or_else(|| Refusal::no_integer("limit"))?;
    let place = |name: &str| {
        let Some(id) = params.text(&[name]) else { return Ok(None) };
        let at = items.iter().position(|item| item["id"] == id);
        at.map(Some).ok_or_else(|| Refusal::no_such_in_request(object, id, name))
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

/// A wire object as JSON, laid over `more`: what Stripe sends besides.
pub(super) fn render(object: &impl serde::Serialize, more: &Map<String, Value>) -> Value {
    let mut whole = more.clone();
    if let Ok(Value::Object(keys)) = serde_json::to_value(object) {
        whole.extend(keys);
    }
    Value::Object(whole)
}

/// What Stripe sends of an object besides what is looked at here, blank; an SDK asks for these keys.
pub(super) fn blank(object: &str) -> Map<String, Value> {
    static BLANKS: LazyLock<Value> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../data/sandbox/blanks.json")).expect("checked by a test")
    });
    BLANKS[object].as_object().cloned().unwrap_or_default()
}

/// An object that was made, with what Stripe sends besides.
pub(super) struct Made<T> {
    pub(super) object: T,
    pub(super) more: Map<String, Value>,
}

impl<T: serde::Serialize> Made<T> {
    pub(super) fn render(&self) -> Value {
        render(&self.object, &self.more)
    }
}

/// Stripe's list shape with nothing in it.
pub(super) fn empty_list() -> Value {
    json!({"object": "list", "data": [], "has_more": false, "url": "/v1/financial_connections/accounts"})
}
