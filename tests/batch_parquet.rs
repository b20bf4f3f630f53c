//! `batch` with Parquet, as a process: rows in, rows out, and what is damaged costs its own rows.
#![cfg(all(feature = "cli", feature = "arrow"))]

mod binary;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use binary::{Ran, command, run, scratch};
use ownermatch::arrow::{ParquetRows, splice, write_rows};

const NOW: &str = "1789430400";

fn folder(name: &str) -> PathBuf {
    let folder = scratch(&format!("batch-parquet-{name}"));
    std::fs::remove_dir_all(&folder).expect("a folder");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn path(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("a path").to_owned()
}

fn batch(args: &[&str]) -> Ran {
    run(command(&[&["batch", "--now", NOW], args].concat()), b"")
}

fn done(args: &[&str]) {
    let ran = batch(args);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

fn columns(columns: &[(&str, Vec<String>)]) -> RecordBatch {
    let array = |values: &Vec<String>| Arc::new(StringArray::from(values.clone())) as ArrayRef;
    RecordBatch::try_from_iter(columns.iter().map(|(name, values)| (*name, array(values)))).expect("columns")
}

/// A file of so many row groups of ten rows, and the same as a table.
fn made(folder: &Path, groups: usize) -> (String, String) {
    let mut parts = Vec::new();
    let mut table = "id,name,phone,account_id,owner_name\n".to_owned();
    let mut schema = None;
    for group in 0..groups {
        let rows: Vec<usize> = (group * 10..group * 10 + 10).collect();
        let of = |text: fn(usize) -> String| rows.iter().map(|row| text(*row)).collect::<Vec<_>>();
        let all = [
            ("id", of(|row| format!("c{row}"))),
            ("name", of(|row| format!("Ada{} Quux", "bcdefghijk".chars().nth(row % 10).expect("a letter")))),
            ("phone", of(|row| format!("41527947{:02}", row % 100))),
            ("account_id", of(|row| format!("fca_{row}"))),
            ("owner_name", of(|row| if row % 3 == 0 { "QUUX ADAB".into() } else { "SMITH JOHN".into() })),
        ];
        for row in 0..10 {
            table += &(all.iter().map(|(_, values)| values[row].clone()).collect::<Vec<_>>().join(",") + "\n");
        }
        let batch = columns(&all);
        let part = folder.join(format!("part-{group}"));
        write_rows(File::create(&part).expect("a file"), &batch).expect("Parquet");
        schema = Some(batch.schema());
        parts.push(part);
    }
    let (parquet, csv) = (path(folder, "in.parquet"), path(folder, "in.csv"));
    splice(&parts, &schema.expect("a part"), File::create(&parquet).expect("a file")).expect("Parquet");
    std::fs::write(&csv, table).expect("a file");
    (parquet, csv)
}

#[test]
fn parquet_in_comes_to_the_answers_of_the_same_table() {
    let folder = folder("in");
    let (parquet, csv) = made(&folder, 7);
    let [one, two] = ["one.csv", "two.csv"].map(|name| path(&folder, name));
    done(&[&csv, "-o", &one]);
    done(&[&parquet, "-o", &two, "--segment-rows", "13"]);
    let read = |path: &str| std::fs::read_to_string(path).expect("a file");
    assert_eq!(read(&one), read(&two));
    assert_eq!(read(&one).lines().count(), 71);
}

#[test]
fn parquet_out_holds_what_a_table_holds() {
    let folder = folder("out");
    let (_, csv) = made(&folder, 5);
    let [table, parquet] = ["answers.csv", "answers.parquet"].map(|name| path(&folder, name));
    let columns = "id,applicant_name,account,decision,score,flags";
    done(&[&csv, "-o", &table, "--columns", columns]);
    let mut files = Vec::new();
    for threads in ["1", "2"] {
        done(&[
            &csv,
            "-o",
            &parquet,
            "--columns",
            columns,
            "--threads",
            threads,
            "--segment-rows",
            "16",
            "--overwrite",
        ]);
        files.push(std::fs::read(&parquet).expect("a file"));
    }
    assert!(files[0] == files[1]);
    let map = [(ownermatch::case::Column::from_path("applicant.name").expect("a path"), "applicant_name".to_owned())];
    let rows = ParquetRows::open(File::open(&parquet).expect("a file"), &map).expect("Parquet");
    let back = rows.read(0, u64::MAX).expect("rows").map(|row| row.expect("a row").1.expect("a case"));
    let back: Vec<(String, Option<String>)> = back.map(|row| (row.case.id, row.account_id)).collect();
    let expected = (0..50).map(|row| (format!("c{row}"), Some(format!("fca_{row}"))));
    assert_eq!(back, expected.collect::<Vec<_>>());
    done(&[&csv, "-o", &path(&folder, "split"), "--format", "parquet", "--partition-by", "decision"]);
    assert!(folder.join("split/decision=no_match/part-0.parquet").exists());
}

#[test]
fn accounts_may_stand_in_parquet() {
    let folder = folder("accounts");
    let (_, csv) = made(&folder, 1);
    let accounts = path(&folder, "accounts.parquet");
    let owners = columns(&[
        ("account_id", vec!["fca_1".into(), "fca_0".into(), "fca_1".into()]),
        ("name", vec!["SMITH JOHN".into(), "QUUX ADAB".into(), "QUUX ADAC".into()]),
    ]);
    write_rows(File::create(&accounts).expect("a file"), &owners).expect("Parquet");
    let applicants = std::fs::read_to_string(&csv).expect("a file").replace(",owner_name", "");
    let cut = |line: &str| line.rsplitn(line.matches(',').count() - 2, ',').last().map(str::to_owned);
    let applicants: Vec<String> = applicants
        .lines()
        .filter_map(|line| if line.starts_with("id") { Some(line.into()) } else { cut(line) })
        .collect();
    let input = path(&folder, "applicants.csv");
    std::fs::write(&input, applicants.join("\n")).expect("a file");
    let output = path(&folder, "answers.ndjson");
    done(&[&input, "--accounts", &accounts, "-o", &output, "--owners", "all"]);
    let answers = std::fs::read_to_string(&output).expect("a file");
    let owners: Vec<usize> = answers
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).expect("JSON")["owners"].as_array().expect("a list").len()
        })
        .collect();
    assert_eq!(owners, [1, 2, 0, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn damage_in_one_row_group_costs_its_rows_and_no_others() {
    let folder = folder("damage");
    let (parquet, csv) = made(&folder, 6);
    let mut bytes = std::fs::read(&parquet).expect("a file");
    let part = std::fs::metadata(folder.join("part-0")).expect("a file").len() as usize;
    // Pages of the second row group.
    let start = part / 2;
    bytes[start..start + 60].fill(0x5a);
    std::fs::write(&parquet, &bytes).expect("a file");
    let [whole, output] = ["whole.csv", "answers.csv"].map(|name| path(&folder, name));
    done(&[&csv, "-o", &whole]);
    let ran = batch(&[&parquet, "-o", &output, "--segment-rows", "10", "--max-rejects", "60"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let rejected = std::fs::read_to_string(format!("{output}.rejects.ndjson")).expect("a file").lines().count();
    let answers = std::fs::read_to_string(&output).expect("a file");
    assert_eq!(answers.lines().count() - 1 + rejected, 60);
    assert!((1..=20).contains(&rejected), "{rejected}");
    let whole = std::fs::read_to_string(&whole).expect("a file");
    // Reuse is counted over what can be read, so that only the ids are held against each other.
    let ids =
        |text: &str| text.lines().map(|line| line.split(',').next().expect("an id").to_owned()).collect::<Vec<_>>();
    assert!(ids(&answers).iter().all(|id| ids(&whole).contains(id)));
}
