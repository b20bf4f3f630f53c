//! What a level is: a named outcome of a field's comparison, in a band of scores, with a mirror image.

use crate::weight::Score;

/// A named outcome of one field's comparison.
///
/// Levels run from best to worst; an omission comes in two directions that mirror each other when
/// applicant and owner change sides.
pub trait Level: Copy + Eq + Sized + 'static {
    /// Every level, best first.
    const ALL: &'static [Self];
    /// Position in [`Level::ALL`].
    fn index(self) -> usize;
    /// The stable code, such as `nickname`.
    fn code(self) -> &'static str;
    /// What it means, as a sentence part.
    fn meaning(self) -> &'static str;
    /// Its code as a reason for an answer, such as `name_nickname`.
    fn reason(self) -> &'static str;
    /// What it means, as a sentence that names the field.
    fn sentence(self) -> &'static str;
    /// The score of this level alone.
    fn top(self) -> Score;
    /// The lowest score of the level's band.
    fn floor(self) -> Score;
    /// The level with the sides changed.
    fn mirror(self) -> Self;

    /// The score with `further` differences beside the one that named the level: a point each, never leaving the band.
    fn score(self, further: u8) -> Score {
        Score::new(self.top().value().saturating_sub(further).max(self.floor().value()))
    }
}

/// The lowest score of the band of DESIGN that `top` stands in.
pub(crate) const fn band_floor(top: u8) -> u8 {
    const FLOORS: [u8; 9] = [100, 95, 90, 85, 70, 60, 50, 20, 0];
    let mut at = 0;
    while FLOORS[at] > top {
        at += 1;
    }
    FLOORS[at]
}

/// Declares the levels of a field (its code, its title), best first: `Variant "code" score "meaning"`, and `<=> Mirror` where the sides matter.
macro_rules! levels {
    ($(#[$doc:meta])* pub enum $name:ident of $field:literal $title:literal { $($variant:ident $code:literal $top:literal $meaning:literal $(<=> $mirror:ident)?;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name { $(#[doc = $meaning] $variant,)* }

        impl $crate::level::Level for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),*];
            fn index(self) -> usize { self as usize }
            fn code(self) -> &'static str { match self { $(Self::$variant => $code),* } }
            fn meaning(self) -> &'static str { match self { $(Self::$variant => $meaning),* } }
            fn reason(self) -> &'static str { match self { $(Self::$variant => concat!($field, "_", $code)),* } }
            fn sentence(self) -> &'static str { match self { $(Self::$variant => concat!($title, ": ", $meaning, ".")),* } }
            fn top(self) -> $crate::weight::Score { match self { $(Self::$variant => $crate::weight::Score::new($top)),* } }
            fn floor(self) -> $crate::weight::Score {
                match self { $(Self::$variant => const { $crate::weight::Score::new($crate::level::band_floor($top)) }),* }
            }
            #[allow(unreachable_code)]
            fn mirror(self) -> Self { match self { $(Self::$variant => { $(return Self::$mirror;)? Self::$variant })* } }
        }
    };
}
pub(crate) use levels;

/// How one part of a field (a given name, a house number) compares, for people to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PartOutcome {
    /// Equal as written or after folding.
    Equal,
    /// The same thing written otherwise: a nickname, an abbreviation, an initial.
    Rewritten,
    /// One side leaves it out.
    Omitted,
    /// One or two letters off.
    Slip,
    /// The sides disagree.
    Contradicted,
}

impl PartOutcome {
    /// The stable code, such as `rewritten`.
    pub fn code(self) -> &'static str {
        ["equal", "rewritten", "omitted", "slip", "contradicted"][self as usize]
    }
}

/// One aligned part of a field, built on demand for explanations; an empty side left the part out.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// What the part is, such as `given` or `house_number`.
    pub label: &'static str,
    /// As the applicant gave it, normalized.
    pub applicant: String,
    /// As the bank has it, normalized.
    pub owner: String,
    /// How the two compare.
    pub outcome: PartOutcome,
}

impl std::fmt::Debug for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Part({}, [redacted], {:?})", self.label, self.outcome)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::Level;

    /// What every level list must hold: positions, unique codes, falling scores, mirrors that undo themselves.
    pub(crate) fn assert_lawful<L: Level + std::fmt::Debug>() {
        for (at, &level) in L::ALL.iter().enumerate() {
            assert_eq!(level.index(), at);
            assert_eq!(level.mirror().mirror(), level);
            assert_eq!(level.mirror().top(), level.top(), "{level:?}");
            assert!(level.floor() <= level.top());
            assert!(
                L::ALL[at + 1..].iter().all(|other| other.code() != level.code() && other.top() <= level.top()),
                "{level:?}"
            );
        }
    }
}
