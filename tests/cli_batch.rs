//! `batch` as a process: every form of input comes to the same answers, no row is lost, a killed run goes on.
#![cfg(feature = "cli")]

mod binary;

use std::path::{Path, PathBuf};
use std::process::Stdio;

use binary::{Ran, command, ownermatch, run, scratch};

const NOW: &str = "1789430400";

/// A folder for one test, empty at its start.
fn folder(name: &str) -> PathBuf {
    let folder = scratch(&format!("batch-{name}"));
    std::fs::remove_dir_all(&folder).expect("a folder");
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn made(count: usize) -> String {
    ownermatch(&["simulate", "--cases", &count.to_string(), "--seed", "11"], b"").stdout
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    path.to_str().expect("a path").to_owned()
}

fn read(path: &str) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|fault| panic!("{path}: {fault}"))
}

fn text(path: &str) -> String {
    String::from_utf8(read(path)).expect("text")
}

/// Runs a batch as of a moment at which nothing that is made is stale.
fn batch(input: &str, output: &str, more: &[&str]) -> Ran {
    run(command(&[&["batch", input, "-o", output, "--now", NOW], more].concat()), b"")
}

fn done(input: &str, output: &str, more: &[&str]) {
    let ran = batch(input, output, more);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

fn out(folder: &Path, name: &str) -> String {
    folder.join(name).to_str().expect("a path").to_owned()
}

/// The lines of a file of answers without what only a position tells.
fn rejects(output: &str) -> Vec<serde_json::Value> {
    text(&format!("{output}.rejects.ndjson")).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn answers_are_those_of_score() {
    let folder = folder("as-score");
    let input = write(&folder, "cases.ndjson", binary::samples());
    let none = ["--reuse", "account=0", "--reuse", "email=0", "--reuse", "phone=0", "--reuse", "address=0"];
    for (format, owners) in [("ndjson", "best"), ("ndjson", "all"), ("csv", "best")] {
        let output = out(&folder, &format!("{owners}.{format}"));
        done(&input, &output, &[&none[..], &["--owners", owners]].concat());
        let score = ownermatch(&["score", &input, "--now", NOW, "--format", format, "--owners", owners], b"");
        assert!(text(&output) == score.stdout, "{format}, {owners}");
    }
}

#[test]
fn threads_and_segments_change_no_byte() {
    let folder = folder("threads");
    let input = write(&folder, "cases.ndjson", made(600));
    let mut all = Vec::new();
    for (threads, rows) in [("1", "600"), ("2", "600"), ("2", "37"), ("1", "1"), ("8", "100")] {
        let place = folder.join(format!("{threads}-{rows}"));
        std::fs::create_dir(&place).expect("a folder");
        let output = out(&place, "answers.csv");
        done(&input, &output, &["--threads", threads, "--segment-rows", rows]);
        all.push(["", ".rejects.ndjson"].map(|ending| read(&format!("{output}{ending}"))));
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
}

/// The same applicants in every form that is read.
#[test]
fn every_form_of_input_comes_to_the_same_answers() {
    let folder = folder("forms");
    let rows = [
        ["1", "Zoë Quux", "zoe@quux.dev", "+14152794774", "fca_1", "QUUX ZOE", "12 ELM ST AMES IA 50010"],
        ["2", "Renée Flores", "renee@flores.dev", "(212) 736-5000", "fca_2", "FLORES RENEE", "9 OAK AVE AMES IA 50010"],
        ["3", "Ana; María | López", "ana@lopez.dev", "", "fca_3", "LOPEZ ANA", ""],
    ];
    let header = ["Application ID", "Full Name", "E-Mail", "mobile", "fc_account_id", "owner_name", "Owner Address"];
    let table = |delimiter: &str, quote: &str| {
        let cell = |cell: &&str| format!("{quote}{cell}{quote}");
        let line = |row: &[&str; 7]| row.iter().map(cell).collect::<Vec<_>>().join(delimiter) + "\n";
        line(&header) + &rows.iter().map(line).collect::<String>()
    };
    let utf16: Vec<u8> =
        "\u{feff}".encode_utf16().chain(table("\t", "").encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let latin: Vec<u8> = table(",", "\"").chars().map(|letter| letter as u8).collect();
    let flat = |row: &[&str; 7]| {
        let [id, full_name, email, phone, account, owner, address] = row;
        let value = serde_json::json!({"id": id, "full_name": full_name, "email": email, "contact": {"phone": phone},
            "account_id": account, "owners": [{"name": owner, "raw_address": address}]});
        value.to_string() + "\n"
    };
    let case = |row: &[&str; 7]| {
        let [id, name, email, phone, account, owner, address] = row;
        let value = serde_json::json!({"id": id, "applicant": {"name": name, "email": email, "phone": phone}, "account": account,
            "owners": [{"name": owner, "raw_address": address}]});
        value.to_string() + "\n"
    };
    let packed = |text: &str| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        std::io::Write::write_all(&mut packer, text.as_bytes()).expect("memory");
        packer.finish().expect("memory")
    };
    let inputs: [(&str, Vec<u8>); 10] = [
        ("plain.csv", table(",", "\"").into()),
        ("remarks.csv", ["# an export; of many|things\r\n#\n", &table(",", "\"")].concat().into()),
        ("semicolons.csv", table(";", "\"").into()),
        ("tabs.tsv", table("\t", "").into()),
        ("utf16.txt", utf16),
        ("latin.csv", latin),
        ("packed.csv.gz", packed(&table(",", "\""))),
        ("packed.csv.zst", zstd::encode_all(table(",", "\"").as_bytes(), 1).expect("memory")),
        ("flat.jsonl", rows.iter().map(flat).collect::<String>().into()),
        ("cases.ndjson", rows.iter().map(case).collect::<String>().into()),
    ];
    let mut all: Vec<(&str, String)> = Vec::new();
    for (name, bytes) in inputs {
        let output = out(&folder, &format!("{name}.answers.csv"));
        done(
            &write(&folder, name, bytes),
            &output,
            &["--columns", "+applicant_name,applicant_phone,account,owner_address"],
        );
        all.push((name, text(&output)));
    }
    assert_eq!(all[0].1.lines().count(), 4, "{}", all[0].1);
    assert!(all[0].1.contains("Zoë Quux") && all[0].1.contains("'+14152794774") && all[0].1.contains("fca_3"));
    for (name, answers) in &all[1..] {
        assert_eq!(answers, &all[0].1, "{name}");
    }
}

#[test]
fn folders_patterns_and_stdin_are_read_in_order() {
    let folder = folder("many");
    let lines: Vec<String> = made(30).lines().map(|line| format!("{line}\n")).collect();
    let inside = folder.join("in");
    std::fs::create_dir(&inside).expect("a folder");
    for (at, part) in lines.chunks(10).enumerate() {
        write(&inside, &format!("part-{at}.ndjson"), part.concat());
    }
    write(&inside, "_SUCCESS", "");
    let whole = out(&folder, "whole.csv");
    let stdin = run(command(&["batch", "-", "-o", &whole, "--now", NOW, "-q"]), lines.concat().as_bytes());
    assert_eq!((stdin.code, stdin.stderr.as_str()), (Some(0), ""));
    for (name, input) in [("folder.csv", out(&folder, "in")), ("pattern.csv", out(&folder, "in/part-*.ndjson"))] {
        let output = out(&folder, name);
        done(&input, &output, &[]);
        assert_eq!(text(&output), text(&whole), "{name}");
    }
    let piped = run(command(&["batch", &out(&folder, "in"), "-o", "-", "--format", "csv", "--now", NOW]), b"");
    assert!(piped.stdout == text(&whole) && piped.code == Some(0), "{}", piped.stderr);
}

#[test]
fn accounts_are_joined_from_objects_and_from_tables() {
    let folder = folder("accounts");
    let applicants = write(
        &folder,
        "applicants.csv",
        "id,name,phone,account_id\n1,Ada Quux,415-279-4774,fca_a\n2,Bo Quux,,fca_b\n3,Cy Quux,,fca_none\n4,Di Quux,,\n",
    );
    let objects = write(
        &folder,
        "accounts.ndjson",
        concat!(
            r#"{"id":"fca_b","object":"financial_connections.account","ownership":{"owners":{"data":[{"name":"QUUX BO"}]}}}"#,
            "\nbroken\n",
            r#"{"id":"fca_a","object":"financial_connections.account","ownership":{"owners":{"data":[{"name":"QUUX CY"},{"name":"QUUX ADA","phone":"+14152794774"}]}}}"#,
            "\n",
        ),
    );
    let table = write(
        &folder,
        "owners.csv",
        "account_id,name,phone\nfca_a,QUUX CY,\nfca_b,QUUX BO,\nfca_a,QUUX ADA,+14152794774\n",
    );
    let outputs = [(objects, "objects.ndjson"), (table, "table.ndjson")].map(|(accounts, name)| {
        let output = out(&folder, name);
        let ran = batch(&applicants, &output, &["--accounts", &accounts, "--owners", "all"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stderr.contains("1 name an account that the accounts do not have"), "{}", ran.stderr);
        text(&output)
    });
    assert_eq!(outputs[0], outputs[1]);
    let answers: Vec<serde_json::Value> =
        outputs[0].lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let owners: Vec<usize> = answers.iter().map(|answer| answer["owners"].as_array().expect("a list").len()).collect();
    assert_eq!(owners, [2, 1, 0, 0]);
    assert_eq!((&answers[0]["decision"], &answers[0]["best_owner"]), (&"match".into(), &1.into()));
    assert_eq!(answers[2]["decision"], "insufficient_data");
}

#[test]
fn bad_rows_cost_themselves_and_the_others_come_out_the_same() {
    let folder = folder("rejects");
    let good = "id,name,email\n1,Ada Quux,a@quux.dev\n2,Bo Quux,b@quux.dev\n3,\"Cy\nQuux\",c@quux.dev\n";
    let bad = "id,name,email\n1,Ada Quux,a@quux.dev\nx,\"Open Secret,o@secret.dev\ny,Too,Many,Secrets\n2,Bo Quux,b@quux.dev\nz\n3,\"Cy\nQuux\",c@quux.dev\n";
    let latin = [bad.as_bytes(), b"w,Bro\xffken Secret,w@secret.dev\n\xc3\xa9,,\n"].concat();
    let (clean, mixed) = (out(&folder, "clean.csv"), out(&folder, "mixed.csv"));
    done(&write(&folder, "good.csv", good), &clean, &[]);
    let ran = batch(&write(&folder, "bad.csv", latin), &mixed, &["--max-rejects", "3"]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    let kept: Vec<String> = text(&mixed).lines().filter(|line| !line.starts_with('é')).map(str::to_owned).collect();
    assert_eq!(kept, text(&clean).lines().collect::<Vec<_>>());
    let told: Vec<(u64, String)> = rejects(&mixed)
        .iter()
        .map(|reject| (reject["line"].as_u64().expect("a line"), reject["code"].as_str().expect("a code").to_owned()))
        .collect();
    let expected = [(3, "unclosed_quote"), (4, "wrong_cells"), (6, "wrong_cells"), (9, "invalid_utf8")];
    assert_eq!(told, expected.map(|(line, code)| (line, code.to_owned())));
    assert_eq!(rejects(&mixed)[3]["field"], "applicant.name");
    assert!(rejects(&mixed).iter().all(|reject| reject["file"].as_str().expect("a name").ends_with("bad.csv")));
    for file in [format!("{mixed}.rejects.ndjson"), format!("{mixed}.manifest.json"), format!("{mixed}.report.html")] {
        assert!(!text(&file).contains("Secret"), "{file}");
    }
    assert!(!ran.stderr.contains("Secret"));
}

/// What comes in from the world, alone and between two good rows.
#[test]
fn hazards_end_in_an_answer_or_a_reject_and_cost_no_other_row() {
    let folder = folder("hazards");
    let good =
        |id: &str| format!(r#"{{"id":"{id}","applicant":{{"name":"Ada Quux"}},"owners":[{{"name":"QUUX ADA"}}]}}"#);
    let named = |name: &str| {
        format!(r#"{{"id":"h","applicant":{{"name":"{name}"}},"owners":[{{"name":"{name}"}}]}}"#).into_bytes()
    };
    let hazards: Vec<(&str, Vec<u8>)> = vec![
        ("long name", named(&"x".repeat(900_000))),
        ("too long a line", named(&"x".repeat(1_100_000))),
        ("combining marks", named(&format!("a{}", "\u{301}".repeat(100_000)))),
        ("bidi", named("Ada \u{202e}xuuQ")),
        ("zero width", named("A\u{200b}da Q\u{feff}uux")),
        ("nul", named("Ada\\u0000 Quux")),
        ("raw control", named("Ada\u{1} Quux")),
        ("full width", named("Ａｄａ　Ｑｕｕｘ")),
        ("emoji", named("👩‍👩‍👧‍👦🇺🇸 Quux")),
        ("CJK", named("王小明張三李四")),
        ("bad UTF-8", [&b"{\"applicant\":{\"name\":\"\xff\xfe\xc0\x80"[..], b"\"}}"].concat()),
        ("lone surrogate", named("\\ud800 x")),
        ("deep", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes()),
        ("deep inside", format!(r#"{{"x":{}{}}}"#, "[".repeat(1000), "]".repeat(1000)).into_bytes()),
        ("twice", br#"{"id":"h","id":"i","applicant":{"name":"x"}}"#.to_vec()),
        ("no object", b"[1,2]".to_vec()),
        ("a word", b"hello".to_vec()),
        ("nothing in it", b"{}".to_vec()),
        ("null owners", br#"{"id":"h","applicant":{"name":"x"},"owners":[null,{},{"name":null}]}"#.to_vec()),
        ("owners of a wrong type", br#"{"applicant":{"name":"x"},"owners":{"name":"y"}}"#.to_vec()),
        ("long number", format!(r#"{{"id":{}}}"#, "9".repeat(1_000_000)).into_bytes()),
        ("no number", br#"{"id":1e999}"#.to_vec()),
        ("minus nothing", br#"{"id":-0,"applicant":{"name":"x"}}"#.to_vec()),
        ("formula", named("=HYPERLINK(1)")),
        (
            "many owners",
            format!(r#"{{"id":"h","applicant":{{"name":"x"}},"owners":[{}]}}"#, vec!["{}"; 100_000].join(","))
                .into_bytes(),
        ),
    ];
    let mut between = Vec::new();
    for (at, (_, hazard)) in hazards.iter().enumerate() {
        between.extend_from_slice(format!("{}\n", good(&format!("good-{at}"))).as_bytes());
        between.extend_from_slice(hazard);
        between.push(b'\n');
    }
    let count = hazards.len();
    let output = out(&folder, "between.ndjson");
    let ran =
        batch(&write(&folder, "between-in.ndjson", between), &output, &["--max-rejects", "100", "--segment-rows", "5"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let answers = text(&output);
    assert_eq!(answers.lines().count() + rejects(&output).len(), 2 * count);
    let goods: Vec<&str> = answers.lines().filter(|line| line.contains("good-")).collect();
    assert_eq!(goods.len(), count);
    let without_id = |line: &str| line.split_once(',').expect("more").1.to_owned();
    assert!(goods.windows(2).all(|pair| without_id(pair[0]) == without_id(pair[1])));
    for (name, hazard) in hazards {
        let output = out(&folder, &format!("{}.csv", name.replace(' ', "-")));
        let ran = batch(&write(&folder, "alone.ndjson", &hazard), &output, &["--max-rejects", "1"]);
        // A file that is no file of cases from its first byte on is refused as a whole.
        let is_refused = ran.code == Some(2) && ["a word", "no object", "deep"].contains(&name);
        assert!(ran.code == Some(0) || is_refused, "{name}: {:?} {}", ran.code, ran.stderr);
        let rows = if is_refused { 0 } else { text(&output).lines().count() - 1 + rejects(&output).len() };
        assert!(is_refused || rows == 1, "{name}: {rows}");
    }
}

#[test]
fn files_without_rows_make_whole_outputs() {
    let folder = folder("empty");
    for (name, bytes) in [
        ("nothing.ndjson", ""),
        ("blank.ndjson", "\n \n"),
        ("header.csv", "id,name\n"),
        ("mark.csv", "\u{feff}id,name\n"),
    ] {
        let output = out(&folder, &format!("{name}.csv"));
        done(&write(&folder, name, bytes), &output, &[]);
        assert_eq!(text(&output).lines().count(), 1, "{name}");
        assert!(text(&format!("{output}.manifest.json")).contains("\"rows\": 0"));
    }
}

#[test]
fn identities_are_counted_by_applicant_and_seen_across_runs() {
    let folder = folder("reuse");
    let row = |id: u32, name: &str, phone: &str, account: &str| format!("{id},{name},{phone},{account}\n");
    let head = "id,name,phone,account_id\n";
    let first = [
        head.to_owned(),
        row(1, "Ada Quux", "415-279-4774", "fca_1"),
        row(2, "Bo Quux", "(415) 279 4774", "fca_2"),
        row(3, "Quux Ada", "+14152794774", "fca_1"),
        row(4, "Di Quux", "212-736-5000", "fca_9"),
    ]
    .concat();
    let second =
        [head.to_owned(), row(5, "Cy Quux", "4152794774", "fca_5"), row(6, "Ed Quux", "212-736-5000", "fca_9")]
            .concat();
    let (first, second) = (write(&folder, "first.csv", first), write(&folder, "second.csv", second));
    let history = out(&folder, "seen.redb");
    let columns = ["--columns", "id,reused_phone,reused_account,decision", "--history", &history];
    let answers = |input: &str, name: &str| {
        let output = out(&folder, name);
        done(input, &output, &columns);
        text(&output).lines().skip(1).map(|line| line.rsplit_once(',').expect("cells").0.to_owned()).collect::<Vec<_>>()
    };
    // Two applicants share a phone, and one of them has two rows.
    assert_eq!(answers(&first, "day-1.csv"), ["1,,", "2,,", "3,,", "4,,"]);
    // A rerun counts nothing twice.
    assert_eq!(answers(&first, "again.csv"), ["1,,", "2,,", "3,,", "4,,"]);
    assert_eq!(answers(&second, "day-2.csv"), ["5,3,", "6,,2"]);
    assert_eq!(answers(&second, "day-2-again.csv"), ["5,3,", "6,,2"]);
    let store = read(&history);
    for raw in ["Quux", "4152794774", "fca_1"] {
        assert!(!store.windows(raw.len()).any(|bytes| bytes == raw.as_bytes()), "{raw}");
    }
    let output = out(&folder, "flagged.ndjson");
    done(&second, &output, &["--history", &history]);
    assert!(
        text(&output).contains(r#""code":"identity_reused","severity":"high","field":"phone","owner":null,"count":3"#)
    );
}

#[test]
fn outputs_are_whole_private_and_never_overwritten_unasked() {
    let folder = folder("safe");
    let input = write(&folder, "cases.ndjson", made(5));
    let output = out(&folder, "answers.csv");
    done(&input, &output, &[]);
    #[cfg(unix)]
    for ending in ["", ".rejects.ndjson", ".manifest.json", ".report.html"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(format!("{output}{ending}")).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{ending}");
    }
    let refused = |args: &[&str], code: i32, words: &str| {
        let ran = run(command(args), b"");
        assert!(ran.code == Some(code) && ran.stderr.contains(words), "{args:?}: {:?} {}", ran.code, ran.stderr);
    };
    refused(&["batch", &input, "-o", &output], 2, "there already");
    refused(&["batch", &input, "-o", &input], 2, "read and written at once");
    refused(&["batch", &input, "-o", &out(&folder, "new.csv"), "--resume"], 2, "no unfinished run");
    refused(&["batch", &input, "-o", &output, "--resume", "--policy", "name_only"], 2, "no unfinished run");
    refused(&["batch", &input, "-o", &output, "--resume"], 0, "is whole");
    let headless = write(&folder, "headless.csv", "1,Ada Secret\n");
    refused(&["batch", &headless, "-o", &out(&folder, "x.csv")], 2, "none is known to say who applies");
    // What never began is no unfinished run.
    refused(&["batch", &headless, "-o", &out(&folder, "x.csv")], 2, "none is known to say who applies");
    std::fs::remove_file(headless).expect("a file");
    refused(&["batch", "none.csv", "-o", &output], 74, "none.csv cannot be read");
    refused(&["batch", &input, "-o", &out(&folder, "no/such/folder.csv")], 74, "cannot be written");
    refused(&["batch", &input, "-o", &out(&folder, "x.csv"), "--rejects", &input], 2, "read and written at once");
    done(&input, &output, &["--overwrite"]);
    assert_eq!(std::fs::read_dir(&folder).expect("a folder").count(), 5);
}

#[test]
fn redacted_outputs_hold_nothing_that_came_in() {
    let folder = folder("redact");
    let input = write(&folder, "in.csv", "id,name,email,account_id\nsecret-id,Ada Secret,ada@secret.dev,fca_secret\n");
    let output = out(&folder, "answers.ndjson");
    done(&input, &output, &["--redact"]);
    for ending in ["", ".rejects.ndjson", ".manifest.json", ".report.html"] {
        assert!(!text(&format!("{output}{ending}")).to_lowercase().contains("secret"), "{ending}");
    }
    let ran = batch(&input, &out(&folder, "x.csv"), &["--redact", "--columns", "id,applicant_name"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("applicant_name"), "{}", ran.stderr);
}

#[test]
fn manifest_holds_its_schema_and_names_the_bytes() {
    let folder = folder("manifest");
    let input = write(&folder, "in.csv", "id,name,account_id\n1,Ada Quux,fca_1\n2\n");
    let accounts = write(&folder, "accounts.csv", "account_id,name\nfca_1,QUUX ADA\n");
    let output = out(&folder, "answers.csv");
    let ran = batch(&input, &output, &["--accounts", &accounts, "--history", &out(&folder, "seen.redb")]);
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    let manifest: serde_json::Value = serde_json::from_slice(&read(&format!("{output}.manifest.json"))).expect("JSON");
    let schema = text(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/schemas/batch.schema.json"));
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.add_resource("urn:batch", serde_json::from_str(&schema).expect("JSON")).expect("a schema");
    let root = compiler.compile("urn:batch", &mut schemas).expect("a schema");
    schemas.validate(&manifest, root).unwrap_or_else(|fault| panic!("{fault}"));
    let hash = |path: &str| sha256(&read(path));
    assert_eq!(manifest["inputs"][0]["sha256"], hash(&input));
    assert_eq!(manifest["accounts"]["sha256"], hash(&accounts));
    assert_eq!(manifest["outputs"][0]["sha256"], hash(&output));
    assert_eq!((&manifest["rows"], &manifest["rejected"]), (&2.into(), &1.into()));
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn split_outputs_add_up_to_the_whole() {
    let folder = folder("split");
    let input = write(&folder, "cases.ndjson", made(80));
    let (whole, split) = (out(&folder, "whole.csv"), out(&folder, "split"));
    done(&input, &whole, &[]);
    done(&input, &split, &["--partition-by", "decision", "--format", "csv", "--segment-rows", "9"]);
    let mut rows = Vec::new();
    for part in ["match", "review", "no_match"] {
        let part = text(&format!("{split}/decision={part}/part-0.csv"));
        assert_eq!(part.lines().next(), text(&whole).lines().next());
        rows.extend(part.lines().skip(1).map(str::to_owned).collect::<Vec<_>>());
    }
    rows.sort();
    let mut expected: Vec<String> = text(&whole).lines().skip(1).map(str::to_owned).collect();
    expected.sort();
    assert_eq!(rows, expected);
}

#[test]
fn what_this_run_did_not_make_is_never_taken_away() {
    let folder = folder("not-ours");
    let inside = folder.join("w");
    std::fs::create_dir(&inside).expect("a folder");
    let input = write(&inside, "in.ndjson", made(20));
    let elsewhere = write(&folder, "in.ndjson", made(20));
    let split = ["--format", "csv", "--partition-by", "decision", "--overwrite"];
    let ran = batch(&input, &out(&folder, "w"), &split);
    assert!(ran.code == Some(2) && ran.stderr.contains("read and written at once"), "{}", ran.stderr);
    let ran = batch(&elsewhere, &out(&folder, "w"), &split);
    assert!(ran.code == Some(2) && ran.stderr.contains("nothing beside it"), "{}", ran.stderr);
    assert!(Path::new(&input).exists());
    done(&elsewhere, &out(&folder, "split"), &split);
    done(&elsewhere, &out(&folder, "split"), &split);
    write(&folder, "split/mine.txt", "keep");
    assert_eq!(batch(&elsewhere, &out(&folder, "split"), &split).code, Some(2));
    // A file of answers takes no folder's place, and the files beside it are no less anybody's.
    assert_eq!(batch(&elsewhere, &out(&folder, "split"), &["--overwrite"]).code, Some(2));
    let report = write(&folder, "a.csv.report.html", "precious");
    assert_eq!(batch(&elsewhere, &out(&folder, "a.csv"), &[]).code, Some(2));
    assert_eq!(text(&report), "precious");
}

#[test]
fn of_two_objects_of_an_account_the_later_one_holds() {
    let folder = folder("later");
    let input = write(&folder, "in.csv", "id,name,account_id\n1,Old Owner,fca_1\n");
    let object = |name: &str| {
        format!(
            r#"{{"id":"fca_1","object":"financial_connections.account","ownership":{{"owners":{{"data":[{{"name":"{name}"}}]}}}}}}"#
        ) + "\n"
    };
    let accounts =
        write(&folder, "accounts.ndjson", [object("OLD OWNER"), object("SMITH JANE"), "broken\n".into()].concat());
    let output = out(&folder, "a.ndjson");
    let ran = batch(&input, &output, &["--accounts", &accounts, "--owners", "all"]);
    assert!(ran.stderr.contains("1 of the accounts cannot be read"), "{}", ran.stderr);
    let answer: serde_json::Value = serde_json::from_str(&text(&output)).expect("JSON");
    assert_eq!(answer["owners"].as_array().expect("a list").len(), 1);
    assert_eq!(answer["decision"], "no_match");
}

#[test]
fn flat_objects_bring_owners_by_their_keys() {
    let folder = folder("flat");
    let input = write(
        &folder,
        "in.jsonl",
        "{\"id\":1,\"name\":\"Ann Lee\",\"bank_title\":\"LEE ANN\",\"owner_email\":\"a@lee.dev\"}\n",
    );
    let output = out(&folder, "a.ndjson");
    done(&input, &output, &["--map", "owner.name=bank_title", "--map", "applicant.name=name"]);
    let answer: serde_json::Value = serde_json::from_str(&text(&output)).expect("JSON");
    assert_eq!(answer["fields"]["name"]["level"], "reordered", "{answer}");
}

#[test]
fn run_that_goes_on_keeps_its_settings_and_its_input() {
    let folder = folder("pinned");
    let input = write(&folder, "cases.ndjson", made(40));
    let output = out(&folder, "answers.csv");
    // A folder in the way of the report ends the run after everything is scored.
    std::fs::create_dir_all(folder.join("answers.csv.report.html/x")).expect("a folder");
    let ran = run(command(&["batch", &input, "-o", &output, "--segment-rows", "7", "--overwrite"]), b"");
    assert_eq!(ran.code, Some(74), "{}", ran.stderr);
    assert!(!Path::new(&output).exists());
    let refused = |more: &[&str], words: &str| {
        let ran = run(command(&[&["batch", &input, "-o", &output, "--overwrite"], more].concat()), b"");
        assert!(ran.code == Some(2) && ran.stderr.contains(words), "{more:?}: {:?} {}", ran.code, ran.stderr);
    };
    refused(&["--segment-rows", "7"], "was not finished");
    refused(&["--segment-rows", "7", "--resume", "--now", NOW], "began with now");
    refused(&["--resume"], "began with segment rows");
    refused(&["--segment-rows", "7", "--resume", "--policy", "name_only"], "began with policy");
    refused(&["--segment-rows", "7", "--resume", "--accounts", &input], "began with accounts nothing");
    std::fs::remove_dir_all(folder.join("answers.csv.report.html")).expect("a folder");
    let resumed = run(command(&["batch", &input, "-o", &output, "--segment-rows", "7", "--resume"]), b"");
    assert_eq!(resumed.code, Some(0), "{}", resumed.stderr);
    assert_eq!(text(&output).lines().count(), 41);
    assert!(!folder.join(".answers.csv.ownermatch").exists());
}

/// What a run that may be killed is asked for, by names alone: its manifest then is the same in any folder.
const KILLED: [&str; 13] = [
    "batch",
    "../cases.ndjson",
    "-o",
    "answers.csv",
    "--now",
    NOW,
    "--segment-rows",
    "64",
    "--max-rejects",
    "1",
    "-q",
    "--history",
    "seen.redb",
];

fn killable(place: &Path, more: &[&str]) -> std::process::Command {
    let mut command = command(&[&KILLED, more].concat());
    command.current_dir(place).stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// Every file that a run leaves, its history aside.
fn left(place: &Path) -> [Vec<u8>; 4] {
    ["", ".rejects.ndjson", ".manifest.json", ".report.html"]
        .map(|ending| read(&out(place, &format!("answers.csv{ending}"))))
}

/// Kills as many runs as asked at random moments, each gone on with, and killed again, until it is whole.
fn kill(kills: usize, rows: usize, seed: u64) {
    let folder = folder(&format!("kill-{rows}"));
    let mut lines: Vec<String> = made(rows).lines().map(str::to_owned).collect();
    lines.insert(rows / 2, "broken".into());
    write(&folder, "cases.ndjson", lines.join("\n"));
    let place = |name: &str| {
        let place = folder.join(name);
        std::fs::create_dir(&place).expect("a folder");
        place
    };
    let reference = place("reference");
    let started = std::time::Instant::now();
    assert!(killable(&reference, &[]).status().expect("it runs").success());
    let length = started.elapsed();
    let mut chance = seed;
    for number in 0..kills {
        let place = place(&number.to_string());
        let journal = place.join(".answers.csv.ownermatch/journal.ndjson");
        // Beginning and ending take most of a run, and may take longer than they did: each one is let go on for longer.
        let mut reach = length;
        while !place.join("answers.csv.manifest.json").exists() || journal.exists() {
            // The machine's pace is chance enough beside it.
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let after = reach.mul_f64((chance >> 33) as f64 / f64::from(1u32 << 31));
            reach += length / 8;
            let has_begun = std::fs::metadata(&journal).is_ok_and(|meta| meta.len() > 0);
            let mut child = killable(&place, if has_begun { &["--resume"] } else { &[] });
            let mut child = child.stderr(Stdio::null()).spawn().expect("it runs");
            std::thread::sleep(after);
            child.kill().expect("a child");
            child.wait().expect("a child");
        }
        assert!(left(&place) == left(&reference), "kill {number} of seed {seed}");
    }
}

#[test]
fn twenty_killed_runs_come_to_the_same_bytes() {
    kill(20, 900, 1);
}

/// `cargo test --test cli_batch -- --ignored two_hundred`
#[test]
#[ignore = "takes minutes; run by the command above"]
fn two_hundred_killed_runs_come_to_the_same_bytes() {
    kill(200, 1000, 2);
}

#[cfg(unix)]
#[test]
fn interrupt_ends_within_a_second_and_leaves_what_can_be_gone_on_with() {
    let folder = folder("interrupt");
    let input = write(&folder, "cases.ndjson", made(3000));
    let output = out(&folder, "answers.csv");
    let mut child = command(&["batch", &input, "-o", &output, "--now", NOW, "--segment-rows", "50"]);
    let child = child.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs");
    let journal = folder.join(".answers.csv.ownermatch/journal.ndjson");
    while !std::fs::read_to_string(&journal).is_ok_and(|text| text.contains("scored")) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let sent = std::time::Instant::now();
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    let ended = child.wait_with_output().expect("it ends");
    assert!(sent.elapsed() < std::time::Duration::from_secs(1));
    assert_eq!(ended.status.code(), Some(130));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("--resume"));
    done(&input, &output, &["--segment-rows", "50", "--resume"]);
    assert_eq!(text(&output).lines().count(), 3001);
}
