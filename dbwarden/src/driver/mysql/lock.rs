//! The user lock of MySQL and MariaDB.
//!
//! Its name is made of hexadecimal digits and stands in the text of every statement: a proxy may stand in
//! between, and a statement that is prepared for one use costs a delayed packet when it is closed.

use sqlx::mysql::MySqlConnection;
use sqlx::{AssertSqlSafe, Row};

use crate::driver::{Failure, FailureKind};
use crate::ledger::{Fnv, LEDGER_TABLE};
use crate::report::LockHolder;

/// User locks belong to the whole server, so the name hashes the database. At most 64 characters.
fn name(database: &str) -> String {
    let mut hash = Fnv::default();
    for part in [database, LEDGER_TABLE] {
        hash.write(part.as_bytes());
        hash.write(&[0]);
    }
    format!("dbwarden_{:016x}", hash.0)
}

/// Only the answer 1 is the lock: 0 is someone else's, NULL an error that the server keeps to itself.
pub(super) async fn try_lock(conn: &mut MySqlConnection, database: &str) -> Result<bool, Failure> {
    let sql = format!("SELECT GET_LOCK('{}', 0)", name(database));
    let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(conn).await?;
    match row.try_get::<Option<i64>, _>(0)? {
        Some(1) => Ok(true),
        Some(_) => Ok(false),
        None => Err(Failure::found(FailureKind::Other, "`GET_LOCK` gave no answer")),
    }
}

pub(super) async fn unlock(conn: &mut MySqlConnection, database: &str) -> Result<(), Failure> {
    let sql = format!("SELECT RELEASE_LOCK('{}')", name(database));
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await?;
    Ok(())
}

/// The process list shows other users' sessions only to those who may see them.
pub(super) async fn holder(
    conn: &mut MySqlConnection,
    database: &str,
) -> Result<Option<LockHolder>, Failure> {
    let sql = format!("SELECT CAST(IS_USED_LOCK('{}') AS SIGNED)", name(database));
    let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(&mut *conn).await?;
    let session: Option<i64> = row.try_get(0)?;
    let Some(session) = session else { return Ok(None) };
    let mut description = format!("session {session}");
    let sql = format!(
        "SELECT CONVERT(USER USING utf8mb4), CONVERT(HOST USING utf8mb4), \
         CONVERT(LEFT(INFO, 200) USING utf8mb4) \
         FROM information_schema.PROCESSLIST WHERE ID = {session}"
    );
    let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_optional(conn).await?;
    if let Some(row) = row {
        for (column, word) in [(0, "of user"), (1, "from"), (2, "running")] {
            if let Ok(Some(text)) = row.try_get::<Option<String>, _>(column) {
                description.push_str(&format!(", {word} `{text}`"));
            }
        }
    }
    Ok(Some(LockHolder { session: Some(session), description }))
}

pub(super) async fn terminate(conn: &mut MySqlConnection, session: i64) -> Result<(), Failure> {
    let sql = AssertSqlSafe(format!("KILL {session}"));
    sqlx::Executor::execute(conn, sqlx::raw_sql(sql)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_name_fits_and_tells_databases_apart() {
        assert!(super::name(&"x".repeat(64)).len() <= 64);
        assert_ne!(super::name("a"), super::name("b"));
    }
}
