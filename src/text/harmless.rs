//! Text from the outside made safe to show: nothing in it moves a cursor or turns the writing round.

/// Text from the outside with what a terminal or a page would obey taken out: escapes, controls, turned writing.
///
/// ```
/// use ownermatch::text::harmless;
/// assert_eq!(harmless("a\u{1b}[31mb\u{202e}c"), "a\u{fffd}[31mb\u{fffd}c");
/// ```
pub fn harmless(text: &str) -> String {
    let is_bad = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|letter| if is_bad(letter) { '\u{fffd}' } else { letter }).collect()
}
