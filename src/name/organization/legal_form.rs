//! Legal forms: found behind the name, or before it where that is the custom, and compared as forms and not as words.

use super::words::Term;
use crate::name::facts::Facts;
use crate::text::{Letters, Table, Word, table};

static FORMS: Table = table!("name_legal_forms");

/// Most words of one spelling in the table.
const LONGEST: usize = 7;
/// A form of so many words may stand before the name (`Limited Liability Company Concord`).
const SPELLED_OUT: usize = 3;
/// A given name that more people carry than this makes `Maria Sa` a person and not a corporation.
const GIVEN_SHARE: f64 = 1e-5;
/// A form that more people than this are called by may be a name: some two hundred people.
const BORNE: f64 = 8e-7;
/// A family name that more people carry than this does the same when the form is two letters.
const FAMILY_SHARE: f64 = 1e-4;

/// A legal form as found in a name.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct LegalForm {
    /// As spelled.
    pub(crate) written: Word,
    /// One for all its spellings: `llc` for `limited liability company`.
    pub(crate) canonical: &'static str,
    /// What kind of body it is; `other` where nobody has said.
    class: &'static str,
    /// The language the form comes from.
    tongue: &'static str,
    marks: &'static str,
}

/// How two names' legal forms compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormOutcome {
    Equal,
    /// Another spelling of the form.
    Rewritten,
    /// The counterpart in another language: `OOO` for `LLC`.
    Translated,
    OmittedByApplicant,
    OmittedByOwner,
    Conflict,
}

impl LegalForm {
    /// The form that the words spell; most words begin or end no form, and nothing is looked up for them.
    fn lookup(words: &[Term<'_>]) -> Option<Self> {
        match words {
            [only] if !only.has(Facts::FORM) => return None,
            [first, .., last] if !first.has(Facts::FORM_FIRST) || !last.has(Facts::FORM_LAST) => return None,
            _ => {}
        }
        let mut joined = Letters::default();
        for (at, word) in words.iter().enumerate() {
            if at > 0 {
                joined.push(b' ');
            }
            joined.push_str(word.text);
        }
        let mut columns = FORMS.get(joined.as_str())?.split('\t');
        let mut column = || columns.next().unwrap_or_default();
        Some(Self {
            written: Word::new(joined.as_str()),
            canonical: column(),
            class: column(),
            tongue: column(),
            marks: column(),
        })
    }

    /// `Co` and `Company`: a business, and nothing about its form.
    pub(crate) fn is_vague(&self) -> bool {
        self.marks.contains("vague")
    }

    /// The spelling is a name or an everyday word, too.
    pub(crate) fn is_weak(&self) -> bool {
        self.marks.contains("weak")
    }

    /// The class without its variety: `stock` for `stock_open`.
    fn kind(&self) -> &'static str {
        self.class.split('_').next().unwrap_or_default()
    }

    fn may_stand_first(&self) -> bool {
        self.marks.contains("first")
    }
}

/// Where a legal form stands among the words.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) form: LegalForm,
    /// First word of the form.
    pub(crate) start: usize,
    /// Words it takes.
    pub(crate) len: usize,
}

/// The legal form of a name: the longest at the end, else one that may stand first, else a plain one inside.
pub(crate) fn find(words: &[Term<'_>]) -> Option<Found> {
    at_end(words).or_else(|| at_start(words)).or_else(|| inside(words))
}

fn at_end(words: &[Term<'_>]) -> Option<Found> {
    if !words.last().is_some_and(|last| last.has(Facts::FORM_LAST)) {
        return None;
    }
    let longest = LONGEST.min(words.len() - 1);
    let starts = words.len() - longest..words.len();
    starts.into_iter().find_map(|start| {
        let form = LegalForm::lookup(&words[start..])?;
        let is_family = matches!(words[start..], [last] if start < 4 && last.lexeme.family_share() > FAMILY_SHARE);
        let is_name = (reads_as_person(&words[..start]) && may_be_borne(&words[start..])) || is_family;
        (!is_short_family(&words[..start], &words[start..]) && (!form.is_weak() || !is_name)).then_some(Found {
            form,
            start,
            len: words.len() - start,
        })
    })
}

/// `Thomas H Ao`, `Michelle A Co`: two letters behind a word and an initial.
fn is_short_family(words: &[Term<'_>], form: &[Term<'_>]) -> bool {
    matches!((words, form), ([given, initial], [short])
        if short.text.len() == 2 && initial.text.len() == 1 && given.text.len() > 1)
}

fn at_start(words: &[Term<'_>]) -> Option<Found> {
    if !words.first().is_some_and(|first| first.has(Facts::FORM_FIRST)) {
        return None;
    }
    (1..=LONGEST.min(words.len() - 1)).rev().find_map(|len| {
        let form = LegalForm::lookup(&words[..len])?;
        if !form.may_stand_first() && len < SPELLED_OUT {
            return None;
        }
        (!form.is_weak() || !reads_as_person(&words[len..])).then_some(Found { form, start: 0, len })
    })
}

/// `Acme Inc Delaware`: one word that is nothing but a form.
fn inside(words: &[Term<'_>]) -> Option<Found> {
    (1..words.len()).rev().find_map(|start| {
        let form = LegalForm::lookup(&words[start..=start])?;
        let plain = form.class != "other" && !form.is_weak() && !form.is_vague();
        plain.then_some(Found { form, start, len: 1 })
    })
}

/// `Sa` and `Na` are names, too, `Pc` is none behind a whole name.
fn may_be_borne(form: &[Term<'_>]) -> bool {
    form.iter().any(|word| word.lexeme.given_share() + word.lexeme.family_share() > BORNE)
}

/// A given name, or nothing but one common or very short family name.
fn reads_as_person(words: &[Term<'_>]) -> bool {
    if words.iter().any(|word| matches!(word.text, "of" | "the" | "bank")) {
        return false;
    }
    words.len() < 4 && words.iter().any(|word| word.lexeme.given_share() > GIVEN_SHARE)
        || matches!(words, [word] if word.text.len() < 4 || word.lexeme.family_share() > FAMILY_SHARE)
}

/// Compares two legal forms.
pub(crate) fn compare(applicant: Option<&LegalForm>, owner: Option<&LegalForm>) -> FormOutcome {
    match (applicant, owner) {
        (None, None) => FormOutcome::Equal,
        (None, Some(_)) => FormOutcome::OmittedByApplicant,
        (Some(_), None) => FormOutcome::OmittedByOwner,
        (Some(applicant), Some(owner)) => compare_forms(applicant, owner),
    }
}

fn compare_forms(applicant: &LegalForm, owner: &LegalForm) -> FormOutcome {
    if applicant.canonical == owner.canonical {
        return if applicant.written == owner.written { FormOutcome::Equal } else { FormOutcome::Rewritten };
    }
    match (applicant.is_vague(), owner.is_vague()) {
        (true, false) => FormOutcome::OmittedByApplicant,
        (false, true) => FormOutcome::OmittedByOwner,
        _ if translates(applicant, owner) => FormOutcome::Translated,
        _ => FormOutcome::Conflict,
    }
}

/// Languages of other scripts, whose forms are rendered in English as their counterparts; a `GmbH` and an
/// `Inc` of one name are two affiliates instead.
const RENDERED: [&str; 12] = ["ru", "uk", "be", "bg", "kk", "uz", "el", "sr", "ar", "ja", "zh", "ko"];

/// One kind of body in English and in a language that is rendered, or a joint stock company and its open or closed kind.
fn translates(applicant: &LegalForm, owner: &LegalForm) -> bool {
    let rendered = |one: &LegalForm, other: &LegalForm| one.tongue == "en" && RENDERED.contains(&other.tongue);
    let kinds = [applicant.kind(), owner.kind()];
    kinds[0] == kinds[1]
        && applicant.class != "other"
        && (rendered(applicant, owner)
            || rendered(owner, applicant)
            || kinds.contains(&applicant.class) != kinds.contains(&owner.class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_folded;

    fn form_of(text: &str) -> Option<&'static str> {
        find(&text.split(' ').map(Term::new).collect::<Vec<_>>()).map(|found| found.form.canonical)
    }

    fn outcome(applicant: &str, owner: &str) -> FormOutcome {
        let form = |text: &str| find(&["romashka", text].map(Term::new)).map(|found| found.form);
        compare(form(applicant).as_ref(), form(owner).as_ref())
    }

    #[test]
    fn longest_spelling_wins_and_prefixes_are_known() {
        assert_eq!(form_of("acme sa de cv"), Some("sa de cv"));
        assert_eq!(form_of("acme limited liability company"), Some("llc"));
        assert_eq!(form_of("ooo romashka"), Some("ooo"));
        assert_eq!(form_of("acme inc delaware"), Some("inc"));
        assert_eq!(form_of("siemens ag"), Some("ag"));
    }

    #[test]
    fn short_forms_behind_a_given_name_are_names() {
        assert_eq!(form_of("maria sa"), None);
        assert_eq!(form_of("li na"), None);
    }

    #[test]
    fn a_form_is_its_spellings_and_its_translation_but_no_other_form() {
        assert_eq!(outcome("inc", "incorporated"), FormOutcome::Rewritten);
        assert_eq!(outcome("inc", "llc"), FormOutcome::Conflict);
        assert_eq!(outcome("ooo", "llc"), FormOutcome::Translated);
        assert_eq!(outcome("company", "ltd"), FormOutcome::OmittedByApplicant);
    }

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        let keys: Vec<&str> = FORMS.rows().map(|(key, _)| key).collect();
        assert!(keys.is_sorted_by(|one, next| one < next));
        assert!(keys.iter().all(|key| is_folded(key) && key.split(' ').count() <= LONGEST));
    }
}
