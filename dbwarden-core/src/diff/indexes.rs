//! Indexes: an existing one of equal definition matches whatever its name, unless a name was given.

use super::compare::{same_expression, same_optional};
use super::context::Context;
use super::owned::Owned;
use super::{Constraint, Part, TableChange};
use crate::schema::{ForeignKey, Index, IndexKey, IndexPart, NullsOrder, Table, UniqueConstraint};

/// Whether two indexes say the same, whatever their names.
pub(super) fn same_index(context: Context<'_>, base: &Index, desired: &Index) -> bool {
    base.unique == desired.unique
        && method(base) == method(desired)
        && base.include == desired.include
        && base.nulls_not_distinct == desired.nulls_not_distinct
        && context.same_options_of_key(&base.storage, &desired.storage)
        && (base.comment == desired.comment || !is_told_inline(context, desired))
        && same_optional(
            context.compare.dialect(),
            base.predicate.as_ref(),
            desired.predicate.as_ref(),
        )
        && base.parts.len() == desired.parts.len()
        && base
            .parts
            .iter()
            .zip(&desired.parts)
            .all(|(base, desired)| same_part(context, base, desired))
}

/// Whether the comment of an index is a part of it that the desired schema tells.
fn is_told_inline(context: Context<'_>, desired: &Index) -> bool {
    context.capabilities.inline_comments && (context.complete || desired.comment.is_some())
}

/// `btree` is what every database makes when nothing is said.
fn method(index: &Index) -> Option<String> {
    index.method.as_deref().map(str::to_ascii_lowercase).filter(|method| method != "btree")
}

fn same_part(context: Context<'_>, base: &IndexPart, desired: &IndexPart) -> bool {
    let same_key = match (&base.key, &desired.key) {
        (IndexKey::Column(base), IndexKey::Column(desired)) => base == desired,
        (IndexKey::Expr(base), IndexKey::Expr(desired)) => {
            same_expression(context.compare.dialect(), base, desired)
        }
        _ => false,
    };
    same_key
        && (base.descending == desired.descending || !context.capabilities.descending_indexes)
        && nulls(base) == nulls(desired)
        && base.ops == desired.ops
        && (base.statistics == desired.statistics || !context.complete)
        && base.collation == desired.collation
        && base.prefix == desired.prefix
}

/// Where NULL stands, unless that is the default of the direction.
fn nulls(part: &IndexPart) -> Option<NullsOrder> {
    let default = if part.descending { NullsOrder::First } else { NullsOrder::Last };
    part.nulls.filter(|&nulls| nulls != default)
}

/// Whether an index is what a unique constraint makes.
pub(super) fn is_unique(index: &Index, unique: &UniqueConstraint) -> bool {
    index.unique && index.predicate.is_none() && plain_columns(index) == Some(column_names(unique))
}

/// Whether an index has nothing that a constraint would not have.
fn is_bare(index: &Index) -> bool {
    index.comment.is_none() && index.storage.is_empty() && index.method.is_none()
}

fn column_names(unique: &UniqueConstraint) -> Vec<&str> {
    unique.columns.iter().map(String::as_str).collect()
}

/// The columns of an index that has nothing but whole columns.
pub(crate) fn plain_columns(index: &Index) -> Option<Vec<&str>> {
    let plain = |part: &'_ IndexPart| part.prefix.is_none() && !part.descending;
    index
        .parts
        .iter()
        .map(|part| match &part.key {
            IndexKey::Column(name) if plain(part) => Some(name.as_str()),
            _ => None,
        })
        .collect()
}

/// What became of the indexes of a table.
pub(super) struct Matched {
    /// What must change, drops first.
    pub(super) changes: Vec<TableChange>,
    /// Those that are the same, as they will be called.
    pub(super) kept: Vec<Index>,
    /// Those of the base that the desired table does not have.
    pub(super) extra: Vec<Index>,
}

/// Compares the indexes of two tables.
pub(super) fn match_indexes(
    context: Context<'_>,
    base: &Table,
    desired: &Table,
    owned: Owned<'_>,
) -> Matched {
    let mut left: Vec<Option<&Index>> = base.indexes.iter().map(Some).collect();
    let mut take = |accepts: &dyn Fn(&Index) -> bool| -> Option<Index> {
        left.iter_mut().find(|slot| slot.is_some_and(accepts)).and_then(Option::take).cloned()
    };
    // What the server makes for a foreign key comes and goes with it under its name.
    let is_made_by_server = |existing: &Index, wanted: &Index| {
        context.capabilities.foreign_keys_need_indexes
            && (base.foreign_keys.iter().any(|key| is_made_for(existing, key))
                || desired.foreign_keys.iter().any(|key| is_made_for(wanted, key)))
    };
    let mut partners: Vec<Option<Index>> = Vec::new();
    for index in &desired.indexes {
        partners.push(take(&|base| base.name == index.name && same_index(context, base, index)));
    }
    for (index, partner) in desired.indexes.iter().zip(&mut partners) {
        if partner.is_none() {
            // What differs in nothing but what it can be told.
            *partner = take(&|base| {
                base.name == index.name
                    && context.compare.sets_parameters(&base.storage, &index.storage)
                    && same_index(
                        context,
                        &Index { storage: index.storage.clone(), ..base.clone() },
                        index,
                    )
            });
        }
    }
    for (index, partner) in desired.indexes.iter().zip(&mut partners) {
        if partner.is_none() {
            // A hand-made index keeps its name, and the one with the given name comes beside it.
            *partner = take(&|base| {
                same_index(context, base, index)
                    && (!index.named
                        || owned.index(context, base) && !is_made_by_server(base, index))
            });
        }
    }
    let mut matched = Matched { changes: Vec::new(), kept: Vec::new(), extra: Vec::new() };
    for (index, partner) in desired.indexes.iter().zip(&partners) {
        if partner.is_none() {
            let replaced = take(&|base| base.name == index.name);
            matched
                .changes
                .extend(replaced.map(|before| TableChange::DropIndex { before: Box::new(before) }));
        }
    }
    for (index, partner) in desired.indexes.iter().zip(partners) {
        let after = Box::new(index.clone());
        let Some(partner) = partner else {
            matched.changes.push(TableChange::AddIndex { after });
            continue;
        };
        let comments = context.capabilities.comments && !context.capabilities.inline_comments;
        if comments
            && (context.complete || index.comment.is_some())
            && partner.comment != index.comment
        {
            let name = if index.named { &index.name } else { &partner.name };
            matched.changes.push(TableChange::CommentOn {
                part: Part::Index(name.clone()),
                before: partner.comment.clone(),
                after: index.comment.clone(),
            });
        }
        if !context.same_options_of_key(&partner.storage, &index.storage) {
            matched.kept.push(index.clone());
            matched.changes.push(TableChange::AlterIndex { before: Box::new(partner), after });
        } else if !index.named || partner.name == index.name {
            matched.kept.push(partner);
        } else if context.capabilities.rename_indexes {
            matched.kept.push(index.clone());
            matched.changes.push(TableChange::RenameIndex { before: Box::new(partner), after });
        } else {
            matched.changes.push(TableChange::DropIndex { before: Box::new(partner) });
            matched.changes.push(TableChange::AddIndex { after });
        }
    }
    matched.extra = left.into_iter().flatten().cloned().collect();
    matched
}

/// Where a unique index and a unique constraint are one thing, what is left of the one on this side
/// is matched with what is left of the other on that side.
pub(super) fn match_unique_spellings(
    context: Context<'_>,
    changes: &mut Vec<TableChange>,
    extra_constraints: &mut Vec<Constraint>,
    extra_indexes: &mut Vec<Index>,
) -> (Vec<Constraint>, Vec<Index>) {
    let (mut kept_constraints, mut kept_indexes) = (Vec::new(), Vec::new());
    changes.retain(|change| match change {
        TableChange::AddConstraint { after: Constraint::Unique(wanted) } => {
            let accepts = |index: &Index| {
                is_unique(index, wanted)
                    && (!context.complete || is_bare(index))
                    && wanted.name.as_ref().is_none_or(|name| *name == index.name)
            };
            let Some(at) = extra_indexes.iter().position(accepts) else { return true };
            kept_indexes.push(extra_indexes.remove(at));
            false
        }
        TableChange::AddIndex { after } => {
            let accepts = |constraint: &Constraint| {
                matches!(constraint, Constraint::Unique(unique) if is_unique(after, unique))
                    && (!context.complete || is_bare(after))
                    && (!after.named || constraint.name() == Some(&after.name))
            };
            let Some(at) = extra_constraints.iter().position(accepts) else { return true };
            kept_constraints.push(extra_constraints.remove(at));
            false
        }
        _ => true,
    });
    (kept_constraints, kept_indexes)
}

/// Whether an index begins with these columns, so that it serves a foreign key on them.
pub(crate) fn serves(index: &Index, columns: &[String]) -> bool {
    index.parts.len() >= columns.len()
        && index.parts.iter().zip(columns).all(|(part, column)| {
            matches!(&part.key, IndexKey::Column(name) if name == column) && part.prefix.is_none()
        })
}

/// Whether an index is the one that the server made for a foreign key.
pub(crate) fn is_made_for(index: &Index, key: &ForeignKey) -> bool {
    key.name.as_ref() == Some(&index.name)
        && !index.unique
        && plain_columns(index).is_some_and(|columns| columns == key.columns)
}

/// Whether the table has, apart from one index, something that serves a foreign key on the columns.
pub(crate) fn is_served_without(table: &Table, index: &Index, columns: &[String]) -> bool {
    table.primary_key.iter().any(|key| key.columns.starts_with(columns))
        || table.uniques.iter().any(|unique| unique.columns.starts_with(columns))
        || table.indexes.iter().any(|other| other.name != index.name && serves(other, columns))
}
