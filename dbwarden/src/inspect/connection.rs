//! A connection to whichever database a URL names.

use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::schema::Schema;
use sqlx::{ColumnIndex, Connection as _, Database, Decode, Row};

use super::trial::{Attempt, Trial};
use super::{Error, Inspect, Options};
#[cfg(feature = "mysql")]
use crate::driver::mysql;
#[cfg(feature = "postgres")]
use crate::driver::postgres;
#[cfg(feature = "sqlite")]
use crate::driver::sqlite;
use crate::{Back, Migrator, Report};

/// An open connection to one of the databases.
pub(super) enum Connection {
    #[cfg(feature = "postgres")]
    Postgres(sqlx::PgConnection),
    #[cfg(feature = "mysql")]
    MySql(sqlx::MySqlConnection),
    #[cfg(feature = "sqlite")]
    Sqlite(sqlx::SqliteConnection),
}

impl Connection {
    /// Connects. `None` when the URL names an SQLite file that does not exist: it is not created.
    pub(super) async fn open_existing(url: &str) -> Result<Option<Self>, Error> {
        match dialect(url)? {
            #[cfg(feature = "postgres")]
            Dialect::Postgres => {
                let connection = sqlx::PgConnection::connect(url).await.map_err(unreachable)?;
                Ok(Some(Self::Postgres(connection)))
            }
            #[cfg(feature = "mysql")]
            Dialect::MySql => {
                let connection = mysql::inspect::connect(url).await.map_err(unreachable)?;
                Ok(Some(Self::MySql(connection)))
            }
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => {
                let connection = sqlite::inspect::open_existing(url).await.map_err(unreachable)?;
                Ok(connection.map(Self::Sqlite))
            }
            #[allow(unreachable_patterns)] // All databases may be enabled.
            dialect => Err(missing_feature(dialect)),
        }
    }

    /// An empty SQLite database.
    pub(super) async fn in_memory() -> Result<Self, Error> {
        #[cfg(feature = "sqlite")]
        {
            let connection = sqlx::SqliteConnection::connect("sqlite::memory:").await;
            Ok(Self::Sqlite(connection.map_err(unreachable)?))
        }
        #[cfg(not(feature = "sqlite"))]
        Err(missing_feature(Dialect::Sqlite))
    }

    pub(super) async fn schema(&mut self, options: &Options) -> Result<Schema, Error> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.inspect(options).await,
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => connection.inspect(options).await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.inspect(options).await,
        }
    }

    pub(super) async fn capabilities(&mut self) -> Result<Capabilities, Error> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => postgres::inspect::capabilities(connection).await,
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => mysql::inspect::capabilities(connection).await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => sqlite::inspect::capabilities(connection).await,
        }
    }

    /// Creates a part of a schema in a scratch place, reads it back, and leaves nothing behind.
    pub(super) async fn try_out(
        &mut self,
        url: &str,
        trial: &Trial,
        attempts: &[Attempt],
    ) -> Result<Schema, Error> {
        let _ = url;
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => {
                postgres::scratch::try_out(connection, trial, attempts).await
            }
            #[cfg(feature = "mysql")]
            Self::MySql(_) => mysql::scratch::try_out(url, trial, attempts).await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => sqlite::scratch::try_out(connection, trial, attempts).await,
        }
    }

    /// Runs one statement.
    pub(super) async fn execute(&mut self, statement: &str) -> Result<(), Error> {
        let sql = sqlx::raw_sql(sqlx::AssertSqlSafe(statement));
        let done = match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => sql.execute(connection).await.map(drop),
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => sql.execute(connection).await.map(drop),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => sql.execute(connection).await.map(drop),
        };
        done.map_err(|error| Error::of_statement(statement, error))
    }

    /// The rows of a query whose columns are all text.
    pub(super) async fn texts(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, Error> {
        macro_rules! texts {
            ($connection:expr) => {{
                let rows = sqlx::raw_sql(sqlx::AssertSqlSafe(query)).fetch_all($connection).await;
                rows.and_then(|rows| {
                    let text = |row: &_, at| row_text(row, at);
                    rows.iter()
                        .map(|row| (0..row.len()).map(|at| text(row, at)).collect())
                        .collect()
                })
            }};
        }
        let rows: Result<Vec<Vec<Option<String>>>, sqlx::Error> = match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => texts!(connection),
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => texts!(connection),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => texts!(connection),
        };
        rows.map_err(|error| Error::of_statement(query, error))
    }

    /// Applies migrations.
    pub(super) async fn migrate(&mut self, migrator: &Migrator) -> Result<Report, crate::Error> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => migrator.run(connection).await,
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => migrator.run(connection).await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => migrator.run(connection).await,
        }
    }

    /// Takes migrations back.
    pub(super) async fn rollback(
        &mut self,
        migrator: &Migrator,
        back: Back,
    ) -> Result<Report, crate::Error> {
        match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => migrator.rollback(connection, back).await,
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => migrator.rollback(connection, back).await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => migrator.rollback(connection, back).await,
        }
    }

    /// Says goodbye. What was read is read, so a failure to do so is of no interest.
    pub(super) async fn close(self) {
        let _ = match self {
            #[cfg(feature = "postgres")]
            Self::Postgres(connection) => connection.close().await,
            #[cfg(feature = "mysql")]
            Self::MySql(connection) => connection.close().await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite(connection) => connection.close().await,
        };
    }
}

/// A text, whatever the server calls its type.
fn row_text<'r, R: Row>(row: &'r R, at: usize) -> Result<Option<String>, sqlx::Error>
where
    usize: ColumnIndex<R>,
    String: Decode<'r, R::Database>,
    R::Database: Database,
{
    row.try_get_unchecked(at)
}

/// The dialect of a URL.
pub(super) fn dialect(url: &str) -> Result<Dialect, Error> {
    Dialect::from_url(url).ok_or_else(|| {
        let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
        Error::new(format!("the URL names no database that is known here: `{scheme}:`"))
            .with_hint("begin it with `postgres:`, `mysql:`, `mariadb:` or `sqlite:`")
    })
}

pub(super) fn unreachable(error: sqlx::Error) -> Error {
    Error::database("the database cannot be reached", error)
}

#[allow(dead_code)] // All databases may be enabled.
pub(super) fn missing_feature(dialect: Dialect) -> Error {
    let name = dialect.name();
    Error::new(format!("dbwarden was built without {dialect}"))
        .with_hint(format!("turn on the feature `{name}` of the crate `dbwarden`"))
}
