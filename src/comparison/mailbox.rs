//! Evidence between an email and the names beside it: does the mailbox read as another person's name?

use crate::name::{self, Party, PersonName};
use crate::text::{Word, edits_between};

/// Shorter words of a mailbox are initials and abbreviations, of which nothing can be said.
const SHORTEST: usize = 3;
/// From this length on one slip makes no other name; `jon` and `ron` are two names.
const SLIP_FROM: usize = 5;

/// Whether two words of a mailbox are somebody's given and family name and neither fits any word of the holders'
/// names: `robert.klein` beside Vanessa Trujillo does, `jennifer.hoffman` beside Jennifer Albright does not.
///
/// An organization among the holders may have any employee's mailbox, and says nothing.
pub(crate) fn names_another<'a>(words: [&[u8]; 2], mut holders: impl Iterator<Item = &'a Party> + Clone) -> bool {
    let is_name = |word: &[u8]| word.len() >= SHORTEST && word.iter().all(u8::is_ascii_alphabetic);
    let fits_nobody = |holder: &Party| match holder {
        Party::Person(person) => !words.iter().any(|word| fits_person(word, person)),
        Party::Organization(_) => false,
    };
    holders.clone().next().is_some()
        && words.into_iter().all(is_name)
        && holders.all(fits_nobody)
        && are_a_person(words)
}

fn are_a_person(words: [&[u8]; 2]) -> bool {
    let [Ok(first), Ok(second)] = words.map(std::str::from_utf8) else { return false };
    name::reads_as_person(first, second) || name::reads_as_person(second, first)
}

fn fits_person(word: &[u8], person: &PersonName) -> bool {
    person.words().any(|(_, part)| fits(word, part))
}

/// Equal, one the beginning of the other (initials included), one slip, or short for the same name.
fn fits(word: &[u8], part: &Word) -> bool {
    let part = part.as_bytes();
    let long = word.len().min(part.len()) >= SLIP_FROM;
    word.starts_with(part)
        || part.starts_with(word)
        || (long && edits_between(word, part) <= 1)
        || share_a_formal_name(word, part)
}

fn share_a_formal_name(word: &[u8], part: &[u8]) -> bool {
    let is_part_or_its_formal =
        |formal: &[u8]| formal == part || name::formal_names(part).any(|other| other.as_bytes() == formal);
    is_part_or_its_formal(word) || name::formal_names(word).any(|formal| is_part_or_its_formal(formal.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::names_another;
    use crate::name::{Party, parse};

    fn beside(words: [&str; 2], holders: &[&str]) -> bool {
        let names: Vec<_> = holders.iter().filter_map(|holder| parse(holder).read().cloned()).collect();
        names_another(words.map(str::as_bytes), names.iter().flat_map(|name| &name.parties))
    }

    #[test]
    fn another_persons_mailbox_is_told() {
        assert!(beside(["robert", "klein"], &["Vanessa Trujillo"]));
        assert!(beside(["winslow", "harriet"], &["Brock Desmond"]));
    }

    #[test]
    fn one_word_that_fits_is_enough() {
        for words in [["jennifer", "hoffman"], ["jen", "hoffman"], ["alexander", "albright"], ["jenifer", "klein"]] {
            assert!(!beside(words, &["Jennifer Albright"]), "{words:?}");
        }
        assert!(!beside(["liz", "klein"], &["Elizabeth Vandenberg"]));
        assert!(!beside(["robert", "klein"], &["Vanessa Trujillo", "Robert Trujillo"]));
        assert!(!beside(["sigrid", "klein"], &["S. Lindqvist"]));
    }

    #[test]
    fn words_that_are_no_names_say_nothing() {
        for words in [["trail", "runner"], ["sunflower", "days"], ["rk", "klein"], ["robert", "klein7"]] {
            assert!(!beside(words, &["Desmond Achterberg"]), "{words:?}");
        }
    }

    #[test]
    fn nobody_and_a_business_are_not_contradicted() {
        assert!(!beside(["robert", "klein"], &[]));
        let business = crate::name::parse_business("Halcyon Robotics Inc");
        let parties = business.read().map(|name| name.parties.clone()).unwrap_or_default();
        assert!(matches!(parties[..], [Party::Organization(_)]));
        assert!(!names_another([b"robert", b"klein"], parties.iter()));
    }
}
