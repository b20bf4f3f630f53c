//! The case tables of the address room, run both ways round, and its laws as properties.

use ownermatch::address::{self, Address, AddressParts};
use ownermatch::{Level, Reading, Region};
use proptest::prelude::*;

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split(" | ").map(str::trim).collect())
}

fn read(raw: &str) -> Address {
    match address::parse(raw, Region::US) {
        Reading::Read(address) => address,
        other => panic!("not read: {}", other.is_absent()),
    }
}

fn is_expected(expected: &str, code: &str, score: u8) -> bool {
    let band =
        expected.split_once('-').and_then(|(low, high)| Some((low.parse::<u8>().ok()?, high.parse::<u8>().ok()?)));
    band.map_or(code == expected, |(low, high)| (low..=high).contains(&score))
}

#[test]
fn pairs_come_out_as_the_table_says_both_ways_round() {
    for row in rows(include_str!("cases/addresses.txt")) {
        let [applicant, owner] = [row[0], row[1]].map(read);
        let there = address::compare(&applicant, &owner);
        let back = address::compare(&owner, &applicant);
        assert!(is_expected(row[2], there.level.code(), there.match_score().value()), "{row:?} came out as {there:?}");
        assert_eq!((back.level.mirror(), back.further), (there.level, there.further), "{row:?}");
    }
}

#[test]
fn lines_come_apart_as_the_table_says() {
    for row in rows(include_str!("cases/address_parts.txt")) {
        let parts = read(&row[0].replace("\\n", "\n")).components();
        let written: Vec<_> = parts.iter().map(|(name, text)| format!("{name}={text}")).collect();
        assert_eq!(written.join("; "), row[1], "{}", row[0]);
    }
}

#[test]
fn another_number_or_unit_never_reaches_seventy() {
    for (one, other) in [("510", "512"), ("510", "5100"), ("12-34", "12-36"), ("77A", "77B")] {
        let [one, other] = [one, other].map(|number| read(&format!("{number} Oak St, Reno, NV 89501")));
        assert!(address::compare(&one, &other).match_score().value() < 60);
    }
}

#[test]
fn a_structured_address_is_its_line() {
    let parts = AddressParts {
        line1: Some("510 Townsend St".into()),
        line2: Some("Apt 4".into()),
        city: Some("San Francisco".into()),
        state: Some("CA".into()),
        postal_code: Some("94103".into()),
        country: Some("US".into()),
    };
    let line = read("510 TOWNSEND ST APT 4 SAN FRANCISCO CA 94103");
    let Reading::Read(structured) = address::parse_parts(&parts, Region::GB) else { panic!("not read") };
    assert_eq!(address::compare(&structured, &line).level.code(), "exact");
    let whole = AddressParts { line1: Some("510 Townsend St Apt 4, San Francisco, CA 94103".into()), ..parts };
    let Reading::Read(repeated) = address::parse_parts(&AddressParts { line2: None, ..whole }, Region::US) else {
        panic!("not read")
    };
    assert_eq!(address::compare(&repeated, &line).level.code(), "exact");
    assert!(address::parse_parts(&AddressParts::default(), Region::US).is_absent());
}

fn has(raw: &str, flag: address::AddressTraits) -> bool {
    read(raw).traits.contains(flag)
}

#[test]
fn traits_are_set_by_words_and_not_by_streets_named_like_them() {
    use address::AddressTraits as Traits;
    assert!(has("PO Box 12, Boise, ID 83701", Traits::PO_BOX));
    assert!(!has("RR 2 Box 15, Muncy, PA 17756", Traits::PO_BOX));
    assert!(has("400 Elm St PMB 12, Tulsa, OK 74103", Traits::MAIL_DROP));
    assert!(has("c/o The UPS Store, 400 Elm St, Tulsa, OK 74103", Traits::MAIL_DROP));
    assert!(has("Folsom State Prison, 300 Prison Rd, Represa, CA 95671", Traits::CORRECTIONAL));
    assert!(!has("300 Prison Rd, Represa, CA 95671", Traits::CORRECTIONAL));
    assert!(has("Gen Delivery, Fairbanks, AK 99701", Traits::GENERAL_DELIVERY));
    assert!(has("12 Main St, Reno, CA 89501", Traits::POSTAL_CODE_STATE_CONFLICT));
    assert!(!has("12 Main St, Reno, NV 89501", Traits::POSTAL_CODE_STATE_CONFLICT));
    assert!(has("123 Main St, Anytown, USA 00000", Traits::PLACEHOLDER));
    assert!(has("test, Reno, NV 89501", Traits::PLACEHOLDER));
    assert!(!has("123 Main St, Reno, NV 89501", Traits::PLACEHOLDER));
    assert!(has(&"12 Main St ".repeat(60), Traits::CUT));
}

#[test]
fn equal_addresses_have_one_canonical_line() {
    let one = read("510 Townsend Street #4, San Francisco, California 94103-1234");
    let other = read("510 TOWNSEND ST APT 4 SAN FRANCISCO CA 94103");
    assert_eq!(one.canonical(), other.canonical());
    assert_eq!(one.state_code(), "ca");
}

/// City, state, postcode or country alone name no place where mail can go.
fn has_delivery_point(address: &Address) -> bool {
    let names = ["house_number", "street", "unit", "po_box"];
    address.components().iter().any(|(name, _)| names.contains(name))
}

#[test]
fn words_for_nothing_are_absent_and_made_up_words_unreadable() {
    let us = Region::US;
    for raw in ["N/A", "n.a.", "NONE", "Unknown", "NOT AVAILABLE", "not provided", "N/A, N/A", "USA", "United States"] {
        assert!(address::parse(raw, us).is_absent(), "{raw}");
        let parts = AddressParts { line1: Some(raw.into()), country: Some("US".into()), ..AddressParts::default() };
        assert!(address::parse_parts(&parts, us).is_absent(), "{raw}");
    }
    for raw in ["-", "asdf", "test", "XXX", "Apt 4", "# 12", "hlkjh"] {
        assert_eq!(address::parse(raw, us), Reading::Unreadable, "{raw}");
        let parts = AddressParts { line1: Some(raw.into()), ..AddressParts::default() };
        assert_eq!(address::parse_parts(&parts, us), Reading::Unreadable, "{raw}");
    }
}

#[test]
fn parts_without_a_line_are_a_place_alone() {
    let parts = |line1: &str, city: &str| AddressParts {
        line1: Some(line1.into()),
        city: Some(city.into()),
        state: Some("UT".into()),
        ..AddressParts::default()
    };
    for (line1, city) in [("", "West Valley City"), ("N/A", "West Valley City"), ("unknown", "Grand Terrace Park")] {
        let reading = address::parse_parts(&parts(line1, city), Region::US);
        let components = reading.read().map(Address::components).unwrap_or_default();
        assert_eq!(components, [("city", city.to_owned()), ("state", "UT".to_owned())]);
    }
}

#[test]
fn a_megabyte_is_cut_and_read_in_time() {
    let started = std::time::Instant::now();
    for text in [
        "a".repeat(1 << 20),
        "1 ".repeat(1 << 19),
        ",".repeat(1 << 20),
        "\u{fdfa}".repeat(1 << 18),
        "\u{301}".repeat(1 << 18),
    ] {
        if let Reading::Read(address) = address::parse(&text, Region::US) {
            let same = address::compare(&address, &address).match_score().value();
            assert_eq!(same == 100, has_delivery_point(&address));
        }
    }
    assert!(started.elapsed().as_secs() < 5);
}

fn address_line() -> impl Strategy<Value = String> {
    let number = "[1-9][0-9]{0,4}[A-C]?";
    let direction = prop::sample::select(vec!["", "N ", "South ", "NW "]);
    let name = prop::sample::select(vec!["Main", "Oak Hill", "3rd", "Martin Luther King", "Highway 71", "St George"]);
    let kind = prop::sample::select(vec!["", " St", " Avenue", " Blvd", " Ct"]);
    let unit = prop::sample::select(vec!["", " Apt 4", " #4B", " 2nd Floor", " PO Box 9"]);
    let place = prop::sample::select(vec![
        ", Reno, NV 89501",
        " San Francisco CA 94103",
        ", Springfield, IL",
        "",
        " 10005",
        ", Bristol BS1 4ST",
    ]);
    (number, direction, name, kind, unit, place).prop_map(|(number, direction, name, kind, unit, place)| {
        format!("{number} {direction}{name}{kind}{unit}{place}")
    })
}

proptest! {
    #[test]
    fn any_text_with_a_delivery_point_is_equal_to_itself_and_never_panics(raw in "\\PC{0,200}", region in prop::sample::select(vec!["US", "CA", "GB", "AU", "DE", "NZ"])) {
        let region = Region::new(region).unwrap_or_default();
        if let Reading::Read(address) = address::parse(&raw, region) {
            let same = address::compare(&address, &address);
            if has_delivery_point(&address) {
                prop_assert_eq!(same.match_score().value(), 100);
            } else {
                prop_assert!(same.match_score().value() <= 30);
            }
            prop_assert!(address::parts(&address, &address).iter().all(|part| part.applicant == part.owner));
            let _ = (address.components(), address.canonical());
        }
    }

    #[test]
    fn sides_mirror(one in address_line(), other in address_line()) {
        let [one, other] = [one, other].map(|raw| read(&raw));
        let [there, back] = [address::compare(&one, &other), address::compare(&other, &one)];
        prop_assert_eq!((there.level, there.further), (back.level.mirror(), back.further));
    }

    #[test]
    fn messy_lines_mirror(one in "[0-9a-zA-Z,#./ -]{1,60}", other in "[0-9a-zA-Z,#./ -]{1,60}") {
        if let (Reading::Read(one), Reading::Read(other)) = (address::parse(&one, Region::US), address::parse(&other, Region::AU)) {
            let [there, back] = [address::compare(&one, &other), address::compare(&other, &one)];
            prop_assert_eq!((there.level, there.further), (back.level.mirror(), back.further));
        }
    }

    #[test]
    fn case_and_spacing_change_nothing(raw in address_line(), other in address_line()) {
        let other = read(&other);
        let plain = address::compare(&read(&raw), &other);
        for written in [raw.to_uppercase(), raw.to_lowercase(), raw.replace(' ', "  "), format!(" {raw}\t")] {
            prop_assert_eq!(address::compare(&read(&written), &other), plain);
        }
    }

    #[test]
    fn making_the_number_equal_never_lowers(one in "[1-9][0-9]{1,3}", other in "[1-9][0-9]{1,3}", rest in address_line(), rest_other in address_line()) {
        let tail = |raw: &str| raw.split_once(' ').map_or(String::new(), |(_, tail)| tail.to_owned());
        let [rest, rest_other] = [tail(&rest), tail(&rest_other)];
        let owner = read(&format!("{other} {rest_other}"));
        let before = address::compare(&read(&format!("{one} {rest}")), &owner);
        let after = address::compare(&read(&format!("{other} {rest}")), &owner);
        prop_assert!(after.match_score() >= before.match_score());
    }
}
