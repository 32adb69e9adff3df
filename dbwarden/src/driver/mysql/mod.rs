//! MySQL and MariaDB.

#[cfg(feature = "inspect")]
pub(crate) mod inspect;
mod ledger;
mod lock;
mod outcome;
#[cfg(feature = "inspect")]
pub(crate) mod scratch;
mod session;

use std::time::Duration;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef};
use futures_util::TryStreamExt;
use sqlx::error::DatabaseError;
use sqlx::mysql::{MySql, MySqlConnection, MySqlDatabaseError};
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Connection, Executor, Pool};

use self::session::Settings;
use super::connection::{Conn, Held, unreachable};
use super::{
    Access, Acquired, Answer, Driver, Failure, FailureKind, Future, Outcome, Snapshot, Unit,
};
use crate::error::Error;
use crate::ledger::{Fact, LedgerEntry};
use crate::report::LockHolder;
use crate::target::{redact_url, sealed};

/// A connection to MySQL or MariaDB.
pub(crate) struct MySqlDriver<'c> {
    conn: Held<'c, MySql>,
    /// The database whose ledger this is; known once it was read.
    database: Option<String>,
    settings: Option<Settings>,
    locked: bool,
    open_transaction: bool,
}

impl<'c> MySqlDriver<'c> {
    fn boxed(conn: Conn<'c, MySql>) -> Box<dyn Driver + 'c> {
        Box::new(Self {
            conn: Held::new(conn),
            database: None,
            settings: None,
            locked: false,
            open_transaction: false,
        })
    }

    async fn database(&mut self) -> Result<String, Failure> {
        if self.database.is_none() {
            self.peek().await?;
        }
        // `peek` has set it or failed.
        self.database.clone().ok_or_else(|| Failure::found(FailureKind::Other, "no database"))
    }

    async fn simple(&mut self, text: &str) -> Result<(), Failure> {
        let query = sqlx::raw_sql(AssertSqlSafe(text));
        let mut results = self.conn.get()?.fetch_many(query);
        // A failure may follow the first result, so all of them are read.
        while results.try_next().await?.is_some() {}
        Ok(())
    }

    async fn end_transaction(&mut self, text: &'static str) -> Result<(), Failure> {
        self.simple(text).await?;
        self.open_transaction = false;
        Ok(())
    }
}

impl Driver for MySqlDriver<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::MySql
    }

    fn peek(&mut self) -> Answer<'_, Snapshot> {
        Box::pin(async move {
            let (database, snapshot) = ledger::peek(self.conn.get()?).await?;
            self.database = Some(database);
            Ok(snapshot)
        })
    }

    fn entries(&mut self) -> Answer<'_, Vec<LedgerEntry>> {
        Box::pin(async move {
            let database = self.database().await?;
            ledger::entries(self.conn.get()?, &database).await
        })
    }

    fn claim(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let open = self.conn.get()?.is_in_transaction()
                || session::in_transaction(self.conn.get()?).await?;
            if open {
                return Err(Failure::found(
                    FailureKind::InTransaction,
                    "the connection is inside a transaction, or its autocommit is off",
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
            let database = self.database().await?;
            self.locked = lock::try_lock(self.conn.get()?, &database).await?;
            Ok(if self.locked { Acquired::Fresh } else { Acquired::Busy })
        })
    }

    fn holder(&mut self) -> Answer<'_, Option<LockHolder>> {
        Box::pin(async move {
            let database = self.database().await?;
            lock::holder(self.conn.get()?, &database).await
        })
    }

    fn terminate<'a>(&'a mut self, holder: &'a LockHolder) -> Answer<'a, ()> {
        Box::pin(async move { lock::terminate(self.conn.get()?, holder).await })
    }

    fn create_ledger(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let database = self.database().await?;
            ledger::create(self.conn.get()?, &database).await
        })
    }

    fn run_script<'a>(
        &'a mut self,
        text: &'a str,
        _timings: &'a mut Vec<Duration>,
    ) -> Answer<'a, ()> {
        // Files run statement by statement here: nothing undoes a definition.
        Box::pin(async move {
            self.begin().await?;
            self.simple(text).await
        })
    }

    fn keep_script(&mut self) -> Answer<'_, ()> {
        self.commit()
    }

    fn undo_script(&mut self) -> Answer<'_, ()> {
        self.rollback()
    }

    fn run_statement<'a>(&'a mut self, text: &'a str) -> Answer<'a, ()> {
        Box::pin(self.simple(text))
    }

    fn begin(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            self.open_transaction = true;
            self.simple("START TRANSACTION").await
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
                settings.restore(self.conn.get()?).await?;
            }
            Ok(())
        })
    }

    fn save<'a>(&'a mut self, entry: &'a LedgerEntry) -> Answer<'a, ()> {
        Box::pin(async move {
            let database = self.database().await?;
            ledger::save(self.conn.get()?, &database, entry).await
        })
    }

    fn forget<'a>(&'a mut self, fact: &'a Fact) -> Answer<'a, ()> {
        Box::pin(async move {
            let database = self.database().await?;
            ledger::forget(self.conn.get()?, &database, fact).await
        })
    }

    fn tables_present<'a>(&'a mut self, tables: &'a [&'a ObjectRef]) -> Answer<'a, Vec<bool>> {
        Box::pin(async move {
            let mut present = Vec::with_capacity(tables.len());
            for table in tables {
                present.push(outcome::has_table(self.conn.get()?, table).await?);
            }
            Ok(present)
        })
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
                let database = self.database().await?;
                lock::unlock(self.conn.get()?, &database).await?;
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
    let conn = MySqlConnection::connect(url).await;
    let conn = conn
        .map_err(|error| unreachable(error, format!("cannot connect to `{}`", redact_url(url))))?;
    Ok(MySqlDriver::boxed(Conn::Owned(conn)))
}

/// The error number in place of the SQLSTATE, which is too coarse to look anything up.
pub(crate) fn refine(failure: &mut Failure, error: &dyn DatabaseError) {
    let Some(error) = error.as_error().downcast_ref::<MySqlDatabaseError>() else { return };
    if let Some(server) = &mut failure.server {
        server.code = Some(error.number().to_string());
    }
    // ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK
    if matches!(error.number(), 1205 | 1213) {
        failure.kind = FailureKind::Busy;
    }
}

impl<'t> sealed::Sealed<'t> for &'t Pool<MySql> {
    fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(async move {
            let conn = self.acquire().await;
            let conn =
                conn.map_err(|error| unreachable(error, "cannot get a connection of the pool"))?;
            Ok(MySqlDriver::boxed(Conn::Pooled(conn)))
        })
    }
}

impl<'t> sealed::Sealed<'t> for &'t mut PoolConnection<MySql> {
    fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(async move { Ok(MySqlDriver::boxed(Conn::Lent(self))) })
    }
}

impl<'t> sealed::Sealed<'t> for &'t mut MySqlConnection {
    fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(async move { Ok(MySqlDriver::boxed(Conn::Borrowed(self))) })
    }
}
