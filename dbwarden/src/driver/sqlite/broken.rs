//! Views and triggers that SQLite cannot run any more, as they name what is not there.
//!
//! It keeps them without a word, and refuses to drop or to rename a column of any table beside them:
//! <https://www.sqlite.org/lang_altertable.html>. Only the statement itself tells of one.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::{Object, ObjectName, Table};
use dbwarden_core::sql::ident::{quote_always, quote_qualified};
use sqlx::{AssertSqlSafe, SqliteConnection};

use crate::inspect::Error;

/// Marks those among the objects. A trigger is taken for broken with any other that the same statement
/// would run.
pub(super) async fn mark(
    connection: &mut SqliteConnection,
    tables: &[Table],
    objects: &mut [Object],
) -> Result<(), Error> {
    for object in objects {
        let name = |name: &ObjectName| {
            quote_qualified(Dialect::Sqlite, name.schema.as_deref(), &name.name)
        };
        let statements = match (object.kind.as_str(), &object.owner) {
            ("view", _) => vec![format!("SELECT 1 FROM {}", name(&object.name))],
            ("trigger", Some(owner)) => {
                let table = tables.iter().find(|table| table.name == *owner);
                table.map(|table| writes(table, &name(owner))).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        for statement in statements {
            object.is_broken |= fails(connection, &statement).await?;
        }
    }
    Ok(())
}

/// Statements that between them run every trigger of a table.
fn writes(table: &Table, name: &str) -> Vec<String> {
    let plain = table.columns.iter().filter(|column| column.generated.is_none());
    let columns: Vec<_> = plain.map(|column| quote_always(Dialect::Sqlite, &column.name)).collect();
    let same: Vec<String> = columns.iter().map(|column| format!("{column} = {column}")).collect();
    vec![
        format!("INSERT INTO {name} DEFAULT VALUES"),
        format!("UPDATE {name} SET {}", same.join(", ")),
        format!("DELETE FROM {name}"),
    ]
}

/// Whether SQLite cannot make a program of a statement, which it does not run.
async fn fails(connection: &mut SqliteConnection, statement: &str) -> Result<bool, Error> {
    // <https://www.sqlite.org/lang_explain.html>
    let explained = AssertSqlSafe(format!("EXPLAIN {statement}"));
    match sqlx::query(explained).persistent(false).fetch_all(connection).await {
        Ok(_) => Ok(false),
        // <https://www.sqlite.org/rescode.html#error>
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("1") => Ok(true),
        Err(error) => Err(Error::database("the catalog cannot be read", error)),
    }
}
