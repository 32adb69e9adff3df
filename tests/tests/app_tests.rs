//! Tests of applications: each has a migrated database of its own.

#[path = "app_tests/attribute.rs"]
mod attribute;
#[path = "app_tests/clone.rs"]
mod clone;
#[path = "app_tests/copies.rs"]
mod copies;
#[path = "app_tests/processes.rs"]
mod processes;

use dbwarden::Dialect;
use dbwarden::Migrator;
use dbwarden_tests::given::{Given, write_migrations};
use dbwarden_tests::servers;
use tempfile::TempDir;

/// Migrations that nobody has run before, and the server on which they are to.
struct App {
    folder: TempDir,
    url: String,
}

impl App {
    fn new<P: Given>() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        write_migrations::<P>(folder.path());
        Self { folder, url: server_url::<P>() }
    }

    fn migrator(&self) -> Migrator {
        Migrator::from_dir(self.folder.path()).expect("they are in order")
    }
}

fn server_url<P: Given>() -> String {
    match P::DIALECT {
        Dialect::Sqlite => "sqlite:".to_owned(),
        dialect => servers::server(dialect).admin_url(),
    }
}

/// Whether a database is still there, by its name or its file.
async fn is_there<P: Given>(database: &str) -> bool {
    let sql = match P::DIALECT {
        Dialect::Postgres => "SELECT count(*)::text FROM pg_database WHERE datname = ",
        Dialect::MySql => {
            "SELECT CAST(count(*) AS char) FROM information_schema.schemata WHERE schema_name = "
        }
        Dialect::Sqlite => return std::path::Path::new(database).exists(),
    };
    let (url, sql) = (server_url::<P>(), format!("{sql}'{database}'"));
    let found = match P::DIALECT {
        Dialect::Postgres => sqlx::PgPool::connect(&url).await.expect("connects").text(&sql).await,
        _ => sqlx::MySqlPool::connect(&url).await.expect("connects").text(&sql).await,
    };
    found == "1"
}

/// The same tests on each database.
macro_rules! on_each_pool {
    ($(async fn $name:ident<$pool:ident>() $body:block)*) => {
        $(mod $name {
            use super::*;

            async fn body<$pool>()
            where
                $pool: Argument + Given + Send + 'static,
            $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn sqlite() {
                body::<sqlx::SqlitePool>().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn postgres() {
                body::<sqlx::PgPool>().await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn mariadb() {
                body::<sqlx::MySqlPool>().await;
            }
        })*
    };
}

use on_each_pool;
