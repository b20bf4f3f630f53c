//! `expand[]`: ids in an answer replaced by the objects they stand for, those on the way there too.

use serde_json::Value;

use super::params::Node;
use super::refusal::Refusal;
use super::state::State;

/// The paths to expand; one that `known` does not hold is refused, as Stripe does.
pub(super) fn paths<'a>(params: &'a Node, known: &[&str]) -> Result<Vec<&'a str>, Refusal> {
    let asked = params.list(&["expand"]);
    match asked.iter().find(|path| !known.contains(path)) {
        Some(path) => Err(Refusal::invalid(format!("This property cannot be expanded ({path})."), "expand")),
        None => Ok(asked),
    }
}

impl State {
    /// Expands a path such as `data.ownership` in a value.
    pub(super) fn expand(&self, value: &mut Value, path: &str, context: Option<&str>) {
        if let Value::Array(items) = value {
            return items.iter_mut().for_each(|item| self.expand(item, path, context));
        }
        let (name, rest) = path.split_once('.').unwrap_or((path, ""));
        let Some(inner) = value.get_mut(name) else { return };
        if let Some(object) = inner.as_str().and_then(|id| self.object(id, context)) {
            *inner = object;
        }
        if !rest.is_empty() {
            self.expand(inner, rest, context);
        }
    }

    /// The object behind an id that stands in another object.
    fn object(&self, id: &str, context: Option<&str>) -> Option<Value> {
        match id.split('_').next()? {
            "cus" => self.customers.find(id, context).map(|found| found.render()),
            "pm" => self.payment_methods.find(id, context).map(|found| found.render()),
            "seti" => self.setup_intents.find(id, context).map(|found| found.render()),
            "pi" => self.payment_intents.find(id, context).map(|found| found.render()),
            "fcaowns" => self.accounts.all().find_map(|linked| linked.render_ownership(id)),
            _ => None,
        }
    }
}
