//! Every owner of an answer, as a list of structs.

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_array::builder::{
    ArrayBuilder, Float64Builder, ListBuilder, StringBuilder, StructBuilder, UInt8Builder, UInt16Builder,
};
use arrow_schema::{DataType, Field, FieldRef, Fields};

use super::schema::described;
use crate::case::{AnswerOwner, FieldAnswer};
use crate::record;

/// Name, type and meaning of what is said of an owner before the fields; never null.
const OWN: [(&str, DataType, &str); 6] = [
    ("index", DataType::UInt16, "Position at the bank, from 0."),
    ("person", DataType::UInt8, "Which person of a joint string, from 0."),
    ("probability", DataType::Float64, "That the applicant is this owner, 0 to 1."),
    ("same_person", DataType::Float64, "The posterior of the same person."),
    ("household", DataType::Float64, "The posterior of a relative, housemate or affiliate."),
    ("stranger", DataType::Float64, "The posterior of anybody else."),
];
const SCORE: &str = "The field's match score, 0 to 100; null where there is none.";
const LEVEL: &str = "The field's level, or missing, or unreadable; null where the applicant gave none.";

fn owner_fields() -> Fields {
    let own = OWN.into_iter().map(|(name, kind, meaning)| described(Field::new(name, kind, false), meaning));
    let compared = record::Field::ALL.into_iter().flat_map(|field| {
        let score = Field::new(format!("{}_score", field.code()), DataType::UInt8, true);
        let level = Field::new(format!("{}_level", field.code()), DataType::Utf8, true);
        [described(score, SCORE), described(level, LEVEL)]
    });
    own.chain(compared).collect()
}

fn item() -> FieldRef {
    Arc::new(Field::new_list_field(DataType::Struct(owner_fields()), false))
}

/// The column of all owners.
pub(super) fn owners_field() -> Field {
    let meaning = "Every owner in the bank's order; one of a joint string's persons each.";
    described(Field::new("owners", DataType::List(item()), true), meaning)
}

/// The owners of one answer after the other.
pub(super) struct OwnersBuilder(ListBuilder<StructBuilder>);

impl OwnersBuilder {
    pub(super) fn new() -> Self {
        let fields = owner_fields();
        let builders = fields.iter().map(|field| builder(field.data_type())).collect();
        Self(ListBuilder::new(StructBuilder::new(fields, builders)).with_field(item()))
    }

    /// How many bytes of text came with them.
    pub(super) fn push(&mut self, owners: Option<&[AnswerOwner]>) -> usize {
        let bytes = owners.unwrap_or_default().iter().map(|owner| push_owner(self.0.values(), owner)).sum();
        self.0.append(owners.is_some());
        bytes
    }

    pub(super) fn finish(&mut self) -> ArrayRef {
        Arc::new(self.0.finish())
    }
}

fn builder(kind: &DataType) -> Box<dyn ArrayBuilder> {
    match kind {
        DataType::UInt8 => Box::new(UInt8Builder::new()),
        DataType::UInt16 => Box::new(UInt16Builder::new()),
        DataType::Float64 => Box::new(Float64Builder::new()),
        _ => Box::new(StringBuilder::new()),
    }
}

fn push_owner(row: &mut StructBuilder, owner: &AnswerOwner) -> usize {
    of::<UInt16Builder>(row, 0).append_value(owner.index);
    of::<UInt8Builder>(row, 1).append_value(owner.person);
    let relation = owner.relation;
    let shares = [owner.probability, relation.same_person, relation.household, relation.stranger];
    for (at, share) in shares.into_iter().enumerate() {
        of::<Float64Builder>(row, 2 + at).append_value(share);
    }
    let mut bytes = 0;
    for (at, field) in owner.fields.all().into_iter().enumerate() {
        bytes += push_field(row, OWN.len() + 2 * at, field);
    }
    row.append(true);
    bytes
}

fn push_field(row: &mut StructBuilder, at: usize, field: Option<&FieldAnswer>) -> usize {
    let level = field.map(|field| field.level.as_ref());
    of::<UInt8Builder>(row, at).append_option(field.and_then(|field| field.match_score));
    of::<StringBuilder>(row, at + 1).append_option(level);
    level.map_or(0, str::len)
}

fn of<T: ArrayBuilder>(row: &mut StructBuilder, at: usize) -> &mut T {
    row.field_builder(at).expect("the fields stand in this order")
}
