//! Limits for statements, and trying again what has lost the race for a lock.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use dbwarden::{Dialect, Event};
use sqlx::Connection as _;

use crate::support::{Db, file, gate, migrator, names, two_files};

fn files() -> Vec<crate::support::File> {
    let mut files = two_files();
    files.push(file(3, "age", &["ALTER TABLE users ADD age INT"], &[]));
    files
}

/// Runs against a table that is in use, with a short limit, and gives what the observer was told. The
/// gate opens at the second retry.
async fn run_into_the_gate(
    dialect: Dialect,
    retries: u32,
) -> (Db, Result<usize, dbwarden::Error>, u32) {
    let db = Db::new(dialect);
    migrator(dialect, two_files()).run(db.url()).await.expect("runs");
    let gate = Arc::new(Mutex::new(Some(gate(&db).await)));
    let told = Arc::new(Mutex::new(0));
    let count = Arc::clone(&told);
    let opener = Arc::clone(&gate);
    let migrator = migrator(dialect, files())
        .statement_lock_timeout(Duration::from_millis(1000))
        .lock_retries(retries)
        .observer(move |event: &Event<'_>| {
            if let Event::Retrying { attempt, .. } = event {
                *count.lock().expect("not poisoned") = *attempt;
                if *attempt == 2 {
                    let gate = opener.lock().expect("not poisoned").take().expect("it is shut");
                    tokio::spawn(gate.open());
                }
            }
        });
    let result = migrator.run(db.url()).await.map(|report| report.migrations().len());
    let told = *told.lock().expect("not poisoned");
    (db, result, told)
}

#[tokio::test]
async fn what_lost_the_race_for_a_lock_is_tried_again() {
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let (db, result, retries) = run_into_the_gate(dialect, 20).await;
        assert_eq!(result.expect("applied in the end"), 1, "{dialect}");
        assert!(retries >= 2, "{dialect}: {retries}");
        assert_eq!(db.number("SELECT count(age) FROM users").await, 0);
    }
}

#[tokio::test]
async fn retries_have_an_end() {
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let (db, result, retries) = run_into_the_gate(dialect, 1).await;
        let error = result.expect_err("the table is in use");
        assert!(error.is_statement() && error.statement_number() == Some(1), "{error}");
        assert_eq!(retries, 1);
        // Nothing of it is left, and it is pending as before.
        let status = migrator(dialect, files()).status(db.url()).await.expect("status");
        assert_eq!(status.in_state(dbwarden::State::Pending).count(), 1);
    }
}

#[tokio::test]
async fn a_statement_that_runs_too_long_is_ended() {
    for (dialect, sleep, code) in [
        (Dialect::Postgres, "SELECT pg_sleep(60)", "57014"),
        (Dialect::MySql, "INSERT INTO posts SELECT SLEEP(60)", "1969"),
    ] {
        let db = Db::new(dialect);
        let mut files = two_files();
        files.push(file(3, "slow", &[sleep], &[]));
        let migrator = migrator(dialect, files).statement_timeout(Duration::from_millis(1500));
        let error = migrator.run(db.url()).await.expect_err("too long");
        assert_eq!(error.server_code(), Some(code), "{error}");
        assert_eq!(migrator.history(db.url()).await.expect("history").len(), 2);
    }
}

#[tokio::test]
async fn limits_do_not_outlive_the_run() {
    let db = Db::new(Dialect::Postgres);
    let mut files = two_files();
    files.push(file(3, "sets", &["SET statement_timeout = 7"], &[]));
    let limit = Duration::from_secs(40);
    let limited =
        migrator(Dialect::Postgres, files).statement_timeout(limit).statement_lock_timeout(limit);
    let mut conn = sqlx::PgConnection::connect(db.url()).await.expect("connects");
    sqlx::raw_sql("SET lock_timeout = '9s'").execute(&mut conn).await.expect("sets");
    assert_eq!(names(&limited.run(&mut conn).await.expect("runs")).len(), 3);
    let now: (String, String) = sqlx::query_as(
        "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')",
    )
    .fetch_one(&mut conn)
    .await
    .expect("settings");
    assert_eq!(now, ("0".into(), "9s".into()));

    let db = Db::new(Dialect::MySql);
    let limited = migrator(Dialect::MySql, two_files())
        .statement_timeout(limit)
        .statement_lock_timeout(limit);
    let mut conn = sqlx::MySqlConnection::connect(db.url()).await.expect("connects");
    let settings = "SELECT CAST(@@max_statement_time AS CHAR), CAST(@@lock_wait_timeout AS CHAR), \
                    CAST(@@innodb_lock_wait_timeout AS CHAR)";
    let before: (String, String, String) =
        sqlx::query_as(settings).fetch_one(&mut conn).await.expect("settings");
    limited.run(&mut conn).await.expect("runs");
    let after: (String, String, String) =
        sqlx::query_as(settings).fetch_one(&mut conn).await.expect("settings");
    assert_eq!(before, after);
}
