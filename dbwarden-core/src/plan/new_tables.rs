//! New tables: what stands in their definition, and what follows it in statements of its own.

use super::operation::{
    CommentOperation, CommentTarget, ConstraintOperation, IndexOperation, Operation,
};
use super::order::order;
use super::{PlanOptions, names};
use crate::diff::{Constraint, is_made_for, plain_columns};
use crate::schema::{Index, Table, UniqueConstraint};

/// The operations that create tables, in order.
pub(super) fn create_tables(tables: &[&Table], options: &PlanOptions) -> Vec<Operation> {
    let order = order(tables);
    let mut operations = Vec::new();
    let mut late = Vec::new();
    for &position in &order.positions {
        let mut table = tables[position].clone();
        if options.capabilities.alter_constraints {
            // In the definition of a table the words would be read and forgotten.
            let later: Vec<Constraint> = crate::diff::constraints_of(&table)
                .into_iter()
                .filter(|constraint| {
                    matches!(constraint, Constraint::Check(_)) && constraint.is_not_valid()
                })
                .collect();
            table.checks.retain(|check| !check.not_valid);
            late.extend(named_keys(tables[position], later, options));
        }
        if !options.capabilities.forward_references {
            let mut at = 0;
            let mut deferred = Vec::new();
            table.foreign_keys.retain(|key| {
                let is_late = order.deferred.contains(&(position, at))
                    || key.not_valid
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
        if options.capabilities.merges_equal_keys {
            let second = take_second_keys(&mut table);
            late.extend(named_keys(tables[position], second, options));
        }
        table.indexes.retain(|index| stands_inside(tables[position], index, options));
        let inside = crate::diff::constraints_of(&table);
        operations.push(Operation::CreateTable(Box::new(table)));
        operations.extend(what_follows(tables[position], &inside, options));
    }
    operations.extend(late);
    operations
}

/// Whether an index must be there with its table: the only key of a column that counts, or the index of
/// one of several foreign keys on the same columns, for which the server would make one of its own.
fn stands_inside(table: &Table, index: &Index, options: &PlanOptions) -> bool {
    let Some(columns) = plain_columns(index) else { return false };
    let Some(first) = columns.first() else { return false };
    let counts = table.column(first).is_some_and(|column| column.numbering.is_some());
    let begins = |columns: &[String]| columns.first().is_some_and(|name| name == first);
    let has_key = table.primary_key.iter().any(|key| begins(&key.columns))
        || table.uniques.iter().any(|unique| begins(&unique.columns));
    let on_them = || table.foreign_keys.iter().filter(|key| key.columns == columns);
    let capabilities = &options.capabilities;
    capabilities.counters_need_keys && counts && !has_key
        || capabilities.foreign_keys_need_indexes
            && on_them().any(|key| is_made_for(index, key))
            && on_them().count() > 1
}

/// Takes the unique constraints out of a table that are another key of it once more.
fn take_second_keys(table: &mut Table) -> Vec<Constraint> {
    let (mut first, mut second): (Vec<UniqueConstraint>, Vec<UniqueConstraint>) =
        (Vec::new(), Vec::new());
    for unique in std::mem::take(&mut table.uniques) {
        let of_key = table.primary_key.iter().any(|key| {
            (&key.columns, &key.include, key.deferrability)
                == (&unique.columns, &unique.include, unique.deferrability)
        });
        let of_unique = first.iter().any(|other| {
            (&other.columns, &other.include, other.deferrability, other.nulls_not_distinct)
                == (
                    &unique.columns,
                    &unique.include,
                    unique.deferrability,
                    unique.nulls_not_distinct,
                )
        });
        if of_key && !unique.nulls_not_distinct || of_unique {
            second.push(unique);
        } else {
            first.push(unique);
        }
    }
    table.uniques = first;
    second.into_iter().map(Constraint::Unique).collect()
}

/// Whether columns are unique by a constraint of the table itself, which stands from its creation.
fn is_declared_unique(table: &Table, columns: &[String]) -> bool {
    table.primary_key.iter().any(|key| same_columns(&key.columns, columns))
        || table.uniques.iter().any(|unique| same_columns(&unique.columns, columns))
}

/// Whether two lists have the same columns, in whatever order: a foreign key refers to them in its own.
pub(super) fn same_columns(one: &[String], other: &[String]) -> bool {
    one.len() == other.len() && one.iter().all(|column| other.contains(column))
}

fn named_keys(table: &Table, keys: Vec<Constraint>, options: &PlanOptions) -> Vec<Operation> {
    let mut taken = names::taken_names(table);
    keys.into_iter()
        .map(|key| {
            let name = match key.name() {
                Some(name) => name.to_owned(),
                None => names::free_name(table, &key, &taken, options),
            };
            taken.insert(name.clone());
            Operation::AddConstraint(ConstraintOperation {
                table: table.name.clone(),
                constraint: key.with_name(Some(name)),
                implies_index: false,
                may_lose: None,
                holds_already: true,
                takes_index: false,
            })
        })
        .collect()
}

/// What is said about a new table in statements of their own: comments, touch, indexes.
fn what_follows(table: &Table, inside: &[Constraint], options: &PlanOptions) -> Vec<Operation> {
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
        for constraint in inside {
            if let Some(name) = constraint.name() {
                comment(CommentTarget::Constraint(name.to_owned()), &constraint.comment().cloned());
            }
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
    let follows = |index: &&Index| !is_implied(index) && !stands_inside(table, index, options);
    for index in table.indexes.iter().filter(follows) {
        let add = Operation::AddIndex(Box::new(IndexOperation {
            table: table.name.clone(),
            index: index.clone(),
            with_table: true,
            displaces: Vec::new(),
            holds_already: true,
            taken_over: false,
        }));
        // It goes with its table.
        operations.push(Operation::OnlyThere(Box::new(add)));
    }
    operations
}
