//! Pools, connections, pooled connections, URLs.

use std::time::Duration;

use dbwarden::Dialect;
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{Connection, MySqlConnection, PgConnection, SqliteConnection};

use crate::support::{ADVISORY_LOCKS, Db, file, migrator, names, two_files};

/// The same test on one database: `$options` makes pools, `$connection` single connections.
macro_rules! targets {
    ($name:ident, $dialect:expr, $options:ty, $connection:ty) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn a_pool_of_one_serves_during_and_after() {
                let db = Db::new($dialect);
                let pool = <$options>::new().max_connections(1).connect(db.url()).await;
                let pool = pool.expect("connects");
                let migrator = migrator($dialect, two_files());
                assert_eq!(names(&migrator.run(&pool).await.expect("runs")).len(), 2);
                assert!(migrator.run(&pool).await.expect("runs").is_empty());
                assert!(migrator.status(&pool).await.expect("status").is_clean());
                sqlx::query("SELECT 1").execute(&pool).await.expect("the pool serves");
            }

            #[tokio::test]
            async fn futures_can_be_spawned() {
                let db = Db::new($dialect);
                let url = db.url().to_owned();
                let pool = <$options>::new().connect_lazy(&url).expect("a URL");
                let task = tokio::spawn(async move {
                    let migrator = migrator($dialect, two_files());
                    migrator.run(&pool).await?;
                    let mut pooled = pool.acquire().await.expect("acquires");
                    migrator.run(&mut pooled).await?;
                    let mut conn = <$connection>::connect(&url).await.expect("connects");
                    migrator.run(&mut conn).await?;
                    migrator.run(&url).await?;
                    migrator.run(url).await
                });
                assert!(task.await.expect("no panic").expect("runs").is_empty());
            }

            #[tokio::test]
            async fn a_connection_does_the_work_itself() {
                let db = Db::new($dialect);
                let mut conn = <$connection>::connect(db.url()).await.expect("connects");
                let migrator = migrator($dialect, two_files());
                assert_eq!(names(&migrator.run(&mut conn).await.expect("runs")).len(), 2);
                sqlx::query("SELECT 1").execute(&mut conn).await.expect("still works");
            }

            #[tokio::test]
            async fn a_connection_in_a_transaction_is_refused() {
                let db = Db::new($dialect);
                let migrator = migrator($dialect, two_files());
                let mut conn = <$connection>::connect(db.url()).await.expect("connects");
                let mut transaction = conn.begin().await.expect("begins");
                let error = migrator.run(&mut *transaction).await.expect_err("in a transaction");
                assert!(error.is_in_transaction(), "{error}");
                transaction.rollback().await.expect("it is still the caller's");
                // One that sqlx does not know of.
                sqlx::raw_sql("BEGIN").execute(&mut conn).await.expect("begins");
                let error = migrator.run(&mut conn).await.expect_err("in a transaction");
                assert!(error.is_in_transaction(), "{error}");
                sqlx::raw_sql("ROLLBACK").execute(&mut conn).await.expect("still open");
                migrator.run(&mut conn).await.expect("runs now");
            }

            #[tokio::test]
            async fn wait_ends_when_nothing_is_pending() {
                let db = Db::new($dialect);
                let migrator = migrator($dialect, two_files());
                let short = Duration::from_millis(300);
                let error = migrator.wait(db.url(), short).await.expect_err("nobody migrates");
                assert!(error.is_pending() && error.to_string().contains("0001"), "{error}");
                let (waiter, url) = (migrator.clone(), db.url().to_owned());
                let waiting =
                    tokio::spawn(async move { waiter.wait(url, Duration::from_secs(20)).await });
                tokio::time::sleep(Duration::from_millis(300)).await;
                migrator.run(db.url()).await.expect("runs");
                waiting.await.expect("no panic").expect("it is applied");
            }
        }
    };
}

targets!(sqlite, Dialect::Sqlite, SqlitePoolOptions, SqliteConnection);
targets!(postgres, Dialect::Postgres, PgPoolOptions, PgConnection);
targets!(mariadb, Dialect::MySql, MySqlPoolOptions, MySqlConnection);

#[tokio::test]
async fn a_database_in_memory_stays_in_its_pool() {
    let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await;
    let pool = pool.expect("connects");
    let migrator = migrator(Dialect::Sqlite, two_files());
    migrator.run(&pool).await.expect("runs");
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&pool).await.expect("there");
    assert_eq!(count, 1);
    assert!(migrator.run(&pool).await.expect("runs").is_empty());
}

#[tokio::test]
async fn reading_an_absent_file_creates_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("none.db");
    let url = format!("sqlite://{}", path.display());
    let migrator = migrator(Dialect::Sqlite, two_files());
    assert_eq!(migrator.status(&url).await.expect("status").pending().count(), 2);
    assert_eq!(migrator.plan(&url).await.expect("plan").steps().len(), 2);
    assert!(migrator.history(&url).await.expect("history").is_empty());
    assert!(!path.exists());
    migrator.run(&url).await.expect("run creates it");
    assert!(path.exists());
}

#[tokio::test]
async fn a_file_that_may_only_be_read_is_up_to_date() {
    let db = Db::new(Dialect::Sqlite);
    let migrator = migrator(Dialect::Sqlite, two_files());
    migrator.run(db.url()).await.expect("runs");
    let options: SqliteConnectOptions = db.url().parse().expect("a URL");
    let mut conn = SqliteConnection::connect_with(&options.read_only(true)).await.expect("opens");
    assert!(migrator.run(&mut conn).await.expect("one SELECT").is_empty());
}

#[tokio::test]
async fn a_cancelled_run_leaves_nothing_in_the_pool() {
    let db = Db::new(Dialect::Postgres);
    let pool = PgPoolOptions::new().max_connections(2).connect(db.url()).await.expect("connects");
    let slow = || vec![file(1, "slow", &["CREATE TABLE a (id INT)", "SELECT pg_sleep(3)"], &[])];
    let migrator = migrator(Dialect::Postgres, slow());
    tokio::time::timeout(Duration::from_millis(700), migrator.run(&pool))
        .await
        .expect_err("cancelled");
    let mut other = pool.acquire().await.expect("the pool serves");
    let tables: i64 = sqlx::query_scalar("SELECT count(*) FROM pg_tables WHERE tablename = 'a'")
        .fetch_one(&mut *other)
        .await
        .expect("no transaction, no lock");
    assert_eq!(tables, 0);
    // The server still works on the statement; its lock goes when it has ended.
    migrator.run(&pool).await.expect("the next one gets the lock");
    let locks: i64 =
        sqlx::query_scalar(ADVISORY_LOCKS).fetch_one(&mut *other).await.expect("a number");
    assert_eq!(locks, 0);
}

#[tokio::test]
async fn a_pooled_connection_of_the_caller_is_closed_when_its_run_is_cancelled() {
    let db = Db::new(Dialect::Postgres);
    let pool = PgPoolOptions::new().max_connections(1).connect(db.url()).await.expect("connects");
    let slow = vec![file(1, "slow", &["SET search_path = pg_catalog", "SELECT pg_sleep(2)"], &[])];
    let migrator = migrator(Dialect::Postgres, slow);
    let process = "SELECT pg_backend_pid()";
    let mut conn = pool.acquire().await.expect("acquires");
    let before: i32 = sqlx::query_scalar(process).fetch_one(&mut *conn).await.expect("a number");
    let short = Duration::from_millis(500);
    tokio::time::timeout(short, migrator.run(&mut conn)).await.expect_err("cancelled");
    drop(conn);
    let after: i32 = sqlx::query_scalar(process).fetch_one(&pool).await.expect("a number");
    assert_ne!(before, after);
}
