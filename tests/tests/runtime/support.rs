//! Sets of migrations written in a test, and a fresh database to run them on.

use std::time::Duration;

use dbwarden::{Dialect, Flags, Kind, MigrationSet, Migrator, Version};
use dbwarden_core::migration::{Checksum, Decision, Migration, Script, Statement, classify};
use dbwarden_core::sql::split;
use dbwarden_tests::{Database, servers, sqlite_file};
use sqlx::{AssertSqlSafe, Connection, MySqlConnection, PgConnection, Row, SqliteConnection};

/// A database of a test, gone afterwards.
pub(crate) enum Db {
    Server(Database),
    File { url: String, _folder: tempfile::TempDir },
}

impl Db {
    pub(crate) fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => {
                let (_folder, url) = sqlite_file();
                Db::File { url, _folder }
            }
            Dialect::Postgres | Dialect::MySql => {
                Db::Server(servers::server(dialect).create_database())
            }
        }
    }

    pub(crate) fn url(&self) -> &str {
        match self {
            Db::Server(database) => database.url(),
            Db::File { url, .. } => url,
        }
    }

    pub(crate) fn execute(&self, sql: &str) {
        servers::execute(self.url(), sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The first column of the first row.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        match Dialect::from_url(self.url()) {
            Some(Dialect::Postgres) => {
                let mut conn = PgConnection::connect(self.url()).await.expect("connects");
                sql.fetch_one(&mut conn).await.expect("a row").get(0)
            }
            Some(Dialect::MySql) => {
                let mut conn = MySqlConnection::connect(self.url()).await.expect("connects");
                sql.fetch_one(&mut conn).await.expect("a row").get(0)
            }
            _ => {
                let mut conn = SqliteConnection::connect(self.url()).await.expect("connects");
                sql.fetch_one(&mut conn).await.expect("a row").get(0)
            }
        }
    }
}

/// A file of a test.
pub(crate) struct File {
    name: String,
    kind: Kind,
    flags: Flags,
    upgrade: Vec<String>,
    rollback: Vec<String>,
    depends_on: Vec<Version>,
}

/// A versioned file.
pub(crate) fn file(version: u64, description: &str, upgrade: &[&str], rollback: &[&str]) -> File {
    File {
        name: format!("primary__{version:04}_{description}.sql"),
        kind: Kind::Versioned(Version::new(version)),
        flags: Flags::default(),
        upgrade: owned(upgrade),
        rollback: owned(rollback),
        depends_on: Vec::new(),
    }
}

/// A file that runs always, or on change.
pub(crate) fn repeatable(kind: Kind, name: &str, upgrade: &[&str]) -> File {
    let word = if kind == Kind::Always { "RA" } else { "ROC" };
    File { name: format!("primary__{word}__{name}.sql"), kind, ..file(1, name, upgrade, &[]) }
}

fn owned(statements: &[&str]) -> Vec<String> {
    statements.iter().map(|statement| (*statement).to_owned()).collect()
}

impl File {
    pub(crate) fn no_transaction(mut self) -> Self {
        self.flags.no_transaction = true;
        self
    }

    pub(crate) fn foreign_keys_off(mut self) -> Self {
        self.flags.foreign_keys_off = true;
        self
    }

    pub(crate) fn irreversible(mut self) -> Self {
        self.flags.irreversible = true;
        self
    }

    pub(crate) fn depends_on(mut self, version: u64) -> Self {
        self.depends_on.push(Version::new(version));
        self
    }

    fn build(self, dialect: Dialect) -> Migration {
        let description = self.name.trim_end_matches(".sql").rsplit('_').next().unwrap_or("");
        let upgrade = script(dialect, &self.upgrade, 3);
        let line = 5 + self.upgrade.iter().map(|text| text.lines().count() as u32).sum::<u32>();
        let rollback =
            matches!(self.kind, Kind::Versioned(_)).then(|| script(dialect, &self.rollback, line));
        let description = description.to_owned();
        Migration::new(
            self.name,
            self.kind,
            description,
            self.flags,
            self.depends_on,
            upgrade,
            rollback,
        )
    }
}

/// The script of a section: one statement after the other, the first one in `line`.
fn script(dialect: Dialect, statements: &[String], line: u32) -> Script {
    let sql: String = statements.iter().map(|text| format!("{text};\n")).collect();
    let split = split(dialect, &sql);
    let found = split.statements.iter().map(|range| {
        let known = classify(dialect, &sql, &split.tokens[range.tokens.clone()]);
        let (start, end) = (range.start as u32, range.end as u32);
        Statement::new(start, end, line + range.line - 1, known.class, known.effect)
    });
    let found: Vec<_> = found.collect();
    assert_eq!(found.len(), statements.len(), "a test gives one statement as one text: {sql}");
    let checksum = Checksum::of(sql.as_bytes());
    Script::new(sql, found, checksum)
}

/// A migrator of some files.
pub(crate) fn migrator(dialect: Dialect, files: Vec<File>) -> Migrator {
    decided(dialect, files, Vec::new())
}

/// A migrator of some files and decisions.
pub(crate) fn decided(dialect: Dialect, files: Vec<File>, decisions: Vec<Decision>) -> Migrator {
    let migrations = files.into_iter().map(|file| file.build(dialect)).collect();
    let set = MigrationSet::new("primary".to_owned(), dialect, migrations, decisions);
    Migrator::new(set).lock_timeout(Duration::from_secs(20))
}

/// Two files that work on all three databases.
pub(crate) fn two_files() -> Vec<File> {
    vec![
        file(
            1,
            "create_core_tables",
            &["CREATE TABLE IF NOT EXISTS users (id INT NOT NULL PRIMARY KEY, email VARCHAR(50))"],
            &["DROP TABLE users"],
        ),
        file(
            2,
            "posts",
            &[
                "CREATE TABLE IF NOT EXISTS posts (id INT NOT NULL PRIMARY KEY)",
                "INSERT INTO users (id, email) VALUES (1, 'a')",
            ],
            &["DELETE FROM users WHERE id = 1", "DROP TABLE posts"],
        ),
    ]
}

/// Runs a test on each database.
macro_rules! on_each_database {
    ($($test:tt)*) => {
        $crate::support::on_each! {
            [sqlite: Sqlite, postgres: Postgres, mariadb: MySql] $($test)*
        }
    };
}

/// Runs a test on each database with a server.
macro_rules! on_each_server {
    ($($test:tt)*) => {
        $crate::support::on_each! { [postgres: Postgres, mariadb: MySql] $($test)* }
    };
}

/// Runs tests on some databases.
macro_rules! on_each {
    ($on:tt $(async fn $name:ident($dialect:ident: Dialect) $body:block)*) => {
        $(mod $name {
            use super::*;

            async fn body($dialect: Dialect) $body

            $crate::support::on_each! { @tests $on }
        })*
    };
    (@tests [$($test:ident: $dialect:ident),*]) => {
        $(#[tokio::test]
        async fn $test() {
            body(Dialect::$dialect).await;
        })*
    };
}

pub(crate) use {on_each, on_each_database, on_each_server};

/// How many migrations were applied by some runners that start together, all of which succeed.
pub(crate) async fn run_together(migrator: &Migrator, url: &str, count: usize) -> usize {
    let start = |_| {
        let (migrator, url) = (migrator.clone(), url.to_owned());
        tokio::spawn(async move { migrator.run(url).await })
    };
    let mut applied = 0;
    for runner in (0..count).map(start).collect::<Vec<_>>() {
        let report = runner.await.expect("no panic").expect("every runner succeeds");
        applied += report.migrations().len();
    }
    applied
}

/// A transaction that uses the table `users`: definitions on that table wait for its end.
pub(crate) struct Gate(GateConnection);

enum GateConnection {
    Postgres(PgConnection),
    MySql(MySqlConnection),
}

/// Shuts a [`Gate`].
pub(crate) async fn gate(db: &Db) -> Gate {
    let begin = "BEGIN; INSERT INTO users (id) VALUES (-1)";
    Gate(match Dialect::from_url(db.url()) {
        Some(Dialect::Postgres) => {
            let mut conn = PgConnection::connect(db.url()).await.expect("connects");
            sqlx::raw_sql(begin).execute(&mut conn).await.expect("begins");
            GateConnection::Postgres(conn)
        }
        _ => {
            let mut conn = MySqlConnection::connect(db.url()).await.expect("connects");
            sqlx::raw_sql(begin).execute(&mut conn).await.expect("begins");
            GateConnection::MySql(conn)
        }
    })
}

impl Gate {
    /// Lets those who wait go on.
    pub(crate) async fn open(self) {
        let rollback = sqlx::raw_sql("ROLLBACK");
        match self.0 {
            GateConnection::Postgres(mut conn) => rollback.execute(&mut conn).await.map(drop),
            GateConnection::MySql(mut conn) => rollback.execute(&mut conn).await.map(drop),
        }
        .expect("rolls back");
    }
}

/// Counts the advisory locks of this database: other tests have theirs on the same server.
pub(crate) const ADVISORY_LOCKS: &str = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' \
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

/// Waits for something that comes to be.
pub(crate) async fn wait_until(mut is_so: impl AsyncFnMut() -> bool) {
    let deadline = std::time::Instant::now() + Duration::from_secs(60);
    while !is_so().await {
        assert!(std::time::Instant::now() < deadline, "it did not come to be within a minute");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The file names of a report.
pub(crate) fn names(report: &dbwarden::Report) -> Vec<&str> {
    report.migrations().iter().map(dbwarden::Executed::file_name).collect()
}
