//! Each rule with a case that raises its flag and one that nearly does, on records whose levels and traits are set by hand.

use super::scene::{DAY, NOW, Scene, exact, levels, nothing, owner, with_name_traits};
use super::{Flag, FlagCode, Severity};
use crate::address::{AddressLevel, AddressTraits};
use crate::comparison::{Compared, Comparison};
use crate::email::{EmailLevel, EmailTraits};
use crate::name::{NameLevel, NameTraits, Pairing};
use crate::phone::{PhoneLevel, PhoneTraits};
use crate::reading::Reading;
use crate::record::{AccountStatus, Applicant, CAP_OWNERS, Field, NameInput, Owner, Record, RefreshStatus};
use crate::region::Region;
use crate::text::TextTraits;

#[test]
fn plain_agreement_raises_nothing() {
    assert_eq!(Scene::agreeing().codes(), Vec::<&str>::new());
}

#[test]
fn each_name_level_with_a_flag_raises_it_and_no_other() {
    let flagged = [
        (NameLevel::GenerationConflict, "generation_conflict"),
        (NameLevel::Nickname, "nickname_used"),
        (NameLevel::InitialsByOwner, "initials_only"),
        (NameLevel::InitialsByApplicant, "initials_only"),
        (NameLevel::TruncatedByOwner, "name_truncated"),
        (NameLevel::GivenNameOnlyByOwner, "given_name_only"),
        (NameLevel::FamilyNameOnlyByApplicant, "family_name_only"),
        (NameLevel::Reordered, "name_order_reversed"),
    ];
    for (level, code) in flagged {
        assert_eq!(Scene::agreeing().with_name(level).codes(), [code], "{level:?}");
    }
}

#[test]
fn near_levels_raise_no_name_flag() {
    let near = [NameLevel::MiddleOmittedByOwner, NameLevel::SuffixOmittedByOwner, NameLevel::FamilyPartOmittedByOwner];
    for level in near {
        assert!(Scene::agreeing().with_name(level).codes().is_empty(), "{level:?}");
    }
}

#[test]
fn long_bank_name_that_agrees_is_not_truncated() {
    let long = |level| Scene::agreeing().with_name(level).with_owner_name_traits(NameTraits::MAYBE_TRUNCATED);
    assert!(!long(NameLevel::Exact).raises(FlagCode::NameTruncated));
    assert!(long(NameLevel::TwoSlips).raises(FlagCode::NameTruncated));
}

#[test]
fn a_name_without_any_contact_read_is_no_namesake() {
    let differing = levels(NameLevel::Exact, EmailLevel::Nothing, PhoneLevel::SameArea, AddressLevel::SameCity);
    assert_eq!(Scene::agreeing().with_levels(differing).codes(), ["name_matches_contacts_differ"]);
    let unread =
        Comparison { email: Compared::NotGiven, phone: Compared::Unreadable, address: Compared::NotGiven, ..differing };
    assert!(!Scene::agreeing().with_levels(unread).raises(FlagCode::NameMatchesContactsDiffer));
}

#[test]
fn one_contact_that_agrees_or_nearly_does_is_enough_against_a_namesake() {
    let near = levels(NameLevel::Exact, EmailLevel::Nothing, PhoneLevel::DigitOff, AddressLevel::Nothing);
    assert!(!Scene::agreeing().with_levels(near).raises(FlagCode::NameMatchesContactsDiffer));
}

#[test]
fn stolen_contacts_show_under_another_name_and_not_under_a_nickname() {
    let scene = |name| {
        Scene::agreeing().with_levels(levels(name, EmailLevel::Exact, PhoneLevel::Nothing, AddressLevel::Nothing))
    };
    assert!(scene(NameLevel::Nothing).raises(FlagCode::ContactsMatchNameDiffers));
    assert!(scene(NameLevel::FamilyNameReplaced).raises(FlagCode::ContactsMatchNameDiffers));
    assert!(!scene(NameLevel::Nickname).raises(FlagCode::ContactsMatchNameDiffers));
    assert!(!scene(NameLevel::GenerationConflict).raises(FlagCode::ContactsMatchNameDiffers));
}

#[test]
fn relatives_show_by_name_or_by_the_whole_evidence() {
    assert!(Scene::agreeing().with_name(NameLevel::GivenConflict).raises(FlagCode::LikelyRelative));
    let stranger_with = |email, address| {
        let found = levels(NameLevel::Nothing, email, PhoneLevel::Nothing, address);
        Scene::agreeing().with_levels(found).raises(FlagCode::LikelyRelative)
    };
    assert!(stranger_with(EmailLevel::Nothing, AddressLevel::Exact));
    assert!(!stranger_with(EmailLevel::Exact, AddressLevel::Nothing));
}

#[test]
fn person_against_business_is_told_from_the_reverse() {
    let mut mixed = exact();
    mixed.pairing = Pairing::Mixed;
    if let Compared::Read(name) = &mut mixed.name {
        name.pairing = Pairing::Mixed;
        name.level = NameLevel::PersonAgainstOrganization;
    }
    let person = Scene::agreeing().with_levels(mixed);
    assert_eq!(person.codes(), ["business_account"]);
    let mut business = Scene::agreeing().with_levels(mixed);
    let applicant =
        Applicant { name: Some(NameInput::Business("Halcyon Robotics Inc".into())), ..Applicant::default() };
    business.applicant = Record::read_applicant(&applicant, Region::US);
    assert_eq!(business.codes(), ["person_account_for_business"]);
}

#[test]
fn titling_of_the_account_counts_on_any_owner_and_of_the_bearer_on_the_best() {
    let titled = |traits| {
        let mut scene = Scene::agreeing().with_owner(owner("WALTER ABERNATHY"), nothing());
        scene.owners[1].record = with_name_traits(scene.owners[1].record.clone(), traits);
        scene
    };
    assert!(titled(NameTraits::FIDUCIARY).raises(FlagCode::FiduciaryTitling));
    assert!(titled(NameTraits::MINOR).raises(FlagCode::MinorAccount));
    assert!(!titled(NameTraits::DECEASED).raises(FlagCode::DeceasedTitling));
    assert!(!titled(NameTraits::TRADE_NAME).raises(FlagCode::DoingBusinessAs));
    let best = Scene::agreeing().with_owner_name_traits(NameTraits::DECEASED | NameTraits::TRADE_NAME);
    assert_eq!(best.codes(), ["deceased_titling", "doing_business_as"]);
    let mut applicant = Scene::agreeing();
    applicant.applicant = with_name_traits(applicant.applicant, NameTraits::TRADE_NAME);
    assert!(applicant.flags().iter().any(|flag| flag.code == FlagCode::DoingBusinessAs && flag.owner.is_none()));
}

#[test]
fn beneficiary_owns_nothing_and_the_holder_is_none() {
    let mut scene = Scene::agreeing().with_levels(nothing());
    let Reading::Read(applicant) = scene.applicant.name.clone() else { panic!("the name is readable") };
    if let Reading::Read(name) = &mut scene.owners[0].record.name {
        name.beneficiaries = applicant.parties.to_vec();
    }
    assert!(scene.raises(FlagCode::BeneficiaryOnly));
    assert!(!scene.with_levels(exact()).raises(FlagCode::BeneficiaryOnly));
}

#[test]
fn second_owner_and_twice_listed_owner_are_told_apart() {
    let mut second = Scene::agreeing().with_owner(owner("PAOLO MARCHETTI"), nothing());
    assert_eq!(second.codes(), ["joint_account"]);
    second.owners.swap(0, 1);
    second.best = 1;
    assert_eq!(second.codes(), ["applicant_not_primary", "joint_account"]);
    second.owners[1].probability = 0.2;
    assert_eq!(second.codes(), ["joint_account"]);
    let twice = Scene::agreeing().with_owner(owner("RUTH ABERNATHY"), exact());
    assert!(twice.codes().is_empty());
}

#[test]
fn fields_of_two_owners_are_flagged_only_where_the_best_one_fails() {
    let reached = levels(NameLevel::Nothing, EmailLevel::Exact, PhoneLevel::Exact, AddressLevel::Nothing);
    let couple = Scene::agreeing().with_owner(owner("PAOLO MARCHETTI"), reached);
    assert!(!couple.raises(FlagCode::FieldsMatchDifferentOwners));
    let between = Scene::agreeing()
        .with_levels(levels(NameLevel::Exact, EmailLevel::Nothing, PhoneLevel::Nothing, AddressLevel::Exact))
        .with_owner(owner("PAOLO MARCHETTI"), reached);
    let raised: Vec<_> =
        between.flags().into_iter().filter(|flag| flag.code == FlagCode::FieldsMatchDifferentOwners).collect();
    assert_eq!(
        raised.iter().map(|flag| (flag.field, flag.owner)).collect::<Vec<_>>(),
        [(Some(Field::Email), Some(1)), (Some(Field::Phone), Some(1))]
    );
    let slipping = levels(NameLevel::Nothing, EmailLevel::DomainSlip, PhoneLevel::DigitOff, AddressLevel::Nothing);
    let near = Scene::agreeing()
        .with_levels(levels(NameLevel::Exact, EmailLevel::Nothing, PhoneLevel::Nothing, AddressLevel::Exact))
        .with_owner(owner("PAOLO MARCHETTI"), slipping);
    assert!(!near.raises(FlagCode::FieldsMatchDifferentOwners));
}

#[test]
fn owners_of_nothing_but_nulls_are_no_owners() {
    let mut scene = Scene::agreeing();
    scene.owners.clear();
    assert_eq!(scene.codes(), ["no_ownership_data"]);
    let scene = scene.with_owner(Owner::default(), nothing());
    assert_eq!(scene.codes(), ["no_ownership_data"]);
    let beside = Scene::agreeing().with_owner(Owner::default(), nothing());
    assert!(beside.codes().is_empty());
}

#[test]
fn field_that_the_bank_lacks_is_partial_and_one_not_given_is_not() {
    let mut scene = Scene::agreeing();
    scene.owners[0].comparison.email = Compared::NotGiven;
    assert!(scene.codes().is_empty());
    scene.owners[0].comparison.phone = Compared::Missing;
    assert_eq!(
        scene.flags(),
        [Flag {
            code: FlagCode::PartialOwnershipData,
            severity: Severity::Info,
            field: Some(Field::Phone),
            owner: Some(0),
            count: None,
        }]
    );
}

#[test]
fn age_informs_after_thirty_days_and_sends_to_review_after_ninety() {
    let at_age = |seconds: i64| {
        let mut scene = Scene::agreeing();
        scene.ownership.owners[0].refreshed_at = Some(NOW - seconds);
        scene.flags().first().map(|flag| flag.severity)
    };
    assert_eq!(at_age(30 * DAY), None);
    assert_eq!(at_age(30 * DAY + 1), Some(Severity::Info));
    assert_eq!(at_age(90 * DAY), Some(Severity::Info));
    assert_eq!(at_age(90 * DAY + 1), Some(Severity::Review));
    assert_eq!(at_age(-DAY), None);
    let mut untold = Scene::agreeing();
    untold.ownership.refreshed_at = None;
    assert!(untold.codes().is_empty());
    untold.ownership.refreshed_at = Some(i64::MIN);
    assert_eq!(untold.codes(), ["ownership_stale"]);
}

#[test]
fn state_of_the_account_is_flagged_and_an_untold_state_is_not() {
    let state = |status, refresh| {
        let mut scene = Scene::agreeing();
        (scene.ownership.status, scene.ownership.refresh) = (status, refresh);
        scene.codes()
    };
    assert!(state(AccountStatus::Active, RefreshStatus::Succeeded).is_empty());
    assert!(state(AccountStatus::Unknown, RefreshStatus::Unknown).is_empty());
    assert_eq!(state(AccountStatus::Inactive, RefreshStatus::Failed), ["account_inactive", "refresh_failed"]);
    assert_eq!(state(AccountStatus::Disconnected, RefreshStatus::Pending), ["account_inactive", "refresh_pending"]);
}

#[test]
fn characters_are_flagged_by_field_and_a_bidi_control_once() {
    let mut scene = Scene::agreeing();
    scene.applicant.text[Field::Email as usize] = TextTraits::BIDI | TextTraits::INVISIBLE;
    scene.owners[0].record.text[Field::Name as usize] = TextTraits::MIXED_SCRIPT | TextTraits::CUT;
    let seen: Vec<_> = scene.flags().iter().map(|flag| (flag.code.code(), flag.field, flag.owner)).collect();
    assert_eq!(
        seen,
        [
            ("mixed_script_name", Some(Field::Name), Some(0)),
            ("bidi_controls", Some(Field::Email), None),
            ("input_truncated", Some(Field::Name), Some(0)),
        ]
    );
}

/// Codes raised on two names alone, whatever they compare as.
fn codes_of(applicant: &str, owner: &str) -> Vec<&'static str> {
    let mut scene = Scene::agreeing();
    scene.applicant = Record::read_applicant(&Applicant::new(applicant), Region::US);
    scene.owners[0].record = Record::read_owner(&Owner::new(owner), Region::US).remove(0);
    scene.codes()
}

#[test]
fn a_name_that_looks_latin_throughout_is_flagged_beside_what_it_imitates() {
    // Cyrillic letters throughout: a spoof of BETTY COOK, and an ordinary name.
    assert!(codes_of("ВЕТТУ СООК", "BETTY COOK").contains(&"confusable_characters"));
    for owner in ["ROMAN TARASOV", "РОМАН ТАРАСОВ", "BETTY COOK"] {
        assert!(!codes_of("РОМАН ТАРАСОВ", owner).contains(&"confusable_characters"), "{owner}");
    }
}

#[test]
fn digits_stand_for_letters_in_names_of_persons_only() {
    for name in ["J3nny Rosen", "Jenny R0sen", "J!nny Rosen", "J3nnyx Rosen", "Rosen, J3nny"] {
        assert!(codes_of(name, "JENNY ROSEN").contains(&"digits_for_letters"), "{name}");
    }
    for (applicant, owner) in [
        ("John Kaur 3rd", "JOHN KAUR III"),
        ("A1 Towing LLC", "A1 TOWING LLC"),
        ("Jenny Rosen 2", "JENNY ROSEN"),
        ("B2B Rosen LLC", "B2B ROSEN LLC"),
    ] {
        assert!(!codes_of(applicant, owner).contains(&"digits_for_letters"), "{applicant}");
    }
}

#[test]
fn parts_of_a_name_are_read_as_the_letters_that_their_digits_show() {
    let applicant = Applicant {
        name: Some(crate::record::NameInput::Parts {
            first: Some("J3nny".into()),
            middle: None,
            last: Some("R0sen".into()),
        }),
        ..Applicant::default()
    };
    let mut scene = Scene::agreeing();
    scene.applicant = Record::read_applicant(&applicant, Region::US);
    assert!(scene.codes().contains(&"digits_for_letters"));
    let owner = Record::read_owner(&Owner::new("JENNY ROSEN"), Region::US).remove(0);
    let [ours, theirs] = [&scene.applicant, &owner].map(|record| record.name.read().expect("a name"));
    assert_eq!(crate::name::compare(ours, theirs).level, crate::name::NameLevel::Exact);
}

#[test]
fn letters_apart_are_told_of_persons_only() {
    assert!(codes_of("J e n n y Rosen", "JENNY ROSEN").contains(&"letters_spaced_out"));
    assert!(!codes_of("J R R Rosen", "J R R ROSEN").contains(&"letters_spaced_out"));
    assert!(!codes_of("Y M C A of Austin Inc", "YMCA OF AUSTIN INC").contains(&"letters_spaced_out"));
}

#[test]
fn unreadable_differs_from_absent() {
    let mut scene = Scene::agreeing();
    scene.applicant.phone = Reading::Unreadable;
    assert_eq!(scene.codes(), ["unreadable_field"]);
    scene.applicant.phone = Reading::Absent;
    assert!(scene.codes().is_empty());
}

#[test]
fn owners_over_the_cap_are_told() {
    let mut scene = Scene::agreeing();
    scene.ownership.owners.resize(CAP_OWNERS, Owner::default());
    assert!(scene.codes().is_empty());
    scene.ownership.owners.resize(CAP_OWNERS + 1, Owner::default());
    assert_eq!(scene.codes(), ["input_truncated"]);
}

#[test]
fn owners_on_another_page_are_told() {
    let mut scene = Scene::agreeing();
    scene.ownership.has_more = true;
    assert_eq!(scene.codes(), ["input_truncated"]);
}

fn with_email_traits(mut record: Record, traits: EmailTraits) -> Record {
    if let Reading::Read(email) = &mut record.email {
        email.traits = traits;
    }
    record
}

#[test]
fn what_an_email_says_is_flagged_on_the_side_that_wrote_it() {
    let mut scene = Scene::agreeing().with_owner(owner("PAOLO MARCHETTI"), nothing());
    scene.owners[1].record = with_email_traits(scene.owners[1].record.clone(), EmailTraits::DISPOSABLE);
    assert!(!scene.raises(FlagCode::DisposableEmail));
    let all = EmailTraits::all() - EmailTraits::FREE;
    scene.applicant = with_email_traits(scene.applicant, all);
    let codes = [
        "disposable_email",
        "email_domain_typo",
        "email_tag_used",
        "joint_account",
        "placeholder_identity",
        "random_looking_email",
        "role_email",
    ];
    assert_eq!(scene.codes(), codes);
    assert!(scene.flags().iter().all(|flag| flag.owner.is_none()));
}

#[test]
fn role_mailbox_of_a_business_only_informs() {
    let mut scene = Scene::agreeing();
    scene.applicant = with_email_traits(scene.applicant, EmailTraits::ROLE);
    assert_eq!(scene.flags()[0].severity, Severity::Review);
    let business = Applicant { name: Some(NameInput::Business("Halcyon Robotics Inc".into())), ..Applicant::default() };
    scene.applicant.name = Record::read_applicant(&business, Region::US).name;
    assert_eq!(scene.flags()[0].severity, Severity::Info);
}

fn email_of(raw: &str) -> Reading<crate::email::Email> {
    Record::read_applicant(&Applicant::new("Ruth Abernathy").email(raw), Region::US).email
}

#[test]
fn mailbox_of_another_person_is_flagged_on_its_side() {
    let mut scene = Scene::agreeing();
    scene.applicant.email = email_of("robert.klein@fastmail.com");
    assert_eq!(scene.codes(), ["email_contradicts_name"]);
    assert_eq!(scene.flags()[0].owner, None);
    for fitting in ["ruth.klein@fastmail.com", "trail.runner@fastmail.com", "robert.james.klein@fastmail.com"] {
        scene.applicant.email = email_of(fitting);
        assert!(scene.codes().is_empty(), "{fitting}");
    }
}

#[test]
fn holders_of_one_string_share_a_mailbox() {
    let mut scene = Scene::agreeing().with_owner(owner("PAOLO MARCHETTI"), nothing());
    scene.owners[0].record.email = email_of("paolo.klein@fastmail.com");
    assert!(scene.raises(FlagCode::EmailContradictsName));
    scene.owners[1].owner = 0;
    assert!(!scene.raises(FlagCode::EmailContradictsName));
}

fn with_place(phone: &str, address: &str) -> Vec<&'static str> {
    let applicant = Applicant::new("Ruth Abernathy").phone(phone).address(address);
    let mut scene = Scene::agreeing();
    scene.applicant = Record::read_applicant(&applicant, Region::US);
    scene.codes()
}

#[test]
fn phone_of_another_country_or_state_is_told_from_a_territory_and_a_number_of_no_place() {
    let ohio = "237 Briarwood Road, Columbus, OH 43214";
    assert_eq!(with_place("+44 7912 482 390", ohio), ["phone_country_differs"]);
    assert_eq!(with_place("(416) 469-2217", ohio), ["phone_country_differs"]);
    assert_eq!(with_place("(917) 734-2265", ohio), ["phone_region_differs"]);
    assert!(with_place("(740) 734-2265", ohio).is_empty());
    assert_eq!(with_place("(888) 467-2210", ohio), ["phone_toll_free"]);
    assert!(with_place("787-728-4410", "1054 Calle Loiza, San Juan, PR 00911").is_empty());
    assert!(with_place("+52 55 5208 4417", "Calle Durango 245").is_empty());
    assert!(with_place("020 7226 4418", "18 Calabria Road, London N5 1JB").is_empty());
}

#[test]
fn what_a_number_says_is_flagged_and_an_inferred_country_is_not() {
    let with = |traits| {
        let mut scene = Scene::agreeing();
        if let Reading::Read(phone) = &mut scene.applicant.phone {
            phone.traits = traits;
        }
        scene.codes()
    };
    assert!(with(PhoneTraits::COUNTRY_INFERRED).is_empty());
    assert_eq!(with(PhoneTraits::PREMIUM | PhoneTraits::INVALID), ["phone_invalid", "phone_premium"]);
    assert_eq!(with(PhoneTraits::TOLL_FREE), ["phone_toll_free"]);
    assert_eq!(
        with(PhoneTraits::NOT_ASSIGNED | PhoneTraits::PLACEHOLDER),
        ["phone_not_assigned", "placeholder_identity"]
    );
}

#[test]
fn what_an_address_says_is_flagged() {
    let mut scene = Scene::agreeing();
    if let Reading::Read(address) = &mut scene.owners[0].record.address {
        address.traits = AddressTraits::all() - AddressTraits::CUT;
    }
    let codes = [
        "correctional_address",
        "general_delivery",
        "mail_drop",
        "placeholder_identity",
        "po_box",
        "postal_code_state_conflict",
    ];
    assert_eq!(scene.codes(), codes);
}

#[test]
fn other_unit_is_told_from_one_left_out_or_rewritten() {
    let scene = |address| {
        Scene::agreeing().with_levels(levels(NameLevel::Exact, EmailLevel::Exact, PhoneLevel::Exact, address)).codes()
    };
    assert!(scene(AddressLevel::UnitRewritten).is_empty());
    assert_eq!(scene(AddressLevel::UnitOmittedByOwner), ["unit_missing"]);
    assert_eq!(scene(AddressLevel::OtherUnit), ["unit_differs"]);
}

#[test]
fn flags_come_once_each_and_the_gravest_first() {
    let mut scene = Scene::agreeing().with_name(NameLevel::Nickname);
    scene.ownership.refresh = RefreshStatus::Failed;
    scene.applicant.text[0] = TextTraits::INVISIBLE;
    assert_eq!(
        scene.flags().iter().map(|flag| flag.code.code()).collect::<Vec<_>>(),
        ["invisible_characters", "refresh_failed", "nickname_used"]
    );
}

#[test]
fn codes_are_unique_and_found_again() {
    for &code in FlagCode::ALL {
        assert_eq!(FlagCode::from_code(code.code()), Some(code));
    }
}
