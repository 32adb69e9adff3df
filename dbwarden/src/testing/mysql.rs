//! MariaDB and MySQL: the statements that make a schema again, as the server tells them.
//!
//! A template is whole when it holds the table [`WHOLE`], which is created last. The session that
//! makes a copy holds a lock of its name until the copy is removed; locks are the whole server's.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use dbwarden_core::dialect::Dialect;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::{ConnectOptions, Connection, MySql};

use super::mysql_clone::{self, execute, list, quoted, text};
use super::{Copied, Request, failed, name, unreachable};
use crate::error::{Error, ErrorKind};
use crate::ledger::Fnv;
use crate::target::redact_url;

/// The table whose presence says that a template is whole.
pub(super) const WHOLE: &str = "_dbwarden_template";

/// How long to wait for another process that makes the template.
const DEADLINE: Duration = Duration::from_secs(300);
const PAUSE: Duration = Duration::from_millis(20);

/// A copy, and the session that keeps it.
pub struct Place {
    keeper: MySqlConnection,
    name: String,
}

impl Copied for MySql {
    const DIALECT: Dialect = Dialect::MySql;
    type Place = Place;

    async fn create(request: &Request<'_>) -> Result<(Place, MySqlConnectOptions), Error> {
        let url = request.url(Self::DIALECT)?;
        let what = || format!("cannot connect to `{}`", redact_url(&url));
        let options: MySqlConnectOptions =
            url.parse().map_err(|error| unreachable(error, what()))?;
        let mut keeper = options.connect().await.map_err(|error| unreachable(error, what()))?;
        // A test may leave a transaction open; to drop its tables is not to wait for that for a day.
        let sql = "SET lock_wait_timeout = 60";
        execute(&mut keeper, sql).await.map_err(failed("cannot limit the wait for locks"))?;
        static CLEANED: AtomicBool = AtomicBool::new(false);
        if !CLEANED.swap(true, Ordering::Relaxed) {
            remove_leftovers(&mut keeper).await?;
        }
        let app = App { request, options: &options, defaults: defaults(&mut keeper).await? };
        let template = app.template(&mut keeper).await?;
        let name = name::new_test(name::TEST);
        try_lock(&mut keeper, &name).await?;
        app.create_database(&mut keeper, &name).await?;
        if !mysql_clone::copy(&mut keeper, &template, &name).await? {
            app.migrate(&name).await?;
        }
        Ok((Place { keeper, name: name.clone() }, options.database(&name)))
    }

    async fn remove(place: Place) -> Result<(), Error> {
        let Place { mut keeper, name } = place;
        // MariaDB documentation, "Information Schema PROCESSLIST Table"; MySQL manual, section 28.3.23.
        let sql = "SELECT CAST(id AS char) FROM information_schema.processlist WHERE db = ?
                      AND id <> connection_id()";
        let sessions = list(&mut keeper, sql, &name).await;
        for id in sessions.map_err(failed("the sessions of a test cannot be listed"))? {
            // It may have ended by itself in the meantime.
            let _ = execute(&mut keeper, &format!("KILL {id}")).await;
        }
        let dropped = drop_database(&mut keeper, &name).await;
        dropped.map_err(failed("the database of a test cannot be dropped"))?;
        // The lock ends with the session, whether the server hears the goodbye or not.
        let _ = keeper.close().await;
        Ok(())
    }
}

/// What copies are made from.
struct App<'a> {
    request: &'a Request<'a>,
    options: &'a MySqlConnectOptions,
    /// The character set of the database that the URL names, as `CREATE DATABASE` takes it.
    defaults: String,
}

impl App<'_> {
    /// What the names of these templates begin with. Tables take their character set from the database,
    /// so a template is for one.
    fn prefix(&self) -> String {
        let mut hash = Fnv::default();
        hash.write(self.defaults.as_bytes());
        name::templates(&format!("{}{:04x}", self.request.digest, hash.0 & 0xffff))
    }

    /// The template of these migrations, made where nobody has.
    async fn template(&self, keeper: &mut MySqlConnection) -> Result<String, Error> {
        if let Some(found) = self.find(keeper).await? {
            return Ok(found);
        }
        let lock = self.prefix();
        let start = Instant::now();
        while !try_lock(keeper, &lock).await? {
            if start.elapsed() > DEADLINE {
                let message = "another process is still making the template of these tests";
                return Err(Error::new(ErrorKind::Locked, message));
            }
            tokio::time::sleep(PAUSE).await;
        }
        let made = match self.find(keeper).await {
            Ok(None) => self.make(keeper).await,
            found => found.map(Option::unwrap_or_default),
        };
        unlock(keeper, &lock).await?;
        made
    }

    async fn find(&self, keeper: &mut MySqlConnection) -> Result<Option<String>, Error> {
        let sql = format!(
            "SELECT table_schema FROM information_schema.tables WHERE table_name = '{WHOLE}'
                AND table_schema LIKE concat(replace(?, '_', '\\\\_'), '%') ORDER BY 1"
        );
        let found = list(keeper, &sql, &format!("{}_", self.prefix())).await;
        let found = found.map_err(failed("the templates of tests cannot be listed"))?;
        Ok(found.into_iter().find(|found| name::is_fresh(found)))
    }

    async fn make(&self, keeper: &mut MySqlConnection) -> Result<String, Error> {
        // Who holds the lock knows that one which is not whole has no maker any more; and one that is
        // whole, and was not found, is too old to be copied.
        for left in databases(keeper, &format!("{}_", self.prefix())).await? {
            let dropped = drop_database(keeper, &left).await;
            dropped.map_err(failed("an old template of tests cannot be dropped"))?;
        }
        let name = name::new_template(&self.prefix());
        self.create_database(keeper, &name).await?;
        self.migrate(&name).await?;
        let sql = format!("CREATE TABLE {}.{} (id INT)", quoted(&name), quoted(WHOLE));
        execute(keeper, &sql).await.map_err(failed("the template of tests cannot be kept"))?;
        Ok(name)
    }

    async fn migrate(&self, database: &str) -> Result<(), Error> {
        let connection = self.options.clone().database(database).connect().await;
        let mut connection = connection
            .map_err(|error| unreachable(error, "cannot connect to a database of tests"))?;
        let migrated = self.request.migrator.run(&mut connection).await;
        let _ = connection.close().await;
        migrated.map(drop)
    }

    async fn create_database(&self, keeper: &mut MySqlConnection, name: &str) -> Result<(), Error> {
        let sql = format!("CREATE DATABASE {} {}", quoted(name), self.defaults);
        let created = execute(keeper, &sql).await;
        let created = created.map_err(failed("a database for a test cannot be created"));
        created.map_err(|error| match error.server_code() {
            // ER_DBACCESS_DENIED_ERROR and ER_ACCESS_DENIED_ERROR
            Some("1044" | "1045" | "42000" | "28000") => error.with_hint(
                "let the user create databases of these names: \
                 ``GRANT ALL ON `\\_dbwarden\\_%`.* TO ..``",
            ),
            _ => error,
        })
    }
}

async fn defaults(keeper: &mut MySqlConnection) -> Result<String, Error> {
    let sql = "SELECT concat('CHARACTER SET ', @@character_set_database,
                             ' COLLATE ', @@collation_database)";
    text(keeper, sql, 0).await.map_err(failed("cannot read the character set of the database"))
}

async fn drop_database(keeper: &mut MySqlConnection, name: &str) -> Result<(), sqlx::Error> {
    execute(keeper, &format!("DROP DATABASE IF EXISTS {}", quoted(name))).await
}

/// Drops what killed processes have left behind. What may not be dropped is left to whoever may.
async fn remove_leftovers(keeper: &mut MySqlConnection) -> Result<(), Error> {
    for name in databases(keeper, name::TEST).await? {
        if try_lock(keeper, &name).await? {
            let _ = drop_database(keeper, &name).await;
            unlock(keeper, &name).await?;
        }
    }
    for name in databases(keeper, name::TEMPLATE).await? {
        if name::is_stale(&name) {
            let _ = drop_database(keeper, &name).await;
        }
    }
    Ok(())
}

async fn databases(keeper: &mut MySqlConnection, prefix: &str) -> Result<Vec<String>, Error> {
    // MariaDB documentation, "Information Schema SCHEMATA Table"; MySQL manual, section 28.3.31.
    let sql = "SELECT schema_name FROM information_schema.schemata
                WHERE schema_name LIKE concat(replace(?, '_', '\\\\_'), '%') ORDER BY 1";
    list(keeper, sql, prefix).await.map_err(failed("the databases of tests cannot be listed"))
}

/// Whether a name is this session's now. A server takes at most 64 characters.
async fn try_lock(keeper: &mut MySqlConnection, name: &str) -> Result<bool, Error> {
    let sql = "SELECT coalesce(CAST(get_lock(?, 0) AS char), '')";
    let answer = list(keeper, sql, name).await;
    let answer = answer.map_err(failed("the database of a test cannot be locked"))?;
    Ok(answer.first().is_some_and(|answer| answer == "1"))
}

async fn unlock(keeper: &mut MySqlConnection, name: &str) -> Result<(), Error> {
    let sql = "SELECT coalesce(CAST(release_lock(?) AS char), '')";
    let answer = list(keeper, sql, name).await;
    answer.map(drop).map_err(failed("the database of a test cannot be unlocked"))
}
