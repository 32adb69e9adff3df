//! Values under other names, in columns that say themselves what they can hold: by the list of their
//! type (MySQL's ENUM), or by a CHECK.

use std::collections::BTreeSet;

use super::{Renames, TableChange};
use crate::dialect::Dialect;
use crate::schema::{Column, Table};
use crate::sql::expression::{has_literal, mentions};

/// Which values of which columns are still to be renamed. `base` has the names of tables and columns
/// that the desired table has.
pub(super) fn renamed_values(
    dialect: Dialect,
    base: &Table,
    desired: &Table,
    renames: &Renames,
) -> Vec<TableChange> {
    let of_column = |column: &Column| {
        let before = base.column(&column.name)?;
        let told = renames
            .column_values
            .iter()
            .filter(|((table, name, _), _)| *table == desired.name && *name == column.name)
            .map(|((_, _, from), to)| (from.clone(), to.clone()));
        let declared = column.renamed_values.iter().map(|(to, from)| (from.clone(), to.clone()));
        let is_open = |(from, to): &(String, String)| {
            lists_value(dialect, base, before, from)
                && !lists_value(dialect, base, before, to)
                && lists_value(dialect, desired, column, to)
        };
        let values: BTreeSet<(String, String)> = told.chain(declared).filter(is_open).collect();
        (!values.is_empty()).then(|| TableChange::RenameValues {
            column: column.name.clone(),
            values: values.into_iter().collect(),
        })
    };
    desired.columns.iter().filter_map(of_column).collect()
}

/// Whether a value is one of those that a column says it can hold.
pub fn lists_value(dialect: Dialect, table: &Table, column: &Column, value: &str) -> bool {
    if let Some(listed) = column.ty.listed_values() {
        return listed.iter().any(|listed| listed == value);
    }
    table.checks.iter().any(|check| {
        mentions(dialect, &check.expr.sql, &column.name)
            && has_literal(dialect, &check.expr.sql, value)
    })
}
