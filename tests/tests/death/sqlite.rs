//! Death of the one process that SQLite has, and files that others are at.

use std::sync::Mutex;
use std::time::Duration;

use dbwarden::{Dialect, EntryState, Event, State, policy};
use dbwarden_tests::servers::{self, block_on};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, SqliteConnection};

use crate::support::{Db, Files};
use crate::ten::Outcome;

/// More than SQLite keeps in memory, so that the file is written to before the commit.
const FILL: &str = "INSERT INTO big WITH RECURSIVE c(n) AS \
     (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) SELECT n, zeroblob(400) FROM c";

fn family(files: Files) -> Files {
    files.with(
        "family",
        "",
        &[
            "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "CREATE TABLE child (id INTEGER PRIMARY KEY, p INT REFERENCES parent (id) ON DELETE CASCADE)",
            "INSERT INTO parent VALUES (1), (2), (3)",
            "INSERT INTO child VALUES (1, 1), (2, 2), (3, 3)",
        ],
    )
}

/// A group of two, a rebuild, and a group that relies on its cascade.
fn files() -> Files {
    family(Files::new(Dialect::Sqlite))
        .with("big", "", &["CREATE TABLE big (n INT, b BLOB)", FILL])
        .with(
            "rebuild",
            "foreign-keys-off",
            &[
                "CREATE TABLE parent_new (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
                "INSERT INTO parent_new (id) SELECT id FROM parent",
                "DROP TABLE parent",
                "ALTER TABLE parent_new RENAME TO parent",
            ],
        )
        .with("cascade", "", &["DELETE FROM parent WHERE id = 2"])
}

fn journals() -> [Db; 2] {
    [Db::file("DELETE"), Db::file("WAL")]
}

/// Kills a runner when it has printed a line.
fn kill_at(files: &Files, db: &Db, line: &str) {
    let mut runner = files.stepping_runner(db);
    runner.wait_for(line);
    runner.kill();
}

fn applied(files: &Files, db: &Db) -> usize {
    let status = files.status(db);
    assert_eq!(
        status.in_state(State::Started).count() + status.in_state(State::InDoubt).count(),
        0
    );
    status.applied().count()
}

#[test]
fn a_group_and_a_rebuild_die_whole() {
    let files = files();
    let wanted = {
        let db = Db::new(Dialect::Sqlite);
        assert_eq!(files.runner(&db).applied(), 4);
        assert_eq!(db.number("SELECT count(*) FROM child"), 2, "one cascade, none by the rebuild");
        Outcome::of(&db)
    };
    // Where it dies, and how many files are applied then.
    for (line, count) in [
        ("statement 4 of primary__0001", 0),
        ("finished primary__0001", 0),
        ("statement 2 of primary__0002", 0),
        ("finished primary__0002", 0),
        ("statement 4 of primary__0003", 2),
        ("finished primary__0003", 2),
        ("statement 1 of primary__0004", 3),
        ("finished primary__0004", 3),
    ] {
        for db in journals() {
            kill_at(&files, &db, line);
            assert_eq!(applied(&files, &db), count, "{line}");
            assert_eq!(files.runner(&db).applied(), 4 - count, "{line}");
            assert_eq!(Outcome::of(&db), wanted, "{line}");
            assert_eq!(files.runner(&db).applied(), 0, "{line}");
        }
    }
}

#[test]
fn a_file_outside_of_transactions_goes_on_where_it_died() {
    let statements = [
        "CREATE TABLE log (n INT)",
        "INSERT INTO log VALUES (1)",
        "CREATE INDEX ix_log ON log (n)",
        "UPDATE log SET n = n + 1",
        "ALTER TABLE log RENAME TO diary",
        "ALTER TABLE diary ADD COLUMN text TEXT",
        "VACUUM",
        "DROP INDEX ix_log",
        "ANALYZE",
    ];
    let data = [2, 4];
    let files = Files::new(Dialect::Sqlite).with("log", "no-transaction", &statements);
    let wanted = {
        let db = Db::new(Dialect::Sqlite);
        assert_eq!(files.runner(&db).applied(), 1);
        Outcome::of(&db)
    };
    for number in 1..=statements.len() {
        for db in journals() {
            kill_at(&files, &db, &format!("statement {number} of"));
            assert_eq!(files.status(&db).in_state(State::Started).count(), 1);
            let entry = files.entry(&db, 1).expect("it is begun");
            assert_eq!(entry.state(), EntryState::Started);
            let noted = data.contains(&number) || data.contains(&(number + 1));
            let progress = (entry.statements_started() as usize, entry.statements_done() as usize);
            assert_eq!(progress, (number, if noted { number } else { number - 1 }));
            assert_eq!(files.runner(&db).applied(), 1, "{number}");
            assert_eq!(Outcome::of(&db), wanted, "{number}");
        }
    }
}

/// With a rollback journal a reader is in the way of the commit, which is tried until it succeeds.
#[tokio::test]
async fn a_reader_in_the_way_of_the_commit_only_costs_time() {
    for db in journals() {
        let files = family(Files::new(Dialect::Sqlite));
        files.run(&db).expect("runs");
        let mut reader = SqliteConnection::connect(db.url()).await.expect("connects");
        let read = sqlx::raw_sql("BEGIN; SELECT * FROM parent");
        reader.execute(read).await.expect("reads");
        let more = files.with("more", "", &["CREATE TABLE more (id INT)"]);
        let runner = more.runner(&db);
        if db.text("PRAGMA journal_mode") == "wal" {
            assert_eq!(runner.applied(), 1);
            assert_eq!(db.number("SELECT count(*) FROM more"), 0);
            continue;
        }
        let mut runner = runner;
        runner.wait_for("finished primary__0002");
        // Time for a few attempts. However long it takes, none of them succeeds.
        std::thread::sleep(Duration::from_millis(300));
        assert!(runner.is_at_work());
        reader.execute("COMMIT").await.expect("ends");
        assert_eq!(runner.applied(), 1);
    }
}

/// Somebody takes the whole file between the look at the ledger and the claim of the connection.
#[tokio::test]
async fn a_file_that_is_locked_at_the_wrong_moment_is_waited_for() {
    let db = Db::file("DELETE");
    let files = Files::new(Dialect::Sqlite).with("a", "", &["CREATE TABLE a (n INT)"]).with(
        "b",
        "",
        &["CREATE TABLE b (n INT)"],
    );
    files.run(&db).expect("runs");
    db.execute("DELETE FROM _dbwarden_migrations WHERE version = 1; DROP TABLE a");
    // The warning of the missing version comes just then.
    let (url, lockers) = (db.url().to_owned(), Mutex::new(Vec::new()));
    let migrator = files.migrator().on_out_of_order(policy::OutOfOrder::Apply);
    let migrator = migrator.observer(move |event: &Event<'_>| {
        let mut lockers = lockers.lock().expect("not poisoned");
        if matches!(event, Event::Warning { .. }) && lockers.is_empty() {
            let (url, (tell, locked)) = (url.clone(), std::sync::mpsc::channel());
            lockers.push(std::thread::spawn(move || {
                block_on(async {
                    let mut conn = SqliteConnection::connect(&url).await.expect("connects");
                    conn.execute("BEGIN EXCLUSIVE").await.expect("locks");
                    tell.send(()).expect("it is waited for");
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    conn.execute("COMMIT").await.expect("unlocks");
                });
            }));
            locked.recv().expect("it is locked");
        }
    });
    let options: SqliteConnectOptions = db.url().parse().expect("a URL");
    let mut conn = options.busy_timeout(Duration::ZERO).connect().await.expect("connects");
    let report = migrator.run(&mut conn).await.expect("waits");
    assert_eq!((report.migrations().len(), report.warnings().len()), (1, 1));
}

#[tokio::test]
async fn a_file_that_may_only_be_read_is_up_to_date_or_refused() {
    for db in journals() {
        let files = family(Files::new(Dialect::Sqlite));
        files.run(&db).expect("runs");
        // Somebody else keeps the log of a database with one, which a reader cannot make.
        let keeper = SqliteConnection::connect(db.url()).await.expect("connects");
        let url = db.url().replace("mode=rwc", "mode=ro");
        assert!(files.migrator().run(&url).await.expect("reads").is_empty());
        assert!(files.migrator().status(&url).await.expect("reads").is_clean());
        let more = files.with("more", "", &["CREATE TABLE more (id INT)"]);
        let error = more.migrator().run(&url).await.expect_err("it may not write");
        assert!(error.to_string().contains("readonly"), "{error}");
        assert!(!error.is_locked(), "waiting does not help");
        keeper.close().await.expect("closes");
        assert_eq!(servers::number(db.url(), "SELECT count(*) FROM _dbwarden_migrations"), 1);
    }
}
