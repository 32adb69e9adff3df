//! Triggers, views and the like that know a table or a column by the name that it had before.
//!
//! The server changes the names in what stands while something is renamed. What goes with a table that is
//! made anew, and comes back after it, has to say the new names itself.

use std::collections::BTreeSet;

use super::PlanError;
use super::operation::{Operation, Rebuild};
use crate::dialect::{Capabilities, Dialect};
use crate::diff::{Change, TableChange};
use crate::schema::{Object, ObjectName};
use crate::sql::expression::mentions;

/// The names that are no longer true, and the tables that are made anew.
pub(super) struct Outdated {
    dialect: Dialect,
    names: Vec<String>,
    rebuilt: BTreeSet<ObjectName>,
    views_follow: bool,
}

impl Outdated {
    pub(super) fn of<'r>(
        changes: &[Change],
        rebuilt: impl Iterator<Item = &'r Operation>,
        capabilities: &Capabilities,
    ) -> Self {
        let mut names: Vec<(&String, &String)> = Vec::new();
        for change in changes {
            match change {
                Change::RenameTable { from, to } => names.push((&from.name, &to.name)),
                Change::AlterTable { changes, .. } => {
                    names.extend(changes.iter().filter_map(|change| match change {
                        TableChange::RenameColumn { from, to } => Some((from, to)),
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        let compare = capabilities.dialect.compare();
        names.retain(|(from, to)| !compare.same_name(from, to));
        let rebuilt = rebuilt.filter_map(|operation| match operation {
            Operation::Rebuild(rebuild) => Some(rebuild.after.name.clone()),
            _ => None,
        });
        Self {
            dialect: capabilities.dialect,
            names: names.into_iter().map(|(from, _)| from.clone()).collect(),
            rebuilt: rebuilt.collect(),
            views_follow: capabilities.views_follow_renames,
        }
    }

    /// An old name that the definition of an object says.
    pub(super) fn name_in(&self, object: &Object) -> Option<&str> {
        let said = |name: &&String| mentions(self.dialect, &object.definition, name);
        self.names.iter().find(said).map(String::as_str)
    }

    /// Whether an object says an old name and the server does not change that: it goes with a table that
    /// is made anew, or it is a view that does not follow.
    pub(super) fn stays_behind(&self, object: &Object) -> bool {
        let goes = object.owner.as_ref().is_some_and(|owner| self.rebuilt.contains(owner));
        let is_left = object.kind == "view" && !self.views_follow;
        (goes || is_left) && self.name_in(object).is_some()
    }

    /// Refuses to put a trigger back behind a table that is made anew, where it says an old name and
    /// nobody wrote it with the new one.
    pub(super) fn refuse(&self, rebuild: &Rebuild) -> Result<(), PlanError> {
        for trigger in &rebuild.triggers {
            let Some(name) = self.name_in(trigger) else { continue };
            let table = &rebuild.after.name;
            return Err(PlanError::new(format!(
                "table `{table}` cannot be made anew: trigger `{}` knows `{name}` by its old name",
                trigger.name
            ))
            .of_table(table)
            .at(rebuild.after.origin.as_ref())
            .with_hint("make a migration of the rename alone, then one of the other changes"));
        }
        Ok(())
    }
}
