//! The comparison of two tables of one name.

use std::collections::BTreeSet;

use super::constraints::{constraints_of, match_constraints, set_constraints};
use super::context::Context;
use super::indexes::{
    is_made_for, is_served_without, match_indexes, match_unique_spellings, serves,
};
use super::owned::Owned;
use super::unsaid::{said, with_unsaid};
use super::unsaid_keys::with_unsaid_keys;
use super::{Change, Constraint, TableChange};
use crate::schema::{Index, IndexKey, ObjectName, Table};
use crate::sql::expression::mentions;

/// How `base` becomes `desired`; `None` where nothing is to be done. `renamed` says of columns whose new
/// names `base` has already, and of values.
pub(super) fn diff_table(
    context: Context<'_>,
    base: &Table,
    desired: &Table,
    owned: Owned<'_>,
    renamed: Vec<TableChange>,
) -> Option<Change> {
    let desired = &match context.complete {
        true => desired.clone(),
        false => with_unsaid_keys(base, desired),
    };
    let told = with_unsaid(context, base, desired, owned);
    let desired = told.as_ref().unwrap_or(desired);
    let spelled_out = context.compare.spelled_out(base, desired);
    let (base, desired) =
        spelled_out.as_ref().map_or((base, desired), |(base, desired)| (base, desired));
    let mut after = desired.clone();
    let mut changes = renamed;

    let dropped = diff_columns(context, base, desired, owned, &mut after, &mut changes);
    let is_dropped = |column: &str| dropped.iter().any(|name| name == column);

    let mut constraints = match_constraints(context, base, desired);
    let mut indexes = match_indexes(context, base, desired, owned);
    if context.capabilities.unique_is_index {
        let (kept_constraints, kept_indexes) = match_unique_spellings(
            context,
            &mut constraints.changes,
            &mut constraints.extra,
            &mut indexes.extra,
        );
        constraints.kept.extend(kept_constraints);
        indexes.kept.extend(kept_indexes);
        let (kept_constraints, kept_indexes) = match_unique_spellings(
            context,
            &mut indexes.changes,
            &mut constraints.extra,
            &mut indexes.extra,
        );
        constraints.kept.extend(kept_constraints);
        indexes.kept.extend(kept_indexes);
    }

    // What hangs on a dropped column goes with it, and is told, so that the rollback puts it back.
    let mut drops = Vec::new();
    for constraint in constraints.extra {
        let hangs = dropped.iter().any(|column| uses(context, &constraint, column));
        if hangs || owned.constraint(context, &constraint) {
            drops.push(TableChange::DropConstraint { before: constraint });
        } else {
            constraints.kept.push(constraint);
        }
    }
    for index in indexes.extra {
        if context.capabilities.foreign_keys_need_indexes {
            // The index that the server made for a foreign key goes with it, and when another one
            // serves; nothing is to be said of it otherwise.
            if let Some(key) = base.foreign_keys.iter().find(|key| is_made_for(&index, key)) {
                let goes = |change: &TableChange| {
                    matches!(change, TableChange::DropConstraint { before: Constraint::ForeignKey(gone) }
                        if gone.name == key.name)
                };
                if drops.iter().chain(&constraints.changes).any(goes) {
                    drops.push(TableChange::DropIndex { before: Box::new(index) });
                } else if !is_served_without(desired, &index, &key.columns) {
                    indexes.kept.push(index);
                } else if context.complete && owned.index(context, &index) {
                    // The server drops it by itself only where it made it, which no catalog tells: in a
                    // database that comes from a dump, nothing was made by the server.
                    drops.push(TableChange::DropIndex { before: Box::new(index) });
                }
                continue;
            }
        }
        let hangs = index_columns(context, base, &index).iter().any(|column| is_dropped(column));
        let needed = context.capabilities.foreign_keys_need_indexes
            && desired.foreign_keys.iter().any(|key| {
                serves(&index, &key.columns) && !is_served_without(desired, &index, &key.columns)
            });
        if hangs || owned.index(context, &index) && !needed {
            drops.push(TableChange::DropIndex { before: Box::new(index) });
        } else {
            indexes.kept.push(index);
        }
    }

    let added = |changes: &[TableChange]| -> Vec<Constraint> {
        let constraint = |change: &TableChange| match change {
            TableChange::AddConstraint { after } => Some(after.clone()),
            _ => None,
        };
        changes.iter().filter_map(constraint).collect()
    };
    let mut all = in_order_of(constraints_of(desired), constraints.kept);
    all.extend(added(&constraints.changes));
    set_constraints(&mut after, all);
    after.indexes = indexes.kept;
    for change in &indexes.changes {
        if let TableChange::AddIndex { after: index } = change {
            after.indexes.push((**index).clone());
        }
    }

    changes.extend(drops);
    changes.extend(constraints.changes);
    changes.extend(indexes.changes);
    diff_parents(base, desired, &mut changes);
    diff_comment(context, base, desired, owned, &mut after, &mut changes);
    after.options = if context.complete {
        desired.options.clone()
    } else {
        said(&base.options, &desired.options)
    };
    if !context.compare.same_options(&base.options, &desired.options, context.complete) {
        changes.push(TableChange::SetOptions {
            before: Box::new(base.options.clone()),
            after: Box::new(after.options.clone()),
        });
    }
    (!changes.is_empty()).then(|| Change::AlterTable {
        before: Box::new(base.clone()),
        after: Box::new(after),
        changes,
    })
}

/// Compares the columns and says which are dropped.
fn diff_columns(
    context: Context<'_>,
    base: &Table,
    desired: &Table,
    owned: Owned<'_>,
    after: &mut Table,
    changes: &mut Vec<TableChange>,
) -> Vec<String> {
    for column in &desired.columns {
        match base.column(&column.name) {
            None => changes.push(TableChange::AddColumn { after: Box::new(column.clone()) }),
            Some(existing) if !context.same_column(desired, existing, column) => {
                changes.push(TableChange::AlterColumn {
                    before: Box::new(existing.clone()),
                    after: Box::new(column.clone()),
                });
            }
            Some(_) => {}
        }
    }
    let mut dropped = Vec::new();
    for column in &base.columns {
        if desired.column(&column.name).is_some() {
            continue;
        }
        if owned.column(&column.name) {
            changes.push(TableChange::DropColumn { before: Box::new(column.clone()) });
            dropped.push(column.name.clone());
        } else {
            after.columns.push(column.clone());
        }
    }
    dropped
}

/// The order of parents is told by the catalog, and cannot be changed.
fn diff_parents(base: &Table, desired: &Table, changes: &mut Vec<TableChange>) {
    let set = |table: &Table| -> BTreeSet<ObjectName> { table.parents().iter().cloned().collect() };
    if set(base) != set(desired) {
        let (before, after) = (base.parents().to_vec(), desired.parents().to_vec());
        changes.push(TableChange::SetParents { before, after });
    }
}

fn diff_comment(
    context: Context<'_>,
    base: &Table,
    desired: &Table,
    owned: Owned<'_>,
    after: &mut Table,
    changes: &mut Vec<TableChange>,
) {
    if base.comment == desired.comment || !context.capabilities.comments {
        return;
    }
    if desired.comment.is_none() && !owned.comment() {
        after.comment.clone_from(&base.comment);
        return;
    }
    changes.push(TableChange::SetComment {
        before: base.comment.clone(),
        after: desired.comment.clone(),
    });
}

/// Whether a constraint goes when a column goes.
fn uses(context: Context<'_>, constraint: &Constraint, column: &str) -> bool {
    match constraint {
        Constraint::Check(check) => mentions(context.compare.dialect(), &check.expr.sql, column),
        Constraint::Exclusion(exclusion) => {
            mentions(context.compare.dialect(), &exclusion.definition.sql, column)
        }
        Constraint::PrimaryKey(key) => {
            key.columns.iter().chain(&key.include).any(|name| name == column)
        }
        Constraint::Unique(unique) => {
            unique.columns.iter().chain(&unique.include).any(|name| name == column)
        }
        Constraint::ForeignKey(key) => key.columns.iter().any(|name| name == column),
    }
}

/// The columns that an index uses, in keys, expressions, predicate and payload.
fn index_columns<'a>(context: Context<'_>, table: &'a Table, index: &Index) -> Vec<&'a str> {
    let uses = |column: &str| {
        let in_parts = index.parts.iter().any(|part| match &part.key {
            IndexKey::Column(name) => name == column,
            IndexKey::Expr(expr) => mentions(context.compare.dialect(), &expr.sql, column),
        });
        in_parts
            || index.include.iter().any(|name| name == column)
            || index.predicate.as_ref().is_some_and(|predicate| {
                mentions(context.compare.dialect(), &predicate.sql, column)
            })
    };
    let names = table.columns.iter().map(|column| column.name.as_str());
    names.filter(|name| uses(name)).collect()
}

/// `kept` in the order of the source, with what the source does not have at the end.
fn in_order_of(wanted: Vec<Constraint>, kept: Vec<Constraint>) -> Vec<Constraint> {
    let place = |constraint: &Constraint| {
        let anonymous = constraint.clone().with_name(None);
        wanted.iter().position(|wanted| wanted.clone().with_name(None) == anonymous)
    };
    let mut kept = kept;
    kept.sort_by_key(|constraint| place(constraint).unwrap_or(usize::MAX));
    kept
}
