//! From changes to operations, in an order in which each finds what it needs.
//!
//! First goes what is in the way (foreign keys, indexes, constraints), then types, then what existing
//! tables gain, then new tables, then the foreign keys that needed both, and at last what is no
//! longer wanted: columns, tables, types. Read backwards it is the order of the rollback.

use std::collections::BTreeMap;

use super::alter::Altered;
use super::checks;
use super::enums;
use super::keys;
use super::operation::{
    CommentOperation, CommentTarget, ConstraintOperation, IndexOperation, Operation,
};
use super::order::order;
use super::{PlanError, PlanOptions, supported};
use crate::diff::{Change, Constraint, is_made_for};
use crate::schema::{EnumType, Index, Object, ObjectName, Schema, Table};

/// The operations that carry out the changes.
pub(super) fn expand(
    changes: &[Change],
    base: &Schema,
    options: &PlanOptions,
) -> Result<Vec<Operation>, PlanError> {
    let current = current_tables(changes, base);
    supported::refuse_unsupported(changes, options)?;
    let objects = current_objects(changes, base);
    checks::refuse_what_is_held(changes, &objects, &current, options)?;

    let mut operations = Vec::new();
    let mut created = Vec::new();
    let mut dropped = Vec::new();
    let mut altered = Vec::new();
    for change in changes {
        match change {
            Change::RenameTable { from, to } => {
                operations.push(Operation::RenameTable { from: from.clone(), to: to.clone() });
            }
            Change::CreateTable { after } => created.push(&**after),
            Change::DropTable { before } => dropped.push(&**before),
            Change::AlterTable { before, after, changes } => {
                altered.push(Altered::new(before, after, changes, &objects, options)?);
            }
            Change::CreateEnum { .. }
            | Change::DropEnum { .. }
            | Change::AlterEnum { .. }
            | Change::CreateComposite { .. }
            | Change::DropComposite { .. }
            | Change::AlterComposite { .. } => {}
        }
    }
    let in_the_way = keys::in_the_way(changes, &current, options);
    operations.extend(altered.iter().flat_map(|table| table.renames.clone()));
    operations.extend(in_the_way.dropped.iter().cloned());
    operations.extend(altered.iter().flat_map(|table| table.dropped_keys.clone()));
    operations.extend(altered.iter().flat_map(|table| table.dropped_parts.clone()));
    operations.extend(enums::changed_types(options.capabilities.dialect, changes, &current)?);
    operations.extend(altered.iter().flat_map(|table| table.rebuild.clone()));
    operations.extend(altered.iter().flat_map(|table| table.gained.clone()));
    operations.extend(create_tables(&created, options));
    operations.extend(altered.iter().flat_map(|table| table.added_keys.clone()));
    operations.extend(in_the_way.added.iter().cloned());
    operations.extend(altered.iter().flat_map(|table| table.dropped_columns.clone()));
    let dropped: Vec<Table> =
        dropped.into_iter().map(|table| in_the_way.without_dropped_keys(table)).collect();
    let undone = create_tables(&dropped.iter().collect::<Vec<_>>(), options);
    operations.extend(undone.iter().rev().map(Operation::inverse));
    operations.extend(enums::dropped_types(changes));
    checks::refuse_triggers_with_old_names(&operations, &options.capabilities)?;
    Ok(operations)
}

/// The views, triggers and the like of the base, hanging on tables under the names that these have
/// once all is renamed.
fn current_objects(changes: &[Change], base: &Schema) -> Vec<Object> {
    let mut objects = base.objects.clone();
    for change in changes {
        let Change::RenameTable { from, to } = change else { continue };
        for name in objects.iter_mut().flat_map(|object| &mut object.depends_on) {
            if name == from {
                name.clone_from(to);
            }
        }
    }
    objects
}

/// The tables of the base under the names that they have once all is renamed.
fn current_tables<'a>(
    changes: &'a [Change],
    base: &'a Schema,
) -> BTreeMap<&'a ObjectName, &'a Table> {
    let mut renamed = BTreeMap::new();
    let mut current = BTreeMap::new();
    for change in changes {
        match change {
            Change::RenameTable { from, to } => {
                renamed.insert(from, to);
            }
            Change::AlterTable { before, .. } => {
                current.insert(&before.name, &**before);
            }
            _ => {}
        }
    }
    for table in &base.tables {
        let name = renamed.get(&table.name).copied().unwrap_or(&table.name);
        current.entry(name).or_insert(table);
    }
    current
}

/// The operations that create tables, in order.
pub(super) fn create_tables(tables: &[&Table], options: &PlanOptions) -> Vec<Operation> {
    let order = order(tables);
    let mut operations = Vec::new();
    let mut late = Vec::new();
    for &position in &order.positions {
        let mut table = tables[position].clone();
        if !options.capabilities.forward_references {
            let mut at = 0;
            let mut deferred = Vec::new();
            table.foreign_keys.retain(|key| {
                let is_late = order.deferred.contains(&(position, at))
                    || key.references == tables[position].name
                        && !is_declared_unique(tables[position], &key.referenced_columns);
                at += 1;
                if is_late {
                    deferred.push(Constraint::ForeignKey(key.clone()));
                }
                !is_late
            });
            late.extend(named_keys(tables[position], deferred, options));
        }
        table.indexes.clear();
        operations.push(Operation::CreateTable(Box::new(table)));
        operations.extend(what_follows(tables[position], options));
    }
    operations.extend(late);
    operations
}

/// Whether columns are unique by a constraint of the table itself, which stands from its creation.
fn is_declared_unique(table: &Table, columns: &[String]) -> bool {
    table.primary_key.iter().any(|key| key.columns == columns)
        || table.uniques.iter().any(|unique| unique.columns == columns)
}

fn named_keys(table: &Table, keys: Vec<Constraint>, options: &PlanOptions) -> Vec<Operation> {
    let mut taken = super::names::taken_names(table);
    keys.into_iter()
        .map(|key| {
            let name = match key.name() {
                Some(name) => name.to_owned(),
                None => super::names::free_name(table, &key, &taken, options),
            };
            taken.insert(name.clone());
            Operation::AddConstraint(ConstraintOperation {
                table: table.name.clone(),
                constraint: key.with_name(Some(name)),
                implies_index: false,
                holds_already: true,
            })
        })
        .collect()
}

/// What is said about a new table in statements of their own: comments, touch, indexes.
pub(super) fn what_follows(table: &Table, options: &PlanOptions) -> Vec<Operation> {
    let capabilities = &options.capabilities;
    let mut operations = Vec::new();
    if capabilities.comments && !capabilities.inline_comments {
        let mut comment = |target, after: &Option<String>| {
            if after.is_some() {
                operations.push(Operation::SetComment(CommentOperation {
                    table: table.name.clone(),
                    target,
                    before: None,
                    after: after.clone(),
                    with_target: true,
                }));
            }
        };
        comment(CommentTarget::Table, &table.comment);
        for column in &table.columns {
            comment(CommentTarget::Column(column.name.clone()), &column.comment);
        }
    }
    if !capabilities.inline_touch {
        for column in table.columns.iter().filter(|column| column.touch) {
            operations.push(Operation::AddTouch {
                table: Box::new(table.clone()),
                column: column.name.clone(),
            });
        }
    }
    let is_implied = |index: &Index| {
        capabilities.foreign_keys_need_indexes
            && table.foreign_keys.iter().any(|key| is_made_for(index, key))
    };
    for index in table.indexes.iter().filter(|index| !is_implied(index)) {
        operations.push(Operation::AddIndex(Box::new(IndexOperation {
            table: table.name.clone(),
            index: index.clone(),
            with_table: true,
            displaces: Vec::new(),
        })));
    }
    operations
}

/// The comment of an enum type that is made.
pub(super) fn type_comment(ty: &EnumType, before: Option<&str>, with: bool) -> Option<Operation> {
    (before != ty.comment.as_deref()).then(|| {
        Operation::SetComment(CommentOperation {
            table: ty.name.clone(),
            target: CommentTarget::Type,
            before: before.map(str::to_owned),
            after: ty.comment.clone(),
            with_target: with,
        })
    })
}
