//! What every server with sessions does alike.

use std::time::Duration;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef, Tally};
use sqlx::Connection;

use super::{Home, Server};
use crate::driver::connection::{Conn, Held, unreachable};
use crate::driver::lease::{self, Lease, Row, Spare};
use crate::driver::{
    Acquired, Answer, Driver, Failure, FailureKind, Future, Limits, Outcome, Ran, RowChange,
    Snapshot, Terms, Unit,
};
use crate::error::Error;
use crate::ledger::{Fact, LedgerEntry};
use crate::policy;
use crate::report::LockHolder;
use crate::target::redact_url;

/// A connection to a server.
pub(crate) struct ServerDriver<'c, DB: Server> {
    conn: Held<'c, DB>,
    /// Where another connection comes from.
    spare: Option<Spare<DB>>,
    /// Where the ledger is; known once it was read.
    home: Option<Home>,
    terms: Option<Terms>,
    /// What the session is to be like between migrations.
    settings: Option<DB::Settings>,
    /// What it was like before limits were set.
    original: Option<DB::Settings>,
    lock: Lock<DB>,
    open_transaction: bool,
}

/// How many statements follow a script that is sent together with its row.
const ROW_AND_COMMIT: usize = 2;

/// What this driver holds of the lock.
enum Lock<DB: Server> {
    Free,
    Session { signed: bool },
    Lease(Lease<DB>),
}

impl<'c, DB: Server> ServerDriver<'c, DB> {
    pub(crate) fn boxed(
        conn: Conn<'c, DB>,
        spare: impl Into<Option<Spare<DB>>>,
    ) -> Box<dyn Driver + 'c> {
        Box::new(Self {
            conn: Held::new(conn),
            spare: spare.into(),
            home: None,
            terms: None,
            settings: None,
            original: None,
            lock: Lock::Free,
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

    async fn command(&mut self, text: &str) -> Result<(), Failure> {
        DB::simple(self.conn.get()?, text, &mut Vec::new()).await
    }

    async fn note(&mut self, text: &str) -> Result<(), Failure> {
        match &mut self.settings {
            Some(settings) => DB::note(self.conn.get()?, settings, text).await,
            None => Ok(()),
        }
    }

    /// The statement that changes a row, where this server can be sent it with others.
    async fn change(&mut self, row: RowChange<'_>) -> Result<Option<String>, Failure> {
        let home = self.home().await?;
        Ok(DB::change_row(&home, row))
    }

    /// Whether every statement of ours has to be in a transaction, because a proxy may give the next
    /// one another session, and because the lease is compared in it.
    fn in_lease(&self) -> bool {
        matches!(self.lock, Lock::Lease(_))
    }

    /// Begins a transaction, in which the lease is ours to its end.
    async fn begin_fenced(&mut self) -> Result<(), Failure> {
        self.open_transaction = true;
        self.command(DB::BEGIN).await?;
        if let Lock::Lease(lease) = &self.lock {
            lease.hold(self.conn.get()?).await?;
        }
        Ok(())
    }

    async fn commit_fenced(&mut self) -> Result<(), Failure> {
        if let Lock::Lease(lease) = &self.lock {
            lease.extend(self.conn.get()?).await?;
        }
        self.end_transaction("COMMIT").await
    }

    async fn end_transaction(&mut self, text: &str) -> Result<(), Failure> {
        self.command(text).await?;
        self.open_transaction = false;
        Ok(())
    }

    /// Begins a transaction around a single statement of ours where it needs one of its own.
    async fn begin_alone(&mut self) -> Result<bool, Failure> {
        let alone = self.in_lease() && !self.open_transaction;
        if alone && let Err(failure) = self.begin_fenced().await {
            let _ = self.end_transaction("ROLLBACK").await;
            return Err(failure);
        }
        Ok(alone)
    }

    /// Ends what [`begin_alone`](Self::begin_alone) began.
    async fn end_alone<T>(
        &mut self,
        alone: bool,
        result: Result<T, Failure>,
    ) -> Result<T, Failure> {
        match (alone, result) {
            (false, result) => result,
            (true, Ok(value)) => self.commit_fenced().await.map(|()| value),
            (true, Err(failure)) => {
                // The failure at hand tells more than one of undoing nothing.
                let _ = self.end_transaction("ROLLBACK").await;
                Err(failure)
            }
        }
    }

    /// Takes the lock of the session, unless a lease is alive beside it.
    async fn lock_session(&mut self) -> Result<Acquired, Failure> {
        let home = self.home().await?;
        if !DB::try_lock(self.conn.get()?, &home).await? {
            return Ok(Acquired::Busy);
        }
        self.lock = Lock::Session { signed: false };
        if lease::alive::<DB>(self.conn.get()?, &home).await?.is_some() {
            self.unlock().await?;
            return Ok(Acquired::Busy);
        }
        Ok(Acquired::Fresh)
    }

    /// Takes the lease, unless a session holds its lock.
    async fn lock_lease(&mut self, expiry: Duration) -> Result<Acquired, Failure> {
        let home = self.home().await?;
        let (Some(spare), Some(terms)) = (&self.spare, &self.terms) else {
            return Err(Failure::found(
                FailureKind::Other,
                "a lease is renewed over a second connection: pass the pool or a URL instead of a \
                 connection",
            ));
        };
        // Looked at before, so that the row keeps saying who that session is, and after, because
        // a session may take its lock in between.
        if DB::holder(self.conn.get()?, &home).await?.is_some() {
            return Ok(Acquired::Busy);
        }
        let row = Row::of_lease(home.clone(), terms.owner.clone(), expiry);
        if !row.seize(self.conn.get()?).await? {
            return Ok(Acquired::Busy);
        }
        if DB::holder(self.conn.get()?, &home).await?.is_some() {
            row.give_up(self.conn.get()?).await?;
            return Ok(Acquired::Busy);
        }
        self.lock = Lock::Lease(Lease::renewing(row, spare.clone()));
        Ok(Acquired::Fresh)
    }

    async fn unlock(&mut self) -> Result<(), Failure> {
        let home = self.home().await?;
        match std::mem::replace(&mut self.lock, Lock::Free) {
            Lock::Free => Ok(()),
            Lock::Session { signed } => {
                let erased = match &self.terms {
                    Some(terms) if signed => {
                        let row = Row::<DB>::of_session(home.clone(), terms.owner.clone());
                        row.give_up(self.conn.get()?).await
                    }
                    _ => Ok(()),
                };
                DB::unlock(self.conn.get()?, &home).await?;
                erased
            }
            Lock::Lease(lease) => lease.give_up(self.conn.get()?).await,
        }
    }
}

impl<DB: Server> Driver for ServerDriver<'_, DB> {
    fn dialect(&self) -> Dialect {
        DB::DIALECT
    }

    fn glance(&mut self) -> Answer<'_, Option<Tally>> {
        Box::pin(async move { DB::glance(self.conn.get()?).await })
    }

    fn peek(&mut self) -> Answer<'_, Snapshot> {
        Box::pin(async move {
            let (home, snapshot) = DB::peek(self.conn.get()?).await?;
            self.home = Some(home);
            Ok(snapshot)
        })
    }

    fn entries(&mut self) -> Answer<'_, Vec<LedgerEntry>> {
        Box::pin(async move {
            let home = self.home().await?;
            DB::entries(self.conn.get()?, &home).await
        })
    }

    fn claim<'a>(&'a mut self, terms: &'a Terms) -> Answer<'a, ()> {
        Box::pin(async move {
            if DB::in_transaction(self.conn.get()?).await? {
                return Err(Failure::found(FailureKind::InTransaction, DB::IN_TRANSACTION));
            }
            self.conn.detach();
            self.terms = Some(terms.clone());
            let mut settings = DB::remember(self.conn.get()?).await?;
            if terms.limits != Limits::default() {
                DB::limit(self.conn.get()?, &terms.limits).await?;
                let limited = DB::remember(self.conn.get()?).await?;
                DB::note(self.conn.get()?, &mut settings, "SET").await?;
                self.original = Some(std::mem::replace(&mut settings, limited));
            }
            self.settings = Some(settings);
            Ok(())
        })
    }

    fn acquire(&mut self, _unit: Unit) -> Answer<'_, Acquired> {
        Box::pin(async move {
            if !matches!(self.lock, Lock::Free) {
                return Ok(Acquired::Held);
            }
            match self.terms.as_ref().map(|terms| terms.lock) {
                Some(policy::Lock::Lease { expiry }) => self.lock_lease(expiry).await,
                Some(policy::Lock::Session) | None => self.lock_session().await,
            }
        })
    }

    fn sign(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let home = self.home().await?;
            if let (Lock::Session { signed }, Some(terms)) = (&mut self.lock, &self.terms)
                && !*signed
            {
                let row = Row::<DB>::of_session(home, terms.owner.clone());
                *signed = row.seize(self.conn.get()?).await?;
            }
            Ok(())
        })
    }

    fn holder(&mut self) -> Answer<'_, Option<LockHolder>> {
        Box::pin(async move {
            let home = self.home().await?;
            lease::holder::<DB>(self.conn.get()?, &home).await
        })
    }

    fn terminate<'a>(&'a mut self, holder: &'a LockHolder) -> Answer<'a, ()> {
        Box::pin(async move {
            let home = self.home().await?;
            match holder.session {
                Some(session) => DB::terminate(self.conn.get()?, session).await,
                None => lease::break_off::<DB>(self.conn.get()?, &home).await,
            }
        })
    }

    fn create_ledger(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let home = self.home().await?;
            DB::create_ledger(self.conn.get()?, &home).await
        })
    }

    fn run_script<'a>(
        &'a mut self,
        text: &'a str,
        row: RowChange<'a>,
        timings: &'a mut Vec<Duration>,
    ) -> Answer<'a, Ran> {
        Box::pin(async move {
            // One round trip for everything, unless the lease or the session is looked at in between.
            let (before, after) = if self.in_lease() {
                self.begin_fenced().await?;
                (String::new(), String::new())
            } else {
                let row =
                    if DB::may_change_session(text) { None } else { self.change(row).await? };
                self.open_transaction = true;
                let after = row.map(|sql| format!(";{sql};COMMIT")).unwrap_or_default();
                (format!("{};", DB::BEGIN), after)
            };
            let message = format!("{before}{text}{after}");
            let result = DB::simple(self.conn.get()?, &message, timings).await;
            self.note(text).await?;
            if !before.is_empty() && !timings.is_empty() {
                // The server sends most answers together, so the time of all is that of the first.
                let begin = timings.remove(0);
                if let Some(first) = timings.first_mut() {
                    *first += begin;
                }
            }
            result.map_err(|mut failure| {
                // Positions count characters of what was sent.
                let position = failure.position.and_then(|at| at.checked_sub(before.len()));
                failure.position = position.filter(|position| *position > 0);
                failure
            })?;
            if after.is_empty() {
                return Ok(Ran::Open);
            }
            self.open_transaction = false;
            timings.truncate(timings.len().saturating_sub(ROW_AND_COMMIT));
            Ok(Ran::Kept)
        })
    }

    fn keep_script<'a>(&'a mut self, row: RowChange<'a>) -> Answer<'a, ()> {
        Box::pin(async move {
            let row_sql = if self.in_lease() { None } else { self.change(row).await? };
            match row_sql {
                Some(sql) => self.end_transaction(&format!("{sql};COMMIT")).await,
                None => {
                    match row {
                        RowChange::Insert(entry) | RowChange::Write(entry) => {
                            self.save(entry).await?;
                        }
                        RowChange::Remove(fact) => self.forget(fact).await?,
                    }
                    self.commit_fenced().await
                }
            }
        })
    }

    fn undo_script(&mut self) -> Answer<'_, ()> {
        self.rollback()
    }

    fn run_statement<'a>(&'a mut self, text: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            if let Lock::Lease(lease) = &self.lock {
                lease.check()?;
            }
            let result = self.command(text).await;
            self.note(text).await?;
            result
        })
    }

    fn undoes_rows(&mut self) -> Answer<'_, bool> {
        Box::pin(async move { DB::undoes_rows(self.conn.get()?).await })
    }

    fn begin(&mut self) -> Answer<'_, ()> {
        Box::pin(self.begin_fenced())
    }

    fn commit(&mut self) -> Answer<'_, ()> {
        Box::pin(self.commit_fenced())
    }

    fn rollback(&mut self) -> Answer<'_, ()> {
        Box::pin(self.end_transaction("ROLLBACK"))
    }

    fn finish_unit(&mut self) -> Answer<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    fn restore_session(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            let alone = self.begin_alone().await?;
            let restored = match &mut self.settings {
                Some(settings) => DB::restore(self.conn.get()?, settings).await,
                None => Ok(()),
            };
            self.end_alone(alone, restored).await
        })
    }

    fn save<'a>(&'a mut self, entry: &'a LedgerEntry) -> Answer<'a, ()> {
        Box::pin(async move {
            let home = self.home().await?;
            let alone = self.begin_alone().await?;
            let cached = !self.in_lease();
            let saved = DB::save(self.conn.get()?, &home, entry, cached).await;
            self.end_alone(alone, saved).await
        })
    }

    fn forget<'a>(&'a mut self, fact: &'a Fact) -> Answer<'a, ()> {
        Box::pin(async move {
            let home = self.home().await?;
            let alone = self.begin_alone().await?;
            let forgotten = DB::forget(self.conn.get()?, &home, fact).await;
            self.end_alone(alone, forgotten).await
        })
    }

    fn tables_present<'a>(&'a mut self, tables: &'a [&'a ObjectRef]) -> Answer<'a, Vec<bool>> {
        Box::pin(async move {
            let alone = self.begin_alone().await?;
            let present = DB::tables_present(self.conn.get()?, tables).await;
            self.end_alone(alone, present).await
        })
    }

    fn outcome<'a>(&'a mut self, effect: &'a Effect) -> Answer<'a, Outcome> {
        Box::pin(async move {
            let alone = self.begin_alone().await?;
            let outcome = DB::outcome(self.conn.get()?, effect).await;
            self.end_alone(alone, outcome).await
        })
    }

    fn release(&mut self) -> Answer<'_, ()> {
        Box::pin(async move {
            if self.open_transaction {
                self.end_transaction("ROLLBACK").await?;
            }
            if let Some(original) = self.original.take() {
                self.settings = Some(original);
            }
            let restored = self.restore_session().await;
            // A connection of the caller's lives on, whatever became of its settings.
            self.unlock().await?;
            restored
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
pub(crate) async fn connect<'t, DB: Server>(url: &str) -> Result<Box<dyn Driver + 't>, Error> {
    let conn = DB::Connection::connect(url).await;
    let conn = conn
        .map_err(|error| unreachable(error, format!("cannot connect to `{}`", redact_url(url))))?;
    Ok(ServerDriver::<DB>::boxed(Conn::Owned(conn), Spare::Url(url.to_owned())))
}
