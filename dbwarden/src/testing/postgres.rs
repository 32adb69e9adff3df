//! PostgreSQL: `CREATE DATABASE .. TEMPLATE ..`.
//!
//! A template is made under the name of a copy and then renamed, so that what has the name of a
//! template is whole. Nobody may connect to it: PostgreSQL copies only what nobody is connected to.

use std::sync::atomic::{AtomicBool, Ordering};

use dbwarden_core::dialect::Dialect;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Postgres};

use super::server::Wait;
use super::{Copied, Request, failed, name, unreachable};
use crate::error::Error;
use crate::target::redact_url;
use crate::throwaway::new_name;
use crate::throwaway::postgres::{GRANT, Keeper, NOT_ALLOWED, quoted};

/// A copy, and the session that keeps it.
pub struct Place {
    keeper: Keeper,
    name: String,
}

impl Copied for Postgres {
    const DIALECT: Dialect = Dialect::Postgres;
    type Place = Place;

    async fn create(request: &Request<'_>) -> Result<(Place, PgConnectOptions), Error> {
        let url = request.url(Self::DIALECT)?;
        let what = || format!("cannot connect to `{}`", redact_url(&url));
        let options: PgConnectOptions = url.parse().map_err(|error| unreachable(error, what()))?;
        let mut keeper =
            Keeper::connect(&options).await.map_err(|error| unreachable(error, what()))?;
        let prefix = keeper.prefix(name::TEST);
        static CLEANED: AtomicBool = AtomicBool::new(false);
        if !CLEANED.swap(true, Ordering::Relaxed) {
            let removed = remove_leftovers(&mut keeper, &prefix).await;
            removed.map_err(failed("old databases of tests cannot be removed"))?;
        }
        let template = template(&mut keeper, request, &options, &prefix).await?;
        let name = new_name(&prefix);
        lock(&mut keeper, &name).await?;
        copy(&mut keeper, &name, Some(&template)).await?;
        let options = options.database(&name);
        Ok((Place { keeper, name }, options))
    }

    async fn remove(place: Place) -> Result<(), Error> {
        let Place { mut keeper, name } = place;
        let dropped = keeper.drop_from_under(&name).await;
        dropped.map_err(failed("the database of a test cannot be dropped"))?;
        keeper.close().await;
        Ok(())
    }
}

/// The template of these migrations, made where nobody has.
async fn template(
    keeper: &mut Keeper,
    request: &Request<'_>,
    options: &PgConnectOptions,
    prefix: &str,
) -> Result<String, Error> {
    if let Some(found) = find(keeper, request).await? {
        return Ok(found);
    }
    let lock = name::templates(&request.digest);
    let wait = Wait::begin();
    while !self::lock(keeper, &lock).await? {
        wait.for_template().await?;
    }
    let made = match find(keeper, request).await {
        Ok(None) => make(keeper, request, options, prefix).await,
        found => found.map(Option::unwrap_or_default),
    };
    unlock(keeper, &lock).await?;
    made
}

async fn find(keeper: &mut Keeper, request: &Request<'_>) -> Result<Option<String>, Error> {
    let found = keeper.databases(&format!("{}_", name::templates(&request.digest))).await;
    let found = found.map_err(failed("the templates of tests cannot be listed"))?;
    Ok(found.into_iter().find(|found| name::is_fresh(found)))
}

async fn make(
    keeper: &mut Keeper,
    request: &Request<'_>,
    options: &PgConnectOptions,
    prefix: &str,
) -> Result<String, Error> {
    let building = new_name(prefix);
    lock(keeper, &building).await?;
    copy(keeper, &building, None).await?;
    let made = fill(keeper, request, options, &building).await;
    if made.is_err() {
        let dropped = keeper.drop_from_under(&building).await;
        dropped.map_err(failed("a database cannot be dropped"))?;
    }
    unlock(keeper, &building).await?;
    made
}

async fn fill(
    keeper: &mut Keeper,
    request: &Request<'_>,
    options: &PgConnectOptions,
    building: &str,
) -> Result<String, Error> {
    let connection = options.clone().database(building).connect().await;
    let mut connection = connection
        .map_err(|error| unreachable(error, "cannot connect to the template of tests"))?;
    let migrated = request.migrator.run(&mut connection).await;
    let _ = connection.close().await;
    migrated?;
    let name = name::new_template(&name::templates(&request.digest));
    for sql in [
        format!("ALTER DATABASE {} ALLOW_CONNECTIONS false", quoted(building)),
        format!("ALTER DATABASE {} RENAME TO {}", quoted(building), quoted(&name)),
    ] {
        patiently(keeper, &sql, "the template of tests cannot be kept").await?;
    }
    Ok(name)
}

/// Creates a database: a copy, or one as the server makes them.
async fn copy(keeper: &mut Keeper, name: &str, of: Option<&str>) -> Result<(), Error> {
    let mut sql = format!("CREATE DATABASE {}", quoted(name));
    if let Some(template) = of {
        sql.push_str(" TEMPLATE ");
        sql.push_str(&quoted(template));
    }
    patiently(keeper, &sql, "a database for a test cannot be created").await.map_err(|error| {
        if error.server_code() == Some(NOT_ALLOWED) { error.with_hint(GRANT) } else { error }
    })
}

/// Tries again while somebody is connected: a session ends a little later than its client.
async fn patiently(keeper: &mut Keeper, sql: &str, what: &str) -> Result<(), Error> {
    let wait = Wait::begin();
    loop {
        let error = match keeper.execute(sql.to_owned()).await {
            Ok(()) => return Ok(()),
            Err(error) => failed(what)(error),
        };
        // object_in_use
        if error.server_code() != Some("55006") || wait.is_over() {
            return Err(error);
        }
        wait.pause().await;
    }
}

/// Drops what killed processes have left behind, and templates of migrations that nobody has any more.
async fn remove_leftovers(keeper: &mut Keeper, prefix: &str) -> Result<(), sqlx::Error> {
    keeper.remove_leftovers(prefix).await?;
    for name in keeper.databases(name::TEMPLATE).await? {
        if name::is_stale(&name) {
            let _ = keeper.drop(&name).await;
        }
    }
    Ok(())
}

/// Whether a name is this session's now.
async fn lock(keeper: &mut Keeper, name: &str) -> Result<bool, Error> {
    keeper.try_lock(name).await.map_err(failed("the database of a test cannot be locked"))
}

async fn unlock(keeper: &mut Keeper, name: &str) -> Result<(), Error> {
    keeper.unlock(name).await.map_err(failed("the database of a test cannot be unlocked"))
}
