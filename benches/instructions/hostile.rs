//! Fields as long as their caps and longer, in the shapes that cost a reader most: `hostile_name_3`, `hostile_case_0`.

use std::hint::black_box;

use ownermatch::{Applicant, Matcher, Owner};

/// More characters than any cap.
const LONG: usize = 600;
const OWNERS: usize = 8;

/// A piece that is repeated, and what it is there for.
const NAMES: [(&str, &str); 13] = [
    ("a ", "initials"),
    ("maria ", "one word again and again"),
    ("mariana mariano marianne marina ", "words near each other"),
    ("john & mary or ", "holders"),
    ("jr sr dr md esq ", "titles"),
    ("trust llc inc of the estate ", "legal forms"),
    ("de la van der ", "particles"),
    ("o-x'y.", "one word of marks"),
    ("x", "one word"),
    ("\u{e9}\u{df}", "accents"),
    ("\u{738b}\u{30b4}", "no letters of Latin"),
    ("j0hn $m1th ", "disguises"),
    (
        "maxabelinota maxabelinotb maxabelinotc maxabelinotd maxabelinote maxabelinotf maxabelinotg maxabelinoth ",
        "long words",
    ),
];
const ADDRESSES: [(&str, &str); 12] = [
    ("a ", "letters"),
    ("1 ", "numbers"),
    ("st ", "street types"),
    ("apt 1 ", "units"),
    ("new york ny ", "cities and states"),
    ("san francisco, ca 94103, ", "ends of addresses"),
    ("n main st ste 5 ", "streets"),
    ("po box 12 ", "boxes"),
    (",", "commas"),
    ("1st2nd3rd", "one word"),
    ("\u{e9}\u{df} ", "accents"),
    ("10 rue de la paix 75002 paris france ", "elsewhere"),
];
const EMAILS: [(&str, &str); 4] = [("a.", "dots"), ("a@", "signs"), ("x", "one word"), ("\u{e9}@\u{e9}.", "accents")];
const PHONES: [(&str, &str); 4] = [("1", "digits"), ("+1 (0)", "marks"), ("ext 1", "extensions"), ("\u{ff11}", "wide")];

fn long((piece, _): (&str, &str)) -> String {
    piece.repeat(LONG / piece.len())
}

/// The same with a slip in the middle, so that nothing is told by being equal.
fn slipped(text: &str) -> String {
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(at, _)| at);
    [&text[..middle], "q", &text[middle..]].concat()
}

/// Both sides of a pair in one field.
fn pair(field: &str, shape: usize) -> Option<(Applicant, Owner)> {
    let none = (Applicant::default(), Owner::default());
    let text = |shapes: &[(&'static str, &'static str)]| shapes.get(shape).map(|&piece| long(piece));
    Some(match field {
        "name" => text(&NAMES).map(|name| (Applicant::new(name.as_str()), Owner::new(slipped(&name))))?,
        "address" => {
            text(&ADDRESSES).map(|line| (none.0.address(line.as_str()), none.1.raw_address(slipped(&line))))?
        }
        "email" => text(&EMAILS).map(|email| (none.0.email(email.as_str()), none.1.email(slipped(&email))))?,
        "phone" => text(&PHONES).map(|phone| (none.0.phone(phone.as_str()), none.1.phone(slipped(&phone))))?,
        _ => return None,
    })
}

/// All four fields hostile, on every side.
fn case(shape: usize) -> Option<(Applicant, Vec<Owner>)> {
    let [(name, owner_name), (address, owner_address)] = [pair("name", shape)?, pair("address", shape)?];
    let [(email, owner_email), (phone, owner_phone)] = [pair("email", shape % 4)?, pair("phone", shape % 4)?];
    let applicant =
        Applicant { name: name.name, address: address.address, email: email.email, phone: phone.phone, ..name };
    let owner = Owner {
        name: owner_name.name,
        raw_address: owner_address.raw_address,
        email: owner_email.email,
        phone: owner_phone.phone,
        refreshed_at: None,
    };
    Some((applicant, vec![owner; OWNERS]))
}

/// Whether there is such work; it is read, compared, flagged and decided.
pub fn work(name: &str, times: u64) -> bool {
    let mut parts = name.strip_prefix("hostile_").unwrap_or_default().split('_');
    let (field, shape) = (parts.next().unwrap_or_default(), parts.next().and_then(|shape| shape.parse().ok()));
    let Some(shape) = shape else { return false };
    let sides = if field == "case" { case(shape) } else { pair(field, shape).map(|(one, owner)| (one, vec![owner])) };
    let Some((applicant, owners)) = sides else { return false };
    let matcher = Matcher::default().now(0);
    (0..times).for_each(|_| drop(black_box(matcher.match_owners(&applicant, &owners))));
    true
}
