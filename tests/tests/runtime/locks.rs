//! Several runners, one lock.

use std::time::{Duration, Instant};

use dbwarden::{Dialect, LockStatus};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, MySqlConnection, PgConnection};

use crate::support::{
    ADVISORY_LOCKS, Db, File, file, migrator, names, on_each_database, run_together, two_files,
};

on_each_database! {
    async fn eight_runners_apply_everything_once(dialect: Dialect) {
        let db = Db::new(dialect);
        let mut files = two_files();
        files.push(file(3, "rows", &["INSERT INTO posts VALUES (3)", "CREATE TABLE late (id INT)"], &[]));
        let migrator = migrator(dialect, files);
        assert_eq!(run_together(&migrator, db.url(), 8).await, 3);
        assert_eq!(db.number("SELECT count(*) FROM posts").await, 1);
        assert_eq!(migrator.lock_status(db.url()).await.expect("asks"), LockStatus::Free);
    }
}

fn slow_index() -> Vec<File> {
    vec![
        file(
            1,
            "a",
            &["CREATE TABLE filled AS SELECT g AS id FROM generate_series(1, 50000) g"],
            &[],
        ),
        file(2, "b", &["CREATE INDEX CONCURRENTLY ix_filled ON filled (id)"], &[]).no_transaction(),
    ]
}

#[tokio::test]
async fn an_index_built_concurrently_meets_no_deadlock() {
    let db = Db::new(Dialect::Postgres);
    let migrator = migrator(Dialect::Postgres, slow_index());
    assert_eq!(run_together(&migrator, db.url(), 6).await, 2, "no deadlock");
    let invalid = db.number("SELECT count(*) FROM pg_index WHERE NOT indisvalid").await;
    assert_eq!(invalid, 0);
    assert_eq!(db.number("SELECT count(*) FROM pg_class WHERE relname = 'ix_filled'").await, 1);
}

#[tokio::test]
async fn postgres_names_who_holds_the_lock_and_can_end_it() {
    let db = Db::new(Dialect::Postgres);
    let slow = migrator(Dialect::Postgres, vec![file(1, "slow", &["SELECT pg_sleep(30)"], &[])]);
    let url = format!("{}?application_name=the-other-one", db.url());
    let (runner, other) = (slow.clone(), url);
    let running = tokio::spawn(async move { runner.run(other).await });
    let holder = wait_for_holder(&slow, &db).await;
    let LockStatus::Held(holder) = holder else { panic!("free") };
    assert!(holder.description().contains("the-other-one"), "{}", holder.description());

    let began = Instant::now();
    let impatient = slow.clone().lock_timeout(Duration::from_millis(400));
    let error = impatient.run(db.url()).await.expect_err("locked");
    assert!(error.is_locked() && began.elapsed() < Duration::from_secs(5));
    let text = error.to_string();
    assert!(text.contains("the-other-one") && text.contains("pg_sleep"), "{text}");
    let session = holder.session().expect("a number");
    assert!(text.contains(&format!("session {session}")), "{text}");

    slow.unlock(db.url()).await.expect("ends the session");
    running.await.expect("no panic").expect_err("its session was ended");
    assert_eq!(slow.lock_status(db.url()).await.expect("asks"), LockStatus::Free);
    assert!(slow.history(db.url()).await.expect("history").is_empty());
}

#[tokio::test]
async fn mariadb_names_who_holds_the_lock_and_can_end_it() {
    let db = Db::new(Dialect::MySql);
    let slow = migrator(Dialect::MySql, vec![file(1, "slow", &["SELECT SLEEP(30)"], &[])]);
    let (runner, other) = (slow.clone(), db.url().to_owned());
    let running = tokio::spawn(async move { runner.run(other).await });
    wait_for_holder(&slow, &db).await;
    let impatient = slow.clone().lock_timeout(Duration::from_millis(400));
    let error = impatient.run(db.url()).await.expect_err("locked");
    assert!(error.is_locked() && error.to_string().contains("SLEEP"), "{error}");
    slow.unlock(db.url()).await.expect("ends the session");
    running.await.expect("no panic").expect_err("its session was ended");
    assert_eq!(slow.lock_status(db.url()).await.expect("asks"), LockStatus::Free);
}

async fn wait_for_holder(migrator: &dbwarden::Migrator, db: &Db) -> LockStatus {
    for _ in 0..200 {
        match migrator.lock_status(db.url()).await.expect("asks") {
            LockStatus::Free => tokio::time::sleep(Duration::from_millis(25)).await,
            held => return held,
        }
    }
    LockStatus::Free
}

#[tokio::test]
async fn the_lock_lives_as_long_as_the_servers_work_on_a_dead_client() {
    let db = Db::new(Dialect::Postgres);
    let slow = migrator(Dialect::Postgres, vec![file(1, "slow", &["SELECT pg_sleep(2)"], &[])]);
    let began = Instant::now();
    tokio::time::timeout(Duration::from_millis(500), slow.run(db.url()))
        .await
        .expect_err("dropped");
    // Nobody can begin while the server still sleeps for the runner that is gone.
    slow.run(db.url()).await.expect("afterwards");
    assert!(began.elapsed() >= Duration::from_secs(4), "{:?}", began.elapsed());
    assert_eq!(slow.history(db.url()).await.expect("history").len(), 1);
}

#[tokio::test]
async fn a_failure_leaves_no_lock_on_a_connection_that_is_used_again() {
    let db = Db::new(Dialect::Postgres);
    let bad = migrator(Dialect::Postgres, vec![file(1, "bad", &["SELECT nope"], &[])]);
    let mut conn = PgConnection::connect(db.url()).await.expect("connects");
    bad.run(&mut conn).await.expect_err("fails");
    assert_eq!(db.number(ADVISORY_LOCKS).await, 0);
    let db = Db::new(Dialect::MySql);
    let bad = migrator(Dialect::MySql, vec![file(1, "bad", &["SELECT nope"], &[])]);
    let mut conn = MySqlConnection::connect(db.url()).await.expect("connects");
    bad.run(&mut conn).await.expect_err("fails");
    assert_eq!(bad.lock_status(db.url()).await.expect("asks"), LockStatus::Free);
}

#[tokio::test]
async fn sqlite_waits_for_a_writer_until_the_deadline() {
    let db = Db::new(Dialect::Sqlite);
    let migrator = migrator(Dialect::Sqlite, two_files());
    let options: SqliteConnectOptions = db.url().parse().expect("a URL");
    let mut writer = options.connect().await.expect("connects");
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut writer).await.expect("locks");
    let impatient = migrator.clone().lock_timeout(Duration::from_millis(300));
    let error = impatient.run(db.url()).await.expect_err("locked");
    assert!(error.is_locked(), "{error}");
    let (runner, url) = (migrator.clone(), db.url().to_owned());
    let running = tokio::spawn(async move { runner.run(url).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    sqlx::raw_sql("COMMIT").execute(&mut writer).await.expect("unlocks");
    assert_eq!(names(&running.await.expect("no panic").expect("runs")).len(), 2);
}
