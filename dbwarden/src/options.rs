//! Everything that a run can be told.

use std::sync::Arc;
use std::time::Duration;

use dbwarden_core::migration::Version;

use crate::driver::Limits;
use crate::migrator::Migrator;
use crate::observer::Observer;
use crate::policy;

/// What a run was told.
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

impl Migrator {
    /// What to do about a file that is not the one that was applied.
    #[must_use]
    pub fn on_edited(mut self, policy: policy::Edited) -> Self {
        self.options_mut().edited = policy;
        self
    }

    /// What to do about an applied migration that no file describes.
    #[must_use]
    pub fn on_missing(mut self, policy: policy::Missing) -> Self {
        self.options_mut().missing = policy;
        self
    }

    /// What to do about a pending file below an applied one.
    #[must_use]
    pub fn on_out_of_order(mut self, policy: policy::OutOfOrder) -> Self {
        self.options_mut().out_of_order = policy;
        self
    }

    /// What to do about a table that stands where a pending file creates one.
    #[must_use]
    pub fn on_existing_table(mut self, policy: policy::ExistingTable) -> Self {
        self.options_mut().existing_table = policy;
        self
    }

    /// What to do about a database that has applied versions above every file.
    #[must_use]
    pub fn on_database_ahead(mut self, policy: policy::DatabaseAhead) -> Self {
        self.options_mut().database_ahead = policy;
        self
    }

    /// How long to wait for another process that migrates the same database: five minutes unless
    /// told otherwise.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.options_mut().lock_timeout = timeout;
        self
    }

    /// What keeps two processes from migrating at the same time: a lock of the session unless told
    /// otherwise.
    #[must_use]
    pub fn lock(mut self, lock: policy::Lock) -> Self {
        self.options_mut().lock = lock;
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
        self.options_mut().limits.lock = Some(timeout);
        self
    }

    /// How long a statement of a migration may run: as long as the server's settings say unless told
    /// otherwise.
    ///
    /// PostgreSQL's `statement_timeout`, MariaDB's `max_statement_time`; MySQL's
    /// `max_execution_time`, which holds for SELECT only. SQLite has none.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.options_mut().limits.statement = Some(timeout);
        self
    }

    /// How often a migration, or a statement that runs outside of a transaction, is tried again after
    /// it has lost the race for a lock (a deadlock, or
    /// [`statement_lock_timeout`](Self::statement_lock_timeout)): three times unless told otherwise,
    /// after pauses that grow from a tenth of a second to five seconds.
    #[must_use]
    pub fn lock_retries(mut self, retries: u32) -> Self {
        self.options_mut().retries = retries;
        self
    }

    /// Applies nothing above this version. Files that run always or on change wait until everything
    /// below them is applied.
    #[must_use]
    pub fn up_to(mut self, version: Version) -> Self {
        self.options_mut().up_to = Some(version);
        self
    }

    /// Applies at most this many migrations.
    #[must_use]
    pub fn limit(mut self, count: usize) -> Self {
        self.options_mut().limit = Some(count);
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
        self.options_mut().observer = Some(Arc::new(observer));
        self
    }
}
