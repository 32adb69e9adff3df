//! What the catalog of MySQL and MariaDB says of objects.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef, OtherKind, TableFeature};
use dbwarden_core::sql::ident::quote_always;
use sqlx::mysql::MySqlConnection;
use sqlx::{AssertSqlSafe, Row};

use crate::driver::{Failure, Outcome};

/// Whether `information_schema` has a row where `place`, a view with its condition, says so of an object
/// and, where one is given, of a name.
async fn exists(
    conn: &mut MySqlConnection,
    place: &str,
    object: &ObjectRef,
    name: Option<&str>,
) -> Result<bool, Failure> {
    let sql = format!("SELECT COUNT(*) FROM information_schema.{place}");
    let schema = match object.schema() {
        Some(schema) => Some(schema.to_owned()),
        // As plain text: a statement that is kept would name the database that it was made in.
        None => sqlx::raw_sql("SELECT DATABASE()").fetch_one(&mut *conn).await?.try_get(0)?,
    };
    // The statement is kept by the connection, as those of `inspect` are and for the same reason.
    let mut query = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql))
        .bind(schema)
        .bind(object.name().to_owned());
    if let Some(name) = name {
        query = query.bind(name.to_owned());
    }
    Ok(query.fetch_one(conn).await? > 0)
}

const TABLE: &str = "TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?";
const TABLE_OF_TYPE: &str = "TABLES WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND TABLE_TYPE = ?";
const COLUMN: &str = "COLUMNS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND COLUMN_NAME = ?";
const INDEX: &str = "STATISTICS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = ?";
const CONSTRAINT: &str =
    "TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND CONSTRAINT_NAME = ?";
const PARTITION: &str =
    "PARTITIONS WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND PARTITION_NAME IS NOT NULL";
const TRIGGER: &str = "TRIGGERS WHERE TRIGGER_SCHEMA = ? AND TRIGGER_NAME = ?";

/// Whether a table or view is there.
pub(super) async fn has_table(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
) -> Result<bool, Failure> {
    exists(conn, TABLE, table, None).await
}

async fn has_index(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
    index: &str,
) -> Result<bool, Failure> {
    exists(conn, INDEX, table, Some(index)).await
}

async fn has_constraint(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
    name: &str,
) -> Result<bool, Failure> {
    // What is dropped like a constraint may be an index.
    Ok(exists(conn, CONSTRAINT, table, Some(name)).await? || has_index(conn, table, name).await?)
}

async fn has_column(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
    name: &str,
) -> Result<bool, Failure> {
    exists(conn, COLUMN, table, Some(name)).await
}

async fn has_other(
    conn: &mut MySqlConnection,
    kind: OtherKind,
    name: &ObjectRef,
) -> Result<Option<bool>, Failure> {
    let (place, table_type) = match kind {
        OtherKind::View => (TABLE_OF_TYPE, Some("VIEW")),
        OtherKind::Sequence => (TABLE_OF_TYPE, Some("SEQUENCE")),
        OtherKind::Trigger => (TRIGGER, None),
        _ => return Ok(None),
    };
    exists(conn, place, name, table_type).await.map(Some)
}

async fn has_feature(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
    feature: &TableFeature,
) -> Result<Option<bool>, Failure> {
    match feature {
        _ if !has_table(conn, table).await? => Ok(None),
        TableFeature::Versioning => {
            exists(conn, TABLE_OF_TYPE, table, Some("SYSTEM VERSIONED")).await.map(Some)
        }
        TableFeature::Partitions => exists(conn, PARTITION, table, None).await.map(Some),
        TableFeature::Period(name) => has_period(conn, table, name).await.map(Some),
        _ => Ok(None),
    }
}

/// Whether a table has a period: only its own definition says so on every server.
async fn has_period(
    conn: &mut MySqlConnection,
    table: &ObjectRef,
    name: &str,
) -> Result<bool, Failure> {
    let quote = |name: &str| quote_always(Dialect::MySql, name);
    let schema = table.schema().map(|schema| format!("{}.", quote(schema))).unwrap_or_default();
    let sql = format!("SHOW CREATE TABLE {schema}{}", quote(table.name()));
    let row = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_one(conn).await?;
    let definition: String = row.try_get(1)?;
    // Quoted, quoted by a server in ANSI mode, and a word of the language.
    let written = [quote(name), quote_always(Dialect::Postgres, name), name.to_owned()]
        .map(|name| format!("PERIOD FOR {name} ("));
    // A text in the definition has no line of its own.
    Ok(definition
        .lines()
        .any(|line| written.iter().any(|period| line.trim_start().starts_with(period))))
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
        Effect::CreateOther(kind, name) => {
            has_other(conn, *kind, name).await?.map_or(Outcome::Unknown, there)
        }
        Effect::DropOther(kind, name) => {
            has_other(conn, *kind, name).await?.map_or(Outcome::Unknown, gone)
        }
        Effect::Feature { table, feature, given } => {
            let has = has_feature(conn, table, feature).await?;
            has.map_or(Outcome::Unknown, |has| there(has == *given))
        }
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
