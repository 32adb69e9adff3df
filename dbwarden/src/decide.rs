//! What is to be done: the set of migrations held against the ledger. Pure, so that `plan`, `status`
//! and `run` cannot disagree, and all of it is tested without a database.

mod down;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use dbwarden_core::migration::{Decision, Kind, Migration, MigrationSet, Script, Version};

use crate::driver::Unit;
use crate::error::{Error, ErrorKind};
use crate::ledger::{EntryState, Fact, LedgerEntry, progress_digest};
use crate::migrator::{Back, Baseline};
use crate::options::Options;
use crate::policy;
use crate::report::{Direction, MigrationStatus, State};

pub(crate) use down::rollbacks;

/// One migration that is to run.
#[derive(Debug, Clone)]
pub(crate) struct Task<'m> {
    pub(crate) migration: Cow<'m, Migration>,
    pub(crate) direction: Direction,
    /// What decides of its ledger row, where it has one.
    pub(crate) fact: Option<Fact>,
    /// The whole row; on the way down only.
    pub(crate) entry: Option<LedgerEntry>,
    /// How many statements an interrupted run has done.
    pub(crate) done: usize,
    /// Whether the statement after these was begun.
    pub(crate) doubtful: bool,
    /// Whether all its statements commit together.
    pub(crate) transactional: bool,
    /// Whether the script comes from the ledger.
    pub(crate) stored: bool,
    /// Whether it is only entered into the ledger.
    pub(crate) baseline: bool,
}

impl Task<'_> {
    /// What runs. A rollback without a script is never made a task.
    pub(crate) fn script(&self) -> &Script {
        match self.direction {
            Direction::Up => self.migration.upgrade(),
            Direction::Down => self.migration.rollback().unwrap_or(self.migration.upgrade()),
        }
    }

    /// With which others it may share a unit.
    pub(crate) fn unit(&self) -> Unit {
        match self {
            Task { baseline: true, .. } => Unit::Ordinary,
            Task { transactional: false, .. } => Unit::Alone,
            _ if self.migration.flags().foreign_keys_off => Unit::ForeignKeysOff,
            _ => Unit::Ordinary,
        }
    }

    fn up<'m>(
        migration: &'m Migration,
        fact: Option<&Fact>,
        ddl_in_transactions: bool,
    ) -> Task<'m> {
        let resumed = fact.filter(|fact| fact.state == EntryState::Started);
        let done = resumed.map_or(0, |fact| fact.statements_done as usize);
        Task {
            migration: Cow::Borrowed(migration),
            direction: Direction::Up,
            fact: fact.cloned(),
            entry: None,
            done,
            doubtful: resumed.is_some_and(|fact| fact.statements_started > fact.statements_done),
            transactional: ddl_in_transactions
                && !migration.flags().no_transaction
                && resumed.is_none(),
            stored: false,
            baseline: false,
        }
    }
}

/// What a run is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    Up,
    Pending,
    Baseline(Baseline),
    Down(Back),
    DownTo(Version),
}

/// What is to be done, and what is to be said about it.
#[derive(Debug, Default)]
pub(crate) struct Decided<'m> {
    pub(crate) tasks: Vec<Task<'m>>,
    pub(crate) warnings: Vec<String>,
}

/// The ledger's rows by what they stand for in the set.
struct Matched<'l> {
    versions: BTreeMap<Version, &'l Fact>,
    files: BTreeMap<&'l str, &'l Fact>,
    /// The versions that have a file.
    described: BTreeSet<Version>,
}

impl<'l> Matched<'l> {
    /// Honours `renumbered`: a row under the old version stands for the new one.
    fn new(set: &MigrationSet, facts: &'l [Fact]) -> Self {
        let mut versions = BTreeMap::new();
        let mut files = BTreeMap::new();
        for fact in facts {
            match fact.kind.version() {
                Some(version) => drop(versions.insert(version, fact)),
                None => drop(files.insert(fact.file_name.as_str(), fact)),
            }
        }
        for decision in set.decisions() {
            let Decision::Renumbered { old, new } = decision else { continue };
            if set.version(*old).is_none()
                && !versions.contains_key(new)
                && let Some(fact) = versions.remove(old)
            {
                versions.insert(*new, fact);
            }
        }
        let described = set.migrations().iter().filter_map(Migration::version).collect();
        Self { versions, files, described }
    }

    fn of(&self, migration: &Migration) -> Option<&'l Fact> {
        match migration.version() {
            Some(version) => self.versions.get(&version).copied(),
            None => self.files.get(migration.file_name()).copied(),
        }
    }
}

fn is_accepted(set: &MigrationSet, fact: &Fact, version: Version) -> bool {
    set.decisions().iter().any(|decision| {
        matches!(decision, Decision::Accept { version: of, checksum, .. }
            if *of == version && *checksum == fact.upgrade_checksum)
    })
}

fn is_retired(set: &MigrationSet, version: Version) -> bool {
    let retired = |decision: &Decision| matches!(decision, Decision::Retired { version: of, .. } if *of == version);
    set.decisions().iter().any(retired)
}

/// How one row of the ledger stands against its file.
fn state_of(set: &MigrationSet, migration: &Migration, fact: &Fact) -> State {
    match fact.state {
        EntryState::InDoubt | EntryState::RevertInDoubt => State::InDoubt,
        EntryState::Started | EntryState::Reverting => State::Started,
        EntryState::Applied | EntryState::Baselined => {
            let same = migration.upgrade().checksum() == fact.upgrade_checksum;
            match migration.version() {
                Some(version) if !same && !is_accepted(set, fact, version) => State::Edited,
                None if migration.kind() == Kind::OnChange && !same => State::Pending,
                _ if fact.state == EntryState::Baselined => State::Baselined,
                _ => State::Applied,
            }
        }
    }
}

fn by_key(entries: &[LedgerEntry]) -> BTreeMap<String, &LedgerEntry> {
    entries.iter().map(|entry| (entry.fact.key(), entry)).collect()
}

/// Every migration that has a file or a row.
pub(crate) fn status(set: &MigrationSet, entries: &[LedgerEntry]) -> Vec<MigrationStatus> {
    let facts: Vec<Fact> = entries.iter().map(|entry| entry.fact.clone()).collect();
    let matched = Matched::new(set, &facts);
    let newest_applied = matched.versions.keys().next_back().copied();
    let newest_file = set.migrations().iter().filter_map(Migration::version).max();
    let by_key = by_key(entries);
    let entry_of = |fact: &Fact| by_key.get(&fact.key()).copied();
    let mut known = BTreeSet::new();
    let mut rows: Vec<MigrationStatus> = set
        .migrations()
        .iter()
        .map(|migration| {
            let fact = matched.of(migration);
            let state = match (fact, migration.version()) {
                (Some(fact), _) => {
                    known.insert(fact.key());
                    state_of(set, migration, fact)
                }
                (None, Some(version)) if newest_applied.is_some_and(|newest| version < newest) => {
                    State::OutOfOrder
                }
                (None, _) => State::Pending,
            };
            MigrationStatus {
                file_name: migration.file_name().to_owned(),
                kind: migration.kind(),
                description: migration.description().to_owned(),
                state,
                entry: fact.and_then(entry_of).cloned(),
            }
        })
        .collect();
    for entry in entries.iter().filter(|entry| !known.contains(&entry.fact.key())) {
        let state = match entry.version() {
            Some(version) if is_retired(set, version) => State::Applied,
            Some(version) if newest_file.is_none_or(|newest| version > newest) => State::Ahead,
            _ => State::Missing,
        };
        rows.push(MigrationStatus {
            file_name: entry.file_name().to_owned(),
            kind: entry.kind(),
            description: entry.description.clone(),
            state,
            entry: Some(entry.clone()),
        });
    }
    // Versions first, in order; the others stay in the order of their set.
    rows.sort_by_key(|row| row.version().map_or((1, Version::new(0)), |version| (0, version)));
    rows
}

/// What an upgrade, a baseline or `pending` has to do.
pub(crate) fn upgrades<'m>(
    set: &'m MigrationSet,
    options: &Options,
    goal: Goal,
    facts: &[Fact],
) -> Result<Decided<'m>, Error> {
    let mut decided = Decided::default();
    let matched = Matched::new(set, facts);
    check_unknown_rows(set, options, &matched, &mut decided.warnings)?;
    check_edited(set, options, &matched, &mut decided.warnings)?;

    let last = match goal {
        Goal::Baseline(Baseline::UpTo(version)) => Some(version),
        _ => options.up_to,
    };
    if let Some(version) = last.filter(|version| set.version(*version).is_none()) {
        return Err(unknown_version(set, version));
    }
    let newest_applied = matched.versions.keys().next_back().copied();
    let transactional = set.dialect().has_transactional_ddl();
    let mut complete = true;
    let mut late = Vec::new();
    for migration in set.migrations() {
        let fact = matched.of(migration);
        if let Some(fact) = fact {
            check_unfinished(migration, fact)?;
        }
        let wanted = match migration.kind() {
            Kind::Versioned(_) if fact.is_some_and(is_applied) => false,
            Kind::Versioned(version) if last.is_some_and(|last| version > last) => {
                complete = false;
                false
            }
            Kind::Versioned(version) => {
                if fact.is_none() && newest_applied.is_some_and(|newest| version < newest) {
                    late.push(migration.file_name());
                }
                true
            }
            Kind::Always => complete && matches!(goal, Goal::Up),
            Kind::OnChange => {
                complete
                    && !matches!(goal, Goal::Baseline(Baseline::UpTo(_)))
                    && fact.is_none_or(|fact| {
                        !is_applied(fact) || fact.upgrade_checksum != migration.upgrade().checksum()
                    })
            }
        };
        if !wanted {
            continue;
        }
        let mut task = Task::up(migration, fact, transactional);
        task.baseline = matches!(goal, Goal::Baseline(_));
        decided.tasks.push(task);
    }
    check_late(options, &late, &mut decided.warnings)?;
    if let Some(limit) = options.limit {
        decided.tasks.truncate(limit);
    }
    check_tasks(set, &matched, &decided.tasks)?;
    Ok(decided)
}

fn is_applied(fact: &Fact) -> bool {
    matches!(fact.state, EntryState::Applied | EntryState::Baselined)
}

/// Rows that no file describes.
fn check_unknown_rows(
    set: &MigrationSet,
    options: &Options,
    matched: &Matched<'_>,
    warnings: &mut Vec<String>,
) -> Result<(), Error> {
    let newest_file = set.migrations().iter().filter_map(Migration::version).max();
    let unknown = matched
        .versions
        .iter()
        .filter(|(version, _)| !matched.described.contains(version))
        .filter(|(version, _)| !is_retired(set, **version));
    let (ahead, missing): (Vec<_>, Vec<_>) =
        unknown.partition(|(version, _)| newest_file.is_none_or(|newest| **version > newest));
    let names = |rows: &[(&Version, &&Fact)]| {
        rows.iter().map(|(_, fact)| format!("`{}`", fact.file_name)).collect::<Vec<_>>().join(", ")
    };
    if !missing.is_empty() {
        let message = format!("applied, but no file describes it any more: {}", names(&missing));
        match options.missing {
            policy::Missing::Warn => warnings.push(message),
            policy::Missing::Refuse => {
                return Err(Error::new(ErrorKind::Missing, message).with_hint(
                    "bring the file back, or say that it is gone on purpose: \
                     `dbwarden hash --retire VERSION --reason \"..\"`",
                ));
            }
        }
    }
    if !ahead.is_empty() {
        let message = format!("the database is ahead of these migrations by {}", names(&ahead));
        match options.database_ahead {
            policy::DatabaseAhead::Warn => warnings.push(message),
            policy::DatabaseAhead::Refuse => {
                return Err(Error::new(ErrorKind::Ahead, message).with_hint(
                    "run the version of the program that has these migrations, or take the \
                     database back: `dbwarden downgrade --to VERSION`",
                ));
            }
        }
    }
    Ok(())
}

/// Files whose upgrade is not the one that was applied.
fn check_edited(
    set: &MigrationSet,
    options: &Options,
    matched: &Matched<'_>,
    warnings: &mut Vec<String>,
) -> Result<(), Error> {
    let mut edited = Vec::new();
    for migration in set.migrations() {
        let Some(fact) = matched.of(migration) else { continue };
        if migration.version().is_some() && state_of(set, migration, fact) == State::Edited {
            edited.push(format!(
                "`{}` was applied with checksum {} and now has {}",
                migration.file_name(),
                fact.upgrade_checksum,
                migration.upgrade().checksum()
            ));
        }
    }
    if edited.is_empty() {
        return Ok(());
    }
    let message = format!("edited after it was applied: {}", edited.join("; "));
    match options.edited {
        policy::Edited::Warn => {
            warnings.push(message);
            Ok(())
        }
        policy::Edited::Refuse => Err(Error::new(ErrorKind::ChecksumMismatch, message).with_hint(
            "restore the file and put the change into a new migration, or, if it means the same: \
             `dbwarden hash --accept VERSION --reason \"..\"`",
        )),
    }
}

/// What an interrupted run has left.
fn check_unfinished(migration: &Migration, fact: &Fact) -> Result<(), Error> {
    let file = migration.file_name();
    let next = fact.statements_done + 1;
    match fact.state {
        EntryState::InDoubt | EntryState::RevertInDoubt => {
            Err(in_doubt(file, &fact.key(), next as usize))
        }
        EntryState::Reverting => Err(Error::new(
            ErrorKind::Interrupted,
            format!("the rollback of `{file}` was interrupted at its statement {next}"),
        )
        .with_hint("finish it: `dbwarden rollback --count 1`")),
        EntryState::Started => {
            let done = fact.statements_done as usize;
            let upgrade = migration.upgrade();
            let same = upgrade.checksum() == fact.upgrade_checksum
                || fact.progress.as_deref() == Some(progress_digest(upgrade, done).as_str());
            if same && done <= upgrade.statements().len() {
                return Ok(());
            }
            let message = format!(
                "`{file}` was interrupted after its statement {done}, and what ran of it was \
                 edited since"
            );
            Err(Error::new(ErrorKind::ChecksumMismatch, message)
                .with_hint("restore the statements that have run; only later ones may change"))
        }
        EntryState::Applied | EntryState::Baselined => Ok(()),
    }
}

/// The error that stops at a statement whose outcome nobody knows.
pub(crate) fn in_doubt(file_name: &str, key: &str, number: usize) -> Error {
    let message = format!(
        "`{file_name}` is in doubt: a run was interrupted inside statement {number}, and the \
         catalog cannot tell whether that statement has happened"
    );
    Error::new(ErrorKind::InDoubt, message).with_hint(format!(
        "look at the database, say whether the statement has happened, and run again: \
         `dbwarden repair {key} --happened --reason \"..\"` or \
         `dbwarden repair {key} --not-happened --reason \"..\"`"
    ))
}

fn check_late(options: &Options, late: &[&str], warnings: &mut Vec<String>) -> Result<(), Error> {
    if late.is_empty() {
        return Ok(());
    }
    let names = late.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = format!("pending below a version that is applied already: {names}");
    match options.out_of_order {
        policy::OutOfOrder::Apply => {
            warnings.push(message);
            Ok(())
        }
        policy::OutOfOrder::Refuse => Err(Error::new(ErrorKind::OutOfOrder, message)
            .with_hint("give the file the next free version, or allow it with `on_out_of_order`")),
    }
}

/// Files that hold nothing, and dependencies that are not met.
fn check_tasks(set: &MigrationSet, matched: &Matched<'_>, tasks: &[Task<'_>]) -> Result<(), Error> {
    let mut there: BTreeSet<Version> = matched
        .versions
        .iter()
        .filter(|(_, fact)| is_applied(fact))
        .map(|(version, _)| *version)
        .collect();
    for task in tasks {
        let migration = &task.migration;
        let file = migration.file_name();
        if migration.upgrade().statements().is_empty() {
            let message = format!("the upgrade of `{file}` holds no statement");
            return Err(Error::new(ErrorKind::EmptyUpgrade, message)
                .with_hint("write the SQL below its line `-- upgrade`, then `dbwarden hash`"));
        }
        if let Some(needed) = migration.depends_on().iter().find(|needed| !there.contains(needed)) {
            let known = set.version(*needed).map_or_else(
                || "which is not among the files".to_owned(),
                |needed| format!("`{}`, which would not be applied before it", needed.file_name()),
            );
            let message = format!("`{file}` depends on {needed}, {known}");
            return Err(Error::new(ErrorKind::Dependency, message));
        }
        there.extend(migration.version());
    }
    Ok(())
}

fn unknown_version(set: &MigrationSet, version: Version) -> Error {
    let mut versions = set.migrations().iter().filter_map(Migration::version);
    let message = match (versions.next(), versions.next_back()) {
        (Some(first), Some(last)) => {
            format!("there is no version {version}: the files go from {first} to {last}")
        }
        (Some(only), None) => format!("there is no version {version}: the only file has {only}"),
        _ => format!("there is no version {version}: there are no files"),
    };
    Error::new(ErrorKind::UnknownVersion, message)
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
