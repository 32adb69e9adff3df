//! Sequences.

use serde::{Deserialize, Serialize};

use super::{ColumnType, ObjectName};

/// A sequence that no column makes for itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sequence {
    /// Its name.
    pub name: ObjectName,
    /// The type of its numbers.
    #[serde(rename = "type")]
    pub ty: ColumnType,
    /// How it counts.
    #[serde(flatten)]
    pub options: SequenceOptions,
    /// `UNLOGGED`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
    /// The table and the column that it goes with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owned_by: Option<(ObjectName, String)>,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// How a sequence counts. `None` stands for what the server takes by itself, which depends on the type
/// and on the direction.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SequenceOptions {
    /// `START WITH`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// `INCREMENT BY`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    /// `MINVALUE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<i64>,
    /// `MAXVALUE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<i64>,
    /// `CACHE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    /// `CYCLE`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cycle: bool,
}

/// The name that PostgreSQL gives the sequence of a SERIAL or identity column: `users_id_seq`, with the
/// longer of the two names cut where the whole is longer than a name may be.
///
/// The source is `makeObjectName` of PostgreSQL's `commands/indexcmds.c`.
pub fn serial_name(table: &str, column: &str) -> String {
    made_name(table, column, "seq")
}

/// The name that PostgreSQL gives the NOT NULL of a column where nobody says another.
pub fn not_null_name(table: &str, column: &str) -> String {
    made_name(table, column, "not_null")
}

fn made_name(table: &str, column: &str, label: &str) -> String {
    let room = 63 - "__".len() - label.len();
    let (mut of_table, mut of_column) = (table.len(), column.len());
    while of_table + of_column > room {
        if of_table > of_column {
            of_table -= 1;
        } else {
            of_column -= 1;
        }
    }
    let cut = |name: &str, mut end: usize| {
        while !name.is_char_boundary(end) {
            end -= 1;
        }
        name[..end].to_owned()
    };
    format!("{}_{}_{label}", cut(table, of_table), cut(column, of_column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_name_is_cut() {
        assert_eq!(serial_name("users", "id"), "users_id_seq");
        assert_eq!(not_null_name("users", "id"), "users_id_not_null");
        let long = serial_name(&"t".repeat(60), "identifier");
        assert_eq!(long, format!("{}_identifier_seq", "t".repeat(48)));
        assert_eq!(serial_name(&"t".repeat(60), &"c".repeat(60)).len(), 63);
    }
}
