//! What a user is asked to grant when they link an account, and what is refreshed at once.

use super::error::Error;
use super::form::Form;
use super::wire::{Permission, Prefetch};

/// Permissions, and the data to refresh as soon as the account is linked.
///
/// ```
/// use ownermatch::stripe::{Access, wire::Permission};
/// let access = Access::ownership().prefetched();
/// assert_eq!(access.permissions, [Permission::Ownership]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// What the user is asked to grant.
    pub permissions: Vec<Permission>,
    /// What is refreshed at once: each must be among the permissions.
    pub prefetch: Vec<Prefetch>,
}

/// Which rule the permissions must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AskedBy {
    /// The five payment APIs take no permissions without `payment_method`.
    Payment,
    /// Financial Connections sessions take any.
    Session,
}

impl Access {
    /// Ownership, and nothing else: enough for a session.
    pub fn ownership() -> Self {
        Self { permissions: vec![Permission::Ownership], prefetch: Vec::new() }
    }

    /// Ownership, and the account as a way to pay: what the payment APIs ask for.
    pub fn ownership_and_payment() -> Self {
        Self { permissions: vec![Permission::Ownership, Permission::PaymentMethod], prefetch: Vec::new() }
    }

    /// With ownership refreshed as soon as the account is linked.
    #[must_use]
    pub fn prefetched(mut self) -> Self {
        self.prefetch.push(Prefetch::Ownership);
        self
    }

    /// The keys `permissions` and `prefetch` below `prefix`, which is empty for a session.
    pub(crate) fn write(&self, form: Form, prefix: &str, asked_by: AskedBy) -> Result<Form, Error> {
        self.check(asked_by)?;
        let key = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}[{name}]") };
        Ok(form
            .list(&key("permissions"), self.permissions.iter().map(Permission::as_str))
            .list(&key("prefetch"), self.prefetch.iter().map(Prefetch::as_str)))
    }

    fn check(&self, asked_by: AskedBy) -> Result<(), Error> {
        let grants = |name: &str| self.permissions.iter().any(|permission| permission.as_str() == name);
        if self.permissions.is_empty() {
            return Err(Error::refused("permissions must name at least one thing, such as ownership"));
        }
        if asked_by == AskedBy::Payment && !grants("payment_method") {
            return Err(Error::refused("permissions must hold payment_method in the payment APIs"));
        }
        if !self.prefetch.iter().all(|prefetch| grants(prefetch.as_str())) {
            return Err(Error::refused("prefetch may name only what permissions name"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, AskedBy, Form, Permission, Prefetch};

    fn written(access: &Access, prefix: &str, asked_by: AskedBy) -> Option<String> {
        access
            .write(Form::default(), prefix, asked_by)
            .ok()
            .map(|form| form.encode().replace("%5B", "[").replace("%5D", "]"))
    }

    #[test]
    fn the_payment_apis_ask_for_payment_method_and_sessions_do_not() {
        let ownership = Access::ownership();
        assert_eq!(written(&ownership, "", AskedBy::Session).as_deref(), Some("permissions[0]=ownership"));
        assert_eq!(written(&ownership, "x", AskedBy::Payment), None);
        let both = Access::ownership_and_payment().prefetched();
        let expected = "x[permissions][0]=ownership&x[permissions][1]=payment_method&x[prefetch][0]=ownership";
        assert_eq!(written(&both, "x", AskedBy::Payment).as_deref(), Some(expected));
    }

    #[test]
    fn prefetch_stays_within_permissions() {
        let access = Access { permissions: vec![Permission::Balances], prefetch: vec![Prefetch::Ownership] };
        assert_eq!(written(&access, "", AskedBy::Session), None);
        assert_eq!(written(&Access::default(), "", AskedBy::Session), None);
    }
}
