//! Enum and composite types.

use std::collections::BTreeMap;

use super::expand::{comment_on_type, type_comment};
use super::operation::{EnumChange, Operation};
use crate::dialect::Dialect;
use crate::diff::{Change, TableChange};
use crate::schema::{Column, ColumnType, CompositeType, EnumType, ObjectName, Table, TypeName};
use crate::sql::expression::has_literal;

/// The enum types that change.
pub(super) struct ChangedEnums {
    /// Each with whether it is made anew.
    types: BTreeMap<ObjectName, bool>,
}

impl ChangedEnums {
    /// Those that the operations change.
    pub(super) fn of(operations: &[Operation]) -> Self {
        let types = operations.iter().filter_map(|operation| match operation {
            Operation::AddEnumValues(change) => Some((change.after.name.clone(), false)),
            Operation::RewriteEnum(change) => Some((change.after.name.clone(), true)),
            _ => None,
        });
        Self { types: types.collect() }
    }

    /// Whether a column is of one of them.
    pub(super) fn is_altered(&self, column: &Column) -> bool {
        self.get(column).is_some()
    }

    /// Whether a column is of one that is made anew.
    pub(super) fn is_rewritten(&self, column: &Column) -> bool {
        self.get(column) == Some(true)
    }

    fn get(&self, column: &Column) -> Option<bool> {
        match &column.ty.name {
            TypeName::User(name) => self.types.get(name).copied(),
            TypeName::Builtin(_) => None,
        }
    }
}

/// The operations that create and change types.
pub(super) fn changed_types(
    dialect: Dialect,
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    composites: &[CompositeType],
) -> Vec<Operation> {
    let mut operations = Vec::new();
    for change in changes {
        match change {
            Change::CreateEnum { after } => {
                operations.push(Operation::CreateEnum(after.clone()));
                operations.extend(type_comment(after, None, true));
            }
            Change::CreateComposite { after } => {
                operations.push(Operation::CreateComposite(after.clone()));
                operations.extend(composite_comment(after, None, true));
            }
            Change::RenameEnumValue { name, from, to } => {
                let (ty, from, to) = (name.clone(), from.clone(), to.clone());
                operations.push(Operation::RenameEnumValue { ty, from, to });
            }
            Change::AlterEnum { before, after } => {
                if before.values != after.values {
                    operations
                        .push(change_enum(dialect, before, after, changes, current, composites));
                }
                operations.extend(type_comment(after, before.comment.as_deref(), false));
            }
            Change::AlterComposite { before, after } => {
                if before.attributes != after.attributes {
                    operations.push(Operation::AlterComposite {
                        before: before.clone(),
                        after: after.clone(),
                    });
                }
                operations.extend(composite_comment(after, before.comment.as_deref(), false));
            }
            _ => {}
        }
    }
    operations
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
                let comment = composite_comment(before, None, true);
                operations.extend(comment.map(|operation| operation.inverse()));
                operations.push(Operation::DropComposite(before.clone()));
            }
            _ => {}
        }
    }
    operations
}

fn composite_comment(ty: &CompositeType, before: Option<&str>, with: bool) -> Option<Operation> {
    comment_on_type(&ty.name, before, ty.comment.as_deref(), with)
}

fn change_enum(
    dialect: Dialect,
    before: &EnumType,
    after: &EnumType,
    changes: &[Change],
    current: &BTreeMap<&ObjectName, &Table>,
    composites: &[CompositeType],
) -> Operation {
    let is_of_type =
        |ty: &ColumnType| matches!(&ty.name, TypeName::User(name) if *name == before.name);
    let altered = |table: &ObjectName| {
        changes.iter().find_map(|change| match change {
            Change::AlterTable { after, .. } if after.name == *table => Some(&**after),
            _ => None,
        })
    };
    let mut columns = Vec::new();
    for (&name, table) in current {
        for column in table.columns.iter().filter(|column| is_of_type(&column.ty)) {
            // One that is computed is made anew around it, and one that goes is gone by then.
            let goes = changes.iter().any(|change| match change {
                Change::DropTable { before } => before.name == *name,
                Change::AlterTable { after, changes, .. } => {
                    after.name == *name
                        && changes.iter().any(|change| {
                            matches!(change, TableChange::DropColumn { before }
                                if before.name == column.name)
                        })
                }
                _ => false,
            });
            if goes || column.generated.is_some() {
                continue;
            }
            let later = altered(name).and_then(|table| table.column(&column.name));
            columns.push((name.clone(), column.clone(), later.unwrap_or(column).clone()));
        }
    }
    let mut attributes = Vec::new();
    for composite in composites {
        for (name, ty) in composite.attributes.iter().filter(|(_, ty)| is_of_type(ty)) {
            attributes.push((composite.name.clone(), name.clone(), ty.clone()));
        }
    }
    let change = EnumChange { before: before.clone(), after: after.clone(), columns, attributes };
    let mut wanted = after.values.iter();
    let is_addition = before.values.iter().all(|value| wanted.any(|wanted| wanted == value));
    let added = after.values.iter().filter(|value| !before.values.contains(value));
    // A value that was added cannot be used before the transaction is committed.
    let is_used = added.into_iter().any(|value| uses_literal(dialect, changes, value));
    if is_addition && !is_used {
        Operation::AddEnumValues(change)
    } else {
        Operation::RewriteEnum(change)
    }
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
