//! What found no counterpart: words one side leaves out, and words that contradict each other.

use super::Organization;
use super::align::{Alignment, Fate};
use super::words::{Kind, OrganizationWord};
use crate::level::Level;
use crate::name::NameLevel;

/// Words without a counterpart, counted by what they tell.
#[derive(Clone, Copy, Default)]
struct Left {
    noise: u8,
    trade: u8,
    branch: u8,
    stem: u8,
}

impl Left {
    fn of(words: &[OrganizationWord], fates: &[Fate]) -> Self {
        let mut left = Self::default();
        for (word, _) in words.iter().zip(fates).filter(|(_, fate)| fate.is_none()) {
            match word.kind {
                Kind::Article => {}
                Kind::Noise => left.noise += 1,
                Kind::Business => left.trade += 1,
                Kind::Place | Kind::Direction | Kind::Number => left.branch += 1,
                Kind::Stem => left.stem += 1,
            }
        }
        left
    }

    fn total(self) -> u8 {
        self.noise + self.trade + self.branch + self.stem
    }

    fn only_noise(self) -> bool {
        self.total() == self.noise
    }

    fn only_branch(self) -> bool {
        self.branch > 0 && self.total() == self.branch
    }
}

/// What two names share and what is left of each.
pub(super) struct Rest {
    applicant: Left,
    owner: Left,
    /// Share of the weight that found a counterpart, of the side where it is less, 0..=1.
    share: f64,
    /// A word that the business is known by found its counterpart.
    stem_shared: bool,
    /// More than noise and what many businesses do is shared.
    telling_shared: bool,
    anything_shared: bool,
    /// Words with a counterpart but articles and noise, of the side where they are fewer.
    words_shared: usize,
    /// One name is the other's beginning and ends inside a word.
    breaks_off: bool,
}

impl Rest {
    pub(super) fn of(applicant: &Organization, owner: &Organization, alignment: &Alignment) -> Self {
        let sides = [(&applicant.words, &alignment.applicant), (&owner.words, &alignment.owner)];
        let share = sides.map(|(words, fates)| {
            let weight =
                |words: &mut dyn Iterator<Item = &OrganizationWord>| words.map(OrganizationWord::weight).sum::<u32>();
            f64::from(weight(&mut shared(words, fates))) / f64::from(weight(&mut words.iter()).max(1))
        });
        let any = |kinds: fn(Kind) -> bool| {
            sides.iter().any(|(words, fates)| shared(words, &fates[..]).any(|word| kinds(word.kind)))
        };
        Self {
            applicant: Left::of(&applicant.words, &alignment.applicant),
            owner: Left::of(&owner.words, &alignment.owner),
            share: share[0].min(share[1]),
            stem_shared: any(|kind| kind == Kind::Stem),
            telling_shared: any(|kind| kind > Kind::Business),
            words_shared: sides.map(|(words, fates)| told(words, fates)).into_iter().min().unwrap_or(0),
            anything_shared: any(|kind| kind != Kind::Article),
            breaks_off: breaks_off(applicant, owner) || breaks_off(owner, applicant),
        }
    }
}

fn told(words: &[OrganizationWord], fates: &[Fate]) -> usize {
    shared(words, fates).filter(|word| word.kind > Kind::Noise).count()
}

fn shared<'w>(words: &'w [OrganizationWord], fates: &'w [Fate]) -> impl Iterator<Item = &'w OrganizationWord> {
    words.iter().zip(fates).filter(|(_, fate)| fate.is_some()).map(|(word, _)| word)
}

/// Banks cut names at 16 to 35 characters; a shorter beginning is another name.
const SHORTEST_CUT: usize = 14;

/// `Quillborne Manufacturing and Suppl`; a last word that stands in the table is whole (`Tr` for `Trust`).
fn breaks_off(short: &Organization, long: &Organization) -> bool {
    let rest = long
        .text
        .as_bytes()
        .strip_prefix(short.text.as_bytes())
        .filter(|_| short.text.as_bytes().len() >= SHORTEST_CUT);
    let unknown = short.words.last().is_some_and(|word| word.kind == Kind::Stem);
    unknown && rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(b" "))
}

/// The level that the words left over give, and further differences; `None` where nothing is left over.
pub(super) fn level(rest: &Rest, applicant: &Organization, owner: &Organization) -> (Option<NameLevel>, u8) {
    let (a, o) = (rest.applicant, rest.owner);
    if rest.breaks_off {
        let by_applicant = applicant.text.as_bytes().len() < owner.text.as_bytes().len();
        return (Some(if by_applicant { NameLevel::TruncatedByApplicant } else { NameLevel::TruncatedByOwner }), 0);
    }
    if !rest.anything_shared {
        return (Some(NameLevel::Nothing), 0);
    }
    match (a.total(), o.total()) {
        (0, 0) => (None, 0),
        (0, _) => (Some(omission(rest, o).mirror()), o.total() - 1),
        (_, 0) => (Some(omission(rest, a)), a.total() - 1),
        _ => (Some(contradiction(rest)), a.total() + o.total() - 2),
    }
}

/// The owner leaves out what is left of the applicant's words.
fn omission(rest: &Rest, left: Left) -> NameLevel {
    if left.only_noise() {
        return NameLevel::NoiseOmittedByOwner;
    }
    if !rest.stem_shared {
        return if rest.words_shared > 1 { NameLevel::MostWordsOmittedByOwner } else { NameLevel::SomeWordShared };
    }
    if left.stem == 0 && left.branch == 0 {
        return NameLevel::TradeOmittedByOwner;
    }
    if rest.share >= 0.5 { NameLevel::WordOmittedByOwner } else { NameLevel::MostWordsOmittedByOwner }
}

fn contradiction(rest: &Rest) -> NameLevel {
    let (a, o) = (rest.applicant, rest.owner);
    if rest.stem_shared && a.only_noise() && o.only_noise() {
        return NameLevel::NoiseConflict;
    }
    if rest.stem_shared && a.only_branch() && o.only_branch() {
        return NameLevel::BranchConflict;
    }
    if rest.stem_shared && a.stem + o.stem + a.branch + o.branch == 0 {
        return NameLevel::TradeConflict;
    }
    match (rest.stem_shared, rest.telling_shared) {
        (true, _) if rest.share >= 0.55 => NameLevel::MostWordsShared,
        (_, true) => NameLevel::SomeWordShared,
        _ => NameLevel::GenericWordShared,
    }
}
