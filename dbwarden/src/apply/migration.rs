//! One migration: its statements and its ledger row.

use std::time::{Duration, Instant};

use dbwarden_core::migration::{Effect, Script, Statement, StatementClass};
use tracing::Instrument;

use super::lock::Retries;
use super::{Run, place};
use crate::decide::{Task, in_doubt};
use crate::driver::{Failure, FailureKind, Outcome, Ran, RowChange};
use crate::error::{Error, ErrorKind};
use crate::ledger::{EntryState, Fact, LedgerEntry, progress_digest, write_boundaries};
use crate::observer::Event;
use crate::report::{Direction, Executed, StatementTiming};

impl Run<'_, '_> {
    /// Runs a task and enters it into the ledger.
    pub(super) async fn migrate(&mut self, task: &Task<'_>) -> Result<(), Error> {
        let file_name = task.migration.file_name();
        let span = tracing::info_span!("migration", file = file_name, direction = ?task.direction);
        let number = self.report.migrations.len() + 1;
        let total = self.total.max(number);
        self.event(&Event::Started { file_name, direction: task.direction, number, total });
        let began = Instant::now();
        let statements = async {
            if task.baseline {
                let entry = self.entry(task, EntryState::Baselined, 0, Duration::ZERO);
                self.save(&entry).await?;
                Ok(Vec::new())
            } else if task.transactional {
                self.together(task).await
            } else {
                self.one_by_one(task).await
            }
        };
        let statements = statements.instrument(span).await?;
        let duration = began.elapsed();
        tracing::info!(file = file_name, direction = ?task.direction, ?duration, "done");
        self.event(&Event::Finished { file_name, direction: task.direction, duration });
        if task.migration.version().is_none() {
            self.always.insert(file_name.to_owned());
        }
        self.sequence += 1;
        self.report.migrations.push(Executed {
            file_name: file_name.to_owned(),
            kind: task.migration.kind(),
            description: task.migration.description().to_owned(),
            direction: task.direction,
            duration,
            statements,
            baselined: task.baseline,
        });
        Ok(())
    }

    /// All statements and the ledger row in one transaction.
    async fn together(&mut self, task: &Task<'_>) -> Result<Vec<StatementTiming>, Error> {
        let mut retries = Retries::default();
        loop {
            let result = self.run_together(task).await;
            if !matches!(result, Ok(Ok(_))) {
                // Where this fails, too, the connection or the whole transaction is gone already.
                let _ = self.driver.undo_script().await;
            }
            match result? {
                Ok(timings) => return Ok(timings),
                Err(failed) => {
                    let file_name = task.migration.file_name();
                    if !self.retry(file_name, &failed.failure, &mut retries).await {
                        return Err(failed.into_error(file_name, task.script()));
                    }
                }
            }
        }
    }

    /// One attempt. The outer error is one of the ledger, the inner one the migration's own.
    async fn run_together(
        &mut self,
        task: &Task<'_>,
    ) -> Result<Result<Vec<StatementTiming>, Failed>, Error> {
        let file_name = task.migration.file_name();
        let script = task.script();
        let (start, end) = match script.statements() {
            [] => (0, 0),
            [first, .., last] => (first.start() as usize, last.end() as usize),
            [only] => (only.start() as usize, only.end() as usize),
        };
        let count = script.statements().len();
        let mut durations = Vec::with_capacity(count);
        let mut entry = self.entry(task, EntryState::Applied, count, Duration::ZERO);
        let began = Instant::now();
        let text = &script.sql()[start..end];
        let ran = match self.driver.run_script(text, row(task, &entry), &mut durations).await {
            Ok(ran) => ran,
            Err(failure) if durations.len() < count => {
                return Ok(Err(Failed { from: start, ended: durations.len(), failure }));
            }
            Err(failure) => return Err(cannot_commit(file_name, failure)),
        };
        let timings = self.timings(task, &durations);
        if ran == Ran::Open {
            self.driver.restore_session().await.map_err(|f| cannot_restore(file_name, f))?;
            entry.duration = began.elapsed();
            let kept = self.driver.keep_script(row(task, &entry)).await;
            kept.map_err(|failure| cannot_commit(file_name, failure))?;
        }
        Ok(Ok(timings))
    }

    fn timings(&self, task: &Task<'_>, durations: &[Duration]) -> Vec<StatementTiming> {
        let statements = task.script().statements();
        let numbered = statements.iter().zip(durations).enumerate();
        numbered
            .map(|(index, (statement, duration))| {
                self.told(task, index, statement.line(), *duration)
            })
            .collect()
    }

    /// Tells of one statement that has ended.
    fn told(
        &self,
        task: &Task<'_>,
        index: usize,
        line: u32,
        duration: Duration,
    ) -> StatementTiming {
        let number = index + 1;
        self.event(&Event::Statement {
            file_name: task.migration.file_name(),
            number,
            total: task.script().statements().len(),
            duration,
        });
        StatementTiming { number, line, duration }
    }

    /// Statement by statement, each noted in the ledger: what was begun, and what has ended.
    async fn one_by_one(&mut self, task: &Task<'_>) -> Result<Vec<StatementTiming>, Error> {
        let file_name = task.migration.file_name();
        let script = task.script();
        let statements = script.statements();
        let began = Instant::now();
        let mut timings = Vec::new();
        // What an interrupted run has set for its session is gone with that session.
        for (index, statement) in statements.iter().enumerate().take(task.done) {
            if statement.class() == StatementClass::Session {
                let run = self.driver.run_statement(script.text(statement)).await;
                run.map_err(|failure| failed_at(file_name, script, index, failure))?;
            }
        }
        let first = match statements.get(task.done) {
            Some(statement) if task.doubtful => {
                task.done + usize::from(self.settle(task, statement).await?)
            }
            _ => task.done,
        };
        for (index, statement) in statements.iter().enumerate().skip(first) {
            let before = Instant::now();
            let mut retries = Retries::default();
            let run = loop {
                let run = self.one(task, index, statement).await?;
                match &run {
                    Err(failure) if self.retry(file_name, failure, &mut retries).await => {}
                    _ => break run,
                }
            };
            if let Err(failure) = run {
                // Cleared away first, because a failed statement may have left a transaction behind.
                let error = failed_at(file_name, script, index, failure);
                self.note_failure(task, index).await;
                return Err(error);
            }
            timings.push(self.told(task, index, statement.line(), before.elapsed()));
        }
        self.driver.restore_session().await.map_err(|f| cannot_restore(file_name, f))?;
        match task.direction {
            Direction::Up => {
                let count = statements.len();
                let entry = self.entry(task, EntryState::Applied, count, began.elapsed());
                self.save(&entry).await?;
            }
            Direction::Down => self.forget(task).await?,
        }
        Ok(timings)
    }

    /// One statement. The outer error is one of the ledger, the inner one the statement's own.
    async fn one(
        &mut self,
        task: &Task<'_>,
        index: usize,
        statement: &Statement,
    ) -> Result<Result<(), Failure>, Error> {
        let script = task.script();
        let text = script.text(statement);
        if statement.class() == StatementClass::Session {
            return Ok(self.driver.run_statement(text).await);
        }
        if commits_with_its_row(statement, text) && self.undoes_rows().await? {
            if let Err(failure) = self.driver.begin().await {
                return Ok(Err(failure));
            }
            if let Err(failure) = self.driver.run_statement(text).await {
                let _ = self.driver.rollback().await;
                return Ok(Err(failure));
            }
            let entry = self.progress(task, index + 1, index + 1);
            self.save(&entry).await?;
            return Ok(self.driver.commit().await);
        }
        if let Some(effect @ Effect::CreateIndex { concurrently: true, .. }) = statement.effect() {
            self.clear(effect).await?;
        }
        let entry = self.progress(task, index + 1, index);
        self.save(&entry).await?;
        if let Err(failure) = self.driver.run_statement(text).await {
            return Ok(Err(failure));
        }
        // The next statement's *started*, or the row of the whole file, says that this one is done.
        let noted_soon = match script.statements().get(index + 1) {
            Some(next) => is_marked(next, script.text(next)),
            None => true,
        };
        if !noted_soon {
            let entry = self.progress(task, index + 1, index + 1);
            self.save(&entry).await?;
        }
        Ok(Ok(()))
    }

    /// Whether the statement inside which an earlier run was interrupted has happened.
    async fn settle(&mut self, task: &Task<'_>, statement: &Statement) -> Result<bool, Error> {
        let outcome = match statement.effect() {
            Some(effect) => self.outcome(effect).await?,
            None => Outcome::Unknown,
        };
        match outcome {
            Outcome::Done => Ok(true),
            Outcome::NotDone => Ok(false),
            Outcome::Broken(remedy) => {
                self.remedy(&remedy).await?;
                Ok(false)
            }
            Outcome::Unknown => {
                let mut entry = self.progress(task, task.done + 1, task.done);
                entry.fact.state = match task.direction {
                    Direction::Up => EntryState::InDoubt,
                    Direction::Down => EntryState::RevertInDoubt,
                };
                self.save(&entry).await?;
                Err(in_doubt(task.migration.file_name(), &entry.fact.key(), task.done + 1))
            }
        }
    }

    async fn outcome(&mut self, effect: &Effect) -> Result<Outcome, Error> {
        let parts = match effect {
            Effect::Repeatable => return Ok(Outcome::NotDone),
            Effect::DropTables(tables) => tables.iter().cloned().map(Effect::DropTable).collect(),
            Effect::Several(effects) => effects.clone(),
            _ => return self.asked(effect).await,
        };
        // Where some have happened and some have not, the statement can neither be left nor run again.
        let mut together: Option<Outcome> = None;
        for part in parts.iter().filter(|part| **part != Effect::Repeatable) {
            let outcome = self.asked(part).await?;
            if together.get_or_insert_with(|| outcome.clone()) != &outcome {
                return Ok(Outcome::Unknown);
            }
        }
        Ok(together.unwrap_or(Outcome::NotDone))
    }

    async fn undoes_rows(&mut self) -> Result<bool, Error> {
        let undoes = self.driver.undoes_rows().await;
        undoes.map_err(|failure| failure.into_error("cannot read the catalog"))
    }

    async fn asked(&mut self, effect: &Effect) -> Result<Outcome, Error> {
        let outcome = self.driver.outcome(effect).await;
        outcome.map_err(|failure| failure.into_error("cannot read the catalog"))
    }

    /// Removes an index that a failed CREATE INDEX CONCURRENTLY has left INVALID under this name.
    async fn clear(&mut self, effect: &Effect) -> Result<(), Error> {
        match self.outcome(effect).await? {
            Outcome::Broken(remedy) => self.remedy(&remedy).await,
            Outcome::Done | Outcome::NotDone | Outcome::Unknown => Ok(()),
        }
    }

    async fn remedy(&mut self, statement: &str) -> Result<(), Error> {
        tracing::info!(statement, "removing what an interrupted statement has left");
        let result = self.driver.run_statement(statement).await;
        result.map_err(|failure| failure.into_error(format!("cannot run `{statement}`")))
    }

    /// After a statement that has failed, the next run begins with it again: it has not happened.
    /// Where nothing has happened yet, the ledger says what it said before.
    async fn note_failure(&mut self, task: &Task<'_>, index: usize) {
        let noted = match (&task.entry, index) {
            (Some(entry), 0) => self.driver.save(entry).await,
            (None, 0) => self.driver.forget(&self.progress(task, 0, 0).fact).await,
            _ => self.driver.save(&self.progress(task, index, index)).await,
        };
        if noted.is_err() {
            // Then the row still says that it was begun, which the next run settles.
            tracing::warn!(file = task.migration.file_name(), "cannot note the failure");
        }
    }

    fn progress(&self, task: &Task<'_>, started: usize, done: usize) -> LedgerEntry {
        let state = match task.direction {
            Direction::Up => EntryState::Started,
            Direction::Down => EntryState::Reverting,
        };
        let mut entry = self.entry(task, state, done, Duration::ZERO);
        entry.fact.statements_started = count(started);
        entry.fact.progress = Some(progress_digest(task.script(), done));
        entry
    }

    /// The row of a task.
    fn entry(
        &self,
        task: &Task<'_>,
        state: EntryState,
        done: usize,
        duration: Duration,
    ) -> LedgerEntry {
        if let Some(entry) = &task.entry {
            let mut entry = entry.clone();
            entry.fact.state = state;
            entry.fact.statements_started = count(done);
            entry.fact.statements_done = count(done);
            return entry;
        }
        let migration = &task.migration;
        let rollback = migration.rollback();
        LedgerEntry {
            fact: Fact {
                // A repeatable file moves to the end, a resumed one keeps its place.
                sequence: match &task.fact {
                    Some(fact) if migration.version().is_some() => fact.sequence,
                    _ => self.sequence + 1,
                },
                kind: task.fact.as_ref().map_or(migration.kind(), |fact| fact.kind),
                file_name: migration.file_name().to_owned(),
                state,
                statements_started: count(done),
                statements_done: count(done),
                upgrade_checksum: migration.upgrade().checksum(),
                progress: None,
            },
            description: migration.description().to_owned(),
            rollback_checksum: rollback.map(Script::checksum),
            flags: migration.flags(),
            rollback_sql: rollback.map(|script| script.sql().to_owned()),
            rollback_statements: rollback.map(write_boundaries),
            applied_at: String::new(),
            duration,
            tool: env!("CARGO_PKG_VERSION").to_owned(),
            reason: None,
        }
    }

    pub(super) async fn save(&mut self, entry: &LedgerEntry) -> Result<(), Error> {
        self.driver.save(entry).await.map_err(|failure| {
            failure.into_error(format!("cannot enter `{}` into the ledger", entry.file_name()))
        })
    }

    async fn forget(&mut self, task: &Task<'_>) -> Result<(), Error> {
        let Some(fact) = &task.fact else { return Ok(()) };
        self.driver.forget(fact).await.map_err(|failure| {
            failure.into_error(format!("cannot remove `{}` from the ledger", fact.file_name))
        })
    }
}

/// What a task does to the ledger.
fn row<'r>(task: &'r Task<'_>, entry: &'r LedgerEntry) -> RowChange<'r> {
    match (task.direction, &task.fact) {
        (Direction::Down, Some(fact)) => RowChange::Remove(fact),
        (Direction::Up, None) => RowChange::Insert(entry),
        // Only what has a row is ever undone.
        (Direction::Up, Some(_)) | (Direction::Down, None) => RowChange::Write(entry),
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Whether a statement changes rows only, so that it can commit together with its ledger row. A
/// call may do anything, a commit included.
fn commits_with_its_row(statement: &Statement, text: &str) -> bool {
    const CHANGES: [&str; 7] = ["insert", "update", "delete", "replace", "merge", "with", "select"];
    let word: String =
        text.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    statement.class() == StatementClass::Data && CHANGES.contains(&word.as_str())
}

/// Whether a statement is noted as *started* before it runs.
fn is_marked(statement: &Statement, text: &str) -> bool {
    statement.class() != StatementClass::Session && !commits_with_its_row(statement, text)
}

/// A script that was sent as a whole, from the byte `from` of its text, and failed.
struct Failed {
    from: usize,
    /// How many of its statements had ended.
    ended: usize,
    failure: Failure,
}

impl Failed {
    fn into_error(self, file_name: &str, script: &Script) -> Error {
        let Self { from, ended, failure } = self;
        let place = failure
            .position
            .and_then(|position| place::of_position(file_name, script, from, position))
            .or_else(|| place::of_statement(file_name, script, ended));
        statement_error(file_name, script, place, failure)
    }
}

/// The error of one statement that was sent alone.
fn failed_at(file_name: &str, script: &Script, index: usize, failure: Failure) -> Error {
    let from = script.statements().get(index).map_or(0, |statement| statement.start() as usize);
    Failed { from, ended: index, failure }.into_error(file_name, script)
}

fn statement_error(
    file_name: &str,
    script: &Script,
    place: Option<crate::error::Place>,
    failure: Failure,
) -> Error {
    if failure.kind == FailureKind::ForeignKeys {
        let message = format!("`{file_name}` breaks a foreign key");
        return failure.into_error_of(ErrorKind::ForeignKeys, message);
    }
    match place {
        Some(place) => {
            let (number, total) = (place.number, script.statements().len());
            let message = format!("statement {number} of {total} failed");
            failure.into_error_of(ErrorKind::Statement, message).with_place(place)
        }
        None => failure.into_error_of(ErrorKind::Statement, format!("`{file_name}` failed")),
    }
}

fn cannot_commit(file_name: &str, failure: Failure) -> Error {
    let message = format!("`{file_name}` ran, but its transaction cannot be committed");
    failure.into_error_of(ErrorKind::Statement, message)
}

fn cannot_restore(file_name: &str, failure: Failure) -> Error {
    failure.into_error(format!("cannot put the session back after `{file_name}`"))
}
