//! A scratch database: for what a transaction cannot undo, or what names its schema.

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Row};

use crate::inspect::Error;
use crate::inspect::trial::PREFIX;
use crate::throwaway::new_name;
use crate::throwaway::postgres::{GRANT, Keeper, NOT_ALLOWED, quoted};

/// A scratch database, and the session that keeps it.
pub(crate) struct Place {
    keeper: Keeper,
    name: String,
    options: PgConnectOptions,
}

impl Place {
    /// Creates a database like that of the URL, but empty, and connects to it.
    pub(crate) async fn create(url: &str) -> Result<(Self, PgConnection), Error> {
        let options: PgConnectOptions = url.parse().map_err(no_scratch)?;
        let mut keeper = Keeper::connect(&options).await.map_err(no_scratch)?;
        let prefix = keeper.prefix(PREFIX);
        keeper.remove_leftovers(&prefix).await.map_err(no_scratch)?;
        let name = new_name(&prefix);
        let mut place = Self { keeper, options: options.database(&name), name };
        match place.open().await {
            Ok(connection) => Ok((place, connection)),
            Err(error) => {
                // The error at hand tells more than one of removing what is not there.
                let _ = place.remove().await;
                Err(no_scratch(error))
            }
        }
    }

    /// The statements that create the extensions of the database beside which this one is.
    pub(crate) async fn extensions(&mut self) -> Result<Vec<String>, Error> {
        // PostgreSQL manual, section 53.22, *pg_extension*.
        let sql = "SELECT pg_catalog.format('CREATE SCHEMA IF NOT EXISTS %I; \
                          CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', \
                          n.nspname, e.extname, n.nspname) \
                     FROM pg_catalog.pg_extension e \
                     JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace \
                    WHERE n.nspname <> 'pg_catalog' ORDER BY e.oid";
        let query = sqlx::query_scalar(sql).persistent(false);
        let statements = query.fetch_all(&mut self.keeper.connection).await;
        statements.map_err(|error| Error::database("the extensions cannot be listed", error))
    }

    /// Another connection to it.
    pub(crate) async fn connect(&self) -> Result<PgConnection, Error> {
        self.options.connect().await.map_err(no_scratch)
    }

    async fn open(&mut self) -> Result<PgConnection, sqlx::Error> {
        // PostgreSQL manual, section 53.15, *pg_database*. Locales decide how strings are ordered, and
        // the search path which schema an unqualified name is in.
        let sql = "SELECT pg_catalog.format('ENCODING %L LC_COLLATE %L LC_CTYPE %L',
                              pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype) AS like,
                          pg_catalog.current_setting('search_path') AS path,
                          pg_catalog.current_schema()::text AS own
                     FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()";
        let row = sqlx::query(sql).persistent(false).fetch_one(&mut self.keeper.connection).await?;
        let (like, path): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let own: Option<String> = row.try_get(2)?;
        let name = quoted(&self.name);
        self.keeper.try_lock(&self.name).await?;
        self.keeper.execute(format!("CREATE DATABASE {name} TEMPLATE template0 {like}")).await?;
        if !path.is_empty() {
            self.keeper.execute(format!("ALTER DATABASE {name} SET search_path = {path}")).await?;
        }
        let mut connection = self.options.connect().await?;
        if let Some(own) = own.filter(|own| own != "public") {
            let sql = format!("CREATE SCHEMA IF NOT EXISTS {}", quoted(&own));
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut connection).await?;
        }
        Ok(connection)
    }

    /// Drops the database, whoever is connected to it.
    pub(crate) async fn remove(mut self) -> Result<(), Error> {
        let dropped = self.keeper.drop_from_under(&self.name).await;
        self.keeper.close().await;
        dropped.map_err(|error| Error::database("the scratch database cannot be dropped", error))
    }
}

fn no_scratch(error: sqlx::Error) -> Error {
    let refused = Error::database("no scratch database can be made", error);
    if refused.code().as_deref() == Some(NOT_ALLOWED) {
        refused.with_hint(format!("{GRANT}; or name another server with `--scratch-url`"))
    } else {
        refused
    }
}
