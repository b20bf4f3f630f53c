//! What an answer must be beyond JSON of the right types: the very object that was asked for, and a list that says
//! whether it is whole. A hole there would read as "the bank names no owner".

use super::wire::{
    Account, AccountOwnership, CheckoutSession, Customer, Identified, Intent, Invoice, List, OwnershipMatch,
    PaymentMethod, Session, Subscription,
};

/// An answer that can be held against what was asked for.
pub(crate) trait Expected {
    /// What is wrong; `asked` is the id in the path, where there is one.
    fn fault(&self, asked: Option<&str>) -> Option<&'static str>;
}

fn id_fault(id: Option<&str>, asked: Option<&str>) -> Option<&'static str> {
    match (id, asked) {
        (None, _) => Some("the object has no id"),
        (Some(id), Some(asked)) if id != asked => Some("it is another object than the one asked for"),
        _ => None,
    }
}

impl Expected for Account {
    fn fault(&self, asked: Option<&str>) -> Option<&'static str> {
        let is_account = self.object.as_deref().is_none_or(|object| object == Self::OBJECT);
        let kind = (!is_account).then_some("it is no account of Financial Connections");
        let ownership = self.ownership.as_ref().and_then(|ownership| ownership.object());
        kind.or_else(|| id_fault(self.id(), asked)).or_else(|| ownership_fault(ownership?))
    }
}

fn ownership_fault(ownership: &AccountOwnership) -> Option<&'static str> {
    match (&ownership.owners, &ownership.id) {
        (Some(owners), None) if owners.has_more() => Some("there are more owners, and the ownership has no id"),
        (Some(owners), _) => owners.fault(None),
        (None, Some(_)) => None,
        (None, None) => Some("the ownership has neither owners nor an id"),
    }
}

impl<T: Identified> Expected for List<T> {
    fn fault(&self, _asked: Option<&str>) -> Option<&'static str> {
        let (Some(data), Some(has_more)) = (&self.data, self.has_more) else {
            return Some("the list has no data, or does not say whether there is more");
        };
        match data.last() {
            _ if !has_more => None,
            None => Some("a page is empty, and there is another"),
            Some(last) if last.as_ref().and_then(T::id).is_none() => {
                Some("there is another page, and the last item has no id to ask after")
            }
            Some(_) => None,
        }
    }
}

macro_rules! identified {
    ($($name:ident),*) => {
        $(impl Expected for $name {
            fn fault(&self, asked: Option<&str>) -> Option<&'static str> {
                id_fault(self.id(), asked)
            }
        })*
    };
}
identified!(Customer, Intent, CheckoutSession, Invoice, Subscription, Session, PaymentMethod, OwnershipMatch);
