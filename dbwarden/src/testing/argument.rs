//! What a test may take.

use std::future::Future;

use sqlx::Pool;
use sqlx::pool::PoolConnection;

use super::Copied;

/// The one argument of a test; its type says which database the test is for.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something that a test can be given",
    note = "take `sqlx::PgPool`, `sqlx::MySqlPool` or `sqlx::SqlitePool`, a \
            `sqlx::pool::PoolConnection`, or the options of connections, such as \
            `sqlx::postgres::PgConnectOptions`; and turn on the feature of the database: \
            `dbwarden = {{ features = [\"test\", \"postgres\"] }}`"
)]
pub trait Argument: Sized {
    /// The database.
    type Database: Copied;

    /// The argument, from the pool of the test.
    fn from_pool(pool: &Pool<Self::Database>) -> impl Future<Output = Result<Self, sqlx::Error>>;
}

impl<DB: Copied> Argument for Pool<DB> {
    type Database = DB;

    async fn from_pool(pool: &Pool<DB>) -> Result<Self, sqlx::Error> {
        Ok(pool.clone())
    }
}

impl<DB: Copied> Argument for PoolConnection<DB> {
    type Database = DB;

    async fn from_pool(pool: &Pool<DB>) -> Result<Self, sqlx::Error> {
        pool.acquire().await
    }
}

/// For a test that makes its pools by itself.
macro_rules! options {
    ($feature:literal, $database:ty, $options:ty) => {
        #[cfg(feature = $feature)]
        impl Argument for $options {
            type Database = $database;

            async fn from_pool(pool: &Pool<$database>) -> Result<Self, sqlx::Error> {
                Ok((*pool.connect_options()).clone())
            }
        }
    };
}

options!("postgres", sqlx::Postgres, sqlx::postgres::PgConnectOptions);
options!("mysql", sqlx::MySql, sqlx::mysql::MySqlConnectOptions);
options!("sqlite", sqlx::Sqlite, sqlx::sqlite::SqliteConnectOptions);
