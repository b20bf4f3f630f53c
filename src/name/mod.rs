//! Names of persons and organizations: read once into parties, compared part by part into a level.

#[cfg(test)]
mod cases;
mod compare;
mod disguise;
mod facts;
mod frequency;
mod holders;
mod lexicon;
mod organization;
mod parse;
mod person;
mod scan;
mod titling;

use bitflags::bitflags;
use smallvec::SmallVec;

use crate::level::{Level, levels};
use crate::weight::Score;
pub use compare::{compare, parts};
pub(crate) use frequency::reads_as_person;
pub use frequency::{NameShares, shares};
pub(crate) use frequency::{OwnShares, shares_among};
#[cfg(feature = "serde")]
pub(crate) use frequency::{counted_words, family_share, given_share};
pub use organization::OrganizationName;
pub use parse::{parse, parse_business, parse_parts};
pub use person::PersonName;
pub(crate) use person::formal_names;
#[cfg(feature = "serde")]
pub(crate) use person::short_forms;

/// Most characters of a name that are read; the rest is cut and flagged.
pub const CAP_CHARS: usize = 256;
/// Most words of one name that are read.
pub const CAP_WORDS: usize = 16;
/// Most persons that are read out of one string.
pub const CAP_PARTIES: usize = 4;

bitflags! {
    /// Facts about a name as written, set at reading; flags are mapped from them.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct NameTraits: u32 {
        /// Two or more holders in one string.
        const JOINT = 1;
        /// TTEE, TRUSTEE, TRUST, CUST, POA, GDN, CONSERVATOR, REP PAYEE, ESTATE: somebody acts for another.
        const FIDUCIARY = 1 << 1;
        /// POD, TOD, ITF, FBO: a beneficiary is named, who does not own the account.
        const BENEFICIARY = 1 << 2;
        /// UTMA, UGMA: the account is a minor's.
        const MINOR = 1 << 3;
        /// DECD, ESTATE OF, DECEASED.
        const DECEASED = 1 << 4;
        /// DBA, T/A.
        const TRADE_NAME = 1 << 5;
        /// `LAST, FIRST` or bank order read as family name first.
        const FAMILY_FIRST = 1 << 6;
        /// A test or placeholder name (`Test User`, `asdf`, `John Doe`).
        const PLACEHOLDER = 1 << 7;
        /// Over a cap: characters, words or parties were left out.
        const CUT = 1 << 8;
        /// As long as banks' name fields and ending inside a word: perhaps truncated by the bank.
        const MAYBE_TRUNCATED = 1 << 9;
        /// Digits or signs stood for letters, and were read as the letters that they show.
        const DIGITS_FOR_LETTERS = 1 << 10;
    }
}

/// A name as read: its holders in order, and the beneficiaries who own nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Who holds, one entry a person or organization; never empty, at most [`CAP_PARTIES`].
    pub parties: SmallVec<[Party; 1]>,
    /// POD, TOD, ITF and FBO names.
    pub beneficiaries: Vec<Party>,
    /// What the writing says beside the names.
    pub traits: NameTraits,
    /// What the holder trades under (DBA, T/A).
    pub(crate) trade_name: Option<Box<OrganizationName>>,
    /// The only party read the other way, where the evidence is weak: `Wells Fargo` has no known given name, and
    /// `Destiny Estates` no legal form.
    pub(crate) alternative: Option<Box<Party>>,
}

/// One person or organization in a name.
#[allow(
    clippy::large_enum_variant,
    reason = "nearly all parties are persons, and boxing them costs an allocation a name"
)]
#[derive(Clone, Debug, PartialEq)]
pub enum Party {
    /// A natural person.
    Person(PersonName),
    /// A business, trust, club or public body.
    Organization(OrganizationName),
}

/// Who stands on the two sides: each pairing has tables of its own in the model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pairing {
    /// A person against a person.
    #[default]
    Person,
    /// An organization against an organization.
    Organization,
    /// A person against an organization, either way round.
    Mixed,
}

impl Pairing {
    /// The three, in the order of the model's sections.
    pub const ALL: [Self; 3] = [Self::Person, Self::Organization, Self::Mixed];
}

/// The outcome of comparing two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameComparison {
    /// The lowest band any part of the comparison fell into.
    pub level: NameLevel,
    /// Differences beside the one that named the level, a point each.
    pub further: u8,
    /// Who was compared with whom.
    pub pairing: Pairing,
    /// Position of the applicant's party that was compared.
    pub applicant_party: u8,
    /// Position of the owner's party that was compared.
    pub owner_party: u8,
    /// Applicant and owner write the parts in another order.
    pub reordered: bool,
}

impl NameComparison {
    /// The field's score, 0..=100.
    pub fn match_score(&self) -> Score {
        self.level.score(self.further)
    }
}

levels! {
    /// How two names compare, best first. `ByOwner` says that the bank's side leaves the part out.
    pub enum NameLevel of "name" "Name" {
        Exact "exact" 100 "equal after case, accents, punctuation and spacing";
        TitleOmittedByOwner "title_omitted_by_owner" 99 "a title on the applicant's side only" <=> TitleOmittedByApplicant;
        TitleOmittedByApplicant "title_omitted_by_applicant" 99 "a title on the owner's side only" <=> TitleOmittedByOwner;
        TitleRewritten "title_rewritten" 99 "another title";
        MiddleOmittedByOwner "middle_omitted_by_owner" 99 "the bank leaves out a middle name or shortens it to its initial" <=> MiddleOmittedByApplicant;
        MiddleOmittedByApplicant "middle_omitted_by_applicant" 99 "the applicant leaves out a middle name or shortens it to its initial" <=> MiddleOmittedByOwner;
        Reordered "reordered" 98 "the same words in another order";
        Respaced "respaced" 98 "particles, hyphens, or words joined or split";
        LegalFormRewritten "legal_form_rewritten" 98 "the same legal form written otherwise";
        WordRewritten "word_rewritten" 98 "the same words, abbreviated or spelled out";
        Transliterated "transliterated" 97 "the standard transliteration from another script";
        ArticleOmittedByOwner "article_omitted_by_owner" 97 "the bank leaves out The, Of or And" <=> ArticleOmittedByApplicant;
        ArticleOmittedByApplicant "article_omitted_by_applicant" 97 "the applicant leaves out The, Of or And" <=> ArticleOmittedByOwner;
        LegalFormOmittedByOwner "legal_form_omitted_by_owner" 97 "the bank leaves out the legal form" <=> LegalFormOmittedByApplicant;
        LegalFormOmittedByApplicant "legal_form_omitted_by_applicant" 97 "the applicant leaves out the legal form" <=> LegalFormOmittedByOwner;
        SuffixOmittedByOwner "suffix_omitted_by_owner" 96 "a generation suffix on the applicant's side only" <=> SuffixOmittedByApplicant;
        SuffixOmittedByApplicant "suffix_omitted_by_applicant" 96 "a generation suffix on the owner's side only" <=> SuffixOmittedByOwner;
        EachSideOmits "each_side_omits" 96 "each side leaves out or shortens a part that the other has";
        LegalFormTranslated "legal_form_translated" 95 "the legal form's counterpart in another language";
        Nickname "nickname" 93 "a nickname or short form of the same given name";
        NoiseOmittedByOwner "noise_omitted_by_owner" 93 "the bank leaves out a word like Group or Holdings" <=> NoiseOmittedByApplicant;
        NoiseOmittedByApplicant "noise_omitted_by_applicant" 93 "the applicant leaves out a word like Group or Holdings" <=> NoiseOmittedByOwner;
        FamilyPartOmittedByOwner "family_part_omitted_by_owner" 92 "the bank has one of two family names" <=> FamilyPartOmittedByApplicant;
        FamilyPartOmittedByApplicant "family_part_omitted_by_applicant" 92 "the applicant gives one of two family names" <=> FamilyPartOmittedByOwner;
        TradeName "trade_name" 92 "the name a business trades under";
        Slip "slip" 92 "one slip in a long word, the first letter kept, no real name made";
        GivenPartOmittedByOwner "given_part_omitted_by_owner" 90 "the bank has one of two joined given names" <=> GivenPartOmittedByApplicant;
        GivenPartOmittedByApplicant "given_part_omitted_by_applicant" 90 "the applicant gives one of two joined given names" <=> GivenPartOmittedByOwner;
        SpelledOtherwise "spelled_otherwise" 89 "other letters for the same sound";
        ShortSlip "short_slip" 88 "one slip in a shorter word, the rest equal";
        TradeOmittedByOwner "trade_omitted_by_owner" 84 "the bank leaves out a word for what the business does" <=> TradeOmittedByApplicant;
        TradeOmittedByApplicant "trade_omitted_by_applicant" 84 "the applicant leaves out a word for what the business does" <=> TradeOmittedByOwner;
        InitialsByOwner "initials_by_owner" 82 "the bank has initials and the full family name" <=> InitialsByApplicant;
        InitialsByApplicant "initials_by_applicant" 82 "the applicant gives initials and the full family name" <=> InitialsByOwner;
        TruncatedByOwner "truncated_by_owner" 80 "cut off by the bank" <=> TruncatedByApplicant;
        TruncatedByApplicant "truncated_by_applicant" 80 "cut off on the applicant's side" <=> TruncatedByOwner;
        EachSideShortens "each_side_shortens" 80 "each side shortens a part that the other has";
        SoundsAlike "sounds_alike" 78 "the consonants agree, the vowels do not";
        GivenOmittedByOwner "given_omitted_by_owner" 78 "the bank leaves out the first given name and has a later one" <=> GivenOmittedByApplicant;
        GivenOmittedByApplicant "given_omitted_by_applicant" 78 "the applicant leaves out the first given name and has a later one" <=> GivenOmittedByOwner;
        TwoSlips "two_slips" 76 "two slips";
        RespacedSlip "respaced_slip" 76 "words joined or split, with a slip";
        LookAlikeFamily "look_alike_family" 75 "family names that look alike and are different names";
        AcronymByOwner "acronym_by_owner" 74 "the bank has the acronym of the applicant's long form" <=> AcronymByApplicant;
        AcronymByApplicant "acronym_by_applicant" 74 "the applicant gives the acronym of the bank's long form" <=> AcronymByOwner;
        WordOmittedByOwner "word_omitted_by_owner" 72 "the bank leaves out a word that tells businesses apart" <=> WordOmittedByApplicant;
        WordOmittedByApplicant "word_omitted_by_applicant" 72 "the applicant leaves out a word that tells businesses apart" <=> WordOmittedByOwner;
        ManySlips "many_slips" 70 "three slips or more, none of them too many for its word";
        FamilyInitialByOwner "family_initial_by_owner" 68 "the bank has the given name and the family name's initial" <=> FamilyInitialByApplicant;
        FamilyInitialByApplicant "family_initial_by_applicant" 68 "the applicant gives the given name and the family name's initial" <=> FamilyInitialByOwner;
        FamilyNameOnlyByOwner "family_name_only_by_owner" 66 "the bank has the family name only" <=> FamilyNameOnlyByApplicant;
        FamilyNameOnlyByApplicant "family_name_only_by_applicant" 66 "the applicant gives the family name only" <=> FamilyNameOnlyByOwner;
        GivenNameOnlyByOwner "given_name_only_by_owner" 64 "the bank has a given name only" <=> GivenNameOnlyByApplicant;
        GivenNameOnlyByApplicant "given_name_only_by_applicant" 64 "the applicant gives a given name only" <=> GivenNameOnlyByOwner;
        MostWordsOmittedByOwner "most_words_omitted_by_owner" 62 "the bank leaves out most of what the business is known by" <=> MostWordsOmittedByApplicant;
        MostWordsOmittedByApplicant "most_words_omitted_by_applicant" 62 "the applicant leaves out most of what the business is known by" <=> MostWordsOmittedByOwner;
        GenerationConflict "generation_conflict" 58 "Jr. against Sr., or II against III";
        LegalFormConflict "legal_form_conflict" 57 "the same stem under another legal form";
        NoiseConflict "noise_conflict" 57 "the same stem, Group against Holdings: likely an affiliate";
        MiddleConflict "middle_conflict" 56 "the middle names or initials contradict";
        BranchConflict "branch_conflict" 55 "another number, direction or branch of the same stem";
        GivenAlike "given_alike" 55 "given names with much in common and more than slips between them";
        LookAlikeGiven "look_alike_given" 54 "given names that look alike and are different names";
        FamilyPartConflict "family_part_conflict" 53 "one of several family names agrees, another does not";
        FamilyNameReplaced "family_name_replaced" 52 "the given name agrees, the family name is another";
        GivenConflict "given_conflict" 51 "the family name agrees, the given name is another: likely a relative";
        TradeConflict "trade_conflict" 45 "the same stem in another trade";
        MostWordsShared "most_words_shared" 40 "most words agree, and one that matters does not";
        SomeWordShared "some_word_shared" 30 "a word in common";
        OwnNamedBusinessByOwner "own_named_business_by_owner" 19 "the bank has a business that carries the applicant's name" <=> OwnNamedBusinessByApplicant;
        OwnNamedBusinessByApplicant "own_named_business_by_applicant" 19 "the applicant gives a business that carries the owner's name" <=> OwnNamedBusinessByOwner;
        GenericWordShared "generic_word_shared" 14 "nothing in common but a word that many businesses carry";
        PersonAgainstOrganization "person_against_organization" 5 "a person on one side, an organization on the other";
        Nothing "nothing" 0 "nothing in common";
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn levels_are_lawful() {
        crate::level::tests::assert_lawful::<super::NameLevel>();
    }
}
