//! What a source that does not tell everything leaves as it is.

use super::Constraint;
use super::compare::same_expression;
use super::context::Context;
use super::owned::Owned;
use crate::schema::{CheckConstraint, Column, Table, TableOptions};

/// The desired table with what it leaves unsaid of its columns; `None` where that is nothing.
pub(super) fn with_unsaid(
    context: Context<'_>,
    base: &Table,
    desired: &Table,
    owned: Owned<'_>,
) -> Option<Table> {
    let has_more = |column: &Column| {
        column.check.is_some() || !column.settings.is_empty() || column.not_null.is_some()
    };
    if context.complete || !base.columns.iter().any(has_more) {
        return None;
    }
    let mut told = desired.clone();
    let Table { columns, checks, .. } = &mut told;
    for column in columns {
        let Some(existing) = base.column(&column.name) else { continue };
        if existing.nullable == column.nullable {
            column.not_null.clone_from(&existing.not_null);
        }
        for (name, value) in &existing.settings {
            column.settings.entry(name.clone()).or_insert_with(|| value.clone());
        }
        let Some(check) = existing.check.as_ref().filter(|_| column.check.is_none()) else {
            continue;
        };
        // A check without a name is met by the one in the definition of its column.
        let is_met = |wanted: &CheckConstraint| {
            wanted.name.is_none() && same_expression(context.compare.dialect(), check, &wanted.expr)
        };
        let met = checks.iter().position(is_met);
        if let Some(at) = met {
            checks.remove(at);
        }
        let by_hand = || {
            let check =
                CheckConstraint { name: None, expr: check.clone(), ..CheckConstraint::default() };
            !owned.constraint(context, &Constraint::Check(check))
        };
        if met.is_some() || by_hand() {
            column.check = Some(check.clone());
        }
    }
    Some(told)
}

/// The options of the base with what the desired schema says in their place.
pub(super) fn said(base: &TableOptions, desired: &TableOptions) -> TableOptions {
    let TableOptions {
        engine,
        charset,
        collation,
        follows_database,
        row_format,
        strict,
        without_rowid,
        unlogged,
        storage,
        replica_identity,
        clustered_by,
        key_comments,
    } = desired.clone();
    let base = base.clone();
    TableOptions {
        engine: engine.or(base.engine),
        charset: charset.or(base.charset),
        collation: collation.or(base.collation),
        follows_database,
        row_format: row_format.or(base.row_format),
        strict: strict.or(base.strict),
        without_rowid: without_rowid.or(base.without_rowid),
        unlogged: unlogged.or(base.unlogged),
        storage: base.storage.into_iter().chain(storage).collect(),
        replica_identity: replica_identity.or(base.replica_identity),
        clustered_by: clustered_by.or(base.clustered_by),
        key_comments: base.key_comments.into_iter().chain(key_comments).collect(),
    }
}
