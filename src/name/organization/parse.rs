//! Folded text to an organization's name: words, legal form, and the acronym it repeats in parentheses.

use super::legal_form::{self, Found};
use super::words::{Kind, OrganizationWord, normalize};
use super::{LegalForm, OrganizationName};
use crate::name::CAP_WORDS;

/// Reads folded text, such as `acme trading co., l.l.c.`
pub(crate) fn parse(text: &str) -> OrganizationName {
    let text = normalize(text);
    let all: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let (form, rest) = take_forms(&all);
    let mut words: Vec<OrganizationWord> =
        rest.iter().take(CAP_WORDS).map(|word| OrganizationWord::new(word)).collect();
    drop_own_acronym(&mut words);
    let cut = rest.len() > CAP_WORDS;
    OrganizationName { words: words.into(), form, transliterated: false, cut, text: text.into() }
}

/// Takes off the legal form, and a second one (`Acme Company, Inc.`): of the two the telling one counts.
fn take_forms<'t>(all: &[&'t str]) -> (Option<LegalForm>, Vec<&'t str>) {
    let Some(first) = legal_form::find(all) else { return (None, all.to_vec()) };
    let rest = without(all, &first);
    match legal_form::find(&rest) {
        Some(second) if rest.len() > 1 => {
            let form = if first.form.is_vague() { second.form } else { first.form };
            (Some(form), without(&rest, &second))
        }
        _ => (Some(first.form), rest),
    }
}

fn without<'t>(words: &[&'t str], found: &Found) -> Vec<&'t str> {
    [&words[..found.start], &words[found.start + found.len..]].concat()
}

/// `Islamic Relief Fund (IRF)`: a word that only repeats the initials of those before it says nothing more.
fn drop_own_acronym(words: &mut [OrganizationWord]) {
    for at in 3..words.len() {
        let (before, rest) = words.split_at_mut(at);
        if rest[0].kind == Kind::Stem && ends_in_initials(before, rest[0].written.as_bytes()) {
            rest[0].kind = Kind::Article;
        }
    }
}

fn ends_in_initials(words: &[OrganizationWord], acronym: &[u8]) -> bool {
    let initials = |with_articles: bool| {
        let told = words.iter().filter(move |word| with_articles || word.kind != Kind::Article);
        told.map(|word| word.written.first()).rev()
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
