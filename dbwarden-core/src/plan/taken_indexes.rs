//! Unique indexes that become those of constraints, and the other way on the way back: nothing is built,
//! and at no moment may a row come twice.

use super::alter::Altered;
use super::met::changes_values;
use super::operation::{ConstraintOperation, IndexOperation, Operation};
use crate::diff::{Constraint, TableChange};
use crate::schema::{Index, IndexPart};

impl Altered {
    /// Marks what is given over, on the way there and on the way back.
    pub(super) fn take_indexes(&mut self, changes: &[TableChange]) {
        for gone in &mut self.dropped_parts {
            for come in &mut self.gained {
                match (&mut *gone, come) {
                    (Operation::DropIndex(index), Operation::AddConstraint(constraint))
                    | (Operation::DropConstraint(constraint), Operation::AddIndex(index)) => {
                        give_over(index, constraint, changes);
                    }
                    _ => {}
                }
            }
        }
    }
}

fn give_over(
    index: &mut IndexOperation,
    constraint: &mut ConstraintOperation,
    changes: &[TableChange],
) {
    if fits(&index.index, &constraint.constraint)
        && !changes_values(&constraint.constraint, changes)
    {
        (index.taken_over, index.holds_already) = (true, true);
        (constraint.takes_index, constraint.holds_already) = (true, true);
    }
}

/// Whether a constraint can take over an index: what it would build is the very same. The name is the
/// same, too, so that nothing else can have taken it meanwhile.
fn fits(index: &Index, constraint: &Constraint) -> bool {
    let is_usual = index.unique
        && index.method.is_none()
        && index.predicate.is_none()
        && index.comment.is_none()
        && !index.invalid
        && constraint.name() == Some(index.name.as_str());
    let is_on = |columns: &[String]| {
        index.parts.iter().eq(&columns.iter().map(IndexPart::column).collect::<Vec<_>>())
    };
    let is_told = |include, storage, nulls_not_distinct| {
        (&index.include, &index.storage, index.nulls_not_distinct)
            == (include, storage, nulls_not_distinct)
    };
    is_usual
        && match constraint {
            Constraint::PrimaryKey(key) => {
                is_on(&key.columns) && is_told(&key.include, &key.storage, false)
            }
            Constraint::Unique(unique) => {
                is_on(&unique.columns)
                    && is_told(&unique.include, &unique.storage, unique.nulls_not_distinct)
            }
            Constraint::Check(_) | Constraint::Exclusion(_) | Constraint::ForeignKey(_) => false,
        }
}
