//! What the schema table of SQLite says of objects.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef};
use dbwarden_core::sql::ident::quote_always;
use sqlx::AssertSqlSafe;
use sqlx::sqlite::SqliteConnection;

use crate::driver::{Failure, Outcome};

/// The schema in which an object is looked for.
fn schema_of(object: &ObjectRef) -> &str {
    object.schema().unwrap_or("main")
}

async fn exists(
    conn: &mut SqliteConnection,
    object: &ObjectRef,
    types: &str,
) -> Result<bool, Failure> {
    let schema = quote_always(Dialect::Sqlite, schema_of(object));
    let sql = format!(
        "SELECT count(*) FROM {schema}.sqlite_master \
         WHERE type IN ({types}) AND name = $1 COLLATE NOCASE"
    );
    let query = sqlx::query_scalar::<_, i64>(AssertSqlSafe(sql)).persistent(false);
    Ok(query.bind(object.name().to_owned()).fetch_one(conn).await? > 0)
}

/// Which of these tables or views are there. Each schema is read once, however many tables are asked
/// for; names are told apart as SQLite does it, whose case is that of ASCII.
pub(super) async fn tables_present(
    conn: &mut SqliteConnection,
    tables: &[&ObjectRef],
) -> Result<Vec<bool>, Failure> {
    let mut schemas: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for table in tables {
        let Entry::Vacant(schema) = schemas.entry(schema_of(table)) else { continue };
        let sql = format!(
            "SELECT name FROM {}.sqlite_master WHERE type IN ('table', 'view')",
            quote_always(Dialect::Sqlite, schema.key())
        );
        let query = sqlx::query_scalar::<_, String>(AssertSqlSafe(sql)).persistent(false);
        let names = query.fetch_all(&mut *conn).await?;
        schema.insert(names.iter().map(|name| name.to_ascii_lowercase()).collect());
    }
    let is_present = |table: &&ObjectRef| {
        let name = table.name().to_ascii_lowercase();
        schemas.get(schema_of(table)).is_some_and(|names| names.contains(&name))
    };
    Ok(tables.iter().map(is_present).collect())
}

/// Whether a table or view is there.
async fn has_table(conn: &mut SqliteConnection, table: &ObjectRef) -> Result<bool, Failure> {
    exists(conn, table, "'table', 'view'").await
}

async fn has_column(
    conn: &mut SqliteConnection,
    table: &ObjectRef,
    column: &str,
) -> Result<bool, Failure> {
    let sql = "SELECT count(*) FROM pragma_table_xinfo($1, $2) WHERE name = $3 COLLATE NOCASE";
    let query = sqlx::query_scalar::<_, i64>(sql).persistent(false);
    let query =
        query.bind(table.name().to_owned()).bind(table.schema().unwrap_or("main").to_owned());
    Ok(query.bind(column.to_owned()).fetch_one(conn).await? > 0)
}

/// Whether a statement has happened.
pub(super) async fn outcome(
    conn: &mut SqliteConnection,
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
        Effect::CreateIndex { index, .. } => there(exists(conn, index, "'index'").await?),
        Effect::DropIndex { index, .. } => gone(exists(conn, index, "'index'").await?),
        Effect::AddColumn { table, column } => there(has_column(conn, table, column).await?),
        Effect::DropColumn { table, column } => gone(has_column(conn, table, column).await?),
        Effect::RenameColumn { table, from, to } => Outcome::of_rename(
            has_column(conn, table, from).await?,
            has_column(conn, table, to).await?,
        ),
        _ => Outcome::Unknown,
    })
}
