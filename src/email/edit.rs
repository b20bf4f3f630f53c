//! Where two strings are one slip apart: the place decides whether it is a slip or somebody else.

/// One letter replaced, left out, put in, or swapped with its neighbor.
#[derive(Clone, Copy)]
pub(super) struct Edit {
    /// First byte that differs, in both strings.
    pub(super) at: usize,
    /// Bytes that differ, on the applicant's side and on the owner's.
    pub(super) span: [usize; 2],
}

/// The one edit between two ASCII strings; `None` when they are equal or further apart. Linear.
pub(super) fn one_edit(applicant: impl AsRef<[u8]>, owner: impl AsRef<[u8]>) -> Option<Edit> {
    let (applicant, owner) = (applicant.as_ref(), owner.as_ref());
    let at = applicant.iter().zip(owner).take_while(|(a, o)| a == o).count();
    let rest = [applicant.get(at..)?, owner.get(at..)?];
    let tail = rest[0].iter().rev().zip(rest[1].iter().rev()).take_while(|(a, o)| a == o).count();
    let span = rest.map(|rest| rest.len() - tail);
    match span {
        [1, 1] | [0, 1] | [1, 0] => Some(Edit { at, span }),
        [2, 2] if applicant.get(at) == owner.get(at + 1) && applicant.get(at + 1) == owner.get(at) => {
            Some(Edit { at, span })
        }
        _ => None,
    }
}

impl Edit {
    /// Whether a whole one-letter word was changed, left out or put in: an initial, not a slip.
    pub(super) fn is_initial(&self, applicant: &str, owner: &str) -> bool {
        [(applicant, self.span[0]), (owner, self.span[1])].into_iter().any(|(text, span)| {
            let (before, after) = (self.at.checked_sub(1).map(|at| letter(text, at)), letter(text, self.at + span));
            span == 1 && before.is_none_or(|before| !before) && !after
        })
    }

    /// Whether the edit can stand on the first letter: `ssmith` against `smith` has lost an `s`, and the first may be it.
    pub(super) fn is_first(&self, applicant: &str, owner: &str) -> bool {
        let longer = if self.span[0] > self.span[1] { applicant } else { owner };
        let head = longer.as_bytes().get(..=self.at).unwrap_or_default();
        self.at == 0 && self.span != [2, 2]
            || self.span[0] != self.span[1] && head.windows(2).all(|pair| pair[0] == pair[1])
    }
}

fn letter(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_alphabetic)
}
