//! Made people, and who lives with whom.

use super::rates::Rates;
use super::stock::{Origin, Place, Stock};
use crate::chance::Chance;

/// An address in parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) number: u64,
    pub(super) street: &'static str,
    /// Index into the street types.
    pub(super) kind: usize,
    pub(super) unit: Option<u64>,
    pub(super) place: Place,
}

/// A person as they are, before anybody writes them down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) origin: Origin,
    pub(super) is_woman: bool,
    pub(super) given: &'static str,
    pub(super) middle: Option<&'static str>,
    /// Two for some Hispanic names and for some wives.
    pub(super) family: Vec<&'static str>,
    /// The family name before marriage, where it is another.
    pub(super) maiden: Option<&'static str>,
    pub(super) suffix: Option<&'static str>,
    /// The mailbox in use, and an older one that a bank may still have.
    pub(super) emails: [String; 2],
    pub(super) phone: String,
    pub(super) home: Home,
}

pub(crate) struct Maker<'a> {
    pub(crate) rates: &'a Rates,
    pub(crate) chance: Chance,
}

impl Maker<'_> {
    pub(super) fn happens(&mut self, rate: f64) -> bool {
        self.chance.happens(rate)
    }

    /// Somebody, anywhere.
    pub(super) fn stranger(&mut self) -> Person {
        let is_woman = self.happens(0.5);
        self.anybody(is_woman)
    }

    pub(super) fn anybody(&mut self, is_woman: bool) -> Person {
        let origin = Origin::draw(&mut self.chance);
        let home = self.home(origin);
        let family = self.family(origin);
        self.person(origin, is_woman, family, home)
    }

    /// Somebody of this origin, family and home.
    pub(super) fn person(&mut self, origin: Origin, is_woman: bool, family: Vec<&'static str>, home: Home) -> Person {
        const SUFFIXES: [&str; 4] = ["Jr", "Sr", "II", "III"];
        let given = Stock::get().given(origin, is_woman, &mut self.chance);
        let has_middle = self.happens(self.rates.middle);
        let middle = has_middle.then(|| Stock::get().given(origin, is_woman, &mut self.chance));
        let has_suffix = !is_woman && self.happens(self.rates.suffix);
        let suffix = has_suffix.then(|| self.chance.pick(&SUFFIXES));
        let phone = self.phone(home.place.state);
        let emails = self.mailboxes(given, family[0], &[]);
        Person { origin, is_woman, given, middle, family, maiden: None, suffix, emails, phone, home }
    }

    /// One family name, or two as rates have it.
    pub(crate) fn family(&mut self, origin: Origin) -> Vec<&'static str> {
        let two = origin == Origin::Hispanic && self.happens(self.rates.two_family_names);
        (0..1 + usize::from(two)).map(|_| Stock::get().family(origin, &mut self.chance)).collect()
    }

    pub(super) fn home(&mut self, origin: Origin) -> Home {
        let place = Stock::get().place(origin, &mut self.chance);
        let longest = self.chance.pick(&[99, 999, 999, 9_999, 9_999, 19_999]);
        Home {
            number: 1 + self.chance.below(longest),
            street: Stock::get().street(&mut self.chance),
            kind: self.chance.below(12) as usize,
            unit: self.happens(0.27).then(|| 1 + self.chance.below(400)),
            place,
        }
    }

    /// Ten digits of a number that could be: no exchange of 555, none that begins with 0 or 1.
    pub(super) fn phone(&mut self, state: &str) -> String {
        let area = if self.happens(self.rates.mobile_from_elsewhere) {
            Stock::get().any_area_code(&mut self.chance)
        } else {
            Stock::get().area_code(state, &mut self.chance)
        };
        let exchange = loop {
            let drawn = 200 + self.chance.below(800);
            if drawn != 555 && drawn % 100 != 11 {
                break drawn;
            }
        };
        format!("{area}{exchange}{:04}", self.chance.below(10_000))
    }

    /// A mailbox such as people of this name have.
    fn email(&mut self, given: &str, family: &str) -> String {
        // Shares assumed after what mail senders report of American lists.
        const PROVIDERS: [&str; 20] = [
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "gmail.com",
            "yahoo.com",
            "yahoo.com",
            "yahoo.com",
            "outlook.com",
            "hotmail.com",
            "icloud.com",
            "icloud.com",
            "aol.com",
            "comcast.net",
        ];
        let (initial, number) = (&given[..1], self.chance.below(100));
        let local = match self.chance.below(9) {
            0 => format!("{given}.{family}"),
            1 => format!("{given}{family}"),
            2 => format!("{given}.{family}{number}"),
            3 => format!("{initial}{family}"),
            4 => format!("{initial}{family}{number:02}"),
            5 => format!("{given}_{family}"),
            6 => format!("{family}{given}"),
            7 => format!("{given}{number:02}"),
            _ => format!("{}{number:02}", Stock::get().street(&mut self.chance).to_lowercase().replace(' ', "")),
        };
        format!("{local}@{}", self.chance.pick(&PROVIDERS))
    }

    /// Two mailboxes of a person of this name; no two people have the same, so that none is among the `taken`.
    pub(super) fn mailboxes(&mut self, given: &str, family: &str, taken: &[String]) -> [String; 2] {
        loop {
            let emails = [self.email(given, family), self.email(given, family)];
            if emails[0] != emails[1] && emails.iter().all(|email| !taken.contains(email)) {
                break emails;
            }
        }
    }

    /// The other half of a couple in one home.
    pub(super) fn spouse(&mut self, of: &Person) -> Person {
        let own = self.family(of.origin);
        let is_woman = !of.is_woman;
        let mut spouse = self.person(of.origin, is_woman, own.clone(), of.home.clone());
        // Whichever is the wife may bear the husband's name; of the husband here, the wife already does.
        let takes = self.happens(self.rates.wife_takes_name);
        let adds = !takes && self.happens(self.rates.wife_adds_name / (1.0 - self.rates.wife_takes_name).max(1e-9));
        if is_woman && takes {
            (spouse.family, spouse.maiden) = (of.family.clone(), Some(own[0]));
        } else if is_woman && adds {
            spouse.family = vec![own[0], of.family[0]];
        } else if !is_woman && takes {
            spouse.family = of.family.clone();
        }
        self.share(&mut spouse, of);
        spouse
    }

    /// A parent, a child or a sibling in the same home.
    pub(super) fn blood_at_home(&mut self, of: &Person) -> Person {
        let is_woman = self.happens(0.5);
        let mut kin = self.person(of.origin, is_woman, of.family.clone(), of.home.clone());
        self.share(&mut kin, of);
        kin
    }

    /// A man who has a father or a son of the same name: one as often as the other.
    pub(super) fn namesake_at_home(&mut self) -> Person {
        let man = self.anybody(false);
        let suffix = if self.happens(0.5) {
            self.happens(self.rates.father_writes_senior).then_some("Sr")
        } else {
            self.happens(self.rates.son_writes_junior).then_some("Jr")
        };
        Person { suffix, ..man }
    }

    /// A father of the same name, or a son.
    pub(super) fn of_the_same_name(&mut self, of: &Person) -> Person {
        let mut kin = self.person(of.origin, of.is_woman, of.family.clone(), of.home.clone());
        (kin.given, kin.middle) = (of.given, of.middle);
        kin.emails = self.mailboxes(kin.given, kin.family[0], &of.emails);
        kin.suffix = match of.suffix {
            Some("Jr") => self.happens(self.rates.father_writes_senior).then_some("Sr"),
            _ => self.happens(self.rates.son_writes_junior).then_some("Jr"),
        };
        self.share(&mut kin, of);
        kin
    }

    pub(super) fn kin_elsewhere(&mut self, of: &Person) -> Person {
        let (is_woman, home) = (self.happens(0.5), self.home(of.origin));
        self.person(of.origin, is_woman, of.family.clone(), home)
    }

    pub(super) fn housemate(&mut self, of: &Person) -> Person {
        let mut other = self.stranger();
        other.home = of.home.clone();
        other
    }

    pub(super) fn namesake(&mut self, of: &Person) -> Person {
        let home = self.home(of.origin);
        let mut other = self.person(of.origin, of.is_woman, of.family.clone(), home);
        other.given = of.given;
        other.emails = self.mailboxes(other.given, other.family[0], &of.emails);
        other
    }

    fn share(&mut self, kin: &mut Person, of: &Person) {
        if self.happens(self.rates.shared_phone) {
            kin.phone = of.phone.clone();
        }
        if self.happens(self.rates.shared_email) {
            kin.emails = of.emails.clone();
        }
    }
}
