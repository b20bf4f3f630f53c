//! The kinds of disguise, the ways of each, and what counts as seeing through it.

use serde::Serialize;

use super::ways::{self, Way};
use crate::flags::FlagCode;

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
            Self::Homoglyph => ways::HOMOGLYPH,
            Self::MixedScript => ways::MIXED_SCRIPT,
            Self::ZeroWidth => ways::ZERO_WIDTH,
            Self::Bidi => ways::BIDI,
            Self::DigitsForLetters => ways::DIGITS_FOR_LETTERS,
            Self::TagAndDot => ways::TAG_AND_DOT,
            Self::Unit => ways::UNIT,
            Self::Spacing => ways::SPACING,
            Self::Transposed => ways::TRANSPOSED,
        }
    }
}
