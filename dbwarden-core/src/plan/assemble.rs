//! From operations to steps, and from steps to files.

use super::operation::{Operation, Rebuild};
use super::render::Render;
use super::{Plan, PlanError, PlanOptions, PlannedFile, RollbackClass, Step};
use crate::diff::Constraint;
use crate::schema::Column;

/// Writes the operations and puts them in files: those that must run outside a transaction never
/// share one with the others.
pub(super) fn assemble(operations: &[Operation], options: &PlanOptions) -> Result<Plan, PlanError> {
    let render = options.capabilities.dialect.render();
    let mut plan = Plan::default();
    for operation in operations {
        let step = step(operation, render, options)?;
        if step.upgrade.is_empty() && step.rollback.is_empty() {
            continue;
        }
        let no_transaction = is_concurrent(operation, options);
        if plan.files.last().is_none_or(|file| file.no_transaction != no_transaction) {
            plan.files.push(PlannedFile { no_transaction, ..PlannedFile::default() });
        }
        if let Some(file) = plan.files.last_mut() {
            file.steps.push(step);
            file.foreign_keys_off |= matches!(operation, Operation::Rebuild(_));
        }
    }
    Ok(plan)
}

/// Whether an operation builds or drops an index beside its writers.
pub(crate) fn is_concurrent(operation: &Operation, options: &PlanOptions) -> bool {
    let (Operation::AddIndex(index) | Operation::DropIndex(index)) = operation else {
        return false;
    };
    options.concurrent_indexes && options.capabilities.concurrent_indexes && !index.with_table
}

fn step(
    operation: &Operation,
    render: &dyn Render,
    options: &PlanOptions,
) -> Result<Step, PlanError> {
    let inverse = operation.inverse();
    Ok(Step {
        description: operation.describe(),
        upgrade: render.statements(operation, options)?,
        rollback: render.statements(&inverse, options)?,
        class: class(operation, render),
        destructive: is_destructive(operation, render),
        notes: notes(operation, render),
    })
}

fn class(operation: &Operation, render: &dyn Render) -> RollbackClass {
    let is_real = match operation {
        Operation::DropTable(_)
        | Operation::DropColumn(_)
        | Operation::AddEnumValues(_)
        | Operation::RewriteEnum(_) => false,
        // Rows that came since may stand in the way of what they did not have to heed.
        Operation::DropConstraint(_) => false,
        Operation::DropIndex(drop) => !drop.index.unique || drop.with_table,
        Operation::AlterColumn { before, after, .. } => {
            let narrows_back = !render.widens(&after.ty, &before.ty);
            let forbids_null_again = after.nullable && !before.nullable;
            !narrows_back && !forbids_null_again && !is_destructive(operation, render)
        }
        Operation::Rebuild(_) => false,
        _ => true,
    };
    if is_real { RollbackClass::Real } else { RollbackClass::Conditional }
}

fn is_destructive(operation: &Operation, render: &dyn Render) -> bool {
    match operation {
        Operation::DropTable(_) | Operation::DropColumn(_) => true,
        Operation::AlterColumn { before, after, .. } => !render.widens(&before.ty, &after.ty),
        Operation::RewriteEnum(change) => {
            change.before.values.iter().any(|value| !change.after.values.contains(value))
        }
        Operation::Rebuild(rebuild) => rebuild.loses_data,
        _ => false,
    }
}

/// What rows that are there may have against it.
fn notes(operation: &Operation, render: &dyn Render) -> Vec<String> {
    let mut notes = Vec::new();
    let mut column_notes = |table: &dyn std::fmt::Display, before: &Column, after: &Column| {
        if before.nullable && !after.nullable {
            notes.push(format!("fails if a row of `{table}` has NULL in `{}`", after.name));
        }
        if !render.widens(&before.ty, &after.ty) {
            notes.push(format!(
                "fails or loses data if a value of `{table}.{}` does not fit its new type",
                after.name
            ));
        }
    };
    match operation {
        Operation::AlterColumn { table, before, after } => column_notes(table, before, after),
        Operation::Rebuild(rebuild) => {
            let Rebuild { before, after, .. } = &**rebuild;
            for column in &after.columns {
                if let Some(old) = before.column(&column.name) {
                    column_notes(&after.name, old, column);
                }
            }
        }
        Operation::AddConstraint(add) if !add.holds_already => notes.push(match &add.constraint {
            Constraint::PrimaryKey(_) | Constraint::Unique(_) => {
                format!("fails if rows of `{}` are not unique in it", add.table)
            }
            Constraint::Check(_) => format!("fails if a row of `{}` does not meet it", add.table),
            Constraint::ForeignKey(key) => {
                format!(
                    "fails if a row of `{}` refers to no row of `{}`",
                    add.table, key.references
                )
            }
        }),
        Operation::AddIndex(add) if add.index.unique && !add.with_table => {
            notes.push(format!("fails if rows of `{}` are not unique in it", add.table));
        }
        Operation::RewriteEnum(change) => {
            let gone = change.before.values.iter();
            for value in gone.filter(|value| !change.after.values.contains(value)) {
                notes.push(format!("fails if a row holds the value `{value}`"));
            }
        }
        _ => {}
    }
    notes
}
