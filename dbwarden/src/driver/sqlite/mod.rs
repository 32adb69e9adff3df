//! SQLite.

#[cfg(feature = "inspect")]
mod broken;
#[cfg(feature = "inspect")]
mod hang;
#[cfg(feature = "inspect")]
pub(crate) mod inspect;
mod ledger;
mod lock;
mod outcome;
#[cfg(feature = "inspect")]
pub(crate) mod scratch;
mod session;

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef, Tally};
use sqlx::error::DatabaseError;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Executor};

use self::lock::Alone;
use self::session::{Pragmas, Violation};
use super::connection::{Conn, Held, simple, unreachable};
use super::{
    Access, Acquired, Answer, Driver, Failure, FailureKind, Future, Outcome, Ran, RowChange,
    Snapshot, Terms, Unit,
};
use crate::error::Error;
use crate::ledger::{Fact, LedgerEntry};
use crate::report::LockHolder;
use crate::target::targets;

/// How many statements follow a script that is sent together with its row.
const ROW_AND_RELEASE: usize = 2;

/// A connection to SQLite.
pub(crate) struct SqliteDriver<'c> {
    conn: Held<'c, Sqlite>,
    pragmas: Option<Pragmas>,
    /// The file of the database. One in memory has none: it goes with its connection, which therefore
    /// stays where it is.
    file: Option<PathBuf>,
    /// The lock of a unit that runs outside of transactions.
    alone: Option<Alone>,
    /// The unit whose transaction, which is the lock, is open.
    unit: Option<Unit>,
    /// Whether a migration has run a PRAGMA: only then is there something to put back.
    pragma_ran: bool,
    /// Rows without a parent that were there before.
    violations: Option<Vec<Violation>>,
    /// The file that was not there, for which an empty database in memory stands.
    absent: Option<SqliteConnectOptions>,
}

impl<'c> SqliteDriver<'c> {
    fn boxed(conn: Conn<'c, Sqlite>) -> Box<dyn Driver + 'c> {
        Self::instead_of(conn, None)
    }

    fn instead_of(
        conn: Conn<'c, Sqlite>,
        absent: Option<SqliteConnectOptions>,
    ) -> Box<dyn Driver + 'c> {
        Box::new(Self {
            conn: Held::new(conn),
            pragmas: None,
            file: None,
            alone: None,
            unit: None,
            pragma_ran: false,
            violations: None,
            absent,
        })
    }

    /// Opens a file that has come to be since.
    async fn look_again(&mut self) -> Result<(), Failure> {
        if let Some(options) = self.absent.take_if(|options| options.get_filename().exists()) {
            self.conn = Held::new(Conn::Owned(options.connect().await?));
        }
        Ok(())
    }

    async fn command(&mut self, text: &str) -> Result<(), Failure> {
        simple(self.conn.get()?, text, &mut Vec::new()).await
    }

    /// Fails when rows lost their parents since the unit began.
    async fn check_foreign_keys(&mut self) -> Result<(), Failure> {
        let after = session::violations(self.conn.get()?).await?;
        let before = self.violations.take().unwrap_or_default();
        let new =
            after.iter().find(|violation| !before.contains(violation)).map(ToString::to_string);
        self.violations = Some(after);
        match new {
            Some(text) => Err(Failure::found(FailureKind::ForeignKeys, text)),
            None => Ok(()),
        }
    }

    /// Takes the lock for a unit, or fails because somebody else has it.
    async fn take(&mut self, unit: Unit) -> Result<(), Failure> {
        let path = self.file.as_deref().map(lock::path);
        match (unit, path) {
            (Unit::Alone, Some(path)) => {
                self.alone = Some(Alone::take(self.conn.get()?, &path).await?);
                // A reader may be in the way of a statement now and then, and cannot be of a file.
                if let Some(pragmas) = &self.pragmas {
                    pragmas.wait_patiently(self.conn.get()?).await?;
                }
                Ok(())
            }
            (Unit::Alone, None) => Ok(()),
            (_, path) => lock::begin(self.conn.get()?, path.as_deref()).await,
        }
    }

    /// What is left of the unit's lock once its transaction has ended.
    async fn leave_unit(&mut self) -> Result<(), Failure> {
        if self.unit.take() == Some(Unit::Alone) {
            session::poll_quickly(self.conn.get()?).await?;
        }
        self.alone = None;
        self.violations = None;
        Ok(())
    }
}

impl Driver for SqliteDriver<'_> {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn glance(&mut self) -> Answer<'_, Option<Tally>> {
        Box::pin(async move {
            self.look_again().await?;
            ledger::glance(self.conn.get()?).await
        })
    }

    fn peek(&mut self) -> Answer<'_, Snapshot> {
        Box::pin(async move {
            self.look_again().await?;
            ledger::peek(self.conn.get()?).await
        })
    }

    fn entries(&mut self) -> Answer<'_, Vec<LedgerEntry>> {
        Box::pin(async move { ledger::entries(self.conn.get()?).await })
    }

    fn claim<'a>(&'a mut self, _terms: &'a Terms) -> Answer<'a, ()> {
        // It has no limits for statements, and no sessions to tell apart.
        Box::pin(async move {
            let open = self.conn.get()?.is_in_transaction() || {
                // A deferred transaction takes no lock, so this disturbs nobody.
                let began = self.command("BEGIN").await;
                if began.is_ok() {
                    self.command("ROLLBACK").await?;
                }
                began.is_err()
            };
            if open {
                return Err(Failure::found(
                    FailureKind::InTransaction,
                    "the connection is inside a transaction",
                ));
            }
            self.file = session::main_file(self.conn.get()?).await?;
            if self.file.is_some() {
                self.conn.detach();
            }
            self.pragmas = Some(session::remember(self.conn.get()?).await?);
            session::poll_quickly(self.conn.get()?).await
        })
    }

    fn acquire(&mut self, unit: Unit) -> Answer<'_, Acquired> {
        Box::pin(async move {
            if self.unit.is_some() {
                return Ok(Acquired::Held);
            }
            if let Some(pragmas) = &self.pragmas {
                let on = pragmas.foreign_keys() && unit != Unit::ForeignKeysOff;
                session::set_foreign_keys(self.conn.get()?, on).await?;
            }
            let taken = match self.take(unit).await {
                Err(failure) if failure.kind == FailureKind::Busy => return Ok(Acquired::Busy),
                taken => taken,
            };
            taken?;
            self.unit = Some(unit);
            if unit == Unit::ForeignKeysOff {
                self.violations = Some(session::violations(self.conn.get()?).await?);
            }
            Ok(Acquired::Fresh)
        })
    }

    fn sign(&mut self) -> Answer<'_, ()> {
        // Nobody would see it before the end of the transaction.
        Box::pin(async { Ok(()) })
    }

    fn holder(&mut self) -> Answer<'_, Option<LockHolder>> {
        // The lock is one of the operating system's on the file, which tells nobody's name.
        Box::pin(async { Ok(None) })
    }

    fn terminate<'a>(&'a mut self, _holder: &'a LockHolder) -> Answer<'a, ()> {
        Box::pin(async {
            Err(Failure::found(
                FailureKind::Other,
                "SQLite has no sessions: the lock goes when the process that holds it ends",
            ))
        })
    }

    fn create_ledger(&mut self) -> Answer<'_, ()> {
        Box::pin(async move { ledger::create(self.conn.get()?).await })
    }

    fn run_script<'a>(
        &'a mut self,
        text: &'a str,
        row: RowChange<'a>,
        timings: &'a mut Vec<Duration>,
    ) -> Answer<'a, Ran> {
        Box::pin(async move {
            self.pragma_ran |= session::mentions_pragma(text);
            let checked = self.pragma_ran || self.unit == Some(Unit::ForeignKeysOff);
            let row = if checked { None } else { ledger::change_row(row, SystemTime::now()) };
            // Each message is handed to sqlx's thread and waited for: one, unless something is looked
            // at in between.
            let after = row.map(|sql| format!(";{sql};RELEASE dbwarden")).unwrap_or_default();
            let message = format!("SAVEPOINT dbwarden;{text}{after}");
            let result = simple(self.conn.get()?, &message, timings).await;
            if !timings.is_empty() {
                timings.remove(0);
            }
            result?;
            if !after.is_empty() {
                timings.truncate(timings.len().saturating_sub(ROW_AND_RELEASE));
                return Ok(Ran::Kept);
            }
            if self.unit == Some(Unit::ForeignKeysOff) {
                self.check_foreign_keys().await?;
            }
            Ok(Ran::Open)
        })
    }

    fn keep_script<'a>(&'a mut self, row: RowChange<'a>) -> Answer<'a, ()> {
        Box::pin(async move {
            match row {
                RowChange::Insert(entry) | RowChange::Write(entry) => {
                    ledger::save(self.conn.get()?, entry).await?;
                }
                RowChange::Remove(fact) => ledger::forget(self.conn.get()?, fact).await?,
            }
            self.command("RELEASE dbwarden").await
        })
    }

    fn undo_script(&mut self) -> Answer<'_, ()> {
        Box::pin(self.command("ROLLBACK TO dbwarden; RELEASE dbwarden"))
    }

    fn run_statement<'a>(&'a mut self, text: &'a str) -> Answer<'a, ()> {
        self.pragma_ran |= session::mentions_pragma(text);
        Box::pin(self.command(text))
    }

    fn undoes_rows(&mut self) -> Answer<'_, bool> {
        Box::pin(async { Ok(true) })
    }

    fn begin(&mut self) -> Answer<'_, ()> {
        Box::pin(self.command("BEGIN IMMEDIATE"))
    }

    fn commit(&mut self) -> Answer<'_, ()> {
        Box::pin(self.command("COMMIT"))
    }

    fn rollback(&mut self) -> Answer<'_, ()> {
        Box::pin(self.command("ROLLBACK"))
    }

    fn finish_unit(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            if matches!(self.unit, Some(Unit::Ordinary | Unit::ForeignKeysOff)) {
                self.command("COMMIT").await?;
            }
            self.leave_unit().await
        })
    }

    fn restore_session(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            if let Some(pragmas) = self.pragmas.as_ref().filter(|_| self.pragma_ran) {
                pragmas.restore(self.conn.get()?, self.unit).await?;
                self.pragma_ran = false;
            }
            Ok(())
        })
    }

    fn save<'a>(&'a mut self, entry: &'a LedgerEntry) -> Answer<'a, ()> {
        Box::pin(async move { ledger::save(self.conn.get()?, entry).await })
    }

    fn forget<'a>(&'a mut self, fact: &'a Fact) -> Answer<'a, ()> {
        Box::pin(async move { ledger::forget(self.conn.get()?, fact).await })
    }

    fn tables_present<'a>(&'a mut self, tables: &'a [&'a ObjectRef]) -> Answer<'a, Vec<bool>> {
        Box::pin(async move { outcome::tables_present(self.conn.get()?, tables).await })
    }

    fn outcome<'a>(&'a mut self, effect: &'a Effect) -> Answer<'a, Outcome> {
        Box::pin(async move { outcome::outcome(self.conn.get()?, effect).await })
    }

    fn release(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let Some(pragmas) = self.pragmas.clone() else {
                // Never claimed: a transaction that is open is the caller's.
                return Ok(());
            };
            // Some failures end the transaction by themselves; then there is nothing to undo.
            let _ = self.command("ROLLBACK").await;
            self.leave_unit().await?;
            pragmas.restore_all(self.conn.get()?).await?;
            self.pragmas = None;
            Ok(())
        })
    }

    fn close<'a>(mut self: Box<Self>) -> Future<'a, ()>
    where
        Self: 'a,
    {
        Box::pin(async move {
            match self.conn.take() {
                // Never claimed, or its database is in memory: back to the pool.
                Conn::Pooled(conn) => drop(conn),
                Conn::Owned(conn) => drop(conn.close().await),
                Conn::Lent(_) | Conn::Borrowed(_) | Conn::Gone => {}
            }
        })
    }
}

impl Drop for SqliteDriver<'_> {
    fn drop(&mut self) {
        // Only a run that was cancelled comes here with a connection. One that still belongs to its
        // pool was only read from, or holds a database in memory, which closing it would lose: it is
        // cleaned up behind the statement at hand instead.
        let mut conn = match self.conn.take() {
            Conn::Pooled(conn) => conn,
            other => {
                drop(Held::new(other));
                return;
            }
        };
        let Some(pragmas) = self.pragmas.take() else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn(async move {
                let _ = conn.execute("ROLLBACK").await;
                if pragmas.restore_all(&mut conn).await.is_err() {
                    conn.close_on_drop();
                }
            })),
            Err(_) => conn.close_on_drop(),
        }
    }
}

/// Connects to a URL. What only reads does not create a file that is not there: an absent database
/// is an empty one.
pub(crate) async fn connect<'t>(url: &str, access: Access) -> Result<Box<dyn Driver + 't>, Error> {
    let what = || format!("cannot open `{url}`");
    let options: SqliteConnectOptions = url.parse().map_err(|error| unreachable(error, what()))?;
    let named_memory = url.contains(":memory:") || url.contains("mode=memory");
    let (options, absent) = match access {
        Access::Write => (options.create_if_missing(true), None),
        Access::Read if named_memory || options.get_filename().exists() => (options, None),
        Access::Read => (SqliteConnectOptions::new().in_memory(true), Some(options)),
    };
    let conn = options.connect().await.map_err(|error| unreachable(error, what()))?;
    Ok(SqliteDriver::instead_of(Conn::Owned(conn), absent))
}

/// SQLITE_BUSY and SQLITE_LOCKED, in all their extended forms.
pub(crate) fn refine(failure: &mut Failure, error: &dyn DatabaseError) {
    if error.as_error().downcast_ref::<sqlx::sqlite::SqliteError>().is_none() {
        return;
    }
    let code = error.code().and_then(|code| code.parse::<u32>().ok()).unwrap_or_default();
    if matches!(code & 0xff, 5 | 6) {
        failure.kind = FailureKind::Busy;
    }
}

targets!(Sqlite, SqliteConnection, |conn, _pool| SqliteDriver::boxed(conn));
