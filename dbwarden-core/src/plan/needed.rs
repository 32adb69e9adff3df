//! What new parts of the schema need, and is known by its definition alone: extensions, domains, functions.

use std::collections::BTreeSet;

use super::PlanOptions;
use super::object_order::{called, in_order};
use super::operation::{Operation, Taken};
use crate::diff::Change;
use crate::schema::Object;

/// What is needed and not there, or there as another.
pub(super) struct Needed {
    /// Before everything else, because types may be made of theirs.
    pub(super) extensions: Vec<Operation>,
    pub(super) others: Vec<Operation>,
}

impl Needed {
    /// Finds what the desired schema has and the base has not. What both have and make differently is put
    /// in place of the other where something comes to need it, as long as that takes nothing down.
    pub(super) fn of(changes: &[Change], base: &[Object], options: &PlanOptions) -> Self {
        let created = changes.iter().filter_map(|change| match change {
            Change::CreateObject { after } => Some(&**after),
            _ => None,
        });
        let further: Vec<&Object> = options.further.iter().chain(created).collect();
        let desired =
            |id: &str| further.iter().copied().find(|it| it.taken_down_by.as_deref() == Some(id));
        let there = |id: &str| base.iter().find(|it| it.taken_down_by.as_deref() == Some(id));
        let mut open: Vec<&str> = changes.iter().flat_map(needs_of).map(String::as_str).collect();
        let mut found: BTreeSet<&str> = BTreeSet::new();
        while let Some(id) = open.pop() {
            let Some(object) = desired(id).filter(|_| there(id).is_none()) else { continue };
            if found.insert(id) {
                open.extend(object.needs.iter().map(String::as_str));
                let called = called(object, further.iter().copied());
                open.extend(called.filter_map(|other| other.taken_down_by.as_deref()));
            }
        }
        let objects: Vec<&Object> = found.iter().filter_map(|id| desired(id)).collect();
        let (extensions, others): (Vec<&Object>, Vec<&Object>) =
            in_order(&objects).into_iter().partition(|object| object.kind == "extension");
        let redefined: BTreeSet<&str> =
            changes.iter().flat_map(come_to_need).map(String::as_str).collect();
        let redefined = redefined.into_iter().filter_map(|id| {
            let (before, after) = (there(id)?, desired(id)?);
            let differ = before.definition != after.definition;
            (differ && replaces(before, after)).then(|| Operation::Redefine {
                before: Box::new(before.clone()),
                after: Box::new(after.clone()),
            })
        });
        Self {
            extensions: extensions.into_iter().map(put).collect(),
            others: redefined.chain(others.into_iter().map(put)).collect(),
        }
    }
}

impl Needed {
    /// Whether it is among them, by the statement that takes it down.
    pub(super) fn has(&self, id: &str) -> bool {
        self.extensions.iter().chain(&self.others).any(|operation| match operation {
            Operation::PutBack(put) => put.object.taken_down_by.as_deref() == Some(id),
            _ => false,
        })
    }
}

/// What is dropped that is compared as a whole, once nothing hangs on it any more.
pub(super) fn dropped_objects(changes: &[Change]) -> Vec<Operation> {
    let dropped = changes.iter().filter_map(|change| match change {
        Change::DropObject { before } => Some(&**before),
        _ => None,
    });
    let dropped: Vec<&Object> = dropped.collect();
    in_order(&dropped).into_iter().rev().map(|object| put(object).inverse()).collect()
}

fn put(object: &Object) -> Operation {
    Operation::PutBack(Box::new(Taken { object: object.clone(), stays_away: false }))
}

/// Whether one takes the place of the other, and nothing that hangs on it notices: what is called in the
/// same way, and gives the same.
fn replaces(before: &Object, after: &Object) -> bool {
    let head = |object: &Object| {
        let (head, _) = object.definition.split_once("\n LANGUAGE ")?;
        head.starts_with("CREATE OR REPLACE ").then(|| head.to_owned())
    };
    head(before).is_some_and(|before| head(after) == Some(before))
}

/// What is needed by what a change leads to.
fn needs_of(change: &Change) -> &[String] {
    match change {
        Change::CreateTable { after } | Change::AlterTable { after, .. } => &after.needs,
        Change::CreateObject { after } => after.taken_down_by.as_slice(),
        Change::CreateComposite { after } | Change::AlterComposite { after, .. } => &after.needs,
        _ => &[],
    }
}

/// What is needed after a change by what did not need it before.
fn come_to_need(change: &Change) -> Vec<&String> {
    let before: &[String] = match change {
        Change::AlterTable { before, .. } => &before.needs,
        Change::AlterComposite { before, .. } => &before.needs,
        _ => &[],
    };
    needs_of(change).iter().filter(|need| !before.contains(need)).collect()
}
