//! Rules about the account, its owners and its state.

use super::{Raised, Subject};

pub(super) fn flag(subject: &Subject<'_>, raised: &mut Raised) {
    let _ = (subject, raised);
}
