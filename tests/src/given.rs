//! What a test of an application sees of the database that it was given.

use std::path::Path;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{MANIFEST_FILE, folder, rehash};
use sqlx::{AssertSqlSafe, MySqlPool, PgPool, Row, SqlitePool};
use tokio::sync::oneshot::Sender;

/// A database, as it presents itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// Its name, or its file.
    pub database: String,
    /// A value that every run of the migrations makes anew.
    pub run: String,
}

/// The pools that tests are given.
#[allow(async_fn_in_trait, reason = "tests only")]
pub trait Given {
    /// The database.
    const DIALECT: Dialect;
    /// The name of the database at hand.
    const NAME: &str;
    /// A value that is never the same.
    const RANDOM: &str;

    /// Runs a statement.
    async fn execute(&self, sql: &'static str);

    /// The first column of the first row.
    async fn text(&self, sql: &str) -> String;

    /// Writes a row in a transaction, says so, and never ends it.
    fn hold_a_transaction(self, begun: Sender<()>) -> impl Future<Output = ()> + Send;
}

macro_rules! given {
    ($pool:ty, $dialect:expr, $name:literal, $random:literal) => {
        impl Given for $pool {
            const DIALECT: Dialect = $dialect;
            const NAME: &str = $name;
            const RANDOM: &str = $random;

            async fn execute(&self, sql: &'static str) {
                sqlx::raw_sql(sql).execute(self).await.expect("executes");
            }

            async fn text(&self, sql: &str) -> String {
                let row = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_one(self).await;
                row.expect("a row").try_get_unchecked(0).expect("a text")
            }

            async fn hold_a_transaction(self, begun: Sender<()>) {
                let mut transaction = self.begin().await.expect("begins");
                let write = sqlx::raw_sql("UPDATE notes SET body = 'held'");
                write.execute(&mut *transaction).await.expect("writes");
                begun.send(()).expect("somebody waits");
                std::future::pending::<()>().await;
            }
        }
    };
}

given!(PgPool, Dialect::Postgres, "current_database()::text", "gen_random_uuid()::text");
given!(MySqlPool, Dialect::MySql, "database()", "uuid()");
given!(
    SqlitePool,
    Dialect::Sqlite,
    "(SELECT file FROM pragma_database_list)",
    "hex(randomblob(16))"
);

/// Which database it is, and which run of the migrations has made it. One row is added, which
/// another test must not see.
///
/// # Panics
/// When the database is not the one of [`write_migrations`], or somebody else was in it.
pub async fn told<P: Given>(pool: &P) -> Told {
    let text = async |sql: String| pool.text(&sql).await;
    pool.execute("INSERT INTO notes (body) VALUES ('mine')").await;
    let many = text("SELECT CASE count(*) WHEN 1 THEN 'one' ELSE 'more' END FROM notes".to_owned());
    assert_eq!(many.await, "one", "somebody else has written into this database");
    let database = text(format!("SELECT {}", P::NAME)).await;
    let run = text("SELECT run FROM made".to_owned()).await;
    Told { database, run }
}

/// Writes migrations that nobody has run before: a table for notes, and one that knows the run.
///
/// # Panics
/// When the folder cannot be written.
pub fn write_migrations<P: Given>(path: &Path) {
    // The name of the folder is a new one each time, and the digest of the migrations with it.
    let unique = path.display();
    let random = P::RANDOM;
    let upgrades = [
        ("notes", format!("-- {unique}\nCREATE TABLE notes (body VARCHAR(50) NOT NULL);")),
        (
            "made",
            format!(
                "CREATE TABLE made (run VARCHAR(50) NOT NULL);\nINSERT INTO made VALUES ({random});"
            ),
        ),
    ];
    let files: Vec<(String, String)> = (1..)
        .zip(upgrades)
        .map(|(version, (table, upgrade))| {
            let name = format!("primary__{version:04}_{table}.sql");
            (name, format!("-- upgrade\n\n{upgrade}\n\n-- rollback\n\nDROP TABLE {table};\n"))
        })
        .collect();
    write(path, P::DIALECT, &files);
}

/// Writes files and their manifest.
///
/// # Panics
/// When the folder cannot be written, or the files are not migrations.
pub fn write(path: &Path, dialect: Dialect, files: &[(String, String)]) {
    std::fs::create_dir_all(path).expect("a folder can be made");
    for (name, text) in files {
        std::fs::write(path.join(name), text).expect("a file can be written");
    }
    let label = path.display().to_string();
    let read = folder::read(path, &label).expect("the folder can be read");
    let (manifest, _) = rehash(&read, dialect).expect("the files are migrations");
    std::fs::write(path.join(MANIFEST_FILE), manifest.render()).expect("a file can be written");
}
