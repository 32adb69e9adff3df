//! What a rollback has to do.

use std::borrow::Cow;

use dbwarden_core::migration::{Checksum, Flags, Migration, MigrationSet, Script, Version};

use super::{Decided, Goal, Matched, Task, by_key, in_doubt};
use crate::error::{Error, ErrorKind};
use crate::ledger::{EntryState, Fact, LedgerEntry, read_boundaries};
use crate::migrator::Back;
use crate::report::Direction;

/// What a rollback has to do, the migration that was applied last first.
pub(crate) fn rollbacks<'m>(
    set: &'m MigrationSet,
    goal: Goal,
    entries: &[LedgerEntry],
) -> Result<Decided<'m>, Error> {
    let facts: Vec<Fact> = entries.iter().map(|entry| entry.fact.clone()).collect();
    let matched = Matched::new(set, &facts);
    let by_key = by_key(entries);
    // Under the numbers that the set uses now.
    let mut applied: Vec<(Version, &LedgerEntry)> = matched
        .versions
        .iter()
        .filter_map(|(version, fact)| Some((*version, *by_key.get(&fact.key())?)))
        .collect();
    applied.sort_by_key(|(version, entry)| std::cmp::Reverse((entry.fact.sequence, *version)));
    match goal {
        Goal::Down(Back::Last(count)) => applied.truncate(count),
        Goal::Down(Back::DownTo(last)) => applied.retain(|(version, _)| *version > last),
        Goal::DownTo(last) => {
            let known = applied.iter().any(|(version, _)| *version == last);
            if !known && last.number() != 0 {
                let message = format!("version {last} is not applied, so nothing leads back to it");
                return Err(Error::new(ErrorKind::UnknownVersion, message)
                    .with_hint("`dbwarden history` lists the versions that are applied"));
            }
            applied.retain(|(version, _)| *version > last);
        }
        Goal::Up | Goal::Pending | Goal::Baseline(_) => applied.clear(),
    }
    let transactional = set.dialect().has_transactional_ddl();
    let tasks = applied
        .into_iter()
        .map(|(version, entry)| downwards(set, version, entry, transactional))
        .collect::<Result<_, _>>()?;
    Ok(Decided { tasks, warnings: Vec::new() })
}

fn downwards<'m>(
    set: &'m MigrationSet,
    version: Version,
    entry: &LedgerEntry,
    ddl_in_transactions: bool,
) -> Result<Task<'m>, Error> {
    let fact = &entry.fact;
    match fact.state {
        EntryState::InDoubt | EntryState::RevertInDoubt => {
            let number = fact.statements_done as usize + 1;
            return Err(in_doubt(&fact.file_name, &fact.key(), number));
        }
        EntryState::Started => {
            let message = format!(
                "`{}` is applied in part: {} of its statements have run",
                fact.file_name, fact.statements_done
            );
            return Err(Error::new(ErrorKind::Interrupted, message)
                .with_hint("finish it first: `dbwarden migrate`"));
        }
        EntryState::Applied | EntryState::Baselined | EntryState::Reverting => {}
    }
    let file = set.version(version).filter(|file| file.rollback().is_some());
    let (migration, stored) = match file {
        Some(file) => (Cow::Borrowed(file), false),
        None => (Cow::Owned(stored_migration(entry)?), true),
    };
    let name = migration.file_name();
    if migration.flags().irreversible {
        let message = format!("`{name}` is declared irreversible");
        return Err(Error::new(ErrorKind::Irreversible, message)
            .with_hint("write a migration forward that does what you need"));
    }
    if migration.rollback().is_none_or(|rollback| rollback.statements().is_empty()) {
        let message = format!("`{name}` has no rollback");
        return Err(Error::new(ErrorKind::NoRollback, message)
            .with_hint("write the SQL below its line `-- rollback`, then `dbwarden hash`"));
    }
    let resumed = fact.state == EntryState::Reverting;
    let transactional = ddl_in_transactions && !migration.flags().no_transaction && !resumed;
    Ok(Task {
        direction: Direction::Down,
        done: if resumed { fact.statements_done as usize } else { 0 },
        doubtful: resumed && fact.statements_started > fact.statements_done,
        transactional,
        stored,
        baseline: false,
        fact: Some(fact.clone()),
        entry: Some(entry.clone()),
        migration,
    })
}

fn altered(file_name: &str, stored: Checksum, found: Checksum) -> Error {
    let message = format!(
        "the rollback of `{file_name}` that the ledger keeps was stored with checksum {stored} and \
         now has {found}"
    );
    Error::new(ErrorKind::ChecksumMismatch, message)
        .with_hint("somebody has changed the ledger: take the rollback from the file instead")
}

/// A migration from what its ledger row keeps.
fn stored_migration(entry: &LedgerEntry) -> Result<Migration, Error> {
    let unreadable = || {
        let message =
            format!("the ledger keeps no rollback of `{}` that can be run", entry.file_name());
        Error::new(ErrorKind::NoRollback, message)
    };
    let fact = &entry.fact;
    let flags = entry.flags;
    let rollback = match (&entry.rollback_sql, &entry.rollback_statements) {
        (Some(sql), Some(boundaries)) => {
            let statements = read_boundaries(sql, boundaries).ok_or_else(unreadable)?;
            let checksum = entry.rollback_checksum.ok_or_else(unreadable)?;
            let found = Checksum::of(sql.as_bytes());
            if found != checksum {
                return Err(altered(entry.file_name(), checksum, found));
            }
            Some(Script::new(sql.clone(), statements, checksum))
        }
        _ if flags.irreversible => None,
        _ => return Err(unreadable()),
    };
    Ok(Migration::new(
        fact.file_name.clone(),
        fact.kind,
        entry.description.clone(),
        Flags { ..flags },
        Vec::new(),
        Script::new(String::new(), Vec::new(), fact.upgrade_checksum),
        rollback,
    ))
}
