//! Tables that are made anew, there and back or only on the way back.

use std::collections::BTreeSet;

use super::alter::Altered;
use super::operation::{IndexOperation, Operation, Rebuild};
use super::{PlanOptions, checks, notes, values};
use crate::diff::TableChange;
use crate::schema::{Object, ObjectName, Table};

impl Altered {
    /// Drops the indexes of a table that is made anew before another table gets one of their names.
    pub(super) fn free_names(
        &mut self,
        table: &ObjectName,
        changes: &[TableChange],
        coming: &BTreeSet<(&str, &ObjectName)>,
    ) {
        if !self.rebuild.iter().any(|operation| matches!(operation, Operation::Rebuild(_))) {
            return;
        }
        for change in changes {
            let TableChange::DropIndex { before: index } = change else { continue };
            if coming.iter().any(|(name, other)| *name == index.name && *other != table) {
                self.dropped_parts.push(Operation::DropIndex(Box::new(IndexOperation {
                    table: table.clone(),
                    index: (**index).clone(),
                    with_table: true,
                    displaces: Vec::new(),
                    holds_already: true,
                    taken_over: false,
                })));
            }
        }
    }

    /// Everything at once, except for what a rename of a column says.
    pub(super) fn rebuilt(
        before: &Table,
        after: &Table,
        changes: &[TableChange],
        objects: &[Object],
        options: &PlanOptions,
    ) -> Self {
        let mut altered = Self::default();
        for change in changes {
            if let TableChange::RenameColumn { from, to } = change {
                altered.renames.push(Operation::RenameColumn {
                    table: after.name.clone(),
                    from: from.clone(),
                    to: to.clone(),
                });
            }
        }
        let render = options.capabilities.dialect.render();
        let others =
            changes.iter().filter(|change| !matches!(change, TableChange::RenameColumn { .. }));
        altered.rebuild.push(Operation::Rebuild(Box::new(Rebuild {
            before: before.clone(),
            after: after.clone(),
            restores: false,
            values: values::all(changes),
            triggers: checks::triggers_of(objects, &after.name),
            notes: changes
                .iter()
                .flat_map(|change| notes::of_change(&after.name, change, render))
                .collect(),
            loses_data: changes.iter().any(|change| match change {
                TableChange::DropColumn { .. } => true,
                TableChange::AlterColumn { before, after } => !render.widens(&before.ty, &after.ty),
                _ => false,
            }),
            changes: others.map(|change| change.describe(&after.name)).collect(),
        })));
        altered
    }

    /// These operations only on the way there, and on the way back the inverse of those that make the
    /// table anew. What has another name gets it, and gives it up, in both.
    pub(super) fn there_and(mut self, back: Self) -> Self {
        let lists = [
            &mut self.dropped_keys,
            &mut self.dropped_parts,
            &mut self.names,
            &mut self.freed,
            &mut self.columns,
            &mut self.gained,
            &mut self.added_keys,
            &mut self.altered,
            &mut self.dropped_columns,
        ];
        for operation in lists.into_iter().flatten() {
            *operation = Operation::OnlyThere(Box::new(operation.clone()));
        }
        let back = back.rebuild.into_iter();
        self.rebuild = back.map(|operation| Operation::OnlyBack(Box::new(operation))).collect();
        self
    }
}

impl Operation {
    /// The table that it makes anew, there or back.
    pub(super) fn rebuild(&self) -> Option<&Rebuild> {
        match self {
            Self::Rebuild(rebuild) => Some(rebuild),
            Self::OnlyBack(operation) | Self::OnlyThere(operation) => operation.rebuild(),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub(super) fn rebuild_mut(&mut self) -> Option<&mut Rebuild> {
        match self {
            Self::Rebuild(rebuild) => Some(rebuild),
            Self::OnlyBack(operation) | Self::OnlyThere(operation) => operation.rebuild_mut(),
            _ => None,
        }
    }
}
