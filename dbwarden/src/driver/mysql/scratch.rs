//! Scratch databases: DDL commits by itself here, so there must be a database to drop.

use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::{ConnectOptions, Connection, MySql};

use dbwarden_core::schema::Schema;

use super::telling::Telling;
use crate::inspect::trial::{Attempt, PREFIX, Trial, run};
use crate::inspect::{Error, Options};
use crate::throwaway::mysql::{Keeper, is_denied};

/// Scratch databases, and the session that keeps them.
pub(crate) struct Place {
    keeper: Keeper,
    names: Vec<String>,
    telling: Option<Telling>,
    options: MySqlConnectOptions,
}

impl Place {
    /// Creates databases and connects to the first of them.
    pub(crate) async fn create(
        url: &str,
        names: Vec<String>,
    ) -> Result<(Self, MySqlConnection), Error> {
        let options: MySqlConnectOptions = url.parse().map_err(no_scratch)?;
        let keeper = Keeper::connect(&options).await.map_err(no_scratch)?;
        let mut place = Self { keeper, names, telling: None, options };
        match place.open().await {
            Ok(connection) => Ok((place, connection)),
            Err(error) => {
                // The error at hand tells more than one of removing what is not there.
                let _ = place.remove().await;
                Err(no_scratch(error))
            }
        }
    }

    async fn open(&mut self) -> Result<MySqlConnection, sqlx::Error> {
        self.keeper.remove_leftovers(PREFIX).await?;
        let defaults = self.keeper.defaults().await?;
        for name in &self.names {
            self.keeper.try_lock(name).await?;
            self.keeper.create(name, &defaults).await?;
        }
        self.first().connect().await
    }

    fn first(&self) -> MySqlConnectOptions {
        self.options.clone().database(self.names.first().map_or("", String::as_str))
    }

    /// Another connection to the first of them.
    pub(crate) async fn connect(&self) -> Result<MySqlConnection, Error> {
        self.first().connect().await.map_err(no_scratch)
    }

    /// From now on it is seen which tables say their character set.
    pub(crate) async fn tell_character_sets(&mut self) -> Result<(), Error> {
        if let Some(name) = self.names.first() {
            self.telling = Telling::begin(&mut self.keeper, name).await.map_err(no_scratch)?;
        }
        Ok(())
    }

    /// What was read from it, with what was seen.
    pub(crate) fn told(&self, mut schema: Schema) -> Schema {
        if let Some(telling) = &self.telling {
            telling.translate(&mut schema);
        }
        schema
    }

    /// Drops the databases, whoever is in them.
    pub(crate) async fn remove(mut self) -> Result<(), Error> {
        let mut dropped = Ok(());
        for name in &self.names {
            dropped = dropped.and(self.keeper.drop_from_under(name).await);
        }
        self.keeper.close().await;
        dropped.map_err(|error| Error::database("the scratch database cannot be dropped", error))
    }
}

/// Creates and reads a schema, and leaves nothing behind.
pub(crate) async fn try_out(
    url: &str,
    trial: &Trial,
    attempts: &[Attempt],
) -> Result<Schema, Error> {
    let names = std::iter::once(&trial.place).chain(&trial.further).cloned().collect();
    let (place, mut connection) = Place::create(url, names).await?;
    let found = match run::<MySql>(&mut connection, attempts).await {
        Ok(()) => {
            let options = Options { schemas: trial.further.clone(), ..Options::default() };
            super::inspect::schema(&mut connection, &options).await
        }
        Err(error) => Err(error),
    };
    let _ = connection.close().await;
    let removed = place.remove().await;
    let found = found?;
    removed?;
    Ok(found)
}

fn no_scratch(error: sqlx::Error) -> Error {
    let refused = Error::database("no scratch database can be made", error);
    match refused.code() {
        Some(code) if is_denied(&code) => refused.with_hint(format!(
            "let the user create databases of that name (they are dropped again): \
             ``GRANT ALL ON `{}%`.* TO ..``; or name another server with `--scratch-url`",
            PREFIX.replace('_', "\\_")
        )),
        _ => refused,
    }
}
