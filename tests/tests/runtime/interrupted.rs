//! Runs that die, and what the next one makes of it.

use dbwarden::{Back, Dialect, EntryState, Finding, State, StatementTiming};

use crate::support::{Db, File, file, migrator, names, two_files, wait_until};

const ALTER: &str = "ALTER TABLE users ADD COLUMN age INT";

fn files(third: &[&str]) -> Vec<File> {
    let mut files = two_files();
    files.push(file(3, "more", third, &["DROP TABLE more", "DELETE FROM users WHERE id = 9"]));
    files
}

const THIRD: [&str; 4] = [
    "CREATE TABLE more (id INT)",
    "INSERT INTO users (id) VALUES (9)",
    ALTER,
    "INSERT INTO more VALUES (1)",
];

/// Puts the ledger into the state in which a run leaves it that dies in or after a statement.
fn interrupt(db: &Db, migrator: &dbwarden::Migrator, state: &str, started: u32, done: u32) {
    let migration = &migrator.set().migrations()[2];
    db.execute(&format!(
        "INSERT INTO _dbwarden_migrations (migration, format, sequence, kind, version, description, \
         filename, state, statements_started, statements_done, progress, upgrade_checksum, \
         rollback_checksum, flags, rollback_sql, rollback_statements, applied_at, duration_ms, tool) \
         VALUES ('0003', 1, 3, 'versioned', 3, 'more', '{}', '{state}', {started}, {done}, NULL, \
         '{}', NULL, '', NULL, NULL, '2026-01-01 00:00:00', 0, '0')",
        migration.file_name(),
        migration.upgrade().checksum()
    ));
}

/// A database with the first two files applied, and the statements of the third that have run.
async fn prepared(third: &[&str], ran: usize) -> (Db, dbwarden::Migrator) {
    let db = Db::new(Dialect::MySql);
    migrator(Dialect::MySql, two_files()).run(db.url()).await.expect("runs");
    for statement in &third[..ran] {
        db.execute(statement);
    }
    (db, migrator(Dialect::MySql, files(third)))
}

async fn check_result(db: &Db, migrator: &dbwarden::Migrator) {
    assert_eq!(db.number("SELECT count(*) FROM users WHERE age IS NULL").await, 2);
    assert_eq!(db.number("SELECT count(*) FROM more").await, 1);
    let history = migrator.history(db.url()).await.expect("history");
    assert_eq!(history[2].state(), EntryState::Applied);
    assert_eq!(history[2].statements_done(), 4);
    assert!(migrator.run(db.url()).await.expect("runs").is_empty());
}

#[tokio::test]
async fn every_place_of_death_is_settled_from_the_catalog() {
    // How many statements had run, and what the ledger said: started, done.
    for (ran, started, done) in
        [(0, 1, 0), (1, 1, 0), (1, 1, 1), (2, 2, 2), (2, 3, 2), (3, 3, 2), (3, 3, 3)]
    {
        let (db, migrator) = prepared(&THIRD, ran).await;
        interrupt(&db, &migrator, "started", started, done);
        let status = migrator.status(db.url()).await.expect("status");
        assert_eq!(status.in_state(State::Started).count(), 1);
        let plan = migrator.plan(db.url()).await.expect("plan");
        assert_eq!(plan.steps()[0].first_statement(), done as usize + 1);
        let report =
            migrator.run(db.url()).await.unwrap_or_else(|e| panic!("{ran} {started} {done}: {e}"));
        assert_eq!(names(&report).len(), 1);
        check_result(&db, &migrator).await;
    }
}

#[tokio::test]
async fn what_the_catalog_cannot_tell_is_in_doubt_and_runs_no_second_time() {
    let third = ["CREATE TABLE more (id INT)", "ALTER TABLE users ADD CHECK (email <> '')"];
    let (db, migrator) = prepared(&third, 1).await;
    interrupt(&db, &migrator, "started", 2, 1);
    let error = migrator.run(db.url()).await.expect_err("in doubt");
    assert!(error.is_in_doubt() && error.to_string().contains("statement 2"), "{error}");
    let hint = error.hint().expect("a hint").to_owned();
    assert!(hint.contains("dbwarden repair 0003 --happened"), "{hint}");
    let again = migrator.run(db.url()).await.expect_err("still in doubt");
    assert!(again.is_in_doubt());
    let status = migrator.status(db.url()).await.expect("status");
    assert_eq!(status.in_state(State::InDoubt).count(), 1);
    assert!(migrator.rollback(db.url(), Back::Last(1)).await.expect_err("no").is_in_doubt());
    let found = migrator.repair(db.url(), "0003", Finding::Happened, "it has").await;
    assert_eq!(found.expect("repairs").statements_done(), 2);
    assert_eq!(names(&migrator.run(db.url()).await.expect("settled")).len(), 1);
    let history = migrator.history(db.url()).await.expect("history");
    assert_eq!(history[2].reason(), Some("it has"), "the ledger keeps it");
    let again = migrator.repair(db.url(), "0003", Finding::Happened, "twice").await;
    assert!(again.expect_err("nothing is in doubt").to_string().contains("not in doubt"));
}

#[tokio::test]
async fn a_statement_that_has_not_happened_runs_after_a_repair() {
    let third = ["CREATE TABLE more (id INT)", "ALTER TABLE users ADD CHECK (email <> '')"];
    let (db, migrator) = prepared(&third, 1).await;
    interrupt(&db, &migrator, "started", 2, 1);
    assert!(migrator.run(db.url()).await.expect_err("in doubt").is_in_doubt());
    migrator
        .repair(db.url(), "0003", Finding::NotHappened, "there is no check")
        .await
        .expect("done");
    let report = migrator.run(db.url()).await.expect("settled");
    let ran: Vec<_> =
        report.migrations()[0].statements().iter().map(StatementTiming::number).collect();
    assert_eq!(ran, [2]);
}

#[tokio::test]
async fn a_drop_of_several_tables_is_told_by_all_of_them() {
    let third = ["CREATE TABLE m1 (id INT)", "CREATE TABLE m2 (id INT)", "DROP TABLE m1, m2"];
    for (gone, settled) in [("m1, m2", true), ("", true), ("m1", false)] {
        let (db, migrator) = prepared(&third, 2).await;
        if !gone.is_empty() {
            db.execute(&format!("DROP TABLE {gone}"));
        }
        interrupt(&db, &migrator, "started", 3, 2);
        let result = migrator.run(db.url()).await;
        assert_eq!(result.is_ok(), settled, "{gone}");
        assert!(settled || result.expect_err("half gone").is_in_doubt());
    }
}

#[tokio::test]
async fn what_several_clauses_do_is_told_by_all_of_them() {
    let alter = "ALTER TABLE m ADD COLUMN b INT, DROP COLUMN a, MODIFY c BIGINT";
    let third = ["CREATE TABLE m (a INT, c INT)", alter];
    for (ran, settled) in [(alter, true), ("DO 0", true), ("ALTER TABLE m DROP COLUMN a", false)] {
        let (db, migrator) = prepared(&third, 1).await;
        db.execute(ran);
        interrupt(&db, &migrator, "started", 2, 1);
        let result = migrator.run(db.url()).await;
        assert_eq!(result.is_ok(), settled, "{ran}");
        assert!(settled || result.expect_err("half done").is_in_doubt());
    }
}

#[tokio::test]
async fn what_a_generated_file_says_of_a_table_goes_on_by_itself() {
    every_statement_goes_on(&[
        "CREATE TABLE m (a INT NOT NULL, b INT, KEY k (b))",
        "ALTER TABLE m MODIFY COLUMN a BIGINT NOT NULL, MODIFY COLUMN b BIGINT",
        "ALTER TABLE m COMMENT = 'mine'",
        "ALTER TABLE m RENAME COLUMN b TO c",
        "ALTER TABLE m RENAME INDEX k TO l",
        "ALTER TABLE m ADD PRIMARY KEY (a)",
        "ALTER TABLE m MODIFY COLUMN a BIGINT NOT NULL AUTO_INCREMENT",
        "ALTER TABLE m DROP INDEX l, ADD CONSTRAINT l UNIQUE (c, a)",
        "ALTER TABLE m DROP PRIMARY KEY, ADD PRIMARY KEY (a, c)",
        "ALTER TABLE m ADD COLUMN g INT GENERATED ALWAYS AS (c + 1) VIRTUAL",
        "ALTER TABLE m DROP COLUMN g, ADD COLUMN g INT GENERATED ALWAYS AS (c + 2) STORED AFTER a",
        "ALTER TABLE m PARTITION BY HASH (c) PARTITIONS 2",
        "ALTER TABLE m DROP INDEX l, ADD INDEX l (c) REMOVE PARTITIONING",
        "CREATE VIEW v AS SELECT a FROM m",
        "CREATE TRIGGER r BEFORE INSERT ON m FOR EACH ROW SET NEW.c = 1",
        "DROP TRIGGER r",
        "DROP VIEW v",
    ])
    .await;
}

#[tokio::test]
async fn what_only_mariadb_has_goes_on_by_itself() {
    every_statement_goes_on(&[
        "CREATE TABLE m (a INT, b DATE NOT NULL, c DATE NOT NULL)",
        "ALTER TABLE m ADD PERIOD FOR `stay it` (b, c)",
        "ALTER TABLE m DROP PERIOD FOR `stay it`",
        "ALTER TABLE m ADD SYSTEM VERSIONING",
        "ALTER TABLE m DROP SYSTEM VERSIONING",
        "ALTER TABLE m `PAGE_COMPRESSED`='1'",
        "ALTER TABLE m ADD COLUMN s TIMESTAMP(6) GENERATED ALWAYS AS ROW START, \
         ADD COLUMN t TIMESTAMP(6) GENERATED ALWAYS AS ROW END, \
         ADD PERIOD FOR SYSTEM_TIME (s, t), ADD SYSTEM VERSIONING",
        "CREATE SEQUENCE q START WITH 3",
        "ALTER SEQUENCE q INCREMENT BY 2",
        "DROP SEQUENCE q",
    ])
    .await;
}

/// Interrupts the third migration within each statement but the first: where the statement has not
/// happened and where it has.
async fn every_statement_goes_on(third: &[&str]) {
    for (done, number) in (1_u32..).zip(2..=third.len()) {
        for ran in [number - 1, number] {
            let (db, migrator) = prepared(third, ran).await;
            interrupt(&db, &migrator, "started", done + 1, done);
            let run = migrator.run(db.url()).await;
            run.unwrap_or_else(|error| panic!("{number} of which {ran} ran: {error}"));
        }
    }
}

#[tokio::test]
async fn rows_that_the_engine_does_not_undo_are_not_written_twice() {
    let third = [
        "CREATE TABLE kept (id INT) ENGINE = MyISAM",
        "INSERT INTO kept SELECT SLEEP(30) FROM users",
    ];
    let (db, migrator) = prepared(&third, 0).await;
    let (runner, url) = (migrator.clone(), db.url().to_owned());
    let running = tokio::spawn(async move { runner.run(url).await });
    // It is noted before it runs, because nothing would undo it.
    let begun = "SELECT count(*) FROM _dbwarden_migrations WHERE statements_started = 2 \
                 AND statements_done = 1";
    wait_until(async || db.number(begun).await == 1).await;
    migrator.unlock(db.url()).await.expect("ends the session");
    running.await.expect("no panic").expect_err("its session was ended");
    let error = migrator.run(db.url()).await.expect_err("nobody knows");
    assert!(error.is_in_doubt() && error.to_string().contains("statement 2"), "{error}");
}

#[tokio::test]
async fn a_rollback_in_doubt_goes_on_as_a_rollback() {
    let (db, migrator) = prepared(&THIRD, 0).await;
    migrator.run(db.url()).await.expect("runs");
    let rollback = migrator.set().migrations()[2].rollback().expect("there is one").clone();
    db.execute(
        "UPDATE _dbwarden_migrations SET state = 'reverting', statements_started = 2, \
         statements_done = 1 WHERE migration = '0003'",
    );
    db.execute(rollback.text(&rollback.statements()[0]));
    // The second statement, a DELETE, would have committed with its row: the catalog says nothing.
    let error = migrator.rollback(db.url(), Back::Last(1)).await.expect_err("in doubt");
    assert!(error.is_in_doubt(), "{error}");
    let history = migrator.history(db.url()).await.expect("history");
    assert_eq!(history[2].state(), EntryState::RevertInDoubt);
    assert!(migrator.run(db.url()).await.expect_err("in doubt").is_in_doubt());
    migrator.repair(db.url(), "3", Finding::NotHappened, "the row is there").await.expect("done");
    migrator.rollback(db.url(), Back::Last(1)).await.expect("goes on");
    assert_eq!(db.number("SELECT count(*) FROM users WHERE id = 9").await, 0);
}

#[tokio::test]
async fn a_failed_statement_can_be_mended_and_what_ran_cannot_be_changed() {
    let broken = [THIRD[0], THIRD[1], "ALTER TABLE nowhere ADD COLUMN age INT", THIRD[3]];
    let (db, first) = prepared(&broken, 0).await;
    let error = first.run(db.url()).await.expect_err("statement 3 fails");
    assert_eq!(error.statement_number(), Some(3));
    let history = first.history(db.url()).await.expect("history");
    assert_eq!((history[2].statements_started(), history[2].statements_done()), (2, 2));
    let undone = first.rollback(db.url(), Back::Last(1)).await.expect_err("half applied");
    assert!(undone.to_string().contains("applied in part"), "{undone}");

    let changed = [THIRD[0], "INSERT INTO users (id) VALUES (10)", ALTER, THIRD[3]];
    let error = migrator(Dialect::MySql, files(&changed)).run(db.url()).await.expect_err("changed");
    assert!(error.is_checksum_mismatch(), "{error}");
    let mended = migrator(Dialect::MySql, files(&THIRD));
    let report = mended.run(db.url()).await.expect("resumes");
    let ran: Vec<_> =
        report.migrations()[0].statements().iter().map(StatementTiming::number).collect();
    assert_eq!(ran, [3, 4]);
    check_result(&db, &mended).await;
}

#[tokio::test]
async fn settings_of_statements_that_ran_are_set_again() {
    let third =
        ["SET sql_mode = 'ORACLE'", "CREATE TABLE more (id INT)", "CREATE TABLE \"late\" (id INT)"];
    let (db, migrator) = prepared(&third, 2).await;
    interrupt(&db, &migrator, "started", 3, 2);
    migrator.run(db.url()).await.expect("the quotes are understood");
}

#[tokio::test]
async fn an_interrupted_rollback_is_finished() {
    let (db, migrator) = prepared(&THIRD, 0).await;
    migrator.run(db.url()).await.expect("runs");
    db.execute("DROP TABLE more");
    db.execute(
        "UPDATE _dbwarden_migrations SET state = 'reverting', statements_started = 1, \
         statements_done = 0 WHERE migration = '0003'",
    );
    let error = migrator.run(db.url()).await.expect_err("the rollback comes first");
    assert!(error.to_string().contains("rollback of"), "{error}");
    migrator.rollback(db.url(), Back::Last(1)).await.expect("finishes");
    assert_eq!(db.number("SELECT count(*) FROM users").await, 1);
    assert_eq!(migrator.history(db.url()).await.expect("history").len(), 2);
}

#[tokio::test]
async fn an_invalid_index_is_dropped_before_the_retry() {
    let db = Db::new(Dialect::Postgres);
    let files = || {
        vec![
            file(
                1,
                "a",
                &["CREATE TABLE twice (id INT)", "INSERT INTO twice VALUES (1), (1)"],
                &[],
            ),
            file(2, "b", &["CREATE UNIQUE INDEX CONCURRENTLY ix_twice ON twice (id)"], &[])
                .no_transaction(),
        ]
    };
    let migrator = migrator(Dialect::Postgres, files());
    let error = migrator.run(db.url()).await.expect_err("not unique");
    assert_eq!(error.server_code(), Some("23505"));
    let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    assert_eq!(db.number(invalid).await, 1, "PostgreSQL leaves it behind");
    db.execute("DELETE FROM twice WHERE ctid = (SELECT max(ctid) FROM twice)");
    migrator.run(db.url()).await.expect("runs");
    assert_eq!(db.number(invalid).await, 0);
    assert_eq!(db.number("SELECT count(*) FROM pg_class WHERE relname = 'ix_twice'").await, 1);
}

#[tokio::test]
async fn a_file_that_fails_at_once_is_pending_as_before() {
    for dialect in [Dialect::MySql, Dialect::Sqlite, Dialect::Postgres] {
        let db = Db::new(dialect);
        let bad = file(3, "bad", &["INSERT INTO nowhere VALUES (1)"], &[]).no_transaction();
        let mut files = two_files();
        files.push(bad);
        let migrator = migrator(dialect, files);
        migrator.run(db.url()).await.expect_err("fails");
        let status = migrator.status(db.url()).await.expect("status");
        assert_eq!(status.in_state(State::Pending).count(), 1);
        migrator.rollback(db.url(), Back::Last(1)).await.expect("the one before it");
    }
}
