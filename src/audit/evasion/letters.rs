//! Disguises of letters: look-alikes, other alphabets, characters that do not show or turn the writing, digits.

use crate::chance::Chance;

/// Letters of three alphabets beside the Latin ones they look like, and what the Latin ones sound like in two.
const CYRILLIC: &str = "aа cс eе iі jј oо pр sѕ xх yу hһ dԁ qԛ wԝ lӏ AА BВ CС EЕ HН IІ JЈ KК MМ OО PР SЅ TТ XХ YУ";
const GREEK: &str = "oο vν iι aα pρ kκ xχ uυ AΑ BΒ EΕ ZΖ HΗ IΙ KΚ MΜ NΝ OΟ PΡ TΤ YΥ XΧ";
const OTHERS: &str = "oօ hհ nո uս gց SՏ OՕ DᎠ RᎡ TᎢ JᎫ AᎪ EᎬ MᎷ WᎳ HᎻ GᏀ LᏞ CᏟ PᏢ KᏦ BᏴ VᏙ ZᏃ";
const BY_SOUND_CYRILLIC: &str = "aа bб dд eе fф gг iи kк lл mм nн oо pп rр sс tт uу vв zз";
const BY_SOUND_GREEK: &str = "aα eε iι kκ lλ mμ nν oο pπ rρ sσ tτ dδ zζ";

/// The letter in place of a Latin one; a small one where there is no other of its size.
fn letter_of(pairs: &str, letter: char) -> Option<char> {
    let find = |wanted: char| pairs.split(' ').find_map(|pair| pair.strip_prefix(wanted)?.chars().next());
    find(letter)
}

fn by_sound(pairs: &str, letter: char) -> Option<char> {
    let small = letter_of(pairs, letter.to_ascii_lowercase())?;
    if letter.is_ascii_uppercase() { small.to_uppercase().next() } else { Some(small) }
}

/// `text` with the letters at `places` replaced, as far as they can be; `None` where none can.
fn replaced(text: &str, places: &[usize], with: impl Fn(char) -> Option<char>) -> Option<String> {
    let swap = |(at, letter): (usize, char)| if places.contains(&at) { with(letter).unwrap_or(letter) } else { letter };
    let changed: String = text.chars().enumerate().map(swap).collect();
    (changed != text).then_some(changed)
}

/// Where letters stand that `with` can replace.
fn replaceable(text: &str, with: impl Fn(char) -> Option<char>) -> Vec<usize> {
    text.chars().enumerate().filter(|&(_, letter)| with(letter).is_some()).map(|(at, _)| at).collect()
}

fn look_alikes(chance: &mut Chance) -> impl Fn(char) -> Option<char> + Copy + use<> {
    let pairs = chance.pick(&[CYRILLIC, GREEK, OTHERS]);
    move |letter| letter_of(pairs, letter)
}

pub(super) fn one_look_alike(text: &str, chance: &mut Chance) -> Option<String> {
    let with = look_alikes(chance);
    let places = replaceable(text, with);
    let place = *places.get(chance.below(places.len().max(1) as u64) as usize)?;
    replaced(text, &[place], with)
}

pub(super) fn every_look_alike(text: &str, chance: &mut Chance) -> Option<String> {
    let with = look_alikes(chance);
    replaced(text, &replaceable(text, with), with)
}

/// One word of three letters or more, each of which has a look-alike in one alphabet.
pub(super) fn word_of_look_alikes(text: &str, chance: &mut Chance) -> Option<String> {
    let with = look_alikes(chance);
    let all = |word: &&str| word.len() >= 3 && word.chars().all(|letter| with(letter).is_some());
    let words: Vec<&str> = text.split(' ').filter(all).collect();
    let word = *words.get(chance.below(words.len().max(1) as u64) as usize)?;
    Some(text.replacen(word, &word.chars().filter_map(with).collect::<String>(), 1))
}

/// Latin letters of another width or weight: `Ｊenny`, `𝐉enny`.
pub(super) fn of_another_width(text: &str, chance: &mut Chance) -> Option<String> {
    let is_bold = chance.happens(0.5);
    let wide = |letter: char| match (letter, is_bold) {
        ('A'..='Z', true) => char::from_u32(0x1d400 + letter as u32 - 'A' as u32),
        ('a'..='z', true) => char::from_u32(0x1d41a + letter as u32 - 'a' as u32),
        ('!'..='~', false) if letter.is_ascii_alphabetic() => char::from_u32(0xff00 + letter as u32 - 0x20),
        _ => None,
    };
    let places: Vec<usize> = replaceable(text, wide).into_iter().filter(|_| chance.happens(0.5)).collect();
    replaced(text, &places, wide)
}

/// One to three letters of a word by the letters of the same sound: `Roseн`.
pub(super) fn letters_by_sound(text: &str, chance: &mut Chance) -> Option<String> {
    let pairs = chance.pick(&[BY_SOUND_CYRILLIC, BY_SOUND_GREEK]);
    let with = |letter| by_sound(pairs, letter);
    let places = replaceable(text, with);
    let drawn: Vec<usize> = (0..=chance.below(3)).filter_map(|_| pick(&places, chance)).collect();
    replaced(text, &drawn, with)
}

/// One word in Cyrillic letters, as a Russian would write it.
pub(super) fn word_by_sound(text: &str, chance: &mut Chance) -> Option<String> {
    let with = |letter| by_sound(BY_SOUND_CYRILLIC, letter);
    let all = |word: &&str| word.len() >= 2 && word.chars().all(|letter| with(letter).is_some());
    let words: Vec<&str> = text.split(' ').filter(all).collect();
    let word = *words.get(chance.below(words.len().max(1) as u64) as usize)?;
    Some(text.replacen(word, &word.chars().filter_map(with).collect::<String>(), 1))
}

/// A letter of another alphabet inside a word.
pub(super) fn foreign_letter(text: &str, chance: &mut Chance) -> Option<String> {
    const LETTERS: [char; 10] = ['ס', 'ו', 'ه', 'ا', 'ე', 'ა', 'त', 'อ', 'ѫ', 'ξ'];
    inserted(text, &LETTERS, 1, chance)
}

fn pick(places: &[usize], chance: &mut Chance) -> Option<usize> {
    (!places.is_empty()).then(|| chance.pick(places))
}

/// `count` of these characters, each between two letters of a word.
fn inserted(text: &str, from: &[char], count: u64, chance: &mut Chance) -> Option<String> {
    let mut letters: Vec<char> = text.chars().collect();
    let inside: Vec<usize> =
        (1..letters.len()).filter(|&at| letters[at - 1].is_alphabetic() && letters[at].is_alphabetic()).collect();
    let mut places: Vec<usize> = (0..count).filter_map(|_| pick(&inside, chance)).collect();
    places.sort_unstable();
    places.iter().rev().for_each(|&at| letters.insert(at, chance.pick(from)));
    (!places.is_empty()).then(|| letters.into_iter().collect())
}

/// One to four of these characters.
fn some_inserted(text: &str, from: &[char], chance: &mut Chance) -> Option<String> {
    let count = 1 + chance.below(4);
    inserted(text, from, count, chance)
}

pub(super) fn zero_width(text: &str, chance: &mut Chance) -> Option<String> {
    some_inserted(text, &['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'], chance)
}

pub(super) fn soft_hyphens(text: &str, chance: &mut Chance) -> Option<String> {
    some_inserted(text, &['\u{ad}', '\u{34f}', '\u{180e}'], chance)
}

pub(super) fn selectors(text: &str, chance: &mut Chance) -> Option<String> {
    some_inserted(text, &['\u{fe00}', '\u{fe0e}', '\u{fe0f}', '\u{180b}', '\u{e0100}', '\u{e01ef}'], chance)
}

pub(super) fn tag_characters(text: &str, chance: &mut Chance) -> Option<String> {
    some_inserted(text, &['\u{e0020}', '\u{e0041}', '\u{e0061}', '\u{e007f}'], chance)
}

pub(super) fn fillers(text: &str, chance: &mut Chance) -> Option<String> {
    some_inserted(text, &['\u{115f}', '\u{1160}', '\u{3164}', '\u{ffa0}', '\u{17b4}', '\u{2061}', '\u{2063}'], chance)
}

pub(super) fn deprecated_controls(text: &str, chance: &mut Chance) -> Option<String> {
    some_inserted(text, &['\u{206a}', '\u{206f}', '\u{fff9}', '\u{fffb}', '\u{1d173}', '\u{1}', '\u{7f}'], chance)
}

pub(super) fn marks(text: &str, chance: &mut Chance) -> Option<String> {
    some_inserted(text, &['\u{200e}', '\u{200f}', '\u{61c}'], chance)
}

/// The whole text between two controls.
pub(super) fn embedded(text: &str, chance: &mut Chance) -> Option<String> {
    let (opens, closes) = chance.pick(&[
        ('\u{202a}', '\u{202c}'),
        ('\u{202b}', '\u{202c}'),
        ('\u{2066}', '\u{2069}'),
        ('\u{2067}', '\u{2069}'),
        ('\u{2068}', '\u{2069}'),
    ]);
    Some(format!("{opens}{text}{closes}"))
}

/// Written backwards behind an override, so that it shows as it was.
pub(super) fn overridden(text: &str, chance: &mut Chance) -> Option<String> {
    let whole = chance.happens(0.5);
    let backwards = |word: &str| format!("\u{202e}{}\u{202c}", word.chars().rev().collect::<String>());
    if whole {
        return Some(backwards(text));
    }
    let word = text.split(' ').next_back()?;
    Some(format!("{}{}", text.strip_suffix(word)?, backwards(word)))
}

const DIGITS: &str = "o0 i1 l1 e3 a4 s5 t7 b8 g9 z2";
const SIGNS: &str = "a@ s$ i!";

fn small(pairs: &'static str) -> impl Fn(char) -> Option<char> + Copy {
    move |letter| letter_of(pairs, letter.to_ascii_lowercase())
}

pub(super) fn one_digit(text: &str, chance: &mut Chance) -> Option<String> {
    let places = replaceable(text, small(DIGITS));
    replaced(text, &[pick(&places, chance)?], small(DIGITS))
}

pub(super) fn every_digit(text: &str, _chance: &mut Chance) -> Option<String> {
    replaced(text, &replaceable(text, small(DIGITS)), small(DIGITS))
}

/// One letter, digit by digit the same: every `e` is a `3`.
pub(super) fn one_letter_throughout(text: &str, chance: &mut Chance) -> Option<String> {
    let places = replaceable(text, small(DIGITS));
    let letter = text.chars().nth(pick(&places, chance)?)?.to_ascii_lowercase();
    replaced(text, &places, |other| small(DIGITS)(other).filter(|_| other.eq_ignore_ascii_case(&letter)))
}

/// A sign before another letter: at a word's end it is punctuation.
pub(super) fn sign(text: &str, chance: &mut Chance) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let is_inside = |at: &usize| letters.get(at + 1).is_some_and(char::is_ascii_alphabetic);
    let places: Vec<usize> = replaceable(text, small(SIGNS)).into_iter().filter(is_inside).collect();
    replaced(text, &[pick(&places, chance)?], small(SIGNS))
}
