//! Two organizations' names to a level: what is shared, what one side leaves out, what contradicts.

use super::align::{Alignment, How, align};
use super::legal_form::{self, FormOutcome};
use super::rest::{self, Rest};
use super::words::{Kind, OrganizationWord};
use super::{Organization, OrganizationComparison, OrganizationName};
use crate::level::Level;
use crate::name::NameLevel;

/// Compares two organizations' names; swapping them mirrors the outcome.
pub(crate) fn compare(applicant: &OrganizationName, owner: &OrganizationName) -> OrganizationComparison {
    let [applicant, owner] = [&*applicant.0, &*owner.0];
    if applicant.text == owner.text {
        let same_script = applicant.transliterated == owner.transliterated;
        let level = if same_script { NameLevel::Exact } else { NameLevel::Transliterated };
        return OrganizationComparison { level, further: 0, reordered: false };
    }
    // One order of the two, so that the mirror law holds by construction whatever the alignment prefers.
    if applicant.text > owner.text {
        let swapped = weigh_up(owner, applicant);
        return OrganizationComparison { level: swapped.level.mirror(), ..swapped };
    }
    weigh_up(applicant, owner)
}

fn weigh_up(applicant: &Organization, owner: &Organization) -> OrganizationComparison {
    let mut verdict = Verdict { level: NameLevel::Exact, further: 0 };
    let reordered = if concatenates(&applicant.words, &owner.words) {
        note_spacing(&mut verdict, applicant, owner);
        false
    } else {
        note_words(&mut verdict, applicant, owner)
    };
    note_form(&mut verdict, applicant, owner);
    if applicant.transliterated != owner.transliterated {
        verdict.note(NameLevel::Transliterated);
    }
    if verdict.level == NameLevel::Exact {
        verdict.level = NameLevel::WordRewritten;
    }
    OrganizationComparison { level: verdict.level, further: verdict.further, reordered }
}

/// The worst level noted so far, and how many others.
struct Verdict {
    level: NameLevel,
    further: u8,
}

impl Verdict {
    fn note(&mut self, level: NameLevel) {
        if self.level != NameLevel::Exact {
            self.further = self.further.saturating_add(1);
        }
        if level.top() < self.level.top() {
            self.level = level;
        }
    }
}

/// The same letters, spaces and articles aside: `AT&T` and `ATT`, `Sea Farers` and `Seafarers`.
fn concatenates(applicant: &[OrganizationWord], owner: &[OrganizationWord]) -> bool {
    let mut applicant = told_bytes(applicant).peekable();
    applicant.peek().is_some() && applicant.eq(told_bytes(owner))
}

fn told_bytes(words: &[OrganizationWord]) -> impl Iterator<Item = u8> {
    words.iter().filter(|word| word.kind != Kind::Article).flat_map(|word| word.written.as_bytes().iter().copied())
}

fn note_spacing(verdict: &mut Verdict, applicant: &Organization, owner: &Organization) {
    let told = |name: &Organization| name.words.iter().filter(|word| word.kind != Kind::Article).count();
    if told(applicant) != told(owner) {
        verdict.note(NameLevel::Respaced);
    }
    note_articles(verdict, applicant, owner);
}

fn note_articles(verdict: &mut Verdict, applicant: &Organization, owner: &Organization) {
    let articles = |name: &Organization| name.words.iter().filter(|word| word.kind == Kind::Article).count();
    match articles(applicant).cmp(&articles(owner)) {
        std::cmp::Ordering::Less => verdict.note(NameLevel::ArticleOmittedByApplicant),
        std::cmp::Ordering::Greater => verdict.note(NameLevel::ArticleOmittedByOwner),
        std::cmp::Ordering::Equal => {}
    }
}

/// Notes how words were written, their order, and what found no counterpart; says whether the order differs.
fn note_words(verdict: &mut Verdict, applicant: &Organization, owner: &Organization) -> bool {
    let alignment = align(applicant, owner);
    note_writing(verdict, &alignment, applicant.words.len(), owner.words.len());
    let reordered = is_reordered(&alignment, &applicant.words);
    if reordered {
        verdict.note(NameLevel::Reordered);
    }
    note_articles(verdict, applicant, owner);
    let rest = Rest::of(applicant, owner, &alignment);
    let (level, further) = rest::level(&rest, applicant, owner);
    if let Some(level) = level {
        verdict.note(level);
        verdict.further = verdict.further.saturating_add(further);
    }
    reordered
}

fn note_writing(verdict: &mut Verdict, alignment: &Alignment, applicant_words: usize, owner_words: usize) {
    let mut last = None;
    for fate in alignment.applicant[..applicant_words].iter().flatten() {
        let joined = last == Some(fate.0);
        last = Some(fate.0);
        if let Some(level) = level_of(fate.1).filter(|_| !joined) {
            // Several words of the owner joined into one of the applicant's are one difference.
            debug_assert!((fate.0 as usize) < owner_words);
            verdict.note(level);
        }
    }
}

fn level_of(how: How) -> Option<NameLevel> {
    Some(match how {
        How::Equal => return None,
        How::Rewritten => NameLevel::WordRewritten,
        How::Joined => NameLevel::Respaced,
        How::JoinedSlip => NameLevel::RespacedSlip,
        How::Slip => NameLevel::Slip,
        How::ShortSlip => NameLevel::ShortSlip,
        How::TwoSlips => NameLevel::TwoSlips,
        How::CutByApplicant => NameLevel::TruncatedByApplicant,
        How::CutByOwner => NameLevel::TruncatedByOwner,
        How::AcronymByApplicant => NameLevel::AcronymByApplicant,
        How::AcronymByOwner => NameLevel::AcronymByOwner,
    })
}

fn is_reordered(alignment: &Alignment, applicant: &[OrganizationWord]) -> bool {
    let told = applicant.iter().zip(&alignment.applicant).filter(|(word, _)| word.kind != Kind::Article);
    !told.filter_map(|(_, fate)| *fate).map(|(at, _)| at).is_sorted()
}

fn note_form(verdict: &mut Verdict, applicant: &Organization, owner: &Organization) {
    verdict.note(match legal_form::compare(applicant.form.as_ref(), owner.form.as_ref()) {
        FormOutcome::Equal => return,
        FormOutcome::Rewritten => NameLevel::LegalFormRewritten,
        FormOutcome::Translated => NameLevel::LegalFormTranslated,
        FormOutcome::OmittedByApplicant => NameLevel::LegalFormOmittedByApplicant,
        FormOutcome::OmittedByOwner => NameLevel::LegalFormOmittedByOwner,
        FormOutcome::Conflict => NameLevel::LegalFormConflict,
    });
}
