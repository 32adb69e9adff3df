//! The desired schema as the database would give it back.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::plan::{self, PlanOptions};
use dbwarden_core::schema::{Origin, Schema};

use super::connection::{self, Connection};
use super::{Error, adopt, trial};
use crate::inspect::trial::{Attempt, Trial};

/// How many tables are tried out at once on PostgreSQL. A transaction holds locks for everything that
/// it creates, some six for a table, and a server has room for some 6,000 by default.
const TABLES_AT_ONCE: usize = 250;

pub(super) async fn canonicalize(url: &str, desired: &Schema) -> Result<Schema, Error> {
    let dialect = connection::dialect(url)?;
    let mut connection = match Connection::open_existing(url).await? {
        Some(connection) if dialect != Dialect::Sqlite => connection,
        _ => Connection::in_memory().await?,
    };
    let result = try_out(&mut connection, url, dialect, desired).await;
    connection.close().await;
    result
}

async fn try_out(
    connection: &mut Connection,
    url: &str,
    dialect: Dialect,
    desired: &Schema,
) -> Result<Schema, Error> {
    let options =
        PlanOptions { name_everything: true, ..PlanOptions::new(connection.capabilities().await?) };
    let named = plan::name_everything(desired, &options);
    let mut canonical = desired.clone();
    let at_once = match dialect {
        Dialect::Postgres => TABLES_AT_ONCE,
        Dialect::MySql | Dialect::Sqlite => usize::MAX,
    };
    for tables in trial::portions(named.tables.len(), at_once) {
        let portion = Schema { tables: named.tables[tables.clone()].to_vec(), ..named.clone() };
        let trial = Trial::of(&portion);
        let plan = plan::create(&trial.schema, &options).map_err(|error| {
            let refused = Error::new(trial.in_the_words_of_the_model(&error.to_string()));
            match error.hint() {
                Some(hint) => refused.with_hint(hint),
                None => refused,
            }
        })?;
        let attempts: Vec<Attempt> = plan
            .steps()
            .flat_map(|step| step.upgrade.iter().map(move |sql| (step, sql)))
            .map(|(step, sql)| Attempt {
                what: trial.in_the_words_of_the_model(&step.description),
                sql: sql.clone(),
            })
            .collect();
        let found = connection.try_out(url, &trial, &attempts).await;
        let found = found.map_err(|error| at_its_origin(error, desired))?;
        adopt::adopt(&mut canonical, tables, &named, &trial.translated_back(found));
    }
    Ok(canonical)
}

/// The error with the place of the table, or of the column, that it is about.
fn at_its_origin(error: Error, desired: &Schema) -> Error {
    let message = error.to_string();
    let Some(what) = error.attempt() else { return error };
    let words: Vec<&str> = what.split(' ').collect();
    let is_about = |name: &str| {
        words.iter().any(|word| *word == name || word.starts_with(&format!("{name}.")))
    };
    let table = desired.tables.iter().find(|table| is_about(&table.name.to_string()));
    let Some(table) = table else { return error };
    let column = table.columns.iter().find(|column| {
        let name = &column.name;
        [format!("\"{name}\""), format!("`{name}`"), format!("'{name}'")]
            .iter()
            .any(|quoted| message.contains(quoted))
    });
    let origin: Option<&Origin> =
        column.and_then(|column| column.origin.as_ref()).or(table.origin.as_ref());
    match origin {
        Some(origin) => error.at(origin),
        None => error,
    }
}
