//! Packs the tables under data/ into bytes that `text::Table` reads as they are, and hashes what a model id stands for.

use std::{env, fs, path::Path, process::Command};

use sha2::{Digest, Sha256};

#[path = "build/address.rs"]
mod address;

#[path = "build/lexicon.rs"]
mod lexicon;
#[path = "src/text"]
mod text {
    #[allow(dead_code, reason = "shared with the crate")]
    mod hash;
    pub(crate) use hash::{halves, key_hash};
}
use text::key_hash;

/// Rooms whose tables are embedded; each `data/<room>/<table>.tsv` becomes an index and its rows.
const ROOMS: [&str; 5] = ["name", "email", "phone", "address", "case"];
/// The room whose tables say how files are written and change no score: they are no part of an id.
const UNSCORED: &str = "case";

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let mut hash = Sha256::new();
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    for room in ROOMS {
        println!("cargo::rerun-if-changed=data/{room}");
        for path in tables(Path::new("data").join(room).as_path()) {
            let text = read(&path);
            if room != UNSCORED {
                hash.update(text.as_bytes());
            }
            let stem = path.file_stem().expect("a table has a name").to_string_lossy();
            if room == "name" && lexicon::WHOLE.contains(&&*stem) {
                continue;
            }
            let (index, rows) = pack(&text);
            let target = Path::new(&out).join(format!("{room}_{stem}"));
            fs::write(target.with_extension("index"), index).expect("OUT_DIR is writable");
            fs::write(target.with_extension("rows"), rows).expect("OUT_DIR is writable");
        }
    }
    lexicon::pack(Path::new(&out));
    println!("cargo::rustc-env=TABLES_ID={}", hex(&hash.finalize()[..6]));
    address::pack(&out);
    println!("cargo::rustc-env=BUILT_WITH={}", compiler());
    for path in
        ["data/model.toml", "data/policy/default.toml", "data/policy/name_only.toml", "data/simulate/rates.toml"]
    {
        pack_rows(path, &out);
    }
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What compiles this, for `ownermatch bench` to say; empty where it does not tell.
fn compiler() -> String {
    let asked = env::var_os("RUSTC").and_then(|rustc| Command::new(rustc).arg("--version").output().ok());
    asked.and_then(|told| String::from_utf8(told.stdout).ok()).unwrap_or_default().trim().to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn tables(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable folder").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "tsv"));
    paths.sort();
    paths
}

/// The index: slot count (a power of two), then the slots, as u64; and the rows as text, each ended by a newline.
fn pack(text: &str) -> (Vec<u8>, String) {
    let kept: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mut index = vec![0u64; (kept.len() * 2 + 1).next_power_of_two()];
    let mut rows = String::new();
    for row in &kept {
        let (key, columns) = row.split_once('\t').unwrap_or((row, ""));
        insert(&mut index, key, columns, rows.len());
        rows.push_str(row);
        rows.push('\n');
    }
    let words = std::iter::once(index.len() as u64).chain(index.iter().copied()).flat_map(u64::to_le_bytes);
    (words.collect(), rows)
}

/// A slot is 0, or 1 + the offset of a row (32 bits), the length of its key and a tag of its hash (8 bits each), and the
/// length of its columns (16 bits): a key that is not there is told from its slot alone.
fn insert(index: &mut [u64], key: &str, columns: &str, offset: usize) {
    let hash = key_hash(key.as_bytes());
    let mask = index.len() - 1;
    let mut slot = hash as usize & mask;
    while index[slot] != 0 {
        slot = (slot + 1) & mask;
    }
    let length = u8::try_from(key.len()).unwrap_or_else(|_| panic!("a key over 255 bytes: {key}"));
    let columns = u16::try_from(columns.len()).unwrap_or_else(|_| panic!("columns over 65,535 bytes: {key}"));
    index[slot] = (offset as u64 + 1) | u64::from(length) << 32 | (hash >> 56) << 40 | u64::from(columns) << 48;
}

/// Writes the rows of a TOML file as a Rust constant, so that the library needs no TOML.
fn pack_rows(path: &str, out: &str) {
    println!("cargo::rerun-if-changed={path}");
    let table: toml::Table = read(Path::new(path)).parse().unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut rows = String::new();
    flatten(&mut rows, "", &toml::Value::Table(table));
    let target = path.trim_start_matches("data/").replace('/', "_").replace(".toml", ".rs");
    fs::write(Path::new(out).join(target), format!("&[\n{rows}]")).expect("OUT_DIR is writable");
}

fn flatten(rows: &mut String, key: &str, value: &toml::Value) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let path = if key.is_empty() { name.clone() } else { format!("{key}.{name}") };
                flatten(rows, &path, value);
            }
        }
        toml::Value::Array(values) => push_row(rows, key, values),
        value => push_row(rows, key, std::slice::from_ref(value)),
    }
}

fn push_row(rows: &mut String, key: &str, values: &[toml::Value]) {
    let plain = |value: &toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let values: Vec<String> = values.iter().map(plain).collect();
    rows.push_str(&format!("({key:?}, &{values:?}),\n"));
}
