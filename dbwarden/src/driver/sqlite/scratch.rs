//! Trying a schema out in a database in memory.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::Schema;
use dbwarden_core::sql::ident::quote_always;
use sqlx::{AssertSqlSafe, Executor, Sqlite, SqliteConnection};

use crate::inspect::trial::{Attempt, Trial, run};
use crate::inspect::{Error, Options};

/// Creates and reads a schema. The connection is to an empty database in memory, so that nothing has
/// to be cleaned up.
pub(crate) async fn try_out(
    connection: &mut SqliteConnection,
    trial: &Trial,
    attempts: &[Attempt],
) -> Result<Schema, Error> {
    for name in &trial.further {
        let sql = format!("ATTACH ':memory:' AS {}", quote_always(Dialect::Sqlite, name));
        let attached = connection.execute(AssertSqlSafe(sql)).await;
        attached.map_err(|error| Error::database("no database can be attached", error))?;
    }
    run::<Sqlite>(connection, attempts).await?;
    let options = Options { schemas: trial.further.clone(), ..Options::default() };
    super::inspect::schema(connection, &options).await
}
