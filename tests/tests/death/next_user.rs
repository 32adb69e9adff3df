//! However a run ends: who gets the pool's connection next finds no lock, no transaction and no
//! setting of a migration on it.

use std::sync::Arc;

use dbwarden::{Dialect, Event, Migrator, Report};
use dbwarden_tests::servers::{self, block_on};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;
use sqlx::{Connection, Executor, MySqlConnection, Row};
use tokio::sync::Notify;
use tokio::task::{JoinError, JoinHandle};

use crate::support::{Db, Files, eventually};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// All is well.
    Success,
    /// A statement fails.
    Failure,
    /// An observer panics.
    Panic,
    /// The future is dropped.
    Dropped,
    /// The server ends the session.
    SessionEnded,
}

/// Whether the pool itself is passed, or a connection that the caller has taken out of it.
#[derive(Debug, Clone, Copy)]
enum Given {
    Pool,
    PooledConnection,
}

/// Settings are changed, a table is made, and then it ends.
fn files(dialect: Dialect, directive: &str, ending: Ending) -> Files {
    let mut statements = match dialect {
        Dialect::Postgres => vec!["SET statement_timeout = 54321", "SET DateStyle = 'German'"],
        Dialect::MySql => vec!["SET time_zone = '+05:00'", "SET foreign_key_checks = 0"],
        Dialect::Sqlite => vec!["PRAGMA recursive_triggers = ON", "PRAGMA cache_size = 77"],
    };
    statements.push("CREATE TABLE a (n INT)");
    statements.push(if ending == Ending::Failure {
        "INSERT INTO nowhere VALUES (1)"
    } else {
        "INSERT INTO a VALUES (1)"
    });
    Files::new(dialect).with("a", directive, &statements)
}

/// What shows a setting of these files, or a transaction.
fn settings(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Postgres => {
            "SELECT concat_ws(' ', current_setting('statement_timeout'), \
             current_setting('DateStyle'), now() = statement_timestamp())"
        }
        Dialect::MySql => {
            "SELECT CONCAT_WS(' ', @@time_zone, @@foreign_key_checks, @@autocommit /*M!100101 , @@in_transaction */)"
        }
        Dialect::Sqlite => {
            "SELECT concat_ws(' ', recursive_triggers, cache_size, foreign_keys, timeout) \
             FROM pragma_recursive_triggers, pragma_cache_size, pragma_foreign_keys, \
             pragma_busy_timeout"
        }
    }
}

/// Brings the ending about when the table is there.
fn observed(migrator: Migrator, db: &Db, ending: Ending, there: Arc<Notify>) -> Migrator {
    let (url, asking) = (db.url().to_owned(), migrator.clone());
    migrator.observer(move |event: &Event<'_>| {
        if !matches!(event, Event::Statement { number: 3, .. }) {
            return;
        }
        match ending {
            Ending::Panic => panic!("an observer that panics"),
            Ending::Dropped => there.notify_one(),
            Ending::SessionEnded => {
                block_on(asking.unlock(&url)).expect("ends the session that holds the lock");
            }
            Ending::Success | Ending::Failure => {}
        }
    })
}

type Ran = Result<Result<Report, dbwarden::Error>, JoinError>;

async fn end(task: JoinHandle<Result<Report, dbwarden::Error>>, there: &Notify) -> Ran {
    let abort = task.abort_handle();
    tokio::pin!(task);
    tokio::select! {
        biased;
        () = there.notified() => abort.abort(),
        ran = &mut task => return ran,
    }
    task.await
}

/// Whether it ended as it should. A run whose answers are always there when it looks for them never
/// pauses, and so cannot be dropped: then another attempt is due.
fn has_ended(place: &str, ending: Ending, ran: &Ran) -> bool {
    match (ending, ran) {
        (Ending::Dropped, Ok(Ok(_))) => false,
        (Ending::Success, Ok(Ok(_))) | (Ending::Failure | Ending::SessionEnded, Ok(Err(_))) => true,
        (Ending::Panic, Err(error)) if error.is_panic() => true,
        (Ending::Dropped, Err(error)) if error.is_cancelled() => true,
        _ => panic!("{place}: {ran:?}"),
    }
}

macro_rules! next_user {
    ($name:ident, $dialect:expr, $options:ty, $endings:expr) => {
        mod $name {
            use super::*;

            /// Whether it came to that ending.
            async fn check(directive: &str, ending: Ending, given: Given) -> bool {
                let place = format!("{directive} {ending:?} {given:?}");
                let db = Db::new($dialect);
                let options = <$options>::new().max_connections(1).test_before_acquire(false);
                let pool = options.connect(db.url()).await.expect("connects");
                let query = settings($dialect);
                let before: String = pool.fetch_one(query).await.expect("a row").get(0);

                let files = files($dialect, directive, ending);
                let there = Arc::new(Notify::new());
                let migrator = observed(files.migrator(), &db, ending, Arc::clone(&there));
                let lender = pool.clone();
                let task = tokio::spawn(async move {
                    match given {
                        Given::Pool => migrator.run(&lender).await,
                        Given::PooledConnection => {
                            let mut lent = lender.acquire().await.expect("acquires");
                            migrator.run(&mut lent).await
                        }
                    }
                });
                if !has_ended(&place, ending, &end(task, &there).await) {
                    return false;
                }

                let mut next = pool.acquire().await.expect("the pool serves");
                let after: String =
                    next.fetch_one(query).await.unwrap_or_else(|e| panic!("{place}: {e}")).get(0);
                assert_eq!(after, before, "{place}");
                if $dialect == Dialect::Sqlite {
                    let lock = next.execute(sqlx::raw_sql("BEGIN IMMEDIATE; ROLLBACK")).await;
                    lock.unwrap_or_else(|error| panic!("{place}: {error}"));
                }
                drop(next);
                eventually("the lock is free", || files.lock_holder(&db).is_none());
                // Where the file has failed, it is mended.
                let mended = super::files($dialect, directive, Ending::Success);
                mended.migrator().run(&pool).await.unwrap_or_else(|e| panic!("{place}: {e}"));
                assert_eq!(db.number("SELECT count(*) FROM a"), 1, "{place}");
                true
            }

            #[tokio::test]
            async fn finds_a_clean_connection() {
                for ending in $endings {
                    for given in [Given::Pool, Given::PooledConnection] {
                        for directive in ["", "no-transaction"] {
                            let mut attempts = 1;
                            while !check(directive, ending, given).await {
                                attempts += 1;
                                assert!(attempts < 100, "it cannot be dropped");
                            }
                        }
                    }
                }
            }
        }
    };
}

use Ending::{Dropped, Failure, Panic, SessionEnded, Success};

next_user!(
    postgres,
    Dialect::Postgres,
    PgPoolOptions,
    [Success, Failure, Panic, Dropped, SessionEnded]
);
next_user!(
    mariadb,
    Dialect::MySql,
    MySqlPoolOptions,
    [Success, Failure, Panic, Dropped, SessionEnded]
);
next_user!(sqlite, Dialect::Sqlite, SqlitePoolOptions, [Success, Failure, Panic, Dropped]);

/// A file after which nobody can return to the session's database, nor enter it into the ledger.
fn drops_its_database(db: &Db) -> Files {
    let drop = format!("DROP DATABASE {}", db.text("SELECT DATABASE()"));
    Files::new(Dialect::MySql).with("a", "", &["CREATE TABLE a (n INT)", &drop])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_pooled_connection_that_cannot_be_put_back_is_closed() {
    let db = Db::new(Dialect::MySql);
    let files = drops_its_database(&db);
    let pool = MySqlPoolOptions::new().max_connections(1).connect(db.url()).await;
    let pool = pool.expect("connects");
    let mut lent = pool.acquire().await.expect("acquires");
    let session = "SELECT CAST(CONNECTION_ID() AS SIGNED)";
    let session: i64 = lent.fetch_one(session).await.expect("a row").get(0);
    files.migrator().run(&mut lent).await.expect_err("even the ledger is gone");
    drop(lent);
    let server = servers::mariadb().admin_url();
    let alive = format!("SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = {session}");
    eventually("the session ends", || servers::number(&server, &alive) == 0);
}

#[tokio::test]
async fn a_connection_that_cannot_be_put_back_keeps_no_lock() {
    let db = Db::new(Dialect::MySql);
    let name = db.text("SELECT DATABASE()");
    let files = drops_its_database(&db);
    let mut conn = MySqlConnection::connect(db.url()).await.expect("connects");
    files.migrator().run(&mut conn).await.expect_err("even the ledger is gone");
    servers::execute(&servers::mariadb().admin_url(), &format!("CREATE DATABASE {name}"))
        .expect("creates");
    assert_eq!(files.lock_holder(&db), None);
    conn.close().await.expect("it was open all the time");
}
