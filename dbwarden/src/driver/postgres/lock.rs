//! The advisory lock of PostgreSQL.

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Row};

use crate::driver::server::Home;
use crate::driver::{Failure, FailureKind};
use crate::ledger::{Fnv, LEDGER_TABLE};
use crate::report::LockHolder;

/// The key: advisory locks belong to a database already, but the number should not meet another
/// tool's, and two schemas may be migrated side by side.
fn key(home: &Home) -> i64 {
    let mut hash = Fnv::default();
    for part in ["dbwarden", &home.database, &home.schema, LEDGER_TABLE] {
        hash.write(part.as_bytes());
        hash.write(&[0]);
    }
    i64::from_ne_bytes(hash.0.to_ne_bytes())
}

/// Never the blocking form: a session that waits for an advisory lock holds a snapshot, for which
/// `CREATE INDEX CONCURRENTLY` in the session that has the lock waits in turn.
pub(super) async fn try_lock(conn: &mut PgConnection, home: &Home) -> Result<bool, Failure> {
    let query = sqlx::query_scalar("SELECT pg_catalog.pg_try_advisory_lock($1)").persistent(false);
    Ok(query.bind(key(home)).fetch_one(conn).await?)
}

pub(super) async fn unlock(conn: &mut PgConnection, home: &Home) -> Result<(), Failure> {
    let query = sqlx::query("SELECT pg_catalog.pg_advisory_unlock($1)").persistent(false);
    query.bind(key(home)).execute(conn).await?;
    Ok(())
}

/// `pg_locks` keeps a 64-bit key in two halves, with `objsubid` 1 (PostgreSQL manual, *pg_locks*).
pub(super) async fn holder(
    conn: &mut PgConnection,
    home: &Home,
) -> Result<Option<LockHolder>, Failure> {
    // Without values, and therefore in the simple protocol: a proxy may stand in between.
    let key = key(home);
    let sql = format!(
        "SELECT l.pid::bigint, a.usename::text, coalesce(a.client_addr::text, 'the local socket'), \
         a.application_name, a.backend_start::text, left(a.query, 200) \
         FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid \
         WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 \
         AND l.classid::bigint = {} AND l.objid::bigint = {} \
         AND l.database = (SELECT oid FROM pg_catalog.pg_database \
         WHERE datname = pg_catalog.current_database())",
        (key >> 32) & 0xffff_ffff,
        key & 0xffff_ffff
    );
    let query = sqlx::raw_sql(AssertSqlSafe(sql));
    let Some(row) = query.fetch_optional(conn).await? else {
        return Ok(None);
    };
    let session: i64 = row.try_get(0)?;
    let text = |column: usize| -> Option<String> {
        row.try_get::<Option<String>, _>(column).ok().flatten().filter(|text| !text.is_empty())
    };
    let mut description = format!("session {session}");
    let parts =
        [(1, "of user"), (2, "from"), (3, "application"), (4, "connected since"), (5, "running")];
    for (column, word) in parts {
        if let Some(text) = text(column) {
            description.push_str(&format!(", {word} `{text}`"));
        }
    }
    Ok(Some(LockHolder { session: Some(session), description }))
}

pub(super) async fn terminate(conn: &mut PgConnection, session: i64) -> Result<(), Failure> {
    let query = sqlx::query_scalar("SELECT pg_catalog.pg_terminate_backend($1::int)");
    let ended: bool = query.persistent(false).bind(session).fetch_one(conn).await?;
    if ended {
        return Ok(());
    }
    Err(Failure::found(FailureKind::Other, "the server did not end the session"))
}
