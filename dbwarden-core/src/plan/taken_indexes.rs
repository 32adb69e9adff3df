//! Unique indexes that become those of constraints, and the other way on the way back: nothing is built,
//! and at no moment may a row come twice.

use super::PlanOptions;
use super::alter::Altered;
use super::assemble::is_concurrent;
use super::met::changes_values;
use super::operation::{ConstraintOperation, IndexOperation, Operation};
use crate::diff::{Constraint, TableChange};
use crate::schema::{Index, IndexPart};

impl Altered {
    /// Marks what is given over, on the way there and on the way back. An index that comes beside its
    /// writers has a file of its own, and is none of it.
    pub(super) fn take_indexes(&mut self, changes: &[TableChange], options: &PlanOptions) {
        for gone in &mut self.dropped_parts {
            for come in &mut self.gained {
                if is_concurrent(come, options) {
                    continue;
                }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Capabilities, Dialect};
    use crate::diff::{DiffOptions, Ownership, diff};
    use crate::plan::plan;
    use crate::schema::{Column, ColumnType, ObjectName, Schema, Table, UniqueConstraint};

    fn table() -> Table {
        let mut table = Table::new(ObjectName::new("t"));
        table.columns.push(Column::new("a", ColumnType::builtin("text")));
        table
    }

    fn upgrade(base: &Table, desired: &Table, concurrent_indexes: bool) -> Vec<String> {
        let schema = |table: &Table| Schema { tables: vec![table.clone()], ..Schema::default() };
        let (base, desired) = (schema(base), schema(desired));
        let capabilities = Capabilities::assumed(Dialect::Postgres);
        let diff_options =
            DiffOptions { complete: true, ..DiffOptions::new(capabilities, Ownership::Everything) };
        let changes = diff(&base, &desired, &diff_options).unwrap();
        let mut options = PlanOptions::new(capabilities);
        options.concurrent_indexes = concurrent_indexes;
        let plan = plan(&changes, &base, &options).unwrap();
        plan.steps().flat_map(|step| step.upgrade.clone()).collect()
    }

    #[test]
    fn an_index_that_comes_beside_its_writers_is_built() {
        let (mut with_index, mut with_key) = (table(), table());
        let mut index = Index::new("t_a", vec![IndexPart::column("a")]);
        (index.unique, index.named) = (true, true);
        with_index.indexes.push(index);
        with_key.uniques.push(UniqueConstraint {
            name: Some("t_a".to_owned()),
            columns: vec!["a".to_owned()],
            ..UniqueConstraint::default()
        });
        let takes = ["ALTER TABLE t ADD CONSTRAINT t_a UNIQUE USING INDEX t_a"];
        assert_eq!(upgrade(&with_index, &with_key, false), takes);
        let builds = "CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)";
        let back = upgrade(&with_key, &with_index, true);
        assert_eq!(back, ["ALTER TABLE t DROP CONSTRAINT t_a", builds]);
    }
}
