//! Trying a schema out in temporary databases.
//!
//! DDL commits by itself here, so there must be a database to drop. Its maker holds a lock of its name
//! as long as it works; the server gives the lock up with the connection, however that ends. So a
//! database whose lock is free has no maker any more, and the next run drops it.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::Schema;
use dbwarden_core::sql::ident::quote_always;
use sqlx::{AssertSqlSafe, MySql, MySqlConnection, Row};

use crate::inspect::scratch::{Attempt, PREFIX, Trial, run};
use crate::inspect::{Error, Options};

/// Creates and reads a schema, and leaves nothing behind.
pub(crate) async fn try_out(
    connection: &mut MySqlConnection,
    trial: &Trial,
    attempts: &[Attempt],
) -> Result<Schema, Error> {
    drop_leftovers(connection).await?;
    let own = text(connection, "SELECT database()", None).await?;
    lock(connection, &trial.place).await?;
    let found = in_databases(connection, trial, attempts).await;
    let mut dropped = Ok(());
    for name in std::iter::once(&trial.place).chain(&trial.further) {
        dropped = dropped.and(drop_database(connection, name).await);
    }
    if let Some(own) = own {
        dropped = dropped.and(execute(connection, &format!("USE {}", quoted(&own))).await);
    }
    dropped = dropped.and(unlock(connection, &trial.place).await);
    let found = found?;
    dropped.map_err(|error| Error::database("the scratch database cannot be dropped", error))?;
    Ok(found)
}

async fn in_databases(
    connection: &mut MySqlConnection,
    trial: &Trial,
    attempts: &[Attempt],
) -> Result<Schema, Error> {
    // What tables and columns do not say, they take from their database.
    let sql = "SELECT concat('CHARACTER SET ', @@character_set_database,
                             ' COLLATE ', @@collation_database)";
    let defaults = text(connection, sql, None).await?.unwrap_or_default();
    for name in std::iter::once(&trial.place).chain(&trial.further) {
        let sql = format!("CREATE DATABASE {} {defaults}", quoted(name));
        execute(connection, &sql).await.map_err(no_scratch)?;
    }
    execute(connection, &format!("USE {}", quoted(&trial.place))).await.map_err(no_scratch)?;
    run::<MySql>(connection, attempts).await?;
    let options = Options { schemas: trial.further.clone() };
    super::inspect::schema(connection, &options).await
}

/// Drops what a run that died has left behind. What may not be dropped is left to whoever may.
async fn drop_leftovers(connection: &mut MySqlConnection) -> Result<(), Error> {
    // MariaDB documentation, "Information Schema SCHEMATA Table"; MySQL manual, section 26.3.31.
    let sql = "SELECT schema_name FROM information_schema.schemata
                WHERE schema_name LIKE concat(replace(?, '_', '\\\\_'), '%')";
    let rows = sqlx::query(sql).bind(PREFIX).fetch_all(&mut *connection).await;
    for row in rows.map_err(no_scratch)? {
        let name: String = row.try_get_unchecked(0).map_err(no_scratch)?;
        // Further databases have the name of the first and a number: that one's lock is theirs.
        let words: Vec<&str> = name[PREFIX.len()..].split('_').collect();
        let [process, time, count, ..] = words.as_slice() else { continue };
        let owner = format!("{PREFIX}{process}_{time}_{count}");
        if lock(connection, &owner).await.is_ok() {
            // Somebody else may have dropped it in the meantime, or may have to.
            let _ = drop_database(connection, &name).await;
            unlock(connection, &owner).await.map_err(no_scratch)?;
        }
    }
    Ok(())
}

async fn lock(connection: &mut MySqlConnection, name: &str) -> Result<(), Error> {
    // MariaDB documentation, "GET_LOCK"; MySQL manual, section 12.14. The name of a lock has at most
    // 64 characters.
    match text(connection, "SELECT CAST(get_lock(?, 0) AS char)", Some(name)).await?.as_deref() {
        Some("1") => Ok(()),
        _ => Err(Error::new(format!("the scratch database `{name}` is in use"))),
    }
}

async fn unlock(connection: &mut MySqlConnection, name: &str) -> Result<(), sqlx::Error> {
    let query = sqlx::query("DO release_lock(?)").bind(name);
    query.execute(connection).await.map(|_| ())
}

async fn drop_database(connection: &mut MySqlConnection, name: &str) -> Result<(), sqlx::Error> {
    execute(connection, &format!("DROP DATABASE IF EXISTS {}", quoted(name))).await
}

async fn execute(connection: &mut MySqlConnection, sql: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(connection).await.map(|_| ())
}

/// The only value of the only row.
async fn text(
    connection: &mut MySqlConnection,
    sql: &'static str,
    value: Option<&str>,
) -> Result<Option<String>, Error> {
    let row = match value {
        Some(value) => sqlx::query(sql).bind(value).fetch_one(connection).await,
        None => sqlx::raw_sql(sql).fetch_one(connection).await,
    };
    row.and_then(|row| row.try_get_unchecked(0)).map_err(no_scratch)
}

fn quoted(name: &str) -> String {
    quote_always(Dialect::MySql, name)
}

fn no_scratch(error: sqlx::Error) -> Error {
    let refused = Error::database("the models cannot be tried out in a scratch database", error);
    // ER_DBACCESS_DENIED_ERROR and ER_ACCESS_DENIED_ERROR have SQLSTATE 42000 and 28000.
    match refused.code().as_deref() {
        Some("42000" | "28000") => refused.with_hint(format!(
            "let the user create databases of that name (they are dropped again): \
             ``GRANT ALL ON `{}%`.* TO ..``",
            PREFIX.replace('_', "\\_")
        )),
        _ => refused,
    }
}
