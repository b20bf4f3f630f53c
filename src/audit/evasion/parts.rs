//! Disguises of parts: tags and dots of a mailbox, units of an address, spaces, and parts in another order.

use crate::address::AddressParts;
use crate::chance::Chance;
use crate::record::AddressInput;

/// Providers that ignore dots and what stands behind a plus, under two names.
const GMAIL: [&str; 2] = ["gmail.com", "googlemail.com"];

/// Dots put in and taken out of a mailbox whose provider ignores them.
pub(super) fn dots(email: &str, chance: &mut Chance) -> Option<String> {
    let (local, domain) = email.split_once('@').filter(|(_, domain)| GMAIL.contains(domain))?;
    let mut dotted = String::new();
    for letter in local.chars().filter(|letter| *letter != '.') {
        if !dotted.is_empty() && chance.happens(0.4) {
            dotted.push('.');
        }
        dotted.push(letter);
    }
    (dotted != local).then(|| format!("{dotted}@{domain}"))
}

/// A tag behind the sign of the provider.
pub(super) fn tag(email: &str, chance: &mut Chance) -> Option<String> {
    const TAGS: [&str; 8] = ["bank", "news", "x", "1", "2026", "a.b", "loan-2", "b+c"];
    let (local, domain) = email.split_once('@')?;
    let sign = if domain == "yahoo.com" && chance.happens(0.5) { '-' } else { '+' };
    (!local.contains(sign)).then(|| format!("{local}{sign}{}@{domain}", chance.pick(&TAGS)))
}

pub(super) fn tag_and_dots(email: &str, chance: &mut Chance) -> Option<String> {
    tag(&dots(email, chance)?, chance)
}

/// Another domain of the same mailboxes.
pub(super) fn other_domain(email: &str, chance: &mut Chance) -> Option<String> {
    let (local, domain) = email.split_once('@')?;
    let other = match domain {
        "gmail.com" => GMAIL[1],
        "icloud.com" => chance.pick(&["me.com", "mac.com"]),
        _ => return None,
    };
    Some(format!("{local}@{other}"))
}

fn number_of(home: &AddressParts) -> Option<u64> {
    let digits = home.line2.as_deref()?.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    digits.parse().ok()
}

fn with_unit(home: &AddressParts, unit: Option<String>) -> Option<AddressInput> {
    (unit != home.line2).then(|| AddressInput::Parts(AddressParts { line2: unit, ..home.clone() }))
}

/// The same number under another word.
pub(super) fn unit_word(home: &AddressParts, chance: &mut Chance) -> Option<AddressInput> {
    const WORDS: [&str; 12] =
        ["Apt ", "#", "# ", "Unit ", "Apartment ", "Suite ", "Ste ", "No. ", "Apt. #", "apt ", "Unit #", "APT "];
    with_unit(home, Some(format!("{}{}", chance.pick(&WORDS), number_of(home)?)))
}

/// The number in letters, or with zeros before it.
pub(super) fn unit_number(home: &AddressParts, chance: &mut Chance) -> Option<AddressInput> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let number = number_of(home)?;
    let spelled = WORDS.get(number.checked_sub(1)? as usize).filter(|_| chance.happens(0.8));
    let number = spelled.map_or_else(|| format!("0{number}"), |word| (*word).to_owned());
    with_unit(home, Some(format!("{} {number}", chance.pick(&["Apartment", "Apt", "Unit", "apartment"]))))
}

/// The unit in the street's line, behind or before the street.
pub(super) fn unit_in_line(home: &AddressParts, chance: &mut Chance) -> Option<AddressInput> {
    let (unit, street) = (home.line2.as_deref()?, home.line1.as_deref()?);
    let line = if chance.happens(0.5) { format!("{unit}, {street}") } else { format!("{street} {unit}") };
    Some(AddressInput::Parts(AddressParts { line1: Some(line), line2: None, ..home.clone() }))
}

/// A unit where there is none.
pub(super) fn unit_added(home: &AddressParts, chance: &mut Chance) -> Option<AddressInput> {
    const UNITS: [&str; 9] =
        ["Apt 4", "#12", "Unit B", "Suite 200", "Apartment four", "PMB 31", "Floor 2", "Rear", "Bldg 3 Apt 4"];
    if home.line2.is_some() { None } else { with_unit(home, Some(chance.pick(&UNITS).to_owned())) }
}

pub(super) fn unit_left_out(home: &AddressParts, _chance: &mut Chance) -> Option<AddressInput> {
    home.line2.as_ref().and_then(|_| with_unit(home, None))
}

/// Another number, or a letter more.
pub(super) fn other_unit(home: &AddressParts, chance: &mut Chance) -> Option<AddressInput> {
    let number = number_of(home)?;
    let unit = if chance.happens(0.5) { format!("Apt {}", number + 1) } else { format!("Apt {number}B") };
    with_unit(home, Some(unit))
}

const SPACES: [char; 12] = [
    '\u{a0}', '\u{2002}', '\u{2003}', '\u{2005}', '\u{2007}', '\u{2009}', '\u{200a}', '\u{202f}', '\u{205f}',
    '\u{3000}', '\t', '\u{2028}',
];

/// Spaces of other widths.
pub(super) fn other_spaces(text: &str, chance: &mut Chance) -> Option<String> {
    let spaced: String = text.chars().map(|letter| if letter == ' ' { chance.pick(&SPACES) } else { letter }).collect();
    (spaced != text).then_some(spaced)
}

/// More spaces, between words and around them.
pub(super) fn doubled_spaces(text: &str, chance: &mut Chance) -> Option<String> {
    let widened = text.replace(' ', chance.pick(&["  ", "   ", " \u{a0} "]));
    Some(format!(" {widened}{}", chance.pick(&[" ", "\u{3000}", "\t"])))
}

fn word_at(text: &str, least: usize, chance: &mut Chance) -> Option<String> {
    let is_long = |word: &&str| word.len() >= least && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let words: Vec<&str> = text.split(' ').filter(is_long).collect();
    words.get(chance.below(words.len().max(1) as u64) as usize).map(|word| (*word).to_owned())
}

fn spelled(word: &str, gap: &str) -> String {
    word.chars().map(String::from).collect::<Vec<_>>().join(gap)
}

/// One word of four letters or more with its letters spaced out, by spaces or by dots.
pub(super) fn word_spelled_out(text: &str, chance: &mut Chance) -> Option<String> {
    let word = word_at(text, 4, chance)?;
    Some(text.replacen(&word, &spelled(&word, chance.pick(&[" ", " ", "\u{2009}", ".", "-"])), 1))
}

/// Every letter spaced out, with a wider gap between words or none.
pub(super) fn all_spelled_out(text: &str, chance: &mut Chance) -> Option<String> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ');
    let words: Vec<String> = text.split(' ').map(|word| spelled(word, " ")).collect();
    is_plain.then(|| words.join(chance.pick(&[" ", "  "])))
}

/// A space inside a word.
pub(super) fn split_word(text: &str, chance: &mut Chance) -> Option<String> {
    let word = word_at(text, 4, chance)?;
    let at = 1 + chance.below(word.len() as u64 - 1) as usize;
    Some(text.replacen(&word, &format!("{} {}", &word[..at], &word[at..]), 1))
}

/// Two words without the space between them.
pub(super) fn joined_words(text: &str, chance: &mut Chance) -> Option<String> {
    let gaps: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    let gap = *gaps.get(chance.below(gaps.len().max(1) as u64) as usize)?;
    Some(format!("{}{}", &text[..gap], &text[gap + 1..]))
}

const SUFFIXES: [&str; 7] = ["jr", "sr", "ii", "iii", "mr", "mrs", "ms"];

/// The words of a name without comma, suffix or title.
fn plain_words(name: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = name.split(' ').collect();
    let is_suffix = |word: &&str| SUFFIXES.contains(&word.to_lowercase().as_str());
    (words.len() > 1 && !name.contains(',') && !words.iter().any(is_suffix)).then_some(words)
}

pub(super) fn last_word_first(name: &str, _chance: &mut Chance) -> Option<String> {
    let mut words = plain_words(name)?;
    words.rotate_right(1);
    Some(words.join(" "))
}

pub(super) fn last_word_first_with_comma(name: &str, _chance: &mut Chance) -> Option<String> {
    let words = plain_words(name)?;
    let (last, others) = words.split_last()?;
    Some(format!("{last}, {}", others.join(" ")))
}

/// Any other order of three words or more.
pub(super) fn shuffled_words(name: &str, chance: &mut Chance) -> Option<String> {
    let mut words = plain_words(name).filter(|words| words.len() > 2)?;
    for at in (1..words.len()).rev() {
        words.swap(at, chance.below(at as u64 + 1) as usize);
    }
    let shuffled = words.join(" ");
    (shuffled != name).then_some(shuffled)
}

/// City, state and ZIP of one line in another order behind the street.
pub(super) fn place_in_another_order(home: &AddressParts, chance: &mut Chance) -> Option<AddressInput> {
    let [city, state, zip] = [home.city.as_deref()?, home.state.as_deref()?, home.postal_code.as_deref()?];
    let orders = [[state, city, zip], [city, zip, state], [zip, city, state], [state, zip, city]];
    Some(AddressInput::Line(format!("{}, {}", street_of(home)?, chance.pick(&orders).join(" "))))
}

/// The place before the street.
pub(super) fn place_first(home: &AddressParts, _chance: &mut Chance) -> Option<AddressInput> {
    let [city, state, zip] = [home.city.as_deref()?, home.state.as_deref()?, home.postal_code.as_deref()?];
    Some(AddressInput::Line(format!("{city}, {state} {zip}, {}", street_of(home)?)))
}

fn street_of(home: &AddressParts) -> Option<String> {
    let street = home.line1.as_deref()?;
    Some(home.line2.as_deref().map_or_else(|| street.to_owned(), |unit| format!("{street} {unit}")))
}

/// City and state in each other's place, or the two lines.
pub(super) fn fields_exchanged(home: &AddressParts, chance: &mut Chance) -> Option<AddressInput> {
    let mut home = home.clone();
    if home.line2.is_some() && chance.happens(0.5) {
        std::mem::swap(&mut home.line1, &mut home.line2);
    } else {
        std::mem::swap(&mut home.city, &mut home.state);
    }
    Some(AddressInput::Parts(home))
}
