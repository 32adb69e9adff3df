//! What a person must not overlook: data that goes, and what rows that are there may have against it.

use super::operation::Operation;
use super::render::Render;
use crate::diff::{Constraint, TableChange};
use crate::schema::{Column, Index, ObjectName};

/// What is to be said of an operation.
pub(super) fn notes(operation: &Operation, render: &dyn Render) -> Vec<String> {
    match operation {
        // What is computed is computed again.
        Operation::DropColumn(drop) if drop.column.generated.is_some() => Vec::new(),
        Operation::DropTable(_) | Operation::DropColumn(_) => vec!["loses data".to_owned()],
        Operation::AlterColumn { table, before, after, .. } => {
            of_column(table, before, after, render)
        }
        Operation::RenameValues { table, before, after, values } => {
            let ty = super::values::renamed_type(before, values);
            of_column(table, &Column { ty, ..(**before).clone() }, after, render)
        }
        // What is NOT VALID asks nothing of the rows that are there.
        Operation::AddConstraint(add) if !add.holds_already && add.constraint.is_met() => {
            vec![of_constraint(&add.table, &add.constraint)]
        }
        Operation::AddIndex(add) if !add.with_table && !add.holds_already => {
            of_index(&add.table, &add.index).into_iter().collect()
        }
        Operation::AlterComposite { before, after } => {
            let names = before.attributes.iter().map(|(name, _)| name);
            names
                .filter(|name| !after.attributes.iter().any(|(other, _)| other == *name))
                .map(|name| format!("loses what columns of it hold in `{name}`"))
                .collect()
        }
        Operation::RewriteEnum(change) => {
            let gone = change.before.values.iter();
            gone.filter(|value| !change.after.values.contains(value))
                .map(|value| format!("fails if a row holds the value `{value}`"))
                .collect()
        }
        Operation::AlterConstraint { table, before, after }
            if !before.is_met() && after.is_met() =>
        {
            vec![of_constraint(table, after)]
        }
        Operation::TakeDown(taken) if taken.stays_away => {
            vec!["is not put back: what it hangs on is dropped".to_owned()]
        }
        Operation::SetOptions { before, after, .. } if render.loses_history(before, after) => {
            vec!["loses the history of the rows".to_owned()]
        }
        Operation::Rebuild(rebuild) => rebuild.notes.clone(),
        Operation::Alone(operation) | Operation::OnlyThere(operation) => notes(operation, render),
        Operation::Together(together) => {
            together.operations.iter().flat_map(|operation| notes(operation, render)).collect()
        }
        Operation::AddColumn(add)
            if add.restored.is_none() && !super::checks::has_value(&add.column) =>
        {
            vec![format!("rows of `{}` have no value for it", add.table)]
        }
        _ => Vec::new(),
    }
}

/// What is to be said of one change among those that make a table anew.
pub(super) fn of_change(
    table: &ObjectName,
    change: &TableChange,
    render: &dyn Render,
) -> Vec<String> {
    match change {
        TableChange::DropColumn { before } => {
            vec![format!("loses the data of `{table}.{}`", before.name)]
        }
        TableChange::AlterColumn { before, after } => {
            // What has NULL gets the default on the way.
            let fills = super::checks::has_value(after);
            let before = Column { nullable: before.nullable && !fills, ..(**before).clone() };
            of_column(table, &before, after, render)
        }
        TableChange::AddConstraint { after } => {
            vec![format!("{} {}", change.describe(table), of_constraint(table, after))]
        }
        TableChange::AlterConstraint { before, after } if !before.is_met() && after.is_met() => {
            vec![of_constraint(table, after)]
        }
        TableChange::AddColumn { after } if !super::checks::has_value(after) => {
            vec![format!("{}: rows of `{table}` have no value for it", change.describe(table))]
        }
        TableChange::AddIndex { after } => of_index(table, after)
            .map(|note| format!("{} {note}", change.describe(table)))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

fn of_column(
    table: &ObjectName,
    before: &Column,
    after: &Column,
    render: &dyn Render,
) -> Vec<String> {
    let mut notes = Vec::new();
    if before.nullable && !after.nullable {
        notes.push(format!("fails if a row of `{table}` has NULL in `{}`", after.name));
    }
    if !render.widens(&before.ty, &after.ty) {
        notes.push(format!(
            "fails or loses data if a value of `{table}.{}` does not fit its new type",
            after.name
        ));
    }
    notes
}

fn of_constraint(table: &ObjectName, constraint: &Constraint) -> String {
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) => {
            format!("fails if rows of `{table}` are not unique in it")
        }
        Constraint::Exclusion(_) => format!("fails if rows of `{table}` exclude one another by it"),
        Constraint::Check(_) => format!("fails if a row of `{table}` does not meet it"),
        Constraint::ForeignKey(key) => {
            format!("fails if a row of `{table}` refers to no row of `{}`", key.references)
        }
    }
}

fn of_index(table: &ObjectName, index: &Index) -> Option<String> {
    index.unique.then(|| format!("fails if rows of `{table}` are not unique in it"))
}
