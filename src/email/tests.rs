//! Case tables and laws of emails.

use proptest::prelude::*;

use super::{Email, EmailLevel, EmailTraits, compare, parse, parts};
use crate::level::{Level, PartOutcome};
use crate::reading::Reading;

fn read(raw: &str) -> Email {
    parse(raw).read().cloned().expect("a readable email of a test")
}

fn level(applicant: &str, owner: &str) -> EmailLevel {
    compare(&read(applicant), &read(owner)).level
}

#[test]
fn levels_are_lawful() {
    crate::level::tests::assert_lawful::<EmailLevel>();
}

#[test]
fn every_case_holds_both_ways_round() {
    let table = include_str!("../../tests/cases/emails.txt");
    let mut wrong = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let row: Vec<_> = line.split('|').map(str::trim).collect();
        let [applicant, owner, expected, why] = row[..] else { panic!("four columns: {line}") };
        let [forth, back] = [level(applicant, owner), level(owner, applicant)];
        if forth.code() != expected || back.mirror() != forth {
            wrong.push((applicant, owner, forth, back, why));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_is_no_address_is_unreadable() {
    let texts = [
        "jenny",
        "jenny@",
        "@x.com",
        "jenny@x",
        "jenny rosen@x.com",
        "a@x.com, b@x.com",
        "jenny@x..com",
        "jenny@-x.com",
        "jenny@1.2.3.4",
        "jenny@x_y.com",
        "none",
    ];
    for text in texts {
        assert_eq!(parse(text), Reading::Unreadable, "{text}");
    }
    assert_eq!([parse(""), parse(" \t"), parse("\u{200b}")], [Reading::Absent, Reading::Absent, Reading::Absent]);
}

#[test]
fn odd_addresses_are_read() {
    for (raw, expected) in [
        ("\"jenny rosen\"@x.com", "jenny rosen@x.com"),
        ("\"a@b\"@x.com", "unreadable"),
        ("o'connor@x.com", "o'connor@x.com"),
        ("jos\u{e9}@x.com", "jose@x.com"),
        ("jose\u{301}@x.com", "jose@x.com"),
        ("王小明@例子.中国", "wangxiaoming@xn--fsqu00a.xn--fiqs8s"),
        ("jenny@例子。中国", "jenny@xn--fsqu00a.xn--fiqs8s"),
        ("jenny..rosen.@x.com", "jenny..rosen.@x.com"),
        ("<jenny@x.com>;", "jenny@x.com"),
        ("\u{feff}jenny@x.com\u{202c}", "jenny@x.com"),
        ("jenny@x.com <Jenny Rosen>", "jenny@x.com"),
    ] {
        let found = parse(raw);
        assert_eq!(found.read().map_or("unreadable", Email::as_str), expected, "{raw}");
    }
}

#[test]
fn traits_say_what_kind_of_address_it_is() {
    let traits = |raw| read(raw).traits;
    assert_eq!(traits("jenny@acme.com"), EmailTraits::empty());
    assert_eq!(traits("jenny@gmail.com"), EmailTraits::FREE);
    assert_eq!(traits("info+x@acme.com"), EmailTraits::ROLE | EmailTraits::TAGGED);
    assert_eq!(traits("jenny@gmial.com"), EmailTraits::FREE | EmailTraits::DOMAIN_TYPO);
    assert_eq!(traits("jenny@sub.example.com"), EmailTraits::PLACEHOLDER);
    assert_eq!(traits("jenny@corp.test"), EmailTraits::PLACEHOLDER);
    assert_eq!(traits("asdf@acme.com"), EmailTraits::PLACEHOLDER);
    assert!(traits("jenny@mailinator.com").contains(EmailTraits::DISPOSABLE));
    assert!(traits("x7k2p9qz1m@gmail.com").contains(EmailTraits::RANDOM_LOOKING));
}

#[test]
fn local_words_leave_out_digits_and_tag() {
    assert_eq!(read("jenny.rosen85+bank@gmail.com").local_words().collect::<Vec<_>>(), ["jenny", "rosen"]);
}

#[test]
fn one_mailbox_has_one_canonical_string() {
    let all = ["jenny.rosen@gmail.com", "JennyRosen+x@googlemail.com", "j.e.n.n.y.rosen@gmail.com"]
        .map(|raw| read(raw).canonical());
    assert!(all.iter().all(|canonical| canonical == "jennyrosen@gmail.com"));
    assert_eq!(read("jenny+x@gmial.com").canonical(), "jenny@gmial.com");
    assert_eq!(read("shop@jenny.fastmail.com").canonical(), "jenny@fastmail.com");
}

#[test]
fn slips_rank_above_strangers_namesakes_and_other_providers() {
    for (target, better, worse) in [
        ("jenny.rosen@gmail.com", "jenny.rosne@gmail.com", "jenny.rosen@yahoo.com"),
        ("jenny.rosen@gmail.com", "jenny.rosen@gmial.com", "jenny.rosne@gmail.com"),
        ("john12@gmail.com", "john12@yahoo.com", "john77@gmail.com"),
        ("jsmith@acme.com", "ksmith@acme.com", "mjones@acme.com"),
    ] {
        assert!(level(target, better).top() > level(target, worse).top(), "{target}: {better} before {worse}");
    }
}

#[test]
fn parts_say_how_local_part_tag_and_domain_compare() {
    let parts = parts(&read("jenny.rosen@gmail.com"), &read("jennyrosen+x@gmial.com"));
    let outcomes: Vec<_> = parts.iter().map(|part| (part.label, part.outcome)).collect();
    assert_eq!(
        outcomes,
        [("local", PartOutcome::Rewritten), ("tag", PartOutcome::Omitted), ("domain", PartOutcome::Slip)]
    );
}

#[test]
fn debug_shows_nothing_of_the_address() {
    assert_eq!(format!("{:?}", read("jenny@x.com")), "Email([redacted])");
}

#[test]
fn a_megabyte_is_unreadable_at_once() {
    for text in [
        "a".repeat(1 << 20),
        "@".repeat(1 << 20),
        format!("{}@x.com", "a.".repeat(1 << 19)),
        "\u{fdfa}@".repeat(1 << 18),
    ] {
        assert_eq!(parse(&text), Reading::Unreadable);
    }
}

fn address() -> impl Strategy<Value = String> {
    let domain = prop_oneof![
        Just("gmail.com".to_owned()),
        Just("gmial.com".to_owned()),
        Just("yahoo.com".to_owned()),
        Just("acme.com".to_owned()),
        Just("acne.com".to_owned()),
        Just("mail.acme.com".to_owned()),
        "[a-c]{1,3}\\.(com|net|co\\.uk)",
    ];
    let local =
        prop_oneof!["[ab]{1,3}[.]?(smith|jones)[12]{0,2}", "(john|joan|info)[.+]?[a-b12]{0,3}", "[a-c.1-2]{1,8}"];
    (local, domain).prop_map(|(local, domain)| format!("{local}@{domain}"))
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(raw in any::<String>(), more in any::<String>()) {
        let _ = parse(&raw);
        let _ = parse(&format!("{raw}@{more}"));
        if let [Reading::Read(applicant), Reading::Read(owner)] = [parse(&format!("{raw}@x.com")), parse(&format!("{more}@x.com"))] {
            let _ = (compare(&applicant, &owner), parts(&applicant, &owner), applicant.components());
        }
    }

    #[test]
    fn an_email_equals_itself(raw in address()) {
        let comparison = compare(&read(&raw), &read(&raw.to_uppercase()));
        prop_assert_eq!(comparison.level, EmailLevel::Exact);
        prop_assert_eq!(comparison.match_score().value(), 100);
    }

    #[test]
    fn sides_mirror(applicant in address(), owner in address()) {
        let [applicant, owner] = [read(&applicant), read(&owner)];
        let [forth, back] = [compare(&applicant, &owner), compare(&owner, &applicant)];
        prop_assert_eq!(forth.level, back.level.mirror());
        prop_assert_eq!(forth.further, back.further);
    }

    #[test]
    fn the_same_mailbox_has_the_same_canonical_string(applicant in address(), owner in address()) {
        let [applicant, owner] = [read(&applicant), read(&owner)];
        let same = compare(&applicant, &owner).level.top().value() > 90;
        prop_assert_eq!(same, applicant.canonical() == owner.canonical());
    }

    #[test]
    fn an_equal_part_never_lowers_the_level(applicant in address(), owner in address()) {
        let before = level(&applicant, &owner);
        let [(local, domain), (other_local, other_domain)] = [&applicant, &owner].map(|raw| raw.split_once('@').unwrap_or_default());
        let nearer = [format!("{local}@{other_domain}"), format!("{other_local}@{domain}")];
        prop_assert!(nearer.iter().all(|owner| level(&applicant, owner) <= before));
    }
}
