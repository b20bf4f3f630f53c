//! The ways of each kind of disguise: what is done, to which field.

use super::{letters, parts};
use crate::address::AddressParts;
use crate::chance::Chance;
use crate::record::{AddressInput, Field};

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

pub(super) const HOMOGLYPH: &[Way] = ways! {
    "one_letter" Name Text letters::one_look_alike;
    "one_letter" Email Text letters::one_look_alike;
    "every_letter" Name Text letters::every_look_alike;
    "every_letter" Email Text letters::every_look_alike;
    "whole_word" Name Text letters::word_of_look_alikes;
    "another_width" Name Text letters::of_another_width;
};
pub(super) const MIXED_SCRIPT: &[Way] = ways! {
    "letters_by_sound" Name Text letters::letters_by_sound;
    "foreign_letter" Name Text letters::foreign_letter;
    "word_by_sound" Name Text letters::word_by_sound;
};
pub(super) const ZERO_WIDTH: &[Way] = ways! {
    "zero_width" Name Text letters::zero_width;
    "zero_width" Email Text letters::zero_width;
    "zero_width" Address Text letters::zero_width;
    "soft_hyphen" Name Text letters::soft_hyphens;
    "selector" Name Text letters::selectors;
    "selector" Email Text letters::selectors;
    "tag_character" Name Text letters::tag_characters;
    "filler" Name Text letters::fillers;
    "deprecated_control" Name Text letters::deprecated_controls;
};
pub(super) const BIDI: &[Way] = ways! {
    "mark" Name Text letters::marks;
    "mark" Email Text letters::marks;
    "embedded" Name Text letters::embedded;
    "embedded" Address Text letters::embedded;
    "overridden" Name Text letters::overridden;
    "overridden" Email Text letters::overridden;
};
pub(super) const DIGITS_FOR_LETTERS: &[Way] = ways! {
    "one_digit" Name Text letters::one_digit;
    "one_letter_throughout" Name Text letters::one_letter_throughout;
    "every_digit" Name Text letters::every_digit;
    "sign" Name Text letters::sign;
};
pub(super) const TAG_AND_DOT: &[Way] = ways! {
    "dots" Email Text parts::dots;
    "tag" Email Text parts::tag;
    "tag_and_dots" Email Text parts::tag_and_dots;
    "other_domain" Email Text parts::other_domain;
};
pub(super) const UNIT: &[Way] = ways! {
    "word" Address Home parts::unit_word;
    "number" Address Home parts::unit_number;
    "in_line" Address Home parts::unit_in_line;
    "added" Address Home parts::unit_added;
    "left_out" Address Home parts::unit_left_out;
    "other" Address Home parts::other_unit;
};
pub(super) const SPACING: &[Way] = ways! {
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
};
pub(super) const TRANSPOSED: &[Way] = ways! {
    "last_word_first" Name Text parts::last_word_first;
    "with_comma" Name Text parts::last_word_first_with_comma;
    "shuffled" Name Text parts::shuffled_words;
    "place_order" Address Home parts::place_in_another_order;
    "place_first" Address Home parts::place_first;
    "fields_exchanged" Address Home parts::fields_exchanged;
};
