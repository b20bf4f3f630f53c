//! What an applicant gave, as keyed hashes: equal for equal emails, phones, addresses and accounts, and telling nothing else.

use std::fmt;

use serde::{Deserialize, Serialize};

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use smallvec::SmallVec;

use super::secret::Secret;
use super::spill::Entry;
use crate::address::Address;
use crate::case::Row;
use crate::name::Name;
use crate::record::{Record, Reused};

/// What several applicants may have in common. The number stands in the lowest two bits of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// The linked account.
    Account,
    /// The email.
    Email,
    /// The phone.
    Phone,
    /// The address.
    Address,
}

impl Kind {
    /// The four, by their numbers.
    pub(crate) const ALL: [Self; 4] = [Self::Account, Self::Email, Self::Phone, Self::Address];
    const BITS: u128 = 0b11;

    /// The stable code, such as `email`.
    pub(crate) fn code(self) -> &'static str {
        ["account", "email", "phone", "address"][self as usize]
    }

    /// The kind that a key is of.
    pub(crate) fn of(key: u128) -> Self {
        Self::ALL[(key & Self::BITS) as usize]
    }

    /// Where this kind's count stands.
    pub(crate) fn place(self, reused: &mut Reused) -> &mut Option<u32> {
        match self {
            Self::Account => &mut reused.account,
            Self::Email => &mut reused.email,
            Self::Phone => &mut reused.phone,
            Self::Address => &mut reused.address,
        }
    }
}

/// From how many applicants on a thing counts as reused; 0 switches it off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// Of an account.
    pub account: u32,
    /// Of an email.
    pub email: u32,
    /// Of a phone.
    pub phone: u32,
    /// Of an address.
    pub address: u32,
}

impl Default for Thresholds {
    /// A couple shares phone and email, a family or a shared house an address; a second person who says that an account
    /// is theirs is worth a look.
    fn default() -> Self {
        Self { account: 2, email: 3, phone: 3, address: 5 }
    }
}

impl Thresholds {
    /// Whether a thing of this kind, used by so many, counts as reused.
    pub(crate) fn reach(self, kind: Kind, applicants: u32) -> bool {
        let threshold = [self.account, self.email, self.phone, self.address][kind as usize];
        threshold > 0 && applicants >= threshold
    }
}

/// What is hashed, beside the four kinds; the first byte of each message tells them apart.
const APPLICANT_ID: u8 = 4;
const NAME: u8 = 5;
const CONTACTS: u8 = 6;
const CHECK: u8 = 7;

/// Hashes with a secret: HMAC-SHA-256, cut to what an entry holds.
#[derive(Clone)]
pub(crate) struct Keyer(Hmac<Sha256>);

impl fmt::Debug for Keyer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keyer([redacted])")
    }
}

impl Keyer {
    /// Keyed once, and copied for each hash.
    pub(crate) fn new(secret: &Secret) -> Self {
        Self(Hmac::new_from_slice(secret.bytes()).expect("HMAC takes keys of any length"))
    }

    /// An entry for each thing that the applicant of row `at` gave and that could be read: the account's id, the email,
    /// the phone, and an address where mail can go.
    pub(crate) fn entries(&self, row: &Row, record: &Record, at: u64) -> SmallVec<[Entry; 4]> {
        let things = things(row, record);
        let Some(who) = self.who(row, record, &things) else { return SmallVec::new() };
        let key =
            |(kind, thing): &(Kind, String)| self.hash(*kind as u8, [thing.as_str()]) & !Kind::BITS | *kind as u128;
        things.iter().map(|thing| Entry { key: key(thing), who, row: at }).collect()
    }

    /// The applicant: their id where they have one, else the words of their name in any order, else all that they gave.
    fn who(&self, row: &Row, record: &Record, things: &[(Kind, String)]) -> Option<u64> {
        let by_id = filled(row.applicant_id.as_deref()).map(|id| self.hash(APPLICANT_ID, [id]));
        let by_name = || {
            let name = record.name.read().map(Name::canonical)?;
            let mut words: SmallVec<[&str; 8]> = name.split_whitespace().filter(|word| *word != "&").collect();
            words.sort_unstable();
            (!words.is_empty()).then(|| self.hash(NAME, words))
        };
        let by_things = || {
            let parts = things.iter().flat_map(|(kind, thing)| [kind.code(), thing]);
            (!things.is_empty()).then(|| self.hash(CONTACTS, parts))
        };
        by_id.or_else(by_name).or_else(by_things).map(|hash| (hash >> 64) as u64)
    }

    /// The key of an account.
    pub(crate) fn account(&self, id: &str) -> u128 {
        self.hash(Kind::Account as u8, [id.trim()])
    }

    /// What shows that a store was written with this key, and nothing about the key.
    pub(super) fn check(&self) -> [u8; 16] {
        self.hash(CHECK, ["ownermatch history"]).to_be_bytes()
    }

    /// A part ends where its length, said before it, is over: no two lists of parts give one message.
    fn hash<'a>(&self, mark: u8, parts: impl IntoIterator<Item = &'a str>) -> u128 {
        let mut mac = self.0.clone();
        mac.update(&[mark]);
        for part in parts {
            mac.update(&(part.len() as u32).to_le_bytes());
            mac.update(part.as_bytes());
        }
        let whole = mac.finalize().into_bytes();
        whole.iter().take(16).fold(0, |key, byte| key << 8 | u128::from(*byte))
    }
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

fn things(row: &Row, record: &Record) -> SmallVec<[(Kind, String); 4]> {
    let address = record.address.read().filter(|address| is_deliverable(address));
    let things = [
        (Kind::Account, filled(row.account_id.as_deref()).map(str::to_owned)),
        (Kind::Email, record.email.read().map(|email| email.canonical())),
        (Kind::Phone, record.phone.read().map(|phone| phone.canonical())),
        (Kind::Address, address.map(Address::canonical)),
    ];
    things.into_iter().filter_map(|(kind, thing)| Some((kind, thing?))).collect()
}

/// A street without a number, or a number in no city, is where many live who have nothing to do with each other.
fn is_deliverable(address: &Address) -> bool {
    let parts = address.components();
    let has = |name: &str| parts.iter().any(|(part, _)| *part == name);
    (has("house_number") && has("street") || has("po_box")) && (has("city") || has("postcode"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Line, read_row};
    use crate::region::Region;

    fn entries_with(secret: &str, json: &str) -> Vec<Entry> {
        let row = read_row(&Line::new(1, 0, json.as_bytes().to_vec())).expect("a row");
        let record = Record::read_applicant(&row.case.applicant, Region::default());
        let secret = Secret::from_hex(&secret.repeat(64)).expect("a key");
        Keyer::new(&secret).entries(&row, &record, 7).into_vec()
    }

    fn entries(json: &str) -> Vec<Entry> {
        entries_with("1", json)
    }

    fn kinds(json: &str) -> Vec<Kind> {
        entries(json).iter().map(|entry| Kind::of(entry.key)).collect()
    }

    const WHOLE: &str = r#"{"applicant":{"id":"a1","name":"Jenny Rosen","email":"jenny.rosen@gmail.com","phone":"(415) 279-4774",
        "address":"12 Oak Lane, Springfield, IL 62704"},"account":"fca_1"}"#;
    const REWRITTEN: &str = r#"{"applicant":{"id":"a2","name":"Jenny Rosen","email":"JennyRosen+shop@googlemail.com",
        "phone":"+1 415.279.4774","address":"12 OAK LN SPRINGFIELD IL 62704"},"account":" fca_1 "}"#;

    #[test]
    fn the_same_written_otherwise_has_the_same_keys() {
        let [whole, rewritten] = [WHOLE, REWRITTEN].map(entries);
        let keys = |entries: &[Entry]| entries.iter().map(|entry| entry.key).collect::<Vec<_>>();
        assert_eq!(keys(&whole), keys(&rewritten));
        assert_eq!(kinds(WHOLE), Kind::ALL);
        assert!(whole.iter().all(|entry| entry.who == whole[0].who && entry.row == 7));
        assert_ne!(whole[0].who, rewritten[0].who);
    }

    #[test]
    fn another_key_changes_every_hash_and_no_kind() {
        let other = entries_with("2", WHOLE);
        for (entry, other) in entries(WHOLE).iter().zip(&other) {
            assert!(entry.key != other.key && entry.who != other.who);
            assert_eq!(Kind::of(entry.key), Kind::of(other.key));
        }
    }

    #[test]
    fn an_applicant_without_an_id_is_known_by_name_in_any_order_then_by_what_they_gave() {
        let who = |applicant: &str| entries(&format!(r#"{{"applicant":{applicant},"account":"fca_1"}}"#))[0].who;
        let jenny = who(r#"{"name":"Jenny Rosen"}"#);
        assert_eq!(jenny, who(r#"{"name":"ROSEN, JENNY","email":"j@example.com"}"#));
        assert_eq!(jenny, who(r#"{"id":" ","name":"Jenny Rosen"}"#));
        assert_ne!(jenny, who(r#"{"name":"Jenny Rose"}"#));
        assert_ne!(jenny, who(r#"{"id":"jenny rosen","name":"Jenny Rosen"}"#));
        let nameless = who(r#"{"email":"j.doe@gmail.com"}"#);
        assert_eq!(nameless, who(r#"{"email":"jdoe@gmail.com"}"#));
        assert_ne!(nameless, who(r#"{"email":"jdoe@gmail.com","phone":"(415) 279-4774"}"#));
    }

    #[test]
    fn what_is_absent_or_unreadable_or_says_no_more_than_a_city_has_no_key() {
        assert!(kinds(r#"{"applicant":{"name":"Jenny Rosen"}}"#).is_empty());
        assert!(kinds(r#"{"applicant":{"email":"none","phone":"12","address":"Springfield, IL"}}"#).is_empty());
        let address = |line: &str| kinds(&format!(r#"{{"applicant":{{"name":"J R","address":"{line}"}}}}"#));
        for line in
            ["Springfield, IL 62704", "Oak Lane, Springfield, IL", "12 Oak Lane", "Apt 4, Springfield, IL 62704"]
        {
            assert!(address(line).is_empty(), "{line}");
        }
        for line in ["12 Oak Lane, Springfield, IL", "PO Box 12, Springfield, IL 62704", "12 Oak Ln Apt 4, 62704"] {
            assert_eq!(address(line), [Kind::Address], "{line}");
        }
    }

    #[test]
    fn parts_of_a_message_do_not_run_together() {
        let keyer = Keyer::new(&Secret::from_hex(&"3".repeat(64)).expect("a key"));
        assert_ne!(keyer.hash(NAME, ["ab", "c"]), keyer.hash(NAME, ["a", "bc"]));
        assert_ne!(keyer.hash(NAME, ["a"]), keyer.hash(CONTACTS, ["a"]));
        assert_eq!(format!("{keyer:?}"), "Keyer([redacted])");
    }

    #[test]
    fn a_threshold_of_zero_switches_a_kind_off() {
        let thresholds = Thresholds { email: 0, ..Thresholds::default() };
        assert!(!thresholds.reach(Kind::Email, u32::MAX) && !thresholds.reach(Kind::Account, 1));
        assert!(thresholds.reach(Kind::Account, 2) && thresholds.reach(Kind::Address, 5));
        assert!(!thresholds.reach(Kind::Phone, 2) && !thresholds.reach(Kind::Address, 4));
    }
}
