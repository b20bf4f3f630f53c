//! Numbering plans as tables: North American area codes, and each country's calling code, lengths and trunk prefix.

use crate::region::Region;
use crate::text::{Table, columns, table};

static AREA_CODES: Table = table!("phone_area_codes");
static CALLING_CODES: Table = table!("phone_calling_codes");
static REGIONS: Table = table!("phone_regions");

/// What a North American area code serves.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) kind: &'static str,
    pub(super) country: Option<Region>,
    pub(super) state: Option<&'static str>,
}

/// The area code in service, or `None`.
pub(super) fn area(code: impl AsRef<[u8]>) -> Option<Area> {
    let [kind, country, state] = columns(AREA_CODES.get(code)?);
    let country = Region::new(country).filter(|_| kind == "geographic");
    Some(Area { kind, country, state: (!matches!(state, "" | "-")).then_some(state) })
}

/// How numbers of a country are dialed.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// The country calling code, 1..=999.
    pub(super) code: u16,
    lengths: &'static str,
    trunk: &'static str,
    main: &'static str,
    shared: &'static str,
}

impl Plan {
    /// The plan of a country, `None` for one without a plan in the table.
    pub(super) fn of_region(region: Region) -> Option<Self> {
        let mut key = [0; 2];
        for (to, from) in key.iter_mut().zip(region.as_str().bytes()) {
            *to = from.to_ascii_lowercase();
        }
        let [code, lengths, trunk] = columns(REGIONS.get(key)?);
        Some(Self { lengths, trunk, ..Self::of_code(code)? })
    }

    /// The plan whose calling code the digits begin with, and the digits behind it.
    pub(super) fn of_digits(digits: &str) -> Option<(Self, &str)> {
        (1..=3).find_map(|len| {
            let (code, national) = digits.split_at_checked(len)?;
            Some((Self::of_code(code)?, national))
        })
    }

    fn of_code(code: &str) -> Option<Self> {
        let [main, lengths, trunk, shared] = columns(CALLING_CODES.get(code)?);
        Some(Self { code: code.parse().ok()?, lengths, trunk, main, shared })
    }

    /// Whether numbers of this many digits exist; the metadata's possible lengths, no check of the digits themselves.
    pub(super) fn allows(&self, len: usize) -> bool {
        self.possible().any(|possible| possible == len)
    }

    pub(super) fn shortest(&self) -> usize {
        self.possible().next().unwrap_or(usize::MAX)
    }

    fn possible(&self) -> impl Iterator<Item = usize> {
        self.lengths.split(',').filter_map(|length| length.parse().ok())
    }

    /// The digits dialed before a national number, "" for none; `None` where only the phone crate knows the rule.
    pub(super) fn trunk(&self) -> Option<&'static str> {
        match self.trunk {
            "?" => None,
            "-" => Some(""),
            trunk => Some(trunk),
        }
    }

    /// The country of a national number: a territory's by its leading digits, else the main one.
    pub(super) fn region_of(&self, national: &str) -> Option<Region> {
        let shared = self.shared.split(',').filter_map(|row| row.split_once(':'));
        let territory = shared.filter(|(prefix, _)| national.starts_with(prefix)).map(|(_, region)| region).next();
        Region::new(territory.unwrap_or(self.main))
    }
}

#[cfg(test)]
mod tests {
    use super::{AREA_CODES, CALLING_CODES, Plan, REGIONS, area};
    use crate::region::Region;

    #[test]
    fn keys_are_folded_sorted_and_unique() {
        for table in [AREA_CODES, CALLING_CODES, REGIONS] {
            let keys: Vec<_> = table.rows().map(|(key, _)| key).collect();
            assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(
                keys.iter().all(|key| { key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) })
            );
        }
    }

    #[test]
    fn area_codes_know_their_states_and_islands() {
        let state = |code| area(code).and_then(|area| area.state);
        let country = |code| area(code).and_then(|area| area.country);
        assert_eq!(
            [state("415"), state("416"), state("212"), state("787")],
            [Some("CA"), Some("ON"), Some("NY"), Some("PR")]
        );
        assert_eq!(
            [country("876"), country("268"), country("604"), country("800")],
            ["JM", "AG", "CA", "-"].map(Region::new)
        );
        assert!(area("555").is_none());
    }

    #[test]
    fn shared_calling_codes_are_told_apart_by_leading_digits() {
        let region = |digits| Plan::of_digits(digits).and_then(|(plan, national)| plan.region_of(national));
        assert_eq!(region("442079460958"), Some(Region::GB));
        assert_eq!(region("441534123456"), Region::new("JE"));
        assert_eq!(region("77012345678"), Region::new("KZ"));
        assert_eq!(region("79161234567"), Region::new("RU"));
    }
}
