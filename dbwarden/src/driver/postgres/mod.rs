//! PostgreSQL.

#[cfg(feature = "inspect")]
pub(crate) mod inspect;
mod ledger;
mod lock;
mod outcome;
#[cfg(feature = "inspect")]
pub(crate) mod scratch;
#[cfg(feature = "inspect")]
pub(crate) mod scratch_database;
mod session;

use std::time::Duration;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef, Tally};
use sqlx::error::DatabaseError;
use sqlx::postgres::{PgConnection, PgDatabaseError, PgErrorPosition, Postgres};
use sqlx::{AssertSqlSafe, Connection, Executor, Row};

use super::connection::{Conn, simple, unreachable};
use super::lease::Spare;
use super::rows::Types;
use super::server::{Home, Server, ServerDriver};
use super::{Access, Driver, Failure, FailureKind, Future, Limits, Outcome, RowChange, Snapshot};
use crate::error::Error;
use crate::ledger::{Fact, LedgerEntry};
use crate::report::LockHolder;
use crate::target::targets;

impl Server for Postgres {
    const DIALECT: Dialect = Dialect::Postgres;
    const TYPES: Types = ledger::TYPES;
    const NOW: &'static str = "pg_catalog.clock_timestamp()";
    const BEGIN: &'static str = "BEGIN";
    const IN_TRANSACTION: &'static str = "the connection is inside a transaction";

    type Settings = session::Settings;

    fn after(moment: &str, time: Duration) -> String {
        format!("{moment} + interval '{} milliseconds'", time.as_millis())
    }

    fn rfc3339(moment: &str) -> String {
        format!(
            "pg_catalog.to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
        )
    }

    fn schemas_with(table: &str) -> String {
        format!(
            "SELECT n.nspname::text FROM pg_catalog.pg_class c \
             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = '{table}'"
        )
    }

    fn insert_unless_there(table: &str, columns: &str, values: &str) -> String {
        format!("INSERT INTO {table} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING")
    }

    async fn execute(
        conn: &mut PgConnection,
        sql: String,
        values: Vec<String>,
    ) -> Result<u64, Failure> {
        let mut parts = sql.split('?');
        let mut numbered = parts.next().unwrap_or_default().to_owned();
        for (index, part) in parts.enumerate() {
            numbered.push_str(&format!("${}{part}", index + 1));
        }
        let query = sqlx::query(AssertSqlSafe(numbered)).persistent(false);
        let query = values.into_iter().fold(query, sqlx::query::Query::bind);
        Ok(query.execute(conn).await?.rows_affected())
    }

    async fn texts(
        conn: &mut PgConnection,
        sql: String,
    ) -> Result<Vec<Vec<Option<String>>>, Failure> {
        let rows = conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        let read = |row: &sqlx::postgres::PgRow| (0..row.len()).map(|at| row.try_get(at)).collect();
        Ok(rows.iter().map(read).collect::<Result<_, sqlx::Error>>()?)
    }

    async fn simple(
        conn: &mut PgConnection,
        text: &str,
        timings: &mut Vec<Duration>,
    ) -> Result<(), Failure> {
        simple(conn, text, timings).await
    }

    async fn glance(conn: &mut PgConnection) -> Result<Option<Tally>, Failure> {
        ledger::glance(conn).await
    }

    async fn peek(conn: &mut PgConnection) -> Result<(Home, Snapshot), Failure> {
        ledger::peek(conn).await
    }

    async fn entries(conn: &mut PgConnection, home: &Home) -> Result<Vec<LedgerEntry>, Failure> {
        ledger::entries(conn, home).await
    }

    async fn create_ledger(conn: &mut PgConnection, home: &Home) -> Result<(), Failure> {
        ledger::create(conn, home).await
    }

    async fn save(
        conn: &mut PgConnection,
        home: &Home,
        entry: &LedgerEntry,
        cached: bool,
    ) -> Result<(), Failure> {
        ledger::save(conn, home, entry, cached).await
    }

    async fn forget(conn: &mut PgConnection, home: &Home, fact: &Fact) -> Result<(), Failure> {
        ledger::forget(conn, home, fact).await
    }

    fn change_row(home: &Home, row: RowChange<'_>) -> Option<String> {
        Some(ledger::change_row(home, row))
    }

    fn may_change_session(text: &str) -> bool {
        session::may_change(text)
    }

    async fn in_transaction(conn: &mut PgConnection) -> Result<bool, Failure> {
        Ok(conn.is_in_transaction() || session::in_transaction(conn).await?)
    }

    async fn remember(conn: &mut PgConnection) -> Result<session::Settings, Failure> {
        session::remember(conn).await
    }

    async fn restore(
        conn: &mut PgConnection,
        settings: &mut session::Settings,
    ) -> Result<(), Failure> {
        settings.restore(conn).await
    }

    async fn note(
        conn: &mut PgConnection,
        settings: &mut session::Settings,
        text: &str,
    ) -> Result<(), Failure> {
        settings.note(text);
        if session::forgets_statements(text) {
            conn.clear_cached_statements().await?;
        }
        Ok(())
    }

    async fn limit(conn: &mut PgConnection, limits: &Limits) -> Result<(), Failure> {
        session::limit(conn, limits).await
    }

    async fn tables_present(
        conn: &mut PgConnection,
        tables: &[&ObjectRef],
    ) -> Result<Vec<bool>, Failure> {
        outcome::tables_present(conn, tables).await
    }

    async fn undoes_rows(_conn: &mut PgConnection) -> Result<bool, Failure> {
        Ok(true)
    }

    async fn outcome(conn: &mut PgConnection, effect: &Effect) -> Result<Outcome, Failure> {
        outcome::outcome(conn, effect).await
    }

    async fn try_lock(conn: &mut PgConnection, home: &Home) -> Result<bool, Failure> {
        lock::try_lock(conn, home).await
    }

    async fn unlock(conn: &mut PgConnection, home: &Home) -> Result<(), Failure> {
        lock::unlock(conn, home).await
    }

    async fn holder(conn: &mut PgConnection, home: &Home) -> Result<Option<LockHolder>, Failure> {
        lock::holder(conn, home).await
    }

    async fn terminate(conn: &mut PgConnection, session: i64) -> Result<(), Failure> {
        lock::terminate(conn, session).await
    }
}

/// What PostgreSQL tells beyond message and code.
pub(crate) fn refine(failure: &mut Failure, error: &dyn DatabaseError) {
    let Some(error) = error.as_error().downcast_ref::<PgDatabaseError>() else { return };
    if let Some(server) = &mut failure.server {
        server.detail = error.detail().map(ToOwned::to_owned);
        server.hint = error.hint().map(ToOwned::to_owned);
    }
    if let Some(PgErrorPosition::Original(position)) = error.position() {
        failure.position = Some(position);
    }
    // lock_not_available, deadlock_detected, in_failed_sql_transaction
    match error.code() {
        "55P03" | "40P01" => failure.kind = FailureKind::Busy,
        "25P02" => failure.kind = FailureKind::InTransaction,
        _ => {}
    }
}

targets!(Postgres, PgConnection, |conn, pool| ServerDriver::<Postgres>::boxed(
    conn,
    pool.map(Spare::Pool)
));
