//! What a table says of its indexes: that one identifies the rows, or orders them, and what people say of
//! those behind its keys.
//!
//! The index must be there when this is said, and one that is made anew has forgotten it. So it is said
//! last of all, and on the way back, too.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::Operation;
use crate::diff::{Change, constraints_of};
use crate::schema::{ObjectName, Table, TableOptions};

/// Operations that say it.
#[derive(Default)]
pub(super) struct Marks {
    /// At the end of the way back, which is the beginning of the way there.
    pub(super) first: Vec<Operation>,
    pub(super) last: Vec<Operation>,
}

/// The tables of one side and the other.
type Sides<'a> = (Option<&'a Table>, Option<&'a Table>);

/// The indexes that are made, and the former names of those that have new ones.
#[derive(Default)]
struct Fresh<'a> {
    made: BTreeSet<(&'a ObjectName, &'a str)>,
    renamed: BTreeMap<(&'a ObjectName, &'a str), &'a str>,
}

/// Finds what is to be said. `current` holds the tables under the names that they have once all is
/// renamed, `operations` everything else that happens.
pub(super) fn marks(
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    operations: &[Operation],
) -> Marks {
    let mut tables: BTreeMap<&ObjectName, Sides<'_>> = BTreeMap::new();
    for (&name, &table) in current {
        tables.insert(name, (Some(table), Some(table)));
    }
    for change in changes {
        match change {
            Change::CreateTable { after } => tables.entry(&after.name).or_default().1 = Some(after),
            Change::DropTable { before } => tables.entry(&before.name).or_default().1 = None,
            Change::AlterTable { before, after, .. } => {
                tables.insert(&after.name, (Some(before), Some(after)));
            }
            _ => {}
        }
    }
    let back: Vec<Operation> = operations.iter().map(Operation::inverse).collect();
    let (there, back) = (Fresh::of(operations), Fresh::of(&back));
    let mut marks = Marks::default();
    for (name, (before, after)) in tables {
        let last = after.and_then(|after| mark(name, before, after, &there));
        marks.last.extend(last.map(|mark| Operation::OnlyThere(Box::new(mark))));
        let first = before.and_then(|before| mark(name, after, before, &back));
        marks.first.extend(first.map(|mark| Operation::OnlyBack(Box::new(mark.inverse()))));
    }
    marks
}

impl<'a> Fresh<'a> {
    fn of(operations: &'a [Operation]) -> Self {
        let mut fresh = Self::default();
        for operation in operations {
            fresh.made.extend(made(operation));
            let Some((table, from, to)) = renamed(operation) else { continue };
            fresh.renamed.insert((table, from), to);
        }
        fresh
    }

    /// The name that an index of before has in the end; `None` where one of that name is made anew.
    fn name(&self, table: &ObjectName, before: &str) -> Option<String> {
        let name = self.renamed.get(&(table, before)).copied().unwrap_or(before);
        (!self.made.contains(&(table, name))).then(|| name.to_owned())
    }
}

/// The table and the name of an index that an operation makes on the way there.
fn made(operation: &Operation) -> Option<(&ObjectName, &str)> {
    match operation {
        Operation::AddIndex(add) => Some((&add.table, &add.index.name)),
        Operation::AddConstraint(add) => Some((&add.table, add.constraint.name()?)),
        Operation::OnlyThere(operation) => made(operation),
        _ => None,
    }
}

/// The table and the names of an index that an operation renames.
fn renamed(operation: &Operation) -> Option<(&ObjectName, &str, &str)> {
    match operation {
        Operation::RenameIndex { table, from, to } => Some((table, from, to)),
        Operation::RenameConstraint { table, before, after } => {
            Some((table, before.name()?, after.name()?))
        }
        _ => None,
    }
}

/// What is to be said so that the indexes of a table are marked as in `after`.
fn mark(
    name: &ObjectName,
    before: Option<&Table>,
    after: &Table,
    fresh: &Fresh<'_>,
) -> Option<Operation> {
    let nothing = TableOptions::default();
    let before = before.map_or(&nothing, |table| &table.options);
    // A table that is identified by an index that has gone does not fall back by itself.
    let still = |before: &Option<String>, after: &Option<String>| match (before, after) {
        (Some(index), Some(_)) => fresh.name(name, index),
        (before, _) => before.clone(),
    };
    let keys = constraints_of(after);
    let is_key = |index: &str| keys.iter().any(|key| key.name() == Some(index));
    let key_comments = before.key_comments.iter().filter_map(|(index, comment)| {
        let index = fresh.name(name, index).filter(|index| is_key(index))?;
        Some((index, comment.clone()))
    });
    let before = TableOptions {
        replica_identity: still(&before.replica_identity, &after.options.replica_identity),
        clustered_by: still(&before.clustered_by, &after.options.clustered_by),
        key_comments: key_comments.collect(),
        ..TableOptions::default()
    };
    let after = TableOptions {
        replica_identity: after.options.replica_identity.clone(),
        clustered_by: after.options.clustered_by.clone(),
        key_comments: after.options.key_comments.clone(),
        ..TableOptions::default()
    };
    (before != after).then(|| Operation::MarkIndexes {
        table: name.clone(),
        before: Box::new(before),
        after: Box::new(after),
    })
}
