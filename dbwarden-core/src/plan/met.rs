//! What the rows of a table meet already, because it has been asked of them.

use crate::diff::{Constraint, TableChange, constraints_of};
use crate::schema::{Index, IndexKey, IndexPart, Table, UniqueConstraint};

/// Whether every row meets a constraint that comes, because another one asked for at least as much of the
/// same columns until then.
pub(super) fn is_met(constraint: &Constraint, before: &Table, changes: &[TableChange]) -> bool {
    let asks = |held: &Constraint| held.is_met() && asks_for(held, constraint);
    let indexes = before.indexes.iter().filter_map(of_index);
    constraints_of(before).into_iter().chain(indexes).any(|held| asks(&held))
        && !changes_values(constraint, changes)
}

/// Whether the rows of a table meet a unique index that comes.
pub(super) fn is_met_by_rows(index: &Index, before: &Table, changes: &[TableChange]) -> bool {
    of_index(index).is_some_and(|constraint| is_met(&constraint, before, changes))
}

/// What an index asks of the rows, where it asks as much as a constraint on its columns.
fn of_index(index: &Index) -> Option<Constraint> {
    let column = |part: &IndexPart| match &part.key {
        IndexKey::Column(name) if !compares_otherwise(part) => Some(name.clone()),
        _ => None,
    };
    let asks = index.unique && index.predicate.is_none() && !index.invalid;
    let columns = index.parts.iter().map(column).collect::<Option<_>>().filter(|_| asks)?;
    let nulls_not_distinct = index.nulls_not_distinct;
    Some(Constraint::Unique(UniqueConstraint { columns, nulls_not_distinct, ..Default::default() }))
}

fn compares_otherwise(part: &IndexPart) -> bool {
    part.ops.is_some() || part.collation.is_some() || part.prefix.is_some()
}

fn asks_for(held: &Constraint, wanted: &Constraint) -> bool {
    match (held, wanted) {
        (Constraint::ForeignKey(held), Constraint::ForeignKey(wanted)) => {
            (&held.columns, &held.references, &held.referenced_columns, held.match_type)
                == (
                    &wanted.columns,
                    &wanted.references,
                    &wanted.referenced_columns,
                    wanted.match_type,
                )
        }
        (Constraint::Check(held), Constraint::Check(wanted)) => {
            held.expr.sql == wanted.expr.sql && held.on_conflict == wanted.on_conflict
        }
        (Constraint::Unique(held), Constraint::Unique(wanted)) => {
            is_within(&held.columns, &wanted.columns)
                && (held.nulls_not_distinct || !wanted.nulls_not_distinct)
                && is_plain(held)
                && is_plain(wanted)
        }
        (Constraint::Unique(held), Constraint::PrimaryKey(wanted)) => {
            is_within(&held.columns, &wanted.columns) && is_plain(held) && wanted.order.is_empty()
        }
        (Constraint::PrimaryKey(held), Constraint::PrimaryKey(wanted)) => {
            is_within(&held.columns, &wanted.columns)
                && held.order == wanted.order
                && held.storage == wanted.storage
        }
        (Constraint::PrimaryKey(held), Constraint::Unique(wanted)) => {
            is_within(&held.columns, &wanted.columns)
                && is_plain(wanted)
                && held.order.is_empty()
                && held.storage.is_empty()
        }
        _ => false,
    }
}

/// Whether nothing is said of a key but its columns, of which a part might be all that it compares.
fn is_plain(unique: &UniqueConstraint) -> bool {
    unique.order.is_empty() && unique.storage.is_empty()
}

/// Whether rows that differ in the columns of one key differ in those of another.
fn is_within(held: &[String], wanted: &[String]) -> bool {
    held.iter().all(|column| wanted.contains(column))
}

/// Whether the columns of a constraint hold other values, or compare otherwise, when it comes. Of those
/// that an expression names it is enough to know that none changes.
pub(super) fn changes_values(constraint: &Constraint, changes: &[TableChange]) -> bool {
    let is_of_it = |name: &String| {
        matches!(constraint, Constraint::Check(_)) || constraint.columns().contains(name)
    };
    changes.iter().any(|change| match change {
        TableChange::AlterColumn { before, after } => {
            is_of_it(&after.name)
                && ((&before.ty, &before.collation) != (&after.ty, &after.collation)
                    || before.generated != after.generated)
        }
        TableChange::AddColumn { after } => is_of_it(&after.name),
        TableChange::RenameValues { column, .. } => is_of_it(column),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Column, ColumnType, ObjectName};

    #[test]
    fn a_key_over_no_other_columns_has_asked_for_it() {
        let unique = |columns: &[&str], nulls_not_distinct| UniqueConstraint {
            columns: columns.iter().map(|&name| name.to_owned()).collect(),
            nulls_not_distinct,
            ..UniqueConstraint::default()
        };
        let mut before = Table::new(ObjectName::new("t"));
        before.uniques = vec![unique(&["a", "b"], false)];
        let met =
            |wanted, changes: &[TableChange]| is_met(&Constraint::Unique(wanted), &before, changes);
        assert!(met(unique(&["b", "a"], false), &[]));
        assert!(met(unique(&["a", "b", "c"], false), &[]));
        assert!(!met(unique(&["a", "b"], true), &[]));
        assert!(!met(unique(&["a"], false), &[]));
        let column = |ty| Box::new(Column::new("a", ColumnType::builtin(ty)));
        let retyped = TableChange::AlterColumn { before: column("text"), after: column("integer") };
        assert!(!met(unique(&["a", "b"], false), &[retyped]));
    }
}
