//! Tables.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    CheckConstraint, Column, ExclusionConstraint, Expr, ForeignKey, Index, IndexKey, ObjectName,
    Origin, Parameters, PrimaryKey, UniqueConstraint,
};

/// A table with everything that hangs on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: ObjectName,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Columns, in order.
    pub columns: Vec<Column>,
    /// The primary key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<PrimaryKey>,
    /// Unique constraints. A unique index is an [`Index`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uniques: Vec<UniqueConstraint>,
    /// Check constraints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<CheckConstraint>,
    /// Exclusion constraints.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exclusions: Vec<ExclusionConstraint>,
    /// Foreign keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<ForeignKey>,
    /// Indexes, without those that carry a constraint.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    /// What one engine alone has.
    #[serde(default, skip_serializing_if = "TableOptions::is_default")]
    pub options: TableOptions,
    /// PostgreSQL: what it has from other tables.
    #[serde(skip)]
    pub inherits: Option<Inheritance>,
    /// The further objects that it is made of (extensions, domains, functions), by the statements that
    /// take these down.
    #[serde(skip)]
    pub needs: Vec<String>,
    /// The name it had before, as the model says.
    #[serde(skip)]
    pub renamed_from: Option<String>,
    /// Where it was declared.
    #[serde(skip)]
    pub origin: Option<Origin>,
}

impl Table {
    /// A table without columns.
    pub fn new(name: ObjectName) -> Self {
        Self {
            name,
            comment: None,
            columns: Vec::new(),
            primary_key: None,
            uniques: Vec::new(),
            checks: Vec::new(),
            exclusions: Vec::new(),
            foreign_keys: Vec::new(),
            indexes: Vec::new(),
            options: TableOptions::default(),
            inherits: None,
            needs: Vec::new(),
            renamed_from: None,
            origin: None,
        }
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The tables that it inherits from, in order.
    pub fn parents(&self) -> &[ObjectName] {
        self.inherits.as_ref().map_or(&[], |inherits| &inherits.parents)
    }

    /// All expressions in it.
    pub fn expressions_mut(&mut self) -> Vec<&mut Expr> {
        let mut found = Vec::new();
        for column in &mut self.columns {
            found.extend(column.default.as_mut());
            found.extend(column.generated.as_mut().map(|generated| &mut generated.expr));
            found.extend(column.check.as_mut());
        }
        found.extend(self.checks.iter_mut().map(|check| &mut check.expr));
        found.extend(self.exclusions.iter_mut().map(|exclusion| &mut exclusion.definition));
        for index in &mut self.indexes {
            found.extend(index.predicate.as_mut());
            found.extend(index.parts.iter_mut().filter_map(|part| match &mut part.key {
                IndexKey::Expr(expr) => Some(expr),
                IndexKey::Column(_) => None,
            }));
        }
        found
    }
}

/// What a table has from the tables that it inherits from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inheritance {
    /// These tables, in order.
    pub parents: Vec<ObjectName>,
    /// The columns that it has from them alone.
    pub columns: BTreeSet<String>,
    /// The checks that it has from them alone, by name.
    pub checks: BTreeSet<String>,
    /// Those whose default is not that of the parent.
    pub own_defaults: BTreeSet<String>,
    /// Those that are NOT NULL in this table alone.
    pub own_not_null: BTreeSet<String>,
}

/// What one engine alone has. `None` means that the source does not say, and is never a difference.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TableOptions {
    /// MySQL: `ENGINE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// MySQL: `CHARACTER SET`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
    /// MySQL: `COLLATE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// MySQL: the table said neither, and has them from its database.
    #[serde(skip)]
    pub follows_database: bool,
    /// MySQL: `ROW_FORMAT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_format: Option<String>,
    /// SQLite: `STRICT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strict: Option<bool>,
    /// SQLite: `WITHOUT ROWID`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_rowid: Option<bool>,
    /// PostgreSQL: `UNLOGGED`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unlogged: Option<bool>,
    /// PostgreSQL: storage parameters, `WITH (fillfactor = 70)`. MySQL: the other options.
    #[serde(skip_serializing_if = "Parameters::is_empty")]
    pub storage: Parameters,
    /// PostgreSQL: what identifies a row for replication: `full`, `nothing`, or the name of an index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replica_identity: Option<String>,
    /// PostgreSQL: the index by which `CLUSTER` orders the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clustered_by: Option<String>,
    /// PostgreSQL: comments of the indexes behind its keys, beside those of the keys themselves.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub key_comments: BTreeMap<String, String>,
}

impl TableOptions {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
