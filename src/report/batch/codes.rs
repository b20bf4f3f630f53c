//! Codes of an answer as words; one of another version is shown as it is.

use crate::address::AddressLevel;
use crate::case::RejectCode;
use crate::email::EmailLevel;
use crate::flags::{FlagCode, Severity};
use crate::level::Level;
use crate::model::Rival;
use crate::name::NameLevel;
use crate::phone::PhoneLevel;
use crate::record::Field;
use crate::report::drawn::cut;
use crate::text::harmless;

/// Characters of a code.
const CODE: usize = 64;

/// `likely_relative` as `likely relative`.
pub(super) fn words(code: &str) -> String {
    cut(&harmless(code), CODE).replace('_', " ")
}

/// A flag's usual severity; one that is not known only informs.
pub(super) fn severity(flag: &str) -> Severity {
    FlagCode::from_code(flag).map_or(Severity::Info, FlagCode::severity)
}

pub(super) fn flag_meaning(flag: &str) -> &'static str {
    FlagCode::from_code(flag).map_or("", FlagCode::meaning)
}

pub(super) fn rival_meaning(code: &str) -> String {
    Rival::ALL
        .into_iter()
        .find(|rival| rival.code() == code)
        .map_or_else(|| words(code), |rival| rival.meaning().into())
}

pub(super) fn reject_meaning(code: &str) -> &'static str {
    RejectCode::ALL.iter().find(|reject| reject.code() == code).map_or("", |reject| reject.meaning())
}

/// A level's position from the best, its score and its meaning; `None` for what stands in the place of levels.
pub(super) fn level(field: Field, code: &str) -> Option<(usize, u8, &'static str)> {
    match field {
        Field::Name => level_of::<NameLevel>(code),
        Field::Email => level_of::<EmailLevel>(code),
        Field::Phone => level_of::<PhoneLevel>(code),
        Field::Address => level_of::<AddressLevel>(code),
    }
}

fn level_of<L: Level>(code: &str) -> Option<(usize, u8, &'static str)> {
    let level = L::ALL.iter().copied().find(|level| level.code() == code)?;
    Some((level.index(), level.top().value(), level.meaning()))
}

/// Why, as a short sentence: a field's level, a flag, or what the policy asks for.
pub(super) fn reason_meaning(code: &str) -> String {
    if let Some(flag) = code.strip_prefix("flag_") {
        return format!("Flag: {}", flag_meaning(flag));
    }
    let told = match code {
        "no_owner" => "The bank reports no owner to compare with.",
        "probability_below_threshold" => "The probability is below what the policy asks for.",
        "evidence_too_thin" => "Without the prior, the evidence does not speak against every rival.",
        "required_field_missing" => "Too few fields are there on both sides for a match.",
        "name_contradicted" => "A part of the name is contradicted, whatever else agrees.",
        _ => return field_reason(code).unwrap_or_default(),
    };
    told.to_owned()
}

fn field_reason(code: &str) -> Option<String> {
    let (field, what) = code.split_once('_')?;
    let field = Field::ALL.into_iter().find(|known| known.code() == field)?;
    let told = match what {
        "missing" => return Some(format!("The bank has no {}.", field.code())),
        "unreadable" => return Some(format!("The {} cannot be read on both sides.", field.code())),
        level_code => level(field, level_code)?.2,
    };
    Some(format!("{}: {told}.", capitalized(field.code())))
}

/// With a large first letter.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::reason_meaning;
    use crate::case::{Answer, OwnersShown};
    use crate::matcher::Matcher;
    use crate::simulate::Simulator;

    #[test]
    fn every_reason_is_said_in_words() {
        let (matcher, simulator) = (Matcher::default().now(0), Simulator::new(5));
        for case in (0..300).map(|number| simulator.case(number).case) {
            let matched = matcher.match_ownership(&case.applicant, &case.ownership);
            let answer = Answer::new(&case, &matched, matcher.current_policy(), OwnersShown::Best);
            for reason in answer.reasons {
                assert!(reason_meaning(&reason.code).len() > 12, "{}", reason.code);
            }
        }
        assert_eq!(reason_meaning("<of_another_version>"), "");
    }
}
