//! Whose connection it is, and what becomes of it.

use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, Database, Either, Executor};

use super::{Failure, FailureKind};
use crate::error::ServerMessage;

/// A connection of a pool, of the caller, or of ours.
pub(crate) enum Conn<'c, DB: Database> {
    /// Acquired from a pool by us.
    Pooled(PoolConnection<DB>),
    /// Connected to, or taken out of a pool.
    Owned(DB::Connection),
    /// A pooled connection that the caller holds.
    Lent(&'c mut PoolConnection<DB>),
    /// A connection of the caller.
    Borrowed(&'c mut DB::Connection),
    /// Given back already.
    Gone,
}

/// Keeps a connection from going back to a pool unless the work on it has ended properly.
pub(crate) struct Held<'c, DB: Database>(Conn<'c, DB>);

impl<'c, DB: Database> Held<'c, DB> {
    pub(crate) fn new(conn: Conn<'c, DB>) -> Self {
        Self(conn)
    }

    /// The connection.
    pub(crate) fn get(&mut self) -> Result<&mut DB::Connection, Failure> {
        match &mut self.0 {
            Conn::Pooled(conn) => Ok(&mut **conn),
            Conn::Owned(conn) => Ok(conn),
            Conn::Lent(conn) => Ok(&mut ***conn),
            Conn::Borrowed(conn) => Ok(&mut **conn),
            Conn::Gone => Err(Failure::found(FailureKind::Other, "the connection is closed")),
        }
    }

    /// Takes it out of its pool, so that the pool can open another one in its place.
    pub(crate) fn detach(&mut self) {
        self.0 = match std::mem::replace(&mut self.0, Conn::Gone) {
            Conn::Pooled(conn) => Conn::Owned(conn.detach()),
            other => other,
        };
    }

    /// The connection itself, which is then the caller's to look after.
    #[cfg(feature = "sqlite")]
    pub(crate) fn take(&mut self) -> Conn<'c, DB> {
        std::mem::replace(&mut self.0, Conn::Gone)
    }

    /// The work has ended: closes what is ours, and gives back what is not.
    #[cfg(any(feature = "postgres", feature = "mysql"))]
    pub(crate) async fn close(&mut self) {
        if let Conn::Owned(conn) = std::mem::replace(&mut self.0, Conn::Gone) {
            // The server notices either way; saying goodbye only spares it a line in its log.
            let _ = sqlx::Connection::close(conn).await;
        }
    }
}

impl<DB: Database> Drop for Held<'_, DB> {
    fn drop(&mut self) {
        // Only a run that was cancelled comes here with a connection.
        match &mut self.0 {
            Conn::Pooled(conn) => conn.close_on_drop(),
            Conn::Lent(conn) => conn.close_on_drop(),
            Conn::Owned(_) | Conn::Borrowed(_) | Conn::Gone => {}
        }
    }
}

/// Runs text in the simple protocol and collects the time of each statement that ended. A failure may
/// follow the first result, so all of them are read.
pub(crate) async fn simple<'c, DB: Database>(
    conn: impl Executor<'c, Database = DB>,
    text: &str,
    timings: &mut Vec<Duration>,
) -> Result<(), Failure> {
    let mut before = Instant::now();
    let mut results = conn.fetch_many(sqlx::raw_sql(AssertSqlSafe(text)));
    while let Some(result) = results.try_next().await? {
        if let Either::Left(_) = result {
            let now = Instant::now();
            timings.push(now - before);
            before = now;
        }
    }
    Ok(())
}

impl From<sqlx::Error> for Failure {
    /// The server's own words, without those that sqlx puts around them.
    fn from(error: sqlx::Error) -> Self {
        let mut failure =
            Self { kind: FailureKind::Other, server: None, position: None, cause: None };
        match error {
            sqlx::Error::Database(database) => {
                failure.server = Some(Box::new(ServerMessage {
                    message: database.message().to_owned(),
                    code: database.code().map(Into::into),
                    ..ServerMessage::default()
                }));
                #[cfg(feature = "postgres")]
                super::postgres::refine(&mut failure, &*database);
                #[cfg(feature = "mysql")]
                super::mysql::refine(&mut failure, &*database);
                #[cfg(feature = "sqlite")]
                super::sqlite::refine(&mut failure, &*database);
            }
            // Their Display repeats their source.
            sqlx::Error::Io(cause) => failure.cause = Some(Box::new(cause)),
            sqlx::Error::Tls(cause) | sqlx::Error::Configuration(cause) => {
                failure.cause = Some(cause);
            }
            other => failure.cause = Some(Box::new(other)),
        }
        failure
    }
}

/// A failure to get a connection at all.
pub(crate) fn unreachable(error: sqlx::Error, what: impl Into<String>) -> crate::Error {
    Failure::from(error).into_error_of(crate::error::ErrorKind::Connect, what)
}
