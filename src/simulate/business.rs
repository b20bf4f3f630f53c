//! Made businesses: a name in parts, a legal form, and how founders type and banks report them.

use super::person::{Maker, Person};
use super::stock::Stock;
use super::written::capitalized;
use crate::record::{Applicant, NameInput, Owner};

/// A form as founders and as registers write it.
type Form = (&'static str, &'static str);

const FORMS: [Form; 4] =
    [("LLC", "Limited Liability Company"), ("Inc", "Incorporated"), ("Corp", "Corporation"), ("Co", "Company")];
/// Words that tell one company of a group from another, or nothing at all.
const FILLERS: [&str; 5] = ["Group", "Holdings", "Services", "Enterprises", "Partners"];

/// A business, and the person behind it, whose contacts it uses.
#[derive(Clone)]
pub(super) struct Business {
    has_article: bool,
    /// What it is known by, such as `Miller & Sons`.
    words: String,
    trade: &'static str,
    filler: Option<&'static str>,
    /// Which of several.
    branch: Option<u64>,
    form: Form,
    pub(super) person: Person,
}

impl Business {
    fn written(&self, words: &str, form: Option<&str>) -> String {
        let article = self.has_article.then_some("The");
        let branch = self.branch.map(|number| format!("#{number}"));
        let parts = [article, Some(words), Some(self.trade), self.filler, branch.as_deref(), form];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

impl Maker<'_> {
    pub(super) fn business(&mut self) -> Business {
        let person = self.stranger();
        let words = self.words(&person);
        let trade = Stock::get().trade(&mut self.chance);
        let form = if self.happens(0.75) { FORMS[0] } else { self.chance.pick(&FORMS) };
        let filler = self.happens(self.rates.filler_word).then(|| self.chance.pick(&FILLERS));
        Business { has_article: self.happens(self.rates.article), words, trade, filler, branch: None, form, person }
    }

    fn words(&mut self, person: &Person) -> String {
        let family = capitalized(person.family[0]);
        match self.chance.below(4) {
            0 => family,
            1 => format!("{family} & Sons"),
            2 => person.home.place.city.to_owned(),
            _ => Stock::get().street(&mut self.chance).to_owned(),
        }
    }

    /// Another business of the same people: another trade, form, branch or company of the group.
    pub(super) fn affiliate(&mut self, of: &Business) -> Business {
        let mut other = of.clone();
        match self.chance.below(4) {
            0 => other.trade = Stock::get().trade(&mut self.chance),
            1 => other.form = self.chance.pick(&FORMS),
            2 => other.branch = Some(2 + self.chance.below(8)),
            _ => other.filler = Some(self.chance.pick(&FILLERS)),
        }
        if !self.happens(self.rates.affiliate_same_contacts) {
            other.person = self.stranger();
        }
        other
    }

    /// A business of the same name, of somebody else.
    pub(super) fn business_namesake(&mut self, of: &Business) -> Business {
        Business { person: self.stranger(), ..of.clone() }
    }

    pub(super) fn business_applicant(&mut self, business: &Business) -> Applicant {
        let has_form = !self.happens(self.rates.form_left_out);
        let name = business.written(&business.words, has_form.then_some(business.form.0));
        let name = self.maybe_slip(name, self.rates.applicant_slip);
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
        let name = self.business_titling(business);
        let name = self.printed(name);
        self.owner_called(name, &business.person, refreshed_at)
    }

    fn business_titling(&mut self, business: &Business) -> String {
        let rates = self.rates;
        let mut known = business.clone();
        known.has_article &= !self.happens(rates.article_lost);
        known.filler = known.filler.filter(|_| !self.happens(rates.filler_lost));
        known.trade = if self.happens(rates.trade_lost) { "" } else { known.trade };
        let words =
            if self.happens(rates.and_written_out) { known.words.replace('&', "and") } else { known.words.clone() };
        let form = if self.happens(rates.form_lost) {
            None
        } else if self.happens(rates.form_written_out) {
            Some(known.form.1)
        } else {
            Some(known.form.0)
        };
        let name = known.written(&words, form);
        if self.happens(rates.doing_business_as) {
            format!("{} DBA {name}", self.titling(&business.person))
        } else {
            name
        }
    }
}
