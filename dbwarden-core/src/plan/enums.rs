//! Enum and composite types.

use std::collections::BTreeMap;

use super::PlanError;
use super::expand::type_comment;
use super::operation::{EnumChange, Operation};
use crate::dialect::Dialect;
use crate::diff::{Change, TableChange};
use crate::schema::{Column, EnumType, Expr, IndexKey, ObjectName, Table, TypeName};
use crate::sql::expression::{has_literal, mentions};

/// The operations that create and change types.
pub(super) fn changed_types(
    dialect: Dialect,
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
) -> Result<Vec<Operation>, PlanError> {
    let mut operations = Vec::new();
    for change in changes {
        match change {
            Change::CreateEnum { after } => {
                operations.push(Operation::CreateEnum(after.clone()));
                operations.extend(type_comment(after, None, true));
            }
            Change::CreateComposite { after } => {
                operations.push(Operation::CreateComposite(after.clone()));
            }
            Change::AlterEnum { before, after } => {
                if before.values != after.values {
                    operations.push(change_enum(dialect, before, after, changes, current)?);
                }
                operations.extend(type_comment(after, before.comment.as_deref(), false));
            }
            Change::AlterComposite { after, .. } => {
                return Err(PlanError::new(format!(
                    "composite type `{}` differs, which is not supported yet",
                    after.name
                ))
                .at(after.origin.as_ref())
                .with_hint("write the change by hand: `dbwarden new`"));
            }
            _ => {}
        }
    }
    Ok(operations)
}

/// The operations that drop types.
pub(super) fn dropped_types(changes: &[Change]) -> Vec<Operation> {
    let mut operations = Vec::new();
    // What was made of other types goes before them, in the reverse of the order of creation.
    for change in changes.iter().rev() {
        match change {
            Change::DropEnum { before } => {
                let comment = type_comment(before, None, true);
                operations.extend(comment.map(|operation| operation.inverse()));
                operations.push(Operation::DropEnum(before.clone()));
            }
            Change::DropComposite { before } => {
                operations.push(Operation::DropComposite(before.clone()));
            }
            _ => {}
        }
    }
    operations
}

fn change_enum(
    dialect: Dialect,
    before: &EnumType,
    after: &EnumType,
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
) -> Result<Operation, PlanError> {
    let is_of_type =
        |column: &Column| matches!(&column.ty.name, TypeName::User(name) if *name == before.name);
    let mut columns = Vec::new();
    for (&name, table) in current {
        for column in table.columns.iter().filter(|column| is_of_type(column)) {
            if let Some(what) = in_expression(dialect, table, column) {
                return Err(PlanError::new(format!(
                    "enum `{}` cannot change: {what} of table `{name}` uses column `{}`",
                    before.name, column.name
                ))
                .of_table(name)
                .at(after.origin.as_ref())
                .with_hint("take it down in one migration and put it back in the next"));
            }
            columns.push((name.clone(), column.clone()));
        }
    }
    let change = EnumChange { before: before.clone(), after: after.clone(), columns };
    let mut wanted = after.values.iter();
    let is_addition = before.values.iter().all(|value| wanted.any(|wanted| wanted == value));
    let added = after.values.iter().filter(|value| !before.values.contains(value));
    // A value that was added cannot be used before the transaction is committed.
    let is_used = added.into_iter().any(|value| uses_literal(dialect, changes, value));
    Ok(if is_addition && !is_used {
        Operation::AddEnumValues(change)
    } else {
        Operation::RewriteEnum(change)
    })
}

/// A check, index or generated column whose expression holds the column's type fast.
fn in_expression(dialect: Dialect, table: &Table, column: &Column) -> Option<String> {
    let uses = |expr: &Expr| mentions(dialect, &expr.sql, &column.name);
    if let Some(check) = table.checks.iter().find(|check| uses(&check.expr)) {
        return Some(format!("check `{}`", check.name.as_deref().unwrap_or(&check.expr.sql)));
    }
    let index = table.indexes.iter().find(|index| {
        index.predicate.as_ref().is_some_and(uses)
            || index
                .parts
                .iter()
                .any(|part| matches!(&part.key, IndexKey::Expr(expr) if uses(expr)))
    });
    if let Some(index) = index {
        return Some(format!("index `{}`", index.name));
    }
    let is_generated_from =
        |other: &&Column| other.generated.as_ref().is_some_and(|generated| uses(&generated.expr));
    table
        .columns
        .iter()
        .find(is_generated_from)
        .map(|other| format!("generated column `{}`", other.name))
}

fn uses_literal(dialect: Dialect, changes: &[Change], value: &str) -> bool {
    let in_default = |column: &Column| {
        column.default.as_ref().is_some_and(|default| has_literal(dialect, &default.sql, value))
    };
    let in_table = |table: &Table| {
        table.columns.iter().any(in_default)
            || table.checks.iter().any(|check| has_literal(dialect, &check.expr.sql, value))
            || table.indexes.iter().any(|index| {
                index
                    .predicate
                    .as_ref()
                    .is_some_and(|predicate| has_literal(dialect, &predicate.sql, value))
            })
    };
    changes.iter().any(|change| match change {
        Change::CreateTable { after } => in_table(after),
        Change::AlterTable { changes, .. } => changes.iter().any(|change| match change {
            TableChange::AddColumn { after } | TableChange::AlterColumn { after, .. } => {
                in_default(after)
            }
            TableChange::AddConstraint { .. } | TableChange::AddIndex { .. } => true,
            _ => false,
        }),
        _ => false,
    })
}
