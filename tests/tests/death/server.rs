//! The server itself is killed, and started again on the same data.

use dbwarden::{Dialect, EntryState, State};
use dbwarden_tests::{Server, servers};

use crate::support::{Db, Files, eventually};
use crate::ten::{Gate, Mode, Outcome};

fn start(dialect: Dialect) -> &'static Server {
    servers::private(dialect, servers::durable(dialect))
}

/// Where the server dies.
enum Place {
    /// In this statement, which waits for a lock on its table.
    In(usize),
    /// After this statement, before the next one.
    After(usize),
}

/// What the ledger then says: statements begun and done; nothing where it has no row.
type Progress = Option<(u32, u32)>;

async fn death(mode: Mode, server: &'static Server, place: Place, progress: Progress) {
    let files = mode.files();
    let wanted = mode.undisturbed(&files);
    let db = mode.database(server);
    let (runner, gate) = match place {
        Place::In(number) => {
            let table = format!("t{number}");
            let gate = Gate::shut(&db, &table).await;
            let runner = files.runner(&db);
            db.wait_for_waiting(&table);
            (runner, Some(gate))
        }
        Place::After(number) => {
            let mut runner = files.stepping_runner(&db);
            runner.wait_for(&format!("statement {number} of"));
            (runner, None)
        }
    };
    server.kill();
    // The runner says so, and ends.
    let mut runner = runner;
    runner.go_on();
    runner.finish().expect_err("its server is gone");
    drop(gate);
    server.start_again();
    check(&files, &db, &wanted, progress);
}

fn check(files: &Files, db: &Db, wanted: &Outcome, progress: Progress) {
    assert_eq!(files.lock_holder(db), None);
    let state = files.status(db).migrations()[0].state();
    let entry = files.entry(db, 1);
    assert_eq!(entry.as_ref().map(|e| (e.statements_started(), e.statements_done())), progress);
    match entry {
        None => assert_eq!(state, State::Pending),
        Some(entry) => {
            assert_eq!((entry.state(), state), (EntryState::Started, State::Started));
        }
    }
    assert_eq!(files.runner(db).applied(), 1);
    assert_eq!(Outcome::of(db), *wanted);
    assert_eq!(files.runner(db).applied(), 0);
}

const INVALID: &str = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";

/// The index is in the catalog, and INVALID, when the server dies.
async fn while_an_index_is_built(server: &'static Server) {
    let create = "CREATE INDEX CONCURRENTLY ix ON filled (n)";
    let files = Files::new(Dialect::Postgres).with("index", "no-transaction", &[create]);
    let db = Db::on(server);
    db.execute("CREATE TABLE filled AS SELECT g AS n FROM generate_series(1, 1000) g");
    let writer = Gate::hold(&db, "BEGIN; INSERT INTO filled VALUES (0)").await;
    let runner = files.runner(&db);
    eventually("the index is in the catalog", || db.number(INVALID) == 1);
    server.kill();
    runner.finish().expect_err("its server is gone");
    drop(writer);
    server.start_again();
    assert_eq!(db.number(INVALID), 1);
    assert_eq!(files.runner(&db).applied(), 1);
    assert_eq!(db.number(INVALID), 0);
    assert_eq!(db.number("SELECT count(*) FROM filled"), 1000);
}

/// One after the other: they share a server.
#[tokio::test]
async fn postgres_is_killed() {
    let server = start(Dialect::Postgres);
    let (together, one_by_one) = (Mode::PostgresTogether, Mode::PostgresOneByOne);
    death(together, server, Place::In(5), None).await;
    death(together, server, Place::After(10), None).await;
    death(one_by_one, server, Place::In(3), Some((3, 2))).await;
    death(one_by_one, server, Place::In(5), Some((4, 4))).await;
    death(one_by_one, server, Place::After(7), Some((7, 6))).await;
    while_an_index_is_built(server).await;
}

#[tokio::test]
async fn mariadb_is_killed() {
    let server = start(Dialect::MySql);
    death(Mode::MariaDb, server, Place::In(4), Some((4, 3))).await;
    death(Mode::MariaDb, server, Place::In(5), Some((4, 4))).await;
    death(Mode::MariaDb, server, Place::After(3), Some((3, 2))).await;
    death(Mode::MariaDb, server, Place::After(5), Some((5, 5))).await;
}
