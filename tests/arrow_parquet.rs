//! Parquet files of cases read whole, by ranges and by many at once, answers written and joined, and files that are broken.
#![cfg(feature = "arrow")]

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder, StructBuilder, TimestampSecondBuilder};
use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use arrow_schema::DataType;
use ownermatch::Matcher;
use ownermatch::arrow::{InputColumns, Kernel, ParquetFault, ParquetRows, input_schema, splice, write_rows};
use ownermatch::case::{AnswerColumn, Column, OwnersShown, RejectCode, Row};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::{WriterProperties, WriterVersion};

/// A place for a test's file.
fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("arrow_parquet_{name}"))
}

fn text(count: usize, of: impl Fn(usize) -> Option<String>) -> ArrayRef {
    Arc::new((0..count).map(of).collect::<StringArray>())
}

/// Owners of three kinds of rows: two of them, none, and no list.
fn owners(count: usize) -> ArrayRef {
    let schema = input_schema();
    let DataType::List(item) = schema.field_with_name("owners").expect("a column").data_type() else {
        panic!("a list")
    };
    let DataType::Struct(fields) = item.data_type() else { panic!("of structs") };
    let mut built = ListBuilder::new(StructBuilder::from_fields(fields.clone(), 0)).with_field(item.clone());
    for row in 0..count {
        for owner in 0..[2, 0, 0][row % 3] {
            let one = built.values();
            for at in 0..4 {
                let value = (at != 2).then(|| format!("Owner {row} {owner} {at}"));
                one.field_builder::<StringBuilder>(at).expect("text").append_option(value);
            }
            one.field_builder::<TimestampSecondBuilder>(4).expect("moments").append_value(row as i64);
            one.append(true);
        }
        built.append(row % 3 != 2);
    }
    Arc::new(built.finish())
}

/// Made cases with ids that are numbers, a column of no meaning, and a null here and there.
fn cases(count: usize) -> RecordBatch {
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("junk", text(count, |row| Some("junk".repeat(row % 50)))),
        ("case_id", Arc::new((0..count).map(|row| (row % 5 != 4).then_some(row as i64 * 10)).collect::<Int64Array>())),
        ("name", text(count, |row| Some(format!("Ada{} Quux", row % 17)))),
        ("email", text(count, |row| (row % 2 == 0).then(|| format!("ada{row}@example.com")))),
        ("owners", owners(count)),
    ];
    let columns = columns.into_iter().map(|(name, array)| (name, array, true));
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}

fn write(name: &str, batch: &RecordBatch, properties: WriterProperties) -> PathBuf {
    let path = place(name);
    let file = File::create(&path).expect("a file");
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties)).expect("types of Parquet");
    writer.write(batch).expect("a disk");
    writer.close().expect("a disk");
    path
}

/// Groups of 70 rows in pages of 16.
fn small() -> parquet::file::properties::WriterPropertiesBuilder {
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(70));
    properties.set_data_page_row_count_limit(16).set_write_batch_size(16)
}

fn open(path: &PathBuf) -> ParquetRows {
    ParquetRows::open(File::open(path).expect("a file"), &[]).expect("a file of cases")
}

fn range(rows: &ParquetRows, from: u64, count: u64) -> Vec<(u64, Row)> {
    let read = rows.read(from, count).expect("a good file").map(|row| row.expect("a good page"));
    read.map(|(number, row)| (number, row.expect("a good row"))).collect()
}

fn expected(batch: &RecordBatch) -> Vec<(u64, Row)> {
    let columns = InputColumns::new(batch.schema_ref(), &[]).expect("known columns");
    let rows = columns.rows(batch, 1).map(|row| row.expect("a good row"));
    (0..).zip(rows).collect()
}

#[test]
fn every_range_across_row_groups_has_its_rows() {
    let batch = cases(500);
    let whole = expected(&batch);
    let kinds = [
        ("plain", small()),
        ("snappy_v2", small().set_writer_version(WriterVersion::PARQUET_2_0).set_compression(Compression::SNAPPY)),
        ("gzip", small().set_compression(Compression::GZIP(Default::default())).set_dictionary_enabled(false)),
        ("lz4", small().set_compression(Compression::LZ4_RAW)),
        (
            "no_index",
            small()
                .set_offset_index_disabled(true)
                .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None),
        ),
    ];
    for (name, properties) in kinds {
        let rows = open(&write(name, &batch, properties.build()));
        assert_eq!(rows.rows_total(), 500);
        assert!(rows.columns().columns().has(Column::Owners));
        assert_eq!(range(&rows, 0, 500), whole, "{name}");
        for from in (0..500).step_by(23) {
            for count in [0, 1, 16, 70, 141, 1000] {
                let found = range(&rows, from as u64, count);
                assert_eq!(found, whole[from..(from + count as usize).min(500)], "{name}: {count} from {from}");
            }
        }
        assert!(range(&rows, 500, 10).is_empty() && range(&rows, u64::MAX, u64::MAX).is_empty());
    }
}

#[test]
fn readers_on_many_threads_do_not_disturb_each_other() {
    let batch = cases(3000);
    let rows = open(&write("threads", &batch, small().build()));
    let whole = expected(&batch);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (rows, whole) = (&rows, &whole);
            scope.spawn(move || {
                for from in (thread * 11..3000).step_by(197) {
                    assert_eq!(range(rows, from as u64, 150), whole[from..(from + 150).min(3000)]);
                }
            });
        }
    });
}

#[test]
fn rows_without_an_id_are_called_by_their_number() {
    let rows = open(&write("numbers", &cases(20), small().build()));
    let ids: Vec<_> = range(&rows, 3, 3).into_iter().map(|(number, row)| (number, row.case.id)).collect();
    assert_eq!(ids, [(3, "30".to_owned()), (4, "5".to_owned()), (5, "50".to_owned())]);
}

#[test]
fn bad_rows_cost_themselves_and_no_other() {
    let good = cases(10);
    let moments = text(10, |row| Some(if row == 6 { "soon".to_owned() } else { row.to_string() }));
    let columns = [("name", good.column(2).clone()), ("account_refreshed_at", moments)];
    let rows = open(&write("bad_row", &RecordBatch::try_from_iter(columns).expect("columns"), small().build()));
    let read: Vec<_> = rows.read(5, 3).expect("a good file").map(|row| row.expect("a good page").1).collect();
    assert_eq!(read.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    let bad = read[1].as_ref().expect_err("no moment");
    assert_eq!((bad.code, bad.field.as_deref()), (RejectCode::InvalidValue, Some("account.refreshed_at")));
}

#[test]
fn text_that_is_no_utf8_costs_its_row_and_no_other() {
    let good = write("utf8", &cases(60), small().set_dictionary_enabled(false).build());
    let bytes = fs::read(&good).expect("a file");
    let mail = b"ada4@example.com";
    let at = bytes.windows(mail.len()).position(|window| window == mail).expect("an email as it is");
    let mut bad = bytes;
    bad[at] = 0xFF;
    let path = place("no_utf8");
    fs::write(&path, bad).expect("a disk");
    let rows = open(&path);
    let read: Vec<_> = rows.read(3, 3).expect("a good file").map(|row| row.expect("a good page").1).collect();
    let codes: Vec<_> = read.iter().map(|row| row.as_ref().err().map(|bad| (bad.code, bad.field.as_deref()))).collect();
    assert_eq!(codes, [None, Some((RejectCode::InvalidUtf8, Some("applicant.email"))), None]);
}

/// Answers to some made cases, as a batch.
fn answers(from: usize, count: usize) -> RecordBatch {
    let kernel = Kernel::new(Matcher::default().now(1_795_305_600)).columns(AnswerColumn::ALL).owners(OwnersShown::All);
    kernel.score_from(&cases(300).slice(from, count), from as u64 + 1).expect("known columns")
}

fn written(batch: &RecordBatch) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_rows(&mut bytes, batch).expect("memory");
    bytes
}

fn read_back(bytes: Vec<u8>) -> Vec<RecordBatch> {
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(bytes)).expect("a Parquet file");
    reader.with_batch_size(1 << 20).build().expect("a reader").map(|batch| batch.expect("a page")).collect()
}

#[test]
fn answers_come_back_from_a_file_as_they_went_in_and_the_same_bytes_each_time() {
    let batch = answers(0, 120);
    let bytes = written(&batch);
    assert_eq!(bytes, written(&batch.clone()));
    // Where the arrays lie in memory does not matter either.
    assert_eq!(written(&answers(0, 130).slice(0, 120)), bytes);
    assert_eq!(read_back(bytes), [batch]);
}

#[test]
fn joined_parts_hold_the_rows_of_all_in_order() {
    let batch = answers(0, 100);
    let parts: Vec<PathBuf> = [(0, 40), (40, 0), (40, 1), (41, 59)]
        .into_iter()
        .enumerate()
        .map(|(at, (from, count))| {
            let path = place(&format!("part_{at}"));
            fs::write(&path, written(&batch.slice(from, count))).expect("a disk");
            path
        })
        .collect();
    let mut whole = Vec::new();
    splice(&parts, &batch.schema(), &mut whole).expect("parts of one schema");
    let mut again = Vec::new();
    splice(&parts, &batch.schema(), &mut again).expect("parts of one schema");
    assert_eq!(whole, again);
    let read = read_back(whole.clone());
    let mut at = 0;
    for part in &read {
        assert_eq!(*part, batch.slice(at, part.num_rows()));
        at += part.num_rows();
    }
    assert_eq!(at, 100);
    // The pages' own places were kept: a reader that jumps finds its rows.
    let path = place("joined");
    fs::write(&path, &whole).expect("a disk");
    let map = [(Column::from_path("applicant.name").expect("a path"), "applicant_name".to_owned())];
    let rows = ParquetRows::of_accounts(File::open(&path).expect("a file"), &map).expect("columns");
    assert_eq!((rows.rows_total(), range(&rows, 39, 4).len()), (100, 4));
}

#[test]
fn no_parts_make_a_file_without_rows() {
    let schema = answers(0, 1).schema();
    let mut whole = Vec::new();
    splice(&[], &schema, &mut whole).expect("memory");
    let reader = ParquetRecordBatchReaderBuilder::try_new(bytes::Bytes::from(whole.clone())).expect("a Parquet file");
    assert_eq!(reader.schema().fields(), schema.fields());
    assert!(read_back(whole).is_empty());
}

#[test]
fn parts_of_other_columns_or_none_at_all_are_refused() {
    let batch = answers(0, 5);
    let (good, other) = (place("good_part"), place("other_part"));
    fs::write(&good, written(&batch)).expect("a disk");
    fs::write(&other, written(&cases(3))).expect("a disk");
    let refused = |parts: &[PathBuf]| splice(parts, &batch.schema(), Vec::new()).expect_err("a bad part");
    assert_eq!(refused(&[good.clone(), other]), ParquetFault::OtherColumns(1));
    assert_eq!(refused(&[good, place("no such part")]), ParquetFault::Io(std::io::ErrorKind::NotFound));
}

/// How a file of these bytes comes out: rows read, or the first fault. A row that is bad by itself counts as one.
fn outcome(path: &PathBuf, bytes: &[u8]) -> Result<usize, ParquetFault> {
    fs::write(path, bytes).expect("a disk");
    let rows = ParquetRows::open(File::open(path).expect("a file"), &[])?;
    let mut count = 0;
    for from in [0, rows.rows_total() / 2] {
        for row in rows.read(from, 40)? {
            let _ = row?.1;
            count += 1;
        }
    }
    Ok(count)
}

#[test]
fn files_cut_off_anywhere_are_refused() {
    let good = fs::read(write("to_cut", &cases(60), small().build())).expect("a file");
    let path = place("cut");
    for length in (0..good.len()).step_by(37).chain(good.len() - 20..good.len()) {
        assert!(outcome(&path, &good[..length]).is_err(), "{length} of {} bytes", good.len());
    }
    assert_eq!(outcome(&path, b"PAR1\x00\x00\x00\x00PAR1"), Err(ParquetFault::Footer));
    assert_eq!(outcome(&path, b"id,name\n1,Ada Quux\n"), Err(ParquetFault::Footer));
}

#[test]
fn files_with_any_byte_changed_are_read_or_refused_without_a_panic() {
    let kinds = [
        ("flip_plain", small()),
        ("flip_v2", small().set_writer_version(WriterVersion::PARQUET_2_0)),
        ("flip_snappy", small().set_compression(Compression::SNAPPY)),
        ("flip_zstd", small().set_compression(Compression::ZSTD(Default::default())).set_dictionary_enabled(false)),
    ];
    for (name, properties) in kinds {
        let good = fs::read(write(name, &cases(60), properties.build())).expect("a file");
        let path = place(&format!("{name}_changed"));
        assert_eq!(outcome(&path, &good), Ok(70));
        let changed = |at: usize| {
            let mut bytes = good.clone();
            bytes[at] ^= [0x01, 0x80, 0xFF][at / 5 % 3];
            outcome(&path, &bytes)
        };
        let refused = (0..good.len()).step_by(5).filter(|at| changed(*at).is_err()).count();
        assert!((1..good.len()).contains(&refused), "{name}: {refused} of {}", good.len());
    }
}
