//! What becomes of the rows of a table that is made anew.

use super::Dialect;
use super::rebuild::no_default;
use super::render::{is_plain, quote};
use crate::plan::{Rebuild, literal};
use crate::schema::{Column, Index, IndexKey, Numbering, Table};
use crate::sql::expression::in_parentheses;

const DIALECT: Dialect = Dialect::Sqlite;

/// Moves the rows over, with their numbers. What may no longer be NULL gets its default, and a column
/// that is restored NOT NULL the empty value of its type. A conflict clause of the new table is overruled:
/// it would leave rows out.
pub(super) fn copy(change: &Rebuild, old: &str, new: &str) -> Option<String> {
    let Rebuild { before, after, restores, .. } = change;
    let mut into = Vec::new();
    let mut from = Vec::new();
    let number = row_number(before, after);
    if let (Some(number), false) = (number, after.columns.iter().any(is_row_number)) {
        into.push(number.to_owned());
        from.push(number.to_owned());
    }
    for column in after.columns.iter().filter(|column| column.generated.is_none()) {
        let name = quote(&column.name).into_owned();
        if let Some(old) = before.column(&column.name) {
            let value = with_new_values(change, column);
            from.push(match value_for_null(old, column) {
                Some(default) => format!("coalesce({value}, {default})"),
                None => value,
            });
        } else if let Some(backfill) = &column.backfill {
            from.push(format!("({backfill})"));
        } else if *restores && !column.nullable && no_default(column) && column.numbering.is_none()
        {
            let number = number.filter(|_| is_unique(after, column));
            from.push(number.unwrap_or_else(|| filler(column)).to_owned());
        } else {
            continue;
        }
        into.push(name);
    }
    let or_abort = if has_conflict_clause(after) { " OR ABORT" } else { "" };
    (!from.is_empty()).then(|| {
        format!(
            "INSERT{or_abort} INTO {new} ({}) SELECT {} FROM {old}",
            into.join(", "),
            from.join(", ")
        )
    })
}

/// What a row holds in a column, under its new name where it has one.
fn with_new_values(change: &Rebuild, column: &Column) -> String {
    let name = quote(&column.name);
    let renamed = change.values.iter().filter(|(of, _)| *of == column.name);
    let mut cases = String::new();
    for (from, to) in renamed.flat_map(|(_, values)| values) {
        cases.push_str(&format!("WHEN {} THEN {} ", literal(from), literal(to)));
    }
    match cases.as_str() {
        "" => name.into_owned(),
        cases => format!("CASE {name} {cases}ELSE {name} END"),
    }
}

/// A name by which both tables know the number of a row, where both of them number their rows.
fn row_number(before: &Table, after: &Table) -> Option<&'static str> {
    let has_none = |table: &Table| table.options.without_rowid == Some(true);
    if has_none(before) || has_none(after) {
        return None;
    }
    let is_taken = |name: &str| {
        let mut columns = before.columns.iter().chain(&after.columns);
        columns.any(|column| column.name.eq_ignore_ascii_case(name))
    };
    ["rowid", "_rowid_", "oid"].into_iter().find(|name| !is_taken(name))
}

fn is_row_number(column: &Column) -> bool {
    matches!(column.numbering, Some(Numbering::Rowid | Numbering::AutoIncrement))
}

/// What a row gets that has NULL where it may no longer have it.
fn value_for_null(before: &Column, after: &Column) -> Option<String> {
    let default = after.default.as_ref().filter(|_| !no_default(after)).map(|default| {
        let value = default.canonical.as_ref().unwrap_or(&default.sql);
        if is_plain(default) { value.clone() } else { in_parentheses(DIALECT, value) }
    });
    let forbids_null = before.nullable && !after.nullable && after.numbering.is_none();
    after.backfill.clone().or(default).filter(|_| forbids_null)
}

fn is_unique(table: &Table, column: &Column) -> bool {
    let is_it = |columns: &[String]| columns == [column.name.as_str()];
    table.primary_key.iter().any(|key| is_it(&key.columns))
        || table.uniques.iter().any(|unique| is_it(&unique.columns))
        || table.indexes.iter().any(|index| index.unique && serves_alone(index, &column.name))
}

fn serves_alone(index: &Index, column: &str) -> bool {
    matches!(index.parts.as_slice(), [part]
        if matches!(&part.key, IndexKey::Column(name) if name == column))
}

fn has_conflict_clause(table: &Table) -> bool {
    table.columns.iter().any(|column| column.on_null.is_some())
        || table.primary_key.iter().any(|key| key.on_conflict.is_some())
        || table.uniques.iter().any(|unique| unique.on_conflict.is_some())
}

fn filler(column: &Column) -> &'static str {
    match column.ty.sql(DIALECT).split('(').next().unwrap_or_default() {
        "TEXT" | "VARCHAR" | "CHAR" => "''",
        "BLOB" => "x''",
        "DATE" => "'1970-01-01'",
        "DATETIME" | "TIMESTAMP" => "'1970-01-01 00:00:00'",
        "TIME" => "'00:00:00'",
        _ => "0",
    }
}
