//! The front door: a set of migrations and how to apply it.

use std::fmt;
use std::time::Duration;

use dbwarden_core::migration::{MigrationSet, Outline, Version, decode_outline};

use crate::decide::Goal;
use crate::driver::{Access, Future};
use crate::error::Error;
use crate::ledger::LedgerEntry;
use crate::options::Options;
use crate::report::{LockStatus, Plan, Report, Status};
use crate::target::Target;
use crate::{apply, inquiry};

/// A set of migrations, and how to apply it.
///
/// `dbwarden::migrate!()` makes one while the application compiles; it may be a `static`.
#[cfg_attr(feature = "dir", doc = "[`Migrator::from_dir`] reads a folder at run time.")]
///
/// ```no_run
/// # use dbwarden::{Migrator, Error};
/// # use std::time::Duration;
/// # async fn example(migrator: Migrator) -> Result<(), Error> {
/// let report = migrator
///     .lock_timeout(Duration::from_secs(30))
///     .run("postgres://app@localhost/app")
///     .await?;
/// for migration in report.migrations() {
///     println!("{} in {:?}", migration.file_name(), migration.duration());
/// }
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Migrator {
    set: Set,
    options: Options,
    /// The folder from which the set was embedded, to be compared with it in debug builds.
    folder: Option<&'static str>,
}

/// Where the migrations are.
#[derive(Clone)]
enum Set {
    Owned(MigrationSet),
    /// Decoded when it is first asked for. A constant cannot refer to what changes then, but to a
    /// function that does.
    Embedded {
        set: fn() -> &'static MigrationSet,
        bytes: &'static [u8],
    },
}

/// How far a rollback goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// The migrations that were applied last, this many.
    Last(usize),
    /// Everything above this version, which stays applied. Version 0 takes everything back.
    DownTo(Version),
}

/// What a person has found out about a statement that is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The database shows its effect: the next run goes on behind it.
    Happened,
    /// The database does not: the next run begins with it.
    NotHappened,
}

/// Which migrations a baseline enters into the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Baseline {
    /// All that are pending.
    Everything,
    /// The pending ones up to and including this version.
    UpTo(Version),
}

impl Migrator {
    /// A migrator of a set that was read elsewhere.
    pub const fn new(set: MigrationSet) -> Self {
        Self { set: Set::Owned(set), options: Options::DEFAULT, folder: None }
    }

    pub(crate) const fn embedded(
        set: fn() -> &'static MigrationSet,
        bytes: &'static [u8],
        folder: &'static str,
    ) -> Self {
        let set = Set::Embedded { set, bytes };
        Self { set, options: Options::DEFAULT, folder: Some(folder) }
    }

    /// The migrations.
    pub fn set(&self) -> &MigrationSet {
        match &self.set {
            Set::Owned(set) => set,
            Set::Embedded { set, .. } => set(),
        }
    }

    /// The migrations at a glance, for which nothing has to be decoded.
    pub(crate) fn outline(&self) -> Outline<'_> {
        match &self.set {
            Set::Owned(set) => set.outline(),
            Set::Embedded { set, bytes } => {
                decode_outline(bytes).unwrap_or_else(|| set().outline())
            }
        }
    }

    /// Applies what is pending.
    ///
    /// Where nothing is, this is one SELECT: no lock, no write.
    ///
    /// # Errors
    ///
    /// When a statement fails, when the lock is not free before the deadline, or when the database
    /// and the files disagree in a way that a [policy](crate::policy) refuses. Migrations that were
    /// applied before the one that failed stay applied.
    pub fn run<'a>(&'a self, target: impl Target<'a> + 'a) -> Future<'a, Result<Report, Error>> {
        let open = target.open(Access::Write);
        Box::pin(async move { apply::execute(self, open.await?, Goal::Up).await })
    }

    /// What [`run`](Self::run) would do at this moment. Writes nothing.
    ///
    /// # Errors
    ///
    /// Where `run` would refuse to begin.
    pub fn plan<'a>(&'a self, target: impl Target<'a> + 'a) -> Future<'a, Result<Plan, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::plan(self, open.await?, Goal::Up).await })
    }

    /// How every migration stands. Writes nothing, also where there is no ledger yet, and reports
    /// what `run` would refuse instead of refusing it.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn status<'a>(&'a self, target: impl Target<'a> + 'a) -> Future<'a, Result<Status, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::status(self, open.await?).await })
    }

    /// What the ledger holds, in the order in which it was applied. Writes nothing.
    ///
    /// # Errors
    ///
    /// When the database cannot be read.
    pub fn history<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
    ) -> Future<'a, Result<Vec<LedgerEntry>, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::history(open.await?).await })
    }

    /// The versioned migrations, and those on change, that [`run`](Self::run) would apply. An empty
    /// plan means that the schema is the one that this program was built for, or a newer one.
    ///
    /// # Errors
    ///
    /// Where `run` would refuse to begin.
    pub fn pending<'a>(&'a self, target: impl Target<'a> + 'a) -> Future<'a, Result<Plan, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::plan(self, open.await?, Goal::Pending).await })
    }

    /// Waits until nothing is pending: for processes that need the schema and must not migrate.
    ///
    /// # Errors
    ///
    /// When something still is pending at the deadline, which [`Error::is_pending`] tells.
    pub fn wait<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
        deadline: Duration,
    ) -> Future<'a, Result<(), Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::wait(self, open.await?, deadline).await })
    }

    /// Takes applied migrations back, the last one first, with the rollback of the file, or with the
    /// copy in the ledger where no file is there.
    ///
    /// # Errors
    ///
    /// When one of them is irreversible or has no rollback (nothing is taken back then), and for
    /// the reasons of [`run`](Self::run).
    pub fn rollback<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
        back: Back,
    ) -> Future<'a, Result<Report, Error>> {
        let open = target.open(Access::Write);
        Box::pin(async move { apply::execute(self, open.await?, Goal::Down(back)).await })
    }

    /// What [`rollback`](Self::rollback) would do at this moment. Writes nothing.
    ///
    /// # Errors
    ///
    /// Where `rollback` would refuse to begin.
    pub fn plan_rollback<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
        back: Back,
    ) -> Future<'a, Result<Plan, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::plan(self, open.await?, Goal::Down(back)).await })
    }

    /// Takes a database back to a version, which stays applied. Unlike [`rollback`](Self::rollback)
    /// the version must be one that the database has applied (or 0), so that a mistyped one takes
    /// nothing back. Migrations that a newer program has applied are taken back with the SQL that
    /// the ledger keeps.
    ///
    /// # Errors
    ///
    /// As [`rollback`](Self::rollback).
    pub fn downgrade_to<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
        version: Version,
    ) -> Future<'a, Result<Report, Error>> {
        let open = target.open(Access::Write);
        Box::pin(async move { apply::execute(self, open.await?, Goal::DownTo(version)).await })
    }

    /// What [`downgrade_to`](Self::downgrade_to) would do at this moment. Writes nothing.
    ///
    /// # Errors
    ///
    /// Where `downgrade_to` would refuse to begin.
    pub fn plan_downgrade<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
        version: Version,
    ) -> Future<'a, Result<Plan, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::plan(self, open.await?, Goal::DownTo(version)).await })
    }

    /// Settles a migration that is in doubt: says whether the statement inside which a run was
    /// interrupted has happened. `migration` is its version, or the name of a file without one; the
    /// ledger keeps the reason. Nothing else is run: the next [`run`](Self::run) or
    /// [`rollback`](Self::rollback) goes on from there.
    ///
    /// # Errors
    ///
    /// When that migration is not in doubt, or when its runner is still at work.
    pub fn repair<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
        migration: &'a str,
        finding: Finding,
        reason: &'a str,
    ) -> Future<'a, Result<LedgerEntry, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { apply::settle(self, open.await?, migration, finding, reason).await })
    }

    /// Enters pending migrations into the ledger without running them: for a database that has
    /// their schema already.
    ///
    /// # Errors
    ///
    /// For the reasons of [`run`](Self::run), other than failing statements.
    pub fn baseline<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
        baseline: Baseline,
    ) -> Future<'a, Result<Report, Error>> {
        let open = target.open(Access::Write);
        Box::pin(async move { apply::execute(self, open.await?, Goal::Baseline(baseline)).await })
    }

    /// Who holds the lock at this moment.
    ///
    /// # Errors
    ///
    /// When the database cannot be asked.
    pub fn lock_status<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
    ) -> Future<'a, Result<LockStatus, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::lock_status(open.await?).await })
    }

    /// Ends the session that holds the lock (or takes the lease away), waits until it has ended, and
    /// says which it was. The server undoes what that session had not committed.
    ///
    /// # Errors
    ///
    /// When the server does not allow it. SQLite has no sessions: there the operating system frees
    /// the lock when the process that holds it ends.
    pub fn unlock<'a>(
        &'a self,
        target: impl Target<'a> + 'a,
    ) -> Future<'a, Result<LockStatus, Error>> {
        let open = target.open(Access::Read);
        Box::pin(async move { inquiry::unlock(open.await?).await })
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }

    pub(crate) fn folder(&self) -> Option<&'static str> {
        self.folder
    }
}

impl fmt::Debug for Migrator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set = self.set();
        f.debug_struct("Migrator")
            .field("database", &set.database())
            .field("dialect", &set.dialect())
            .field("migrations", &set.migrations().len())
            .finish_non_exhaustive()
    }
}
