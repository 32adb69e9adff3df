//! Columns whose type cannot change below them: their values are carried over by their text.
//!
//! A composite type is not altered while a table has a column of it, and what is made of an enum (a domain,
//! a composite type) goes and comes back when the enum is made anew. A type may also be replaced by one of
//! another kind and the same name. Such a column is text meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use super::disturbed::Rewritten;
use super::enums::ChangedEnums;
use super::holders::Names;
use super::operation::Operation;
use crate::diff::{Change, TableChange};
use crate::schema::{Column, ColumnType, CompositeType, Object, ObjectName, Table, TypeName};

/// The types whose columns are carried over, and whether only on the way back.
pub(super) fn carried(
    types: &[Operation],
    rewritten: &Rewritten,
    composites: &[CompositeType],
    objects: &[Object],
) -> Rewritten {
    let mut found = Rewritten::new();
    for operation in types {
        if let Operation::AlterComposite { before, after } = operation
            && changes_attribute(before, after)
        {
            found.insert(after.name.clone(), false);
        }
    }
    loop {
        let mut grew = false;
        let known = |name: &ObjectName| found.get(name).or(rewritten.get(name)).copied();
        let mut next = Rewritten::new();
        for composite in composites {
            let of_known = composite.attributes.iter().filter_map(|(_, ty)| match &ty.name {
                TypeName::User(name) => known(name),
                TypeName::Builtin(_) => None,
            });
            next.extend(of_known.reduce(|a, b| a && b).map(|back| (composite.name.clone(), back)));
        }
        for object in objects.iter().filter(|object| is_type(object)) {
            let on_known = object.depends_on.iter().filter_map(known);
            next.extend(on_known.reduce(|a, b| a && b).map(|back| (object.name.clone(), back)));
        }
        for (name, only_back) in next {
            let before = found.get(&name).copied();
            let only_back = before.unwrap_or(true) && only_back;
            grew |= before != Some(only_back);
            found.insert(name, only_back);
        }
        if !grew {
            return found;
        }
    }
}

/// The types that are known by their definition alone and make room for something of their name.
pub(super) fn making_room(objects: &[Object], coming: &Names<'_>) -> BTreeSet<ObjectName> {
    let names = objects.iter().filter(|object| is_type(object)).map(|object| &object.name);
    names
        .filter(|name| coming.contains(&(name.schema.as_deref(), name.name.as_str())))
        .cloned()
        .collect()
}

/// Whether a column may be of what is known by its definition alone.
fn is_type(object: &Object) -> bool {
    object.taken_down_by.is_some() && matches!(object.kind.as_str(), "domain" | "range")
}

/// Whether an attribute that stays becomes another.
fn changes_attribute(before: &CompositeType, after: &CompositeType) -> bool {
    before.attributes.iter().any(|(name, ty)| {
        after.attributes.iter().any(|(other, wanted)| {
            other == name
                && (wanted != ty || before.collations.get(name) != after.collations.get(name))
        })
    })
}

/// What makes columns text, and what makes them what they were.
#[derive(Default)]
pub(super) struct Carriers {
    pub(super) down: Vec<Operation>,
    pub(super) up: Vec<Operation>,
}

/// The columns of these types in the tables that stay.
pub(super) fn columns(
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    carried: &Rewritten,
    enums: &ChangedEnums,
) -> Carriers {
    let mut carriers = Carriers::default();
    if carried.is_empty() {
        return carriers;
    }
    for (&name, table) in current {
        let mut later: Option<&Table> = None;
        let mut own: &[TableChange] = &[];
        let mut goes = false;
        for change in changes {
            match change {
                Change::DropTable { before } => goes |= before.name == *name,
                Change::AlterTable { after, changes, .. } if after.name == *name => {
                    (later, own) = (Some(&**after), &changes[..]);
                }
                _ => {}
            }
        }
        let is_dropped = |column: &Column| {
            own.iter().any(|change| {
                matches!(change, TableChange::DropColumn { before } if before.name == column.name)
            })
        };
        for column in table.columns.iter().filter(|column| column.generated.is_none()) {
            let only_back = match &column.ty.name {
                TypeName::User(ty) => carried.get(ty).copied(),
                TypeName::Builtin(_) => None,
            };
            let Some(only_back) = only_back.filter(|_| !goes && !is_dropped(column)) else {
                continue;
            };
            let wrap = |operation| match only_back {
                true => Operation::OnlyBack(Box::new(operation)),
                false => operation,
            };
            let text = Column {
                ty: ColumnType::builtin("text"),
                default: None,
                collation: None,
                ..column.clone()
            };
            let of_type = |default| Column { default, ..column.clone() };
            let wanted = later.and_then(|table| table.column(&column.name)).unwrap_or(column);
            let leaves = enums.is_leaving(column);
            if leaves && wanted.ty != column.ty {
                // It is of another type by then.
                continue;
            }
            let default = match wanted.ty == column.ty {
                true => wanted.default.clone(),
                false => None,
            };
            carriers.down.push(wrap(Operation::CarryColumn {
                table: name.clone(),
                before: Box::new(of_type(column.default.clone())),
                after: Box::new(text.clone()),
            }));
            let (table, before) = (name.clone(), Box::new(text));
            let after = Box::new(of_type(default));
            // What replaces a type may not know all of its values, which is told of a change of type.
            carriers.up.push(wrap(match leaves && !column.ty.array {
                true => Operation::AlterColumn { table, before, after, behind: None },
                false => Operation::CarryColumn { table, before, after },
            }));
        }
    }
    carriers
}
