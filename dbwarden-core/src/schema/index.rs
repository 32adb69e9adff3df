//! Indexes.

use serde::{Deserialize, Serialize};

use super::{Expr, Parameters};

/// An index that no constraint stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// Its name. An existing index of equal definition matches whatever its name, unless the model
    /// gave one.
    pub name: String,
    /// Whether the model gave the name, or it was derived.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub named: bool,
    /// What it orders by.
    pub parts: Vec<IndexPart>,
    /// `UNIQUE`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// `USING` (PostgreSQL: `btree` is `None`; MySQL: `FULLTEXT` and `SPATIAL` too).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// PostgreSQL: `INCLUDE`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// `WHERE`.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub predicate: Option<Expr>,
    /// PostgreSQL: `NULLS NOT DISTINCT`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// PostgreSQL: storage parameters. MySQL: what else the index is told.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub storage: Parameters,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// PostgreSQL: what a failed `CREATE INDEX CONCURRENTLY` left behind. It costs writes and serves
    /// no query.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invalid: bool,
}

impl Index {
    /// A plain index.
    pub fn new(name: impl Into<String>, parts: Vec<IndexPart>) -> Self {
        Self {
            name: name.into(),
            named: false,
            parts,
            unique: false,
            method: None,
            include: Vec::new(),
            predicate: None,
            nulls_not_distinct: false,
            storage: Parameters::new(),
            comment: None,
            invalid: false,
        }
    }
}

/// One part of an index.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexPart {
    /// What is indexed.
    pub key: IndexKey,
    /// `DESC`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub descending: bool,
    /// Where NULL stands, where it is not the default of the direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<NullsOrder>,
    /// PostgreSQL: the operator class, where it is not the default of the type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ops: Option<String>,
    /// `COLLATE`, where it is not the column's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// MySQL: the length of a prefix, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<u32>,
    /// PostgreSQL: how much `ANALYZE` gathers about an expression, where it is not the usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistics: Option<i32>,
}

impl IndexPart {
    /// A column, ascending.
    pub fn column(name: impl Into<String>) -> Self {
        Self::new(IndexKey::Column(name.into()))
    }

    /// An expression, ascending.
    pub fn expr(expr: Expr) -> Self {
        Self::new(IndexKey::Expr(expr))
    }

    fn new(key: IndexKey) -> Self {
        Self {
            key,
            descending: false,
            nulls: None,
            ops: None,
            collation: None,
            prefix: None,
            statistics: None,
        }
    }
}

/// What a part of an index is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKey {
    /// A column.
    Column(String),
    /// An expression.
    Expr(Expr),
}

/// Where NULL stands in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// Before all values.
    First,
    /// After all values.
    Last,
}
