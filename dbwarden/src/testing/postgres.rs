//! PostgreSQL: `CREATE DATABASE .. TEMPLATE ..`.
//!
//! A template is made under the name of a copy and then renamed, so that what has the name of a
//! template is whole. Nobody may connect to it: PostgreSQL copies only what nobody is connected to.
//! The session that makes a copy holds an advisory lock of its name until the copy is removed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use dbwarden_core::dialect::Dialect;
use dbwarden_core::sql::ident::quote_always;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Postgres};

use super::{Copied, Request, failed, name, unreachable};
use crate::error::{Error, ErrorKind};
use crate::ledger::Fnv;
use crate::target::redact_url;

/// How long to wait for another process that makes the template, or is still connected to it.
const DEADLINE: Duration = Duration::from_secs(300);
const PAUSE: Duration = Duration::from_millis(20);

/// A copy, and the session that keeps it.
pub struct Place {
    keeper: PgConnection,
    name: String,
}

impl Copied for Postgres {
    const DIALECT: Dialect = Dialect::Postgres;
    type Place = Place;

    async fn create(request: &Request<'_>) -> Result<(Place, PgConnectOptions), Error> {
        let url = request.url(Self::DIALECT)?;
        let what = || format!("cannot connect to `{}`", redact_url(&url));
        let options: PgConnectOptions = url.parse().map_err(|error| unreachable(error, what()))?;
        let mut keeper = options.connect().await.map_err(|error| unreachable(error, what()))?;
        // An advisory lock belongs to a database: only names that are locked in this one tell
        // whether their makers live.
        let home: String = sqlx::query_scalar("SELECT pg_catalog.current_database()::text")
            .fetch_one(&mut keeper)
            .await
            .map_err(failed("cannot read the name of the database"))?;
        let prefix = format!("{}{:08x}_", name::TEST, key(&home) as u32);
        static CLEANED: AtomicBool = AtomicBool::new(false);
        if !CLEANED.swap(true, Ordering::Relaxed) {
            remove_leftovers(&mut keeper, &prefix).await?;
        }
        let template = template(&mut keeper, request, &options, &prefix).await?;
        let name = name::new_test(&prefix);
        try_lock(&mut keeper, &name).await?;
        copy(&mut keeper, &name, Some(&template)).await?;
        let options = options.database(&name);
        Ok((Place { keeper, name }, options))
    }

    async fn remove(place: Place) -> Result<(), Error> {
        let Place { mut keeper, name } = place;
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(&name));
        execute(&mut keeper, sql)
            .await
            .map_err(failed("the database of a test cannot be dropped"))?;
        // The lock ends with the session, whether the server hears the goodbye or not.
        let _ = keeper.close().await;
        Ok(())
    }
}

/// The template of these migrations, made where nobody has.
async fn template(
    keeper: &mut PgConnection,
    request: &Request<'_>,
    options: &PgConnectOptions,
    prefix: &str,
) -> Result<String, Error> {
    if let Some(found) = find(keeper, request).await? {
        return Ok(found);
    }
    let lock = name::templates(&request.digest);
    let start = Instant::now();
    while !try_lock(keeper, &lock).await? {
        if start.elapsed() > DEADLINE {
            let message = "another process is still making the template of these tests";
            return Err(Error::new(ErrorKind::Locked, message));
        }
        tokio::time::sleep(PAUSE).await;
    }
    let made = match find(keeper, request).await {
        Ok(None) => make(keeper, request, options, prefix).await,
        found => found.map(Option::unwrap_or_default),
    };
    unlock(keeper, &lock).await?;
    made
}

async fn find(keeper: &mut PgConnection, request: &Request<'_>) -> Result<Option<String>, Error> {
    let found = databases(keeper, &format!("{}_", name::templates(&request.digest))).await?;
    Ok(found.into_iter().find(|found| name::is_fresh(found)))
}

async fn make(
    keeper: &mut PgConnection,
    request: &Request<'_>,
    options: &PgConnectOptions,
    prefix: &str,
) -> Result<String, Error> {
    let building = name::new_test(prefix);
    try_lock(keeper, &building).await?;
    copy(keeper, &building, None).await?;
    let made = fill(keeper, request, options, &building).await;
    if made.is_err() {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", quoted(&building));
        execute(keeper, sql).await.map_err(failed("a database cannot be dropped"))?;
    }
    unlock(keeper, &building).await?;
    made
}

async fn fill(
    keeper: &mut PgConnection,
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
async fn copy(keeper: &mut PgConnection, name: &str, of: Option<&str>) -> Result<(), Error> {
    let mut sql = format!("CREATE DATABASE {}", quoted(name));
    if let Some(template) = of {
        sql.push_str(" TEMPLATE ");
        sql.push_str(&quoted(template));
    }
    patiently(keeper, &sql, "a database for a test cannot be created").await.map_err(|error| {
        // insufficient_privilege
        if error.server_code() == Some("42501") {
            error.with_hint("let the user create databases: `ALTER ROLE .. CREATEDB`")
        } else {
            error
        }
    })
}

/// Tries again while somebody is connected: a session ends a little later than its client.
async fn patiently(keeper: &mut PgConnection, sql: &str, what: &str) -> Result<(), Error> {
    let start = Instant::now();
    loop {
        let error = match execute(keeper, sql.to_owned()).await {
            Ok(()) => return Ok(()),
            Err(error) => failed(what)(error),
        };
        // object_in_use
        if error.server_code() != Some("55006") || start.elapsed() > DEADLINE {
            return Err(error);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Drops what killed processes have left behind. What cannot be dropped, because somebody is connected
/// or because it is another user's, is left to whoever can.
async fn remove_leftovers(keeper: &mut PgConnection, prefix: &str) -> Result<(), Error> {
    for name in databases(keeper, prefix).await? {
        if try_lock(keeper, &name).await? {
            let _ = execute(keeper, format!("DROP DATABASE IF EXISTS {}", quoted(&name))).await;
            unlock(keeper, &name).await?;
        }
    }
    for name in databases(keeper, name::TEMPLATE).await? {
        if name::is_stale(&name) {
            let _ = execute(keeper, format!("DROP DATABASE IF EXISTS {}", quoted(&name))).await;
        }
    }
    Ok(())
}

async fn databases(keeper: &mut PgConnection, prefix: &str) -> Result<Vec<String>, Error> {
    // PostgreSQL manual, section 53.15, *pg_database*.
    let sql = "SELECT datname::text FROM pg_catalog.pg_database
                WHERE pg_catalog.starts_with(datname::text, $1) ORDER BY 1";
    let names = sqlx::query_scalar(sql).bind(prefix).fetch_all(keeper).await;
    names.map_err(failed("the databases of tests cannot be listed"))
}

/// Whether a name is this session's now.
async fn try_lock(keeper: &mut PgConnection, name: &str) -> Result<bool, Error> {
    let query = sqlx::query_scalar("SELECT pg_catalog.pg_try_advisory_lock($1)").bind(key(name));
    query.fetch_one(keeper).await.map_err(failed("the database of a test cannot be locked"))
}

async fn unlock(keeper: &mut PgConnection, name: &str) -> Result<(), Error> {
    let query = sqlx::query("SELECT pg_catalog.pg_advisory_unlock($1)").bind(key(name));
    let unlocked = query.execute(keeper).await;
    unlocked.map(drop).map_err(failed("the database of a test cannot be unlocked"))
}

/// The key of an advisory lock.
fn key(name: &str) -> i64 {
    let mut hash = Fnv::default();
    hash.write(name.as_bytes());
    i64::from_ne_bytes(hash.0.to_ne_bytes())
}

async fn execute(keeper: &mut PgConnection, sql: String) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(keeper).await.map(drop)
}

fn quoted(name: &str) -> String {
    quote_always(Dialect::Postgres, name)
}
