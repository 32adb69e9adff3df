//! Columns that come back after they went: their data is lost, and rows that are there need some value.

use crate::dialect::Dialect;
use crate::diff::plain_columns;
use crate::schema::{Column, Table};
use crate::sql::condition::{Value, value_that_meets};
use crate::sql::expression::mentions;

/// What has to hold for the values of a column that comes back.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Restored {
    /// The values of its enum type.
    pub(crate) values: Vec<String>,
    /// The CHECKs on it.
    conditions: Vec<String>,
    /// Rows are told apart by it.
    pub(crate) is_key: bool,
}

impl Restored {
    /// What has to hold for a column of that table.
    pub(crate) fn of(table: &Table, column: &Column, dialect: Dialect) -> Self {
        let checks = table.checks.iter().map(|check| &check.expr).chain(&column.check);
        let checks = checks.map(|expr| expr.canonical.as_ref().unwrap_or(&expr.sql));
        let conditions: Vec<String> =
            checks.filter(|sql| mentions(dialect, sql, &column.name)).cloned().collect();
        // Where a key has other columns, one of those may tell the rows apart.
        let tells_apart = |key: Vec<&str>| {
            key.contains(&column.name.as_str()) && (key.len() == 1 || conditions.is_empty())
        };
        let is_key = keys(table).into_iter().any(tells_apart);
        Self { values: Vec::new(), conditions, is_key }
    }

    /// A value that may be there, preferably one of the `usual`. Where it is not clear what may be there,
    /// the first of them.
    pub(crate) fn value(&self, dialect: Dialect, column: &str, usual: &[Value]) -> Option<Value> {
        value_that_meets(dialect, column, &self.conditions, usual)
            .or_else(|| usual.first().cloned())
    }
}

/// The columns of the keys and unique indexes of a table.
fn keys(table: &Table) -> Vec<Vec<&str>> {
    let primary = table.primary_key.iter().map(|key| &key.columns);
    let keys = primary.chain(table.uniques.iter().map(|unique| &unique.columns));
    let indexes = table.indexes.iter().filter(|index| index.unique);
    keys.map(|columns| columns.iter().map(String::as_str).collect())
        .chain(indexes.filter_map(plain_columns))
        .collect()
}
