//! A change of a table, and the same change of one that inherits from it.

use std::collections::BTreeSet;

use crate::diff::{Constraint, Part, TableChange};
use crate::schema::{Column, Inheritance, NotNull, Table};

/// Whether a column stays what it is to those who inherit it.
pub(super) fn has_type_of(before: &Column, after: &Column) -> bool {
    (&before.ty, &before.collation, &before.generated)
        == (&after.ty, &after.collation, &after.generated)
}

/// Whether a table that inherits changes as its parent does.
pub(super) fn is_same(of_parent: &TableChange, own: &TableChange) -> bool {
    match (of_parent, own) {
        (
            TableChange::AlterColumn { before, after },
            TableChange::AlterColumn { before: own_before, after: own_after },
        ) => {
            own_after.name == after.name
                && (before.nullable == after.nullable
                    || not_null_of(before, after).is_some()
                    || (own_before.nullable, own_after.nullable)
                        == (before.nullable, after.nullable))
                && (!sets_default(before, after)
                    || own_before.has_default_of(before) && own_after.has_default_of(after))
                && INHERITED_SETTINGS.iter().all(|&name| {
                    let values = |before: &Column, after: &Column| {
                        [before, after].map(|column| column.settings.get(name).cloned())
                    };
                    let [was, is] = values(before, after);
                    was == is || [was, is] == values(own_before, own_after)
                })
        }
        (TableChange::DropColumn { before: parent }, TableChange::DropColumn { before: own }) => {
            parent.name == own.name
        }
        (
            TableChange::DropConstraint { before: Constraint::Check(parent) },
            TableChange::DropConstraint { before: Constraint::Check(own) },
        ) => parent.name == own.name,
        _ => false,
    }
}

/// What is told of the NOT NULL that comes or goes. As a constraint it does so in those who inherit it, or
/// says itself that it does not.
fn not_null_of<'a>(before: &'a Column, after: &'a Column) -> Option<&'a NotNull> {
    if before.nullable { after.not_null.as_ref() } else { before.not_null.as_ref() }
}

/// What of the change of a column those who inherit it follow, also where it is said of it alone.
pub(super) fn handed_down_anyway(change: &TableChange) -> Option<TableChange> {
    let TableChange::AlterColumn { before, after } = change else { return None };
    let is_not_null = before.nullable != after.nullable && not_null_of(before, after).is_some();
    let is_handed_down = is_not_null || says_inherit(before) != says_inherit(after);
    is_handed_down.then(|| TableChange::AlterColumn {
        before: before.clone(),
        after: Box::new(Column {
            nullable: after.nullable,
            not_null: after.not_null.clone(),
            ..(**before).clone()
        }),
    })
}

/// A change of a column that is NOT NULL by itself and will be so by its parent's: what it says by itself
/// goes first. `None` for any other change.
pub(super) fn frees_for_parent(change: &TableChange) -> Option<TableChange> {
    let TableChange::AlterColumn { before, after } = change else { return None };
    let says_so = |column: &Column| column.not_null.as_ref().is_some_and(|it| it.of_inherited);
    (says_so(before) && !after.nullable && after.not_null.is_none()).then(|| {
        TableChange::AlterColumn {
            before: before.clone(),
            after: Box::new(Column { nullable: true, not_null: None, ..(**before).clone() }),
        }
    })
}

/// A change without the new name of a NOT NULL.
pub(super) fn without_new_name(change: &TableChange) -> Option<TableChange> {
    let TableChange::AlterColumn { before, after } = change else { return Some(change.clone()) };
    let mut after = after.clone();
    if let (Some(old), Some(new)) = (&before.not_null, &mut after.not_null) {
        new.name.clone_from(&old.name);
    }
    (*before != after).then(|| TableChange::AlterColumn { before: before.clone(), after })
}

/// Whether it is NOT NULL by a constraint that those who inherit it have.
fn says_inherit(column: &Column) -> bool {
    !column.nullable && column.not_null.as_ref().is_some_and(|it| !it.no_inherit)
}

/// The settings of a column that are set for those who inherit it, too.
const INHERITED_SETTINGS: [&str; 2] = ["storage", "statistics"];

fn sets_default(before: &Column, after: &Column) -> bool {
    let of = |column: &Column| (column.default.clone(), column.numbers_by_default());
    of(before) != of(after)
}

/// What a table has still to do of a change of its own where its parent makes one; `None` where the two
/// have nothing to do with one another.
pub(super) fn left_to_do(
    table: &Table,
    of_parent: &TableChange,
    own: &TableChange,
) -> Option<Vec<TableChange>> {
    match (of_parent, own) {
        (TableChange::RenameColumn { from, .. }, TableChange::RenameColumn { from: own, .. })
            if from == own =>
        {
            Some(Vec::new())
        }
        (TableChange::AddColumn { after: parent }, TableChange::AddColumn { after: own })
            if parent.name == own.name =>
        {
            Some(altered(handed_down(parent, own), (**own).clone()))
        }
        (TableChange::DropColumn { before: parent }, TableChange::DropColumn { before: own })
            if parent.name == own.name =>
        {
            let from_parents = has_from_parents(table, &own.name, |inherits| &inherits.columns);
            // It comes back as its parent's, and has to become what it was.
            from_parents.then(|| altered((**own).clone(), handed_down(parent, own)))
        }
        (
            TableChange::AlterColumn { before, after },
            TableChange::AlterColumn { before: own_before, after: own_after },
        ) if after.name == own_after.name => {
            let followed = followed(before, after, own_before, own_after);
            Some(altered(followed, (**own_after).clone()))
        }
        (
            TableChange::AddConstraint { after: Constraint::Check(parent) },
            TableChange::AddConstraint { after: Constraint::Check(own) },
        ) if parent.name == own.name && !parent.no_inherit => {
            let comment = own.comment.clone().zip(own.name.clone());
            let comment = comment.map(|(comment, name)| TableChange::CommentOn {
                part: Part::Constraint(name),
                before: None,
                after: Some(comment),
            });
            Some(comment.into_iter().collect())
        }
        (
            TableChange::DropConstraint { before: Constraint::Check(parent) },
            TableChange::DropConstraint { before: Constraint::Check(own) },
        ) if parent.name == own.name && !parent.no_inherit => {
            let name = own.name.as_ref()?;
            has_from_parents(table, name, |inherits| &inherits.checks).then(Vec::new)
        }
        (
            TableChange::RenameConstraint { before: Constraint::Check(parent), .. },
            TableChange::RenameConstraint { before: Constraint::Check(own), .. },
        )
        | (
            TableChange::AlterConstraint { before: Constraint::Check(parent), .. },
            TableChange::AlterConstraint { before: Constraint::Check(own), .. },
        ) if parent.name == own.name => Some(Vec::new()),
        _ => None,
    }
}

/// Whether a table has something of that name from its parents alone.
pub(super) fn has_from_parents(
    table: &Table,
    name: &String,
    list: fn(&Inheritance) -> &BTreeSet<String>,
) -> bool {
    table.inherits.as_ref().is_some_and(|inherits| list(inherits).contains(name))
}

fn altered(before: Column, after: Column) -> Vec<TableChange> {
    let change = (before != after)
        .then(|| TableChange::AlterColumn { before: Box::new(before), after: Box::new(after) });
    change.into_iter().collect()
}

/// The column that a table gets when its parent gets one. It has neither its comment nor its numbers.
fn handed_down(parent: &Column, own: &Column) -> Column {
    let default =
        if parent.numbers_by_default() { own.default.clone() } else { parent.default.clone() };
    let settings = parent.settings.iter().filter(|(name, _)| is_inherited(name));
    Column {
        ty: parent.ty.clone(),
        collation: parent.collation.clone(),
        generated: parent.generated.clone(),
        nullable: parent.nullable || parent.not_null.as_ref().is_some_and(|it| it.no_inherit),
        not_null: None,
        default,
        numbering: None,
        sequence: None,
        comment: None,
        settings: settings.map(|(name, value)| (name.clone(), value.clone())).collect(),
        ..own.clone()
    }
}

fn is_inherited(setting: &str) -> bool {
    setting == "compression" || INHERITED_SETTINGS.contains(&setting)
}

/// A column of a table once that of its parent has changed.
fn followed(before: &Column, after: &Column, own: &Column, own_after: &Column) -> Column {
    let mut followed = own.clone();
    if !has_type_of(before, after) {
        followed.ty = after.ty.clone();
        followed.collation = after.collation.clone();
        followed.generated = after.generated.clone();
    }
    match not_null_of(before, after) {
        None if before.nullable == after.nullable => {}
        None => followed.nullable = after.nullable,
        Some(_) if says_inherit(after) => {
            followed.nullable = false;
            followed.not_null = followed.not_null.filter(|_| own_after.not_null.is_some());
        }
        Some(_) if says_inherit(before) => followed.nullable = own.not_null.is_none(),
        Some(_) => {}
    }
    // A default goes for the time in which a type changes.
    let is_set_again = !has_type_of(before, after) && before.default.is_some();
    if is_set_again || sets_default(before, after) {
        followed.default = match after.numbers_by_default() {
            true => own_after.default.clone(),
            false => after.default.clone(),
        };
    }
    for name in INHERITED_SETTINGS {
        if before.settings.get(name) != after.settings.get(name) {
            match after.settings.get(name) {
                Some(value) => followed.settings.insert(name.to_owned(), value.clone()),
                None => followed.settings.remove(name),
            };
        }
    }
    followed
}
