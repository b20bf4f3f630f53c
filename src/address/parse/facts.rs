//! What the tables say of one word, looked up once when the line comes apart.

use super::super::tables::{self, Counting, UnitWord};

/// The facts of one folded word.
#[derive(Clone, Copy)]
pub(in crate::address) struct Facts {
    /// The form by which it is compared in a city's name, where that is another than its own.
    pub(in crate::address) canonical: Option<&'static str>,
    pub(in crate::address) number: Option<(u32, Counting)>,
    pub(in crate::address) unit: Option<UnitWord>,
    /// Whether it is a street type, and then whether it ends a street on its own.
    pub(in crate::address) strong_type: Option<bool>,
    pub(in crate::address) is_direction: bool,
    pub(in crate::address) is_digits: bool,
    pub(in crate::address) has_digit: bool,
    pub(in crate::address) opens_box: bool,
}

impl Facts {
    pub(in crate::address) fn of(word: &str) -> Self {
        let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
        let plain = Self {
            canonical: None,
            number: None,
            unit: None,
            strong_type: None,
            is_direction: false,
            is_digits: word.bytes().all(|byte| byte.is_ascii_digit()),
            has_digit,
            opens_box: false,
        };
        // No table of words has a key with a digit in front.
        if word.as_bytes().first().is_some_and(u8::is_ascii_digit) { plain } else { plain.look_up(word) }
    }

    fn look_up(self, word: &str) -> Self {
        let direction = tables::direction(word);
        let kind = tables::street_type(word);
        Self {
            canonical: tables::fixed_canonical(word).or(direction).or(kind.map(|kind| kind.canonical)),
            number: tables::number_word(word),
            unit: tables::unit_word(word),
            strong_type: kind.map(|kind| kind.strong),
            is_direction: direction.is_some(),
            opens_box: opens_box(word),
            ..self
        }
    }
}

/// Whether a box or a route may start with the word.
fn opens_box(word: &str) -> bool {
    matches!(
        word,
        "post"
            | "p"
            | "po"
            | "pobox"
            | "pob"
            | "gpo"
            | "locked"
            | "lock"
            | "case"
            | "caller"
            | "apartado"
            | "box"
            | "drawer"
            | "bx"
            | "cp"
            | "rural"
            | "star"
            | "highway"
            | "r"
            | "h"
            | "s"
            | "rr"
            | "hc"
            | "rfd"
            | "hcr"
            | "rrt"
            | "rt"
            | "rte"
            | "route"
            | "rd"
            | "psc"
            | "cmr"
            | "ops"
            | "opc"
            | "unit"
            | "general"
            | "gen"
            | "genl"
            | "gnrl"
            | "gnl"
            | "poste"
    )
}
