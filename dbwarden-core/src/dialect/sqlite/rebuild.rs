//! What ALTER cannot do in SQLite: the table is made anew, its rows are moved over, and its indexes and
//! triggers are put back.
//!
//! The procedure is that of "Making Other Kinds Of Table Schema Changes" in SQLite's documentation of
//! ALTER TABLE. It needs foreign keys to be off, or dropping the old table would delete or refuse the
//! rows that refer to it; the runner turns them off and checks them afterwards.

use super::Dialect;
use super::copy::copy;
use super::render::{add_index, add_touch, is_plain, new_table, quote};
use crate::diff::{Constraint, TableChange};
use crate::plan::{IndexOperation, PlanOptions, Rebuild, Strategy, literal, qualified};
use crate::schema::{Column, ForeignKey, Numbering, ObjectName, Storage, Table};
use crate::sql::expression::{is_null, mentions};

const DIALECT: Dialect = Dialect::Sqlite;

/// In place if ALTER can do every change; on the way back only if it can do every inverse.
pub(super) fn strategy(before: &Table, after: &Table, changes: &[TableChange]) -> Strategy {
    let there = changes.iter().all(|change| is_in_place(before, after, changes, change, true));
    let back = changes.iter().all(|change| is_in_place(before, after, changes, change, false));
    match (there, back) {
        (true, true) => Strategy::InPlace,
        (true, false) => Strategy::InPlaceThere,
        (false, _) => Strategy::Rebuild,
    }
}

/// Whether ALTER can do a change, or its inverse.
fn is_in_place(
    before: &Table,
    after: &Table,
    changes: &[TableChange],
    change: &TableChange,
    there: bool,
) -> bool {
    let comes = |name: &str| {
        changes
            .iter()
            .any(|change| matches!(change, TableChange::AddColumn { after } if after.name == name))
    };
    let can = |table: &Table, column: &Column, come: bool| match come {
        true => can_come(table, column),
        false => can_go(table, column),
    };
    match change {
        TableChange::AddColumn { after: column } => can(after, column, there),
        TableChange::DropColumn { before: column } => can(before, column, !there),
        TableChange::AddConstraint { after: Constraint::ForeignKey(key) } => {
            there && matches!(key.columns.as_slice(), [column] if comes(column))
        }
        TableChange::AddConstraint { after: constraint } => {
            column_of(after, constraint).is_some_and(|column| comes(&column))
        }
        TableChange::AlterColumn { before, after } => {
            // Comments are nowhere kept, and touch is a trigger of its own.
            let rest = Column {
                touch: after.touch,
                comment: after.comment.clone(),
                ..before.without_history()
            };
            rest == after.without_history()
        }
        TableChange::RenameColumn { .. }
        | TableChange::RenameValues { .. }
        | TableChange::AddIndex { .. }
        | TableChange::DropIndex { .. }
        | TableChange::CommentOn { .. }
        | TableChange::SetComment { .. } => true,
        // A check that is written beside the columns keeps its column from being dropped, and nothing
        // tells where it is written.
        TableChange::DropConstraint { .. }
        | TableChange::RenameConstraint { .. }
        | TableChange::AlterConstraint { .. }
        | TableChange::AlterIndex { .. }
        | TableChange::RenameIndex { .. }
        | TableChange::SetParents { .. }
        | TableChange::SetOptions { .. } => false,
    }
}

/// Whether `ADD COLUMN` takes a column of the table.
fn can_come(table: &Table, column: &Column) -> bool {
    let is_constant = column.default.as_ref().is_some_and(|default| {
        let moves = default.sql.trim().to_ascii_lowercase().starts_with("current_");
        is_plain(default) && !moves && !is_null(DIALECT, &default.sql)
    });
    let has_value = column.nullable || is_constant;
    let default_is_constant = is_constant || no_default(column);
    // With a default it would refer to a row that may not be there.
    let refers = |key: &ForeignKey| key.columns.contains(&column.name);
    let refers_to_nothing = column.nullable && no_default(column);
    (has_value || column.generated.is_some())
        && column.backfill.is_none()
        && default_is_constant
        && (refers_to_nothing || !table.foreign_keys.iter().any(refers))
        && stands_alone(table, column)
}

/// Whether `DROP COLUMN` takes a column of the table: it refuses one of any foreign key.
fn can_go(table: &Table, column: &Column) -> bool {
    let refers = |key: &ForeignKey| key.columns.contains(&column.name);
    !table.foreign_keys.iter().any(refers) && stands_alone(table, column)
}

/// Whether nothing else in the definition of the table says anything of a column.
fn stands_alone(table: &Table, column: &Column) -> bool {
    let is_named = |names: &[String]| names.contains(&column.name);
    let is_stored =
        column.generated.as_ref().is_some_and(|generated| generated.storage == Storage::Stored);
    let is_checked = table.checks.iter().any(|check| {
        mentions(DIALECT, &check.expr.sql, &column.name)
            && column_of(table, &Constraint::Check(check.clone())).is_none()
    });
    let generates = table.columns.iter().any(|other| {
        let generated = other.generated.as_ref();
        other.name != column.name
            && generated
                .is_some_and(|generated| mentions(DIALECT, &generated.expr.sql, &column.name))
    });
    !is_stored
        && column.numbering.is_none()
        && !table.primary_key.iter().any(|key| is_named(&key.columns))
        && !table.uniques.iter().any(|unique| is_named(&unique.columns))
        // One of several columns is written beside them.
        && !table.foreign_keys.iter().any(|key| key.columns.len() > 1 && is_named(&key.columns))
        && !is_checked
        && !generates
}

/// Whether a row gets NULL where it says nothing.
pub(super) fn no_default(column: &Column) -> bool {
    column.default.as_ref().is_none_or(|default| is_null(DIALECT, &default.sql))
}

/// The one column in whose definition a constraint is written, so that it comes and goes with it.
fn column_of(table: &Table, constraint: &Constraint) -> Option<String> {
    let Constraint::Check(check) = constraint else { return None };
    if check.on_conflict.is_some() {
        return None;
    }
    let names = table.columns.iter().map(|column| &column.name);
    let mut mentioned = names.filter(|name| mentions(DIALECT, &check.expr.sql, name));
    match (mentioned.next(), mentioned.next()) {
        (Some(only), None) => Some(only.clone()),
        _ => None,
    }
}

/// The statements that make a table anew.
pub(super) fn statements(change: &Rebuild, options: &PlanOptions) -> Vec<String> {
    let Rebuild { before, after, triggers, .. } = change;
    let name = new_name(&after.name);
    let old = qualified(DIALECT, &before.name);
    let new = qualified(DIALECT, &name);
    let mut statements = Vec::new();
    let made = Table { name, ..after.clone() };
    // What an earlier attempt might have left behind must not pass for the new table.
    statements.push(new_table(&made, options).replacen("IF NOT EXISTS ", "", 1));
    if counts(before) && counts(after) {
        // The highest number that ever was, also where its row is gone.
        let (from, to) = (literal(&before.name.name), literal(&made.name.name));
        statements.push(format!(
            "INSERT INTO sqlite_sequence (name, seq) \
             SELECT {to}, seq FROM sqlite_sequence WHERE name = {from}"
        ));
    }
    statements.extend(copy(change, &old, &new));
    statements.push(format!("DROP TABLE {old}"));
    // Views, and the triggers of other tables, name the table and go on to do so. Without the PRAGMA
    // the renaming reads them all at a moment when there is no table of that name.
    statements.push("PRAGMA legacy_alter_table = ON".to_owned());
    statements.push(format!("ALTER TABLE {new} RENAME TO {}", quote(&after.name.name)));
    statements.push("PRAGMA legacy_alter_table = OFF".to_owned());
    for index in &after.indexes {
        statements.push(add_index(&IndexOperation {
            table: after.name.clone(),
            index: index.clone(),
            with_table: true,
            displaces: Vec::new(),
            holds_already: true,
            taken_over: false,
        }));
    }
    for column in after.columns.iter().filter(|column| column.touch) {
        statements.push(add_touch(after, &column.name));
    }
    statements.extend(
        triggers
            .iter()
            .map(|trigger| trigger.definition.trim_end().trim_end_matches(';').to_owned()),
    );
    statements
}

/// The name under which a table is made before it takes its own.
pub(super) fn new_name(table: &ObjectName) -> ObjectName {
    ObjectName { schema: table.schema.clone(), name: format!("_dbwarden_new_{}", table.name) }
}

fn counts(table: &Table) -> bool {
    table.columns.iter().any(|column| column.numbering == Some(Numbering::AutoIncrement))
}
