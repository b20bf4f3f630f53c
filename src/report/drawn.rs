//! What a section is made of: drawings with the same data as a table, plain tables, and paragraphs.

/// Width of a drawing for a phone or half a page, in pixels.
pub(super) const NARROW: f64 = 328.0;
/// Width of a drawing across the page.
pub(super) const WIDE: f64 = 700.0;
/// Characters of a case's id, and of what was read.
pub(super) const ID: usize = 48;
pub(super) const SOURCE: usize = 80;

/// A chart, with what it shows as a table.
pub(super) struct Drawn {
    /// What it shows, as a heading.
    pub(super) heading: String,
    /// Whose it is, where there are two; empty otherwise.
    pub(super) whose: String,
    /// How to read it; empty beside another that says it.
    pub(super) caption: String,
    /// Drawn for a narrow place.
    pub(super) narrow: String,
    /// Drawn for the whole width; the narrow one serves where there is none.
    pub(super) wide: Option<String>,
    /// The same numbers.
    pub(super) table: Table,
}

impl Drawn {
    /// Draws at both widths; `draw` is given the width and an id of its own.
    pub(super) fn both(self, id: &str, draw: impl Fn(f64, &str) -> String) -> Self {
        let (narrow, wide) = (draw(NARROW, &format!("{id}-n")), Some(draw(WIDE, &format!("{id}-w"))));
        Self { narrow, wide, ..self }
    }

    /// The same for half of the page, said whose it is.
    pub(super) fn beside(self, whose: String) -> Self {
        Self { whose, wide: None, ..self }
    }

    /// A chart still to be drawn.
    pub(super) fn new(heading: impl Into<String>, caption: impl Into<String>, table: Table) -> Self {
        let (heading, caption) = (heading.into(), caption.into());
        Self { heading, whose: String::new(), caption, narrow: String::new(), wide: None, table }
    }
}

/// A table whose first column names its rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// What the rows are, for those who hear the table.
    pub(super) caption: String,
    pub(super) head: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    /// Words stand to the left, numbers to the right.
    pub(super) is_words: bool,
}

impl Table {
    /// Columns by name; one that begins with `=` holds words.
    pub(super) fn new(caption: impl Into<String>, head: &[&str]) -> Self {
        let column =
            |name: &&str| Column { name: name.trim_start_matches('=').into(), is_words: name.starts_with('=') };
        Self { caption: caption.into(), head: head.iter().map(column).collect(), rows: Vec::new() }
    }

    pub(super) fn row(mut self, row: Vec<String>) -> Self {
        debug_assert_eq!(row.len(), self.head.len());
        self.rows.push(row);
        self
    }

    pub(super) fn rows(self, rows: impl Iterator<Item = Vec<String>>) -> Self {
        rows.fold(self, Self::row)
    }
}

/// A case that came out wrong.
pub(super) struct MistakeView {
    pub(super) heading: String,
    /// The case inside a sentence.
    pub(super) name: String,
    pub(super) sentence: String,
    pub(super) drawn: Drawn,
    pub(super) sides: Vec<SideRow>,
}

/// Both sides of a field, and what comparing them came to.
pub(super) struct SideRow {
    pub(super) field: &'static str,
    pub(super) score: String,
    pub(super) level: &'static str,
    pub(super) applicant: String,
    pub(super) owner: String,
}

/// A case that waits for a look: a line of the queue, and what opens below it.
pub(super) struct QueueEntry {
    pub(super) rank: String,
    pub(super) id: String,
    /// The case inside a sentence.
    pub(super) name: String,
    pub(super) place: String,
    pub(super) probability: String,
    pub(super) why: String,
    /// Severities with names.
    pub(super) flags: Vec<(&'static str, String)>,
    /// How many flags are not named.
    pub(super) more: String,
    pub(super) verdict: String,
    /// The sum; `None` without owners.
    pub(super) drawn: Option<Drawn>,
    pub(super) sides: Vec<SideRow>,
    /// Paragraphs below both sides.
    pub(super) told: Vec<String>,
    /// Every flag with its meaning.
    pub(super) flagged: Table,
}

/// A number large enough to be read across a table.
pub(super) struct Card {
    pub(super) name: String,
    pub(super) value: String,
    /// Its interval, or its share.
    pub(super) aside: String,
    pub(super) meaning: String,
}

/// A piece of a section.
pub(super) enum Block {
    Text(String),
    /// What follows is one model's.
    Heading(String),
    Cards(Vec<Card>),
    Table(Table),
    /// Closed until it is asked for.
    Folded(String, Table),
    /// Beside each other where there is room.
    Charts(Vec<Drawn>),
    /// Charts of levels, which are of very different lengths.
    Levels(Vec<Drawn>),
    Mistakes(Vec<MistakeView>),
    /// Lines that open.
    Queue(Vec<QueueEntry>),
    /// Charts of levels, closed.
    More(String, Vec<Drawn>),
}

/// A part of the page, with a place in the list of contents.
pub(super) struct Section {
    pub(super) id: &'static str,
    pub(super) heading: &'static str,
    pub(super) blocks: Vec<Block>,
}

/// Text cut to so many characters, with a sign that it was.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}
