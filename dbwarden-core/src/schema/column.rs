//! Columns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ColumnType, Conflict, Expr, ObjectName, Origin, SequenceOptions};

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub ty: ColumnType,
    /// Whether it may hold NULL. Columns of a primary key are not nullable.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// PostgreSQL: what is told of its NOT NULL, which is a constraint from version 18 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_null: Option<NotNull>,
    /// SQLite: the `ON CONFLICT` of its NOT NULL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_null: Option<Conflict>,
    /// SQLite: NOT NULL stands at a column that numbers itself, which is never NULL anyway.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub says_not_null: bool,
    /// `DEFAULT`; `None` as well where the column numbers itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Expr>,
    /// `GENERATED ALWAYS AS (..)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    /// How it numbers itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbering: Option<Numbering>,
    /// The sequence that it owns and takes its numbers from, as a catalog tells; a source that is no
    /// catalog does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<ObjectName>,
    /// `COLLATE`, where it is not the default of its table or type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Kept at the time of the last change of its row: `ON UPDATE CURRENT_TIMESTAMP` on MySQL,
    /// elsewhere a trigger that belongs to the column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub touch: bool,
    /// MariaDB: the `CHECK` in its definition, which has no name and comes and goes with it. What a
    /// model says of a column is a check of its table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<Expr>,
    /// What else the engine is told about it. PostgreSQL: `STORAGE`, `COMPRESSION`, `STATISTICS` and
    /// the attribute options. MySQL: `INVISIBLE`, `COMPRESSED`,
    /// `SRID` and the like.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, String>,
    /// The name it had before, as the model says.
    #[serde(skip)]
    pub renamed_from: Option<String>,
    /// Values that had another name before, as the model says: from the new name to the old one.
    #[serde(skip)]
    pub renamed_values: BTreeMap<String, String>,
    /// What the rows that are there get when it is added or becomes NOT NULL: an SQL expression.
    #[serde(skip)]
    pub backfill: Option<String>,
    /// How a value of its former type becomes one of its type: an SQL expression.
    #[serde(skip)]
    pub using: Option<String>,
    /// Where it was declared.
    #[serde(skip)]
    pub origin: Option<Origin>,
}

impl Column {
    /// A column of a type, NOT NULL and without anything else.
    pub fn new(name: impl Into<String>, ty: ColumnType) -> Self {
        Self {
            name: name.into(),
            ty,
            nullable: false,
            not_null: None,
            on_null: None,
            says_not_null: false,
            default: None,
            generated: None,
            numbering: None,
            sequence: None,
            collation: None,
            comment: None,
            touch: false,
            check: None,
            settings: BTreeMap::new(),
            renamed_from: None,
            renamed_values: BTreeMap::new(),
            backfill: None,
            using: None,
            origin: None,
        }
    }

    /// Takes over what another source says of its past and of the way to it.
    pub fn set_history(&mut self, of: &Self) {
        self.renamed_from.clone_from(&of.renamed_from);
        self.renamed_values.clone_from(&of.renamed_values);
        self.backfill.clone_from(&of.backfill);
        self.using.clone_from(&of.using);
        self.origin.clone_from(&of.origin);
    }

    /// Whether its default takes numbers from a sequence of its own, which those who inherit it take their
    /// numbers from as well.
    pub(crate) fn numbers_by_default(&self) -> bool {
        self.numbering == Some(Numbering::Serial)
    }

    /// Whether it has the default that it would have from that column of a table that it inherits from.
    pub fn has_default_of(&self, parent: &Self) -> bool {
        match (&parent.sequence, &self.default) {
            (Some(sequence), Some(default)) if parent.numbers_by_default() => {
                default.sql.starts_with("nextval(") && default.sql.contains(&sequence.name)
            }
            _ => parent.default == self.default,
        }
    }

    /// The column alone, without what was said of its past and of the way to it.
    #[must_use]
    pub fn without_history(&self) -> Self {
        Self {
            renamed_from: None,
            renamed_values: BTreeMap::new(),
            backfill: None,
            using: None,
            origin: None,
            ..self.clone()
        }
    }
}

/// The NOT NULL of a column, as a constraint.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotNull {
    /// Its name; empty where it is that of a parent, too, which cannot be chosen.
    pub name: String,
    /// `NO INHERIT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_inherit: bool,
    /// `NOT VALID`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_valid: bool,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// It is said of a column that the table has from a parent.
    #[serde(skip)]
    pub of_inherited: bool,
}

/// A generated column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generated {
    /// The value.
    pub expr: Expr,
    /// Whether it is kept or computed when read.
    pub storage: Storage,
}

/// Where a generated column lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Storage {
    /// Written with the row.
    Stored,
    /// Computed when read.
    Virtual,
}

/// How a column numbers itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbering {
    /// PostgreSQL: SERIAL, that is a default from a sequence that the column owns.
    Serial,
    /// MySQL's and MariaDB's AUTO_INCREMENT, SQLite's AUTOINCREMENT.
    AutoIncrement,
    /// SQLite: INTEGER PRIMARY KEY.
    Rowid,
    /// PostgreSQL: GENERATED .. AS IDENTITY.
    Identity(Identity),
}

/// An identity column. `None` stands for the server's default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// ALWAYS or BY DEFAULT.
    pub mode: IdentityMode,
    /// How its sequence counts.
    #[serde(flatten)]
    pub options: SequenceOptions,
}

/// Whether an INSERT may give a value of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityMode {
    /// Only with OVERRIDING SYSTEM VALUE.
    Always,
    /// Yes.
    ByDefault,
}
