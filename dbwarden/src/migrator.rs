//! The front door: a set of migrations and how to apply it.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use dbwarden_core::migration::{MigrationSet, Version};

use crate::decide::Goal;
use crate::driver::{Access, Future, Limits};
use crate::error::Error;
use crate::ledger::LedgerEntry;
use crate::observer::Observer;
use crate::report::{LockStatus, Plan, Report, Status};
use crate::target::Target;
use crate::{apply, inquiry, policy};

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
    set: MigrationSet,
    options: Options,
    /// The folder from which the set was embedded, to be compared with it in debug builds.
    folder: Option<&'static str>,
}

/// Everything that a run can be told.
#[derive(Clone)]
pub(crate) struct Options {
    pub(crate) edited: policy::Edited,
    pub(crate) missing: policy::Missing,
    pub(crate) out_of_order: policy::OutOfOrder,
    pub(crate) existing_table: policy::ExistingTable,
    pub(crate) database_ahead: policy::DatabaseAhead,
    pub(crate) lock: policy::Lock,
    pub(crate) lock_timeout: Duration,
    pub(crate) limits: Limits,
    pub(crate) retries: u32,
    pub(crate) up_to: Option<Version>,
    pub(crate) limit: Option<usize>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
}

/// How far a rollback goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// The migrations that were applied last, this many.
    Last(usize),
    /// Everything above this version, which stays applied. Version 0 takes everything back.
    DownTo(Version),
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
        Self { set, options: Options::DEFAULT, folder: None }
    }

    pub(crate) const fn embedded(set: MigrationSet, folder: &'static str) -> Self {
        Self { set, options: Options::DEFAULT, folder: Some(folder) }
    }

    /// The migrations.
    pub fn set(&self) -> &MigrationSet {
        &self.set
    }

    /// What to do about a file that is not the one that was applied.
    #[must_use]
    pub fn on_edited(mut self, policy: policy::Edited) -> Self {
        self.options.edited = policy;
        self
    }

    /// What to do about an applied migration that no file describes.
    #[must_use]
    pub fn on_missing(mut self, policy: policy::Missing) -> Self {
        self.options.missing = policy;
        self
    }

    /// What to do about a pending file below an applied one.
    #[must_use]
    pub fn on_out_of_order(mut self, policy: policy::OutOfOrder) -> Self {
        self.options.out_of_order = policy;
        self
    }

    /// What to do about a table that stands where a pending file creates one.
    #[must_use]
    pub fn on_existing_table(mut self, policy: policy::ExistingTable) -> Self {
        self.options.existing_table = policy;
        self
    }

    /// What to do about a database that has applied versions above every file.
    #[must_use]
    pub fn on_database_ahead(mut self, policy: policy::DatabaseAhead) -> Self {
        self.options.database_ahead = policy;
        self
    }

    /// How long to wait for another process that migrates the same database: five minutes unless
    /// told otherwise.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.options.lock_timeout = timeout;
        self
    }

    /// What keeps two processes from migrating at the same time: a lock of the session unless told
    /// otherwise.
    #[must_use]
    pub fn lock(mut self, lock: policy::Lock) -> Self {
        self.options.lock = lock;
        self
    }

    /// How long a statement of a migration may wait for locks on tables and rows that the
    /// application holds: as long as the server's settings say unless told otherwise. A short limit
    /// keeps a migration that waits from holding up everybody who comes after it.
    ///
    /// PostgreSQL's `lock_timeout`; on MySQL and MariaDB, in whole seconds, `lock_wait_timeout` and
    /// `innodb_lock_wait_timeout`. SQLite has no such locks.
    #[must_use]
    pub fn statement_lock_timeout(mut self, timeout: Duration) -> Self {
        self.options.limits.lock = Some(timeout);
        self
    }

    /// How long a statement of a migration may run: as long as the server's settings say unless told
    /// otherwise.
    ///
    /// PostgreSQL's `statement_timeout`, MariaDB's `max_statement_time`; MySQL's
    /// `max_execution_time`, which holds for SELECT only. SQLite has none.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.options.limits.statement = Some(timeout);
        self
    }

    /// How often a migration, or a statement that runs outside of a transaction, is tried again after
    /// it has lost the race for a lock (a deadlock, or
    /// [`statement_lock_timeout`](Self::statement_lock_timeout)): three times unless told otherwise,
    /// after pauses that grow from a tenth of a second to five seconds.
    #[must_use]
    pub fn lock_retries(mut self, retries: u32) -> Self {
        self.options.retries = retries;
        self
    }

    /// Applies nothing above this version. Files that run always or on change wait until everything
    /// below them is applied.
    #[must_use]
    pub fn up_to(mut self, version: Version) -> Self {
        self.options.up_to = Some(version);
        self
    }

    /// Applies at most this many migrations.
    #[must_use]
    pub fn limit(mut self, count: usize) -> Self {
        self.options.limit = Some(count);
        self
    }

    /// Tells an observer what happens. A closure that takes an [`Event`](crate::Event) is one.
    ///
    /// ```no_run
    /// # fn example(migrator: dbwarden::Migrator) -> dbwarden::Migrator {
    /// use dbwarden::Event;
    ///
    /// migrator.observer(|event: &Event<'_>| {
    ///     if let Event::Started { file_name, .. } = event {
    ///         println!("Applying migration: {file_name}");
    ///     }
    /// })
    /// # }
    /// ```
    #[must_use]
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.options.observer = Some(Arc::new(observer));
        self
    }

    /// Applies what is pending.
    ///
    /// Where nothing is, this is one SELECT: no lock, no write.
    ///
    /// # Errors
    ///
    /// When a statement fails, when the lock is not free before the deadline, or when the database
    /// and the files disagree in a way that a [policy] refuses. Migrations that were
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

    /// Ends the session that holds the lock, and says which it was. The server undoes what that
    /// session had not committed.
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

    pub(crate) fn folder(&self) -> Option<&'static str> {
        self.folder
    }
}

impl Options {
    pub(crate) const DEFAULT: Options = Options {
        edited: policy::Edited::Refuse,
        missing: policy::Missing::Refuse,
        out_of_order: policy::OutOfOrder::Refuse,
        existing_table: policy::ExistingTable::Refuse,
        database_ahead: policy::DatabaseAhead::Warn,
        lock: policy::Lock::Session,
        lock_timeout: Duration::from_secs(300),
        limits: Limits { statement: None, lock: None },
        retries: 3,
        up_to: None,
        limit: None,
        observer: None,
    };
}

impl fmt::Debug for Migrator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migrator")
            .field("database", &self.set.database())
            .field("dialect", &self.set.dialect())
            .field("migrations", &self.set.migrations().len())
            .finish_non_exhaustive()
    }
}
