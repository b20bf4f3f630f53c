//! How words are written down: letters, slips, addresses in one line, the ways to write a phone number.

use super::person::{Home, Maker};

/// Street types as people and as the post office write them.
pub(super) const KINDS: [(&str, &str); 12] = [
    ("Street", "ST"),
    ("Avenue", "AVE"),
    ("Drive", "DR"),
    ("Road", "RD"),
    ("Lane", "LN"),
    ("Court", "CT"),
    ("Boulevard", "BLVD"),
    ("Way", "WAY"),
    ("Circle", "CIR"),
    ("Place", "PL"),
    ("Terrace", "TER"),
    ("Trail", "TRL"),
];

/// `mcdonald` as McDonald, `garcia` as Garcia.
pub(crate) fn capitalized(name: &str) -> String {
    let upper = |text: &str| {
        let mut letters = text.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
    };
    match name.strip_prefix("mc") {
        Some(rest) if rest.len() > 2 => format!("Mc{}", upper(rest)),
        _ => upper(name),
    }
}

impl Maker<'_> {
    /// One slip: a letter or digit left out, doubled, swapped with its neighbor or hit beside it.
    pub(super) fn slip(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let places: Vec<usize> = (1..letters.len()).filter(|&at| letters[at].is_ascii_alphanumeric()).collect();
        if places.is_empty() {
            return text.to_owned();
        }
        let at = self.chance.pick(&places);
        match self.chance.below(4) {
            0 if letters[at].is_ascii_alphabetic() => {
                letters.remove(at);
            }
            1 if letters[at].is_ascii_alphabetic() => letters.insert(at, letters[at]),
            2 => letters.swap(at, at - 1),
            _ => letters[at] = self.beside(letters[at]),
        }
        letters.into_iter().collect()
    }

    /// A key beside this one on an American keyboard.
    fn beside(&mut self, letter: char) -> char {
        const ROWS: [&str; 4] = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];
        let small = letter.to_ascii_lowercase();
        let Some(row) = ROWS.iter().find(|row| row.contains(small)) else { return letter };
        let at = row.find(small).unwrap_or_default();
        let to = if at == 0 || (at + 1 < row.len() && self.happens(0.5)) { at + 1 } else { at - 1 };
        let hit = char::from(row.as_bytes()[to]);
        if letter.is_ascii_uppercase() { hit.to_ascii_uppercase() } else { hit }
    }

    /// Slips with this probability.
    pub(super) fn maybe_slip(&mut self, text: String, rate: f64) -> String {
        if self.happens(rate) { self.slip(&text) } else { text }
    }

    /// A number as people type it.
    pub(super) fn typed_phone(&mut self, digits: &str) -> String {
        let (area, exchange, line) = (&digits[..3], &digits[3..6], &digits[6..]);
        match self.chance.below(6) {
            0 => format!("({area}) {exchange}-{line}"),
            1 => format!("{area}-{exchange}-{line}"),
            2 => format!("{area}.{exchange}.{line}"),
            3 => format!("+1 {area} {exchange} {line}"),
            4 => format!("1-{area}-{exchange}-{line}"),
            _ => digits.to_owned(),
        }
    }

    /// An address in one line, as banks report it.
    pub(super) fn raw_address(&mut self, home: &Home) -> String {
        let (long, short) = KINDS[home.kind];
        let kind = if self.happens(0.85) { short } else { long };
        let keeps_unit = !self.happens(self.rates.bank_unit_lost);
        let unit = home.unit.filter(|_| keeps_unit).map(|unit| {
            let word = self.chance.pick(&["APT", "UNIT", "#", "STE"]);
            if word == "#" { format!(" #{unit}") } else { format!(" {word} {unit}") }
        });
        let zip = match self.chance.below(5) {
            0 => format!("{}-{:04}", home.place.zip, 1 + self.chance.below(9_998)),
            _ => home.place.zip.to_owned(),
        };
        let line = format!(
            "{} {} {kind}{} {}, {} {zip}",
            home.number,
            home.street,
            unit.unwrap_or_default(),
            home.place.city,
            home.place.state
        );
        let line = self.maybe_slip(line, self.rates.bank_slip);
        if self.happens(self.rates.bank_capitals) { line.to_uppercase() } else { line }
    }
}

#[cfg(test)]
mod tests {
    use super::capitalized;
    use crate::chance::Chance;
    use crate::simulate::person::Maker;
    use crate::simulate::rates::Rates;

    #[test]
    fn names_are_capitalized_as_people_write_them() {
        assert_eq!(["mcdonald", "garcia", "mack"].map(capitalized), ["McDonald", "Garcia", "Mack"]);
    }

    #[test]
    fn a_slip_is_one_slip_and_never_in_the_first_letter_alone() {
        let rates = Rates::default();
        let mut maker = Maker { rates: &rates, chance: Chance::new(3) };
        for _ in 0..500 {
            let slipped = maker.slip("Danielle");
            assert!(strsim::osa_distance("Danielle", &slipped) <= 1, "{slipped}");
        }
    }
}
