//! The laws of a score, as properties over whole matches: what no input, no order and no number of threads may break.

use ownermatch::{
    Applicant, Case, Compared, Comparison, Field, FlagCode, Matcher, Owner, OwnerMatch, OwnerRecord, Ownership,
    OwnershipMatch, Record, Rival, Step, reasons,
};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

const GIVEN: &[&str] = &[
    "Jenny",
    "Robert",
    "Bob",
    "María José",
    "J",
    "R.",
    "Wei",
    "Oluwaseun",
    "Siobhán",
    "Jean-Luc",
    "Laura",
    "Lauren",
    "Mohammed",
    "José",
    "Anne Marie",
];
const FAMILY: &[&str] = &[
    "Rosen",
    "Okonkwo",
    "García López",
    "Zhang",
    "O'Brien",
    "van der Berg",
    "Smith",
    "Smyth",
    "Li",
    "Núñez",
    "de la Cruz",
    "Smith-Jones",
];
const BUSINESS: &[&str] =
    &["Acme Plumbing LLC", "ACME PLUMBING INC", "Rosen & Sons Ltd", "First Baptist Church", "Okonkwo Holdings", "Acme"];
const EMAILS: &[&str] = &[
    "jenny.rosen@gmail.com",
    "jennyrosen+bank@googlemail.com",
    "bob@okonkwo.com",
    "info@okonkwo.com",
    "john12@yahoo.com",
    "john77@yahoo.com",
    "jenny.rosen@gmial.com",
    "wei@example.com",
    "jose@nunez.es",
];
const PHONES: &[&str] = &[
    "415-279-4774",
    "+1 415 279 4747",
    "415-279-4774 x12",
    "800-555-0199",
    "+44 20 7946 0958",
    "212-279-4774",
    "415-279-1111",
    "+52 55 1234 5678",
];
const ADDRESSES: &[&str] = &[
    "510 Townsend St, San Francisco, CA 94103",
    "510 TOWNSEND STREET APT 4 SAN FRANCISCO CA 94103-1234",
    "512 Townsend San Francisco, CA 94103",
    "PO Box 12, Springfield, IL 62701",
    "10 Downing Street, London SW1A 2AA",
    "802 South 200 West Blanding, UT 84511",
    "12 rue de l'Église, 75001 Paris",
    "Townsend St, San Francisco",
];

/// Another way to write the same, and what it is called.
type Rewrite = (&'static str, fn(&str) -> String);
/// The four fields of one side as text.
type Side = [Option<String>; 4];

fn pick(pool: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(pool).prop_map(str::to_owned)
}

fn name() -> impl Strategy<Value = String> {
    let suffix = prop::sample::select(&["", "", "", " Jr.", " Sr", " III"][..]);
    let person = (pick(GIVEN), prop::sample::select(&["", "", " T", " Marie"][..]), pick(FAMILY), suffix);
    let person = person.prop_map(|(given, middle, family, suffix)| (format!("{given}{middle}"), family, suffix));
    let written = (person, 0..4u8).prop_map(|((given, family, suffix), order)| match order {
        0 => format!("{family}, {given}{suffix}"),
        1 => format!("{} {}{suffix}", family.to_uppercase(), given.to_uppercase()),
        _ => format!("{given} {family}{suffix}"),
    });
    prop_oneof![8 => written, 2 => pick(BUSINESS), 1 => pick(FAMILY)]
}

fn field(field: Field) -> BoxedStrategy<String> {
    match field {
        Field::Name => name().boxed(),
        Field::Email => pick(EMAILS).boxed(),
        Field::Phone => pick(PHONES).boxed(),
        Field::Address => pick(ADDRESSES).boxed(),
    }
}

/// Values that look real, sometimes none.
fn plain_side() -> impl Strategy<Value = Side> {
    Field::ALL.map(|one| prop::option::weighted(0.85, field(one)))
}

/// Values that look real, none, or any text at all.
fn side() -> impl Strategy<Value = Side> {
    Field::ALL
        .map(|one| prop::option::weighted(0.9, prop_oneof![7 => field(one), 1 => any::<String>(), 1 => "\\PC{0,40}"]))
}

fn sides() -> impl Strategy<Value = (Side, Vec<Side>)> {
    (side(), prop::collection::vec(side(), 0..4))
}

fn applicant([name, email, phone, address]: &Side) -> Applicant {
    let mut applicant = name.as_ref().map(Applicant::new).unwrap_or_default();
    (applicant.email, applicant.phone) = (email.clone(), phone.clone());
    address.iter().fold(applicant, |applicant, line| applicant.address(line))
}

fn owner([name, email, phone, address]: &Side) -> Owner {
    let [name, email, phone, raw_address] = [name, email, phone, address].map(Clone::clone);
    Owner { name, email, phone, raw_address, refreshed_at: None }
}

fn case((applicant_side, owner_sides): &(Side, Vec<Side>)) -> Case {
    let owners: Vec<Owner> = owner_sides.iter().map(owner).collect();
    Case { id: String::new(), applicant: applicant(applicant_side), ownership: Ownership::from(owners) }
}

fn matcher() -> Matcher {
    Matcher::default().now(1_789_344_000)
}

fn answer(case: &Case) -> OwnershipMatch {
    matcher().match_ownership(&case.applicant, &case.ownership)
}

/// Both sides read; the owner's is the first holder.
fn read(applicant_side: &Side, owner_side: &Side) -> (Record, OwnerRecord) {
    let owners = matcher().read_owners(&[owner(owner_side)]);
    (matcher().read_applicant(&applicant(applicant_side)), owners.into_iter().next().expect("one holder at least"))
}

fn copy(field: Field, from: &Record, to: &mut Record) {
    match field {
        Field::Name => to.name = from.name.clone(),
        Field::Email => to.email = from.email.clone(),
        Field::Phone => to.phone = from.phone.clone(),
        Field::Address => to.address = from.address.clone(),
    }
}

/// A city alone is no delivery point: equal on both sides, it is still the same city only.
fn points_somewhere(record: &Record, field: Field) -> bool {
    let is_point = |(key, _): &(&str, String)| ["house_number", "street", "po_box"].contains(key);
    field != Field::Address || record.address.read().is_some_and(|address| address.components().iter().any(is_point))
}

fn is_read(record: &Record, field: Field) -> bool {
    match field {
        Field::Name => record.name.read().is_some(),
        Field::Email => record.email.read().is_some(),
        Field::Phone => record.phone.read().is_some(),
        Field::Address => record.address.read().is_some(),
    }
}

fn levels(comparison: &Comparison) -> [Compared<&'static str>; 4] {
    Field::ALL.map(|field| match comparison.level(field) {
        Compared::Read(level) => Compared::Read(level.code),
        Compared::NotGiven => Compared::NotGiven,
        Compared::Missing => Compared::Missing,
        Compared::Unreadable => Compared::Unreadable,
    })
}

fn assert_bounds(owner: &OwnerMatch) {
    let weighed = &owner.weighed;
    let relation = weighed.relation;
    let shares = [relation.same_person, relation.household, relation.stranger];
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)), "{shares:?}");
    assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
    assert!((relation.same_person - weighed.probability.value()).abs() < 1e-12);
    assert!(weighed.log_odds.is_finite());
    for &rival in Rival::of(weighed.pairing) {
        let steps: f64 = Step::ALL.iter().map(|&step| weighed.bits(step, rival).bits()).sum();
        assert!((steps - weighed.total(rival).bits()).abs() < 1e-9);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn every_number_is_in_its_bounds_and_steps_add_up(sides in sides()) {
        let case = case(&sides);
        let answer = answer(&case);
        answer.owners.iter().for_each(assert_bounds);
        prop_assert!((0.0..=1.0).contains(&answer.probability.value()));
        prop_assert!(answer.score.value() <= 100);
        prop_assert_eq!(answer.owners.is_empty(), answer.best.is_none());
        let texts = reasons(&answer, matcher().current_policy());
        prop_assert!(texts.iter().all(|reason| reason.bits.is_finite()));
    }

    #[test]
    fn no_text_breaks_an_explanation(sides in sides()) {
        let case = case(&sides);
        let explanation = matcher().explain(&case.applicant, &case.ownership);
        prop_assert_eq!(&explanation.answer, &answer(&case));
        let whole: f64 = explanation.rivals.iter().map(|sum| sum.posterior).sum();
        if let Some(best) = explanation.answer.best_owner() {
            prop_assert!((whole + best.weighed.probability.value() - 1.0).abs() < 1e-9);
        }
        let _ = explanation.masked();
    }

    #[test]
    fn an_exact_copy_scores_100_on_each_field_and_is_best(applicant_side in side(), other in side()) {
        let (record, mut copied) = read(&applicant_side, &other);
        let before = matcher().compare(&record, &copied);
        Field::ALL.iter().for_each(|&field| copy(field, &record, &mut copied.record));
        let after = matcher().compare(&record, &copied);
        for field in Field::ALL.into_iter().filter(|&field| is_read(&record, field) && points_somewhere(&record, field)) {
            prop_assert_eq!(after.comparison.match_score(field).map(|score| score.value()), Some(100), "{:?}", field);
        }
        let whole = Field::ALL.iter().all(|&field| is_read(&record, field));
        prop_assert!(!whole || after.weighed.log_odds >= before.weighed.log_odds - 1e-9);
    }

    #[test]
    fn a_copy_in_writing_scores_100_on_each_field(applicant_side in plain_side()) {
        let answer = answer(&case(&(applicant_side.clone(), vec![applicant_side.clone()])));
        let best = answer.best_owner().expect("one owner");
        for (field, text) in Field::ALL.into_iter().zip(&applicant_side) {
            let score = best.comparison.match_score(field).map(|score| score.value());
            prop_assert_eq!(score, text.as_ref().map(|_| 100), "{:?} {:?}", field, text);
        }
    }

    #[test]
    fn an_owner_more_never_lowers_the_log_odds((applicant_side, owners) in sides(), more in side()) {
        let before = answer(&case(&(applicant_side.clone(), owners.clone())));
        let after = answer(&case(&(applicant_side, [owners, vec![more]].concat())));
        prop_assert!(after.log_odds() >= before.log_odds());
    }

    #[test]
    fn making_a_field_equal_never_lowers_the_probability(applicant_side in side(), owner_side in side()) {
        let (record, other) = read(&applicant_side, &owner_side);
        let before = matcher().compare(&record, &other);
        for field in Field::ALL.into_iter().filter(|&field| is_read(&record, field) && is_read(&other.record, field)) {
            let mut equal = other.clone();
            copy(field, &record, &mut equal.record);
            let after = matcher().compare(&record, &equal);
            prop_assert!(
                after.weighed.log_odds >= before.weighed.log_odds - 1e-5,
                "{field:?} {:?} -> {:?}: {} -> {}",
                before.comparison.level(field), after.comparison.level(field),
                before.weighed.log_odds, after.weighed.log_odds
            );
        }
    }

    #[test]
    fn an_absent_field_weighs_nothing(applicant_side in side(), owner_side in side(), at in 0..4usize) {
        let field = Field::ALL[at];
        let without = |side: &Side| { let mut side = side.clone(); side[at] = None; side };
        let bits = |(record, owner): (Record, OwnerRecord)| {
            let compared = matcher().compare(&record, &owner);
            let rivals = Rival::of(compared.weighed.pairing).iter();
            (rivals.map(|&rival| compared.weighed.field_bits(field, rival).bits().abs()).sum::<f64>(), compared)
        };
        let (not_given, _) = bits(read(&without(&applicant_side), &owner_side));
        let (missing, one) = bits(read(&applicant_side, &without(&owner_side)));
        let (neither, other) = bits(read(&without(&applicant_side), &without(&owner_side)));
        prop_assert_eq!([not_given, missing, neither], [0.0; 3]);
        if !matches!(field, Field::Name | Field::Address) {
            prop_assert_eq!(one.weighed.log_odds, other.weighed.log_odds);
        }
    }

    #[test]
    fn sides_changed_give_the_same_scores(one in side(), other in side()) {
        let (record, owner) = read(&one, &other);
        let mut turned = owner.clone();
        turned.record = record.clone();
        let [there, back] = [matcher().compare(&record, &owner), matcher().compare(&owner.record, &turned)];
        for field in Field::ALL {
            prop_assert_eq!(there.comparison.match_score(field), back.comparison.match_score(field), "{:?}", field);
        }
    }

    #[test]
    fn case_accents_as_written_and_spacing_move_nothing(applicant_side in plain_side(), owner_side in plain_side()) {
        let plain = |side: &Side| read(&applicant_side, side);
        let (record, before) = plain(&owner_side);
        let before = levels(&matcher().compare(&record, &before).comparison);
        let rewrites: [Rewrite; 4] = [
            ("upper case", |text| text.to_uppercase()),
            ("lower case", |text| text.to_lowercase()),
            ("decomposed", |text| text.nfd().collect()),
            ("spaced out", |text| format!("  {}\u{a0} ", text.replace(' ', "  \t"))),
        ];
        for (what, rewrite) in rewrites {
            let rewritten = owner_side.clone().map(|text| text.map(|text| rewrite(&text)));
            let (record, after) = plain(&rewritten);
            let after = levels(&matcher().compare(&record, &after).comparison);
            prop_assert_eq!(before, after, "{}", what);
        }
    }

    #[test]
    fn punctuation_of_a_phone_moves_nothing(digits in "[2-9][0-9]{2}[2-9][0-9]{6}", other in "[2-9][0-9]{2}[2-9][0-9]{6}") {
        let [area, exchange, line] = [&digits[..3], &digits[3..6], &digits[6..]];
        let spellings = [
            digits.clone(), format!("({area}) {exchange}-{line}"), format!("{area}.{exchange}.{line}"),
            format!("1 {area} {exchange} {line}"), format!("+1{digits}"), format!("+1 ({area}) {exchange}\u{2013}{line}"),
        ];
        for other in [&digits, &other] {
            let side = |phone: &String| [None, None, Some(phone.clone()), None];
            let found = spellings.each_ref().map(|spelling| {
                let (record, owner) = read(&side(spelling), &side(other));
                matcher().compare(&record, &owner).comparison.phone
            });
            prop_assert!(found.iter().all(|one| *one == found[0]), "{:?} {:?}", spellings, found);
        }
    }

    #[test]
    fn owners_in_another_order_change_their_positions_only((applicant_side, owners) in sides()) {
        let there = answer(&case(&(applicant_side.clone(), owners.clone())));
        let turned: Vec<Side> = owners.iter().rev().cloned().collect();
        let back = answer(&case(&(applicant_side, turned)));
        prop_assert_eq!(there.log_odds(), back.log_odds());
        prop_assert_eq!(there.decision, back.decision);
        prop_assert_eq!(there.best_owner().map(|best| best.comparison), back.best_owner().map(|best| best.comparison));
        let raised = |answer: &OwnershipMatch| {
            let flags = answer.flags.iter().filter(|flag| flag.code != FlagCode::ApplicantNotPrimary);
            let mut raised: Vec<_> = flags.map(|flag| (flag.code, flag.severity, flag.field)).collect();
            raised.sort();
            raised
        };
        prop_assert_eq!(raised(&there), raised(&back));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn threads_change_nothing(sides in prop::collection::vec(sides(), 1..40)) {
        let cases: Vec<Case> = sides.iter().map(case).collect();
        let [one, four] = [1, 4].map(|threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start");
            pool.install(|| matcher().match_all(&cases))
        });
        prop_assert_eq!(&one, &four);
        let alone: Vec<OwnershipMatch> = cases.iter().map(answer).collect();
        prop_assert_eq!(one, alone);
    }
}

#[test]
fn a_megabyte_in_every_field_is_answered() {
    for unit in ["a", "a ", "Smith & ", "1-", "\u{301}", "王", "@.", "\u{202e}x", "apt # ", "\u{fdfa}"] {
        let text = Some(unit.repeat((1 << 20) / unit.len()));
        let side = [text.clone(), text.clone(), text.clone(), text];
        let answer = answer(&case(&(side.clone(), vec![side])));
        answer.owners.iter().for_each(assert_bounds);
    }
}
