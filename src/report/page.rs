//! The frame around the sections of either page: head, facts, contents and foot.

use askama::Template;

use super::PersonalData;
use super::drawn::{Block, Section};

/// What the template is filled with.
#[derive(Template)]
#[template(path = "page.html")]
pub(super) struct Page {
    /// Which of our pages it is.
    pub(super) mark: &'static str,
    pub(super) title: String,
    /// One sentence with what matters most.
    pub(super) lead: String,
    /// What it is about, by name.
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) sections: Vec<Section>,
    pub(super) foot: String,
}

impl Page {
    pub(super) fn html(&self) -> String {
        self.render().expect("text goes into memory, which cannot fail")
    }
}

/// The last line: who made the page, and whether it may be passed on; `masked` says so of a page that may.
pub(super) fn foot(personal_data: PersonalData, masked: &str) -> String {
    let told = match personal_data {
        PersonalData::Masked => masked,
        PersonalData::Shown => "This page holds personal data.",
    };
    format!("ownermatch {}. {told}", env!("CARGO_PKG_VERSION"))
}
