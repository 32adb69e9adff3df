//! Schemas within the database, and sequences.
//!
//! A sequence that goes with a column goes when its column goes. So it is made to stand by itself before
//! that, and to go with a column only when that is there; both directions keep it then.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::{CommentOperation, CommentTarget, Operation};
use super::render::Render;
use crate::diff::{Change, TableChange};
use crate::schema::{Namespace, ObjectName, Sequence, Table};

/// What is to be done about schemas and sequences, by when it runs.
#[derive(Default)]
pub(super) struct Sequences {
    pub(super) created_namespaces: Vec<Operation>,
    pub(super) dropped_namespaces: Vec<Operation>,
    /// Before any column goes.
    pub(super) freed: Vec<Operation>,
    /// As soon as no column takes from them, so that a column may make one of the same name.
    pub(super) dropped_early: Vec<Operation>,
    /// Before any column comes.
    pub(super) changed: Vec<Operation>,
    /// When all columns are there.
    pub(super) owned: Vec<Operation>,
    /// When all columns are gone.
    pub(super) dropped_late: Vec<Operation>,
}

/// Finds them.
pub(super) fn sequences(
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    coming: &BTreeSet<(Option<&str>, &str)>,
    render: &dyn Render,
) -> Sequences {
    let mut found = Sequences::default();
    let left = left_columns(changes, render);
    for change in changes {
        match change {
            Change::CreateNamespace { after } => {
                found.created_namespaces.push(Operation::CreateNamespace(after.clone()));
                found.created_namespaces.extend(namespace_comment(None, after, true));
            }
            Change::AlterNamespace { before, after } => {
                let comment = namespace_comment(before.comment.clone(), after, false);
                found.created_namespaces.extend(comment);
            }
            Change::DropNamespace { before } => {
                let comment = namespace_comment(None, before, true);
                found.dropped_namespaces.extend(comment.map(|comment| comment.inverse()));
                found.dropped_namespaces.push(Operation::DropNamespace(before.clone()));
            }
            Change::CreateSequence { after } => {
                let create = Operation::CreateSequence(after.clone());
                let own = owned(&after.name, None, after.owned_by.as_ref());
                let alone = goes_with_its_table(after, changes, current);
                let wrap = |operation| match alone {
                    true => Operation::OnlyThere(Box::new(operation)),
                    false => operation,
                };
                found.changed.push(wrap(create));
                found.changed.extend(comment(None, after, true));
                found.owned.extend(own.map(wrap));
            }
            Change::AlterSequence { before, after } => {
                let as_is = Sequence {
                    owned_by: before.owned_by.clone(),
                    comment: before.comment.clone(),
                    ..(**after).clone()
                };
                if **before != as_is {
                    found.changed.push(Operation::AlterSequence {
                        before: before.clone(),
                        after: after.clone(),
                    });
                }
                if before.comment != after.comment {
                    found.changed.extend(comment(before.comment.clone(), after, false));
                }
                if before.owned_by != after.owned_by {
                    found.freed.extend(owned(&after.name, before.owned_by.as_ref(), None));
                    found.owned.extend(owned(&after.name, None, after.owned_by.as_ref()));
                }
            }
            Change::DropSequence { before }
                if goes_with_its_table(before, changes, current)
                    && !coming.contains(&shared_name(before)) =>
            {
                let back = |operation| Operation::OnlyBack(Box::new(operation));
                let freed = owned(&before.name, before.owned_by.as_ref(), None);
                found.freed.extend(freed.map(back));
                let comment = comment(None, before, true).map(|comment| comment.inverse());
                found.dropped_late.extend(comment);
                found.dropped_late.push(back(Operation::DropSequence(before.clone())));
            }
            Change::DropSequence { before } => {
                found.freed.extend(owned(&before.name, before.owned_by.as_ref(), None));
                let is_left = before.owned_by.as_ref().is_some_and(|owner| left.contains(owner));
                let dropped = if is_left || coming.contains(&shared_name(before)) {
                    &mut found.dropped_early
                } else {
                    &mut found.dropped_late
                };
                dropped.extend(comment(None, before, true).map(|comment| comment.inverse()));
                dropped.push(Operation::DropSequence(before.clone()));
            }
            _ => {}
        }
    }
    found
}

fn shared_name(sequence: &Sequence) -> (Option<&str>, &str) {
    (sequence.name.schema.as_deref(), &sequence.name.name)
}

/// Whether a sequence belongs to a column of a table that comes or goes with it, and no other table takes
/// numbers from it: then it goes by itself when the table goes.
fn goes_with_its_table(
    sequence: &Sequence,
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
) -> bool {
    let Some((owner, _)) = &sequence.owned_by else { return false };
    let mut moves = false;
    let mut tables: Vec<&Table> = current.values().copied().collect();
    for change in changes {
        match change {
            Change::CreateTable { after: table } | Change::DropTable { before: table } => {
                moves |= table.name == *owner;
                tables.push(table);
            }
            Change::AlterTable { after: table, .. } => tables.push(table),
            _ => {}
        }
    }
    let takes = |table: &&Table| {
        let defaults = table.columns.iter().filter_map(|column| column.default.as_ref());
        let mut texts = defaults.map(|default| &default.sql);
        table.name != *owner && texts.any(|text| text.contains(&sequence.name.name))
    };
    moves && !tables.iter().any(takes)
}

/// The columns that stop taking numbers before anything else happens to them.
fn left_columns(changes: &[Change], render: &dyn Render) -> BTreeSet<(ObjectName, String)> {
    let mut left = BTreeSet::new();
    for change in changes {
        let Change::AlterTable { after: table, changes, .. } = change else { continue };
        for change in changes {
            if let TableChange::AlterColumn { before, after } = change
                && render.first(before, after).is_some_and(|first| first.default.is_none())
            {
                left.insert((table.name.clone(), after.name.clone()));
            }
        }
    }
    left
}

fn owned(
    sequence: &ObjectName,
    before: Option<&(ObjectName, String)>,
    after: Option<&(ObjectName, String)>,
) -> Option<Operation> {
    (before != after).then(|| Operation::OwnSequence {
        sequence: sequence.clone(),
        before: before.cloned(),
        after: after.cloned(),
    })
}

fn comment(before: Option<String>, sequence: &Sequence, with: bool) -> Option<Operation> {
    let after = sequence.comment.clone();
    (before != after).then(|| {
        Operation::SetComment(CommentOperation {
            table: sequence.name.clone(),
            target: CommentTarget::Sequence,
            before,
            after,
            with_target: with,
        })
    })
}

fn namespace_comment(
    before: Option<String>,
    namespace: &Namespace,
    with: bool,
) -> Option<Operation> {
    let after = namespace.comment.clone();
    (before != after).then(|| {
        Operation::SetComment(CommentOperation {
            table: ObjectName::new(namespace.name.clone()),
            target: CommentTarget::Namespace,
            before,
            after,
            with_target: with,
        })
    })
}
