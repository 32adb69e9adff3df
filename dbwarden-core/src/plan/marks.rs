//! What a table says of one of its indexes: that it identifies the rows, or orders them.
//!
//! The index must be there when this is said, and one that is made anew has forgotten it. So it is said
//! last of all, and on the way back, too.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::Operation;
use crate::diff::Change;
use crate::schema::{ObjectName, Table, TableOptions};

/// Operations that say it.
#[derive(Default)]
pub(super) struct Marks {
    /// At the end of the way back, which is the beginning of the way there.
    pub(super) first: Vec<Operation>,
    pub(super) last: Vec<Operation>,
}

/// Finds what is to be said. `current` holds the tables under the names that they have once all is
/// renamed, `operations` everything else that happens.
pub(super) fn marks(
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    operations: &[Operation],
) -> Marks {
    let mut tables: BTreeMap<&ObjectName, (Option<&TableOptions>, Option<&TableOptions>)> =
        BTreeMap::new();
    for (&name, &table) in current {
        tables.insert(name, (Some(&table.options), Some(&table.options)));
    }
    for change in changes {
        match change {
            Change::CreateTable { after } => {
                tables.entry(&after.name).or_default().1 = Some(&after.options);
            }
            Change::DropTable { before } => {
                tables.entry(&before.name).or_default().1 = None;
            }
            Change::AlterTable { before, after, .. } => {
                tables.insert(&after.name, (Some(&before.options), Some(&after.options)));
            }
            _ => {}
        }
    }
    let came: BTreeSet<_> = operations.iter().filter_map(made).collect();
    let went: Vec<Operation> = operations.iter().map(Operation::inverse).collect();
    let went: BTreeSet<_> = went.iter().filter_map(made).collect();
    let mut marks = Marks::default();
    let nothing = TableOptions::default();
    for (name, (before, after)) in tables {
        let before_it = before.unwrap_or(&nothing);
        let after_it = after.unwrap_or(&nothing);
        if after.is_some() {
            let mark = mark(name, before_it, after_it, &came);
            marks.last.extend(mark.map(|mark| Operation::OnlyThere(Box::new(mark))));
        }
        if before.is_some() {
            let mark = mark(name, after_it, before_it, &went);
            marks.first.extend(mark.map(|mark| Operation::OnlyBack(Box::new(mark.inverse()))));
        }
    }
    marks
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

/// What is to be said so that the indexes of a table are marked as in `after`, where those of `came` are
/// new.
fn mark(
    table: &ObjectName,
    before: &TableOptions,
    after: &TableOptions,
    came: &BTreeSet<(&ObjectName, &str)>,
) -> Option<Operation> {
    let is = |before: &Option<String>, after: &Option<String>| match after {
        Some(index) if came.contains(&(table, index.as_str())) => None,
        _ => before.clone(),
    };
    let before = TableOptions {
        replica_identity: is(&before.replica_identity, &after.replica_identity),
        clustered_by: is(&before.clustered_by, &after.clustered_by),
        ..TableOptions::default()
    };
    let after = TableOptions {
        replica_identity: after.replica_identity.clone(),
        clustered_by: after.clustered_by.clone(),
        ..TableOptions::default()
    };
    (before != after).then(|| Operation::MarkIndexes {
        table: table.clone(),
        before: Box::new(before),
        after: Box::new(after),
    })
}
