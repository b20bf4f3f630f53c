//! Made businesses: a name, a legal form, and how a bank reports them.

use super::person::{Maker, Person};
use super::stock::Stock;
use super::written::capitalized;
use crate::record::{Applicant, NameInput, Owner};

/// A form as founders and as registers write it.
const FORMS: [(&str, &str); 4] =
    [("LLC", "Limited Liability Company"), ("Inc", "Incorporated"), ("Corp", "Corporation"), ("Co", "Company")];

/// A business, and the person behind it, whose contacts it uses.
pub(super) struct Business {
    stem: String,
    form: (&'static str, &'static str),
    pub(super) person: Person,
}

impl Maker<'_> {
    pub(super) fn business(&mut self) -> Business {
        let person = self.stranger();
        let stem = self.stem(&person);
        let form = if self.happens(0.75) { FORMS[0] } else { self.chance.pick(&FORMS) };
        Business { stem, form, person }
    }

    fn stem(&mut self, person: &Person) -> String {
        let (stock, family) = (Stock::get(), capitalized(person.family[0]));
        let trade = stock.trade(&mut self.chance);
        match self.chance.below(4) {
            0 => format!("{family} {trade}"),
            1 => format!("{family} & Sons {trade}"),
            2 => format!("{} {trade}", person.home.place.city),
            _ => format!("{} {trade}", stock.street(&mut self.chance)),
        }
    }

    /// Another business of the same people: an affiliate.
    pub(super) fn affiliate(&mut self, of: &Business) -> Business {
        let first = of.stem.split(' ').next().unwrap_or_default();
        let stem = loop {
            let stem = format!("{first} {}", Stock::get().trade(&mut self.chance));
            if stem != of.stem {
                break stem;
            }
        };
        Business { stem, form: of.form, person: of.person.clone() }
    }

    pub(super) fn business_applicant(&mut self, business: &Business) -> Applicant {
        let form = if self.happens(0.9) { format!(" {}", business.form.0) } else { String::new() };
        let name = self.maybe_slip(format!("{}{form}", business.stem), self.rates.applicant_slip);
        Applicant { name: Some(NameInput::Business(name)), ..self.applicant(&business.person) }
    }

    /// What the bank reports: the business, or sometimes the person behind it.
    pub(super) fn business_or_person(&mut self, business: &Business, refreshed_at: i64) -> Owner {
        if self.happens(self.rates.owner_named_instead) {
            return self.owner(&business.person, refreshed_at);
        }
        self.business_owner(business, refreshed_at)
    }

    pub(super) fn business_owner(&mut self, business: &Business, refreshed_at: i64) -> Owner {
        let form = if self.happens(self.rates.form_lost) {
            String::new()
        } else if self.happens(self.rates.form_written_out) {
            format!(" {}", business.form.1)
        } else {
            format!(" {}", business.form.0)
        };
        let stem = if self.happens(0.3) { business.stem.replace('&', "and") } else { business.stem.clone() };
        let name = self.printed(format!("{stem}{form}"));
        self.owner_called(name, &business.person, refreshed_at)
    }
}
