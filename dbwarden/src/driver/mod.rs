//! What applying needs of a database: run statements, keep the ledger, lock.
//!
//! The trait does not speak of sqlx, so that a database without a driver of sqlx's can join.

#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
mod connection;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod lease;
#[cfg(feature = "mysql")]
pub(crate) mod mysql;
#[cfg(feature = "postgres")]
pub(crate) mod postgres;
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
mod rows;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod server;
#[cfg(feature = "sqlite")]
pub(crate) mod sqlite;

use std::pin::Pin;
use std::time::Duration;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef, Tally};

use crate::error::{Error, ErrorKind, ServerMessage};
use crate::ledger::{Fact, LedgerEntry};
use crate::owner::Owner;
use crate::policy;
use crate::report::LockHolder;
use crate::target::redact_url;

/// A boxed future that may move between threads, so that `tokio::spawn` takes what awaits it.
pub type Future<'a, T> = Pin<Box<dyn std::future::Future<Output = T> + Send + 'a>>;

/// The answer of a driver.
pub(crate) type Answer<'a, T> = Future<'a, Result<T, Failure>>;

/// Whether a database may be created where it is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing is written.
    Read,
    /// Migrations are applied.
    Write,
}

/// What the fast path has found.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The ledger with its schema, as people write it.
    pub(crate) ledger: String,
    /// Whether the ledger is there.
    pub(crate) exists: bool,
    /// Its rows, in no particular order.
    pub(crate) facts: Vec<Fact>,
}

/// Which migrations may share what the lock is held for. Only SQLite, whose lock is a transaction,
/// tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Ordinary transactional files.
    Ordinary,
    /// Files that ask for `foreign-keys-off`.
    ForeignKeysOff,
    /// One file that cannot run in a transaction.
    Alone,
}

/// What a run asks of its connection.
#[derive(Debug, Clone)]
#[cfg_attr(
    not(any(feature = "postgres", feature = "mysql")),
    allow(dead_code, reason = "SQLite has neither sessions nor limits")
)]
pub struct Terms {
    pub(crate) lock: policy::Lock,
    pub(crate) limits: Limits,
    /// Who runs, for those who wait.
    pub(crate) owner: Owner,
}

/// How long the statements of migrations may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Limits {
    /// One statement, from its beginning to its end.
    pub(crate) statement: Option<Duration>,
    /// Its wait for locks on tables and rows.
    pub(crate) lock: Option<Duration>,
}

/// What enters a migration into the ledger, or takes it out.
#[derive(Debug, Clone, Copy)]
pub enum RowChange<'a> {
    /// The row is new.
    Insert(&'a LedgerEntry),
    /// The row is written, whether it is new or not.
    Write(&'a LedgerEntry),
    /// The row is removed.
    Remove(&'a Fact),
}

/// How far a script has come that ran without a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ran {
    /// Its transaction is open.
    Open,
    /// It is committed with its row.
    Kept,
}

/// The answer to an attempt to take the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acquired {
    /// Someone else holds it.
    Busy,
    /// It was taken just now: what was read before may be out of date.
    Fresh,
    /// It has been held since the unit before.
    Held,
}

/// What the catalog says of a statement that was begun and may or may not have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It has happened.
    Done,
    /// It has not.
    NotDone,
    /// It has left something behind that this statement removes; then it has not happened.
    Broken(String),
    /// The catalog cannot tell.
    Unknown,
}

impl Outcome {
    /// What a table that is there under its old name, under its new one, or both, says of a rename.
    pub(crate) const fn of_rename(old: bool, new: bool) -> Self {
        match (old, new) {
            (true, false) => Self::NotDone,
            (false, true) => Self::Done,
            _ => Self::Unknown,
        }
    }
}

/// One connection to a database.
///
/// Dropping a driver that has claimed its connection closes that connection: the lock goes with it
/// as soon as the server has ended the statement at hand.
pub trait Driver: Send {
    /// The database that it speaks to.
    fn dialect(&self) -> Dialect;

    /// Reads with one SELECT what tells most quickly that nothing is pending. `None` where the ledger
    /// is not there, is not understood, or cannot be read so.
    fn glance(&mut self) -> Answer<'_, Option<Tally>> {
        Box::pin(async { Ok(None) })
    }

    /// Reads the ledger with one SELECT, in the simple protocol where there is one. An absent ledger
    /// is no error.
    fn peek(&mut self) -> Answer<'_, Snapshot>;

    /// Every column of every row, in the order of application. The ledger must be there.
    fn entries(&mut self) -> Answer<'_, Vec<LedgerEntry>>;

    /// Makes the connection this run's own: out of its pool, not in a transaction, and with its
    /// session state remembered.
    fn claim<'a>(&'a mut self, terms: &'a Terms) -> Answer<'a, ()>;

    /// Tries to take the lock for a unit, without waiting.
    fn acquire(&mut self, unit: Unit) -> Answer<'_, Acquired>;

    /// Writes down who holds the lock, for those who wait.
    fn sign(&mut self) -> Answer<'_, ()>;

    /// Who holds the lock, as far as the server tells.
    fn holder(&mut self) -> Answer<'_, Option<LockHolder>>;

    /// Ends the session that holds the lock.
    fn terminate<'a>(&'a mut self, holder: &'a LockHolder) -> Answer<'a, ()>;

    /// Creates the ledger.
    fn create_ledger(&mut self) -> Answer<'_, ()>;

    /// Begins a migration's own transaction and runs the text of its statements in it, in one round
    /// trip where the protocol allows: with `row` and COMMIT where nothing has to be done in between.
    /// `timings` gets the time of each statement that has ended, so that its length says which one
    /// failed; where it was none of them, it was the row or COMMIT.
    fn run_script<'a>(
        &'a mut self,
        text: &'a str,
        row: RowChange<'a>,
        timings: &'a mut Vec<Duration>,
    ) -> Answer<'a, Ran>;

    /// Ends what [`run_script`](Self::run_script) has left open, with its change of the ledger.
    fn keep_script<'a>(&'a mut self, row: RowChange<'a>) -> Answer<'a, ()>;

    /// Undoes what [`run_script`](Self::run_script) began.
    fn undo_script(&mut self) -> Answer<'_, ()>;

    /// Runs one statement in the simple protocol, in whatever transaction there is.
    fn run_statement<'a>(&'a mut self, text: &'a str) -> Answer<'a, ()>;

    /// Whether a transaction that is not committed leaves no row behind, in whatever table.
    fn undoes_rows(&mut self) -> Answer<'_, bool>;

    /// Begins a transaction around one data statement and its ledger row.
    fn begin(&mut self) -> Answer<'_, ()>;

    /// Commits it.
    fn commit(&mut self) -> Answer<'_, ()>;

    /// Undoes it.
    fn rollback(&mut self) -> Answer<'_, ()>;

    /// Commits the unit where the lock is its transaction. Fails with [`FailureKind::Busy`] where
    /// that can be tried again.
    fn finish_unit(&mut self) -> Answer<'_, ()>;

    /// Puts the session back to what [`claim`](Self::claim) has found.
    fn restore_session(&mut self) -> Answer<'_, ()>;

    /// Writes a ledger row, whether it is new or not. The server's clock gives `applied_at`.
    fn save<'a>(&'a mut self, entry: &'a LedgerEntry) -> Answer<'a, ()>;

    /// Removes a ledger row.
    fn forget<'a>(&'a mut self, fact: &'a Fact) -> Answer<'a, ()>;

    /// Which of these tables are there: in the schema in which an unqualified `CREATE TABLE` would
    /// create them.
    fn tables_present<'a>(&'a mut self, tables: &'a [&'a ObjectRef]) -> Answer<'a, Vec<bool>>;

    /// Asks the catalog whether a statement has happened.
    fn outcome<'a>(&'a mut self, effect: &'a Effect) -> Answer<'a, Outcome>;

    /// Undoes whatever transaction is open, puts the session back, and gives up the lock.
    fn release(&mut self) -> Answer<'_, ()>;

    /// Closes a connection that belongs to this driver, or gives it back.
    fn close<'a>(self: Box<Self>) -> Future<'a, ()>
    where
        Self: 'a;
}

/// What a caller can do about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// Another process is in the way: try again.
    Busy,
    /// The connection is inside a transaction of the caller.
    InTransaction,
    /// Rows would lose their parents.
    ForeignKeys,
    /// A table called like the ledger is there and is none, or one of another format.
    Ledger,
    /// Another runner has taken this one for dead.
    #[cfg_attr(
        not(any(feature = "postgres", feature = "mysql")),
        allow(dead_code, reason = "SQLite has no leases")
    )]
    LeaseLost,
    /// Anything else.
    Other,
}

/// What went wrong in a database.
#[derive(Debug)]
pub struct Failure {
    pub(crate) kind: FailureKind,
    pub(crate) server: Option<Box<ServerMessage>>,
    /// Where in the text that was run, in characters; the first is 1.
    pub(crate) position: Option<usize>,
    /// What is not a message of the server: a lost connection, a value that does not decode.
    pub(crate) cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Failure {
    /// A failure that the driver itself has found.
    pub(crate) fn found(kind: FailureKind, message: impl Into<String>) -> Self {
        let server = ServerMessage { message: message.into(), ..ServerMessage::default() };
        Self { kind, server: Some(Box::new(server)), position: None, cause: None }
    }

    /// The error that says what could not be done.
    pub(crate) fn into_error(self, what: impl Into<String>) -> Error {
        let kind = match self.kind {
            FailureKind::Busy => ErrorKind::Locked,
            FailureKind::InTransaction => ErrorKind::InTransaction,
            FailureKind::Ledger => ErrorKind::Ledger,
            FailureKind::LeaseLost => ErrorKind::LeaseLost,
            FailureKind::ForeignKeys => ErrorKind::ForeignKeys,
            FailureKind::Other => ErrorKind::Database,
        };
        self.into_error_of(kind, what)
    }

    /// The same, of a given kind.
    pub(crate) fn into_error_of(self, kind: ErrorKind, what: impl Into<String>) -> Error {
        let mut error = Error::new(kind, what);
        if let Some(server) = self.server {
            error = error.with_server(*server);
        }
        if let Some(cause) = self.cause {
            error = error.with_source(cause);
        }
        error
    }
}

/// Connects to a URL of a dialect.
pub(crate) async fn connect<'t>(
    dialect: Dialect,
    url: &str,
    access: Access,
) -> Result<Box<dyn Driver + 't>, Error> {
    let _ = access;
    match dialect {
        #[cfg(feature = "postgres")]
        Dialect::Postgres => server::connect::<sqlx::Postgres>(url).await,
        #[cfg(feature = "mysql")]
        Dialect::MySql => server::connect::<sqlx::MySql>(url).await,
        #[cfg(feature = "sqlite")]
        Dialect::Sqlite => sqlite::connect(url, access).await,
        #[allow(unreachable_patterns, reason = "all features may be on")]
        _ => {
            let message = format!("cannot connect to `{}`: no driver built in", redact_url(url));
            let hint = format!("turn on the feature `{}` of dbwarden", dialect.name());
            Err(Error::new(ErrorKind::Unsupported, message).with_hint(hint))
        }
    }
}
