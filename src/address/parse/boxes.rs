//! Boxes: post office boxes, rural and highway contract routes, military boxes, general delivery.

use super::super::AddressTraits;
use super::super::words::Marks;
use super::draft::Draft;
use super::set;
use super::tokens::Label;

/// Labels every box in the open words.
pub(super) fn read(draft: &mut Draft) {
    let mut at = if draft.marks.contains(Marks::BOX) { draft.start } else { draft.end };
    while at < draft.end {
        let may_open = draft.is(at, Marks::BOX) && draft.is_open(at);
        at = if may_open { read_at(draft, at).unwrap_or(at + 1) } else { at + 1 };
    }
}

/// The end of the box that starts at `at`, labelled.
fn read_at(draft: &mut Draft, at: usize) -> Option<usize> {
    route(draft, at)
        .or_else(|| military(draft, at))
        .or_else(|| post_office_box(draft, at))
        .or_else(|| general_delivery(draft, at))
}

/// How many words at `at` spell a post office box, the word `box` included.
fn box_words(draft: &Draft, at: usize) -> Option<usize> {
    const SPELLINGS: [&[&[u8]]; 19] = [
        &[b"post", b"office", b"box"],
        &[b"post", b"office", b"drawer"],
        &[b"post", b"off", b"box"],
        &[b"p", b"o", b"box"],
        &[b"p", b"o", b"drawer"],
        &[b"p", b"o", b"b"],
        &[b"po", b"box"],
        &[b"po", b"bx"],
        &[b"po", b"drawer"],
        &[b"p", b"obox"],
        &[b"p", b"box"],
        &[b"pobox"],
        &[b"pob"],
        &[b"gpo", b"box"],
        &[b"locked", b"bag"],
        &[b"lock", b"box"],
        &[b"case", b"postale"],
        &[b"caller", b"box"],
        &[b"apartado", b"postal"],
    ];
    SPELLINGS
        .into_iter()
        .find(|words| words.iter().enumerate().all(|(offset, word)| draft.word(at + offset) == *word))
        .map(<[&[u8]]>::len)
}

fn post_office_box(draft: &mut Draft, at: usize) -> Option<usize> {
    let lone = matches!(draft.word(at), b"box" | b"drawer" | b"bx" | b"cp" | b"apartado");
    let po = matches!(draft.word(at), b"po") && draft.is_digits(at + 1) && draft.word(at + 1).len() <= 6;
    let words = box_words(draft, at).or_else(|| (lone || po).then_some(1))?;
    let id = number_mark(draft, at + words);
    let to = id + 1;
    let is_id = draft.has_digit(id) || words > 1 && draft.word(id).len() <= 2 && !draft.word(id).is_empty();
    if to > draft.end || !is_id {
        return None;
    }
    draft.label(at..to, Label::PoBox);
    draft.traits |= AddressTraits::PO_BOX;
    Some(to)
}

/// Past a `#` or `No`.
fn number_mark(draft: &Draft, at: usize) -> usize {
    at + usize::from(matches!(draft.word(at), b"#" | b"no" | b"num" | b"number") && draft.has_digit(at + 1))
}

/// `RR 2 Box 15`, `HC 3 Box 9`, `Rural Route 2`: the route stands for the street, the box for the number.
fn route(draft: &mut Draft, at: usize) -> Option<usize> {
    let words = match (draft.word(at), draft.word(at + 1)) {
        (b"rural" | b"star" | b"highway", b"route" | b"rt" | b"rte" | b"rd" | b"contract") => 2,
        (b"r", b"r") | (b"h", b"c") | (b"r", b"d") | (b"s", b"r") => 2,
        (b"rr" | b"hc" | b"rfd" | b"hcr" | b"rrt", _) => 1,
        (b"rt" | b"rte" | b"route" | b"rd" | b"r", _) if at == draft.start => 1,
        _ => return None,
    };
    let words = words + usize::from(words == 2 && matches!(draft.word(at + 2), b"route" | b"rt" | b"rte"));
    let id = number_mark(draft, at + words);
    let route_end = if draft.has_digit(id) { id + 1 } else { at + words };
    let has_box = matches!(draft.word(route_end), b"box" | b"bx");
    let is_route = has_box
        || draft.has_digit(id)
            && at == draft.start
            && !matches!(draft.word(at), b"rt" | b"rte" | b"route" | b"rd" | b"r");
    if !is_route || route_end > draft.end || route_end == at + words && !has_box {
        return None;
    }
    draft.label(at..route_end, Label::Street);
    if has_box && matches!(draft.word(at), b"rt" | b"rte" | b"route" | b"rd" | b"r") && route_end == id + 1 {
        // Before a box a bare route is the post office's.
        draft.replace(at, b"rr");
    }
    Some(if has_box { route_box(draft, route_end) } else { route_end })
}

fn route_box(draft: &mut Draft, at: usize) -> usize {
    let id = number_mark(draft, at + 1);
    let to = (id + 1).min(draft.end);
    draft.label(at..to, Label::PoBox);
    to
}

/// `PSC 3 Box 123`, `CMR 450 Box 12`, `Unit 2050 Box 4190`, `Ops 12`, `USS Nimitz`.
fn military(draft: &mut Draft, at: usize) -> Option<usize> {
    let group = draft.word(at);
    let is_base = matches!(group, b"psc" | b"cmr" | b"ops" | b"opc" | b"unit") && draft.has_digit(at + 1);
    if !is_base || group != b"psc" && group != b"cmr" && !goes_by_military_post(draft) {
        return None;
    }
    let to = (at + 2).min(draft.end);
    draft.label(at..to, Label::Street);
    Some(if draft.word(to) == b"box" && to < draft.end { route_box(draft, to) } else { to })
}

fn goes_by_military_post(draft: &Draft) -> bool {
    matches!(draft.state.as_bytes(), b"aa" | b"ae" | b"ap") || matches!(draft.word(draft.end), b"apo" | b"fpo" | b"dpo")
}

fn general_delivery(draft: &mut Draft, at: usize) -> Option<usize> {
    let first = matches!(draft.word(at), b"general" | b"gen" | b"genl" | b"gnrl" | b"gnl");
    let second = matches!(draft.word(at + 1), b"delivery" | b"del");
    if !(first && second || draft.word(at) == b"poste" && draft.word(at + 1) == b"restante") || at + 2 > draft.end {
        return None;
    }
    draft.label(at..at + 2, Label::Street);
    set(&mut draft.traits, AddressTraits::GENERAL_DELIVERY, true);
    Some(at + 2)
}
