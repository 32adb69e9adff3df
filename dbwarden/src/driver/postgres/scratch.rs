//! Trying a schema out in a transaction that is rolled back.
//!
//! Everything is created in schemas of its own, which nobody else ever sees. The search path goes on
//! with the connection's own schemas, so that types, functions and operator classes of extensions are
//! found and printed as they are there; tables are found first where they were just created.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::Schema;
use dbwarden_core::sql::ident::quote_always;
use sqlx::{AssertSqlSafe, Connection, PgConnection, Postgres};

use crate::inspect::trial::{Attempt, Trial, run};
use crate::inspect::{Error, Options};

/// Creates and reads a schema, and leaves nothing behind.
pub(crate) async fn try_out(
    connection: &mut PgConnection,
    trial: &Trial,
    attempts: &[Attempt],
) -> Result<Schema, Error> {
    let mut transaction = connection.begin().await.map_err(no_scratch)?;
    let found = in_transaction(&mut transaction, trial, attempts).await;
    let undone = transaction.rollback().await;
    let found = found?;
    undone.map_err(|error| Error::database("the scratch schema cannot be rolled back", error))?;
    Ok(found)
}

async fn in_transaction(
    connection: &mut PgConnection,
    trial: &Trial,
    attempts: &[Attempt],
) -> Result<Schema, Error> {
    for name in std::iter::once(&trial.place).chain(&trial.further) {
        let sql = format!("CREATE SCHEMA {}", quote_always(Dialect::Postgres, name));
        let created = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection).await;
        created.map_err(no_scratch)?;
    }
    // PostgreSQL manual, section 9.27.1 "Configuration Settings Functions".
    let sql = "SELECT set_config('search_path',
                   concat_ws(', ', quote_ident($1), nullif(current_setting('search_path'), '')), true)";
    let query = sqlx::query(sql).bind(&trial.place).persistent(false);
    query.execute(&mut *connection).await.map_err(no_scratch)?;
    run::<Postgres>(connection, attempts).await?;
    let options = Options { schemas: trial.further.clone(), ..Options::default() };
    super::inspect::schema(connection, &options).await
}

fn no_scratch(error: sqlx::Error) -> Error {
    let refused = Error::database("the models cannot be tried out in a scratch schema", error);
    // insufficient_privilege
    if refused.code().as_deref() == Some("42501") {
        refused.with_hint(
            "let the user create schemas (nothing stays): `GRANT CREATE ON DATABASE .. TO ..`",
        )
    } else {
        refused
    }
}
