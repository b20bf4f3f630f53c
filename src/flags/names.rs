//! Rules about names, relations and bank titling.

use super::{Raised, Subject};

pub(super) fn flag(subject: &Subject<'_>, raised: &mut Raised) {
    let _ = (subject, raised);
}
