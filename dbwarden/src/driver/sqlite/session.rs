//! The PRAGMAs of a SQLite connection, and what SQLite knows of its foreign keys.

use std::fmt;
use std::path::PathBuf;

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Executor, Row};

use crate::driver::{Failure, Unit};

/// The PRAGMAs that a migration may set and that stay set: their names, and the column under which
/// the table-valued function of that name gives the value.
const PRAGMAS: [(&str, &str); 15] = [
    ("busy_timeout", "timeout"),
    ("foreign_keys", "foreign_keys"),
    ("automatic_index", "automatic_index"),
    ("cache_size", "cache_size"),
    ("cell_size_check", "cell_size_check"),
    ("ignore_check_constraints", "ignore_check_constraints"),
    ("legacy_alter_table", "legacy_alter_table"),
    ("query_only", "query_only"),
    ("read_uncommitted", "read_uncommitted"),
    ("recursive_triggers", "recursive_triggers"),
    ("reverse_unordered_selects", "reverse_unordered_selects"),
    ("synchronous", "synchronous"),
    ("temp_store", "temp_store"),
    ("trusted_schema", "trusted_schema"),
    ("writable_schema", "writable_schema"),
];

/// Where `busy_timeout` and `foreign_keys` stand: these are ours while a run lasts.
const BUSY_TIMEOUT: usize = 0;
const FOREIGN_KEYS: usize = 1;

/// The PRAGMAs at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pragmas([i64; PRAGMAS.len()]);

/// Reads them in one statement.
pub(super) async fn remember(conn: &mut SqliteConnection) -> Result<Pragmas, Failure> {
    let columns = PRAGMAS
        .map(|(name, column)| format!("(SELECT \"{column}\" FROM pragma_{name})"))
        .join(", ");
    let row = conn.fetch_one(sqlx::raw_sql(AssertSqlSafe(format!("SELECT {columns}")))).await?;
    let mut values = [0; PRAGMAS.len()];
    for (column, value) in values.iter_mut().enumerate() {
        *value = row.try_get(column)?;
    }
    Ok(Pragmas(values))
}

impl Pragmas {
    /// Whether foreign keys were enforced.
    pub(super) fn foreign_keys(&self) -> bool {
        self.0[FOREIGN_KEYS] != 0
    }

    /// How long a statement outside of transactions waits for others: as the caller would have it, but
    /// long enough to outlast somebody's transaction.
    fn patience(&self) -> i64 {
        self.0[BUSY_TIMEOUT].max(5_000)
    }

    /// Makes SQLite wait so long.
    pub(super) async fn wait_patiently(&self, conn: &mut SqliteConnection) -> Result<(), Failure> {
        set_busy_timeout(conn, self.patience()).await
    }

    /// Puts back what a migration has changed, and leaves alone what the run itself has set.
    pub(super) async fn restore(
        &self,
        conn: &mut SqliteConnection,
        unit: Option<Unit>,
    ) -> Result<(), Failure> {
        let mut wanted = self.clone();
        wanted.0[BUSY_TIMEOUT] =
            if unit == Some(Unit::Alone) { self.patience() } else { OUR_BUSY_TIMEOUT };
        if unit == Some(Unit::ForeignKeysOff) {
            wanted.0[FOREIGN_KEYS] = 0;
        }
        wanted.restore_all(conn).await
    }

    /// Puts everything back.
    pub(super) async fn restore_all(&self, conn: &mut SqliteConnection) -> Result<(), Failure> {
        let now = remember(conn).await?;
        for (((name, _), wanted), is) in PRAGMAS.iter().zip(self.0).zip(now.0) {
            if wanted != is {
                let sql = AssertSqlSafe(format!("PRAGMA {name} = {wanted}"));
                conn.execute(sqlx::raw_sql(sql)).await?;
            }
        }
        Ok(())
    }
}

/// In milliseconds. Waiting for a lock is the business of the apply loop, which has a deadline; a
/// short wait inside SQLite spares it most of the polling.
const OUR_BUSY_TIMEOUT: i64 = 20;

/// Makes SQLite give up soon when another process is in the way.
pub(super) async fn poll_quickly(conn: &mut SqliteConnection) -> Result<(), Failure> {
    set_busy_timeout(conn, OUR_BUSY_TIMEOUT).await
}

async fn set_busy_timeout(conn: &mut SqliteConnection, milliseconds: i64) -> Result<(), Failure> {
    let sql = AssertSqlSafe(format!("PRAGMA busy_timeout = {milliseconds}"));
    conn.execute(sqlx::raw_sql(sql)).await?;
    Ok(())
}

/// Whether text may hold a PRAGMA, which is the only statement that changes one.
pub(super) fn mentions_pragma(text: &str) -> bool {
    text.as_bytes().windows(6).any(|word| word.eq_ignore_ascii_case(b"pragma"))
}

/// Has an effect outside of transactions only.
pub(super) async fn set_foreign_keys(conn: &mut SqliteConnection, on: bool) -> Result<(), Failure> {
    let sql = if on { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" };
    conn.execute(sql).await?;
    Ok(())
}

/// The file of the database, or nothing where it is in memory.
pub(super) async fn main_file(conn: &mut SqliteConnection) -> Result<Option<PathBuf>, Failure> {
    let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    let file: Option<String> = conn.fetch_one(sqlx::raw_sql(sql)).await?.try_get(0)?;
    Ok(file.filter(|file| !file.is_empty()).map(PathBuf::from))
}

/// A row whose parent is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Violation {
    table: String,
    row: Option<i64>,
    parent: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a row of `{}`", self.table)?;
        if let Some(row) = self.row {
            write!(f, " (rowid {row})")?;
        }
        write!(f, " refers to a row of `{}` that is not there", self.parent)
    }
}

/// What `foreign_key_check` finds.
pub(super) async fn violations(conn: &mut SqliteConnection) -> Result<Vec<Violation>, Failure> {
    let rows = conn.fetch_all("PRAGMA main.foreign_key_check").await?;
    let read = |row: &sqlx::sqlite::SqliteRow| -> Result<Violation, sqlx::Error> {
        Ok(Violation { table: row.try_get(0)?, row: row.try_get(1)?, parent: row.try_get(2)? })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
