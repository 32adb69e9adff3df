//! From operations to steps, and from steps to files.

use super::notes::notes;
use super::operation::Operation;
use super::render::Render;
use super::{Plan, PlanError, PlanOptions, PlannedFile, RollbackClass, Step};
use crate::schema::{Action, ForeignKey, Object, PRIVILEGES, Table};

/// Writes the operations and puts them in files: those that must run outside a transaction never
/// share one with the others.
pub(super) fn assemble(operations: &[Operation], options: &PlanOptions) -> Result<Plan, PlanError> {
    let render = options.capabilities.dialect.render();
    let mut plan = Plan::default();
    for (at, operation) in operations.iter().enumerate() {
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
            file.foreign_keys_off |= operation.rebuild().is_some()
                || options.capabilities.dropping_deletes_rows && is_held_by_rows(operations, at);
        }
    }
    Ok(plan)
}

/// Whether the table that an operation drops, by its upgrade or by its rollback, is referred to by one
/// that still stands at that moment: then rows may hold it.
fn is_held_by_rows(operations: &[Operation], at: usize) -> bool {
    let (before, after) = (&operations[..at], &operations[at + 1..]);
    let (table, beside): (&Table, Vec<&Table>) = match &operations[at] {
        Operation::CreateTable(table) => (table, before.iter().filter_map(created).collect()),
        Operation::DropTable(table) => (table, after.iter().filter_map(dropped).collect()),
        _ => return false,
    };
    let refers = |key: &&ForeignKey| key.references == table.name;
    beside.iter().flat_map(|table| &table.foreign_keys).any(|key| refers(&key))
        // Where a table refers to itself, all rows go in one statement: only RESTRICT looks before.
        || table.foreign_keys.iter().filter(refers).any(|key| key.on_delete == Action::Restrict)
}

fn created(operation: &Operation) -> Option<&Table> {
    match operation {
        Operation::CreateTable(table) => Some(table),
        _ => None,
    }
}

fn dropped(operation: &Operation) -> Option<&Table> {
    match operation {
        Operation::DropTable(table) => Some(table),
        _ => None,
    }
}

/// Whether an operation builds or drops an index beside its writers.
pub(crate) fn is_concurrent(operation: &Operation, options: &PlanOptions) -> bool {
    let (Operation::AddIndex(index) | Operation::DropIndex(index)) = operation else {
        return false;
    };
    options.concurrent_indexes
        && options.capabilities.concurrent_indexes
        && !index.with_table
        && !index.taken_over
}

fn step(
    operation: &Operation,
    render: &dyn Render,
    options: &PlanOptions,
) -> Result<Step, PlanError> {
    let inverse = operation.inverse();
    Ok(Step {
        description: operation.describe(),
        upgrade: statements(operation, render, options)?,
        rollback: statements(&inverse, render, options)?,
        class: class(operation, render),
        destructive: is_destructive(operation, render),
        has_bodies: options.capabilities.clients_cut_bodies && has_body(operation),
        notes: notes(operation, render),
    })
}

/// Whether an operation, or its inverse, makes what is known by its definition alone, with semicolons
/// in it.
fn has_body(operation: &Operation) -> bool {
    let object = match operation {
        Operation::TakeDown(taken) | Operation::PutBack(taken) => &taken.object,
        Operation::CreateTrigger(trigger) | Operation::DropTrigger(trigger) => trigger,
        Operation::OnlyBack(inner) | Operation::OnlyThere(inner) => return has_body(inner),
        _ => return false,
    };
    object.further.iter().chain([&object.definition]).any(|text| text.contains(';'))
}

/// The statements of an operation. What is known by its definition alone is written as it was read.
fn statements(
    operation: &Operation,
    render: &dyn Render,
    options: &PlanOptions,
) -> Result<Vec<String>, PlanError> {
    Ok(match operation {
        // Privileges go with what they are about.
        Operation::TakeDown(taken) if taken.object.kind == PRIVILEGES => Vec::new(),
        Operation::TakeDown(taken) => taken.object.taken_down_by.iter().cloned().collect(),
        Operation::PutBack(taken) => definition(&taken.object),
        Operation::Redefine { after, .. } => definition(after),
        Operation::OnlyBack(_) => Vec::new(),
        Operation::OnlyThere(operation) => statements(operation, render, options)?,
        operation => render.statements(operation, options)?,
    })
}

fn definition(object: &Object) -> Vec<String> {
    std::iter::once(&object.definition).chain(&object.further).cloned().collect()
}

fn class(operation: &Operation, render: &dyn Render) -> RollbackClass {
    let is_real = match operation {
        Operation::DropTable(_)
        | Operation::AddEnumValues(_)
        | Operation::RewriteEnum(_)
        | Operation::CarryColumn { .. } => false,
        Operation::DropColumn(drop) => drop.column.generated.is_some(),
        // Rows that came since may stand in the way of what they did not have to heed.
        Operation::DropConstraint(_) => false,
        Operation::DropIndex(drop) => !drop.index.unique || drop.with_table,
        Operation::AlterColumn { before, after, .. } => {
            let narrows_back = !render.widens(&after.ty, &before.ty);
            let forbids_null_again = after.nullable && !before.nullable;
            !narrows_back && !forbids_null_again && !is_destructive(operation, render)
        }
        Operation::Alone(inner) | Operation::OnlyBack(inner) | Operation::OnlyThere(inner) => {
            return class(inner, render);
        }
        Operation::AlterConstraint { before, after, .. } => !before.is_met() || after.is_met(),
        Operation::DropSequence(_) | Operation::Rebuild(_) => false,
        Operation::SetOptions { .. } => !is_destructive(operation, render),
        Operation::Together(together) => together
            .operations
            .iter()
            .all(|operation| class(operation, render) == RollbackClass::Real),
        _ => true,
    };
    if is_real { RollbackClass::Real } else { RollbackClass::Conditional }
}

fn is_destructive(operation: &Operation, render: &dyn Render) -> bool {
    match operation {
        Operation::DropTable(_) => true,
        // What is computed is computed again.
        Operation::DropColumn(drop) => drop.column.generated.is_none(),
        Operation::AlterColumn { before, after, .. } => {
            let is_computed_now = before.generated.is_none() && after.generated.is_some();
            is_computed_now || !render.widens(&before.ty, &after.ty)
        }
        Operation::AlterComposite { before, after } => before
            .attributes
            .iter()
            .any(|(name, _)| !after.attributes.iter().any(|(other, _)| other == name)),
        Operation::RewriteEnum(change) => {
            change.before.values.iter().any(|value| !change.after.values.contains(value))
        }
        Operation::Rebuild(rebuild) => rebuild.loses_data,
        Operation::Alone(operation) | Operation::OnlyThere(operation) => {
            is_destructive(operation, render)
        }
        Operation::SetOptions { before, after, .. } => render.loses_history(before, after),
        Operation::Together(together) => {
            together.operations.iter().any(|operation| is_destructive(operation, render))
        }
        _ => false,
    }
}
