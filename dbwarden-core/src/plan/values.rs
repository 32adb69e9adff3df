//! Values that get other names, in columns that say themselves what they can hold.

use super::fragments::qualified;
use super::operation::Operation;
use crate::dialect::Dialect;
use crate::diff::TableChange;
use crate::schema::{Column, ColumnType, ObjectName, Table};
use crate::sql::ident::quote;

/// From old names to new ones.
type Renamed = Vec<(String, String)>;

/// The values that get other names, by column.
pub(super) fn all(changes: &[TableChange]) -> Vec<(String, Renamed)> {
    let renamed = |change: &TableChange| match change {
        TableChange::RenameValues { column, values } => Some((column.clone(), values.clone())),
        _ => None,
    };
    changes.iter().filter_map(renamed).collect()
}

/// The values of a column that get other names.
pub(super) fn of_column(column: &str, changes: &[TableChange]) -> Option<Renamed> {
    all(changes).into_iter().find(|(name, _)| name == column).map(|(_, values)| values)
}

/// The type of a column once the values that it lists have their new names.
pub(super) fn renamed_type(column: &Column, values: &[(String, String)]) -> ColumnType {
    let mut ty = column.ty.clone();
    if ty.listed_values().is_some() {
        for (from, to) in values {
            ty.modifiers.iter_mut().filter(|it| *it == from).for_each(|it| it.clone_from(to));
        }
    }
    ty
}

/// The operation for a column about which nothing else changes, because a CHECK lists its values.
pub(super) fn without_other_changes(
    table: &Table,
    column: &str,
    changes: &[TableChange],
) -> Option<Operation> {
    let is_altered = changes.iter().any(
        |change| matches!(change, TableChange::AlterColumn { after, .. } if after.name == column),
    );
    let before = table.column(column).filter(|_| !is_altered)?;
    let values = of_column(column, changes)?;
    Some(rename(&table.name, before, before, values))
}

pub(super) fn rename(
    table: &ObjectName,
    before: &Column,
    after: &Column,
    values: Renamed,
) -> Operation {
    Operation::RenameValues {
        table: table.clone(),
        before: Box::new(before.clone()),
        after: Box::new(after.clone()),
        values,
    }
}

/// The statements that write the new values; `literal` is a string as the database reads it.
pub(crate) fn update_values(
    dialect: Dialect,
    table: &ObjectName,
    column: &str,
    values: &[(String, String)],
    literal: impl Fn(&str) -> String,
) -> Vec<String> {
    let (table, column) = (qualified(dialect, table), quote(dialect, column));
    let update = |(from, to): &(String, String)| {
        let (from, to) = (literal(from), literal(to));
        format!("UPDATE {table} SET {column} = {to} WHERE {column} = {from}")
    };
    values.iter().map(update).collect()
}
