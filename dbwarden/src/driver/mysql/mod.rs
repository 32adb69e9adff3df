//! MySQL and MariaDB.

#[cfg(feature = "inspect")]
pub(crate) mod inspect;
mod ledger;
mod lock;
mod outcome;
#[cfg(feature = "inspect")]
pub(crate) mod scratch;
mod session;
#[cfg(feature = "inspect")]
pub(crate) mod telling;

use std::time::Duration;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef};
use sqlx::error::DatabaseError;
use sqlx::mysql::{MySql, MySqlConnection, MySqlDatabaseError};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::connection::{Conn, simple, unreachable};
use super::lease::Spare;
use super::rows::Types;
use super::server::{Home, Server, ServerDriver};
use super::{Access, Driver, Failure, FailureKind, Future, Limits, Outcome, Snapshot};
use crate::error::Error;
use crate::ledger::{Fact, LedgerEntry};
use crate::report::LockHolder;
use crate::target::targets;

impl Server for MySql {
    const DIALECT: Dialect = Dialect::MySql;
    const TYPES: Types = ledger::TYPES;
    const NOW: &'static str = "UTC_TIMESTAMP(3)";
    const BEGIN: &'static str = "START TRANSACTION";
    const IN_TRANSACTION: &'static str =
        "the connection is inside a transaction, or its autocommit is off";

    type Settings = session::Settings;

    fn after(moment: &str, time: Duration) -> String {
        format!("{moment} + INTERVAL {} MICROSECOND", time.as_micros())
    }

    fn rfc3339(moment: &str) -> String {
        format!("CONCAT(LEFT(DATE_FORMAT({moment}, '%Y-%m-%dT%H:%i:%s.%f'), 23), 'Z')")
    }

    fn schemas_with(table: &str) -> String {
        format!(
            "SELECT CONVERT(TABLE_SCHEMA USING utf8mb4) FROM information_schema.TABLES \
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}'"
        )
    }

    fn insert_unless_there(table: &str, columns: &str, values: &str) -> String {
        format!("INSERT IGNORE INTO {table} ({columns}) VALUES ({values})")
    }

    async fn execute(
        conn: &mut MySqlConnection,
        sql: String,
        values: Vec<String>,
    ) -> Result<u64, Failure> {
        let query = sqlx::query(AssertSqlSafe(sql));
        let query = values.into_iter().fold(query, sqlx::query::Query::bind);
        Ok(query.execute(conn).await?.rows_affected())
    }

    async fn texts(
        conn: &mut MySqlConnection,
        sql: String,
    ) -> Result<Vec<Vec<Option<String>>>, Failure> {
        let rows = conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        let read = |row: &sqlx::mysql::MySqlRow| (0..row.len()).map(|at| row.try_get(at)).collect();
        Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
    }

    async fn simple(
        conn: &mut MySqlConnection,
        text: &str,
        timings: &mut Vec<Duration>,
    ) -> Result<(), Failure> {
        simple(conn, text, timings).await
    }

    async fn peek(conn: &mut MySqlConnection) -> Result<(Home, Snapshot), Failure> {
        ledger::peek(conn).await
    }

    async fn entries(conn: &mut MySqlConnection, home: &Home) -> Result<Vec<LedgerEntry>, Failure> {
        ledger::entries(conn, home).await
    }

    async fn create_ledger(conn: &mut MySqlConnection, home: &Home) -> Result<(), Failure> {
        ledger::create(conn, home).await
    }

    async fn save(
        conn: &mut MySqlConnection,
        home: &Home,
        entry: &LedgerEntry,
        cached: bool,
    ) -> Result<(), Failure> {
        ledger::save(conn, home, entry, cached).await
    }

    async fn forget(conn: &mut MySqlConnection, home: &Home, fact: &Fact) -> Result<(), Failure> {
        ledger::forget(conn, home, fact).await
    }

    async fn in_transaction(conn: &mut MySqlConnection) -> Result<bool, Failure> {
        Ok(conn.is_in_transaction() || session::in_transaction(conn).await?)
    }

    async fn remember(conn: &mut MySqlConnection) -> Result<session::Settings, Failure> {
        session::remember(conn).await
    }

    async fn restore(
        conn: &mut MySqlConnection,
        settings: &mut session::Settings,
    ) -> Result<(), Failure> {
        settings.restore(conn).await
    }

    async fn note(
        _conn: &mut MySqlConnection,
        _settings: &mut session::Settings,
        _text: &str,
    ) -> Result<(), Failure> {
        // Reading the settings is a small part of what a statement by itself costs here.
        Ok(())
    }

    async fn limit(conn: &mut MySqlConnection, limits: &Limits) -> Result<(), Failure> {
        session::limit(conn, limits).await
    }

    async fn tables_present(
        conn: &mut MySqlConnection,
        tables: &[&ObjectRef],
    ) -> Result<Vec<bool>, Failure> {
        let mut present = Vec::with_capacity(tables.len());
        for table in tables {
            present.push(outcome::has_table(conn, table).await?);
        }
        Ok(present)
    }

    async fn undoes_rows(conn: &mut MySqlConnection) -> Result<bool, Failure> {
        outcome::undoes_rows(conn).await
    }

    async fn outcome(conn: &mut MySqlConnection, effect: &Effect) -> Result<Outcome, Failure> {
        outcome::outcome(conn, effect).await
    }

    async fn try_lock(conn: &mut MySqlConnection, home: &Home) -> Result<bool, Failure> {
        lock::try_lock(conn, &home.database).await
    }

    async fn unlock(conn: &mut MySqlConnection, home: &Home) -> Result<(), Failure> {
        lock::unlock(conn, &home.database).await
    }

    async fn holder(
        conn: &mut MySqlConnection,
        home: &Home,
    ) -> Result<Option<LockHolder>, Failure> {
        lock::holder(conn, &home.database).await
    }

    async fn terminate(conn: &mut MySqlConnection, session: i64) -> Result<(), Failure> {
        lock::terminate(conn, session).await
    }
}

/// The error number in place of the SQLSTATE, which is too coarse to look anything up.
pub(crate) fn refine(failure: &mut Failure, error: &dyn DatabaseError) {
    let Some(error) = error.as_error().downcast_ref::<MySqlDatabaseError>() else { return };
    if let Some(server) = &mut failure.server {
        server.code = Some(error.number().to_string());
    }
    // ER_LOCK_WAIT_TIMEOUT, ER_LOCK_DEADLOCK, ER_LOCK_NOWAIT
    if matches!(error.number(), 1205 | 1213 | 3572) {
        failure.kind = FailureKind::Busy;
    }
}

targets!(MySql, MySqlConnection, |conn, pool| ServerDriver::<MySql>::boxed(
    conn,
    pool.map(Spare::Pool)
));
