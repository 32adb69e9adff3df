//! The lock lives as long as the server works for its holder, and no longer.

use dbwarden::Dialect;

use crate::support::{Db, Files, eventually};
use crate::ten::Gate;

/// Two statements; the second one can be stopped by a lock on the table `held`.
fn files(dialect: Dialect, directive: &str, stopped: &str) -> Files {
    Files::new(dialect).with("a", directive, &["CREATE TABLE a (n INT)", stopped])
}

/// The client is killed in a statement that the server goes on with: the next runner waits for its
/// end, although the one before it is long gone.
async fn a_dead_clients_statement_keeps_the_lock(files: Files, text: &str, lock: &str, one: &str) {
    let db = Db::new(files.dialect());
    db.execute(HELD);
    let gate = Gate::hold(&db, lock).await;
    let first = files.runner(&db);
    eventually("the statement is begun", || db.works_on(text));
    let session = files.lock_holder(&db).expect("the runner holds the lock");
    first.kill();
    let mut second = files.runner(&db);
    second.wait_for("waiting");
    assert_eq!(files.lock_holder(&db), Some(session), "the dead runner's session");
    assert!(db.works_on(text), "the server still works on its statement");
    gate.open().await;
    assert_eq!(second.applied(), 1);
    assert_eq!(db.number(one), 1, "once");
    files.wait_for_the_end(&db);
}

const HELD: &str = "CREATE TABLE held (n INT); INSERT INTO held VALUES (0)";
const COUNT_UP: &str = "UPDATE held SET n = n + 1";
const COUNTED: &str = "SELECT count(*) FROM held WHERE n = 1";

#[tokio::test]
async fn postgres_works_on_in_a_transaction() {
    let files = files(Dialect::Postgres, "", COUNT_UP);
    let lock = "BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE";
    a_dead_clients_statement_keeps_the_lock(files, "BEGIN;CREATE TABLE a", lock, COUNTED).await;
}

#[tokio::test]
async fn postgres_works_on_outside_of_transactions() {
    let files = files(Dialect::Postgres, "no-transaction", COUNT_UP);
    let lock = "BEGIN; LOCK TABLE held IN ACCESS EXCLUSIVE MODE";
    a_dead_clients_statement_keeps_the_lock(files, COUNT_UP, lock, COUNTED).await;
}

/// MariaDB breaks a wait for a table off when it finds that the client is gone, one for a row not.
#[tokio::test]
async fn mariadb_works_on() {
    let files = files(Dialect::MySql, "", COUNT_UP);
    let lock = "BEGIN; SELECT * FROM held FOR UPDATE";
    a_dead_clients_statement_keeps_the_lock(files, COUNT_UP, lock, COUNTED).await;
}

/// A definition that the server has finished for nobody is found in the catalog.
#[tokio::test]
async fn mariadb_finishes_definitions() {
    let make = "CREATE TABLE late AS SELECT n FROM held LOCK IN SHARE MODE";
    let lock = "BEGIN; SELECT * FROM held FOR UPDATE";
    let made = "SELECT count(*) FROM late";
    let files = files(Dialect::MySql, "", make);
    a_dead_clients_statement_keeps_the_lock(files, make, lock, made).await;
}

/// Many numbers, which take SQLite far longer than a test may last.
const ENDLESS: &str = "INSERT INTO a WITH RECURSIVE c(n) AS \
     (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000000000000) SELECT count(*) FROM c";

/// SQLite works in the process itself, and ends with it.
#[test]
fn sqlite_ends_with_its_process() {
    for journal in ["DELETE", "WAL"] {
        for directive in ["", "no-transaction", "foreign-keys-off"] {
            let db = Db::file(journal);
            let first = files(Dialect::Sqlite, directive, ENDLESS);
            let second = files(Dialect::Sqlite, directive, "INSERT INTO a VALUES (1)");
            let stuck = first.runner(&db);
            let locked = "BEGIN IMMEDIATE; ROLLBACK";
            eventually("the first one is at work", || {
                dbwarden_tests::servers::execute(db.url(), locked).is_err()
            });
            let mut waiting = second.runner(&db);
            waiting.wait_for("waiting");
            stuck.kill();
            assert_eq!(waiting.applied(), 1, "{journal} {directive}");
            assert_eq!(db.number("SELECT count(*) FROM a"), 1, "{journal} {directive}");
        }
    }
}

/// The session is ended while a statement runs, as by an administrator or a broken network.
async fn an_ended_session(dialect: Dialect, directive: &str) {
    let files = files(dialect, directive, COUNT_UP);
    let db = Db::new(dialect);
    db.execute(HELD);
    let gate = Gate::shut(&db, "held").await;
    let runner = files.runner(&db);
    db.wait_for_waiting("held");
    dbwarden_tests::servers::block_on(files.migrator().unlock(db.url())).expect("ends it");
    let error = runner.finish().expect_err("its session was ended");
    assert!(error.contains("primary__0001_a.sql"), "{error}");
    assert_eq!(files.lock_holder(&db), None);
    gate.open().await;
    files.wait_for_the_end(&db);
    assert_eq!(files.runner(&db).applied(), 1);
    assert_eq!(db.number(COUNTED), 1);
}

#[tokio::test]
async fn an_ended_session_leaves_nothing() {
    an_ended_session(Dialect::Postgres, "").await;
    an_ended_session(Dialect::Postgres, "no-transaction").await;
    an_ended_session(Dialect::MySql, "").await;
}
