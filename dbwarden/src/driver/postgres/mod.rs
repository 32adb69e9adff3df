//! PostgreSQL.

#[cfg(feature = "inspect")]
pub(crate) mod inspect;
mod ledger;
mod lock;
mod outcome;
#[cfg(feature = "inspect")]
pub(crate) mod scratch;
mod session;

use std::time::{Duration, Instant};

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef};
use futures_util::TryStreamExt;
use sqlx::error::DatabaseError;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, PgDatabaseError, PgErrorPosition, Postgres};
use sqlx::{AssertSqlSafe, Connection, Either, Executor, Pool};

use self::session::{Changes, Settings};
use super::connection::{Conn, Held, unreachable};
use super::{
    Access, Acquired, Answer, Driver, Failure, FailureKind, Future, Outcome, Snapshot, Unit,
};
use crate::error::Error;
use crate::ledger::{Fact, LedgerEntry};
use crate::report::LockHolder;
use crate::target::{redact_url, sealed};

/// What is sent before the statements of a migration, in the same message.
const BEGIN: &str = "BEGIN;";

/// A connection to PostgreSQL.
pub(crate) struct PostgresDriver<'c> {
    conn: Held<'c, Postgres>,
    /// Where the ledger is; known once it was read.
    home: Option<Home>,
    settings: Option<Settings>,
    /// Which settings may have been changed since they were put back.
    changes: Changes,
    locked: bool,
    open_transaction: bool,
}

/// The database and schema whose ledger this is.
#[derive(Debug, Clone)]
struct Home {
    database: String,
    schema: String,
}

impl<'c> PostgresDriver<'c> {
    fn boxed(conn: Conn<'c, Postgres>) -> Box<dyn Driver + 'c> {
        Box::new(Self {
            conn: Held::new(conn),
            home: None,
            settings: None,
            changes: Changes::Nothing,
            locked: false,
            open_transaction: false,
        })
    }

    async fn home(&mut self) -> Result<Home, Failure> {
        if self.home.is_none() {
            self.peek().await?;
        }
        // `peek` has set it or failed.
        self.home.clone().ok_or_else(|| Failure::found(FailureKind::Other, "no schema"))
    }

    /// Runs text in the simple protocol and collects the time of each statement that ended.
    async fn simple(&mut self, text: String, timings: &mut Vec<Duration>) -> Result<(), Failure> {
        let mut before = Instant::now();
        let mut results = self.conn.get()?.fetch_many(sqlx::raw_sql(AssertSqlSafe(text)));
        while let Some(result) = results.try_next().await? {
            if let Either::Left(_) = result {
                let now = Instant::now();
                timings.push(now - before);
                before = now;
            }
        }
        Ok(())
    }

    /// Notes what text that has run may have done to the session.
    async fn look_for_changes(&mut self, text: &str) -> Result<(), Failure> {
        self.changes = self.changes.max(Changes::of(text));
        if session::forgets_statements(text) {
            self.conn.get()?.clear_cached_statements().await?;
        }
        Ok(())
    }

    async fn command(&mut self, text: &'static str) -> Result<(), Failure> {
        self.conn.get()?.execute(text).await?;
        Ok(())
    }

    async fn end_transaction(&mut self, text: &'static str) -> Result<(), Failure> {
        self.command(text).await?;
        self.open_transaction = false;
        Ok(())
    }
}

impl Driver for PostgresDriver<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn peek(&mut self) -> Answer<'_, Snapshot> {
        Box::pin(async move {
            let (home, snapshot) = ledger::peek(self.conn.get()?).await?;
            self.home = Some(home);
            Ok(snapshot)
        })
    }

    fn entries(&mut self) -> Answer<'_, Vec<LedgerEntry>> {
        Box::pin(async move {
            let home = self.home().await?;
            ledger::entries(self.conn.get()?, &home).await
        })
    }

    fn claim(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let open = self.conn.get()?.is_in_transaction()
                || session::in_transaction(self.conn.get()?).await?;
            if open {
                return Err(Failure::found(
                    FailureKind::InTransaction,
                    "the connection is inside a transaction",
                ));
            }
            self.conn.detach();
            self.settings = Some(session::remember(self.conn.get()?).await?);
            Ok(())
        })
    }

    fn acquire(&mut self, _unit: Unit) -> Answer<'_, Acquired> {
        Box::pin(async move {
            if self.locked {
                return Ok(Acquired::Held);
            }
            let home = self.home().await?;
            self.locked = lock::try_lock(self.conn.get()?, &home).await?;
            Ok(if self.locked { Acquired::Fresh } else { Acquired::Busy })
        })
    }

    fn holder(&mut self) -> Answer<'_, Option<LockHolder>> {
        Box::pin(async move {
            let home = self.home().await?;
            lock::holder(self.conn.get()?, &home).await
        })
    }

    fn terminate<'a>(&'a mut self, holder: &'a LockHolder) -> Answer<'a, ()> {
        Box::pin(async move { lock::terminate(self.conn.get()?, holder).await })
    }

    fn create_ledger(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let home = self.home().await?;
            ledger::create(self.conn.get()?, &home).await
        })
    }

    fn run_script<'a>(
        &'a mut self,
        text: &'a str,
        timings: &'a mut Vec<Duration>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            self.open_transaction = true;
            let sent = format!("{BEGIN}{text}");
            let result = self.simple(sent, timings).await;
            self.look_for_changes(text).await?;
            // The server sends most answers together, so the time of all is that of the first one.
            let begin = if timings.is_empty() { Duration::ZERO } else { timings.remove(0) };
            if let Some(first) = timings.first_mut() {
                *first += begin;
            }
            result.map_err(|mut failure| {
                // Positions count characters of what was sent.
                failure.position = failure
                    .position
                    .and_then(|position| position.checked_sub(BEGIN.len()))
                    .filter(|position| *position > 0);
                failure
            })
        })
    }

    fn keep_script(&mut self) -> Answer<'_, ()> {
        self.commit()
    }

    fn undo_script(&mut self) -> Answer<'_, ()> {
        self.rollback()
    }

    fn run_statement<'a>(&'a mut self, text: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let result = self.simple(text.to_owned(), &mut Vec::new()).await;
            self.look_for_changes(text).await?;
            result
        })
    }

    fn begin(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            self.open_transaction = true;
            self.command("BEGIN").await
        })
    }

    fn commit(&mut self) -> Answer<'_, ()> {
        Box::pin(self.end_transaction("COMMIT"))
    }

    fn rollback(&mut self) -> Answer<'_, ()> {
        Box::pin(self.end_transaction("ROLLBACK"))
    }

    fn finish_unit(&mut self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn restore_session(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            if let Some(settings) = &self.settings {
                settings.restore(self.conn.get()?, self.changes).await?;
                self.changes = Changes::Nothing;
            }
            Ok(())
        })
    }

    fn save<'a>(&'a mut self, entry: &'a LedgerEntry) -> Answer<'a, ()> {
        Box::pin(async move {
            let home = self.home().await?;
            ledger::save(self.conn.get()?, &home, entry).await
        })
    }

    fn forget<'a>(&'a mut self, fact: &'a Fact) -> Answer<'a, ()> {
        Box::pin(async move {
            let home = self.home().await?;
            ledger::forget(self.conn.get()?, &home, fact).await
        })
    }

    fn tables_present<'a>(&'a mut self, tables: &'a [&'a ObjectRef]) -> Answer<'a, Vec<bool>> {
        Box::pin(async move { outcome::tables_present(self.conn.get()?, tables).await })
    }

    fn outcome<'a>(&'a mut self, effect: &'a Effect) -> Answer<'a, Outcome> {
        Box::pin(async move { outcome::outcome(self.conn.get()?, effect).await })
    }

    fn release(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            if self.open_transaction {
                self.end_transaction("ROLLBACK").await?;
            }
            self.restore_session().await?;
            if std::mem::take(&mut self.locked) {
                let home = self.home().await?;
                lock::unlock(self.conn.get()?, &home).await?;
            }
            Ok(())
        })
    }

    fn close<'a>(mut self: Box<Self>) -> Future<'a, ()>
    where
        Self: 'a,
    {
        Box::pin(async move { self.conn.close().await })
    }
}

/// Connects to a URL.
pub(crate) async fn connect<'t>(url: &str) -> Result<Box<dyn Driver + 't>, Error> {
    let conn = PgConnection::connect(url).await;
    let conn = conn
        .map_err(|error| unreachable(error, format!("cannot connect to `{}`", redact_url(url))))?;
    Ok(PostgresDriver::boxed(Conn::Owned(conn)))
}

/// What PostgreSQL tells beyond message and code.
pub(crate) fn refine(failure: &mut Failure, error: &dyn DatabaseError) {
    let Some(error) = error.as_error().downcast_ref::<PgDatabaseError>() else { return };
    if let Some(server) = &mut failure.server {
        server.detail = error.detail().map(ToOwned::to_owned);
        server.hint = error.hint().map(ToOwned::to_owned);
    }
    if let Some(PgErrorPosition::Original(position)) = error.position() {
        failure.position = Some(position);
    }
    // lock_not_available, deadlock_detected, in_failed_sql_transaction
    match error.code() {
        "55P03" | "40P01" => failure.kind = FailureKind::Busy,
        "25P02" => failure.kind = FailureKind::InTransaction,
        _ => {}
    }
}

impl<'t> sealed::Sealed<'t> for &'t Pool<Postgres> {
    fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(async move {
            let conn = self.acquire().await;
            let conn =
                conn.map_err(|error| unreachable(error, "cannot get a connection of the pool"))?;
            Ok(PostgresDriver::boxed(Conn::Pooled(conn)))
        })
    }
}

impl<'t> sealed::Sealed<'t> for &'t mut PoolConnection<Postgres> {
    fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(async move { Ok(PostgresDriver::boxed(Conn::Lent(self))) })
    }
}

impl<'t> sealed::Sealed<'t> for &'t mut PgConnection {
    fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(async move { Ok(PostgresDriver::boxed(Conn::Borrowed(self))) })
    }
}
