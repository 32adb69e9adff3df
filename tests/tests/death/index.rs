//! What a death inside `CREATE INDEX CONCURRENTLY` leaves behind.

use dbwarden::{Dialect, State};
use dbwarden_tests::servers;

use crate::support::{Db, Files, eventually};
use crate::ten::Gate;

const INVALID: &str = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";

fn files() -> Files {
    let create = "CREATE INDEX CONCURRENTLY ix ON filled (n)";
    Files::new(Dialect::Postgres).with("index", "no-transaction", &[create])
}

fn filled() -> Db {
    let db = Db::new(Dialect::Postgres);
    db.execute("CREATE TABLE filled AS SELECT g AS n FROM generate_series(1, 1000) g");
    db
}

/// The index is built while a writer is at work, which it has to wait for; by then it is in the
/// catalog, and INVALID.
async fn stopped(db: &Db) -> Gate {
    Gate::hold(db, "BEGIN; INSERT INTO filled VALUES (0)").await
}

#[tokio::test]
async fn an_invalid_index_is_dropped_and_built_again() {
    let (files, db) = (files(), filled());
    let writer = stopped(&db).await;
    let runner = files.runner(&db);
    eventually("the index is in the catalog", || db.number(INVALID) == 1);
    let session = files.lock_holder(&db).expect("the runner holds the lock");
    runner.kill();
    servers::execute(db.url(), &format!("SELECT pg_terminate_backend({session})")).expect("ends");
    eventually("the session ends", || files.lock_holder(&db).is_none());
    assert_eq!(db.number(INVALID), 1, "PostgreSQL leaves it behind");
    assert_eq!(files.status(&db).in_state(State::Started).count(), 1);
    writer.open().await;
    assert_eq!(files.runner(&db).applied(), 1);
    assert_eq!(db.number(INVALID), 0);
    assert_eq!(db.number("SELECT count(*) FROM pg_class WHERE relname = 'ix'"), 1);
    // Nothing was left beside it.
    assert_eq!(db.number("SELECT count(*) FROM pg_index WHERE indrelid = 'filled'::regclass"), 1);
}

/// The server is still building for a dead client: the next runner must neither drop that index nor
/// build its own, and finds it finished.
#[tokio::test]
async fn an_index_that_is_still_being_built_is_left_alone() {
    let (files, db) = (files(), filled());
    let writer = stopped(&db).await;
    let runner = files.runner(&db);
    eventually("the index is in the catalog", || db.number(INVALID) == 1);
    runner.kill();
    let oid = "SELECT 'ix'::regclass::oid::int8";
    let built = db.number(oid);
    let mut next = files.runner(&db);
    next.wait_for("waiting");
    assert_eq!((db.number(INVALID), db.number(oid)), (1, built));
    writer.open().await;
    assert_eq!(next.applied(), 1);
    assert_eq!((db.number(INVALID), db.number(oid)), (0, built));
}
