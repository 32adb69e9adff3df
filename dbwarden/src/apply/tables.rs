//! Tables that stand where a migration is to create one.

use std::collections::BTreeSet;

use dbwarden_core::migration::{Effect, Kind, MigrationSet, ObjectRef, Version};

use crate::decide::Task;
use crate::driver::Driver;
use crate::error::{Error, ErrorKind};
use crate::policy;
use crate::report::Direction;

/// Refuses the first task that creates a table which somebody else has made already.
///
/// A table that these tasks drop or rename before they create it is not in the way, nor is one in a
/// file that has run in part, nor one that an earlier migration of the set has left there: grown
/// histories create a table again with `IF NOT EXISTS`, or beside the renamed old one.
pub(crate) async fn check_tables(
    driver: &mut dyn Driver,
    set: &MigrationSet,
    tasks: &[Task<'_>],
    policy: policy::ExistingTable,
) -> Result<(), Error> {
    if policy == policy::ExistingTable::Adopt {
        return Ok(());
    }
    let mut gone = BTreeSet::new();
    let created: Vec<_> = tasks
        .iter()
        .flat_map(|task| {
            created_tables(task, &mut gone).into_iter().map(move |table| (task, table))
        })
        .collect();
    if created.is_empty() {
        return Ok(());
    }
    // A thousand migrations ask once.
    let tables: Vec<_> = created.iter().map(|(_, table)| *table).collect();
    let present = driver.tables_present(&tables).await;
    let present = present.map_err(|failure| failure.into_error("cannot look for tables"))?;
    for ((task, table), _) in created.iter().zip(present).filter(|(_, present)| *present) {
        // What earlier migrations leave is asked only on suspicion.
        let own = tables_before(set, task.migration.version());
        if !own.iter().any(|own| same(own, table)) {
            return Err(existing(task.migration.file_name(), table));
        }
    }
    Ok(())
}

/// The tables that the migrations below a version lead to, as far as their words say.
///
/// What goes without being named, with `DROP SCHEMA .. CASCADE`, a `DO` block or a procedure, still
/// counts as the set's own: whoever dropped it there and creates it again is believed. A stranger would
/// have to have made a table of the same name in between.
fn tables_before(set: &MigrationSet, version: Option<Version>) -> Vec<&ObjectRef> {
    let mut tables: Vec<&ObjectRef> = Vec::new();
    let earlier =
        set.migrations().iter().filter(|m| m.version().is_some() && m.version() < version);
    for statement in earlier.flat_map(|migration| migration.upgrade().statements()) {
        match statement.effect() {
            Some(Effect::CreateTable(table)) => tables.push(table),
            Some(Effect::RenameTable { table, to }) => {
                tables.retain(|other| !same(other, table));
                tables.push(to);
            }
            Some(effect) => {
                let dropped = effect.dropped_tables();
                tables.retain(|other| !dropped.iter().any(|table| same(other, table)));
            }
            None => {}
        }
    }
    tables
}

/// Whether two names may mean one table: a schema counts where both are written.
fn same(one: &ObjectRef, other: &ObjectRef) -> bool {
    let schemas = one.schema().zip(other.schema());
    one.name() == other.name() && schemas.is_none_or(|(one, other)| one == other)
}

fn name(table: &ObjectRef) -> String {
    match table.schema() {
        Some(schema) => format!("{schema}.{}", table.name()),
        None => table.name().to_owned(),
    }
}

/// The tables that a task creates and that nothing has taken away before.
fn created_tables<'t>(task: &'t Task<'_>, gone: &mut BTreeSet<String>) -> Vec<&'t ObjectRef> {
    let fresh = task.done == 0 && !task.doubtful && !task.baseline;
    let looked_for = fresh
        && task.direction == Direction::Up
        && matches!(task.migration.kind(), Kind::Versioned(_));
    let mut created = Vec::new();
    let mut here = BTreeSet::new();
    for statement in task.script().statements() {
        match statement.effect() {
            Some(Effect::RenameTable { table, .. }) => {
                gone.insert(name(table));
            }
            Some(Effect::CreateTable(table)) if looked_for => {
                let name = name(table);
                // A second CREATE TABLE of one file is the server's to judge.
                if !gone.contains(&name) && here.insert(name) {
                    created.push(table);
                }
            }
            Some(effect) => gone.extend(effect.dropped_tables().iter().map(name)),
            None => {}
        }
    }
    created
}

fn existing(file_name: &str, table: &ObjectRef) -> Error {
    let message = format!("`{file_name}` creates table `{}`, which is there already", name(table));
    Error::new(ErrorKind::ExistingTable, message).with_hint(
        "if it is the very table that the file describes, enter the file into the ledger without \
         running it: `dbwarden migrate --baseline`; if it is someone else's, rename one of the two",
    )
}
