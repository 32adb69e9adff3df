//! A lease in place of the lock of a session.

use std::time::Duration;

use dbwarden::policy::Lock;
use dbwarden::{Dialect, LockStatus, Migrator, State};
use dbwarden_tests::servers::PgBouncer;
use sqlx::{MySqlConnection, PgConnection};

use crate::support::{
    Db, File, file, gate, migrator, names, on_each_server, run_together, two_files, wait_until,
};

const EXPIRY: Duration = Duration::from_secs(2);

fn leased(dialect: Dialect, files: Vec<File>) -> Migrator {
    migrator(dialect, files).lock(Lock::Lease { expiry: EXPIRY })
}

/// A file whose second statement waits for [`gate`] and commits by itself.
fn gated(dialect: Dialect) -> File {
    let second = match dialect {
        Dialect::Postgres => "CREATE INDEX CONCURRENTLY ix_users_email ON users (email)",
        _ => "ALTER TABLE users ADD age INT",
    };
    let statements = ["CREATE TABLE more (id INT)", second, "INSERT INTO more VALUES (1)"];
    file(3, "gated", &statements, &[]).no_transaction()
}

async fn at_the_gate(db: &Db) {
    let begun = "SELECT count(*) FROM _dbwarden_migrations \
                 WHERE filename LIKE '%gated%' AND statements_started = 2";
    wait_until(async || db.number(begun).await == 1).await;
}

on_each_server! {
    async fn eight_runners_with_leases_apply_everything_once(dialect: Dialect) {
        let db = Db::new(dialect);
        let mut files = two_files();
        files.push(file(3, "rows", &["INSERT INTO posts VALUES (3)"], &[]));
        let migrator = leased(dialect, files);
        assert_eq!(run_together(&migrator, db.url(), 8).await, 3);
        assert_eq!(db.number("SELECT count(*) FROM posts").await, 1);
        assert_eq!(migrator.lock_status(db.url()).await.expect("asks"), LockStatus::Free);
        assert!(migrator.run(db.url()).await.expect("runs").is_empty());
    }

    async fn a_lease_is_renewed_while_a_statement_runs(dialect: Dialect) {
        let db = Db::new(dialect);
        migrator(dialect, two_files()).run(db.url()).await.expect("runs");
        let mut files = two_files();
        files.push(gated(dialect));
        let migrator = leased(dialect, files);
        let gate = gate(&db).await;
        let (runner, url) = (migrator.clone(), db.url().to_owned());
        let running = tokio::spawn(async move { runner.run(url).await });
        at_the_gate(&db).await;
        tokio::time::sleep(EXPIRY + EXPIRY / 2).await;
        // The expiry has long passed since the lease was taken, and nobody else gets it, in either way.
        let LockStatus::Held(holder) = migrator.lock_status(db.url()).await.expect("asks") else {
            panic!("free")
        };
        let process = format!("process {}", std::process::id());
        assert!(holder.session().is_none() && holder.description().contains(&process));
        let short = Duration::from_millis(300);
        for lock in [Lock::Lease { expiry: EXPIRY }, Lock::Session] {
            let impatient = migrator.clone().lock(lock).lock_timeout(short);
            let error = impatient.run(db.url()).await.expect_err("locked");
            assert!(error.is_locked() && error.to_string().contains(&process), "{error}");
        }
        gate.open().await;
        let report = running.await.expect("no panic").expect("runs");
        assert!(report.warnings()[0].contains("statement by statement"), "{:?}", report.warnings());
        assert_eq!(migrator.lock_status(db.url()).await.expect("asks"), LockStatus::Free);
    }

    async fn who_has_lost_the_lease_commits_nothing_more(dialect: Dialect) {
        let db = Db::new(dialect);
        migrator(dialect, two_files()).run(db.url()).await.expect("runs");
        let mut files = two_files();
        files.extend([gated(dialect), file(4, "after", &["INSERT INTO posts VALUES (4)"], &[])]);
        let migrator = leased(dialect, files);
        let gate = gate(&db).await;
        let (runner, url) = (migrator.clone(), db.url().to_owned());
        let running = tokio::spawn(async move { runner.run(url).await });
        at_the_gate(&db).await;
        // `unlock` takes the lease away, and another process takes it.
        assert!(matches!(migrator.unlock(db.url()).await.expect("unlocks"), LockStatus::Held(_)));
        db.execute("UPDATE _dbwarden_lock SET owner = 'someone else'");
        gate.open().await;
        let error = running.await.expect("no panic").expect_err("the lease is lost");
        assert!(error.is_lease_lost(), "{error}");
        assert_eq!(db.number("SELECT count(*) FROM more").await, 0);
        assert_eq!(db.number("SELECT count(*) FROM posts").await, 0);
        let status = migrator.status(db.url()).await.expect("status");
        assert_eq!(status.in_state(State::Started).count(), 1);
        // The other one has died: the row has no expiry and no session behind it.
        assert_eq!(names(&migrator.run(db.url()).await.expect("runs")).len(), 2);
        assert_eq!(db.number("SELECT count(*) FROM more").await, 1);
    }

    async fn a_lease_whose_runner_died_expires(dialect: Dialect) {
        let db = Db::new(dialect);
        let migrator = leased(dialect, two_files());
        let first = migrator.clone().limit(1).run(db.url()).await.expect("runs");
        assert_eq!(first.migrations().len(), 1);
        let soon = match dialect {
            Dialect::Postgres => "clock_timestamp() + interval '3 seconds'",
            _ => "UTC_TIMESTAMP(3) + INTERVAL 3 SECOND",
        };
        db.execute(&format!("UPDATE _dbwarden_lock SET owner = 'dead', holder = 'a dead one', expires_at = {soon}"));
        let impatient = migrator.clone().lock_timeout(Duration::from_millis(200));
        let error = impatient.run(db.url()).await.expect_err("not yet");
        assert!(error.is_locked() && error.to_string().contains("a dead one"), "{error}");
        assert_eq!(names(&migrator.run(db.url()).await.expect("runs")).len(), 1);
    }

    async fn a_session_keeps_leases_away(dialect: Dialect) {
        let db = Db::new(dialect);
        migrator(dialect, two_files()).run(db.url()).await.expect("runs");
        let mut files = two_files();
        files.push(gated(dialect));
        let session = migrator(dialect, files);
        let gate = gate(&db).await;
        let (runner, url) = (session.clone(), db.url().to_owned());
        let running = tokio::spawn(async move { runner.run(url).await });
        at_the_gate(&db).await;
        let lease = session.clone().lock(Lock::Lease { expiry: EXPIRY });
        let error = lease.lock_timeout(Duration::from_millis(300)).run(db.url()).await;
        let error = error.expect_err("locked");
        let process = format!("process {}", std::process::id());
        let text = error.to_string();
        assert!(error.is_locked() && text.contains("session ") && text.contains(&process), "{text}");
        gate.open().await;
        running.await.expect("no panic").expect("runs");
    }

    async fn a_lone_connection_is_told_that_it_cannot_renew(dialect: Dialect) {
        use sqlx::Connection as _;
        let db = Db::new(dialect);
        let migrator = leased(dialect, two_files());
        let result = match dialect {
            Dialect::Postgres => {
                let mut conn = PgConnection::connect(db.url()).await.expect("connects");
                migrator.run(&mut conn).await
            }
            _ => {
                let mut conn = MySqlConnection::connect(db.url()).await.expect("connects");
                migrator.run(&mut conn).await
            }
        };
        let error = result.expect_err("no second connection");
        assert!(error.to_string().contains("pass the pool or a URL"), "{error}");
    }
}

/// Three runners through a real proxy, whose sessions other clients use in between.
#[tokio::test]
async fn a_lease_works_through_a_proxy_that_pools_transactions() {
    let Db::Server(database) = Db::new(Dialect::Postgres) else { panic!("a file") };
    let proxy = PgBouncer::before(&database);
    let db = Db::Server(database);
    let mut files = two_files();
    files.extend([
        file(3, "sets", &["SET statement_timeout = '77s'", "INSERT INTO posts VALUES (3)"], &[]),
        file(
            4,
            "index",
            &[
                "CREATE INDEX CONCURRENTLY ix_users_email ON users (email)",
                "INSERT INTO posts VALUES (4)",
            ],
            &["DROP INDEX ix_users_email"],
        )
        .no_transaction(),
    ]);
    let migrator = leased(Dialect::Postgres, files);
    let url = proxy.url().to_owned();
    let busy = tokio::spawn(async move {
        let pool = sqlx::postgres::PgPoolOptions::new().max_connections(3).connect(&url).await;
        let pool = pool.expect("connects");
        loop {
            sqlx::raw_sql("BEGIN; SELECT 1; COMMIT").execute(&pool).await.expect("is served");
        }
    });
    assert_eq!(run_together(&migrator, proxy.url(), 3).await, 4);
    assert_eq!(db.number("SELECT count(*) FROM posts").await, 2);
    assert!(migrator.run(proxy.url()).await.expect("runs").is_empty());
    let back = migrator.rollback(proxy.url(), dbwarden::Back::Last(1)).await.expect("rolls back");
    assert_eq!(back.migrations().len(), 1);
    busy.abort();
    // No session of the proxy has kept what the migration has set.
    let pool = sqlx::postgres::PgPoolOptions::new().max_connections(8).connect(proxy.url()).await;
    let pool = pool.expect("connects");
    let mut transactions = Vec::new();
    for _ in 0..8 {
        let mut transaction = pool.begin().await.expect("begins");
        let row = sqlx::raw_sql("SELECT current_setting('statement_timeout')");
        let row = row.fetch_one(&mut *transaction).await.expect("a row");
        assert_eq!(sqlx::Row::get::<String, _>(&row, 0), "0");
        transactions.push(transaction);
    }
}
