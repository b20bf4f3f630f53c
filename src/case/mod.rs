//! A case in, an answer out: JSON lines read one by one with every fault rejected by a stable code, and answers as data.
//!
//! ```
//! use ownermatch::Matcher;
//! use ownermatch::case::{self, Answer, OwnersShown};
//! let line = br#"{"id":"a1","applicant":{"name":"Bob Okonkwo"},"owners":[{"name":"OKONKWO ROBERT"}]}"#;
//! let case = case::read(&case::Line::new(1, 0, line.to_vec())).unwrap();
//! let matcher = Matcher::default().now(1_789_344_000);
//! let matched = matcher.match_ownership(&case.applicant, &case.ownership);
//! let answer = Answer::new(&case, &matched, matcher.current_policy(), OwnersShown::Best);
//! let mut line = Vec::new();
//! answer.write_json(&mut line);
//! assert!(line.starts_with(br#"{"id":"a1","decision":"#));
//! ```

mod answer;
mod cells;
mod columns;
mod digits;
mod input;
pub(crate) mod json;
mod labelled;
mod lines;
mod reject;

pub use answer::{
    Answer, AnswerFields, AnswerFlag, AnswerOwner, AnswerReason, AnswerRelation, FieldAnswer, OwnersShown, SCHEMA,
};
pub use cells::{AnswerColumn, AnswerRow, Cell, CellKind, Place};
pub use columns::{ApplicantPart, Column, Columns, ColumnsError, OwnerPart};
pub use digits::significant;
pub use input::{Applicants, Row, read, read_applicant, read_row, read_with};
pub use labelled::{Label, LabelledCase, ObservedCase, read_labelled, read_observed};
pub use lines::{CAP_LINE_BYTES, Line, Lines};
pub use reject::{Reject, RejectCode};
