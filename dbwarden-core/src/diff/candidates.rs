//! What may be a rename: something that goes beside something like it that comes. Only a person knows,
//! so these are questions, and no comparison answers them by itself.

use std::collections::BTreeSet;

use super::{Change, Renames, TableChange};
use crate::schema::{Column, ObjectName, Table};

/// Two names that may be one thing's, before and after.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RenameCandidate {
    /// A table is dropped and another one with columns like its own is created.
    Table {
        /// The table that goes.
        from: ObjectName,
        /// The table that comes.
        to: ObjectName,
    },
    /// A column is dropped and another one of the same table is added.
    Column {
        /// The table.
        table: ObjectName,
        /// The column that goes.
        from: String,
        /// The column that comes.
        to: String,
    },
    /// A value goes that a column may hold by its type, and another one comes.
    ColumnValue {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
        /// The value that goes.
        from: String,
        /// The value that comes.
        to: String,
    },
    /// A value of an enum type goes and another one of the same type comes.
    Value {
        /// The type.
        ty: ObjectName,
        /// The value that goes.
        from: String,
        /// The value that comes.
        to: String,
    },
}

impl Renames {
    /// Takes a candidate for what it may be.
    pub fn confirm(&mut self, candidate: RenameCandidate) {
        match candidate {
            RenameCandidate::Table { from, to } => {
                self.tables.insert(from, to);
            }
            RenameCandidate::Column { table, from, to } => {
                self.columns.insert((table, from), to);
            }
            RenameCandidate::ColumnValue { table, column, from, to } => {
                self.column_values.insert((table, column, from), to);
            }
            RenameCandidate::Value { ty, from, to } => {
                self.values.insert((ty, from), to);
            }
        }
    }
}

/// The renames that changes may hide: tables first, then columns, then values, in source order.
///
/// A table is taken for another one when at least half of the columns of either are in both. A column
/// is taken for one of the same type, and for any where only one goes and only one comes. A value is taken
/// for one that stands in the same place, and for any where only one goes and only one comes.
pub fn rename_candidates(changes: &[Change]) -> Vec<RenameCandidate> {
    let mut candidates = Vec::new();
    for change in changes {
        let Change::CreateTable { after } = change else { continue };
        candidates.extend(changes.iter().filter_map(|change| match change {
            Change::DropTable { before } if are_alike(before, after) => {
                Some(RenameCandidate::Table { from: before.name.clone(), to: after.name.clone() })
            }
            _ => None,
        }));
    }
    let all = changes;
    for change in changes {
        let Change::AlterTable { after: table, changes, .. } = change else { continue };
        let (dropped, added) = columns_that_go_and_come(changes);
        // What a table has from others is a question to these.
        let parents = all.iter().filter_map(|change| match change {
            Change::AlterTable { after, changes, .. } if table.parents().contains(&after.name) => {
                Some(columns_that_go_and_come(changes))
            }
            _ => None,
        });
        let of_parents: BTreeSet<&String> = parents
            .flat_map(|(dropped, added)| dropped.into_iter().chain(added))
            .map(|column| &column.name)
            .collect();
        let is_own = |column: &&Column| !of_parents.contains(&column.name);
        let dropped: Vec<&Column> = dropped.into_iter().filter(is_own).collect();
        let added: Vec<&Column> = added.into_iter().filter(is_own).collect();
        let is_only_pair = dropped.len() == 1 && added.len() == 1;
        for to in &added {
            let alike = dropped.iter().filter(|from| is_only_pair || from.ty == to.ty);
            candidates.extend(alike.map(|from| RenameCandidate::Column {
                table: table.name.clone(),
                from: from.name.clone(),
                to: to.name.clone(),
            }));
        }
    }
    for change in changes {
        match change {
            Change::AlterEnum { before, after } => {
                let ty = &after.name;
                candidates.extend(
                    values_alike(&before.values, &after.values)
                        .map(|(from, to)| RenameCandidate::Value { ty: ty.clone(), from, to }),
                );
            }
            Change::AlterTable { after: table, changes, .. } => {
                let renamed = |column: &str| {
                    changes.iter().any(|change| {
                        matches!(change,
                        TableChange::RenameValues { column: name, .. } if name == column)
                    })
                };
                for change in changes {
                    let TableChange::AlterColumn { before, after } = change else { continue };
                    let listed = before.ty.listed_values().zip(after.ty.listed_values());
                    let Some((before, listed)) = listed.filter(|_| !renamed(&after.name)) else {
                        continue;
                    };
                    let alike = values_alike(before, listed);
                    candidates.extend(alike.map(|(from, to)| RenameCandidate::ColumnValue {
                        table: table.name.clone(),
                        column: after.name.clone(),
                        from,
                        to,
                    }));
                }
            }
            _ => {}
        }
    }
    candidates
}

/// The values that go, each with the one that comes in its place.
fn values_alike(
    before: &[String],
    after: &[String],
) -> impl Iterator<Item = (String, String)> + use<> {
    let only_in = |values: &[String], others: &[String]| {
        let only = values.iter().enumerate().filter(|(_, value)| !others.contains(value));
        only.map(|(place, value)| (place, value.clone())).collect::<Vec<_>>()
    };
    let gone = only_in(before, after);
    let come = only_in(after, before);
    let is_only_pair = gone.len() == 1 && come.len() == 1;
    come.into_iter().flat_map(move |(place, to)| {
        let alike = gone.iter().filter(move |(old_place, _)| is_only_pair || *old_place == place);
        alike.map(|(_, from)| (from.clone(), to.clone())).collect::<Vec<_>>()
    })
}

fn columns_that_go_and_come(changes: &[TableChange]) -> (Vec<&Column>, Vec<&Column>) {
    let (mut dropped, mut added) = (Vec::new(), Vec::new());
    for change in changes {
        match change {
            TableChange::DropColumn { before } => dropped.push(&**before),
            TableChange::AddColumn { after } => added.push(&**after),
            _ => {}
        }
    }
    (dropped, added)
}

fn are_alike(before: &Table, after: &Table) -> bool {
    let is_kept =
        |column: &&Column| before.column(&column.name).is_some_and(|other| other.ty == column.ty);
    let kept = after.columns.iter().filter(is_kept).count();
    kept * 2 >= before.columns.len().max(after.columns.len())
}
