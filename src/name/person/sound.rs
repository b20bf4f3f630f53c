//! How a name sounds, whatever the alphabet it was transliterated from: two keys that equal spellings share.

/// Two packed keys of a word, five bits a sound, twelve sounds at most.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sound {
    /// Consonants and vowel classes: `sergey` and `serguei` share it.
    pub(super) full: u64,
    /// Consonants alone, and whether the word opens with a vowel: `bathali` and `bthaly` share it.
    pub(super) consonants: u64,
    /// The vowels alone, `i` told from `e` and `u` from `o`: `alina` and `alena` differ in it.
    pub(super) vowels: u64,
    /// How many sounds `consonants` holds.
    pub(super) count: u8,
}

const CAP_SOUNDS: u8 = 12;

impl Sound {
    /// The sound of a folded word.
    pub(super) fn of(word: &[u8]) -> Self {
        let stem = masculine(word);
        let mut keys = Keys::default();
        let mut at = 0;
        while at < stem.len() && !keys.are_full() {
            at += if is_vowel(stem, at) { keys.vowels(stem, at) } else { keys.consonant(stem, at) };
        }
        let Keys { full, consonants, vowels } = keys;
        Self { full: full.bits, consonants: consonants.bits, vowels: vowels.bits, count: consonants.count }
    }
}

/// Whether one word is the other without its vowels, as Arabic and Hebrew are written: `mhmd`, `mohammed`.
pub(super) fn same_skeleton(one: &[u8], other: &[u8]) -> bool {
    let [bare, full] = if is_bare(one) { [one, other] } else { [other, one] };
    if !is_bare(bare) || is_bare(full) || bare.len() < 2 {
        return false;
    }
    let enough = bare.len() >= 3 || full.len() <= 4;
    let without_article = bare.strip_prefix(b"l").filter(|rest| rest.len() >= 3);
    let before_article = full.strip_suffix(b"ul").filter(|rest| rest.len() >= 3);
    enough
        && (fits(bare, full)
            || without_article.is_some_and(|bare| fits(bare, full))
            || before_article.is_some_and(|full| fits(bare, full)))
}

/// Whether vowels put between the letters of `bare` make `full`; `w` and `y` stand for long vowels.
fn fits(bare: &[u8], full: &[u8]) -> bool {
    let mut rest = full;
    for &letter in bare.iter().filter(|&&letter| letter != b'h') {
        let gap = rest.iter().position(|&next| !is_unwritten(next)).unwrap_or(rest.len());
        let fitting = match letter {
            b'w' => rest[..gap].iter().any(|vowel| b"ouvw".contains(vowel)),
            b'y' => rest[..gap].iter().any(|vowel| b"eiy".contains(vowel)),
            _ => rest.get(gap).is_some_and(|&next| plain(next) == plain(letter)),
        };
        if !fitting {
            return false;
        }
        if !is_unwritten(letter) {
            let doubled = rest[gap..].iter().take_while(|&&next| next == rest[gap]).count();
            rest = &rest[gap + doubled..];
        }
    }
    rest.iter().all(|&next| is_unwritten(next))
}

fn is_unwritten(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'w' | b'h')
}

fn plain(letter: u8) -> u8 {
    if matches!(letter, b'c' | b'q') { b'k' } else { letter }
}

pub(super) fn is_bare(word: &[u8]) -> bool {
    !word.iter().any(|letter| matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u'))
}

/// Slavic family names as the man's: `ivanova` is `ivanov`, `sokolovskaya` is `sokolovska`.
fn masculine(word: &[u8]) -> &[u8] {
    let ends = |tail: &[u8]| word.len() >= 6 && word.ends_with(tail);
    if ends(b"skaya") || ends(b"skaia") {
        &word[..word.len() - 2]
    } else if ends(b"ova") || ends(b"eva") {
        &word[..word.len() - 1]
    } else {
        word
    }
}

#[derive(Default)]
struct Key {
    bits: u64,
    count: u8,
    last: u8,
}

impl Key {
    /// A letter doubled sounds once.
    fn push(&mut self, sound: u8) {
        if sound != self.last && self.count < CAP_SOUNDS {
            self.bits = self.bits << 5 | u64::from(sound & 31);
            self.count += 1;
        }
        self.last = sound;
    }
}

#[derive(Default)]
struct Keys {
    full: Key,
    consonants: Key,
    vowels: Key,
}

/// The vowel classes; consonants are their letters, `x` stands for `sh` and `ch`.
const A: u8 = b'a';
const FRONT: u8 = b'e';
const BACK: u8 = b'o';

impl Keys {
    /// No sound finds room any more.
    fn are_full(&self) -> bool {
        [&self.full, &self.consonants, &self.vowels].iter().all(|key| key.count >= CAP_SOUNDS)
    }

    /// Reads a run of vowels as one class, and says how many letters it took.
    fn vowels(&mut self, word: &[u8], from: usize) -> usize {
        let len = (from..word.len()).take_while(|&at| is_vowel(word, at) || is_glide(word, at)).count();
        let run = &word[from..from + len];
        let letters = run.iter().fold(0, |letters, &letter| letters | bit(letter));
        let class = match run {
            b"ae" | b"aa" => A,
            _ if letters & (bit(b'o') | bit(b'u')) != 0 => BACK,
            _ if letters & (bit(b'e') | bit(b'i') | bit(b'y') | bit(b'j')) != 0 => FRONT,
            _ => A,
        };
        self.full.push(class);
        self.vowels.push(exact_vowel(run, letters));
        self.vowels.last = 0;
        if from + len == word.len() && len > 1 && run.ends_with(b"a") && class != A {
            self.full.push(A);
        }
        if from == 0 {
            self.consonants.push(A);
        }
        self.consonants.last = 0;
        len
    }

    fn consonant(&mut self, word: &[u8], at: usize) -> usize {
        let (sound, len) = consonant_at(word, at);
        self.full.push(sound);
        if sound != b'h' {
            self.consonants.push(sound);
        }
        len
    }
}

/// A bit for each letter of a run of vowels, which has no digits.
fn bit(letter: u8) -> u32 {
    1 << (letter & 31)
}

/// One letter for a run of vowels: `ie`, `ey` and `ee` are `i`, `ou` and `oo` are `u`.
fn exact_vowel(run: &[u8], letters: u32) -> u8 {
    match run {
        [b'y'] => b'i',
        [only] => *only,
        b"oo" => b'u',
        _ if letters & bit(b'u') != 0 => b'u',
        _ if letters & bit(b'o') != 0 => b'o',
        _ if letters & (bit(b'i') | bit(b'y') | bit(b'j')) != 0 || run == b"ee" => b'i',
        _ => run.first().copied().unwrap_or(A),
    }
}

fn is_vowel(word: &[u8], at: usize) -> bool {
    matches!(word.get(at), Some(b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

/// `h`, `w` and `j` behind a vowel and before none belong to it: `sarah`, `laurenw`, `sergej`.
fn is_glide(word: &[u8], at: usize) -> bool {
    at > 0 && is_vowel(word, at - 1) && !is_vowel(word, at + 1) && matches!(word.get(at), Some(b'h' | b'j'))
}

/// The sound that starts at `at`, and how many letters it takes.
fn consonant_at(word: &[u8], at: usize) -> (u8, usize) {
    let rest = &word[at..];
    let opens_cluster = matches!(rest[0], b'c' | b'd' | b'g' | b'k' | b'p' | b'q' | b's' | b't' | b'z');
    let found = if opens_cluster { CLUSTERS.iter().find(|(letters, _)| rest.starts_with(letters)) } else { None };
    if let Some((letters, sound)) = found {
        return (*sound, letters.len());
    }
    let soft = matches!(rest.get(1), Some(b'e' | b'i' | b'y'));
    match rest[0] {
        b'c' if soft => (b's', 1),
        b'c' | b'q' => (b'k', 1),
        b'w' => (b'v', 1),
        b'f' if at > 0 && rest.iter().all(|&letter| letter == b'f') => (b'v', 1),
        other => (other, 1),
    }
}

/// Letters that make one sound, longest first.
const CLUSTERS: &[(&[u8], u8)] = &[
    (b"tsch", b'x'),
    (b"sch", b'x'),
    (b"tch", b'x'),
    (b"dzh", b'j'),
    (b"sh", b'x'),
    (b"ch", b'x'),
    (b"zh", b'j'),
    (b"dj", b'j'),
    (b"kh", b'k'),
    (b"gh", b'g'),
    (b"th", b't'),
    (b"dh", b'd'),
    (b"ph", b'f'),
    (b"ck", b'k'),
    (b"gu", b'g'),
    (b"qu", b'k'),
    (b"ts", b'z'),
    (b"tz", b'z'),
];

#[cfg(test)]
mod tests {
    use super::{Sound, same_skeleton};

    #[test]
    fn a_word_without_vowels_is_the_word_with_them() {
        let same = |bare: &str, full: &str| same_skeleton(bare.as_bytes(), full.as_bytes());
        for (bare, full) in
            [("mhmd", "mohammed"), ("ywsf", "youssef"), ("lrhmn", "rahman"), ("bd", "abd"), ("ly", "ali")]
        {
            assert!(same(bare, full) && same(full, bare), "{bare} {full}");
        }
        for (bare, full) in [("mhmwd", "mohammed"), ("hsyn", "hassan"), ("ly", "alison"), ("x", "xu"), ("mhmd", "mhmd")]
        {
            assert!(!same(bare, full), "{bare} {full}");
        }
    }

    fn same(one: &str, other: &str) -> bool {
        Sound::of(one.as_bytes()).full == Sound::of(other.as_bytes()).full
    }

    #[test]
    fn spellings_of_one_name_sound_the_same() {
        for (one, other) in [
            ("sergey", "serguei"),
            ("natalya", "natallia"),
            ("sara", "sarah"),
            ("sokolovsky", "sokolovskiy"),
            ("smirnov", "smirnoff"),
            ("ivanov", "ivanova"),
            ("yusuf", "youssouf"),
            ("mueller", "muller"),
            ("erik", "eric"),
        ] {
            assert!(same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for (one, other) in
            [("maria", "marie"), ("eric", "erica"), ("julia", "julie"), ("laura", "lauren"), ("daniel", "danielle")]
        {
            assert!(!same(one, other), "{one} {other}");
        }
    }
}
