//! The one apply loop, for the library and the command, up and down.
//!
//! 1. The ledger is read with one SELECT. Nothing to do: that was all.
//! 2. The connection becomes this run's own.
//! 3. For each unit (on SQLite the files of one transaction, elsewhere everything): the lock is taken
//!    and, where it was taken just now, the ledger is read again, because another process may have
//!    been at work.
//! 4. Each migration of the unit runs, its ledger row with it: see [`migration`].
//! 5. The lock is given up and the session is as it was.

mod lock;
mod migration;
mod place;
mod repair;
mod tables;

use std::collections::{BTreeSet, VecDeque};
use std::time::Instant;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Kind, Tally};
use tracing::Instrument;

use crate::decide::{self, Decided, Goal, Task};
use crate::driver::{Acquired, Driver, Failure, FailureKind, Snapshot};
use crate::error::{Error, ErrorKind};
use crate::folder;
use crate::migrator::{Back, Migrator};
use crate::observer::Event;
use crate::options::Options;
use crate::policy;
use crate::report::Report;

pub(crate) use repair::settle;
pub(crate) use tables::check_tables;

/// A run at work.
struct Run<'m, 'd> {
    migrator: &'m Migrator,
    driver: &'d mut (dyn Driver + 'd),
    goal: Goal,
    report: Report,
    deadline: Instant,
    /// The highest sequence number in the ledger.
    sequence: i64,
    /// `RA__` files that have run.
    always: BTreeSet<String>,
    /// How many migrations there were to run when it was last decided, the finished ones included.
    total: usize,
    /// The ledger, as people write it.
    ledger: String,
    /// Whether tables were looked for that stand where these migrations create some. Once is enough:
    /// what comes to be afterwards is this run's own.
    looked_for_tables: bool,
}

/// Does what a goal asks for, and leaves neither lock nor transaction nor changed setting behind.
pub(crate) async fn execute(
    migrator: &Migrator,
    mut driver: Box<dyn Driver + '_>,
    goal: Goal,
) -> Result<Report, Error> {
    let began = Instant::now();
    let span = tracing::info_span!("dbwarden", database = tracing::field::Empty);
    let mut run = Run::new(migrator, &mut *driver, goal);
    let result = run.everything().instrument(span).await;
    let mut report = std::mem::take(&mut run.report);
    finish(driver, result).await?;
    report.duration = began.elapsed();
    Ok(report)
}

/// Cleans up after what has failed, and gives the connection back.
async fn finish<T>(mut driver: Box<dyn Driver + '_>, result: Result<T, Error>) -> Result<T, Error> {
    // The error at hand tells more than one of cleaning up would. What cannot be cleaned up is dropped,
    // which closes it, and the server cleans up.
    if result.is_ok() || driver.release().await.is_ok() {
        driver.close().await;
    } else {
        drop(driver);
    }
    result
}

/// Migrations of one database are not run on another.
pub(crate) fn check_dialect(wanted: Dialect, driver: &dyn Driver) -> Result<(), Error> {
    let given = driver.dialect();
    if wanted == given {
        return Ok(());
    }
    let message = format!("these migrations are written for {wanted}, and this is {given}");
    Err(Error::new(ErrorKind::Dialect, message)
        .with_hint("the first line of `dbwarden.sum` states the database"))
}

/// What the ledger and a goal come to.
pub(crate) async fn decide<'m>(
    migrator: &'m Migrator,
    options: &Options,
    driver: &mut dyn Driver,
    goal: Goal,
    snapshot: &Snapshot,
) -> Result<Decided<'m>, Error> {
    match goal {
        Goal::Up | Goal::Pending | Goal::Baseline(_) => {
            decide::upgrades(migrator.set(), options, goal, &snapshot.facts)
        }
        Goal::Down(_) | Goal::DownTo(_) if !snapshot.exists => Ok(Decided::default()),
        Goal::Down(_) | Goal::DownTo(_) => {
            let entries = driver.entries().await.map_err(cannot_read)?;
            decide::rollbacks(migrator.set(), goal, &entries)
        }
    }
}

/// A failure to read the ledger.
pub(crate) fn cannot_read(failure: Failure) -> Error {
    failure.into_error("cannot read the ledger")
}

impl<'m, 'd> Run<'m, 'd> {
    fn new(migrator: &'m Migrator, driver: &'d mut (dyn Driver + 'd), goal: Goal) -> Self {
        Self {
            migrator,
            driver,
            goal,
            report: Report::default(),
            deadline: Instant::now() + migrator.options().lock_timeout,
            sequence: 0,
            always: BTreeSet::new(),
            total: 0,
            ledger: String::new(),
            looked_for_tables: false,
        }
    }

    async fn everything(&mut self) -> Result<(), Error> {
        let outline = self.migrator.outline();
        tracing::Span::current().record("database", outline.database);
        check_dialect(outline.dialect, self.driver)?;
        self.warn_of_folder();
        if self.is_up_to_date(outline.tally).await? {
            tracing::debug!("nothing to do");
            return Ok(());
        }
        let snapshot = self.peek().await?;
        let decided = self.decide(&snapshot).await?;
        for warning in decided.warnings {
            self.warn(warning);
        }
        let mut tasks = VecDeque::from(decided.tasks);
        if tasks.is_empty() {
            tracing::debug!(ledger = snapshot.ledger, "nothing to do");
            return Ok(());
        }
        self.claim().await?;
        while let Some(unit) = tasks.front().map(Task::unit) {
            if self.acquire(unit).await? == Acquired::Fresh {
                let snapshot = self.peek().await?;
                tasks = self.decide(&snapshot).await?.tasks.into();
                if tasks.front().map(Task::unit) != Some(unit) {
                    self.finish_unit().await?;
                    continue;
                }
                if !std::mem::replace(&mut self.looked_for_tables, true) {
                    let policy = self.migrator.options().existing_table;
                    let set = self.migrator.set();
                    check_tables(self.driver, set, tasks.make_contiguous(), policy).await?;
                }
                if !snapshot.exists {
                    let created = self.driver.create_ledger().await;
                    created.map_err(|f| f.into_error("cannot create the ledger"))?;
                }
                // It only helps those who wait: a role that may create no table migrates all the same.
                if let Err(failure) = self.driver.sign().await {
                    tracing::debug!(?failure, "cannot write down who migrates");
                }
            }
            while let Some(task) = tasks.pop_front_if(|task| task.unit() == unit) {
                self.warn_of_fence(&task);
                if let Err(error) = self.migrate(&task).await {
                    // What was applied before it in this unit stays applied, unless the failure
                    // has undone the whole transaction; this error tells more than that one would.
                    let _ = self.finish_unit().await;
                    return Err(error);
                }
                if unit == crate::driver::Unit::Alone {
                    break;
                }
            }
            self.finish_unit().await?;
        }
        let released = self.driver.release().await;
        released.map_err(|failure| failure.into_error("cannot put the session back"))
    }

    /// Whether a glance at the ledger tells that nothing is to be done: it tells so wherever every row
    /// is one of an applied migration that is here as it was applied, and none is missing.
    async fn is_up_to_date(&mut self, wanted: Option<Tally>) -> Result<bool, Error> {
        let is_all_wanted =
            matches!(self.goal, Goal::Up) && self.migrator.options().up_to.is_none();
        let Some(tally) = wanted.filter(|_| is_all_wanted) else { return Ok(false) };
        match self.driver.glance().await {
            Ok(found) => Ok(found == Some(tally)),
            Err(failure) if failure.kind == FailureKind::Busy => Ok(false),
            Err(failure) => Err(cannot_read(failure)),
        }
    }

    async fn peek(&mut self) -> Result<Snapshot, Error> {
        let snapshot = lock::patiently(self.deadline, self.driver).await;
        let snapshot = snapshot.map_err(cannot_read)?;
        self.sequence = snapshot.facts.iter().map(|fact| fact.sequence).max().unwrap_or(0);
        self.ledger.clone_from(&snapshot.ledger);
        Ok(snapshot)
    }

    /// What is left to do: what this run has done already counts towards its limits.
    async fn decide(&mut self, snapshot: &Snapshot) -> Result<Decided<'m>, Error> {
        let finished = self.report.migrations.len();
        let mut options = self.migrator.options().clone();
        options.limit = options.limit.map(|limit| limit.saturating_sub(finished));
        let goal = match self.goal {
            Goal::Down(Back::Last(count)) => Goal::Down(Back::Last(count.saturating_sub(finished))),
            other => other,
        };
        let mut decided = decide(self.migrator, &options, self.driver, goal, snapshot).await?;
        let always = &self.always;
        decided.tasks.retain(|task| {
            task.migration.kind() != Kind::Always || !always.contains(task.migration.file_name())
        });
        self.total = finished + decided.tasks.len();
        Ok(decided)
    }

    fn event(&self, event: &Event<'_>) {
        if let Some(observer) = &self.migrator.options().observer {
            observer.on_event(event);
        }
    }

    fn warn(&mut self, message: String) {
        tracing::warn!("{message}");
        self.event(&Event::Warning { message: &message });
        self.report.warnings.push(message);
    }

    /// A lease holds back transactions only.
    fn warn_of_fence(&mut self, task: &Task<'_>) {
        let lease = matches!(self.migrator.options().lock, policy::Lock::Lease { .. });
        if lease && !task.transactional && !task.baseline {
            self.warn(format!(
                "`{}` commits statement by statement: should this runner lose its lease inside one \
                 of them, that statement is not undone",
                task.migration.file_name()
            ));
        }
    }

    /// In debug builds the folder may hold files that this program was not built with.
    fn warn_of_folder(&mut self) {
        let folder = self.migrator.folder().filter(|_| cfg!(debug_assertions));
        for file in folder
            .map(|folder| folder::not_embedded(folder, self.migrator.set()))
            .unwrap_or_default()
        {
            self.warn(format!(
                "`{file}` is in the folder of migrations, but not in this program: build it again"
            ));
        }
    }
}
