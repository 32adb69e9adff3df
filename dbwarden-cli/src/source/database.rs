//! The schema of a live database. Only reads.

use std::collections::BTreeSet;
use std::time::Duration;

use dbwarden::inspect::{self, Options};
use dbwarden_core::dialect::Capabilities;
use dbwarden_core::schema::Schema;

use crate::config::DatabaseUrl;
use crate::error::{Error, Result};

/// How long a server may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a server is and can do. Asked first, it also finds out fast that nobody answers.
pub(crate) async fn capabilities(url: &DatabaseUrl) -> Result<Capabilities> {
    match tokio::time::timeout(PATIENCE, inspect::server(url.expose())).await {
        Ok(capabilities) => Ok(capabilities?),
        Err(_) => {
            let seconds = PATIENCE.as_secs();
            Err(Error::new(format!("the database does not answer within {seconds} seconds: {url}"))
                .hint("check host and port, and that a firewall lets you through"))
        }
    }
}

/// The schema of a database, without the ledger.
pub(crate) async fn schema(url: &DatabaseUrl, schemas: BTreeSet<String>) -> Result<Schema> {
    let options = Options { schemas: schemas.into_iter().collect(), ..Options::default() };
    Ok(without_own_tables(inspect::schema(url.expose(), &options).await?))
}

/// The ledger, and the table that says who migrates, are dbwarden's own.
pub(crate) fn without_own_tables(mut schema: Schema) -> Schema {
    schema.tables.retain(|table| !table.name.name.starts_with("_dbwarden_"));
    schema
}

/// The schemas, beside the connection's own, that the objects of a schema name.
pub(crate) fn named_schemas(schema: &Schema) -> BTreeSet<String> {
    let tables = schema.tables.iter().map(|table| &table.name);
    let enums = schema.enums.iter().map(|ty| &ty.name);
    let composites = schema.composites.iter().map(|ty| &ty.name);
    tables.chain(enums).chain(composites).filter_map(|name| name.schema.clone()).collect()
}
