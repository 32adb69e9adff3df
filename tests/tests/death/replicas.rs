//! Sixteen processes that start at once.

use dbwarden::Dialect;

use crate::support::{Db, Files, Runner};

const REPLICAS: usize = 16;

/// Starts all of them, waits for all of them: how many migrations each has applied.
fn start_together(files: &Files, db: &Db) -> Vec<usize> {
    let runners: Vec<_> = (0..REPLICAS).map(|_| files.runner(db)).collect();
    runners.into_iter().map(Runner::applied).collect()
}

/// Each file adds a row to a table without a key, so that one that ran twice is seen.
fn files(dialect: Dialect) -> Files {
    let files = Files::new(dialect)
        .with("runs", "", &["CREATE TABLE runs (n INT)", "INSERT INTO runs VALUES (1)"])
        .with("users", "", &["CREATE TABLE users (id INT)", "INSERT INTO runs VALUES (2)"])
        .with("more", "", &["INSERT INTO runs VALUES (3)", "CREATE INDEX ix_users ON users (id)"]);
    match dialect {
        Dialect::Postgres => {
            let fill = "INSERT INTO users SELECT g FROM generate_series(1, 20000) g";
            let index = "CREATE INDEX CONCURRENTLY ix_more ON users (id)";
            files.with("fill", "", &[fill, "INSERT INTO runs VALUES (4)"]).with(
                "index",
                "no-transaction",
                &[index, "INSERT INTO runs VALUES (5)"],
            )
        }
        Dialect::Sqlite => files
            .with("fill", "foreign-keys-off", &["INSERT INTO runs VALUES (4)"])
            .with("index", "no-transaction", &["VACUUM", "INSERT INTO runs VALUES (5)"]),
        Dialect::MySql => files.with("fill", "", &["INSERT INTO runs VALUES (4)"]).with(
            "index",
            "",
            &["ALTER TABLE users ADD n INT", "INSERT INTO runs VALUES (5)"],
        ),
    }
}

const COUNT: i64 = 5;

#[track_caller]
fn check(files: &Files, db: &Db) {
    assert_eq!(db.number("SELECT count(*) FROM runs"), COUNT);
    assert_eq!(db.number("SELECT count(DISTINCT n) FROM runs"), COUNT);
    let applied = "SELECT count(*) FROM _dbwarden_migrations WHERE state = 'applied'";
    assert_eq!(db.number(applied), COUNT);
    assert_eq!(db.number("SELECT max(sequence) FROM _dbwarden_migrations"), COUNT);
    assert_eq!(db.number("SELECT count(*) FROM _dbwarden_migrations"), COUNT);
    assert!(files.status(db).is_clean());
    assert_eq!(files.lock_holder(db), None);
    if db.dialect() == Dialect::Postgres {
        assert_eq!(db.number("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), 0);
        assert_eq!(db.number("SELECT count(*) FROM pg_class WHERE relname = 'ix_more'"), 1);
    }
}

fn replicas(dialect: Dialect, new: impl Fn() -> Db) {
    let files = files(dialect);
    // Nothing is there, not even the ledger.
    let db = new();
    assert_eq!(start_together(&files, &db).iter().sum::<usize>() as i64, COUNT);
    check(&files, &db);
    // Nothing is pending.
    assert_eq!(start_together(&files, &db), [0; REPLICAS]);
    check(&files, &db);
    // An older version of the program was here.
    let db = new();
    let older = files.migrator().limit(2);
    dbwarden_tests::servers::block_on(older.run(db.url())).expect("runs");
    assert_eq!(start_together(&files, &db).iter().sum::<usize>() as i64, COUNT - 2);
    check(&files, &db);
}

#[test]
fn postgres() {
    replicas(Dialect::Postgres, || Db::new(Dialect::Postgres));
}

#[test]
fn mariadb() {
    replicas(Dialect::MySql, || Db::new(Dialect::MySql));
}

#[test]
fn sqlite_with_a_rollback_journal() {
    replicas(Dialect::Sqlite, || Db::file("DELETE"));
}

#[test]
fn sqlite_with_a_write_ahead_log() {
    replicas(Dialect::Sqlite, || Db::file("WAL"));
}

/// Not even the file is there, nor its folder's other files.
#[test]
fn sqlite_without_a_file() {
    let files = files(Dialect::Sqlite);
    let db = Db::absent_file();
    assert_eq!(start_together(&files, &db).iter().sum::<usize>() as i64, COUNT);
    check(&files, &db);
}
