//! Databases that go again, on PostgreSQL.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::sql::ident::quote_always;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use super::is_made;
use crate::ledger::Fnv;

/// The session that makes databases and keeps them.
pub(crate) struct Keeper {
    pub(crate) connection: PgConnection,
    /// An advisory lock belongs to a database: only names that are locked in this one tell whether
    /// their makers live, so the names tell which one it is.
    home: u32,
}

impl Keeper {
    pub(crate) async fn connect(options: &PgConnectOptions) -> Result<Self, sqlx::Error> {
        let mut connection = options.connect().await?;
        let sql = "SELECT pg_catalog.current_database()::text";
        let home: String = sqlx::query_scalar(sql).fetch_one(&mut connection).await?;
        Ok(Self { connection, home: key(&home) as u32 })
    }

    /// What the names of databases begin with that are for something and were made from here.
    pub(crate) fn prefix(&self, purpose: &str) -> String {
        format!("{purpose}{:08x}_", self.home)
    }

    /// The databases whose names begin so.
    pub(crate) async fn databases(&mut self, prefix: &str) -> Result<Vec<String>, sqlx::Error> {
        // PostgreSQL manual, section 53.15, *pg_database*.
        let sql = "SELECT datname::text FROM pg_catalog.pg_database
                    WHERE pg_catalog.starts_with(datname::text, $1) ORDER BY 1";
        sqlx::query_scalar(sql).bind(prefix).fetch_all(&mut self.connection).await
    }

    /// Whether a name is this session's now.
    pub(crate) async fn try_lock(&mut self, name: &str) -> Result<bool, sqlx::Error> {
        let sql = "SELECT pg_catalog.pg_try_advisory_lock($1)";
        sqlx::query_scalar(sql).bind(key(name)).fetch_one(&mut self.connection).await
    }

    pub(crate) async fn unlock(&mut self, name: &str) -> Result<(), sqlx::Error> {
        let query = sqlx::query("SELECT pg_catalog.pg_advisory_unlock($1)").bind(key(name));
        query.execute(&mut self.connection).await.map(drop)
    }

    /// Drops what killed processes have left behind, also from under the statement that the server still
    /// works on for one of them. What cannot be dropped, because it is another user's, is left to
    /// whoever can.
    pub(crate) async fn remove_leftovers(&mut self, prefix: &str) -> Result<(), sqlx::Error> {
        for name in self.databases(prefix).await? {
            if is_made(prefix, &name) && self.try_lock(&name).await? {
                let _ = self.drop_from_under(&name).await;
                self.unlock(&name).await?;
            }
        }
        Ok(())
    }

    /// Drops a database to which nobody is connected.
    #[cfg(feature = "test")]
    pub(crate) async fn drop(&mut self, name: &str) -> Result<(), sqlx::Error> {
        self.execute(format!("DROP DATABASE IF EXISTS {}", quoted(name))).await
    }

    /// Drops a database also from under those who are connected to it.
    pub(crate) async fn drop_from_under(&mut self, name: &str) -> Result<(), sqlx::Error> {
        self.execute(format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(name))).await
    }

    pub(crate) async fn execute(&mut self, sql: String) -> Result<(), sqlx::Error> {
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connection).await.map(drop)
    }

    /// Ends the session, and with it the locks, whether the server hears the goodbye or not.
    pub(crate) async fn close(self) {
        let _ = self.connection.close().await;
    }
}

/// What to say to a user who may not create databases.
pub(crate) const GRANT: &str = "let the user create databases: `ALTER ROLE .. CREATEDB`";

/// insufficient_privilege
pub(crate) const NOT_ALLOWED: &str = "42501";

/// A name as SQL.
pub(crate) fn quoted(name: &str) -> String {
    quote_always(Dialect::Postgres, name)
}

/// The key of an advisory lock.
fn key(name: &str) -> i64 {
    let mut hash = Fnv::default();
    hash.write(name.as_bytes());
    i64::from_ne_bytes(hash.0.to_ne_bytes())
}
