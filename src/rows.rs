//! A model's or policy's file as rows of keys and values, whether packed at build time or read at run time.

use std::collections::BTreeMap;

/// What is wrong with a model or policy: the key, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {}{problem}", named(key))]
pub struct ConfigError {
    /// The kind of file: `model` or `policy`.
    pub file: &'static str,
    /// The dotted key; empty for the file as a whole.
    pub key: String,
    /// What is wrong, and what would be right.
    pub problem: String,
}

fn named(key: &str) -> String {
    if key.is_empty() { String::new() } else { format!("`{key}`: ") }
}

/// Rows by dotted key; a reader takes what it knows, and what is left over is refused.
pub(crate) struct Rows {
    file: &'static str,
    rows: BTreeMap<String, Vec<String>>,
}

/// Rows as build.rs packs them.
pub(crate) type Packed = &'static [(&'static str, &'static [&'static str])];

impl Rows {
    pub(crate) fn packed(file: &'static str, packed: Packed) -> Self {
        let rows = packed
            .iter()
            .map(|(key, values)| ((*key).to_owned(), values.iter().map(|value| (*value).to_owned()).collect()));
        Self { file, rows: rows.collect() }
    }

    /// Reads TOML; what is wrong with it is said by line, without quoting the line.
    #[cfg(feature = "cli")]
    pub(crate) fn from_toml(file: &'static str, text: &str) -> Result<Self, ConfigError> {
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
            ConfigError { file, key: String::new(), problem: format!("line {line} is not TOML") }
        })?;
        let mut rows = BTreeMap::new();
        flatten(&mut rows, String::new(), toml::Value::Table(table));
        Ok(Self { file, rows })
    }

    pub(crate) fn error(&self, key: &str, problem: impl Into<String>) -> ConfigError {
        ConfigError { file: self.file, key: key.to_owned(), problem: problem.into() }
    }

    /// Takes the values behind `key`.
    pub(crate) fn take(&mut self, key: &str) -> Result<Vec<String>, ConfigError> {
        self.rows.remove(key).ok_or_else(|| self.error(key, "is missing"))
    }

    /// Takes `count` finite numbers.
    pub(crate) fn numbers(&mut self, key: &str, count: usize) -> Result<Vec<f64>, ConfigError> {
        let values = self.take(key)?;
        let numbers: Vec<f64> =
            values.iter().filter_map(|value| value.parse().ok()).filter(|number: &f64| number.is_finite()).collect();
        if numbers.len() == count && values.len() == count {
            Ok(numbers)
        } else {
            Err(self.error(key, format!("needs {count} finite numbers")))
        }
    }

    /// Takes one number in `range`.
    pub(crate) fn number(&mut self, key: &str, range: std::ops::RangeInclusive<f64>) -> Result<f64, ConfigError> {
        let number = self.numbers(key, 1)?[0];
        if range.contains(&number) {
            Ok(number)
        } else {
            Err(self.error(key, format!("must be from {} to {}", range.start(), range.end())))
        }
    }

    /// The keys of a section that are still there.
    pub(crate) fn keys_below(&self, section: &str) -> Vec<String> {
        let is_below = |key: &&String| key.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'));
        self.rows.keys().filter(is_below).cloned().collect()
    }

    /// Refuses what nobody took.
    pub(crate) fn finish(self) -> Result<(), ConfigError> {
        match self.rows.keys().next() {
            Some(key) => Err(self.error(key, "is not a key of this file")),
            None => Ok(()),
        }
    }

    /// Every row in key order, for hashing.
    pub(crate) fn text(&self) -> String {
        self.rows.iter().map(|(key, values)| format!("{key}={}\n", values.join(","))).collect()
    }
}

#[cfg(feature = "cli")]
fn flatten(rows: &mut BTreeMap<String, Vec<String>>, key: String, value: toml::Value) {
    match value {
        toml::Value::Table(table) => {
            for (name, value) in table {
                let path = if key.is_empty() { name } else { format!("{key}.{name}") };
                flatten(rows, path, value);
            }
        }
        toml::Value::Array(values) => {
            rows.insert(key, values.iter().map(plain).collect());
        }
        value => {
            rows.insert(key, vec![plain(&value)]);
        }
    }
}

#[cfg(feature = "cli")]
fn plain(value: &toml::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
