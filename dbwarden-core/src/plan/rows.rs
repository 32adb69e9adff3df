//! Tables whose rows are a type that something else is made of, or that others inherit from: they come
//! before it, and go after it.

use std::collections::BTreeSet;

use super::operation::Operation;
use crate::diff::Change;
use crate::schema::{CompositeType, ObjectName, Table, TypeName};

/// The tables whose rows are asked for by what is no new table, with those that they refer to or are made
/// of in turn; and the others.
pub(super) fn asked_for<'a>(
    tables: Vec<&'a Table>,
    asked: &BTreeSet<ObjectName>,
) -> (Vec<&'a Table>, Vec<&'a Table>) {
    let mut found = asked.clone();
    loop {
        let before = found.len();
        for table in &tables {
            if found.contains(&table.name) {
                found.extend(made_of_rows(table).cloned());
                found.extend(table.foreign_keys.iter().map(|key| key.references.clone()));
            }
        }
        if found.len() == before {
            return tables.into_iter().partition(|table| found.contains(&table.name));
        }
    }
}

/// The types of a table's columns that are no types of the database's own.
fn types_of(table: &Table) -> impl Iterator<Item = &ObjectName> {
    table.columns.iter().filter_map(|column| match &column.ty.name {
        TypeName::User(name) => Some(name),
        TypeName::Builtin(_) => None,
    })
}

/// The tables, and other types, without which a table cannot be made: those of its columns, and those
/// that it inherits from.
pub(super) fn made_of_rows(table: &Table) -> impl Iterator<Item = &ObjectName> {
    types_of(table).chain(table.parents())
}

/// What changed tables, composite types that come, and the objects that come with them are made of.
pub(super) fn asked_by_what_comes(
    changes: &[Change],
    objects: &[Operation],
) -> BTreeSet<ObjectName> {
    let mut asked = made_of(objects);
    for change in changes {
        match change {
            Change::AlterTable { after, .. } => asked.extend(made_of_rows(after).cloned()),
            Change::CreateComposite { after } => {
                asked.extend(attributes_of(after).cloned());
            }
            _ => {}
        }
    }
    asked
}

/// What composite types that go, and the objects that go for good, are made of.
pub(super) fn asked_by_what_goes(
    changes: &[Change],
    objects: &[Operation],
) -> BTreeSet<ObjectName> {
    let mut asked = made_of(objects);
    for change in changes {
        if let Change::DropComposite { before } = change {
            asked.extend(attributes_of(before).cloned());
        }
    }
    asked
}

/// The types of a composite type's attributes that are no types of the database's own.
pub(super) fn attributes_of(ty: &CompositeType) -> impl Iterator<Item = &ObjectName> {
    ty.attributes.iter().filter_map(|(_, ty)| match &ty.name {
        TypeName::User(name) => Some(name),
        TypeName::Builtin(_) => None,
    })
}

fn made_of(objects: &[Operation]) -> BTreeSet<ObjectName> {
    let objects = objects.iter().filter_map(|operation| match operation {
        Operation::PutBack(taken) | Operation::TakeDown(taken) => Some(&taken.object),
        _ => None,
    });
    objects.flat_map(|object| &object.depends_on).cloned().collect()
}
