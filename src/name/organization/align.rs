//! Which word of one organization's name stands for which of the other's, from equal words to acronyms.

use super::Organization;
use super::words::{Kind, OrganizationWord};
use crate::name::CAP_WORDS;
use crate::text::edits_between;

/// Shortest word in which one wrong letter is a slip; shorter ones are other words.
const SLIP_LEN: usize = 4;
/// Shortest word in which one wrong letter hardly makes another word.
const LONG_LEN: usize = 7;
/// Shortest word that may carry three wrong letters.
const VERY_LONG_LEN: usize = 11;

/// How a word found its counterpart, closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    Equal,
    /// An abbreviation spelled out, an adjective of a place.
    Rewritten,
    Joined,
    JoinedSlip,
    Slip,
    ShortSlip,
    TwoSlips,
    /// The applicant's word is the beginning or the consonants of the owner's.
    CutByApplicant,
    CutByOwner,
    AcronymByApplicant,
    AcronymByOwner,
}

/// A counterpart: its position on the other side (the first of several), and how it was found.
pub(super) type Fate = Option<(u8, How)>;

/// The counterparts of both sides' words.
pub(super) struct Alignment {
    pub(super) applicant: [Fate; CAP_WORDS],
    pub(super) owner: [Fate; CAP_WORDS],
}

struct Aligner<'w> {
    applicant: &'w [OrganizationWord],
    owner: &'w [OrganizationWord],
    /// First letters of the legal forms, which an acronym may end with.
    forms: [Option<u8>; 2],
    made: Alignment,
}

/// Aligns the words of two names, at most [`CAP_WORDS`] each.
pub(super) fn align(applicant: &Organization, owner: &Organization) -> Alignment {
    let made = Alignment { applicant: [None; CAP_WORDS], owner: [None; CAP_WORDS] };
    let forms = [applicant, owner].map(|name| name.form.map(|form| form.written.first()));
    let mut aligner = Aligner { applicant: &applicant.words, owner: &owner.words, forms, made };
    aligner.pair_if(equal);
    if aligner.is_open() {
        aligner.join_all();
        for how in [How::Rewritten, How::Slip, How::ShortSlip, How::TwoSlips] {
            aligner.pair_if(|applicant, owner| near(applicant, owner).filter(|&found| found == how));
        }
        aligner.pair_if(shortened);
        aligner.acronyms();
    }
    aligner.made
}

impl Aligner<'_> {
    /// Pairs each free word of the applicant with the first free word of the owner that `how` accepts.
    fn pair_if(&mut self, how: impl Fn(&OrganizationWord, &OrganizationWord) -> Option<How>) {
        for a in 0..self.applicant.len() {
            if self.made.applicant[a].is_some() {
                continue;
            }
            let free = |&o: &usize| self.made.owner[o].is_none();
            let found =
                (0..self.owner.len()).filter(free).find_map(|o| Some((o, how(&self.applicant[a], &self.owner[o])?)));
            if let Some((o, how)) = found {
                self.pair(a, o, how);
            }
        }
    }

    fn pair(&mut self, a: usize, o: usize, how: How) {
        self.made.applicant[a] = Some((o as u8, how));
        self.made.owner[o] = Some((a as u8, how));
    }

    /// Words that tell something are left on both sides.
    fn is_open(&self) -> bool {
        let open = |words: &[OrganizationWord], fates: &[Fate]| {
            words.iter().zip(fates).any(|(word, fate)| fate.is_none() && word.kind != Kind::Article)
        };
        open(self.applicant, &self.made.applicant) && open(self.owner, &self.made.owner)
    }

    /// `Sea Farers` and `Seafarers`: two or three free neighbors that make one free word of the other side.
    fn join_all(&mut self) {
        for count in [2, 3] {
            for (a, o) in self.runs(self.applicant.len(), self.owner.len(), count) {
                if let Some(how) = self.joins(&self.applicant[a..a + count], &self.owner[o], (a, o, count)) {
                    (a..a + count).for_each(|at| self.pair(at, o, how));
                }
            }
            for (o, a) in self.runs(self.owner.len(), self.applicant.len(), count) {
                if let Some(how) = self.splits(&self.owner[o..o + count], &self.applicant[a], (o, a, count)) {
                    (o..o + count).for_each(|at| self.pair(a, at, how));
                }
            }
        }
    }

    fn runs(&self, many: usize, few: usize, count: usize) -> impl Iterator<Item = (usize, usize)> + use<> {
        (0..(many + 1).saturating_sub(count)).flat_map(move |run| (0..few).map(move |one| (run, one)))
    }

    fn joins(
        &self,
        run: &[OrganizationWord],
        one: &OrganizationWord,
        (a, o, count): (usize, usize, usize),
    ) -> Option<How> {
        let free = self.made.owner[o].is_none() && self.made.applicant[a..a + count].iter().all(Option::is_none);
        joined(run, one).filter(|_| free)
    }

    fn splits(
        &self,
        run: &[OrganizationWord],
        one: &OrganizationWord,
        (o, a, count): (usize, usize, usize),
    ) -> Option<How> {
        let free = self.made.applicant[a].is_none() && self.made.owner[o..o + count].iter().all(Option::is_none);
        joined(run, one).filter(|_| free)
    }

    /// One free word spells the initials of free neighbors on the other side.
    fn acronyms(&mut self) {
        for a in 0..self.applicant.len() {
            if let Some(run) =
                spelled_by(&self.applicant[a], self.made.applicant[a], (self.owner, self.forms[1]), &self.made.owner)
            {
                run.for_each(|o| self.pair(a, o, How::AcronymByApplicant));
            }
        }
        for o in 0..self.owner.len() {
            if let Some(run) =
                spelled_by(&self.owner[o], self.made.owner[o], (self.applicant, self.forms[0]), &self.made.applicant)
            {
                run.for_each(|a| self.pair(a, o, How::AcronymByOwner));
            }
        }
    }
}

fn equal(applicant: &OrganizationWord, owner: &OrganizationWord) -> Option<How> {
    let same = applicant.canonical == owner.canonical;
    same.then_some(if applicant.written == owner.written { How::Equal } else { How::Rewritten })
}

fn joined(run: &[OrganizationWord], one: &OrganizationWord) -> Option<How> {
    let mut buffer = [0u8; 96];
    let mut len = 0;
    for word in run {
        let bytes = word.written.as_bytes();
        buffer[len..len + bytes.len()].copy_from_slice(bytes);
        len += bytes.len();
    }
    if one.written.as_bytes() == &buffer[..len] {
        return Some(How::Joined);
    }
    let text = std::str::from_utf8(&buffer[..len]).unwrap_or_default();
    let close =
        len >= LONG_LEN && one.written.len() >= LONG_LEN && edits_between(text.as_bytes(), one.written.as_bytes()) == 1;
    close.then_some(How::JoinedSlip)
}

/// One or two slips of the same word; two known words that differ are two words.
fn near(applicant: &OrganizationWord, owner: &OrganizationWord) -> Option<How> {
    let shortest = applicant.written.len().min(owner.written.len());
    if shortest < SLIP_LEN || applicant.kind == Kind::Number || owner.kind == Kind::Number {
        return None;
    }
    if applicant.kind != Kind::Stem && owner.kind != Kind::Stem {
        return adjective(applicant, owner);
    }
    if without_umlauts(applicant).eq(without_umlauts(owner)) {
        return Some(How::Rewritten);
    }
    if applicant.real_name && owner.real_name {
        return None;
    }
    slips(applicant, owner, shortest)
}

fn slips(applicant: &OrganizationWord, owner: &OrganizationWord, shortest: usize) -> Option<How> {
    let same_first = applicant.written.first() == owner.written.first();
    match edits_between(applicant.written.as_bytes(), owner.written.as_bytes()) {
        1 if same_first && shortest >= LONG_LEN => Some(How::Slip),
        1 if same_first || shortest >= LONG_LEN => Some(How::ShortSlip),
        1..=4 if sounds(applicant) == sounds(owner) => Some(How::ShortSlip),
        2 if same_first && shortest >= LONG_LEN => Some(How::TwoSlips),
        3 if same_first && shortest >= VERY_LONG_LEN => Some(How::TwoSlips),
        _ => None,
    }
}

/// `Mueller` as `Muller`: an `e` behind a vowel that may stand for two dots.
fn without_umlauts(word: &OrganizationWord) -> impl Iterator<Item = u8> {
    let bytes = word.written.as_bytes();
    let dots = |at: usize| bytes[at] == b'e' && at > 0 && b"aou".contains(&bytes[at - 1]);
    (0..bytes.len()).filter(move |&at| !dots(at)).map(|at| bytes[at])
}

/// `Iran` and `Iranian`; `Finance` and `Financial`, but not `Electric` and `Electronics`.
fn adjective(applicant: &OrganizationWord, owner: &OrganizationWord) -> Option<How> {
    let (a, o) = (applicant.written.as_bytes(), owner.written.as_bytes());
    let shortest = a.len().min(o.len());
    let common = a.iter().zip(o).take_while(|(one, other)| one == other).count();
    match (applicant.kind, owner.kind) {
        (Kind::Place, Kind::Place) if common == shortest => Some(How::Rewritten),
        (Kind::Business, Kind::Business) if common >= 5 && common * 4 > shortest * 3 => Some(How::ShortSlip),
        _ => None,
    }
}

/// What is left of a word when transliterations of Arabic, Russian and Korean have been evened out:
/// doubled letters, long vowels (`ee`, `oo`, `ou`), `q`/`k`/`gh`, an `h` that marks a sound.
fn sounds(word: &OrganizationWord) -> [u8; 32] {
    let mut sounds = [0; 32];
    let mut len = 0;
    let bytes = word.written.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let sound = match byte {
            b'g' if bytes.get(at + 1) == Some(&b'h') => b'k',
            b'e' | b'y' | b'j' => b'i',
            b'o' | b'w' => b'u',
            b'q' | b'c' => b'k',
            b'z' => b's',
            b'h' if len > 0 => continue,
            other => other,
        };
        if len == 0 || sounds[len - 1] != sound {
            sounds[len] = sound;
            len += 1;
        }
    }
    sounds
}

/// `Petrochem` for `Petrochemical`, `Shpg` for `Shipping`.
fn shortened(applicant: &OrganizationWord, owner: &OrganizationWord) -> Option<How> {
    let both_known = applicant.kind != Kind::Stem && owner.kind != Kind::Stem;
    let begins =
        |one: &OrganizationWord, other: &OrganizationWord| one.written.as_str().starts_with(other.written.as_str());
    let same_trade = applicant.kind == Kind::Business && owner.kind == Kind::Business;
    let one_trade = same_trade && (begins(applicant, owner) || begins(owner, applicant));
    if (both_known && !one_trade) || (applicant.real_name && owner.real_name) {
        return None;
    }
    if shortens(applicant, owner) {
        return Some(How::CutByApplicant);
    }
    shortens(owner, applicant).then_some(How::CutByOwner)
}

fn shortens(short: &OrganizationWord, long: &OrganizationWord) -> bool {
    let (short, long) = (short.written.as_bytes(), long.written.as_bytes());
    short.len() >= 3 && short.len() < long.len() && (long.starts_with(short) || is_consonants_of(short, long))
}

/// The first letter and then only consonants, all in the long word's order.
fn is_consonants_of(short: &[u8], long: &[u8]) -> bool {
    let mut letters = long[1..].iter();
    short[0] == long[0]
        && short[1..].iter().all(|byte| !b"aeiou".contains(byte) && letters.any(|letter| letter == byte))
}

fn spelled_by(
    word: &OrganizationWord,
    fate: Fate,
    others: (&[OrganizationWord], Option<u8>),
    fates: &[Fate],
) -> Option<smallvec::IntoIter<[usize; CAP_WORDS]>> {
    let acronym = word.written.as_bytes();
    if fate.is_some() || word.kind != Kind::Stem || !(2..=8).contains(&acronym.len()) {
        return None;
    }
    (0..others.0.len()).find_map(|start| run_with_initials(acronym, start, others, fates))
}

/// Free words from `start` on whose initials, articles skipped at will, spell the acronym, with the legal form's
/// at the end or without; of two letters, all words.
fn run_with_initials(
    acronym: &[u8],
    start: usize,
    (others, form): (&[OrganizationWord], Option<u8>),
    fates: &[Fate],
) -> Option<smallvec::IntoIter<[usize; CAP_WORDS]>> {
    let mut run = smallvec::SmallVec::<[usize; CAP_WORDS]>::new();
    let mut letters = acronym;
    for at in start..others.len() {
        let Some((&letter, rest)) = letters.split_first() else { break };
        if fates[at].is_none() && others[at].written.first() == letter {
            run.push(at);
            letters = rest.strip_prefix(&[second_initial(&others[at])][..]).unwrap_or(rest);
        } else if others[at].kind != Kind::Article {
            return None;
        }
    }
    let telling = others.iter().filter(|word| word.kind != Kind::Article).count();
    let spelled = letters.is_empty() || (run.len() > 1 && matches!(letters, [last] if Some(*last) == form));
    (spelled && (acronym.len() > 2 || run.len() == telling)).then(|| run.into_iter())
}

/// `W` of `Northwest`; a byte that no word holds for other words.
fn second_initial(word: &OrganizationWord) -> u8 {
    let text = word.written.as_str();
    let rest = text.strip_prefix("north").or_else(|| text.strip_prefix("south"));
    rest.filter(|rest| rest.starts_with("west") || rest.starts_with("east")).map_or(b' ', |rest| rest.as_bytes()[0])
}
