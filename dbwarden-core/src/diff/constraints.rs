//! Constraints: matched by name where a name was given, else by definition.

use super::compare::same_expression;
use super::context::Context;
use super::{Constraint, Part, TableChange};
use crate::schema::{Action, CheckConstraint, ForeignKey, PrimaryKey, Table, UniqueConstraint};

/// The constraints of a table: primary key, uniques, checks, exclusions, foreign keys, each in source order.
pub(crate) fn constraints_of(table: &Table) -> Vec<Constraint> {
    let key = table.primary_key.iter().cloned().map(Constraint::PrimaryKey);
    let uniques = table.uniques.iter().cloned().map(Constraint::Unique);
    let checks = table.checks.iter().cloned().map(Constraint::Check);
    let exclusions = table.exclusions.iter().cloned().map(Constraint::Exclusion);
    let foreign_keys = table.foreign_keys.iter().cloned().map(Constraint::ForeignKey);
    key.chain(uniques).chain(checks).chain(exclusions).chain(foreign_keys).collect()
}

/// The table with these constraints in place of its own.
pub(crate) fn set_constraints(table: &mut Table, constraints: Vec<Constraint>) {
    table.primary_key = None;
    table.uniques.clear();
    table.checks.clear();
    table.exclusions.clear();
    table.foreign_keys.clear();
    for constraint in constraints {
        match constraint {
            Constraint::PrimaryKey(key) => table.primary_key = Some(key),
            Constraint::Unique(unique) => table.uniques.push(unique),
            Constraint::Check(check) => table.checks.push(check),
            Constraint::Exclusion(exclusion) => table.exclusions.push(exclusion),
            Constraint::ForeignKey(key) => table.foreign_keys.push(key),
        }
    }
}

/// Whether two constraints say the same, whatever their names.
pub(super) fn same_constraint(
    context: Context<'_>,
    base: &Constraint,
    desired: &Constraint,
) -> bool {
    match (base, desired) {
        (Constraint::PrimaryKey(base), Constraint::PrimaryKey(desired)) => {
            let mut base = PrimaryKey { name: None, comment: None, ..base.clone() };
            if context.same_options_of_key(&base.storage, &desired.storage) {
                base.storage.clone_from(&desired.storage);
            }
            base == PrimaryKey { name: None, comment: None, ..desired.clone() }
        }
        (Constraint::Unique(base), Constraint::Unique(desired)) => {
            let mut base = UniqueConstraint { name: None, comment: None, ..base.clone() };
            if context.same_options_of_key(&base.storage, &desired.storage) {
                base.storage.clone_from(&desired.storage);
            }
            base == UniqueConstraint { name: None, comment: None, ..desired.clone() }
        }
        (Constraint::Check(base), Constraint::Check(desired)) => {
            base.no_inherit == desired.no_inherit
                && base.not_valid == desired.not_valid
                && (base.not_enforced == desired.not_enforced || !context.complete)
                && base.on_conflict == desired.on_conflict
                && same_expression(context.compare.dialect(), &base.expr, &desired.expr)
        }
        (Constraint::Exclusion(base), Constraint::Exclusion(desired)) => {
            same_expression(context.compare.dialect(), &base.definition, &desired.definition)
        }
        (Constraint::ForeignKey(base), Constraint::ForeignKey(desired)) => {
            comparable(context, base) == comparable(context, desired)
        }
        _ => false,
    }
}

/// A foreign key without its name and with the actions that the server tells apart.
fn comparable(context: Context<'_>, key: &ForeignKey) -> ForeignKey {
    let action = |action| match action {
        // Catalogs tell them apart all the same.
        Action::Restrict if context.capabilities.restrict_is_no_action && !context.complete => {
            Action::NoAction
        }
        action => action,
    };
    ForeignKey {
        name: None,
        implicit: false,
        comment: None,
        not_enforced: key.not_enforced && context.complete,
        on_delete: action(key.on_delete),
        on_update: action(key.on_update),
        ..key.clone()
    }
}

/// What became of the constraints of a table.
pub(super) struct Matched {
    /// What must change, drops first.
    pub(super) changes: Vec<TableChange>,
    /// Those that are the same, as they will be called.
    pub(super) kept: Vec<Constraint>,
    /// Those of the base that the desired table does not have.
    pub(super) extra: Vec<Constraint>,
}

/// Compares the constraints of two tables.
pub(super) fn match_constraints(context: Context<'_>, base: &Table, desired: &Table) -> Matched {
    let mut left: Vec<Option<Constraint>> = constraints_of(base).into_iter().map(Some).collect();
    let wanted = constraints_of(desired);
    let mut matched = Matched { changes: Vec::new(), kept: Vec::new(), extra: Vec::new() };
    let mut take = |accepts: &dyn Fn(&Constraint) -> bool| -> Option<Constraint> {
        left.iter_mut().find(|slot| slot.as_ref().is_some_and(accepts)).and_then(Option::take)
    };

    // Names decide first, so that an unnamed constraint never takes the partner of a named one.
    let mut partners: Vec<Option<Constraint>> = Vec::new();
    for constraint in &wanted {
        let named = constraint.name().filter(|_| names_count(context));
        partners.push(named.and_then(|name| {
            take(&|base| base.name() == Some(name) && same_constraint(context, base, constraint))
        }));
    }
    for (constraint, partner) in wanted.iter().zip(&mut partners) {
        if partner.is_none() {
            *partner = take(&|base| same_constraint(context, base, constraint));
        }
    }
    // What differs in nothing but what can be altered.
    for (constraint, partner) in wanted.iter().zip(&mut partners) {
        if partner.is_none() && context.capabilities.alter_constraints {
            *partner = take(&|base| {
                base.name() == constraint.name()
                    && altered_to(context, base, constraint)
                        .is_some_and(|altered| same_constraint(context, &altered, constraint))
            });
        }
    }
    // A primary key, and a name, can be there only once: what is in the way goes.
    let mut replaced = Vec::new();
    for (constraint, partner) in wanted.iter().zip(&partners) {
        if partner.is_none() {
            replaced.extend(take(&|base| {
                let is_other_key = matches!(
                    (base, constraint),
                    (Constraint::PrimaryKey(_), Constraint::PrimaryKey(_))
                );
                is_other_key || base.name().is_some() && base.name() == constraint.name()
            }));
        }
    }
    matched
        .changes
        .extend(replaced.into_iter().map(|before| TableChange::DropConstraint { before }));

    for (constraint, partner) in wanted.into_iter().zip(partners) {
        let Some(partner) = partner else {
            matched.changes.push(TableChange::AddConstraint { after: constraint });
            continue;
        };
        let comments = context.capabilities.comments && !context.capabilities.inline_comments;
        if comments
            && (context.complete || constraint.comment().is_some())
            && partner.comment() != constraint.comment()
            && let Some(name) = constraint.name().or(partner.name())
        {
            matched.changes.push(TableChange::CommentOn {
                part: Part::Constraint(name.to_owned()),
                before: partner.comment().cloned(),
                after: constraint.comment().cloned(),
            });
        }
        if !same_constraint(context, &partner, &constraint) {
            matched.kept.push(constraint.clone());
            matched
                .changes
                .push(TableChange::AlterConstraint { before: partner, after: constraint });
        } else if !needs_name(context, &partner, &constraint) {
            matched.kept.push(partner);
        } else if context.capabilities.rename_constraints
            || context.capabilities.unique_is_index
                && context.capabilities.rename_indexes
                && matches!(constraint, Constraint::Unique(_))
        {
            matched.kept.push(constraint.clone());
            matched
                .changes
                .push(TableChange::RenameConstraint { before: partner, after: constraint });
        } else {
            matched.changes.push(TableChange::DropConstraint { before: partner });
            matched.changes.push(TableChange::AddConstraint { after: constraint });
        }
    }
    matched.extra = left.into_iter().flatten().collect();
    matched
}

/// A constraint with what can be altered about it as it is in another.
fn altered_to(context: Context<'_>, base: &Constraint, wanted: &Constraint) -> Option<Constraint> {
    let sets = |base, wanted| context.compare.sets_parameters(base, wanted);
    Some(match (base.clone().with_not_valid(wanted.is_not_valid()), wanted) {
        (Constraint::ForeignKey(base), Constraint::ForeignKey(wanted))
            if context.capabilities.alter_deferrability =>
        {
            Constraint::ForeignKey(ForeignKey {
                deferrability: wanted.deferrability,
                not_enforced: wanted.not_enforced,
                ..base
            })
        }
        (Constraint::PrimaryKey(base), Constraint::PrimaryKey(wanted))
            if sets(&base.storage, &wanted.storage) =>
        {
            Constraint::PrimaryKey(PrimaryKey { storage: wanted.storage.clone(), ..base })
        }
        (Constraint::Unique(base), Constraint::Unique(wanted))
            if sets(&base.storage, &wanted.storage) =>
        {
            Constraint::Unique(UniqueConstraint { storage: wanted.storage.clone(), ..base })
        }
        (Constraint::Check(base), Constraint::Check(wanted))
            if base.not_enforced != wanted.not_enforced =>
        {
            Constraint::Check(CheckConstraint { not_enforced: wanted.not_enforced, ..base })
        }
        (altered, _) if altered.is_not_valid() != base.is_not_valid() => altered,
        _ => return None,
    })
}

/// Whether a constraint is known by its name: where it always has one, or where both sides say whether
/// it has one.
fn names_count(context: Context<'_>) -> bool {
    context.capabilities.constraints_have_names || context.complete
}

/// Whether the name that was given is one that the constraint does not have and can have.
fn needs_name(context: Context<'_>, base: &Constraint, desired: &Constraint) -> bool {
    if context.complete && !context.capabilities.constraints_have_names {
        return base.name() != desired.name();
    }
    let is_nameless = matches!(desired, Constraint::PrimaryKey(_))
        && !context.capabilities.primary_keys_have_names;
    context.capabilities.constraints_have_names
        && !is_nameless
        && desired.name().is_some()
        && desired.name() != base.name()
}
