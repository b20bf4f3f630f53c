//! Form-encoded parameters read into a tree and held against what an operation knows, refused in Stripe's way.

use serde_json::Value;

use super::refusal::Refusal;

/// A parameter: a text, or keys below it. Items of an array have their index as a key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    Text(String),
    Keys(Vec<(String, Node)>),
}

/// What a parameter may hold.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Any text but an empty one.
    Text,
    /// A whole number.
    Integer,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// A list of these.
    Each(&'static [&'static str]),
    /// A list of texts.
    List,
    /// Keys of the caller's own, with a text each.
    Texts,
    /// These keys; the first ones, as many as the number says, must be there.
    Keys(usize, &'static [(&'static str, Kind)]),
    /// Anything: Stripe knows it, and it changes nothing here.
    Any,
}

/// An operation's parameters: the first `required` ones must be there.
pub(super) struct Spec {
    pub(super) required: usize,
    pub(super) known: &'static [(&'static str, Kind)],
    /// Names that Stripe knows besides, parted by spaces, which change nothing here.
    pub(super) also: &'static str,
}

const EMPTY: &Node = &Node::Keys(Vec::new());
/// Stripe's own bound on every text.
const CAP_CHARS: usize = 5000;
/// Most parameters of a request.
const CAP_KEYS: usize = 1000;
/// Deepest nesting of a key; Stripe's have five.
const CAP_DEPTH: usize = 8;

impl Node {
    /// Reads `a[b][c]=d&...`; a list may be written `a[]` or `a[0]`.
    pub(super) fn decode(encoded: &[u8]) -> Result<Self, Refusal> {
        let mut root = Self::Keys(Vec::new());
        for (count, (key, value)) in form_urlencoded::parse(encoded).enumerate() {
            if count >= CAP_KEYS {
                return Err(Refusal::invalid("Too many parameters.", ""));
            }
            let path = split(&key);
            if path.len() > CAP_DEPTH || !root.insert(&path, value.into_owned()) {
                return Err(Refusal::invalid(format!("Invalid hash: {key}"), &key));
            }
        }
        Ok(root)
    }

    /// Whether there was room: a text cannot hold keys.
    fn insert(&mut self, path: &[String], value: String) -> bool {
        let Self::Keys(keys) = self else { return false };
        let [first, rest @ ..] = path else { return false };
        let name = if first.is_empty() { next_index(keys) } else { first.clone() };
        let at = keys.iter().position(|(known, _)| *known == name).unwrap_or(keys.len());
        if rest.is_empty() {
            keys.retain(|(known, _)| *known != name);
            keys.push((name, Self::Text(value)));
            return true;
        }
        if at == keys.len() {
            keys.push((name, Self::Keys(Vec::new())));
        }
        keys[at].1.insert(rest, value)
    }

    fn keys(&self) -> &[(String, Self)] {
        match self {
            Self::Keys(keys) => keys,
            Self::Text(_) => &[],
        }
    }

    /// What stands at a path such as `["account_holder", "type"]`.
    pub(super) fn at(&self, path: &[&str]) -> &Self {
        path.iter().fold(self, |node, name| {
            node.keys().iter().find(|(known, _)| known == name).map_or(EMPTY, |(_, found)| found)
        })
    }

    /// The text at a path.
    pub(super) fn text(&self, path: &[&str]) -> Option<&str> {
        match self.at(path) {
            Self::Text(text) => Some(text),
            Self::Keys(_) => None,
        }
    }

    /// The texts of a list at a path.
    pub(super) fn list(&self, path: &[&str]) -> Vec<&str> {
        self.at(path).keys().iter().filter_map(|(_, item)| item.text(&[])).collect()
    }

    /// The same with keys in order, so that two spellings of one request are equal.
    pub(super) fn sorted(&self) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.clone()),
            Self::Keys(keys) => {
                let mut keys: Vec<_> = keys.iter().map(|(name, value)| (name.clone(), value.sorted())).collect();
                keys.sort();
                Self::Keys(keys)
            }
        }
    }

    /// Whether anything was sent here.
    pub(super) fn is_given(&self) -> bool {
        *self != *EMPTY
    }

    /// As JSON: whole numbers as such, keys from 0 on as a list.
    pub(super) fn json(&self) -> Value {
        match self {
            Self::Text(text) => text.parse::<i64>().map_or_else(|_| Value::from(text.as_str()), Value::from),
            Self::Keys(keys) if keys.iter().enumerate().all(|(at, (name, _))| *name == at.to_string()) => {
                keys.iter().map(|(_, item)| item.json()).collect()
            }
            Self::Keys(keys) => keys.iter().map(|(name, value)| (name.clone(), value.json())).collect(),
        }
    }

    /// The names and texts below a path.
    pub(super) fn pairs(&self, path: &[&str]) -> Vec<(String, String)> {
        let texts = self.at(path).keys().iter();
        texts.filter_map(|(name, value)| Some((name.clone(), value.text(&[])?.to_owned()))).collect()
    }
}

/// The first number above those that a list has.
fn next_index(keys: &[(String, Node)]) -> String {
    let highest = keys.iter().filter_map(|(name, _)| name.parse::<u64>().ok()).max();
    highest.map_or(0, |highest| highest.saturating_add(1)).to_string()
}

/// `a[b][]` as `a`, `b` and an empty name.
fn split(key: &str) -> Vec<String> {
    let Some((head, rest)) = key.split_once('[') else { return vec![key.to_owned()] };
    let inner = rest.strip_suffix(']').unwrap_or(rest);
    std::iter::once(head).chain(inner.split("][")).map(str::to_owned).collect()
}

impl Spec {
    /// Refuses what Stripe would refuse: unknown names first, then missing ones, then values.
    pub(super) fn check(&self, params: &Node) -> Result<(), Refusal> {
        let is_looked_at = |(name, _): &&(String, Node)| !self.also.split(' ').any(|also| also == name);
        let looked_at = Node::Keys(params.keys().iter().filter(is_looked_at).cloned().collect());
        check_keys("", &looked_at, self.required, self.known)
    }
}

fn check_keys(
    prefix: &str,
    node: &Node,
    required: usize,
    known: &'static [(&'static str, Kind)],
) -> Result<(), Refusal> {
    if let Node::Text(text) = node {
        return if text.is_empty() { Ok(()) } else { Err(Refusal::invalid("Invalid object", prefix)) };
    }
    let named = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}[{name}]") };
    if let Some((name, _)) = node.keys().iter().find(|(name, _)| known.iter().all(|(known, _)| known != name)) {
        return Err(Refusal::unknown_parameter(&named(name)));
    }
    let is_there = |name: &str| node.keys().iter().any(|(given, _)| given == name);
    if let Some((name, _)) = known[..required].iter().find(|(name, _)| !is_there(name)) {
        return Err(Refusal::missing_parameter(&named(name)));
    }
    for (name, value) in node.keys() {
        let kind = known.iter().find(|(known, _)| known == name).map_or(Kind::Any, |(_, kind)| *kind);
        check_value(&named(name), value, kind)?;
    }
    Ok(())
}

fn check_value(name: &str, value: &Node, kind: Kind) -> Result<(), Refusal> {
    match (kind, value) {
        (Kind::Any, _) => Ok(()),
        (Kind::Keys(required, known), node) => check_keys(name, node, required, known),
        (Kind::Each(_) | Kind::List, Node::Keys(items)) if items.iter().any(|(at, _)| at.parse::<u32>().is_err()) => {
            Err(Refusal::invalid("Invalid array", name))
        }
        (Kind::List, Node::Keys(items)) => {
            items.iter().try_for_each(|(at, item)| check_value(&format!("{name}[{at}]"), item, Kind::Text))
        }
        (Kind::Texts, Node::Keys(items)) => items.iter().try_for_each(|(key, item)| match item {
            Node::Text(_) => Ok(()),
            Node::Keys(_) => Err(Refusal::invalid("Invalid string", &format!("{name}[{key}]"))),
        }),
        (Kind::List, Node::Text(_)) => Err(Refusal::invalid("Invalid array", name)),
        (Kind::Texts, Node::Text(text)) if text.is_empty() => Ok(()),
        (Kind::Texts, Node::Text(_)) => Err(Refusal::invalid("Invalid object", name)),
        (Kind::Each(allowed), Node::Keys(items)) => {
            items.iter().try_for_each(|(at, item)| check_value(&format!("{name}[{at}]"), item, Kind::OneOf(allowed)))
        }
        (Kind::Each(_), Node::Text(_)) => Err(Refusal::invalid("Invalid array", name)),
        (_, Node::Keys(_)) => Err(Refusal::invalid("Invalid string", name)),
        (_, Node::Text(text)) if text.chars().count() > CAP_CHARS => {
            Err(Refusal::invalid("Invalid string: must be at most 5000 characters", name))
        }
        (_, Node::Text(text)) if text.is_empty() => Err(Refusal::empty_parameter(name)),
        (Kind::Integer, Node::Text(text)) if text.parse::<i64>().is_err() => Err(Refusal::no_integer(name)),
        (Kind::OneOf(allowed), Node::Text(text)) if !allowed.contains(&text.as_str()) => {
            Err(Refusal::invalid(format!("Invalid {name}: must be one of {}", allowed.join(", ")), name))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Node, Spec};

    const SPEC: Spec = Spec {
        required: 1,
        known: &[
            ("holder", Kind::Keys(1, &[("type", Kind::OneOf(&["customer"])), ("customer", Kind::Text)])),
            ("permissions", Kind::Each(&["ownership", "balances"])),
            ("limit", Kind::Integer),
        ],
        also: "expand livemode",
    };

    /// The code, or the parameter where there is no code; empty for none.
    fn refusal(encoded: &str) -> String {
        let read = Node::decode(encoded.as_bytes()).and_then(|params| SPEC.check(&params));
        read.err().map_or_else(String::new, |refusal| {
            format!("{} {}", refusal.code().unwrap_or("-"), refusal.param().unwrap_or("-"))
        })
    }

    #[test]
    fn both_spellings_of_a_list_are_read() {
        let [one, other] = ["p[]=a&p[]=b&x[y][z]=1", "p%5B0%5D=a&p[1]=b&x[y][z]=1"]
            .map(|text| Node::decode(text.as_bytes()).ok().expect("parameters"));
        assert!(one == other);
        assert_eq!(one.list(&["p"]), ["a", "b"]);
        assert_eq!(one.text(&["x", "y", "z"]), Some("1"));
        assert_eq!(one.text(&["x", "y"]), None);
    }

    #[test]
    fn parameters_are_refused_as_stripe_refuses_them() {
        let table = [
            ("holder[type]=customer&permissions[]=ownership&limit=5", ""),
            ("", "parameter_missing holder"),
            ("holder[customer]=cus_1", "parameter_missing holder[type]"),
            ("holder[type]=customer&holder[kind]=x", "parameter_unknown holder[kind]"),
            ("holder[type]=customer&owner=x", "parameter_unknown owner"),
            ("holder[type]=bank", "- holder[type]"),
            ("holder=customer", "- holder"),
            ("holder[type]=customer&permissions=ownership", "- permissions"),
            ("holder[type]=customer&permissions[3]=owners", "- permissions[3]"),
            ("holder[type]=customer&limit=ten", "parameter_invalid_integer limit"),
            ("holder[type]=customer&limit=", "parameter_invalid_empty limit"),
            ("holder[type]=customer&holder[type][x]=1", "- holder[type][x]"),
            ("a[b][c][d][e][f][g][h][i]=1", "- a[b][c][d][e][f][g][h][i]"),
        ];
        for (encoded, expected) in table {
            assert_eq!(refusal(encoded), expected, "{encoded}");
        }
    }
}
