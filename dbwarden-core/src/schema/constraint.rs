//! Constraints. A constraint without a name is compared by its definition.

use serde::{Deserialize, Serialize};

use super::{Expr, ObjectName, Parameters};

/// `PRIMARY KEY`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrimaryKey {
    /// Its name, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// PostgreSQL: `WITHOUT OVERLAPS` of the last column, a range.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_overlaps: bool,
    /// PostgreSQL: further columns of its index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Deferrability::is_default")]
    pub deferrability: Deferrability,
    /// PostgreSQL: storage parameters of its index. MySQL: what else it is told, as SQL.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub storage: Parameters,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// SQLite: how each of the columns is ordered; empty where all of them are as usual.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<KeyOrder>,
    /// SQLite: `ON CONFLICT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<Conflict>,
}

/// How a column stands in a key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyOrder {
    /// `DESC`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
    /// `COLLATE`, where it is not the column's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// MySQL: the length of a prefix, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<u32>,
}

/// What SQLite does with a row that violates a constraint, where it does not undo the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conflict {
    /// Undo the transaction.
    Rollback,
    /// Stop, and keep what the statement did so far.
    Fail,
    /// Leave the row out.
    Ignore,
    /// Remove what is in the way.
    Replace,
}

impl Conflict {
    /// The SQL keyword.
    pub const fn sql(self) -> &'static str {
        match self {
            Conflict::Rollback => "ROLLBACK",
            Conflict::Fail => "FAIL",
            Conflict::Ignore => "IGNORE",
            Conflict::Replace => "REPLACE",
        }
    }
}

/// `UNIQUE`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UniqueConstraint {
    /// Its name, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// PostgreSQL: `WITHOUT OVERLAPS` of the last column, a range.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_overlaps: bool,
    /// PostgreSQL: further columns of its index.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// PostgreSQL: `NULLS NOT DISTINCT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Deferrability::is_default")]
    pub deferrability: Deferrability,
    /// SQLite: how each of the columns is ordered; empty where all of them are as usual.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub order: Vec<KeyOrder>,
    /// SQLite: `ON CONFLICT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<Conflict>,
    /// PostgreSQL: storage parameters of its index.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub storage: Parameters,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// `EXCLUDE`, or a `PERIOD` of MariaDB.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExclusionConstraint {
    /// Its name, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What stands after its name: `EXCLUDE USING gist (room WITH =, during WITH &&)`.
    pub definition: Expr,
    /// The columns that it names, in order.
    pub columns: Vec<String>,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// `CHECK`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckConstraint {
    /// Its name, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What must not be false.
    pub expr: Expr,
    /// PostgreSQL: `NO INHERIT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_inherit: bool,
    /// PostgreSQL: `NOT VALID`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_valid: bool,
    /// MySQL, PostgreSQL: `NOT ENFORCED`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_enforced: bool,
    /// SQLite: `ON CONFLICT`, which it takes and does not heed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_conflict: Option<Conflict>,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// `FOREIGN KEY`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForeignKey {
    /// Its name, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The columns that refer.
    pub columns: Vec<String>,
    /// The table that they refer to.
    pub references: ObjectName,
    /// The columns there; never empty once the schema is complete.
    pub referenced_columns: Vec<String>,
    /// Nobody named the columns there: they are those of its primary key, whichever these are.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub implicit: bool,
    /// `ON DELETE`.
    #[serde(default, skip_serializing_if = "Action::is_default")]
    pub on_delete: Action,
    /// PostgreSQL: the columns that `ON DELETE SET NULL` or `SET DEFAULT` sets, where it is not all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub delete_columns: Vec<String>,
    /// `ON UPDATE`.
    #[serde(default, skip_serializing_if = "Action::is_default")]
    pub on_update: Action,
    /// `MATCH`.
    #[serde(default, skip_serializing_if = "MatchType::is_default")]
    pub match_type: MatchType,
    /// When it is checked.
    #[serde(default, skip_serializing_if = "Deferrability::is_default")]
    pub deferrability: Deferrability,
    /// PostgreSQL: `NOT VALID`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_valid: bool,
    /// PostgreSQL: `NOT ENFORCED`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_enforced: bool,
    /// PostgreSQL: `PERIOD` of the last column on either side, a range.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub period: bool,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// What happens to the rows that refer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Refuse at the end of the statement, or of the transaction where it is deferred.
    #[default]
    NoAction,
    /// Refuse at once.
    Restrict,
    /// Follow.
    Cascade,
    /// Forget.
    SetNull,
    /// Fall back.
    SetDefault,
}

impl Action {
    fn is_default(&self) -> bool {
        *self == Self::NoAction
    }

    /// The SQL keywords.
    pub const fn sql(self) -> &'static str {
        match self {
            Action::NoAction => "NO ACTION",
            Action::Restrict => "RESTRICT",
            Action::Cascade => "CASCADE",
            Action::SetNull => "SET NULL",
            Action::SetDefault => "SET DEFAULT",
        }
    }
}

/// How NULL counts in a foreign key of several columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MatchType {
    /// One NULL is enough.
    #[default]
    Simple,
    /// All or none.
    Full,
}

impl MatchType {
    fn is_default(&self) -> bool {
        *self == Self::Simple
    }
}

/// When a constraint is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrability {
    /// After each statement.
    #[default]
    NotDeferrable,
    /// After each statement, unless the transaction asks otherwise.
    Deferrable,
    /// At COMMIT.
    InitiallyDeferred,
}

impl Deferrability {
    fn is_default(&self) -> bool {
        *self == Self::NotDeferrable
    }
}
