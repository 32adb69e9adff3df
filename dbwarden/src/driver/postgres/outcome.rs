//! What the catalog of PostgreSQL says of objects.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Effect, ObjectRef};
use dbwarden_core::sql::ident::quote_always;
use sqlx::postgres::PgConnection;

use crate::driver::{Failure, Outcome};

/// Which of these relations are there, in the schema in which they would be created.
pub(super) async fn tables_present(
    conn: &mut PgConnection,
    tables: &[&ObjectRef],
) -> Result<Vec<bool>, Failure> {
    let schemas: Vec<Option<String>> =
        tables.iter().map(|table| table.schema().map(ToOwned::to_owned)).collect();
    let names: Vec<String> = tables.iter().map(|table| table.name().to_owned()).collect();
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         WHERE c.relname = u.name AND c.relkind IN ('r', 'p', 'v', 'm', 'f') \
         AND n.nspname = coalesce(u.schema, pg_catalog.current_schema())) \
         FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) WITH ORDINALITY AS u(schema, name, place) \
         ORDER BY u.place",
    )
    .persistent(false)
    .bind(schemas)
    .bind(names)
    .fetch_all(conn)
    .await?)
}

/// A relation: its schema, and whether it is a valid index (true for what is no index).
async fn relation(
    conn: &mut PgConnection,
    schema: Option<&str>,
    name: &str,
) -> Result<Option<(i64, String, bool)>, Failure> {
    Ok(sqlx::query_as(
        "SELECT c.oid::bigint, n.nspname::text, coalesce(i.indisvalid, true) \
         FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
         LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid WHERE c.relname = $1 \
         AND CASE WHEN $2::text IS NULL THEN pg_catalog.pg_table_is_visible(c.oid) \
         ELSE n.nspname = $2 END",
    )
    .persistent(false)
    .bind(name)
    .bind(schema)
    .fetch_optional(conn)
    .await?)
}

/// Whether a statement has happened.
pub(super) async fn outcome(conn: &mut PgConnection, effect: &Effect) -> Result<Outcome, Failure> {
    let there = |there| if there { Outcome::Done } else { Outcome::NotDone };
    let gone = |there| if there { Outcome::NotDone } else { Outcome::Done };
    Ok(match effect {
        Effect::CreateTable(table) => {
            there(relation(conn, table.schema(), table.name()).await?.is_some())
        }
        Effect::DropTable(table) => {
            gone(relation(conn, table.schema(), table.name()).await?.is_some())
        }
        Effect::RenameTable { table, to } => {
            let old = relation(conn, table.schema(), table.name()).await?.is_some();
            Outcome::of_rename(old, relation(conn, to.schema(), to.name()).await?.is_some())
        }
        Effect::CreateIndex { index, table, concurrently } => {
            let schema = index.schema().or(table.schema());
            match relation(conn, schema, index.name()).await? {
                None => Outcome::NotDone,
                Some((_, _, true)) => Outcome::Done,
                Some((_, schema, false)) => {
                    let quote = |name: &str| quote_always(Dialect::Postgres, name);
                    let how = if *concurrently { " CONCURRENTLY" } else { "" };
                    let name = format!("{}.{}", quote(&schema), quote(index.name()));
                    Outcome::Broken(format!("DROP INDEX{how} {name}"))
                }
            }
        }
        Effect::DropIndex { index, .. } => {
            gone(relation(conn, index.schema(), index.name()).await?.is_some())
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
        _ => Outcome::Unknown,
    })
}

async fn has_column(
    conn: &mut PgConnection,
    table: &ObjectRef,
    column: &str,
) -> Result<bool, Failure> {
    let Some((oid, ..)) = relation(conn, table.schema(), table.name()).await? else {
        return Ok(false);
    };
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute \
         WHERE attrelid::bigint = $1 AND attname = $2 AND NOT attisdropped)",
    )
    .persistent(false)
    .bind(oid)
    .bind(column)
    .fetch_one(conn)
    .await?)
}

async fn has_constraint(
    conn: &mut PgConnection,
    table: &ObjectRef,
    constraint: &str,
) -> Result<bool, Failure> {
    let Some((oid, ..)) = relation(conn, table.schema(), table.name()).await? else {
        return Ok(false);
    };
    Ok(sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_constraint \
         WHERE conrelid::bigint = $1 AND conname = $2)",
    )
    .persistent(false)
    .bind(oid)
    .bind(constraint)
    .fetch_one(conn)
    .await?)
}
