//! Functions whose bodies know of tables that are not there when the function is made.
//!
//! What is in a body is no dependency that a database knows of, and a table may need the function whose
//! body needs another. So the server is told not to look into it, as `pg_dump` tells it.

use std::collections::BTreeSet;

use super::operation::Operation;
use super::render::Render;
use crate::diff::Change;
use crate::schema::Object;

/// The same operations, around which the server looks into no body where one knows of what changes.
pub(super) fn unseen(
    operations: Vec<Operation>,
    changes: &[Change],
    render: &dyn Render,
) -> Vec<Operation> {
    let Some((before, after)) = render.unseen_bodies() else { return operations };
    let names = changed_tables(changes);
    let made = |operation: &Operation| {
        definition(operation).is_some_and(|object| knows_of(object, &names))
    };
    let is_made = operations.iter().any(made);
    let is_made_back = operations.iter().map(Operation::inverse).any(|back| made(&back));
    let prepare = |statement: &str, on_the_way_back| Operation::Prepare {
        statement: statement.to_owned(),
        on_the_way_back,
    };
    let mut prepared = Vec::with_capacity(operations.len());
    prepared.extend(is_made.then(|| prepare(before, false)));
    prepared.extend(is_made_back.then(|| prepare(after, true)));
    prepared.extend(operations);
    prepared.extend(is_made_back.then(|| prepare(before, true)));
    prepared.extend(is_made.then(|| prepare(after, false)));
    prepared
}

/// What an operation defines on the way there.
fn definition(operation: &Operation) -> Option<&Object> {
    match operation {
        Operation::PutBack(taken) => Some(&taken.object),
        Operation::Redefine { after, .. } => Some(after),
        Operation::OnlyThere(operation) => definition(operation),
        _ => None,
    }
}

/// The tables that are not the same before and after.
fn changed_tables(changes: &[Change]) -> BTreeSet<&str> {
    let tables = changes.iter().filter_map(|change| match change {
        Change::CreateTable { after } => Some(after),
        Change::DropTable { before } => Some(before),
        Change::AlterTable { after, .. } => Some(after),
        _ => None,
    });
    tables.map(|table| table.name.name.as_str()).collect()
}

/// Whether a body into which the server looks has one of these names in it.
fn knows_of(object: &Object, names: &BTreeSet<&str>) -> bool {
    let Some((head, body)) = object.definition.split_once("\nAS ") else { return false };
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    head.contains("\n LANGUAGE sql") && body.split(|c| !is_word(c)).any(|it| names.contains(it))
}
