//! Generated columns that are computed from each other, and defaults that are made of other columns: they
//! come in the order in which one is made of the other, and go the other way round.

use super::operation::Operation;
use crate::dialect::Dialect;
use crate::schema::Column;
use crate::sql::expression::mentions;

/// Puts columns that come after those that they are computed from, and columns that go before them. What
/// has no reason to move stays where it is.
pub(super) fn sort(operations: &mut Vec<Operation>, dialect: Dialect) {
    let mut left = std::mem::take(operations);
    while !left.is_empty() {
        let waits =
            |operation: &Operation| left.iter().any(|other| precedes(other, operation, dialect));
        // A circle cannot be: no server takes one.
        let at = left.iter().position(|operation| !waits(operation)).unwrap_or_default();
        operations.push(left.remove(at));
    }
}

/// Whether one operation on a column must come before another one.
fn precedes(one: &Operation, other: &Operation, dialect: Dialect) -> bool {
    match (one, other) {
        (Operation::AddColumn(one), Operation::AddColumn(other)) if one.table == other.table => {
            is_made_of(&other.column, &one.column, dialect)
        }
        (Operation::AddColumn(one), Operation::AlterColumn { table, after, .. })
            if one.table == *table =>
        {
            is_made_of(after, &one.column, dialect)
        }
        (Operation::DropColumn(one), Operation::DropColumn(other)) if one.table == other.table => {
            is_made_of(&one.column, &other.column, dialect)
        }
        _ => false,
    }
}

fn is_made_of(column: &Column, other: &Column, dialect: Dialect) -> bool {
    let generated = column.generated.as_ref().map(|generated| &generated.expr);
    column.name != other.name
        && generated
            .into_iter()
            .chain(&column.default)
            .any(|expr| mentions(dialect, &expr.sql, &other.name))
}
