//! Folded text to an organization's name: words, legal form, and the acronym it repeats in parentheses.

use super::legal_form::{self, Found};
use super::words::{Kind, OrganizationWord, Term, Terms, normalize};
use super::{LegalForm, Organization, OrganizationName};
use crate::name::CAP_WORDS;
use crate::text::Letters;

/// Reads folded text, such as `acme trading co., l.l.c.`
pub(crate) fn parse(text: &str) -> OrganizationName {
    Draft::of(Term::all(normalize(text).as_str())).name()
}

/// A text read as an organization's name, before it is known to be one.
pub(crate) struct Draft<'t> {
    /// All words, legal form included.
    all: Terms<'t>,
    /// The words without it.
    pub(super) words: Terms<'t>,
    pub(super) form: Option<LegalForm>,
    cut: bool,
}

impl<'t> Draft<'t> {
    pub(crate) fn of(all: Terms<'t>) -> Self {
        let (form, mut words) = take_forms(&all);
        let cut = words.len() > CAP_WORDS;
        words.truncate(CAP_WORDS);
        drop_own_acronym(&mut words);
        Self { all, words, form, cut }
    }

    /// No word at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn name(&self) -> OrganizationName {
        let words = self.words.iter().map(OrganizationWord::of).collect();
        OrganizationName(Box::new(Organization {
            text: self.text(),
            words,
            form: self.form,
            transliterated: false,
            cut: self.cut,
        }))
    }

    /// All words with one space between.
    fn text(&self) -> Letters {
        Letters::spaced(self.all.iter().map(|word| word.text))
    }
}

/// Takes off the legal form, and a second one (`Acme Company, Inc.`): of the two the telling one counts.
fn take_forms<'t>(all: &Terms<'t>) -> (Option<LegalForm>, Terms<'t>) {
    let Some(first) = legal_form::find(all) else { return (None, all.clone()) };
    let rest = without(all, &first);
    match legal_form::find(&rest) {
        Some(second) if rest.len() > 1 => {
            let form = if first.form.is_vague() { second.form } else { first.form };
            (Some(form), without(&rest, &second))
        }
        _ => (Some(first.form), rest),
    }
}

fn without<'t>(words: &Terms<'t>, found: &Found) -> Terms<'t> {
    words[..found.start].iter().chain(&words[found.start + found.len..]).copied().collect()
}

/// `Islamic Relief Fund (IRF)`: a word that only repeats the initials of those before it says nothing more.
fn drop_own_acronym(words: &mut [Term<'_>]) {
    for at in 3..words.len() {
        let (before, rest) = words.split_at_mut(at);
        if rest[0].kind == Kind::Stem && ends_in_initials(before, rest[0].text.as_bytes()) {
            rest[0].kind = Kind::Article;
        }
    }
}

fn ends_in_initials(words: &[Term<'_>], acronym: &[u8]) -> bool {
    let initials = |with_articles: bool| {
        let told = words.iter().filter(move |word| with_articles || word.kind != Kind::Article);
        told.map(|word| word.text.as_bytes()[0]).rev()
    };
    let matches = |with_articles| initials(with_articles).take(acronym.len()).eq(acronym.iter().rev().copied());
    acronym.len() >= 3 && (matches(false) || matches(true))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn spellings_of_one_name_have_one_canonical_string() {
        let canonical = |text: &str| parse(text).canonical();
        assert_eq!(
            canonical("acme intl mfg, l.l.c."),
            canonical("acme international manufacturing limited liability company")
        );
        assert_eq!(canonical("ooo romashka"), canonical("romashka ooo"));
        assert_ne!(canonical("acme inc"), canonical("acme llc"));
    }

    #[test]
    fn a_repeated_acronym_is_no_word() {
        let name = parse("islamic relief fund (irf)");
        assert_eq!(name.words().iter().map(|word| word.weight()).collect::<Vec<_>>().last(), Some(&0));
    }

    #[test]
    fn company_incorporated_is_incorporated() {
        assert_eq!(parse("acme company, inc.").canonical(), "acme inc");
    }
}
