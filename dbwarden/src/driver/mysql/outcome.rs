//! What the catalog of MySQL and MariaDB says of objects.

use dbwarden_core::migration::{Effect, ObjectRef};
use sqlx::mysql::MySqlConnection;
use sqlx::{AssertSqlSafe, Row};

use crate::driver::{Failure, Outcome};

/// Whether `information_schema.{view}` has a row of this table and, where `column` is given, of
/// this name in that column.
async fn exists(
    conn: &mut MySqlConnection,
    view: &str,
    table: &ObjectRef,
    name: Option<(&str, &str)>,
) -> Result<bool, Failure> {
    let more = name.map(|(column, _)| format!(" AND {column} = ?")).unwrap_or_default();
    let sql = format!(
        "SELECT COUNT(*) FROM information_schema.{view} \
         WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?{more}"
    );
    let schema = match table.schema() {
        Some(schema) => Some(schema.to_owned()),
        // As plain text: a statement that is kept would name the database that it was made in.
        None => sqlx::raw_sql("SELECT DATABASE()").fetch_one(&mut *conn).await?.try_get(0)?,
    };
    // The statement is kept by the connection, as those of `inspect` are and for the same reason.
    let mut query =
        sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).bind(schema).bind(table.name().to_owned());
    if let Some((_, name)) = name {
        query = query.bind(name.to_owned());
    }
    Ok(query.fetch_one(conn).await? > 0)
}

/// Whether a table or view is there.
pub(super) async fn has_table(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
) -> Result<bool, Failure> {
    exists(conn, "TABLES", table, None).await
}

async fn has_index(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
    index: &str,
) -> Result<bool, Failure> {
    exists(conn, "STATISTICS", table, Some(("INDEX_NAME", index))).await
}

async fn has_constraint(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
    name: &str,
) -> Result<bool, Failure> {
    // What is dropped like a constraint may be an index.
    Ok(exists(conn, "TABLE_CONSTRAINTS", table, Some(("CONSTRAINT_NAME", name))).await?
        || has_index(conn, table, name).await?)
}

async fn has_column(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
    name: &str,
) -> Result<bool, Failure> {
    exists(conn, "COLUMNS", table, Some(("COLUMN_NAME", name))).await
}

/// Whether a statement has happened.
pub(super) async fn outcome(
    conn: &mut MySqlConnection,
    effect: &Effect,
) -> Result<Outcome, Failure> {
    let there = |there| if there { Outcome::Done } else { Outcome::NotDone };
    let gone = |there| if there { Outcome::NotDone } else { Outcome::Done };
    Ok(match effect {
        Effect::CreateTable(table) => there(has_table(conn, table).await?),
        Effect::DropTable(table) => gone(has_table(conn, table).await?),
        Effect::RenameTable { table, to } => {
            Outcome::of_rename(has_table(conn, table).await?, has_table(conn, to).await?)
        }
        Effect::CreateIndex { index, table, .. } => {
            there(has_index(conn, table, index.name()).await?)
        }
        Effect::DropIndex { index, table: Some(table) } => {
            gone(has_index(conn, table, index.name()).await?)
        }
        Effect::AddColumn { table, column } => there(has_column(conn, table, column).await?),
        Effect::DropColumn { table, column } => gone(has_column(conn, table, column).await?),
        Effect::AddConstraint { table, constraint } => {
            there(has_constraint(conn, table, constraint).await?)
        }
        Effect::DropConstraint { table, constraint } => {
            gone(has_constraint(conn, table, constraint).await?)
        }
        Effect::RenameColumn { table, from, to } => Outcome::of_rename(
            has_column(conn, table, from).await?,
            has_column(conn, table, to).await?,
        ),
        Effect::RenameIndex { table, from, to } => Outcome::of_rename(
            has_index(conn, table, from).await?,
            has_index(conn, table, to).await?,
        ),
        _ => Outcome::Unknown,
    })
}

/// Whether every table of the database undoes its rows: MyISAM and Aria do not.
pub(super) async fn undoes_rows(conn: &mut MySqlConnection) -> Result<bool, Failure> {
    let sql = "SELECT CAST(COUNT(*) AS SIGNED) FROM information_schema.TABLES t \
         JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE \
         WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' \
         AND e.TRANSACTIONS <> 'YES'";
    let row = sqlx::Executor::fetch_one(conn, sqlx::raw_sql(sql)).await?;
    Ok(sqlx::Row::try_get::<i64, _>(&row, 0)? == 0)
}
