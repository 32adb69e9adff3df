//! The driver of servers with sessions: PostgreSQL, MySQL and MariaDB. What each of them says in its
//! own words is behind [`Server`]; what they have in common stands here once.

mod driver;

use std::future::Future as StdFuture;
use std::time::Duration;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef, Tally};
use sqlx::Database;

use super::rows::Types;
use super::{Failure, Limits, Outcome, RowChange, Snapshot};
use crate::ledger::{Fact, LedgerEntry};
use crate::report::LockHolder;

pub(crate) use driver::{ServerDriver, connect};

/// The database and schema whose ledger this is. MySQL knows no schemas: there both are the database.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub(crate) database: String,
    pub(crate) schema: String,
}

/// A server with sessions, as far as it differs from the others.
pub(crate) trait Server: Database {
    /// What it speaks.
    const DIALECT: Dialect;
    /// The types of the tables beside the models.
    const TYPES: Types;
    /// The moment at which it is evaluated.
    const NOW: &'static str;
    /// Begins a transaction.
    const BEGIN: &'static str;
    /// Why a connection is refused that has a transaction open.
    const IN_TRANSACTION: &'static str;

    /// The settings of a session at one moment.
    type Settings: Send + Sync;

    /// `moment` and this long, as an expression.
    fn after(moment: &str, time: Duration) -> String;

    /// A moment as text: RFC 3339 in UTC.
    fn rfc3339(moment: &str) -> String;

    /// The query for all schemas that have a table of that plain name.
    fn schemas_with(table: &str) -> String;

    /// The statement that writes a row unless its key is there.
    fn insert_unless_there(table: &str, columns: &str, values: &str) -> String;

    /// Runs one statement, values for its `?`, and gives the rows that it changed.
    fn execute(
        conn: &mut Self::Connection,
        sql: String,
        values: Vec<String>,
    ) -> impl StdFuture<Output = Result<u64, Failure>> + Send;

    /// Reads rows of texts in the simple protocol.
    fn texts(
        conn: &mut Self::Connection,
        sql: String,
    ) -> impl StdFuture<Output = Result<Vec<Vec<Option<String>>>, Failure>> + Send;

    /// Runs text in the simple protocol and collects the time of each statement that ended.
    fn simple<'a>(
        conn: &'a mut Self::Connection,
        text: &'a str,
        timings: &'a mut Vec<Duration>,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;

    /// See [`Driver::glance`](crate::driver::Driver::glance).
    fn glance(
        conn: &mut Self::Connection,
    ) -> impl StdFuture<Output = Result<Option<Tally>, Failure>> + Send {
        let _ = conn;
        async { Ok(None) }
    }

    /// Reads the ledger with one SELECT in the simple protocol.
    fn peek(
        conn: &mut Self::Connection,
    ) -> impl StdFuture<Output = Result<(Home, Snapshot), Failure>> + Send;

    /// Reads every column of every row, in the order of application.
    fn entries(
        conn: &mut Self::Connection,
        home: &Home,
    ) -> impl StdFuture<Output = Result<Vec<LedgerEntry>, Failure>> + Send;

    /// Creates the ledger where it is not there.
    fn create_ledger(
        conn: &mut Self::Connection,
        home: &Home,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;

    /// Writes a row. `cached` keeps the statement prepared in the session.
    fn save(
        conn: &mut Self::Connection,
        home: &Home,
        entry: &LedgerEntry,
        cached: bool,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;

    /// Removes a row.
    fn forget(
        conn: &mut Self::Connection,
        home: &Home,
        fact: &Fact,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;

    /// The statement that changes a row at the end of the transaction of its script, with its values
    /// in it, where they can be written so.
    fn change_row(home: &Home, row: RowChange<'_>) -> Option<String> {
        let _ = (home, row);
        None
    }

    /// Whether text may change a setting of the session, which is put back before the ledger is
    /// written.
    fn may_change_session(text: &str) -> bool {
        let _ = text;
        true
    }

    /// Whether a transaction is open, also one that sqlx does not know of.
    fn in_transaction(
        conn: &mut Self::Connection,
    ) -> impl StdFuture<Output = Result<bool, Failure>> + Send;

    /// Reads the settings that a migration may change.
    fn remember(
        conn: &mut Self::Connection,
    ) -> impl StdFuture<Output = Result<Self::Settings, Failure>> + Send;

    /// Puts them back.
    fn restore(
        conn: &mut Self::Connection,
        settings: &mut Self::Settings,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;

    /// Notes what text that has run may have done to the session.
    fn note(
        conn: &mut Self::Connection,
        settings: &mut Self::Settings,
        text: &str,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;

    /// Sets limits for the session.
    fn limit(
        conn: &mut Self::Connection,
        limits: &Limits,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;

    /// Which of these tables are there.
    fn tables_present(
        conn: &mut Self::Connection,
        tables: &[&ObjectRef],
    ) -> impl StdFuture<Output = Result<Vec<bool>, Failure>> + Send;

    /// Whether a transaction that is not committed leaves no row behind, in whatever table.
    fn undoes_rows(
        conn: &mut Self::Connection,
    ) -> impl StdFuture<Output = Result<bool, Failure>> + Send;

    /// Asks the catalog whether a statement has happened.
    fn outcome(
        conn: &mut Self::Connection,
        effect: &Effect,
    ) -> impl StdFuture<Output = Result<Outcome, Failure>> + Send;

    /// Tries to take the lock of the session, without waiting.
    fn try_lock(
        conn: &mut Self::Connection,
        home: &Home,
    ) -> impl StdFuture<Output = Result<bool, Failure>> + Send;

    /// Gives it up.
    fn unlock(
        conn: &mut Self::Connection,
        home: &Home,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;

    /// The session that holds it.
    fn holder(
        conn: &mut Self::Connection,
        home: &Home,
    ) -> impl StdFuture<Output = Result<Option<LockHolder>, Failure>> + Send;

    /// Ends a session.
    fn terminate(
        conn: &mut Self::Connection,
        session: i64,
    ) -> impl StdFuture<Output = Result<(), Failure>> + Send;
}
