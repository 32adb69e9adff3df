//! Names of objects, and where they were declared.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The name of a table, type or other object, unquoted and in the case in which the catalog keeps it.
///
/// `schema` is `None` for the connection's own schema (PostgreSQL: `current_schema()`; MySQL: the
/// database of the URL; SQLite: `main`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectName {
    /// The schema, where it is not the connection's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The name within it.
    pub name: String,
}

impl ObjectName {
    /// A name in the connection's own schema.
    pub fn new(name: impl Into<String>) -> Self {
        Self { schema: None, name: name.into() }
    }

    /// A name in a given schema.
    pub fn qualified(schema: impl Into<String>, name: impl Into<String>) -> Self {
        Self { schema: Some(schema.into()), name: name.into() }
    }
}

/// The name of the trigger (PostgreSQL: also of its function) that keeps a `touch` column, by which
/// it is recognised in a catalog. `longest` is the longest name that the database takes.
pub fn touch_name(table: &str, column: &str, longest: Option<usize>) -> String {
    shorten(&format!("{table}_{column}_touch"), longest)
}

/// `name`, cut where it is longer than the database takes: the cut is marked by a hash of the whole,
/// so that two long names stay two and the same name always becomes the same.
pub fn shorten(name: &str, longest: Option<usize>) -> String {
    let Some(longest) = longest.filter(|&longest| name.len() > longest) else {
        return name.to_owned();
    };
    // FNV-1a: stable across versions and machines, which the standard hasher does not promise.
    let hash = name
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let suffix = format!("_{hash:08x}");
    let mut end = longest.saturating_sub(suffix.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{suffix}", &name[..end])
}

/// As people write it in messages, never as SQL: see [`crate::sql::ident`] for that.
impl fmt::Display for ObjectName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{schema}.")?;
        }
        f.write_str(&self.name)
    }
}

/// Where something was declared, for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, relative to `dbwarden.toml`.
    pub file: String,
    /// The line; the first is 1.
    pub line: u32,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_to_the_limit_and_stays_distinct() {
        let long = "a".repeat(70);
        let cut = touch_name(&long, "updated_at", Some(63));
        assert_eq!(cut.len(), 63);
        assert_ne!(cut, touch_name(&long, "changed_at", Some(63)));
        assert_eq!(touch_name("users", "updated_at", Some(63)), "users_updated_at_touch");
        assert_eq!(touch_name(&long, "updated_at", None).len(), 70 + "_updated_at_touch".len());
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        assert_eq!(shorten(&"é".repeat(20), Some(20)).len(), 19);
    }
}
