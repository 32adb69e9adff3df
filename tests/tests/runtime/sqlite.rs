//! What only SQLite has: groups, rebuilds with foreign keys off, files, journals.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dbwarden::{Dialect, Event, policy};
use dbwarden_tests::servers::block_on;
use sqlx::{Connection, SqliteConnection};

use crate::support::{Db, File, file, migrator, names, two_files};

fn parents() -> File {
    file(
        1,
        "family",
        &[
            "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "CREATE TABLE child (id INTEGER PRIMARY KEY, p INT REFERENCES parent (id) ON DELETE CASCADE)",
            "INSERT INTO parent VALUES (1), (2)",
            "INSERT INTO child VALUES (1, 1), (2, 2)",
        ],
        &["DROP TABLE child", "DROP TABLE parent"],
    )
}

fn rebuild(version: u64) -> File {
    let statements = [
        "CREATE TABLE parent_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
        "INSERT INTO parent_new (id) SELECT id FROM parent",
        "DROP TABLE parent",
        "ALTER TABLE parent_new RENAME TO parent",
    ];
    file(version, "rebuild", &statements, &[]).foreign_keys_off()
}

#[tokio::test]
async fn a_rebuild_keeps_children_and_an_ordinary_file_keeps_its_cascades() {
    let db = Db::new(Dialect::Sqlite);
    let files = vec![
        parents(),
        rebuild(2),
        file(3, "cascade", &["DELETE FROM parent WHERE id = 2"], &[]),
        rebuild(4),
    ];
    let migrator = migrator(Dialect::Sqlite, files);
    migrator.run(db.url()).await.expect("runs");
    assert_eq!(db.number("SELECT count(*) FROM parent").await, 1);
    assert_eq!(
        db.number("SELECT count(*) FROM child").await,
        1,
        "no cascade by the rebuild, one by the delete"
    );
    assert_eq!(db.number("SELECT seq FROM sqlite_sequence WHERE name = 'parent'").await, 1);
}

/// The number of the row that was deleted last is not given out again.
#[tokio::test]
async fn a_rebuild_as_it_is_generated_goes_on_counting() {
    let db = Db::new(Dialect::Sqlite);
    let statements = [
        "CREATE TABLE _dbwarden_new_parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
        "INSERT INTO sqlite_sequence (name, seq) \
         SELECT '_dbwarden_new_parent', seq FROM sqlite_sequence WHERE name = 'parent'",
        "INSERT INTO _dbwarden_new_parent (id) SELECT id FROM parent",
        "DROP TABLE parent",
        "ALTER TABLE _dbwarden_new_parent RENAME TO parent",
    ];
    let files = vec![
        parents(),
        file(2, "cascade", &["DELETE FROM parent WHERE id = 2"], &[]),
        file(3, "rebuild", &statements, &[]).foreign_keys_off(),
        file(4, "next", &["INSERT INTO parent (name) VALUES ('next')"], &[]),
    ];
    migrator(Dialect::Sqlite, files).run(db.url()).await.expect("runs");
    assert_eq!(db.number("SELECT max(id) FROM parent").await, 3);
    assert_eq!(db.number("SELECT count(*) FROM child").await, 1);
    assert_eq!(db.number("SELECT count(*) FROM sqlite_sequence").await, 1);
}

#[tokio::test]
async fn a_rebuild_that_loses_parents_is_undone() {
    let db = Db::new(Dialect::Sqlite);
    let lossy = file(2, "lossy", &["DELETE FROM parent WHERE id = 2"], &[]).foreign_keys_off();
    let migrator = migrator(Dialect::Sqlite, vec![parents(), lossy]);
    let error = migrator.run(db.url()).await.expect_err("a child without a parent");
    let text = error.to_string();
    assert!(
        text.contains("primary__0002_lossy.sql") && text.contains("`child` (rowid 2)"),
        "{text}"
    );
    assert_eq!(db.number("SELECT count(*) FROM parent").await, 2);
    assert_eq!(migrator.history(db.url()).await.expect("history").len(), 1);
}

#[tokio::test]
async fn what_was_broken_before_does_not_stop_a_rebuild() {
    let db = Db::new(Dialect::Sqlite);
    migrator(Dialect::Sqlite, vec![parents()]).run(db.url()).await.expect("runs");
    db.execute("PRAGMA foreign_keys = OFF; INSERT INTO child VALUES (9, 9)");
    migrator(Dialect::Sqlite, vec![parents(), rebuild(2)]).run(db.url()).await.expect("runs");
}

#[tokio::test]
async fn files_before_the_one_that_fails_stay_applied() {
    let db = Db::new(Dialect::Sqlite);
    let mut files = two_files();
    files.push(file(
        3,
        "bad",
        &["CREATE TABLE half (id INT)", "INSERT INTO nowhere VALUES (1)"],
        &[],
    ));
    let migrator = migrator(Dialect::Sqlite, files);
    migrator.run(db.url()).await.expect_err("fails");
    assert_eq!(migrator.history(db.url()).await.expect("history").len(), 2);
    assert_eq!(db.number("SELECT count(*) FROM sqlite_master WHERE name = 'half'").await, 0);
}

#[tokio::test]
async fn a_failure_that_ends_the_whole_transaction_is_told_as_it_is() {
    let db = Db::new(Dialect::Sqlite);
    let trap = "CREATE TRIGGER trap BEFORE INSERT ON posts WHEN NEW.id = 5 \
                BEGIN SELECT RAISE(ROLLBACK, 'sprung'); END";
    let mut files = two_files();
    files.push(file(3, "trap", &[trap], &[]));
    files.push(file(4, "sprung", &["INSERT INTO posts VALUES (5)"], &[]));
    let migrator = migrator(Dialect::Sqlite, files);
    let error = migrator.run(db.url()).await.expect_err("sprung");
    assert_eq!(error.server_message(), Some("sprung"));
    // SQLite has undone the files of the same transaction: the ledger knows.
    assert!(!migrator.status(db.url()).await.expect("status").ledger_exists());
    assert_eq!(db.number("SELECT count(*) FROM sqlite_master").await, 0);
}

fn vacuum() -> File {
    let statements = ["CREATE TABLE a (id INT)", "VACUUM", "INSERT INTO a VALUES (1)"];
    file(2, "vacuum", &statements, &[]).no_transaction()
}

#[tokio::test]
async fn a_file_outside_of_transactions_runs_alone() {
    for journal in ["DELETE", "WAL"] {
        let db = Db::new(Dialect::Sqlite);
        db.execute(&format!("PRAGMA journal_mode = {journal}"));
        // Someone has the database open all the time, as the pool of an application has.
        let mut idle = SqliteConnection::connect(db.url()).await.expect("connects");
        sqlx::raw_sql("SELECT * FROM sqlite_master").execute(&mut idle).await.expect("reads");
        let files =
            || vec![parents(), vacuum(), file(3, "after", &["CREATE TABLE b (id INT)"], &[])];
        // Two others: one that would go on with the file, one that knows only an ordinary one.
        let others =
            [files(), vec![parents(), file(3, "other", &["CREATE TABLE c (id INT)"], &[])]];
        let others = others.map(|files| {
            let migrator = migrator(Dialect::Sqlite, files).lock_timeout(Duration::ZERO);
            migrator.on_missing(policy::Missing::Warn)
        });
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (url, answers) = (db.url().to_owned(), Arc::clone(&seen));
        let migrator = migrator(Dialect::Sqlite, files()).observer(move |event: &Event<'_>| {
            if let Event::Statement { total: 3, .. } = event {
                let tried = others.iter().map(|other| block_on(other.run(&url)));
                answers.lock().expect("not poisoned").extend(tried);
            }
        });
        let report = migrator.run(db.url()).await.expect("runs");
        assert_eq!(names(&report).len(), 3);
        let seen = std::mem::take(&mut *seen.lock().expect("not poisoned"));
        assert_eq!(seen.len(), 6);
        for answer in &seen {
            let error = answer.as_ref().expect_err("locked between the statements");
            assert!(error.is_locked(), "{journal}: {error}");
        }
        assert_eq!(db.number("SELECT count(*) FROM a").await, 1);
        let path = db.url().trim_start_matches("sqlite://").split('?').next().expect("a path");
        assert!(!Path::new(&format!("{path}-dbwarden")).exists(), "nothing is left behind");
    }
}
