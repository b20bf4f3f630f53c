//! How a name sounds: strings that spellings of one name share.

/// Most sounds that count.
const MOST: usize = 12;

/// Letters that make one sound, longest first; `x` stands for `sh` and `ch`.
const CLUSTERS: [(&str, char); 18] = [
    ("tsch", 'x'),
    ("sch", 'x'),
    ("tch", 'x'),
    ("dzh", 'j'),
    ("sh", 'x'),
    ("ch", 'x'),
    ("zh", 'j'),
    ("dj", 'j'),
    ("kh", 'k'),
    ("gh", 'g'),
    ("th", 't'),
    ("dh", 'd'),
    ("ph", 'f'),
    ("ck", 'k'),
    ("gu", 'g'),
    ("qu", 'k'),
    ("ts", 'z'),
    ("tz", 'z'),
];

/// A word's sounds.
#[derive(Default)]
pub struct Sound {
    /// Consonants, and vowels by class.
    pub full: String,
    /// Consonants alone, and whether the word opens with a vowel.
    pub consonants: String,
    /// The vowels alone.
    pub vowels: String,
}

impl Sound {
    pub fn of(word: &str) -> Self {
        let mut sound = Self::default();
        let mut rest = masculine(word);
        let mut is_first = true;
        while !rest.is_empty() {
            let length = vowels_at(rest);
            let (run, behind) = rest.split_at(length);
            if length > 0 {
                sound.push_vowels(run, is_first, behind.is_empty());
                rest = behind;
            }
            rest = sound.push_consonants(rest, is_first && length == 0);
            is_first = false;
        }
        sound
    }

    fn push_vowels(&mut self, run: &str, is_first: bool, is_last: bool) {
        let class = class_of(run);
        push(&mut self.full, class);
        push(&mut self.vowels, exact_vowel(run));
        if is_last && run.len() > 1 && run.ends_with('a') && class != 'a' {
            push(&mut self.full, 'a');
        }
        if is_first {
            push(&mut self.consonants, 'a');
        }
    }

    /// Reads consonants up to the next vowel; a sound doubled sounds once.
    fn push_consonants<'a>(&mut self, text: &'a str, opens_word: bool) -> &'a str {
        let (mut rest, mut before, mut last) = (text, None, None);
        while !rest.is_empty() && vowels_at(rest) == 0 {
            let opens = opens_word && rest.len() == text.len();
            let (sound, length) = consonant(rest, opens);
            if before != Some(sound) {
                push(&mut self.full, sound);
            }
            if sound != 'h' {
                if last != Some(sound) {
                    push(&mut self.consonants, sound);
                }
                last = Some(sound);
            }
            before = Some(sound);
            rest = &rest[length..];
        }
        rest
    }
}

fn push(sounds: &mut String, sound: char) {
    if sounds.len() < MOST {
        sounds.push(sound);
    }
}

/// Slavic family names as the man's.
fn masculine(word: &str) -> &str {
    let without = |ending: &str, letters: usize| {
        word.ends_with(ending).then(|| &word[..word.len() - letters]).filter(|_| word.len() >= 6)
    };
    let endings = [("skaya", 2), ("skaia", 2), ("ova", 1), ("eva", 1)];
    endings.into_iter().find_map(|(ending, letters)| without(ending, letters)).unwrap_or(word)
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// How many letters of vowels the text opens with; `h` and `j` behind a vowel and before none belong to it.
fn vowels_at(text: &str) -> usize {
    let letters = text.as_bytes();
    let is_glide = |at: usize| {
        at > 0
            && matches!(letters[at], b'h' | b'j')
            && is_vowel(letters[at - 1])
            && letters.get(at + 1).is_none_or(|&next| !is_vowel(next))
    };
    (0..letters.len()).take_while(|&at| is_vowel(letters[at]) || is_glide(at)).count()
}

fn class_of(run: &str) -> char {
    match run {
        "ae" | "aa" => 'a',
        _ if run.contains(['o', 'u']) => 'o',
        _ if run.contains(['e', 'i', 'y', 'j']) => 'e',
        _ => 'a',
    }
}

/// One letter for a run of vowels: `ie`, `ey` and `ee` are `i`, `ou` and `oo` are `u`.
fn exact_vowel(run: &str) -> char {
    let first = run.chars().next().unwrap_or('a');
    match run {
        "y" => 'i',
        _ if run.len() == 1 => first,
        "oo" => 'u',
        _ if run.contains('u') => 'u',
        _ if run.contains('o') => 'o',
        _ if run.contains(['i', 'y', 'j']) || run == "ee" => 'i',
        _ => first,
    }
}

/// The sound that the text opens with, and how many letters it takes.
fn consonant(text: &str, opens_word: bool) -> (char, usize) {
    if let Some((letters, sound)) = CLUSTERS.iter().find(|(letters, _)| text.starts_with(letters)) {
        return (*sound, letters.len());
    }
    let first = text.chars().next().unwrap_or_default();
    let is_soft = text[1..].starts_with(['e', 'i', 'y']);
    let sound = match first {
        'c' if is_soft => 's',
        'c' | 'q' => 'k',
        'w' => 'v',
        'f' if !opens_word && text.chars().all(|letter| letter == 'f') => 'v',
        other => other,
    };
    (sound, 1)
}
