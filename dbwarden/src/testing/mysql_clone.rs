//! The clone of a schema: what `SHOW CREATE` tells, and the rows.

use sqlx::Row;
use sqlx::mysql::MySqlConnection;

use super::failed;
use super::mysql::WHOLE;
use crate::error::Error;
use crate::throwaway::mysql::{execute, list, quoted, text};

/// Copies a template into an empty database, and stays in that one. `false` where the template holds
/// what cannot be copied faithfully: a sequence, a table with a history of its rows, a package.
pub(super) async fn copy(
    conn: &mut MySqlConnection,
    template: &str,
    name: &str,
) -> Result<bool, Error> {
    let copied = copy_all(conn, template, name).await;
    copied.map_err(failed("the template of tests cannot be copied"))
}

async fn copy_all(
    conn: &mut MySqlConnection,
    template: &str,
    name: &str,
) -> Result<bool, sqlx::Error> {
    for strangers in STRANGERS {
        if !list(conn, strangers, template).await?.is_empty() {
            return Ok(false);
        }
    }
    // Names without a database are told of the current one only, as `mysqldump` knows.
    let inside = |name: &str| format!("USE {}", quoted(name));
    execute(conn, &inside(template)).await?;
    let mut tables = list(conn, TABLES, template).await?;
    tables.retain(|table| table != WHOLE);
    let mut columns = Vec::new();
    let mut definitions = Vec::new();
    for table in &tables {
        definitions.push(show(conn, "TABLE", table, 1).await?);
        columns.push(columns_of(conn, template, table).await?);
    }
    let mut views = Vec::new();
    for view in list(conn, VIEWS, template).await? {
        views.push(show(conn, "VIEW", &view, 1).await?);
    }
    let mut routines = Vec::new();
    for (sql, kind, at) in ROUTINES {
        for name in list(conn, sql, template).await? {
            let mode = show(conn, kind, &name, 1).await?;
            routines.push((mode, show(conn, kind, &name, at).await?));
        }
    }

    execute(conn, &inside(name)).await?;
    // Tables and rows come in the order of names, whatever refers to what, and as they are: a zero
    // stays a zero.
    execute(conn, "SET @dbwarden_mode = @@sql_mode, foreign_key_checks = 0, unique_checks = 0")
        .await?;
    execute(conn, "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'").await?;
    for definition in &definitions {
        execute(conn, definition).await?;
    }
    for (table, columns) in tables.iter().zip(&columns) {
        let (from, table) = (quoted(template), quoted(table));
        let sql = format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM {from}.{table}");
        execute(conn, &sql).await?;
    }
    // A view may call a function; a routine and a trigger are not looked into before they run.
    for (mode, definition) in routines {
        let mode = mode.replace('\'', "''");
        execute(conn, &format!("SET sql_mode = '{mode}'")).await?;
        execute(conn, &definition).await?;
    }
    execute(conn, "SET sql_mode = @dbwarden_mode, foreign_key_checks = 1, unique_checks = 1")
        .await?;
    create_views(conn, views).await?;
    Ok(true)
}

/// Creates views, of which one may read another: those that fail are tried again after the others.
async fn create_views(conn: &mut MySqlConnection, views: Vec<String>) -> Result<(), sqlx::Error> {
    let mut left = views;
    while !left.is_empty() {
        let before = left.len();
        let mut failed = Vec::new();
        let mut why = None;
        for view in left {
            if let Err(error) = execute(conn, &view).await {
                failed.push(view);
                why = Some(error);
            }
        }
        if failed.len() == before {
            return why.map_or(Ok(()), Err);
        }
        left = failed;
    }
    Ok(())
}

/// What is neither a table nor a view, and what is no ordinary routine.
const STRANGERS: [&str; 2] = [
    "SELECT table_name FROM information_schema.tables
      WHERE table_schema = ? AND table_type NOT IN ('BASE TABLE', 'VIEW')",
    "SELECT routine_name FROM information_schema.routines
      WHERE routine_schema = ? AND routine_type NOT IN ('PROCEDURE', 'FUNCTION')",
];

const TABLES: &str = "
SELECT table_name FROM information_schema.tables
 WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY 1";

const VIEWS: &str = "
SELECT table_name FROM information_schema.views WHERE table_schema = ? ORDER BY 1";

/// Each with the word for `SHOW CREATE` and the column in which that tells the statement; the one
/// before tells the `sql_mode`.
///
/// MariaDB documentation, "SHOW CREATE FUNCTION" and its neighbours; MySQL manual, section 15.7.7.
const ROUTINES: [(&str, &str, usize); 4] = [
    (
        "SELECT routine_name FROM information_schema.routines
          WHERE routine_schema = ? AND routine_type = 'FUNCTION' ORDER BY 1",
        "FUNCTION",
        2,
    ),
    (
        "SELECT routine_name FROM information_schema.routines
          WHERE routine_schema = ? AND routine_type = 'PROCEDURE' ORDER BY 1",
        "PROCEDURE",
        2,
    ),
    (
        "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ?
          ORDER BY event_object_table, event_manipulation, action_timing, action_order",
        "TRIGGER",
        2,
    ),
    (
        "SELECT event_name FROM information_schema.events WHERE event_schema = ?
          ORDER BY 1",
        "EVENT",
        3,
    ),
];

/// The columns of a table that can be written to: those that are not computed.
async fn columns_of(
    conn: &mut MySqlConnection,
    template: &str,
    table: &str,
) -> Result<String, sqlx::Error> {
    let sql = "SELECT column_name FROM information_schema.columns
                WHERE table_schema = ? AND table_name = ? AND coalesce(generation_expression, '') = ''
                ORDER BY ordinal_position";
    let rows =
        sqlx::query(sql).bind(template).bind(table).persistent(false).fetch_all(conn).await?;
    let names: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get_unchecked(0)).collect();
    Ok(names?.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", "))
}

async fn show(
    conn: &mut MySqlConnection,
    kind: &str,
    name: &str,
    column: usize,
) -> Result<String, sqlx::Error> {
    text(conn, &format!("SHOW CREATE {kind} {}", quoted(name)), column).await
}
