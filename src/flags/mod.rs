//! The one table of flags, and the rules that raise them from trait bits and levels.

mod account;
mod addresses;
mod contacts;
mod names;
mod text;

use bitflags::Flags;
use smallvec::SmallVec;

use crate::comparison::Comparison;
use crate::record::{Field, Ownership, Record};
use crate::score::Weighed;
use crate::weight::Score;

/// How much a flag asks for attention. A flag never changes a score; the policy says which send a case to review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth a look.
    Review,
    /// Worth stopping for.
    High,
}

impl Severity {
    /// The stable code.
    pub fn code(self) -> &'static str {
        ["info", "review", "high"][self as usize]
    }
}

/// A flag raised on a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flag {
    /// What was seen.
    pub code: FlagCode,
    /// How much it matters here; the table's severity unless the rule says otherwise.
    pub severity: Severity,
    /// The field it concerns; `None` for the case or account as a whole.
    pub field: Option<Field>,
    /// The owner it concerns by position at the bank; `None` for the applicant or the account.
    pub owner: Option<u16>,
    /// How many there are of what was counted, such as applicants with one phone; `None` where nothing was.
    pub count: Option<u32>,
}

/// Declares the flags: `Variant "code" Severity "meaning" "source"`.
macro_rules! flags {
    ($($variant:ident $code:literal $severity:ident $meaning:literal $source:literal;)*) => {
        /// What can be seen on a case; codes and meanings are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum FlagCode { $(#[doc = $meaning] $variant,)* }

        impl FlagCode {
            /// Every flag, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable code.
            pub fn code(self) -> &'static str { match self { $(Self::$variant => $code),* } }

            /// The code as a reason for an answer, such as `flag_po_box`.
            pub(crate) fn reason(self) -> &'static str { match self { $(Self::$variant => concat!("flag_", $code)),* } }

            /// The usual severity.
            pub fn severity(self) -> Severity { match self { $(Self::$variant => Severity::$severity),* } }

            /// What it means, as a sentence for analysts.
            pub fn meaning(self) -> &'static str { match self { $(Self::$variant => $meaning),* } }

            /// Where the rule comes from.
            pub fn source(self) -> &'static str { match self { $(Self::$variant => $source),* } }

            /// A bit of its own, for sets of flags.
            pub(crate) fn bit(self) -> u64 {
                const { assert!(Self::ALL.len() <= u64::BITS as usize) };
                1 << self as u64
            }

            /// The flag with this code.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|flag| flag.code() == code)
            }
        }
    };
}

flags! {
    LikelyRelative "likely_relative" Review "The best explanation is a relative or housemate of the owner." "rival hypotheses; surname equal, given name contradicted";
    NameMatchesContactsDiffer "name_matches_contacts_differ" High "The name agrees and every contact that could be read contradicts: a namesake or an impostor." "levels";
    ContactsMatchNameDiffers "contacts_match_name_differs" Review "Email or phone agree, and the name is somebody else's." "levels";
    GenerationConflict "generation_conflict" Review "The generation suffixes contradict, such as Jr. against Sr." "name level";
    NameOrderReversed "name_order_reversed" Info "The two sides write the name in another order." "name comparison";
    NicknameUsed "nickname_used" Info "One side uses a nickname or short form." "name level";
    InitialsOnly "initials_only" Info "One side has initials in place of a given name." "name level";
    NameTruncated "name_truncated" Info "The name looks cut off by the bank." "name level and length";
    GivenNameOnly "given_name_only" Review "One side carries a given name only." "name level";
    FamilyNameOnly "family_name_only" Review "One side carries a family name only." "name level";
    JointAccount "joint_account" Info "The account has several owners." "owners";
    ApplicantNotPrimary "applicant_not_primary" Info "The owner who matches best is not the first one at the bank." "owners";
    FieldsMatchDifferentOwners "fields_match_different_owners" High "Two fields agree well with two different owners." "levels across owners";
    BusinessAccount "business_account" Review "The owner is an organization and the applicant a person." "pairing";
    PersonAccountForBusiness "person_account_for_business" Review "The applicant is an organization and the owner a person." "pairing";
    FiduciaryTitling "fiduciary_titling" Review "Somebody holds the account for another: a trustee, custodian, guardian or agent." "bank titling";
    BeneficiaryOnly "beneficiary_only" High "The applicant is named as beneficiary (POD, TOD, ITF), who does not own the account." "bank titling";
    MinorAccount "minor_account" Review "The account is held for a minor (UTMA, UGMA)." "bank titling";
    DeceasedTitling "deceased_titling" High "The owner is titled as deceased or as an estate." "bank titling";
    DoingBusinessAs "doing_business_as" Review "The name carries a trade name (DBA, T/A)." "bank titling";
    NoOwnershipData "no_ownership_data" Review "The bank reports no owner at all." "owners";
    PartialOwnershipData "partial_ownership_data" Info "The bank leaves out fields that the applicant gave." "owners";
    OwnershipStale "ownership_stale" Review "The ownership data is older than 90 days (above 30 days for information), or dated in the future." "refreshed_at";
    RefreshFailed "refresh_failed" Review "The latest ownership refresh failed." "Stripe ownership_refresh.status";
    RefreshPending "refresh_pending" Review "An ownership refresh is under way." "Stripe ownership_refresh.status";
    IdentityReused "identity_reused" High "Several applicants gave the same email, phone or address, or linked the same account." "counted by the caller, or by batch over a file and its history";
    AccountInactive "account_inactive" Review "The account is inactive or disconnected." "Stripe account status";
    MixedScriptName "mixed_script_name" High "A word mixes letters of two alphabets, such as Latin and Cyrillic." "Unicode TS 39";
    ConfusableCharacters "confusable_characters" High "Letters of another script imitate Latin ones." "Unicode TS 39";
    InvisibleCharacters "invisible_characters" High "The text holds characters that do not show." "Unicode TS 39";
    BidiControls "bidi_controls" High "The text holds controls that turn the direction of writing." "Unicode TR 9 and TS 39";
    LettersSpacedOut "letters_spaced_out" Info "The letters of a word stand apart: J e n n y." "letters and gaps";
    DigitsForLetters "digits_for_letters" Review "A digit or sign stands where a person's name has a letter: J0hn, $mith." "Unicode TS 39, look-alikes inside a script";
    InputTruncated "input_truncated" Info "Over a cap: the rest was not read; with owners left unread, no case is called no match." "caps";
    UnreadableField "unreadable_field" Review "Something is there and cannot be read as the field." "reading";
    PlaceholderIdentity "placeholder_identity" High "A test or placeholder value: a test name, example.com, 555-01xx, 123 Main St Anytown." "RFC 2606, numbering plan, tables";
    DisposableEmail "disposable_email" High "The email's domain hands out throw-away addresses." "disposable-email-domains";
    RoleEmail "role_email" Review "The email names a role and no person." "RFC 2142 and table";
    EmailTagUsed "email_tag_used" Info "The email carries a tag that the provider ignores." "provider rules";
    EmailDomainTypo "email_domain_typo" Review "The email's domain is a slip of a big provider's." "provider table";
    RandomLookingEmail "random_looking_email" Info "The email's local part looks like random characters." "letter statistics";
    EmailContradictsName "email_contradicts_name" Review "The email's local part reads as another person's name." "name tables";
    PhoneInvalid "phone_invalid" Review "The number breaks the numbering plan of its country." "numbering plan";
    PhoneTollFree "phone_toll_free" Review "A toll-free number." "numbering plan";
    PhonePremium "phone_premium" High "A premium-rate number." "numbering plan";
    PhoneNotAssigned "phone_not_assigned" Review "The area code is not in service." "numbering plan";
    PhoneCountryDiffers "phone_country_differs" Review "The phone's country is not the address's." "phone and address of one side";
    PhoneRegionDiffers "phone_region_differs" Info "The phone's area code is of another state than the address." "phone and address of one side";
    PoBox "po_box" Info "The address is a post office box." "address words";
    MailDrop "mail_drop" Review "The address is a commercial mail-receiving agency." "address words";
    CorrectionalAddress "correctional_address" High "The address is a correctional facility." "address words";
    GeneralDelivery "general_delivery" Review "The address is general delivery." "address words";
    UnitMissing "unit_missing" Info "One side leaves out the unit." "address level";
    UnitDiffers "unit_differs" Review "The same building, another unit." "address level";
    PostalCodeStateConflict "postal_code_state_conflict" Review "The postal code belongs to another state." "ZIP prefixes";
}

/// What the rules read: one case, read, compared and weighed.
pub(crate) struct Subject<'a> {
    pub(crate) applicant: &'a Record,
    /// One entry a holder, in the bank's order.
    pub(crate) owners: &'a [Candidate<'a>],
    /// Position in `owners` of the best one; `None` without owners.
    pub(crate) best: Option<usize>,
    pub(crate) ownership: &'a Ownership,
    /// Unix seconds.
    pub(crate) now: i64,
}

/// One holder, compared and weighed.
pub(crate) struct Candidate<'a> {
    /// Position at the bank.
    pub(crate) owner: u16,
    pub(crate) record: &'a Record,
    pub(crate) comparison: &'a Comparison,
    pub(crate) weighed: &'a Weighed,
}

/// Few accounts have more owners than stand here without an allocation.
pub(crate) type Candidates<'a> = SmallVec<[Candidate<'a>; 4]>;

impl<'a> Subject<'a> {
    pub(crate) fn best(&self) -> Option<&'a Candidate<'a>> {
        self.owners.get(self.best?)
    }

    /// The records whose writing is flagged: the applicant's, and the best owner's with its position at the bank.
    /// What is written of the other owners says nothing about this applicant.
    fn sides(&self) -> impl Iterator<Item = (&'a Record, Option<u16>)> {
        let best = self.best().map(|best| (best.record, Some(best.owner)));
        std::iter::once((self.applicant, None)).chain(best)
    }
}

impl Candidate<'_> {
    fn agrees(&self, field: Field) -> bool {
        self.comparison.match_score(field).is_some_and(|score| score >= AGREES)
    }

    fn contradicts(&self, field: Field) -> bool {
        self.comparison.match_score(field).is_some_and(|score| score < SOMETHING_IN_COMMON)
    }
}

/// From this field score on the sides agree: at worst one slip (DESIGN's bands).
const AGREES: Score = Score::new(85);
/// Below this field score the sides contradict: at best they have something in common (DESIGN's bands).
const SOMETHING_IN_COMMON: Score = Score::new(50);
const CONTACTS: [Field; 3] = [Field::Email, Field::Phone, Field::Address];

/// What the rules found, gathered once each.
#[derive(Default)]
pub(crate) struct Raised(Vec<Flag>);

impl Raised {
    /// Raises a flag at its usual severity.
    pub(crate) fn raise(&mut self, code: FlagCode, field: Option<Field>, owner: Option<u16>) {
        self.raise_at(code, code.severity(), field, owner);
    }

    /// Raises every flag whose trait is among `traits`.
    pub(crate) fn raise_traits<T: Flags + Copy>(
        &mut self,
        traits: T,
        codes: &[(T, FlagCode)],
        field: Field,
        owner: Option<u16>,
    ) {
        if traits.is_empty() {
            return;
        }
        let traits = traits.bits();
        for &(_, code) in codes.iter().filter(|&&(bit, _)| traits & bit.bits() == bit.bits()) {
            self.raise(code, Some(field), owner);
        }
    }

    /// Raises a flag at another severity.
    pub(crate) fn raise_at(&mut self, code: FlagCode, severity: Severity, field: Option<Field>, owner: Option<u16>) {
        self.0.push(Flag { code, severity, field, owner, count: None });
    }

    /// Raises a flag that counts.
    pub(crate) fn raise_counted(&mut self, code: FlagCode, field: Option<Field>, count: u32) {
        self.0.push(Flag { code, severity: code.severity(), field, owner: None, count: Some(count) });
    }
}

/// Every flag of a case, each once, the gravest first.
pub(crate) fn flag(subject: &Subject<'_>) -> Vec<Flag> {
    let mut raised = Raised::default();
    names::flag(subject, &mut raised);
    contacts::flag(subject, &mut raised);
    addresses::flag(subject, &mut raised);
    account::flag(subject, &mut raised);
    text::flag(subject, &mut raised);
    let mut flags = raised.0;
    flags.sort_unstable_by_key(|flag| (std::cmp::Reverse(flag.severity), *flag));
    flags.dedup();
    flags
}

#[cfg(test)]
mod scene;
#[cfg(test)]
mod tests;
