//! Foreign keys that stay and stand in the way of what else changes.
//!
//! Such a key goes before everything else and comes back when all is done, in both directions; one of a
//! table that is dropped only goes before, and comes back last.

use std::collections::{BTreeMap, BTreeSet};

use super::alter::is_served;
use super::disturbed::{Rewritten, is_rewritten, recreated};
use super::expand::same_columns;
use super::operation::{ConstraintOperation, Operation};
use super::{PlanOptions, names};
use crate::dialect::{Capabilities, HeldTypes};
use crate::diff::{Change, Constraint, TableChange, plain_columns};
use crate::schema::{ForeignKey, ObjectName, Table};

/// What is to be done about keys that stand in the way.
#[derive(Default)]
pub(super) struct InTheWay {
    pub(super) dropped: Vec<Operation>,
    pub(super) added: Vec<Operation>,
    /// Those of tables that are dropped: the table and the position of the key in it.
    of_dropped: BTreeSet<(ObjectName, usize)>,
}

impl InTheWay {
    /// A table to be dropped, as it is when its keys that stood in the way are gone.
    pub(super) fn without_dropped_keys(&self, table: &Table) -> Table {
        let mut left = table.clone();
        let mut at = 0;
        left.foreign_keys.retain(|_| {
            let is_gone = self.of_dropped.contains(&(table.name.clone(), at));
            at += 1;
            !is_gone
        });
        left
    }
}

/// Finds them. `current` holds the tables under the names that they have once all is renamed.
pub(super) fn in_the_way(
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    rewritten: &Rewritten,
    options: &PlanOptions,
) -> InTheWay {
    let mut found = InTheWay::default();
    let capabilities = &options.capabilities;
    if !capabilities.alter_constraints {
        return found;
    }
    let mut altered = BTreeMap::new();
    let mut renamed = BTreeMap::new();
    for change in changes {
        match change {
            Change::AlterTable { after, changes, .. } => {
                altered.insert(&after.name, (&**after, changes.as_slice()));
            }
            Change::RenameTable { from, to } => {
                renamed.insert(from, to);
            }
            _ => {}
        }
    }
    let goes = |name: &ObjectName| {
        changes
            .iter()
            .any(|change| matches!(change, Change::DropTable { before } if before.name == *name))
    };
    for (&name, &table) in current {
        let (after, own) = altered.get(name).copied().unwrap_or((table, &[]));
        let keys = names::with_names(table, options, |_| true).foreign_keys;
        for (at, mut key) in keys.into_iter().enumerate() {
            if let Some(new) = renamed.get(&key.references) {
                key.references = (*new).clone();
            }
            let there = altered.get(&key.references).map_or(&[][..], |(_, changes)| changes);
            if is_dropped(&key, own) {
                continue;
            }
            let is_of_rewritten = key.columns.iter().any(|name| {
                table.column(name).is_some_and(|it| is_rewritten(it, rewritten).is_some())
            });
            if !is_of_rewritten && !is_in_the_way(&key, table, own, there, capabilities) {
                continue;
            }
            let implies_index =
                capabilities.foreign_keys_need_indexes && !is_served(after, &key.columns);
            let operation = ConstraintOperation {
                table: name.clone(),
                constraint: Constraint::ForeignKey(key),
                implies_index: false,
                holds_already: true,
            };
            found.dropped.push(Operation::DropConstraint(operation.clone()));
            if goes(name) {
                found.of_dropped.insert((name.clone(), at));
                continue;
            }
            let operation = ConstraintOperation { implies_index, ..operation };
            found.added.push(Operation::AddConstraint(operation));
        }
    }
    found
}

fn is_dropped(key: &ForeignKey, changes: &[TableChange]) -> bool {
    changes.iter().any(|change| {
        matches!(change, TableChange::DropConstraint { before: Constraint::ForeignKey(gone) }
            if gone.name.is_none() || gone.name == key.name)
    })
}

/// `own` are the changes of the table that has the key, `there` those of the one that it refers to.
fn is_in_the_way(
    key: &ForeignKey,
    table: &Table,
    own: &[TableChange],
    there: &[TableChange],
    capabilities: &Capabilities,
) -> bool {
    let loses_its_target = there.iter().any(|change| match change {
        TableChange::DropConstraint { before: Constraint::PrimaryKey(gone) } => {
            same_columns(&gone.columns, &key.referenced_columns)
        }
        TableChange::DropConstraint { before: Constraint::Unique(gone) } => {
            same_columns(&gone.columns, &key.referenced_columns)
        }
        // A unique index may be what it refers to.
        TableChange::DropIndex { before } if before.unique => {
            plain_columns(before).is_some_and(|names| {
                let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
                same_columns(&names, &key.referenced_columns)
            })
        }
        _ => false,
    });
    let render = capabilities.dialect.render();
    let changes_type = |changes: &[TableChange], columns: &[String]| {
        changes.iter().any(|change| match change {
            TableChange::AlterColumn { before, after } => {
                columns.contains(&after.name)
                    && match capabilities.foreign_keys_hold {
                        HeldTypes::Nothing => false,
                        HeldTypes::Kinds => {
                            !render.widens(&before.ty, &after.ty)
                                && !render.widens(&after.ty, &before.ty)
                        }
                        HeldTypes::All => {
                            (&before.ty, &before.collation) != (&after.ty, &after.collation)
                        }
                    }
            }
            _ => false,
        })
    };
    let is_recreated = |changes: &[TableChange], columns: &[String]| {
        let recreated = recreated(changes, render);
        columns.iter().any(|column| recreated.contains(column.as_str()))
    };
    let changes_persistence = |changes: &[TableChange]| {
        changes.iter().any(|change| {
            matches!(change, TableChange::SetOptions { before, after }
                if before.unlogged.unwrap_or_default() != after.unlogged.unwrap_or_default())
        })
    };
    loses_its_target
        || is_recreated(own, &key.columns)
        || is_recreated(there, &key.referenced_columns)
        || changes_persistence(own)
        || changes_persistence(there)
        || capabilities.foreign_keys_need_indexes && loses_its_index(key, table, own)
        || changes_type(own, &key.columns)
        || changes_type(there, &key.referenced_columns)
}

/// Whether nothing that stays serves the key, so that its index cannot be exchanged for another.
fn loses_its_index(key: &ForeignKey, table: &Table, changes: &[TableChange]) -> bool {
    let mut left = table.clone();
    for change in changes {
        match change {
            TableChange::DropIndex { before } => {
                left.indexes.retain(|index| index.name != before.name);
            }
            TableChange::DropConstraint { before: Constraint::PrimaryKey(_) } => {
                left.primary_key = None;
            }
            TableChange::DropConstraint { before: Constraint::Unique(gone) } => {
                left.uniques.retain(|unique| unique != gone);
            }
            _ => {}
        }
    }
    is_served(table, &key.columns) && !is_served(&left, &key.columns)
}
