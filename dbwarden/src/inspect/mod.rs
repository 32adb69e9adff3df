//! The schema of a live database, and the desired schema as the database would give it back.
//!
//! ```no_run
//! # async fn example() -> Result<(), dbwarden::inspect::Error> {
//! use dbwarden::inspect;
//!
//! let url = "postgres://localhost/app";
//! let schema = inspect::schema(url, &inspect::Options::default()).await?;
//! for table in &schema.tables {
//!     println!("{}", table.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Reading takes a constant number of catalog queries, however many tables there are, and writes
//! nothing. [`canonicalize`] needs a place to try the desired schema out and says in its
//! documentation which.

mod adopt;
mod canonical;
mod connection;
mod error;
mod scratch;
pub(crate) mod trial;

use dbwarden_core::dialect::Capabilities;
use dbwarden_core::schema::Schema;

use crate::BoxFuture;
use connection::Connection;
pub use error::Error;
pub use scratch::Scratch;

/// What is read beside the connection's own schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Further schemas (MySQL and MariaDB: databases of the same server). Their tables carry the
    /// name of their schema; those of the connection's own do not.
    pub schemas: Vec<String>,
    /// PostgreSQL: all schemas of the database but those of the server and of extensions.
    pub everything: bool,
}

/// The schema of the database of the URL.
///
/// An SQLite file that does not exist is an empty database, and is not created.
///
/// # Errors
///
/// When the database cannot be reached or its catalog cannot be read.
pub async fn schema(url: &str, options: &Options) -> Result<Schema, Error> {
    let Some(mut connection) = Connection::open_existing(url).await? else {
        return Ok(Schema::default());
    };
    let schema = connection.schema(options).await;
    connection.close().await;
    schema
}

/// What the server of the URL is and can do.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn server(url: &str) -> Result<Capabilities, Error> {
    match Connection::open_existing(url).await? {
        Some(mut connection) => {
            let capabilities = connection.capabilities().await;
            connection.close().await;
            capabilities
        }
        None => Connection::in_memory().await?.capabilities().await,
    }
}

/// The desired schema in the form in which the database of the URL would give it back: every
/// [`canonical`](dbwarden_core::schema::Expr::canonical) expression filled and every type as the
/// catalog shows it. Names, order and declared texts stay.
///
/// The schema is created in a scratch place and read back from there; nothing of it remains, and
/// nothing else of the database is touched:
///
/// - SQLite: a database in memory.
/// - PostgreSQL: schemas inside a transaction that is rolled back, some tables at a time.
/// - MySQL and MariaDB: a temporary database.
///
/// # Errors
///
/// When the database refuses a part of the schema (the error names the statement and where it was
/// declared), or refuses the scratch place (the error says what to grant).
pub async fn canonicalize(url: &str, desired: &Schema) -> Result<Schema, Error> {
    canonical::canonicalize(url, desired).await
}

/// The schema of an open connection.
///
/// # Errors
///
/// When the catalog cannot be read.
pub async fn schema_of<C: Inspect>(connection: &mut C, options: &Options) -> Result<Schema, Error> {
    connection.inspect(options).await
}

/// A connection whose schema can be read: those of the three databases.
pub trait Inspect: sealed::Sealed {
    #[doc(hidden)]
    fn inspect<'c>(&'c mut self, options: &'c Options) -> BoxFuture<'c, Result<Schema, Error>>;
}

mod sealed {
    pub trait Sealed {}

    #[cfg(feature = "postgres")]
    impl Sealed for sqlx::PgConnection {}
    #[cfg(feature = "mysql")]
    impl Sealed for sqlx::MySqlConnection {}
    #[cfg(feature = "sqlite")]
    impl Sealed for sqlx::SqliteConnection {}
}

#[cfg(feature = "postgres")]
impl Inspect for sqlx::PgConnection {
    fn inspect<'c>(&'c mut self, options: &'c Options) -> BoxFuture<'c, Result<Schema, Error>> {
        Box::pin(crate::driver::postgres::inspect::schema(self, options))
    }
}

#[cfg(feature = "mysql")]
impl Inspect for sqlx::MySqlConnection {
    fn inspect<'c>(&'c mut self, options: &'c Options) -> BoxFuture<'c, Result<Schema, Error>> {
        Box::pin(crate::driver::mysql::inspect::schema(self, options))
    }
}

#[cfg(feature = "sqlite")]
impl Inspect for sqlx::SqliteConnection {
    fn inspect<'c>(&'c mut self, options: &'c Options) -> BoxFuture<'c, Result<Schema, Error>> {
        Box::pin(crate::driver::sqlite::inspect::schema(self, options))
    }
}
