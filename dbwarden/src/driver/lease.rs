//! The row beside the ledger that says who migrates.
//!
//! Under a lock of the session it only tells people who that is. As a lease it is the lock itself, for
//! proxies that give each transaction another session: it has an expiry, which a second connection
//! keeps moving on. A transaction of the runner locks the row, so that nobody takes the lease while
//! it lasts, and compares the owner in it, so that a runner that has lost the lease commits nothing.
//!
//! Every statement with values runs in a transaction: between transactions such a proxy may change the
//! session, in which a prepared statement would not be there.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::{Connection, Pool};
use tokio::task::AbortHandle;

use super::rows;
use super::server::{Home, Server};
use super::{Failure, FailureKind};
use crate::ledger::LOCK_TABLE;
use crate::owner::Owner;
use crate::report::LockHolder;

/// A lease has to outlast a hiccup of the network.
const SHORTEST_EXPIRY: Duration = Duration::from_secs(2);

/// Where a second connection comes from.
pub(crate) enum Spare<DB: Server> {
    /// Through the hooks of a pool, as the first one.
    Pool(Pool<DB>),
    Url(String),
}

impl<DB: Server> Clone for Spare<DB> {
    fn clone(&self) -> Self {
        match self {
            Spare::Pool(pool) => Spare::Pool(pool.clone()),
            Spare::Url(url) => Spare::Url(url.clone()),
        }
    }
}

impl<DB: Server> Spare<DB> {
    async fn connect(&self) -> Result<DB::Connection, Failure> {
        Ok(match self {
            // Detached, so that the pool serves the application as before.
            Spare::Pool(pool) => pool.acquire().await?.detach(),
            Spare::Url(url) => DB::Connection::connect(url).await?,
        })
    }
}

/// A lease that this runner has, as long as this value lives.
pub(crate) struct Lease<DB: Server> {
    row: Row<DB>,
    /// Whether somebody else has been seen in it.
    lost: Arc<AtomicBool>,
    heart: AbortHandle,
}

impl<DB: Server> Drop for Lease<DB> {
    fn drop(&mut self) {
        self.heart.abort();
    }
}

impl<DB: Server> Lease<DB> {
    /// Keeps renewing a row that was seized, over another connection.
    pub(crate) fn renewing(row: Row<DB>, spare: Spare<DB>) -> Self {
        let lost = Arc::default();
        let heart = tokio::spawn(beat(row.clone(), spare, Arc::clone(&lost))).abort_handle();
        Self { row, lost, heart }
    }

    /// Fails when the lease is known to be lost.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.lost.load(Ordering::Relaxed) { Err(lost()) } else { Ok(()) }
    }

    /// Inside a transaction: nobody takes the lease before its end, and it is ours.
    pub(crate) async fn hold(&self, conn: &mut DB::Connection) -> Result<(), Failure> {
        self.check()?;
        match self.row.lock(conn, "").await? {
            true => Ok(()),
            false => Err(lost()),
        }
    }

    /// Inside a transaction, before its end: the lease begins anew with it.
    pub(crate) async fn extend(&self, conn: &mut DB::Connection) -> Result<(), Failure> {
        self.hold(conn).await?;
        self.row.extend(conn).await
    }

    /// Leaves the row to others.
    pub(crate) async fn give_up(&self, conn: &mut DB::Connection) -> Result<(), Failure> {
        self.row.give_up(conn).await
    }
}

fn lost() -> Failure {
    Failure::found(
        FailureKind::LeaseLost,
        "another process has taken this one for dead and holds the lease",
    )
}

/// The row, as one runner writes it.
pub(crate) struct Row<DB> {
    home: Home,
    owner: Owner,
    /// Where it is a lease.
    expiry: Option<Duration>,
    server: PhantomData<fn() -> DB>,
}

impl<DB> Clone for Row<DB> {
    fn clone(&self) -> Self {
        let Self { home, owner, expiry, server } = self;
        Self { home: home.clone(), owner: owner.clone(), expiry: *expiry, server: *server }
    }
}

impl<DB: Server> Row<DB> {
    /// The row of a session that holds its lock.
    pub(crate) fn of_session(home: Home, owner: Owner) -> Self {
        Self { home, owner, expiry: None, server: PhantomData }
    }

    /// The row of a lease.
    pub(crate) fn of_lease(home: Home, owner: Owner, expiry: Duration) -> Self {
        let expiry = Some(expiry.max(SHORTEST_EXPIRY));
        Self { home, owner, expiry, server: PhantomData }
    }

    /// Writes this runner into the row, unless someone else is alive in it.
    pub(crate) async fn seize(&self, conn: &mut DB::Connection) -> Result<bool, Failure> {
        self.create(conn).await?;
        command::<DB>(conn, DB::BEGIN).await?;
        let seized = self.write(conn).await;
        end::<DB>(conn, seized).await
    }

    /// Leaves the row to others.
    pub(crate) async fn give_up(&self, conn: &mut DB::Connection) -> Result<(), Failure> {
        command::<DB>(conn, DB::BEGIN).await?;
        let given_up = self.clear(conn).await.map(|()| true);
        end::<DB>(conn, given_up).await.map(drop)
    }

    /// Creates the table with its row where it is not there.
    async fn create(&self, conn: &mut DB::Connection) -> Result<(), Failure> {
        if is_there::<DB>(conn, &self.home).await? {
            return Ok(());
        }
        let created = command::<DB>(conn, &create::<DB>(&self.home)).await;
        // Of two that create it at the same moment PostgreSQL refuses one: then it is there.
        match created {
            Err(_) if is_there::<DB>(conn, &self.home).await? => Ok(()),
            created => created,
        }
    }

    /// Locks the row and says whether this runner is in it.
    async fn lock(&self, conn: &mut DB::Connection, wait: &str) -> Result<bool, Failure> {
        let sql = format!("SELECT owner FROM {} FOR UPDATE{wait}", table::<DB>(&self.home));
        let row = DB::texts(conn, sql).await?;
        Ok(row.into_iter().flatten().flatten().next().as_deref() == Some(&self.owner.token))
    }

    async fn write(&self, conn: &mut DB::Connection) -> Result<bool, Failure> {
        let (table, now) = (table::<DB>(&self.home), DB::NOW);
        let free = format!(
            "SELECT owner FROM {table} WHERE expires_at IS NULL OR expires_at < {now} \
             FOR UPDATE NOWAIT"
        );
        match DB::texts(conn, free).await {
            Ok(rows) if rows.is_empty() => return Ok(false),
            Ok(_) => {}
            // Someone is at this moment committing under it.
            Err(failure) if failure.kind == FailureKind::Busy => return Ok(false),
            Err(failure) => return Err(failure),
        }
        let sql = format!(
            "UPDATE {table} SET owner = ?, holder = ?, taken_at = {now}, expires_at = {}",
            self.until()
        );
        let Owner { token, description } = self.owner.clone();
        DB::execute(conn, sql, vec![token, description]).await?;
        Ok(true)
    }

    /// When it expires, as an expression.
    fn until(&self) -> String {
        self.expiry.map_or_else(|| "NULL".to_owned(), |expiry| DB::after(DB::NOW, expiry))
    }

    async fn extend(&self, conn: &mut DB::Connection) -> Result<(), Failure> {
        let sql = format!("UPDATE {} SET expires_at = {}", table::<DB>(&self.home), self.until());
        DB::execute(conn, sql, Vec::new()).await.map(drop)
    }

    async fn clear(&self, conn: &mut DB::Connection) -> Result<(), Failure> {
        let sql = format!(
            "UPDATE {} SET owner = '', holder = '', expires_at = NULL WHERE owner = ?",
            table::<DB>(&self.home)
        );
        DB::execute(conn, sql, vec![self.owner.token.clone()]).await.map(drop)
    }

    /// Moves the expiry on. `false` once someone else is in the row.
    async fn renew(&self, conn: &mut DB::Connection) -> Result<bool, Failure> {
        command::<DB>(conn, DB::BEGIN).await?;
        let renewed = match self.lock(conn, " NOWAIT").await {
            Ok(true) => self.extend(conn).await.map(|()| true),
            // A transaction of this very runner holds it: nobody else can.
            Err(failure) if failure.kind == FailureKind::Busy => {
                return command::<DB>(conn, "ROLLBACK").await.map(|()| true);
            }
            lost => lost,
        };
        end::<DB>(conn, renewed).await
    }
}

/// Renews a lease until it is lost.
async fn beat<DB: Server>(row: Row<DB>, spare: Spare<DB>, lost: Arc<AtomicBool>) {
    let mut conn = None;
    loop {
        tokio::time::sleep(row.expiry.unwrap_or(SHORTEST_EXPIRY) / 4).await;
        let renewed = async {
            let conn = match &mut conn {
                Some(conn) => conn,
                none => none.insert(spare.connect().await?),
            };
            row.renew(conn).await
        };
        match renewed.await {
            Ok(true) => {}
            Ok(false) => {
                lost.store(true, Ordering::Relaxed);
                return;
            }
            Err(failure) => {
                tracing::warn!(?failure, "cannot renew the lease");
                conn = None;
            }
        }
    }
}

/// Who holds the lock: the session with what its row says of it, or the one who has a lease.
pub(crate) async fn holder<DB: Server>(
    conn: &mut DB::Connection,
    home: &Home,
) -> Result<Option<LockHolder>, Failure> {
    let row = read::<DB>(conn, home).await?;
    let session = DB::holder(conn, home).await?;
    Ok(match (session, row) {
        (Some(mut holder), Some(Read { holder: who, since, alive: false })) => {
            holder.description.push_str(&format!("; {who}, since {since}"));
            Some(holder)
        }
        (Some(holder), _) => Some(holder),
        (None, Some(Read { holder, since, alive: true })) => Some(LockHolder {
            session: None,
            description: format!("the lease of {holder}, taken {since}"),
        }),
        (None, _) => None,
    })
}

/// The one who has a lease that has not expired.
pub(crate) async fn alive<DB: Server>(
    conn: &mut DB::Connection,
    home: &Home,
) -> Result<Option<String>, Failure> {
    let row = read::<DB>(conn, home).await?;
    Ok(row.filter(|row| row.alive).map(|row| row.holder))
}

/// Takes the lease away from whoever has it.
pub(crate) async fn break_off<DB: Server>(
    conn: &mut DB::Connection,
    home: &Home,
) -> Result<(), Failure> {
    let table = table::<DB>(home);
    let sql = format!("UPDATE {table} SET owner = '', holder = '', expires_at = NULL");
    command::<DB>(conn, &sql).await
}

/// What the row says.
struct Read {
    holder: String,
    since: String,
    /// Whether it is a lease that has not expired.
    alive: bool,
}

async fn read<DB: Server>(conn: &mut DB::Connection, home: &Home) -> Result<Option<Read>, Failure> {
    if !is_there::<DB>(conn, home).await? {
        return Ok(None);
    }
    let sql = format!(
        "SELECT holder, {}, CASE WHEN expires_at > {} THEN 'alive' END FROM {} WHERE owner <> ''",
        DB::rfc3339("taken_at"),
        DB::NOW,
        table::<DB>(home)
    );
    Ok(DB::texts(conn, sql).await?.into_iter().next().map(|row| {
        let mut texts = row.into_iter();
        let mut next = || texts.next().flatten();
        Read {
            holder: next().unwrap_or_default(),
            since: next().unwrap_or_default(),
            alive: next().is_some(),
        }
    }))
}

fn table<DB: Server>(home: &Home) -> String {
    rows::qualified(DB::DIALECT, &home.schema, LOCK_TABLE)
}

/// Asked without values and without a transaction: this may be inside one of the caller.
async fn is_there<DB: Server>(conn: &mut DB::Connection, home: &Home) -> Result<bool, Failure> {
    let schemas = DB::texts(conn, DB::schemas_with(LOCK_TABLE)).await?;
    Ok(schemas.into_iter().flatten().flatten().any(|schema| schema == home.schema))
}

/// The table and its one row, in one message.
fn create<DB: Server>(home: &Home) -> String {
    let table = table::<DB>(home);
    let rows::Types { word, text, time, after, .. } = DB::TYPES;
    let insert = DB::insert_unless_there(
        &table,
        "name, owner, holder, taken_at",
        &format!("'migrate', '', '', {}", DB::NOW),
    );
    format!(
        "CREATE TABLE IF NOT EXISTS {table} (\n    \
         name {word} NOT NULL PRIMARY KEY,\n    \
         owner {word} NOT NULL,\n    \
         holder {text} NOT NULL,\n    \
         taken_at {time} NOT NULL,\n    \
         expires_at {time} NULL\n){after};\n{insert}"
    )
}

async fn command<DB: Server>(conn: &mut DB::Connection, text: &str) -> Result<(), Failure> {
    DB::simple(conn, text, &mut Vec::new()).await
}

/// Commits what has succeeded, and undoes the rest.
async fn end<DB: Server>(
    conn: &mut DB::Connection,
    result: Result<bool, Failure>,
) -> Result<bool, Failure> {
    match result {
        Ok(done) => {
            command::<DB>(conn, if done { "COMMIT" } else { "ROLLBACK" }).await.map(|()| done)
        }
        Err(failure) => {
            // The failure at hand tells more than one of undoing nothing.
            let _ = command::<DB>(conn, "ROLLBACK").await;
            Err(failure)
        }
    }
}
