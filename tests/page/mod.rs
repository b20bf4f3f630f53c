//! What every page of ours must be: small, well formed, usable without a mouse or eyes, and fetching nothing.

use std::collections::BTreeSet;

/// The most that a page may weigh.
pub const MOST_BYTES: usize = 500_000;

/// Tags in order, each with its attributes; comments and the doctype aside.
fn tags(page: &str) -> Vec<&str> {
    let pieces = page.split('<').skip(1).filter(|piece| !piece.starts_with('!'));
    pieces.map(|piece| piece.split('>').next().expect("a tag")).collect()
}

fn name(tag: &str) -> &str {
    tag.trim_start_matches('/').split([' ', '/', '\n']).next().expect("a name")
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

/// Every tag is closed in the order of opening, every id stands once, and every reference leads to one.
pub fn assert_well_formed(page: &str) {
    let mut open = Vec::new();
    let (mut ids, mut wanted) = (BTreeSet::new(), Vec::new());
    for tag in tags(page) {
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name(tag)), "</{}>", name(tag));
        } else if !tag.ends_with('/') && !["meta", "wbr"].contains(&name(tag)) {
            open.push(name(tag));
        }
        if let Some(id) = attribute(tag, "id") {
            assert!(ids.insert(id), "the id {id} stands twice");
        }
        wanted.extend(attribute(tag, "href").map(|href| href.trim_start_matches('#')));
        wanted.extend(attribute(tag, "aria-describedby"));
        wanted.extend(attribute(tag, "aria-labelledby").into_iter().flat_map(str::split_whitespace));
    }
    assert!(open.is_empty(), "{open:?} stay open");
    assert!(wanted.iter().all(|id| ids.contains(id)), "a reference leads nowhere");
}

/// What a reader who cannot see, or has no mouse, needs.
pub fn assert_usable(page: &str) {
    for part in
        [r#"<html lang="en">"#, "<main id=", "<nav aria-label=", r##"href="#main""##, "color-scheme", "@media print"]
    {
        assert!(page.contains(part), "{part}");
    }
    let all = tags(page);
    for svg in all.iter().filter(|tag| name(tag) == "svg" && !tag.starts_with('/')) {
        assert!(
            svg.contains(r#"role="img""#) && svg.contains("aria-labelledby") && svg.contains("aria-describedby"),
            "{svg}"
        );
    }
    let count = |wanted: &str| all.iter().filter(|tag| name(tag) == wanted && !tag.starts_with('/')).count();
    // A drawing a width, and a table a chart: every drawing has its words, every chart its numbers.
    assert_eq!(count("svg"), count("desc"));
    assert_eq!(count("svg") + 1, count("title"));
    assert_eq!(count("figure"), page.matches(r#"<details class="numbers">"#).count());
    let levels = all
        .iter()
        .filter_map(|tag| ["h1", "h2", "h3", "h4"].iter().position(|head| !tag.starts_with('/') && *head == name(tag)));
    let levels: Vec<usize> = levels.collect();
    assert!(levels[0] == 0 && levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "a level of headings is left out");
}

/// Nothing in the page makes a browser ask for anything, or run anything.
pub fn assert_fetches_nothing(page: &str) {
    assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'"));
    for part in ["http:", "https:", "//", "<script", "<link", "<img", "@import", "url(", " src=", " onclick="] {
        assert!(!page.contains(part), "{part}");
    }
}
