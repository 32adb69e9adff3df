//! Databases that go again, on MariaDB and MySQL. Locks are the whole server's.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::sql::ident::quote_always;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Row};

use super::is_made;

/// The session that makes databases and keeps them.
pub(crate) struct Keeper {
    pub(crate) connection: MySqlConnection,
}

impl Keeper {
    pub(crate) async fn connect(options: &MySqlConnectOptions) -> Result<Self, sqlx::Error> {
        Ok(Self { connection: options.connect().await? })
    }

    /// The databases whose names begin so.
    pub(crate) async fn databases(&mut self, prefix: &str) -> Result<Vec<String>, sqlx::Error> {
        // MariaDB documentation, "Information Schema SCHEMATA Table"; MySQL manual, section 28.3.31.
        let sql = "SELECT schema_name FROM information_schema.schemata
                    WHERE schema_name LIKE concat(replace(?, '_', '\\\\_'), '%') ORDER BY 1";
        list(&mut self.connection, sql, prefix).await
    }

    /// Whether a name is this session's now. A server takes at most 64 characters.
    pub(crate) async fn try_lock(&mut self, name: &str) -> Result<bool, sqlx::Error> {
        // MariaDB documentation, "GET_LOCK"; MySQL manual, section 12.14.
        let sql = "SELECT coalesce(CAST(get_lock(?, 0) AS char), '')";
        let answer = list(&mut self.connection, sql, name).await?;
        Ok(answer.first().is_some_and(|answer| answer == "1"))
    }

    pub(crate) async fn unlock(&mut self, name: &str) -> Result<(), sqlx::Error> {
        let sql = "SELECT coalesce(CAST(release_lock(?) AS char), '')";
        list(&mut self.connection, sql, name).await.map(drop)
    }

    /// Drops what killed processes have left behind. What may not be dropped is left to whoever may.
    pub(crate) async fn remove_leftovers(&mut self, prefix: &str) -> Result<(), sqlx::Error> {
        for name in self.databases(prefix).await? {
            if is_made(prefix, &name) && self.try_lock(&name).await? {
                let _ = self.drop(&name).await;
                self.unlock(&name).await?;
            }
        }
        Ok(())
    }

    /// The character set of the database that the session is in, as `CREATE DATABASE` takes it: what
    /// tables and columns do not say, they take from their database.
    pub(crate) async fn defaults(&mut self) -> Result<String, sqlx::Error> {
        let (charset, collation) = self.usual_collation().await?;
        Ok(format!("CHARACTER SET {charset} COLLATE {collation}"))
    }

    /// The same as the names of character set and collation. The server's own databases are made for
    /// the server: those of applications are made as it says.
    pub(crate) async fn usual_collation(&mut self) -> Result<(String, String), sqlx::Error> {
        const OF_SERVER: &str = "coalesce(database(), 'mysql') IN
            ('mysql', 'sys', 'information_schema', 'performance_schema')";
        let charset =
            format!("SELECT if({OF_SERVER}, @@character_set_server, @@character_set_database)");
        let collation = format!("SELECT if({OF_SERVER}, @@collation_server, @@collation_database)");
        Ok((
            text(&mut self.connection, &charset, 0).await?,
            text(&mut self.connection, &collation, 0).await?,
        ))
    }

    /// Another collation of the character set that compares as loosely, and that is rarely named.
    pub(crate) async fn strange_collation(
        &mut self,
        charset: &str,
        usual: &str,
    ) -> Result<Option<String>, sqlx::Error> {
        // MariaDB documentation, "Information Schema COLLATIONS Table"; MySQL manual, section 26.3.6.
        let sql = "SELECT collation_name FROM information_schema.collations
                    WHERE character_set_name = ? AND collation_name LIKE '%\\_ci'
                      AND is_default <> 'Yes' AND collation_name NOT LIKE '%\\_general\\_%'
                      AND collation_name NOT LIKE '%\\_unicode\\_%'
                      AND collation_name NOT LIKE '%\\_0900\\_as\\_ci'
                    ORDER BY 1";
        let found = list(&mut self.connection, sql, charset).await?;
        Ok(found.into_iter().find(|name| name != usual))
    }

    /// Gives a database another collation.
    pub(crate) async fn set_collation(
        &mut self,
        name: &str,
        charset: &str,
        collation: &str,
    ) -> Result<(), sqlx::Error> {
        let name = quoted(name);
        self.execute(&format!("ALTER DATABASE {name} CHARACTER SET {charset} COLLATE {collation}"))
            .await
    }

    pub(crate) async fn create(&mut self, name: &str, defaults: &str) -> Result<(), sqlx::Error> {
        self.execute(&format!("CREATE DATABASE {} {defaults}", quoted(name))).await
    }

    pub(crate) async fn drop(&mut self, name: &str) -> Result<(), sqlx::Error> {
        self.execute(&format!("DROP DATABASE IF EXISTS {}", quoted(name))).await
    }

    /// Drops a database also from under those who are in it.
    pub(crate) async fn drop_from_under(&mut self, name: &str) -> Result<(), sqlx::Error> {
        // MariaDB documentation, "Information Schema PROCESSLIST Table"; MySQL manual, section 28.3.23.
        let sql = "SELECT CAST(id AS char) FROM information_schema.processlist WHERE db = ?
                      AND id <> connection_id()";
        for id in list(&mut self.connection, sql, name).await? {
            // It may have ended by itself in the meantime.
            let _ = self.execute(&format!("KILL {id}")).await;
        }
        self.drop(name).await
    }

    pub(crate) async fn execute(&mut self, sql: &str) -> Result<(), sqlx::Error> {
        execute(&mut self.connection, sql).await
    }

    /// Ends the session, and with it the locks, whether the server hears the goodbye or not.
    pub(crate) async fn close(self) {
        let _ = self.connection.close().await;
    }
}

/// Whether the server says that the user may not do this: ER_DBACCESS_DENIED_ERROR and
/// ER_ACCESS_DENIED_ERROR, or their SQLSTATEs.
pub(crate) fn is_denied(code: &str) -> bool {
    matches!(code, "1044" | "1045" | "42000" | "28000")
}

/// A name as SQL.
pub(crate) fn quoted(name: &str) -> String {
    quote_always(Dialect::MySql, name)
}

/// The first column of all rows of a query with one placeholder.
pub(crate) async fn list(
    conn: &mut MySqlConnection,
    sql: &str,
    value: &str,
) -> Result<Vec<String>, sqlx::Error> {
    let query = sqlx::query(AssertSqlSafe(sql.to_owned())).bind(value).persistent(false);
    let rows = query.fetch_all(conn).await?;
    rows.iter().map(|row| row.try_get_unchecked(0)).collect()
}

/// A value of the only row.
pub(crate) async fn text(
    conn: &mut MySqlConnection,
    sql: &str,
    column: usize,
) -> Result<String, sqlx::Error> {
    let row = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_one(conn).await?;
    row.try_get_unchecked(column)
}

pub(crate) async fn execute(conn: &mut MySqlConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(conn).await.map(drop)
}
