//! The two sides of a case: what a person types in, and what a bank reports of them.

use super::person::{Maker, Person};
use super::written::{KINDS, capitalized};
use crate::address::AddressParts;
use crate::name::short_forms;
use crate::record::{AddressInput, Applicant, NameInput, Owner, Reused};

fn some_unless<T>(is_lost: bool, value: T) -> Option<T> {
    (!is_lost).then_some(value)
}

impl Maker<'_> {
    /// A given name, or a short form of it.
    fn called(&mut self, given: &str, rate: f64) -> String {
        let forms = short_forms(given);
        if !forms.is_empty() && self.happens(rate) { capitalized(self.chance.pick(forms)) } else { capitalized(given) }
    }

    /// What the person types into a form.
    pub(super) fn applicant(&mut self, person: &Person) -> Applicant {
        let rates = self.rates;
        let mut words = vec![self.called(person.given, rates.applicant_nickname)];
        if self.happens(rates.applicant_middle) {
            words.extend(person.middle.map(capitalized));
        }
        words.extend(person.family.iter().map(|name| capitalized(name)));
        if !self.happens(rates.applicant_suffix_left_out) {
            words.extend(person.suffix.map(str::to_owned));
        }
        let name = self.maybe_slip(words.join(" "), rates.applicant_slip);
        let name = if self.happens(rates.applicant_small_letters) { name.to_lowercase() } else { name };
        let email = self.typed_email(&person.emails[0]);
        let phone = self.typed_phone(&person.phone);
        let address = self.typed_address(person);
        Applicant {
            name: Some(NameInput::Full(name)),
            email: some_unless(self.happens(rates.applicant_no_email), email),
            phone: some_unless(self.happens(rates.applicant_no_phone), phone),
            address: some_unless(self.happens(rates.applicant_no_address), AddressInput::Parts(address)),
            reused: Reused::default(),
        }
    }

    fn typed_email(&mut self, email: &str) -> String {
        let tagged = match email.split_once('@') {
            Some((local, "gmail.com")) if self.happens(self.rates.applicant_tag) => format!("{local}+bank@gmail.com"),
            _ => email.to_owned(),
        };
        self.maybe_slip(tagged, self.rates.applicant_slip)
    }

    fn typed_address(&mut self, person: &Person) -> AddressParts {
        let home = &person.home;
        let (long, short) = KINDS[home.kind];
        let kind = if self.happens(0.6) { long.to_owned() } else { capitalized(&short.to_lowercase()) };
        let line = format!("{} {} {kind}", home.number, home.street);
        let unit = home.unit.map(|unit| match self.chance.below(3) {
            0 => format!("Apt {unit}"),
            1 => format!("#{unit}"),
            _ => format!("Unit {unit}"),
        });
        AddressParts {
            line1: Some(self.maybe_slip(line, self.rates.applicant_slip)),
            line2: unit,
            city: Some(home.place.city.to_owned()),
            state: Some(home.place.state.to_owned()),
            postal_code: Some(home.place.zip.to_owned()),
            country: Some("US".to_owned()),
        }
    }

    /// What a bank reports of the person.
    pub(super) fn owner(&mut self, person: &Person, refreshed_at: i64) -> Owner {
        let name = self.titling(person);
        self.owner_called(name, person, refreshed_at)
    }

    /// The same under a name that is printed otherwise, as of two holders.
    pub(super) fn owner_called(&mut self, name: String, person: &Person, refreshed_at: i64) -> Owner {
        let rates = self.rates;
        let changes = self.changes();
        let is_older = self.happens(rates.bank_other_email * changes);
        let email = person.emails[usize::from(is_older)].clone();
        let phone = if self.happens(rates.bank_other_phone * changes) {
            self.phone(person.home.place.state)
        } else {
            person.phone.clone()
        };
        let has_moved = self.happens(rates.bank_old_address * changes);
        let home = if has_moved { self.home(person.origin) } else { person.home.clone() };
        let (email, phone) = (self.maybe_slip(email, rates.bank_slip), self.maybe_slip(phone, rates.bank_slip));
        let raw_address = self.raw_address(&home);
        Owner {
            name: Some(name),
            email: some_unless(self.happens(rates.bank_no_email), email),
            phone: some_unless(self.happens(rates.bank_no_phone), format!("+1{phone}")),
            raw_address: some_unless(self.happens(rates.bank_no_address), raw_address),
            refreshed_at: Some(refreshed_at),
        }
    }

    /// How much likelier than on average a contact of one record is out of date: they age together.
    fn changes(&mut self) -> f64 {
        let (old, changes) = (self.rates.old_record, self.rates.changes_in_old_records);
        if self.happens(old) { changes / old } else { (1.0 - changes) / (1.0 - old).max(1e-9) }
    }

    /// A person's name as a bank prints it.
    pub(super) fn titling(&mut self, person: &Person) -> String {
        let rates = self.rates;
        let given = self.printed_given(person);
        let family = self.printed_family(person);
        let suffix = person.suffix.filter(|_| !self.happens(rates.bank_suffix_lost)).map(|suffix| format!(" {suffix}"));
        let suffix = suffix.unwrap_or_default();
        let name = if self.happens(rates.bank_surname_first) {
            let comma = if self.happens(rates.bank_comma) { "," } else { "" };
            format!("{family}{suffix}{comma} {given}")
        } else {
            format!("{given} {family}{suffix}")
        };
        let title = if person.is_woman { self.chance.pick(&["Mrs", "Ms"]) } else { "Mr" };
        let name = if self.happens(rates.bank_title) { format!("{title} {name}") } else { name };
        self.printed(name)
    }

    /// Slips, width and capitals of print.
    pub(super) fn printed(&mut self, name: String) -> String {
        let rates = self.rates;
        let name = self.maybe_slip(name, rates.bank_slip);
        let width = 16 + self.chance.below(20) as usize;
        let name = if self.happens(rates.bank_truncated) { name.chars().take(width).collect() } else { name };
        if self.happens(rates.bank_capitals) { name.to_uppercase() } else { name }
    }

    fn printed_given(&mut self, person: &Person) -> String {
        let rates = self.rates;
        let given = if self.happens(rates.bank_given_initial) {
            person.given[..1].to_uppercase()
        } else {
            self.called(person.given, rates.bank_nickname)
        };
        let Some(middle) = person.middle else { return given };
        if self.happens(rates.bank_middle) {
            format!("{given} {}", capitalized(middle))
        } else if self.happens(rates.bank_middle_initial / (1.0 - rates.bank_middle).max(1e-9)) {
            format!("{given} {}", middle[..1].to_uppercase())
        } else {
            given
        }
    }

    fn printed_family(&mut self, person: &Person) -> String {
        let loses_second = self.happens(self.rates.bank_second_family_name_lost);
        let maiden = person.maiden.filter(|_| self.happens(self.rates.bank_maiden_name));
        let kept = if loses_second { 1 } else { person.family.len() };
        match maiden {
            Some(maiden) => capitalized(maiden),
            None => person.family[..kept].iter().map(|name| capitalized(name)).collect::<Vec<_>>().join(" "),
        }
    }

    /// Two holders in one line.
    pub(super) fn joint_titling(&mut self, one: &Person, other: &Person) -> String {
        let [first, second] = [one, other].map(|person| self.printed_given(person));
        let [family, second_family] = [one, other].map(|person| self.printed_family(person));
        let word = self.chance.pick(&["AND", "&", "OR"]);
        let name = if family == second_family {
            format!("{first} {word} {second} {family}")
        } else {
            format!("{first} {family} {word} {second} {second_family}")
        };
        self.printed(name)
    }
}
