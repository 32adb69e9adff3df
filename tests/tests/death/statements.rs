//! Death before, in and after each statement.

use dbwarden::{Dialect, EntryState, State};

use dbwarden_tests::{catalog, servers};

use crate::support::{Db, Files, Runner, eventually};
use crate::ten::{DATA, Gate, Mode, Outcome, TEN};

/// A runner that waits after a statement, or after the end of the file.
fn stopped_after(mode: Mode, files: &Files, line: &str) -> (Db, Runner) {
    let db = mode.database(servers::server(mode.dialect()));
    let mut runner = files.stepping_runner(&db);
    runner.wait_for(line);
    (db, runner)
}

/// A runner for which the server waits inside a statement, until the gate opens.
async fn stopped_in(mode: Mode, files: &Files, number: usize) -> (Db, Runner, Gate) {
    let db = mode.database(servers::server(mode.dialect()));
    let table = format!("t{number}");
    let gate = Gate::shut(&db, &table).await;
    let runner = files.runner(&db);
    db.wait_for_waiting(&table);
    (db, runner, gate)
}

/// The ledger's word on the ten: statements begun, statements done.
fn progress(files: &Files, db: &Db) -> Option<(usize, usize)> {
    let entry = files.entry(db, 1)?;
    assert_eq!(entry.state(), EntryState::Started);
    Some((entry.statements_started() as usize, entry.statements_done() as usize))
}

fn state(files: &Files, db: &Db) -> State {
    files.status(db).migrations()[0].state()
}

#[track_caller]
fn check_recovery(files: &Files, db: &Db, wanted: &Outcome, place: &str) {
    let report = files.run(db).unwrap_or_else(|error| panic!("{place}: {error}"));
    assert_eq!(report.migrations().len(), 1, "{place}");
    assert_eq!(Outcome::of(db), *wanted, "{place}");
    assert!(files.run(db).expect("runs").is_empty(), "{place}");
}

#[tokio::test]
async fn a_transaction_dies_whole() {
    let mode = Mode::PostgresTogether;
    let files = mode.files();
    let wanted = mode.undisturbed(&files);
    let untouched = rows_and_catalog(&mode.database(servers::postgres()));
    for number in 1..=TEN {
        let (db, runner, gate) = stopped_in(mode, &files, number).await;
        runner.kill();
        assert!(files.lock_holder(&db).is_some(), "{number}: the server still works for it");
        gate.open().await;
        files.wait_for_the_end(&db);
        assert_eq!(state(&files, &db), State::Pending, "{number}");
        assert_eq!(rows_and_catalog(&db), untouched, "{number}");
        check_recovery(&files, &db, &wanted, &format!("in {number}"));
    }
    // All ten have run, the transaction is not committed.
    let (db, runner) = stopped_after(mode, &files, "statement 10 of");
    runner.kill();
    files.wait_for_the_end(&db);
    assert_eq!(rows_and_catalog(&db), untouched);
    check_recovery(&files, &db, &wanted, "before the commit");
    // It is committed, the lock is not given up yet.
    let (db, runner) = stopped_after(mode, &files, "finished primary__0001");
    runner.kill();
    files.wait_for_the_end(&db);
    assert_eq!(state(&files, &db), State::Applied);
    assert_eq!(Outcome::of(&db), wanted);
    assert_eq!(files.runner(&db).applied(), 0);
}

async fn between_statements(mode: Mode) {
    let files = mode.files();
    let wanted = mode.undisturbed(&files);
    for number in 1..=TEN {
        let line = format!("statement {number} of primary__0001");
        let (db, runner) = stopped_after(mode, &files, &line);
        runner.kill();
        files.wait_for_the_end(&db);
        assert_eq!(state(&files, &db), State::Started, "{number}");
        // A definition is noted as done with what follows it, or by itself.
        let noted = DATA.contains(&number) || DATA.contains(&(number + 1));
        let done = if noted { number } else { number - 1 };
        assert_eq!(progress(&files, &db), Some((number, done)), "{number}");
        check_recovery(&files, &db, &wanted, &format!("after {number}"));
    }
}

/// What the ledger says while a statement runs: a row change is noted when it commits.
fn while_running(number: usize) -> (usize, usize) {
    if DATA.contains(&number) { (number - 1, number - 1) } else { (number, number - 1) }
}

/// The client dies while the server works on a statement, which the server then finishes, or gives
/// up because its session was ended.
async fn inside_statements(mode: Mode, end_session: bool) {
    let files = mode.files();
    let wanted = mode.undisturbed(&files);
    for number in 1..=TEN {
        let (db, runner, gate) = stopped_in(mode, &files, number).await;
        let session = files.lock_holder(&db).expect("the runner holds the lock");
        runner.kill();
        if end_session {
            let end = match mode.dialect() {
                Dialect::MySql => format!("KILL {session}"),
                _ => format!("SELECT pg_terminate_backend({session})"),
            };
            // MariaDB may have noticed by itself that nobody waits for the answer.
            let _ = servers::execute(db.url(), &end);
            eventually("the session ends", || files.lock_holder(&db).is_none());
        }
        gate.open().await;
        files.wait_for_the_end(&db);
        let place = format!("in {number}, session ended: {end_session}");
        assert_eq!(state(&files, &db), State::Started, "{place}");
        assert_eq!(progress(&files, &db), Some(while_running(number)), "{place}");
        check_recovery(&files, &db, &wanted, &place);
    }
}

#[tokio::test]
async fn postgres_dies_between_statements() {
    between_statements(Mode::PostgresOneByOne).await;
}

#[tokio::test]
async fn postgres_finishes_the_statements_of_dead_clients() {
    inside_statements(Mode::PostgresOneByOne, false).await;
}

#[tokio::test]
async fn postgres_gives_the_statements_of_dead_clients_up() {
    inside_statements(Mode::PostgresOneByOne, true).await;
}

#[tokio::test]
async fn mariadb_dies_between_statements() {
    between_statements(Mode::MariaDb).await;
}

#[tokio::test]
async fn mariadb_loses_the_client_inside_statements() {
    inside_statements(Mode::MariaDb, false).await;
}

#[tokio::test]
async fn mariadb_gives_the_statements_of_dead_clients_up() {
    inside_statements(Mode::MariaDb, true).await;
}

/// A runner dies while the server waits for the table `t` in its statement, which then ends.
async fn die_waiting_for_t(files: &Files, db: &Db) {
    let gate = Gate::shut(db, "t").await;
    let runner = files.runner(db);
    db.wait_for_waiting("t");
    runner.kill();
    gate.open().await;
    files.wait_for_the_end(db);
}

/// The server has the whole of a plain file, its row and COMMIT when the runner dies, and ends it.
#[tokio::test]
async fn postgres_ends_a_file_that_it_was_sent_whole() {
    let files = Files::new(Dialect::Postgres).with(
        "whole",
        "",
        &["CREATE TABLE before_it (n INT)", "ALTER TABLE t ADD COLUMN m INT"],
    );
    let db = Db::new(Dialect::Postgres);
    db.execute("CREATE TABLE t (n INT)");
    die_waiting_for_t(&files, &db).await;
    assert_eq!(state(&files, &db), State::Applied);
    assert_eq!(files.lock_holder(&db), None);
    assert_eq!(files.runner(&db).applied(), 0);
    assert_eq!(db.number("SELECT count(m) FROM t"), 0);
}

/// Death in a statement that the catalog cannot decide, which would double a number if it ran twice.
async fn in_doubt(mode: Mode, directive: &str, second: &str) {
    let files = Files::new(mode.dialect()).with(
        "b",
        directive,
        &["CREATE TABLE before_it (n INT)", second, "INSERT INTO t VALUES (3)"],
    );
    let db = Db::new(mode.dialect());
    db.execute("CREATE TABLE t (n INT); INSERT INTO t VALUES (1)");
    die_waiting_for_t(&files, &db).await;
    assert_eq!(state(&files, &db), State::Started);
    assert_eq!(progress(&files, &db), Some((2, 1)));
    let before = rows_and_catalog(&db);
    for _ in 0..2 {
        let error = files.runner(&db).finish().expect_err("nobody knows");
        assert!(error.contains("in doubt") && error.contains("statement 2"), "{error}");
        assert_eq!(state(&files, &db), State::InDoubt);
        assert_eq!(rows_and_catalog(&db), before, "nothing ran");
        assert_eq!(files.lock_holder(&db), None);
    }
    // A person has looked: it has happened.
    db.execute(
        "UPDATE _dbwarden_migrations SET state = 'started', statements_started = 2, \
         statements_done = 2 WHERE migration = '0001'",
    );
    assert_eq!(files.runner(&db).applied(), 1);
    assert_eq!(state(&files, &db), State::Applied);
    assert_eq!(db.number("SELECT count(*) FROM t WHERE n = 3"), 1);
}

fn rows_and_catalog(db: &Db) -> (String, String) {
    (catalog::dump(db.url()), catalog::dump_rows(db.url()))
}

#[tokio::test]
async fn postgres_stops_in_doubt() {
    let second = "DO $$ BEGIN UPDATE t SET n = n * 2 WHERE n = 1; END $$";
    in_doubt(Mode::PostgresOneByOne, "no-transaction", second).await;
}

#[tokio::test]
async fn mariadb_stops_in_doubt() {
    // The server makes up the name by which it could be found.
    in_doubt(Mode::MariaDb, "", "ALTER TABLE t ADD CHECK (n > 0)").await;
}
