//! Foreign keys that stay and stand in the way of what else changes.
//!
//! Such a key goes before everything else and comes back when all is done, in both directions; one of a
//! table that is dropped only goes before, and comes back last.

use std::collections::{BTreeMap, BTreeSet};

use super::alter::is_served;
use super::disturbed::{Rewritten, is_rewritten, recreated};
use super::new_tables::same_columns;
use super::operation::{CommentTarget, ConstraintOperation, Operation};
use super::render::widens;
use super::together::is_exchanged;
use super::{PlanOptions, names};
use crate::dialect::{Capabilities, HeldTypes};
use crate::diff::{Change, Constraint, Part, TableChange, is_made_for, plain_columns};
use crate::schema::{Column, ForeignKey, Index, ObjectName, Table};

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
            let nothing = Table::new(key.references.clone());
            let there = current.get(&key.references).copied().unwrap_or(&nothing);
            let (there_after, changes) =
                altered.get(&key.references).copied().unwrap_or((there, &[]));
            let there = Altered { before: there, after: there_after, changes };
            let own = Altered { before: table, after, changes: own };
            if is_dropped(&key, own.changes) {
                continue;
            }
            let is_of_rewritten = key.columns.iter().any(|name| {
                table.column(name).is_some_and(|it| is_rewritten(it, rewritten).is_some())
            });
            if !is_of_rewritten && !is_in_the_way(&key, own, there, capabilities) {
                continue;
            }
            let implies_index =
                capabilities.foreign_keys_need_indexes && !is_served(after, &key.columns);
            let becomes = as_it_becomes(&key, own.changes);
            let holds_already = !key.not_valid || becomes.not_valid;
            let constraint = Constraint::ForeignKey(key);
            let operation = ConstraintOperation {
                table: name.clone(),
                may_lose: may_lose(&constraint, table, table, options),
                constraint,
                implies_index: false,
                holds_already: true,
                takes_index: false,
            };
            found.dropped.push(Operation::DropConstraint(operation.clone()));
            if goes(name) {
                found.of_dropped.insert((name.clone(), at));
                continue;
            }
            let constraint = Constraint::ForeignKey(becomes);
            let may_lose = may_lose(&constraint, after, after, options);
            let operation = ConstraintOperation {
                constraint,
                implies_index,
                may_lose,
                holds_already,
                ..operation
            };
            found.added.push(Operation::AddConstraint(operation));
        }
    }
    found
}

impl InTheWay {
    /// Whether an operation changes a key that comes back changed already.
    pub(super) fn takes(&self, operation: &Operation) -> bool {
        let is_among = |keys: &[Operation], table: &ObjectName, name: Option<&str>| {
            name.is_some()
                && keys.iter().any(|key| match key {
                    Operation::AddConstraint(key) | Operation::DropConstraint(key) => {
                        key.table == *table && key.constraint.name() == name
                    }
                    _ => false,
                })
        };
        match operation {
            Operation::AlterConstraint { table, before, .. }
            | Operation::RenameConstraint { table, before, .. } => {
                is_among(&self.dropped, table, before.name())
            }
            Operation::SetComment(comment) => match &comment.target {
                CommentTarget::Constraint(name) => {
                    is_among(&self.added, &comment.table, Some(name))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// A key with what else is to be said of it.
fn as_it_becomes(key: &ForeignKey, changes: &[TableChange]) -> ForeignKey {
    let mut becomes = key.clone();
    for change in changes {
        match change {
            TableChange::AlterConstraint { before, after: Constraint::ForeignKey(after) }
                if before.name() == key.name.as_deref() =>
            {
                becomes.not_valid = after.not_valid;
                becomes.deferrability = after.deferrability;
            }
            TableChange::RenameConstraint { before, after }
                if before.name() == key.name.as_deref() =>
            {
                becomes.name = after.name().map(str::to_owned);
            }
            _ => {}
        }
    }
    for change in changes {
        if let TableChange::CommentOn { part: Part::Constraint(name), after, .. } = change
            && becomes.name.as_ref() == Some(name)
        {
            becomes.comment.clone_from(after);
        }
    }
    becomes
}

pub(super) fn is_dropped(key: &ForeignKey, changes: &[TableChange]) -> bool {
    changes.iter().any(|change| {
        matches!(change, TableChange::DropConstraint { before: Constraint::ForeignKey(gone) }
            if gone.name.is_none() || gone.name == key.name)
    })
}

/// A table, and how it changes.
#[derive(Clone, Copy)]
struct Altered<'a> {
    before: &'a Table,
    after: &'a Table,
    changes: &'a [TableChange],
}

/// `own` is the table that has the key, `there` the one that it refers to.
fn is_in_the_way(
    key: &ForeignKey,
    own: Altered<'_>,
    there: Altered<'_>,
    capabilities: &Capabilities,
) -> bool {
    let loses_its_target = there.changes.iter().any(|change| match change {
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
    let loses_an_index = |of: Altered<'_>, columns: &[String], with_indexes: bool| {
        loses_index(of.before, columns, of.changes)
            || loses_index_on_the_way_back(of.after, columns, of.changes, with_indexes)
    };
    let render = capabilities.dialect.render();
    let storage = |column: &Column| column.generated.as_ref().map(|generated| generated.storage);
    let changes_type = |changes: &[TableChange], columns: &[String]| {
        changes.iter().any(|change| match change {
            TableChange::AlterColumn { before, after } => {
                let counts = |column: &Column| column.numbering.is_some();
                let holds_counter =
                    capabilities.foreign_keys_hold_counters && counts(before) != counts(after);
                let holds_type = match capabilities.foreign_keys_hold {
                    HeldTypes::Nothing => false,
                    // An index that looks for overlaps compares no two types.
                    HeldTypes::Kinds if key.period => before.ty != after.ty,
                    HeldTypes::Kinds => {
                        // That every value has its place there does not yet make the types comparable.
                        !widens(&before.ty, &after.ty) && !widens(&after.ty, &before.ty)
                    }
                    HeldTypes::All => {
                        (&before.ty, &before.collation) != (&after.ty, &after.collation)
                            || storage(before) != storage(after)
                    }
                };
                columns.contains(&after.name) && (holds_counter || holds_type)
            }
            _ => false,
        })
    };
    let is_recreated = |changes: &[TableChange], columns: &[String]| {
        let recreated = recreated(changes, capabilities.dialect);
        columns.iter().any(|column| recreated.contains_key(column.as_str()))
    };
    let changes_persistence = |changes: &[TableChange]| {
        changes.iter().any(|change| {
            matches!(change, TableChange::SetOptions { before, after }
                if before.unlogged.unwrap_or_default() != after.unlogged.unwrap_or_default())
        })
    };
    loses_its_target
        || is_recreated(own.changes, &key.columns)
        || is_recreated(there.changes, &key.referenced_columns)
        || changes_persistence(own.changes)
        || changes_persistence(there.changes)
        || capabilities.foreign_keys_need_indexes
            && (loses_an_index(own, &key.columns, false)
                && !is_exchanged(own.before, own.after, own.changes, &key.columns, render)
                || loses_an_index(there, &key.referenced_columns, true))
        || changes_type(own.changes, &key.columns)
        || changes_type(there.changes, &key.referenced_columns)
}

/// The index that serves a foreign key of the table `after`, where the server may have made it for a
/// key of the table `before`: it has the name that it gives one for a key without a name.
pub(super) fn may_lose(
    constraint: &Constraint,
    before: &Table,
    after: &Table,
    options: &PlanOptions,
) -> Option<Index> {
    let Constraint::ForeignKey(key) = constraint else { return None };
    let had_key = || before.foreign_keys.iter().any(|old| old.columns == key.columns);
    if !options.capabilities.foreign_keys_need_indexes || !had_key() {
        return None;
    }
    let first = key.columns.first()?;
    let is_numbered = |name: &str| {
        name.strip_prefix(first.as_str()).is_some_and(|rest| {
            rest.is_empty()
                || rest.strip_prefix('_').is_some_and(|number| number.parse::<u32>().is_ok())
        })
    };
    let made = |index: &&Index| {
        is_numbered(&index.name)
            && is_made_for(index, &ForeignKey { name: Some(index.name.clone()), ..key.clone() })
    };
    after.indexes.iter().find(made).cloned()
}

/// Whether what serves columns in the end is what came, and goes on the way back before anything else
/// serves them. Indexes that come are looked at where they know nothing of the keys that they serve.
fn loses_index_on_the_way_back(
    after: &Table,
    columns: &[String],
    changes: &[TableChange],
    with_indexes: bool,
) -> bool {
    let inverse: Vec<TableChange> = changes
        .iter()
        .filter_map(|change| match change {
            TableChange::AddIndex { after } if with_indexes => {
                Some(TableChange::DropIndex { before: after.clone() })
            }
            TableChange::AddConstraint { after } => {
                Some(TableChange::DropConstraint { before: after.clone() })
            }
            _ => None,
        })
        .collect();
    loses_index(after, columns, &inverse)
}

/// Whether nothing that stays serves columns, so that their index cannot be exchanged for another.
pub(super) fn loses_index(table: &Table, columns: &[String], changes: &[TableChange]) -> bool {
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
    is_served(table, columns) && !is_served(&left, columns)
}
