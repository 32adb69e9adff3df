//! A database for one test.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use dbwarden_core::dialect::Dialect;
use sqlx::{AssertSqlSafe, ColumnIndex, Connection, Decode, Executor, Row};
use sqlx::{MySql, MySqlConnection, PgConnection, Postgres, Sqlite};
use tempfile::TempDir;

use super::Server;

/// An empty database on a server; it is dropped with this value, with whoever is connected to it.
#[derive(Debug)]
pub struct Database {
    server: &'static Server,
    name: String,
    url: String,
}

impl Database {
    pub(super) fn create(server: &'static Server) -> Database {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{}_{count}", std::process::id());
        let create = match server.dialect() {
            Dialect::MySql => format!("CREATE DATABASE {name} CHARACTER SET utf8mb4"),
            Dialect::Postgres | Dialect::Sqlite => format!("CREATE DATABASE {name}"),
        };
        execute(&server.admin_url(), &create)
            .unwrap_or_else(|error| panic!("{create} failed: {error}"));
        let url = server.url(&name);
        Database { server, name, url }
    }

    /// Its URL, with user and password.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The database that it is.
    pub fn dialect(&self) -> Dialect {
        self.server.dialect()
    }

    /// Runs SQL, one statement or several.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn execute(&self, sql: &str) {
        execute(&self.url, sql).unwrap_or_else(|error| panic!("{sql} failed: {error}"));
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let name = &self.name;
        let drop = match self.server.dialect() {
            Dialect::Postgres => format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
            Dialect::MySql | Dialect::Sqlite => format!("DROP DATABASE IF EXISTS {name}"),
        };
        if let Err(error) = execute(&self.server.admin_url(), &drop) {
            // A second panic while a test unwinds would end the process.
            eprintln!("{drop} failed: {error}");
        }
    }
}

/// A folder for an SQLite database, and the URL of the database, which does not exist yet.
///
/// # Panics
/// When no temporary folder can be made.
pub fn sqlite_file() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display());
    (folder, url)
}

/// Runs SQL on the database of the URL, one statement or several, in the simple protocol.
///
/// # Errors
/// What the server says.
pub fn execute(url: &str, sql: &str) -> Result<(), String> {
    let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    let dialect = Dialect::from_url(url);
    block_on(async move {
        match dialect {
            Some(Dialect::Postgres) => {
                let mut connection = PgConnection::connect(url).await?;
                sql.execute(&mut connection).await?;
                connection.close().await
            }
            Some(Dialect::MySql) => {
                let mut connection = MySqlConnection::connect(url).await?;
                sql.execute(&mut connection).await?;
                connection.close().await
            }
            Some(Dialect::Sqlite) | None => {
                let mut connection = sqlx::SqliteConnection::connect(url).await?;
                sql.execute(&mut connection).await?;
                connection.close().await
            }
        }
    })
    .map_err(|error| error.to_string())
}

/// The first column of the first row, a whole number.
///
/// # Panics
/// When the query fails, or gives no such row.
pub fn number(url: &str, sql: &str) -> i64 {
    first_column(url, sql)
}

/// The first column of the first row, a text that is not NULL.
///
/// # Panics
/// When the query fails, or gives no such row.
pub fn text(url: &str, sql: &str) -> String {
    first_column(url, sql)
}

fn first_column<T>(url: &str, sql: &str) -> T
where
    T: Send + for<'r> Decode<'r, Postgres> + sqlx::Type<Postgres>,
    T: for<'r> Decode<'r, MySql> + sqlx::Type<MySql>,
    T: for<'r> Decode<'r, Sqlite> + sqlx::Type<Sqlite>,
{
    async fn first<DB: sqlx::Database, T>(url: &str, sql: &str) -> Result<T, sqlx::Error>
    where
        for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
        T: for<'r> Decode<'r, DB> + sqlx::Type<DB>,
        usize: ColumnIndex<DB::Row>,
    {
        let mut connection = DB::Connection::connect(url).await?;
        let row = connection.fetch_one(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        connection.close().await?;
        row.try_get(0)
    }
    let result = match Dialect::from_url(url) {
        Some(Dialect::Postgres) => block_on(first::<Postgres, T>(url, sql)),
        Some(Dialect::MySql) => block_on(first::<MySql, T>(url, sql)),
        Some(Dialect::Sqlite) | None => block_on(first::<Sqlite, T>(url, sql)),
    };
    result.unwrap_or_else(|error| panic!("{sql} failed: {error}"))
}

/// Whether the server of the URL lets its user in.
pub(super) fn try_connect(url: &str) -> Result<(), String> {
    execute(url, "SELECT 1")
}

/// Waits for a future, also where the caller is inside of a runtime already.
///
/// # Panics
/// When the future does.
pub fn block_on<T: Send>(future: impl Future<Output = T> + Send) -> T {
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime can be built").block_on(future)
    };
    std::thread::scope(|scope| match scope.spawn(work).join() {
        Ok(value) => value,
        Err(panic) => std::panic::resume_unwind(panic),
    })
}
