//! The kinds of disguise, the ways of each, and what counts as seeing through it.

use serde::Serialize;

use super::{letters, parts};
use crate::address::AddressParts;
use crate::chance::Chance;
use crate::flags::FlagCode;
use crate::record::{AddressInput, Field};

/// A kind of disguise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Letters of another alphabet that look like Latin ones, in name and email.
    Homoglyph,
    /// Letters of several alphabets in one name.
    MixedScript,
    /// Characters that do not show, in name, email and address.
    ZeroWidth,
    /// Controls that turn the direction of writing.
    Bidi,
    /// Digits and signs for letters of a name.
    DigitsForLetters,
    /// Tags, dots and other domains of the same mailbox.
    TagAndDot,
    /// The unit written otherwise, made up, left out, or another.
    Unit,
    /// Spaces of other widths, too many, too few, letters spaced out.
    Spacing,
    /// Parts of a name or address in another order.
    Transposed,
}

/// What a way does to a field.
#[derive(Clone, Copy)]
pub(super) enum Act {
    /// To the text of either side.
    Text(fn(&str, &mut Chance) -> Option<String>),
    /// To the applicant's address in parts.
    Home(fn(&AddressParts, &mut Chance) -> Option<AddressInput>),
}

/// One way of a kind, in one field.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) code: &'static str,
    pub(super) field: Field,
    pub(super) act: Act,
}

macro_rules! ways {
    ($($code:literal $field:ident $act:ident $of:path;)*) => {
        &[$(Way { code: $code, field: Field::$field, act: Act::$act($of) },)*]
    };
}

impl Kind {
    /// The nine.
    pub const ALL: [Self; 9] = [
        Self::Homoglyph,
        Self::MixedScript,
        Self::ZeroWidth,
        Self::Bidi,
        Self::DigitsForLetters,
        Self::TagAndDot,
        Self::Unit,
        Self::Spacing,
        Self::Transposed,
    ];

    /// The stable code, such as `zero_width`.
    pub fn code(self) -> &'static str {
        [
            "homoglyph",
            "mixed_script",
            "zero_width",
            "bidi",
            "digits_for_letters",
            "tag_and_dot",
            "unit",
            "spacing",
            "transposed",
        ][self as usize]
    }

    /// The flags that say what was done; a field that cannot be read any more is flagged too.
    pub fn flags(self) -> &'static [FlagCode] {
        use FlagCode::*;
        match self {
            Self::Homoglyph | Self::MixedScript => &[MixedScriptName, ConfusableCharacters, UnreadableField],
            Self::ZeroWidth => &[InvisibleCharacters, UnreadableField],
            Self::Bidi => &[BidiControls, UnreadableField],
            Self::DigitsForLetters => &[FlagCode::DigitsForLetters, UnreadableField],
            Self::TagAndDot => &[EmailTagUsed, UnreadableField],
            Self::Unit => &[UnitMissing, UnitDiffers, MailDrop, UnreadableField],
            Self::Spacing => &[LettersSpacedOut, InvisibleCharacters, UnreadableField],
            Self::Transposed => &[NameOrderReversed, UnreadableField],
        }
    }

    /// The levels that the contract has for just this: they say what was done, and that it is the same thing.
    pub fn levels(self) -> &'static [&'static str] {
        match self {
            Self::Homoglyph | Self::MixedScript => &["transliterated"],
            Self::TagAndDot => &["same_mailbox"],
            Self::Unit => &["unit_rewritten"],
            Self::Spacing => &["respaced"],
            Self::Transposed => &["reordered"],
            Self::ZeroWidth | Self::Bidi | Self::DigitsForLetters => &[],
        }
    }

    pub(super) fn ways(self) -> &'static [Way] {
        match self {
            Self::Homoglyph => ways! {
                "one_letter" Name Text letters::one_look_alike;
                "one_letter" Email Text letters::one_look_alike;
                "every_letter" Name Text letters::every_look_alike;
                "every_letter" Email Text letters::every_look_alike;
                "whole_word" Name Text letters::word_of_look_alikes;
                "another_width" Name Text letters::of_another_width;
            },
            Self::MixedScript => ways! {
                "letters_by_sound" Name Text letters::letters_by_sound;
                "foreign_letter" Name Text letters::foreign_letter;
                "word_by_sound" Name Text letters::word_by_sound;
            },
            Self::ZeroWidth => ways! {
                "zero_width" Name Text letters::zero_width;
                "zero_width" Email Text letters::zero_width;
                "zero_width" Address Text letters::zero_width;
                "soft_hyphen" Name Text letters::soft_hyphens;
                "selector" Name Text letters::selectors;
                "selector" Email Text letters::selectors;
                "tag_character" Name Text letters::tag_characters;
                "filler" Name Text letters::fillers;
                "deprecated_control" Name Text letters::deprecated_controls;
            },
            Self::Bidi => ways! {
                "mark" Name Text letters::marks;
                "mark" Email Text letters::marks;
                "embedded" Name Text letters::embedded;
                "embedded" Address Text letters::embedded;
                "overridden" Name Text letters::overridden;
                "overridden" Email Text letters::overridden;
            },
            Self::DigitsForLetters => ways! {
                "one_digit" Name Text letters::one_digit;
                "one_letter_throughout" Name Text letters::one_letter_throughout;
                "every_digit" Name Text letters::every_digit;
                "sign" Name Text letters::sign;
            },
            Self::TagAndDot => ways! {
                "dots" Email Text parts::dots;
                "tag" Email Text parts::tag;
                "tag_and_dots" Email Text parts::tag_and_dots;
                "other_domain" Email Text parts::other_domain;
            },
            Self::Unit => ways! {
                "word" Address Home parts::unit_word;
                "number" Address Home parts::unit_number;
                "in_line" Address Home parts::unit_in_line;
                "added" Address Home parts::unit_added;
                "left_out" Address Home parts::unit_left_out;
                "other" Address Home parts::other_unit;
            },
            Self::Spacing => ways! {
                "other_spaces" Name Text parts::other_spaces;
                "other_spaces" Address Text parts::other_spaces;
                "doubled" Name Text parts::doubled_spaces;
                "doubled" Email Text parts::doubled_spaces;
                "doubled" Address Text parts::doubled_spaces;
                "word_spelled_out" Name Text parts::word_spelled_out;
                "word_spelled_out" Address Text parts::word_spelled_out;
                "all_spelled_out" Name Text parts::all_spelled_out;
                "split_word" Name Text parts::split_word;
                "joined_words" Name Text parts::joined_words;
            },
            Self::Transposed => ways! {
                "last_word_first" Name Text parts::last_word_first;
                "with_comma" Name Text parts::last_word_first_with_comma;
                "shuffled" Name Text parts::shuffled_words;
                "place_order" Address Home parts::place_in_another_order;
                "place_first" Address Home parts::place_first;
                "fields_exchanged" Address Home parts::fields_exchanged;
            },
        }
    }
}
