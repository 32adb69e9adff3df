//! A migrated database for each test: what `#[dbwarden::test]` expands to a call of.
//!
//! The migrations run once, on a template that is named by a digest of them. Every test gets a copy of
//! it, which goes when the test has ended, however it ends. What a killed process leaves behind holds
//! no lock any more, and the next process that runs tests removes it.

mod argument;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "mysql")]
mod mysql_clone;
mod name;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod server;
mod setup;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::any::Any;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use dbwarden_core::dialect::Dialect;
use sqlx::pool::PoolOptions;
use sqlx::{Connection, Database, Pool};

use crate::driver::Failure;
use crate::error::{Error, ErrorKind};
use crate::migrator::Migrator;

pub use argument::Argument;
pub use setup::{Migrations, Setup};

/// How many connections the pool of a test may have: many tests share one server.
const CONNECTIONS: u32 = 5;

/// How long connections that a test has left in use are waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// A database of which tests get copies.
pub trait Copied: Database {
    /// Which one it is.
    const DIALECT: Dialect;

    /// What keeps a copy from being taken for a leftover, and knows how to remove it.
    type Place;

    /// Makes a copy of the template, and before that, where nobody has, the template.
    fn create(
        request: &Request<'_>,
    ) -> impl Future<Output = Result<(Self::Place, <Self::Connection as Connection>::Options), Error>>;

    /// Removes a copy, also from under those who are still connected to it.
    fn remove(place: Self::Place) -> impl Future<Output = Result<(), Error>>;
}

/// What a copy is asked for with.
pub struct Request<'a> {
    pub(crate) migrator: &'a Migrator,
    /// What names the template: the same for the same migrations.
    pub(crate) digest: String,
    #[cfg_attr(
        not(any(feature = "postgres", feature = "mysql")),
        allow(dead_code, reason = "SQLite has no server")
    )]
    url: Option<String>,
}

#[cfg(any(feature = "postgres", feature = "mysql"))]
impl Request<'_> {
    /// The URL of the server.
    pub(crate) fn url(&self, dialect: Dialect) -> Result<String, Error> {
        server::url(self.url.as_deref(), dialect)
    }
}

/// Runs a test in a database of its own, and removes the database.
///
/// # Panics
///
/// When the test does, and when there is no database for it.
pub fn run<A: Argument, F: Future>(setup: Setup<'_>, test: impl FnOnce(A) -> F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.unwrap_or_else(|error| panic!("no runtime for a test: {error}"));
    let created = runtime.block_on(async {
        let migrator = setup.migrations.load()?;
        fits::<A>(&migrator)?;
        let digest = name::digest(&migrator);
        A::Database::create(&Request { migrator: &migrator, digest, url: setup.url }).await
    });
    let (place, options) = created.unwrap_or_else(|error| panic!("{error:?}"));
    // A panic of the test must not keep its database from being removed.
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            let pool = PoolOptions::<A::Database>::new().max_connections(CONNECTIONS);
            let pool = pool.connect_lazy_with(options);
            let outcome = with_pool(&pool, test).await;
            // Tasks that the test has spawned may still hold connections.
            let _ = tokio::time::timeout(PATIENCE, pool.close()).await;
            outcome
        })
    }));
    if let Err(error) = runtime.block_on(A::Database::remove(place)) {
        eprintln!("the next run of tests has to remove a database of this one: {error:?}");
    }
    match outcome.and_then(|outcome| outcome) {
        Ok(output) => output,
        Err(panic) => resume_unwind(panic),
    }
}

type Panic = Box<dyn Any + Send>;

/// The test itself. Its panic is caught inside of the runtime, so that its pool can be closed there.
async fn with_pool<A: Argument, F: Future>(
    pool: &Pool<A::Database>,
    test: impl FnOnce(A) -> F,
) -> Result<F::Output, Panic> {
    use futures_util::FutureExt;
    let test = async {
        let argument = A::from_pool(pool).await;
        let argument = argument.map_err(failed("cannot connect to the database of a test"));
        test(argument.unwrap_or_else(|error| panic!("{error:?}"))).await
    };
    AssertUnwindSafe(test).catch_unwind().await
}

/// Whether the migrations are written for the database that the argument is of.
fn fits<A: Argument>(migrator: &Migrator) -> Result<(), Error> {
    let (asked, have) = (A::Database::DIALECT, migrator.set().dialect());
    if asked == have {
        return Ok(());
    }
    let message = format!("the test takes {asked}, and the migrations are written for {have}");
    Err(Error::new(ErrorKind::Dialect, message)
        .with_hint("name others with `#[dbwarden::test(migrator = ..)]` or `database = \"..\"`"))
}

/// The error of a statement that was to do something.
fn failed(what: impl Into<String>) -> impl FnOnce(sqlx::Error) -> Error {
    move |error| Failure::from(error).into_error(what)
}

/// The error of a server, or a file, that cannot be connected to.
fn unreachable(error: sqlx::Error, what: impl Into<String>) -> Error {
    Failure::from(error).into_error_of(ErrorKind::Connect, what)
}
