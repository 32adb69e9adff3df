//! MariaDB and MySQL: the statements that make a schema again, as the server tells them.
//!
//! A template is whole when it holds the table [`WHOLE`], which is created last.

use std::sync::atomic::{AtomicBool, Ordering};

use dbwarden_core::dialect::Dialect;
use sqlx::mysql::MySqlConnectOptions;
use sqlx::{ConnectOptions, Connection, MySql};

use super::mysql_clone;
use super::server::Wait;
use super::{Copied, Request, failed, name, unreachable};
use crate::error::Error;
use crate::ledger::Fnv;
use crate::target::redact_url;
use crate::throwaway::mysql::{Keeper, is_denied, list, quoted};
use crate::throwaway::new_name;

/// The table whose presence says that a template is whole.
pub(super) const WHOLE: &str = "_dbwarden_template";

/// A copy, and the session that keeps it.
pub struct Place {
    keeper: Keeper,
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
        let mut keeper =
            Keeper::connect(&options).await.map_err(|error| unreachable(error, what()))?;
        // A test may leave a transaction open; to drop its tables is not to wait for that for a day.
        let sql = "SET lock_wait_timeout = 60";
        keeper.execute(sql).await.map_err(failed("cannot limit the wait for locks"))?;
        static CLEANED: AtomicBool = AtomicBool::new(false);
        if !CLEANED.swap(true, Ordering::Relaxed) {
            let removed = remove_leftovers(&mut keeper).await;
            removed.map_err(failed("old databases of tests cannot be removed"))?;
        }
        let defaults = keeper.defaults().await;
        let defaults = defaults.map_err(failed("cannot read the character set of the database"))?;
        let app = App { request, options: &options, defaults };
        let template = app.template(&mut keeper).await?;
        let name = new_name(name::TEST);
        lock(&mut keeper, &name).await?;
        app.create_database(&mut keeper, &name).await?;
        if !mysql_clone::copy(&mut keeper.connection, &template, &name).await? {
            app.migrate(&name).await?;
        }
        Ok((Place { keeper, name: name.clone() }, options.database(&name)))
    }

    async fn remove(place: Place) -> Result<(), Error> {
        let Place { mut keeper, name } = place;
        let dropped = keeper.drop_from_under(&name).await;
        dropped.map_err(failed("the database of a test cannot be dropped"))?;
        keeper.close().await;
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
    async fn template(&self, keeper: &mut Keeper) -> Result<String, Error> {
        if let Some(found) = self.find(keeper).await? {
            return Ok(found);
        }
        let lock = self.prefix();
        let wait = Wait::begin();
        while !self::lock(keeper, &lock).await? {
            wait.for_template().await?;
        }
        let made = match self.find(keeper).await {
            Ok(None) => self.make(keeper).await,
            found => found.map(Option::unwrap_or_default),
        };
        unlock(keeper, &lock).await?;
        made
    }

    async fn find(&self, keeper: &mut Keeper) -> Result<Option<String>, Error> {
        let sql = format!(
            "SELECT table_schema FROM information_schema.tables WHERE table_name = '{WHOLE}'
                AND table_schema LIKE concat(replace(?, '_', '\\\\_'), '%') ORDER BY 1"
        );
        let found = list(&mut keeper.connection, &sql, &format!("{}_", self.prefix())).await;
        let found = found.map_err(failed("the templates of tests cannot be listed"))?;
        Ok(found.into_iter().find(|found| name::is_fresh(found)))
    }

    async fn make(&self, keeper: &mut Keeper) -> Result<String, Error> {
        // Who holds the lock knows that one which is not whole has no maker any more; and one that is
        // whole, and was not found, is too old to be copied.
        let old = keeper.databases(&format!("{}_", self.prefix())).await;
        for left in old.map_err(failed("the templates of tests cannot be listed"))? {
            let dropped = keeper.drop(&left).await;
            dropped.map_err(failed("an old template of tests cannot be dropped"))?;
        }
        let name = name::new_template(&self.prefix());
        self.create_database(keeper, &name).await?;
        self.migrate(&name).await?;
        let sql = format!("CREATE TABLE {}.{} (id INT)", quoted(&name), quoted(WHOLE));
        keeper.execute(&sql).await.map_err(failed("the template of tests cannot be kept"))?;
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

    async fn create_database(&self, keeper: &mut Keeper, name: &str) -> Result<(), Error> {
        let created = keeper.create(name, &self.defaults).await;
        let created = created.map_err(failed("a database for a test cannot be created"));
        created.map_err(|error| match error.server_code() {
            Some(code) if is_denied(code) => error.with_hint(
                "let the user create databases of these names: \
                 ``GRANT ALL ON `\\_dbwarden\\_%`.* TO ..``",
            ),
            _ => error,
        })
    }
}

/// Drops what killed processes have left behind, and templates of migrations that nobody has any more.
async fn remove_leftovers(keeper: &mut Keeper) -> Result<(), sqlx::Error> {
    keeper.remove_leftovers(name::TEST).await?;
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
