//! Values under other names, in columns that say themselves what they can hold: by the list of their
//! type (MySQL's ENUM), or by a CHECK.

use std::collections::BTreeSet;

use super::{Renames, TableChange};
use crate::dialect::Dialect;
use crate::schema::{Column, Table};
use crate::sql::expression::{literals, mentions};
use crate::sql::literal;

/// Which values of which columns are still to be renamed. `base` has the names of tables and columns
/// that the desired table has.
pub(super) fn renamed_values(
    dialect: Dialect,
    base: &Table,
    desired: &Table,
    renames: &Renames,
) -> Vec<TableChange> {
    let of_column = |column: &Column| {
        let before = listed_values(dialect, base, base.column(&column.name)?)?;
        let after = listed_values(dialect, desired, column)?;
        let told = renames
            .column_values
            .iter()
            .filter(|((table, name, _), _)| *table == desired.name && *name == column.name)
            .map(|((_, _, from), to)| (from.clone(), to.clone()));
        let declared = column.renamed_values.iter().map(|(to, from)| (from.clone(), to.clone()));
        let is_open = |(from, to): &(String, String)| {
            before.contains(from) && !before.contains(to) && after.contains(to)
        };
        let values: BTreeSet<(String, String)> = told.chain(declared).filter(is_open).collect();
        (!values.is_empty()).then(|| TableChange::RenameValues {
            column: column.name.clone(),
            values: values.into_iter().collect(),
        })
    };
    desired.columns.iter().filter_map(of_column).collect()
}

/// The values that a column says it can hold: those that its type lists, or that stand in the CHECKs on
/// it. `None` where it does not say.
pub fn listed_values(dialect: Dialect, table: &Table, column: &Column) -> Option<BTreeSet<String>> {
    if let Some(listed) = column.ty.listed_values() {
        return Some(listed.iter().cloned().collect());
    }
    let checks = table.checks.iter().map(|check| &check.expr.sql);
    let on_column = checks.filter(|sql| mentions(dialect, sql, &column.name));
    let written = on_column.flat_map(|sql| literals(dialect, sql));
    let listed: BTreeSet<String> =
        written.filter_map(|literal| literal::value(dialect, &literal)).collect();
    (!listed.is_empty()).then_some(listed)
}
