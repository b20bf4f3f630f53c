//! A page of text for people: how wide it is, lines that wrap, and words in color.

use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};
pub use ownermatch::text::harmless;
use ownermatch::{Decision, PartOutcome, Severity};

/// Columns where the terminal does not say, or there is none.
const WIDTH: usize = 80;
/// Wider than this is harder to read, narrower cannot hold two columns.
const WIDTHS: std::ops::RangeInclusive<usize> = 60..=100;

/// How wide a page is. Color is written always: stdout takes it out where it is not wanted.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub width: usize,
}

impl Page {
    /// As wide as the terminal.
    pub fn of_stdout() -> Self {
        let terminal = std::io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
        let width = terminal.map_or(WIDTH, |(width, _)| usize::from(width.0));
        Self { width: width.clamp(*WIDTHS.start(), *WIDTHS.end()) }
    }

    /// A line across, between two cases.
    pub fn rule(self) -> String {
        format!("\n{}\n\n", "─".repeat(self.width))
    }

    /// Words wrapped to the width, each line but the first indented by `indent`.
    pub fn wrap(self, text: &str, indent: usize) -> String {
        fold_words(text, self.width.saturating_sub(indent)).join(&format!("\n{}", " ".repeat(indent)))
    }
}

/// Lines of at most `width` characters, broken at spaces, inside a word only if it is longer.
pub fn fold_words(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        let last = lines.last_mut().map_or(0, |line| line.chars().count());
        match lines.last_mut() {
            Some(line) if last > 0 && last + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(line) if last == 0 => line.push_str(&word),
            _ => lines.push(word),
        }
    }
    lines
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    letters.chunks(width.max(1)).map(|piece| piece.iter().collect()).collect()
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut text = digits[..first].to_owned();
    for at in (first..digits.len()).step_by(3) {
        text.push_str(if text.is_empty() { "" } else { "," });
        text.push_str(&digits[at..at + 3]);
    }
    text
}

/// Text in a style.
pub fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// A heading.
pub fn heading(text: &str) -> String {
    paint(Style::new().bold(), text)
}

/// What matters less.
pub fn dim(text: &str) -> String {
    paint(Style::new().dimmed(), text)
}

/// The color of a decision.
pub fn decision_style(decision: Decision) -> Style {
    let color = match decision {
        Decision::Match => AnsiColor::Green,
        Decision::Review => AnsiColor::Yellow,
        Decision::NoMatch => AnsiColor::Red,
        Decision::InsufficientData => AnsiColor::Cyan,
    };
    color.on_default().bold()
}

/// The color of a severity.
pub fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Info => Style::new(),
        Severity::Review => AnsiColor::Yellow.on_default(),
        Severity::High => AnsiColor::Red.on_default().bold(),
    }
}

/// The color of how two parts compare.
pub fn outcome_style(outcome: PartOutcome) -> Style {
    match outcome {
        PartOutcome::Equal => Style::new(),
        PartOutcome::Contradicted => AnsiColor::Red.on_default().bold(),
        _ => AnsiColor::Yellow.on_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, fold_words, grouped};

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn no_line_is_longer_than_asked() {
        assert_eq!(fold_words("one two three", 7), ["one two", "three"]);
        assert_eq!(fold_words("abcdefgh i", 3), ["abc", "def", "gh", "i"]);
        assert_eq!(fold_words("", 3), [""]);
        assert_eq!(Page { width: 10 }.wrap("one two three", 4), "one\n    two\n    three");
    }
}
