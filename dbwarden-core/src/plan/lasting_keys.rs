//! Keys that stay while the options of their table change.

use super::operation::{ConstraintOperation, IndexOperation, Operation};
use crate::diff::{Constraint, TableChange, constraints_of};
use crate::schema::{Index, Table};

/// The keys of a table that are there before and after its changes, each as what adds it.
pub(super) fn lasting_keys(after: &Table, changes: &[TableChange]) -> Vec<Operation> {
    let comes = |constraint: &Constraint| {
        changes.iter().any(
            |change| matches!(change, TableChange::AddConstraint { after } if after == constraint),
        )
    };
    let is_key = |constraint: &Constraint| match constraint {
        Constraint::PrimaryKey(_) => true,
        Constraint::Unique(unique) => unique.name.is_some(),
        Constraint::Check(_) | Constraint::Exclusion(_) | Constraint::ForeignKey(_) => false,
    };
    let constraints = constraints_of(after).into_iter().filter(|it| is_key(it) && !comes(it));
    let constraints = constraints.map(|constraint| {
        Operation::AddConstraint(ConstraintOperation {
            may_lose: None,
            table: after.name.clone(),
            constraint,
            implies_index: false,
            holds_already: true,
            takes_index: false,
        })
    });
    let is_new = |index: &Index| {
        changes.iter().any(
            |change| matches!(change, TableChange::AddIndex { after } if after.name == index.name),
        )
    };
    let indexes = after.indexes.iter().filter(|index| !is_new(index)).map(|index| {
        Operation::AddIndex(Box::new(IndexOperation {
            table: after.name.clone(),
            index: index.clone(),
            with_table: false,
            displaces: Vec::new(),
            holds_already: true,
            taken_over: false,
        }))
    });
    constraints.chain(indexes).collect()
}
