//! Several holders in one run of words: `JOHN & MARY SMITH`, `SMITH JOHN OR MARY`; a firm's ampersand is left alone.

use std::borrow::Cow;

use smallvec::{SmallVec, smallvec};

use super::Holder;
use super::tokens::{Shape, Token, text_of};
use crate::name::organization::{self, Evidence};
use crate::name::person::Order;

/// How many times commoner a word must be as one kind of name to be taken for it against its place.
const CLEARLY: f64 = 10.0;
/// A given name rarer than this says nothing.
const KNOWN: f64 = 2e-6;

type Holders<'t> = SmallVec<[Holder<'t>; 1]>;

/// The words between two ampersands.
struct Piece<'t> {
    tokens: &'t [Token],
    /// Titles, then words that name, then a generation.
    titles: SmallVec<[&'t Token; 2]>,
    words: SmallVec<[&'t Token; 4]>,
    /// Words before the first comma.
    before_comma: Option<usize>,
}

impl<'t> Piece<'t> {
    fn new(tokens: &'t [Token]) -> Self {
        let mut piece = Self { tokens, titles: SmallVec::new(), words: SmallVec::new(), before_comma: None };
        for token in tokens {
            match token.shape {
                Shape::Comma if !piece.words.is_empty() => {
                    piece.before_comma.get_or_insert(piece.words.len());
                }
                Shape::Word if is_title(token.key.as_bytes()) => piece.titles.push(token),
                Shape::Word if !is_suffix(token.key.as_bytes()) => piece.words.push(token),
                _ => {}
            }
        }
        piece.before_comma = piece.before_comma.filter(|&at| at < piece.words.len());
        piece
    }

    /// Words that are more than an initial.
    fn full_words(&self) -> usize {
        self.words.iter().filter(|word| word.key.len() > 1).count()
    }

    /// A given name with its initials, or nothing but a title: the family name is another piece's. `K HUGHES` has one.
    fn lacks_family(&self) -> bool {
        let is_initial_and_family = match *self.words {
            [first, .., last] => first.key.len() == 1 && last.key.len() > 1 && !is_clearly_given(last),
            _ => false,
        };
        self.full_words() <= 1 && !is_initial_and_family
    }

    /// `LYNN LAILA` before `AND CARY MASON`: two given names, and the family name is the neighbor's too.
    fn is_all_given(&self) -> bool {
        let is_given = |word: &Token| word.key.len() == 1 || word.lexeme.given_share() > KNOWN;
        let ends = self.words.last().is_some_and(|last| last.key.len() == 1 || is_clearly_given(last));
        self.before_comma.is_none() && ends && self.words.iter().all(|word| is_given(word))
    }

    /// `SMITH JOHN`, `SMITH JOHN A`: the tables or a comma say that the family name comes first.
    fn is_family_first(&self) -> bool {
        if self.before_comma.is_some() {
            return true;
        }
        let [first, .., last] = *self.words else { return false };
        let [first, other] = [first.lexeme, last.lexeme];
        last.key.len() == 1 || other.given_share() * first.family_share() > first.given_share() * other.family_share()
    }

    /// The family name's words, particles included.
    fn family(&self, family_first: bool) -> &[&'t Token] {
        if let Some(end) = self.before_comma {
            return &self.words[..end];
        }
        if family_first {
            let particles = self.words.iter().take_while(|word| is_particle(word)).count();
            return &self.words[..(particles + 1).min(self.words.len())];
        }
        let mut start = self.words.len().saturating_sub(1);
        while start > 1 && is_particle(self.words[start - 1]) {
            start -= 1;
        }
        &self.words[start..]
    }
}

/// The holders named in a run of tokens; never none where there is a word.
pub(super) fn holders<'t>(text: &'t str, tokens: &[Token]) -> Holders<'t> {
    if tokens.iter().all(|token| token.shape == Shape::Word) {
        return smallvec![whole(text, tokens, false)];
    }
    if organization::evidence_of(text_of(text, tokens)) == Evidence::Organization {
        return smallvec![whole(text, tokens, false)];
    }
    if !tokens.iter().any(|token| matches!(token.shape, Shape::Joint | Shape::Or)) {
        return listed(text, tokens);
    }
    let pieces = pieces(tokens);
    if let [piece] = &pieces[..] {
        return smallvec![whole(text, piece.tokens, false)];
    }
    if is_firm(&pieces, tokens) {
        return smallvec![whole(text, tokens, true)];
    }
    shared(text, &pieces)
}

fn whole<'t>(text: &'t str, tokens: &[Token], firm: bool) -> Holder<'t> {
    Holder { text: Cow::Borrowed(text_of(text, tokens)), order: Order::Unknown, firm }
}

fn pieces(tokens: &[Token]) -> SmallVec<[Piece<'_>; 4]> {
    let runs = tokens.split(|token| matches!(token.shape, Shape::Joint | Shape::Or));
    runs.filter(|run| run.iter().any(|token| token.shape == Shape::Word)).flat_map(comma_list).collect()
}

/// `JOHN, MARY` before `& PETER SMITH`, `JOHN SMITH, MARY SMITH`; but `SMITH, JOHN` is one person.
fn comma_list(run: &[Token]) -> SmallVec<[Piece<'_>; 4]> {
    let parts: SmallVec<[Piece<'_>; 4]> = run.split(|token| token.shape == Shape::Comma).map(Piece::new).collect();
    let given_first = |piece: &Piece<'_>| match *piece.words {
        [only] => is_clearly_given(only),
        [first, .., last] => {
            first.lexeme.given_share() > KNOWN && !piece.is_family_first() && last.lexeme.family_share() > KNOWN
        }
        [] => false,
    };
    if parts.len() > 1 && parts.iter().all(given_first) { parts } else { smallvec![Piece::new(run)] }
}

fn is_clearly_given(word: &Token) -> bool {
    word.lexeme.given_share() > CLEARLY * word.lexeme.family_share().max(KNOWN / CLEARLY)
}

/// Words and commas: two full names, each surely given name first (`JOHN SMITH, MARY SMITH`), or one name
/// (`MONTOYA SANCHEZ, JUAN CARLOS`).
fn listed<'t>(text: &'t str, tokens: &[Token]) -> Holders<'t> {
    let parts = comma_list(tokens);
    let is_full = |part: &Piece<'_>| {
        let [first, .., last] = *part.words else { return false };
        part.full_words() > 1 && is_clearly_given(first) && last.lexeme.family_share() > last.lexeme.given_share()
    };
    if parts.len() > 1 && parts.iter().all(is_full) {
        return parts.iter().map(|part| whole(text, part.tokens, false)).collect();
    }
    smallvec![whole(text, tokens, false)]
}

/// `Johnson & Johnson`, `Barnes & Noble`, `Smith Jones & Brown`: family names on both sides of an ampersand.
fn is_firm(pieces: &[Piece<'_>], tokens: &[Token]) -> bool {
    if tokens.iter().any(|token| token.shape == Shape::Or) || pieces.iter().any(|piece| !piece.titles.is_empty()) {
        return false;
    }
    let single = |piece: &&Piece<'_>| piece.words.len() == 1;
    if pieces.iter().all(|piece| single(&piece)) {
        return !pieces.iter().all(|piece| is_clearly_given(piece.words[0]));
    }
    let family = |word: &&Token| word.lexeme.given_share() < KNOWN.max(word.lexeme.family_share() / CLEARLY);
    let couple = |piece: &Piece<'_>| piece.words.len() > 1 && is_clearly_given(piece.words[0]);
    if pieces.iter().any(couple) && pieces.iter().any(|piece| piece.full_words() == 0) {
        return false;
    }
    // Behind a comma of `SMITH, JOHN` stands a given name, of `Smith, Jones & Brown` another partner.
    let no_given = pieces.iter().all(|piece| piece.before_comma.is_none() || piece.words.last().is_some_and(family));
    no_given && pieces.iter().filter(single).any(|piece| family(&piece.words[0]))
}

/// Gives every piece that lacks one the family name of its neighbor.
fn shared<'t>(text: &'t str, pieces: &[Piece<'_>]) -> Holders<'t> {
    let Some(donor_at) = pieces.iter().rposition(|piece| !piece.lacks_family()) else {
        return pieces.iter().map(|piece| whole(text, piece.tokens, false)).collect();
    };
    let donor = &pieces[donor_at];
    let donor_is_last = pieces.last().is_some_and(|last| !last.lacks_family());
    if let ([spouse, named], true) = (pieces, pieces[0].words.is_empty()) {
        return couple(spouse, named);
    }
    // Behind `JOHN &` only `MARY SMITH` makes sense; before `& MARY`, `SMITH JOHN` and `JOHN SMITH` both do.
    let family_first =
        donor.before_comma.is_some() || (!(donor_is_last && pieces[0].lacks_family()) && donor.is_family_first());
    let borrows = |at: usize| pieces[at].lacks_family() || (at != donor_at && pieces[at].is_all_given());
    let holder = |(at, piece): (usize, &Piece<'_>)| {
        if borrows(at) { lend(piece, donor, family_first) } else { own(text, piece, family_first) }
    };
    pieces.iter().enumerate().map(holder).collect()
}

/// `MR AND MRS THOMAS BAKER`: Thomas, and a spouse of whom the bank writes the family name only.
fn couple<'t>(untitled: &Piece<'_>, named: &Piece<'_>) -> Holders<'t> {
    let holder = |words: &[&Token]| Holder { text: Cow::Owned(joined(words)), order: Order::Unknown, firm: false };
    let spouse = [&named.titles[..], named.family(false)].concat();
    smallvec![holder(&[&untitled.titles[..], &named.words[..]].concat()), holder(&spouse)]
}

fn own<'t>(text: &'t str, piece: &Piece<'_>, family_first: bool) -> Holder<'t> {
    let order = if family_first && piece.is_family_first() { Order::FamilyFirst } else { Order::Unknown };
    Holder { text: Cow::Borrowed(text_of(text, piece.tokens)), order, firm: false }
}

fn lend<'t>(piece: &Piece<'_>, donor: &Piece<'_>, family_first: bool) -> Holder<'t> {
    let family = joined(donor.family(family_first));
    let own = joined(&[&piece.titles[..], &piece.words[..]].concat());
    // Written as `family, given`, which no reader can take for another order.
    let text = if piece.words.is_empty() { format!("{own} {family}") } else { format!("{family}, {own}") };
    Holder { text: Cow::Owned(text), order: Order::Unknown, firm: false }
}

fn joined(words: &[&Token]) -> String {
    words.iter().map(|word| word.key.as_str()).collect::<Vec<_>>().join(" ")
}

fn is_title(word: &[u8]) -> bool {
    matches!(
        word,
        b"mr" | b"mrs" | b"ms" | b"miss" | b"mx" | b"dr" | b"prof" | b"sir" | b"hon" | b"mr/mrs" | b"drs" | b"messrs"
    )
}

fn is_suffix(word: &[u8]) -> bool {
    matches!(
        word,
        b"jr"
            | b"sr"
            | b"ii"
            | b"iii"
            | b"iv"
            | b"md"
            | b"phd"
            | b"esq"
            | b"dds"
            | b"cpa"
            | b"rn"
            | b"junior"
            | b"senior"
    )
}

fn is_particle(word: &Token) -> bool {
    matches!(
        word.key.as_bytes(),
        b"de"
            | b"la"
            | b"las"
            | b"los"
            | b"del"
            | b"van"
            | b"von"
            | b"der"
            | b"den"
            | b"ter"
            | b"di"
            | b"da"
            | b"dos"
            | b"das"
            | b"el"
            | b"al"
            | b"bin"
            | b"ben"
            | b"st"
            | b"san"
            | b"le"
            | b"du"
            | b"abu"
            | b"mac"
            | b"mc"
    )
}
