//! How often a made case has what: data/simulate/rates.toml, or a file in its form.

use std::sync::LazyLock;

use crate::rows::{ConfigError, Packed, Rows};

const BUILT_IN: Packed = include!(concat!(env!("OUT_DIR"), "/simulate_rates.rs"));

macro_rules! rates {
    ($($name:ident $key:literal;)*) => {
        /// Every rate, each 0..=1.
        #[derive(Clone, Debug, PartialEq)]
        pub struct Rates { $(pub(super) $name: f64,)* }

        impl Rates {
            fn read(mut rows: Rows) -> Result<Self, ConfigError> {
                let rates = Self { $($name: rows.number($key, 0.0..=1.0)?,)* };
                rows.finish()?;
                rates.checked()
            }

            /// The same with every rate of noise, on either side, times `factor` and at most 1: to see how figures
            /// move with what is only assumed. Who owns what, and who lives with whom, stays.
            #[must_use]
            pub fn with_noise_times(mut self, factor: f64) -> Self {
                for (key, rate) in [$(($key, &mut self.$name),)*] {
                    if ["applicant.", "bank.", "business."].iter().any(|table| key.starts_with(table)) {
                        *rate = (*rate * factor).clamp(0.0, 1.0);
                    }
                }
                self
            }
        }
    };
}

rates! {
    business "account.business";
    joint "account.joint";
    one_string "account.one_string";
    old_record "account.old_record";
    changes_in_old_records "account.changes_in_old_records";
    primary_first "account.primary_first";
    stranger "others.stranger";
    kin_home "others.kin_home";
    kin_same_name "others.kin_same_name";
    kin_elsewhere "others.kin_elsewhere";
    housemate "others.housemate";
    namesake "others.namesake";
    takeover "others.takeover";
    evasion "others.evasion";
    takeover_knows_address "attack.takeover_knows_address";
    takeover_like_owner "attack.takeover_like_owner";
    evasion_email "attack.evasion_email";
    evasion_phone "attack.evasion_phone";
    evasion_address "attack.evasion_address";
    wife_takes_name "household.wife_takes_name";
    wife_adds_name "household.wife_adds_name";
    shared_phone "household.shared_phone";
    shared_email "household.shared_email";
    middle "person.middle";
    suffix "person.suffix";
    son_writes_junior "person.son_writes_junior";
    father_writes_senior "person.father_writes_senior";
    two_family_names "person.two_family_names";
    mobile_from_elsewhere "person.mobile_from_elsewhere";
    applicant_middle "applicant.middle";
    applicant_nickname "applicant.nickname";
    applicant_suffix_left_out "applicant.suffix_left_out";
    applicant_small_letters "applicant.small_letters";
    applicant_slip "applicant.slip";
    applicant_tag "applicant.tag";
    applicant_no_phone "applicant.no_phone";
    applicant_no_address "applicant.no_address";
    applicant_no_email "applicant.no_email";
    bank_capitals "bank.capitals";
    bank_surname_first "bank.surname_first";
    bank_comma "bank.comma";
    bank_middle "bank.middle";
    bank_middle_initial "bank.middle_initial";
    bank_given_initial "bank.given_initial";
    bank_nickname "bank.nickname";
    bank_title "bank.title";
    bank_suffix_lost "bank.suffix_lost";
    bank_second_family_name_lost "bank.second_family_name_lost";
    bank_maiden_name "bank.maiden_name";
    bank_truncated "bank.truncated";
    bank_slip "bank.slip";
    bank_other_email "bank.other_email";
    bank_other_phone "bank.other_phone";
    bank_old_address "bank.old_address";
    bank_no_email "bank.no_email";
    bank_no_phone "bank.no_phone";
    bank_no_address "bank.no_address";
    bank_unit_lost "bank.unit_lost";
    form_left_out "business.form_left_out";
    and_written_out "business.and_written_out";
    form_written_out "business.form_written_out";
    form_lost "business.form_lost";
    article_lost "business.article_lost";
    filler_lost "business.filler_lost";
    trade_lost "business.trade_lost";
    doing_business_as "business.doing_business_as";
    owner_named_instead "business.owner_named_instead";
    article "organization.article";
    filler_word "organization.filler_word";
    affiliate_same_contacts "organization.affiliate_same_contacts";
}

static DEFAULT: LazyLock<Rates> =
    LazyLock::new(|| Rates::read(Rows::packed("rates", BUILT_IN)).expect("the built-in rates are checked by a test"));

impl Default for Rates {
    fn default() -> Self {
        DEFAULT.clone()
    }
}

impl Rates {
    /// Who links an account that is not theirs, in the order of the file.
    pub(super) fn others(&self) -> [f64; 8] {
        [
            self.stranger,
            self.kin_home,
            self.kin_same_name,
            self.kin_elsewhere,
            self.housemate,
            self.namesake,
            self.takeover,
            self.evasion,
        ]
    }

    fn checked(self) -> Result<Self, ConfigError> {
        if self.others().iter().sum::<f64>() > 0.0 {
            return Ok(self);
        }
        let problem = "at least one of its rates must be above 0".into();
        Err(ConfigError { file: "rates", key: "others".into(), problem })
    }

    /// Reads rates in the form of data/simulate/rates.toml.
    ///
    /// # Errors
    /// A missing, unknown or impossible value, by its key.
    #[cfg(feature = "cli")]
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        Self::read(Rows::from_toml("rates", text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Rates;

    #[test]
    fn noise_can_be_halved_and_doubled_and_the_world_stays() {
        let (rates, doubled) = (Rates::default(), Rates::default().with_noise_times(2.0));
        assert_eq!(doubled.bank_slip, 2.0 * rates.bank_slip);
        assert_eq!(doubled.bank_capitals, 1.0);
        assert_eq!((doubled.joint, doubled.middle, doubled.stranger), (rates.joint, rates.middle, rates.stranger));
    }
}
