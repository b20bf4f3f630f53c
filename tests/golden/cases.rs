//! The golden cases: made ones, the same with characters changed, and the texts of tests/cases against each other.

use std::fs;

use ownermatch::simulate::Simulator;
use ownermatch::{AddressInput, Applicant, Case, NameInput, Owner};

const MADE: u64 = 5_000;
const BROKEN: u64 = 2_500;
const CROSSED: u64 = 2_500;
const SEED: u64 = 20_261_124;

/// Splitmix64 (Steele, Lea and Flood 2014), one stream a case.
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

/// What is put where a character was: what people, forms and thieves write, and what breaks a careless reader.
const PIECES: [&str; 44] = [
    "", "", " ", "  ", "-", ".", ",", "'", "&", "/", "#", "@", "+", "0", "1", "5", "l", "O", "e", "é", "ß", "Æ", "ø",
    "\u{301}", "\u{200b}", "\u{202e}", "а", "Σ", "王", "ゴ", "ﬁ", "Ａ", "½", "№", "\t", "\n", "\u{0}", "jr", " and ",
    " or ", " c/o ", " dba ", " apt 4", "🙂",
];

fn broken(text: &str, draws: &mut Draws) -> String {
    let mut letters: Vec<String> = text.chars().map(String::from).collect();
    for _ in 0..draws.below(4) {
        let [at, other] = [draws.below(letters.len().max(1)), draws.below(letters.len().max(1))];
        let Some(letter) = letters.get_mut(at) else { continue };
        match draws.below(4) {
            0 => *letter = letter.to_uppercase(),
            1 => letters.swap(at, other),
            _ => *letter = PIECES[draws.below(PIECES.len())].to_owned(),
        }
    }
    letters.concat()
}

fn break_case(case: &mut Case, draws: &mut Draws) {
    let contacts = [&mut case.applicant.email, &mut case.applicant.phone];
    contacts.into_iter().flatten().for_each(|text| *text = broken(text, draws));
    if let Some(NameInput::Full(name) | NameInput::Business(name)) = &mut case.applicant.name {
        *name = broken(name, draws);
    }
    for owner in &mut case.ownership.owners {
        let fields = [&mut owner.name, &mut owner.email, &mut owner.phone, &mut owner.raw_address];
        fields.into_iter().flatten().for_each(|text| *text = broken(text, draws));
    }
    if let Some(AddressInput::Parts(parts)) = &case.applicant.address {
        let words = [&parts.line1, &parts.line2, &parts.city, &parts.state, &parts.postal_code];
        let line = words.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        if draws.below(2) == 0 {
            case.applicant.address = Some(AddressInput::Line(broken(&line, draws)));
        }
    }
}

/// The first two columns of the tables of cases, by field.
struct Texts {
    names: Vec<[String; 2]>,
    emails: Vec<[String; 2]>,
    phones: Vec<[String; 2]>,
    addresses: Vec<[String; 2]>,
}

fn pairs(file: &str) -> Vec<[String; 2]> {
    let text = fs::read_to_string(format!("tests/cases/{file}.txt")).expect("the table is in the project");
    let rows = text.lines().filter(|line| !line.starts_with('#') && line.contains('|'));
    rows.map(|row| {
        let mut cells = row.split('|').map(|cell| cell.trim().to_owned());
        [cells.next().unwrap_or_default(), cells.next().unwrap_or_default()]
    })
    .collect()
}

impl Texts {
    fn read() -> Self {
        let names = ["person", "organizations", "titling"].map(pairs).concat();
        let addresses = ["addresses", "address_parts"].map(pairs).concat();
        Self { names, emails: pairs("emails"), phones: pairs("phones"), addresses }
    }
}

/// Mostly the pair of one row, else of two.
fn pick<'a>(from: &'a [[String; 2]], draws: &mut Draws) -> [&'a str; 2] {
    let row = draws.below(from.len());
    let other = if draws.below(3) == 0 { draws.below(from.len()) } else { row };
    [&from[row][0], &from[other][1]]
}

fn crossed(number: u64, texts: &Texts) -> Case {
    let mut draws = Draws(SEED ^ number.wrapping_mul(0xD605_BBB5_8C8A_BD77));
    let [name, owner_name] = pick(&texts.names, &mut draws);
    let [email, owner_email] = pick(&texts.emails, &mut draws);
    let [phone, owner_phone] = pick(&texts.phones, &mut draws);
    let [address, owner_address] = pick(&texts.addresses, &mut draws);
    let applicant = Applicant::new(name).email(email).phone(phone).address(address);
    let mut owners = vec![Owner::new(owner_name).email(owner_email).phone(owner_phone).raw_address(owner_address)];
    if draws.below(3) == 0 {
        owners.push(Owner::new(pick(&texts.names, &mut draws)[1]));
    }
    Case { id: format!("crossed-{number}"), applicant, ownership: owners.into() }
}

/// All of them, in the order of the golden files.
pub fn all() -> Vec<Case> {
    let simulator = Simulator::new(SEED);
    let texts = Texts::read();
    let made = (0..MADE).map(|number| simulator.case(number).case);
    let broken = (MADE..MADE + BROKEN).map(|number| {
        let mut case = simulator.case(number).case;
        break_case(&mut case, &mut Draws(SEED.wrapping_add(number)));
        case
    });
    made.chain(broken).chain((0..CROSSED).map(|number| crossed(number, &texts))).collect()
}
