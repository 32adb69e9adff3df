//! Columns of one table that get other types in one statement, which writes the table anew once.
//!
//! Within a statement the server first drops defaults, then converts, then sets defaults and NOT NULL:
//! PostgreSQL manual, ALTER TABLE, and `AlterTablePass` in its `tablecmds.c`.

use super::Dialect;
use super::columns::alter_column;
use super::convert::refuse_unknown;
use crate::plan::{Operation, PlanError, PlanOptions, Together, alter_table, qualified};
use crate::schema::Column;

const DIALECT: Dialect = Dialect::Postgres;

/// Whether a column gets another type by clauses that others of its table may stand beside. An expression
/// of the user's may mean what another column holds by then.
pub(super) fn retypes(before: &Column, after: &Column) -> bool {
    let is_plain = |column: &Column| {
        column.generated.is_none() && column.backfill.is_none() && column.using.is_none()
    };
    let is_renamed =
        matches!((&before.not_null, &after.not_null), (Some(old), Some(new)) if old != new);
    before.ty != after.ty
        && !is_renamed
        && is_plain(before)
        && is_plain(after)
        && (&before.numbering, &before.sequence) == (&after.numbering, &after.sequence)
}

/// The columns that change together. What is said of their sequences follows.
pub(super) fn retype(together: &Together, options: &PlanOptions) -> Result<Vec<String>, PlanError> {
    let head = format!("ALTER TABLE {} ", qualified(DIALECT, &together.table));
    let (mut clauses, mut others) = (Vec::new(), Vec::new());
    for operation in &together.operations {
        let Operation::AlterColumn { table, before, after, .. } = operation else { continue };
        if !options.complete {
            refuse_unknown(table, before, after)?;
        }
        for statement in alter_column(table, before, after) {
            match statement.strip_prefix(&head) {
                Some(clause) => clauses.push(clause.to_owned()),
                None => others.push(statement),
            }
        }
    }
    others.insert(0, alter_table(DIALECT, &together.table, &clauses));
    Ok(others)
}
