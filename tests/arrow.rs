//! The arrow kernel against the reader of JSON lines, every type a column may have, and Parquet files whole, in ranges and broken.
#![cfg(feature = "arrow")]

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, StructBuilder, TimestampSecondBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int32Type, UInt8Type};
use arrow_array::{
    Array, ArrayRef, BinaryArray, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array,
    Float64Array, Int16Array, Int32Array, Int64Array, LargeStringArray, ListArray, NullArray, RecordBatch, StringArray,
    StringViewArray, StructArray, TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray,
    TimestampSecondArray, UInt64Array,
};
use arrow_cast::cast;
use arrow_schema::{DataType, Field, Schema};
use ownermatch::arrow::{
    AnswerBuilder, BadRow, DESCRIPTION, InputColumns, Kernel, KernelError, answer_schema, input_schema,
};
use ownermatch::case::{
    self, Answer, AnswerColumn, AnswerRow, CAP_LINE_BYTES, CellKind, Column, ColumnsError, Lines, OwnersShown, Place,
    RejectCode, Row,
};
use ownermatch::{AddressInput, Applicant, Case, Matcher, NameInput, Owner};
use serde_json::Value;

const NOW: i64 = 1_795_305_600;

fn read_file(path: &str) -> String {
    std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).expect("a file of the repository")
}

fn matcher() -> Matcher {
    Matcher::default().now(NOW)
}

fn samples() -> Vec<(Value, Case)> {
    let text = read_file("data/samples/cases.ndjson");
    let lines = Lines::new(text.as_bytes()).map(|line| line.expect("bytes in memory"));
    lines.map(|line| (line.json().expect("an object"), case::read(&line).expect("a case"))).collect()
}

fn texts(values: Vec<Option<String>>) -> ArrayRef {
    Arc::new(StringArray::from(values))
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .expect("columns of one length")
}

fn rows(batch: &RecordBatch) -> Vec<Result<Row, BadRow>> {
    let columns = InputColumns::new(batch.schema_ref(), &[]).expect("columns that are known");
    columns.rows(batch, 1).collect()
}

/// The `owners` column of these lists, in the canonical type.
fn owner_lists(lists: &[Option<Vec<Owner>>]) -> ArrayRef {
    let schema = input_schema();
    let DataType::List(item) = schema.field_with_name("owners").expect("a column").data_type() else {
        panic!("owners are a list")
    };
    let DataType::Struct(fields) = item.data_type() else { panic!("of structs") };
    let mut lists_built = ListBuilder::new(StructBuilder::from_fields(fields.clone(), 0)).with_field(item.clone());
    for list in lists {
        for owner in list.iter().flatten() {
            let row = lists_built.values();
            let parts = [&owner.name, &owner.email, &owner.phone, &owner.raw_address];
            for (at, part) in parts.into_iter().enumerate() {
                row.field_builder::<StringBuilder>(at).expect("text").append_option(part.as_deref());
            }
            row.field_builder::<TimestampSecondBuilder>(4).expect("moments").append_option(owner.refreshed_at);
            row.append(true);
        }
        lists_built.append(list.is_some());
    }
    Arc::new(lists_built.finish())
}

fn part(case: &Value, path: &str) -> Option<String> {
    case.pointer(path)?.as_str().map(str::to_owned)
}

/// The samples as columns: Stripe's accounts as JSON, owners as a list.
fn sample_batch(samples: &[(Value, Case)]) -> RecordBatch {
    let column = |path: &str| texts(samples.iter().map(|(json, _)| part(json, path)).collect());
    let account = |json: &Value| json.get("account").filter(|account| account.is_object()).map(ToString::to_string);
    let owners = |(json, case): &(Value, Case)| json.get("owners").map(|_| case.ownership.owners.clone());
    batch(vec![
        ("id", column("/id")),
        ("name", column("/applicant/name")),
        ("first_name", column("/applicant/first_name")),
        ("middle_name", column("/applicant/middle_name")),
        ("last_name", column("/applicant/last_name")),
        ("business_name", column("/applicant/business_name")),
        ("email", column("/applicant/email")),
        ("phone", column("/applicant/phone")),
        ("address", column("/applicant/address")),
        ("line1", column("/applicant/address/line1")),
        ("line2", column("/applicant/address/line2")),
        ("city", column("/applicant/address/city")),
        ("state", column("/applicant/address/state")),
        ("postal_code", column("/applicant/address/postal_code")),
        ("country", column("/applicant/address/country")),
        ("account_json", texts(samples.iter().map(|(json, _)| account(json)).collect())),
        ("owners", owner_lists(&samples.iter().map(owners).collect::<Vec<_>>())),
    ])
}

fn answer(case: &Case, shown: OwnersShown) -> Answer {
    let matcher = matcher();
    let matched = matcher.match_ownership(&case.applicant, &case.ownership);
    Answer::new(case, &matched, matcher.current_policy(), shown)
}

#[test]
fn kernel_answers_as_the_reader_of_json_lines_does() {
    // How often an applicant was seen is counted by whoever reads a file, and no column says it.
    let samples: Vec<_> =
        samples().into_iter().filter(|(_, case)| case.applicant.reused == Default::default()).collect();
    let kernel = Kernel::new(matcher()).owners(OwnersShown::All);
    let answers = kernel.score(&sample_batch(&samples)).expect("known columns");
    assert_eq!((answers.num_rows(), answers.schema()), (samples.len(), kernel.output_schema()));
    let text = |name: &str, row: usize| {
        answers.column_by_name(name).expect("a column").as_string::<i32>().value(row).to_owned()
    };
    let mut expected = AnswerBuilder::new(AnswerColumn::usual(), OwnersShown::All);
    for (row, (_, case)) in samples.iter().enumerate() {
        let answer = answer(case, OwnersShown::All);
        let [score, probability] = ["score", "probability"].map(|name| answers.column_by_name(name).expect("a column"));
        assert_eq!(text("id", row), case.id);
        assert_eq!(text("decision", row), answer.decision.code(), "{}", case.id);
        assert_eq!(score.as_primitive::<UInt8Type>().value(row), answer.score, "{}", case.id);
        assert_eq!(probability.as_primitive::<Float64Type>().value(row), answer.probability, "{}", case.id);
        let place = Place { file: "", line: row as u64 + 1, row: row as u64 + 1 };
        expected.push(&AnswerRow { answer: &answer, case, account: None, place });
    }
    assert_eq!(answers, expected.finish());
}

#[test]
fn batches_of_any_size_give_the_same_rows() {
    let samples = samples();
    let cases = sample_batch(&samples);
    let nameless = cases.project(&(1..cases.num_columns()).collect::<Vec<_>>()).expect("columns that are there");
    let kernel = Kernel::new(matcher()).columns(AnswerColumn::ALL).owners(OwnersShown::All);
    let whole = kernel.score(&nameless).expect("known columns");
    for size in [1, 7, 100] {
        for start in (0..nameless.num_rows()).step_by(size) {
            let length = size.min(nameless.num_rows() - start);
            let part = kernel.score_from(&nameless.slice(start, length), start as u64 + 1).expect("known columns");
            assert_eq!(part, whole.slice(start, length), "{size} rows from {start}");
        }
    }
}

#[test]
fn kernel_reads_the_clock_once() {
    let cases = batch(vec![("name", texts(vec![Some("Ada Quux".into()); 2]))]);
    let kernel = Kernel::new(Matcher::default()).columns(&[AnswerColumn::Now]);
    let first = kernel.score(&cases).expect("known columns");
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert_eq!(first, kernel.score(&cases).expect("known columns"));
}

#[test]
fn answers_hold_the_schema_and_its_meanings() {
    for shown in [OwnersShown::Best, OwnersShown::All] {
        let schema = answer_schema(AnswerColumn::ALL, shown);
        assert_eq!(AnswerBuilder::new(AnswerColumn::ALL, shown).finish().schema(), schema);
        for column in AnswerColumn::ALL {
            let field = schema.field_with_name(column.name()).expect("a field a column");
            assert_eq!(field.metadata()[DESCRIPTION], column.meaning());
        }
        assert_eq!(schema.fields().last().map(|field| field.name().as_str()), Some("rejected"));
    }
}

/// The id that a column of ids gives each row.
fn ids(array: ArrayRef) -> Vec<Result<String, RejectCode>> {
    let names = texts(vec![Some("Ada Quux".into()); array.len()]);
    let read = rows(&batch(vec![("id", array), ("name", names)]));
    read.into_iter().map(|row| row.map(|row| row.case.id).map_err(|bad| bad.code)).collect()
}

#[test]
fn columns_of_every_plain_type_are_read_as_text() {
    let text = vec![Some("one"), None, Some("  ")];
    let keyed: DictionaryArray<Int32Type> = text.iter().copied().collect();
    let numbers: DictionaryArray<Int32Type> =
        DictionaryArray::new(Int32Array::from(vec![Some(1), None, Some(0)]), Arc::new(Int64Array::from(vec![7, 8])));
    let strings: ArrayRef = Arc::new(StringArray::from(text.clone()));
    let large = cast(&strings, &DataType::Dictionary(Box::new(DataType::UInt8), Box::new(DataType::LargeUtf8)));
    let expected: [(&str, ArrayRef, [&str; 3]); 20] = [
        ("Utf8", strings, ["one", "2", "3"]),
        ("LargeUtf8", Arc::new(LargeStringArray::from(text.clone())), ["one", "2", "3"]),
        ("Utf8View", Arc::new(StringViewArray::from(text.clone())), ["one", "2", "3"]),
        ("Binary", Arc::new(BinaryArray::from(vec![Some(&b"one"[..]), None, Some(b"x")])), ["one", "2", "x"]),
        ("Dictionary", Arc::new(keyed), ["one", "2", "3"]),
        ("Dictionary of LargeUtf8", large.expect("a dictionary"), ["one", "2", "3"]),
        ("Dictionary of Int64", Arc::new(numbers), ["8", "2", "7"]),
        ("Null", Arc::new(NullArray::new(3)), ["1", "2", "3"]),
        ("Int16", Arc::new(Int16Array::from(vec![Some(-5), None, Some(0)])), ["-5", "2", "0"]),
        (
            "UInt64",
            Arc::new(UInt64Array::from(vec![Some(u64::MAX), None, Some(0)])),
            ["18446744073709551615", "2", "0"],
        ),
        (
            "Float64",
            Arc::new(Float64Array::from(vec![Some(94103.0), Some(f64::NAN), Some(1.5)])),
            ["94103", "2", "1.5"],
        ),
        ("Float32", Arc::new(Float32Array::from(vec![Some(94103.0), None, Some(0.1)])), ["94103", "2", "0.1"]),
        (
            "Float16",
            cast(&Float32Array::from(vec![Some(5.0), None, Some(0.5)]), &DataType::Float16).expect("halves"),
            ["5", "2", "0.5"],
        ),
        ("Boolean", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)])), ["true", "2", "false"]),
        ("Date32", Arc::new(Date32Array::from(vec![Some(0), None, Some(20_000)])), ["1970-01-01", "2", "2024-10-04"]),
        (
            "Timestamp",
            Arc::new(TimestampSecondArray::from(vec![Some(0), None, Some(NOW)])),
            ["1970-01-01T00:00:00", "2", "2026-11-22T00:00:00"],
        ),
        (
            "Timestamp of a zone",
            Arc::new(TimestampMillisecondArray::from(vec![Some(0), None, Some(1)]).with_timezone("America/New_York")),
            ["1970-01-01T00:00:00", "2", "1970-01-01T00:00:00.001"],
        ),
        (
            "Decimal of scale 0",
            Arc::new(
                Decimal128Array::from(vec![Some(94103), None, Some(0)])
                    .with_precision_and_scale(38, 0)
                    .expect("a decimal"),
            ),
            ["94103", "2", "0"],
        ),
        (
            "Decimal of scale 2",
            Arc::new(
                Decimal128Array::from(vec![Some(9_410_300), None, Some(150)])
                    .with_precision_and_scale(38, 2)
                    .expect("a decimal"),
            ),
            ["94103", "2", "1.50"],
        ),
        (
            "empty Dictionary",
            Arc::new(Vec::<Option<&str>>::from([None; 3]).into_iter().collect::<DictionaryArray<Int32Type>>()),
            ["1", "2", "3"],
        ),
    ];
    for (name, array, ids_expected) in expected {
        assert_eq!(ids(array), ids_expected.map(|id| Ok(id.to_owned())), "{name}");
    }
}

#[test]
fn values_that_are_no_text_cost_their_row_and_no_other() {
    let bytes = BinaryArray::from(vec![Some(&b"\xFF"[..]), Some(b"ok")]);
    assert_eq!(ids(Arc::new(bytes)), [Err(RejectCode::InvalidUtf8), Ok("ok".to_owned())]);
    let far = TimestampSecondArray::from(vec![i64::MAX, 0]);
    assert_eq!(ids(Arc::new(far)), [Err(RejectCode::InvalidValue), Ok("1970-01-01T00:00:00".to_owned())]);
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("x")]);
    lists.append_null();
    assert_eq!(ids(Arc::new(lists.finish())), [Err(RejectCode::WrongType), Ok("2".to_owned())]);
    let long = vec![Some("x".repeat(CAP_LINE_BYTES + 1)), Some("ok".to_owned())];
    assert_eq!(ids(texts(long)), [Err(RejectCode::LineTooLong), Ok("ok".to_owned())]);
}

#[test]
fn moments_of_any_unit_are_seconds() {
    let seconds = [1_651_784_999i64, -1];
    let at = |factor: i64| seconds.map(|second| second * factor).to_vec();
    let arrays: [ArrayRef; 8] = [
        Arc::new(Int64Array::from(at(1))),
        Arc::new(Float64Array::from(seconds.map(|second| second as f64).to_vec())),
        texts(seconds.map(|second| Some(format!(" {second} "))).to_vec()),
        Arc::new(TimestampSecondArray::from(at(1)).with_timezone("UTC")),
        Arc::new(TimestampMillisecondArray::from(at(1_000))),
        Arc::new(TimestampMicrosecondArray::from(at(1_000_000)).with_timezone("Europe/Berlin")),
        Arc::new(TimestampNanosecondArray::from(at(1_000_000_000))),
        Arc::new(Int32Array::from(seconds.map(|second| second as i32).to_vec())),
    ];
    for array in arrays {
        let kind = array.data_type().clone();
        let names = texts(vec![Some("A B".into()); 2]);
        let cases =
            batch(vec![("name", names), ("owner_refreshed_at", array.clone()), ("account_refreshed_at", array)]);
        for (row, second) in rows(&cases).into_iter().zip(seconds) {
            let ownership = row.expect("a row").case.ownership;
            assert_eq!(
                (ownership.owners[0].refreshed_at, ownership.refreshed_at),
                (Some(second), Some(second)),
                "{kind}"
            );
        }
    }
    let day: ArrayRef = Arc::new(Date32Array::from(vec![1]));
    let read = rows(&batch(vec![("name", texts(vec![None])), ("account_refreshed_at", day)]));
    assert_eq!(read[0].as_ref().map(|row| row.case.ownership.refreshed_at), Ok(Some(86_400)));
}

fn structs(fields: Vec<(&str, ArrayRef)>, valid: Vec<bool>) -> ArrayRef {
    let (fields, arrays): (Vec<_>, Vec<_>) =
        fields.into_iter().map(|(name, array)| (Field::new(name, array.data_type().clone(), true), array)).unzip();
    Arc::new(StructArray::new(fields.into(), arrays, Some(valid.into())))
}

#[test]
fn structs_are_opened_and_their_nulls_hide_what_is_in_them() {
    let text = |value: &str| texts(vec![Some(value.to_owned()); 2]);
    let address = structs(vec![("line1", text("1 Elm St")), ("city", text("Ames"))], vec![true, true]);
    let applicant =
        structs(vec![("id", text("p1")), ("name", text("Ada Quux")), ("address", address)], vec![true, false]);
    let owner = vec![Owner::new("QUUX ADA").email("a@example.com")];
    let account = vec![
        ("id", text("fca_1")),
        ("object", text("financial_connections.account")),
        ("status", text("disconnected")),
        ("owners", owner_lists(&[Some(owner.clone()), Some(owner.clone())])),
    ];
    let cases =
        batch(vec![("id", text("c1")), ("applicant", applicant), ("account", structs(account, vec![true, false]))]);
    let read: Vec<Row> = rows(&cases).into_iter().map(|row| row.expect("a row")).collect();
    assert_eq!((read[0].applicant_id.as_deref(), read[0].account_id.as_deref()), (Some("p1"), Some("fca_1")));
    assert!(
        matches!(&read[0].case.applicant.address, Some(AddressInput::Parts(parts)) if parts.city.as_deref() == Some("Ames"))
    );
    assert_eq!(read[0].case.ownership.owners, owner);
    assert_eq!(read[0].case.ownership.status, ownermatch::AccountStatus::Disconnected);
    let bare = Case { id: "c1".into(), ..Case::default() };
    assert_eq!((read[1].case == bare, read[1].account_id.as_deref()), (true, None));
}

/// Lists of these lengths, one after the other from the items.
fn lists<const N: usize>(items: ArrayRef, lengths: [usize; N]) -> ArrayRef {
    let lengths = lengths.map(|length| Some(vec![Some(0); length]));
    let numbers = ListArray::from_iter_primitive::<Int32Type, _, _>(lengths);
    let item = Arc::new(Field::new_list_field(items.data_type().clone(), true));
    Arc::new(ListArray::new(item, numbers.offsets().clone(), items, None))
}

#[test]
fn lists_of_owners_are_read_whatever_their_fields_are_called() {
    let text = |values: [Option<&str>; 3]| texts(values.map(|value| value.map(str::to_owned)).to_vec());
    let items = structs(
        vec![
            ("Full Name", text([Some("A"), None, Some("C")])),
            ("address", text([None, None, Some("1 Elm St")])),
            ("pet", text([Some("cat"), None, None])),
        ],
        vec![true, false, true],
    );
    let small = lists(items, [2, 0, 1]);
    let DataType::List(item) = small.data_type().clone() else { panic!("a list") };
    let large = cast(&small, &DataType::LargeList(item)).expect("a large list");
    let owners = [
        vec![Owner { name: Some("A".into()), ..Owner::default() }, Owner::default()],
        vec![],
        vec![Owner { name: Some("C".into()), raw_address: Some("1 Elm St".into()), ..Owner::default() }],
    ];
    for list in [small, large] {
        let cases = batch(vec![("name", text([Some("x"); 3])), ("owners", list)]);
        for start in 0..3 {
            for (row, owners) in rows(&cases.slice(start, 3 - start)).into_iter().zip(&owners[start..]) {
                assert_eq!(&row.expect("a row").case.ownership.owners, owners);
            }
        }
    }
}

#[test]
fn owners_one_by_one_go_before_a_list_and_a_list_before_an_account() {
    let account = r#"{"ownership":{"owners":{"data":[{"name":"C"}],"has_more":true}}}"#;
    let list = |name: &str| Some(vec![Owner::new(name)]);
    let cases = batch(vec![
        ("name", texts(vec![None; 3])),
        ("owner_name", texts(vec![Some("A".into()), None, None])),
        ("owners", owner_lists(&[list("B"), list("B"), None])),
        ("account_json", texts(vec![Some(account.into()); 3])),
    ]);
    let found: Vec<_> = rows(&cases).into_iter().map(|row| row.expect("a row").case.ownership).collect();
    let names: Vec<_> = found.iter().map(|ownership| ownership.owners[0].name.as_deref()).collect();
    assert_eq!(names, [Some("A"), Some("B"), Some("C")]);
    assert_eq!([found[1].has_more, found[2].has_more], [false, true]);
}

#[test]
fn rows_that_cannot_be_read_are_null_and_say_why() {
    let cases = batch(vec![
        ("id", texts(["a", "b", "c"].map(|id| Some(id.to_owned())).to_vec())),
        ("name", texts(vec![Some("Ada Quux".into()); 3])),
        ("account_refreshed_at", texts(vec![None, Some("Tuesday, Ada".into()), Some("5".into())])),
        ("account_json", texts(vec![None, None, Some("{Ada".into())])),
    ]);
    let bad: Vec<_> = rows(&cases).into_iter().filter_map(Result::err).collect();
    let places: Vec<_> = bad.iter().map(|bad| (bad.code, bad.field.as_deref())).collect();
    let expected =
        [(RejectCode::InvalidValue, Some("account.refreshed_at")), (RejectCode::InvalidJson, Some("account.json"))];
    assert_eq!(places, expected);
    assert!(bad.iter().all(|bad| !format!("{bad} {bad:?}").contains("Ada")));
    let answers = Kernel::new(matcher()).owners(OwnersShown::All).score(&cases).expect("known columns");
    let rejected = answers.column_by_name("rejected").expect("a column").as_string::<i32>();
    assert_eq!(rejected.iter().collect::<Vec<_>>(), [None, Some("invalid_value"), Some("invalid_json")]);
    for column in answers.columns().iter().take(answers.num_columns() - 1) {
        assert!(column.is_null(1) && column.is_null(2));
    }
    assert_eq!(answers.column_by_name("id").expect("a column").as_string::<i32>().value(0), "a");
}

#[test]
fn faults_in_a_list_say_which_owner() {
    let moments = texts(vec![Some("1".into()), Some("soon".into())]);
    let items = structs(vec![("refreshed_at", moments)], vec![true, true]);
    let cases = batch(vec![("name", texts(vec![None])), ("owners", lists(items, [2]))]);
    let bad = rows(&cases).remove(0).expect_err("a moment that is none");
    assert_eq!((bad.code, bad.field.as_deref()), (RejectCode::InvalidValue, Some("owners[1].refreshed_at")));
}

#[test]
fn columns_are_found_by_name_or_map_and_their_faults_told() {
    let schema = Schema::new(vec![Field::new("who", DataType::Utf8, true), Field::new("n", DataType::Utf8, true)]);
    let name = Column::from_path("applicant.name").expect("a path");
    assert!(matches!(InputColumns::new(&schema, &[]), Err(ColumnsError::NoApplicant(_))));
    let columns = InputColumns::new(&schema, &[(name, "who".into())]).expect("mapped");
    assert_eq!(columns.columns().all(), [Some(name), None]);
    assert!(matches!(InputColumns::new(&schema, &[(name, "whom".into())]), Err(ColumnsError::Unknown(..))));
    let kernel = Kernel::new(matcher());
    let cases = batch(vec![("who", texts(vec![Some("Ada Quux".into())]))]);
    assert!(matches!(kernel.score(&cases), Err(KernelError::Columns(ColumnsError::NoApplicant(_)))));
    assert!(kernel.map(&[(name, "who".into())]).score(&cases).is_ok());
    let accounts =
        batch(vec![("id", texts(vec![Some("fca_1".into())])), ("name", texts(vec![Some("QUUX ADA".into())]))]);
    let columns = InputColumns::of_accounts(accounts.schema_ref(), &[]).expect("accounts");
    let row = columns.rows(&accounts, 1).next().expect("one").expect("a row");
    assert_eq!((row.account_id.as_deref(), row.case.ownership.owners), (Some("fca_1"), vec![Owner::new("QUUX ADA")]));
    assert_eq!(row.case.applicant, Applicant::default());
}

#[test]
fn every_canonical_column_is_known_by_its_name() {
    let columns = InputColumns::new(&input_schema(), &[]).expect("the canonical columns");
    assert!(columns.columns().all().iter().all(Option::is_some));
    let empty = RecordBatch::new_empty(input_schema());
    assert_eq!(Kernel::new(matcher()).score(&empty).expect("known columns").num_rows(), 0);
    let name = batch(vec![("first_name", texts(vec![Some("Ada".into())]))]);
    assert!(matches!(rows(&name)[0].as_ref().map(|row| &row.case.applicant.name), Ok(Some(NameInput::Parts { .. }))));
}

#[test]
fn batch_of_another_schema_is_refused_row_by_row() {
    let columns = InputColumns::new(&input_schema(), &[]).expect("the canonical columns");
    let other = batch(vec![("name", texts(vec![Some("Ada Quux".into())]))]);
    assert_eq!(columns.rows(&other, 1).filter(Result::is_err).count(), 1);
}

/// The types of the page, in its words.
fn kind(kind: &DataType) -> String {
    match kind {
        DataType::List(item) => match item.data_type() {
            DataType::Struct(_) => "List<Struct>".to_owned(),
            item => format!("List<{item}>"),
        },
        DataType::Timestamp(..) => "Timestamp(s, UTC)".to_owned(),
        other => other.to_string(),
    }
}

/// What the page must say of fields, structs in lists opened.
fn listed(fields: &arrow_schema::Fields, above: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for field in fields {
        let meaning = field.metadata().get(DESCRIPTION).map_or("", String::as_str);
        lines.push(format!("| {above}{} | {} | {meaning} |", field.name(), kind(field.data_type())));
        if let DataType::List(item) = field.data_type()
            && let DataType::Struct(inner) = item.data_type()
        {
            lines.extend(listed(inner, &format!("{}[].", field.name())));
        }
    }
    lines
}

#[test]
fn the_page_lists_every_column_with_its_type_and_meaning() {
    let page = read_file("docs/schemas/arrow.md");
    let told: Vec<&str> = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| column")).collect();
    let output = answer_schema(AnswerColumn::ALL, OwnersShown::All);
    let expected = [listed(input_schema().fields(), ""), listed(output.fields(), "")].concat();
    assert_eq!(told, expected, "docs/schemas/arrow.md should list:\n{}", expected.join("\n"));
    assert!(AnswerColumn::ALL.iter().any(|column| column.kind() == CellKind::Codes));
}
