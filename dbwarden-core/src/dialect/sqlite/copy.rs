//! What becomes of the rows of a table that is made anew.

use super::Dialect;
use super::rebuild::no_default;
use super::render::{is_plain, quote};
use crate::plan::{Rebuild, Restored, literal};
use crate::schema::{Column, Numbering, Table};
use crate::sql::condition::Value;
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
            let restored = Restored::of(after, column, DIALECT);
            from.push(match number {
                Some(number) if restored.is_key => number.to_owned(),
                _ => filler(column, &restored),
            });
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

fn has_conflict_clause(table: &Table) -> bool {
    table.columns.iter().any(|column| column.on_null.is_some())
        || table.primary_key.iter().any(|key| key.on_conflict.is_some())
        || table.uniques.iter().any(|unique| unique.on_conflict.is_some())
}

/// A value for all rows that the checks of the column allow.
///
/// SQLite's manual, "Datatypes In SQLite", section 3.1, tells from its name what a type is.
fn filler(column: &Column, restored: &Restored) -> String {
    let ty = column.ty.sql(DIALECT).to_ascii_uppercase();
    let is_one_of = |parts: &[&str]| parts.iter().any(|part| ty.contains(part));
    let usual = match ty.as_str() {
        "DATE" => Value::Text("1970-01-01".to_owned()),
        "DATETIME" | "TIMESTAMP" => Value::Text("1970-01-01 00:00:00".to_owned()),
        "TIME" => Value::Text("00:00:00".to_owned()),
        _ if is_one_of(&["INT"]) => Value::Number(0),
        _ if is_one_of(&["CHAR", "CLOB", "TEXT"]) => Value::Text(String::new()),
        _ if is_one_of(&["BLOB"]) => return "x''".to_owned(),
        _ => Value::Number(0),
    };
    match restored.value(DIALECT, &column.name, std::slice::from_ref(&usual)).unwrap_or(usual) {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => literal(&text),
    }
}
