//! The same migrations over many databases and schemas.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dbwarden::{Dialect, Event};
use sqlx::postgres::PgPoolOptions;

use crate::support::{Db, file, migrator, names, on_each_database, two_files};

const TENANTS: usize = 20;
/// The one whose table stands in the way.
const BROKEN: usize = 7;

/// Twenty tenants: schemas of one database on PostgreSQL, databases on MariaDB, files on SQLite.
struct Tenants {
    targets: Vec<(String, String)>,
    databases: Vec<Db>,
}

impl Tenants {
    fn new(dialect: Dialect) -> Self {
        let name = |number: usize| format!("tenant_{number}");
        let databases: Vec<Db> = match dialect {
            Dialect::Postgres => vec![Db::new(dialect)],
            _ => (0..TENANTS).map(|_| Db::new(dialect)).collect(),
        };
        let url = |number: usize| match dialect {
            Dialect::Postgres => {
                let schema = name(number);
                databases[0].execute(&format!("CREATE SCHEMA {schema}"));
                format!("{}?options=-c%20search_path%3D{schema}", databases[0].url())
            }
            _ => databases[number].url().to_owned(),
        };
        let targets = (0..TENANTS).map(|number| (name(number), url(number))).collect();
        Self { targets, databases }
    }

    fn execute(&self, number: usize, sql: &str) {
        let (_, url) = &self.targets[number];
        dbwarden_tests::servers::execute(url, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// How many rows a table has.
    async fn count(&self, number: usize, table: &str) -> i64 {
        match self.databases.as_slice() {
            [database] => {
                let schema = &self.targets[number].0;
                database.number(&format!("SELECT count(*) FROM {schema}.{table}")).await
            }
            databases => databases[number].number(&format!("SELECT count(*) FROM {table}")).await,
        }
    }
}

on_each_database! {
    async fn one_that_fails_stops_no_other(dialect: Dialect) {
        let tenants = Tenants::new(dialect);
        tenants.execute(BROKEN, "CREATE TABLE posts (id INT)");
        let migrator = migrator(dialect, two_files());
        let targets = tenants.targets.clone();
        // Inside of a task, as a service does it.
        let (migrator, report) = tokio::spawn(async move {
            let report = migrator.run_many(targets, 4).await;
            (migrator, report)
        })
        .await
        .expect("no panic");

        let order: Vec<&str> = report.iter().map(|(name, _)| name).collect();
        let given: Vec<&str> = tenants.targets.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(order, given);
        assert_eq!(report.succeeded().count(), TENANTS - 1);
        let failed: Vec<_> = report.failed().collect();
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].0, given[BROKEN]);
        assert!(failed[0].1.is_existing_table(), "{}", failed[0].1);
        let last = report.get(given[TENANTS - 1]).expect("it was given").as_ref().expect("it ran");
        assert_eq!(names(last).len(), 2);
        for number in (0..TENANTS).filter(|number| *number != BROKEN) {
            assert_eq!(tenants.count(number, "users").await, 1, "tenant {number}");
            assert_eq!(tenants.count(number, "_dbwarden_migrations").await, 2, "tenant {number}");
        }

        let error = report.into_result().expect_err("one has failed");
        assert!(error.to_string().starts_with("1 of 20 databases failed\ntenant_7: "), "{error}");
        assert_eq!(error.report().len(), TENANTS);

        // Put right, the next run does what is left, and that only.
        tenants.execute(BROKEN, "DROP TABLE posts");
        let report = migrator.run_many(tenants.targets.clone(), 4).await;
        let report = report.into_result().expect("all of them");
        let worked: Vec<&str> =
            report.succeeded().filter(|(_, one)| !one.is_empty()).map(|(name, _)| name).collect();
        assert_eq!(worked, [given[BROKEN]]);
    }

    async fn no_more_than_asked_are_at_work(dialect: Dialect) {
        let tenants = Tenants::new(dialect);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        // Long enough that those which may run beside one another are seen to.
        let takes_time = match dialect {
            Dialect::Postgres => "SELECT pg_sleep(0.1)",
            Dialect::MySql => "DO SLEEP(0.1)",
            Dialect::Sqlite => {
                "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 300000) \
                 SELECT max(x) FROM c"
            }
        };
        let one_file = vec![file(1, "one", &["CREATE TABLE one (id INT)", takes_time], &[])];
        let migrator = migrator(dialect, one_file).observer({
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            move |event: &Event<'_>| match event {
                Event::Started { .. } => {
                    let now = now.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(now, Ordering::SeqCst);
                }
                Event::Finished { .. } => {
                    now.fetch_sub(1, Ordering::SeqCst);
                }
                _ => {}
            }
        });
        let report = migrator.run_many(tenants.targets.clone(), 3).await;
        assert_eq!(report.into_result().expect("all of them").succeeded().count(), TENANTS);
        assert_eq!(now.load(Ordering::SeqCst), 0);
        let most = most.load(Ordering::SeqCst);
        assert!((2..=3).contains(&most), "{most} were at work at the same time");
    }
}

#[tokio::test]
async fn pools_are_targets_and_an_unreachable_one_is_an_answer() {
    let db = Db::new(Dialect::Postgres);
    let pool = PgPoolOptions::new().connect(db.url()).await.expect("connects");
    let nowhere = PgPoolOptions::new()
        .acquire_timeout(Duration::from_millis(500))
        .connect_lazy("postgres://app:s3cr3t@127.0.0.1:1/app")
        .expect("a URL");
    let migrator = migrator(Dialect::Postgres, two_files());
    let report = migrator.run_many([("there", &pool), ("nowhere", &nowhere)], 0).await;
    assert_eq!(report.succeeded().map(|(name, _)| name).collect::<Vec<_>>(), ["there"]);
    let error = report.into_result().expect_err("one is nowhere");
    let (name, cause) = error.report().failed().next().expect("it is there");
    assert!(name == "nowhere" && cause.is_connection(), "{error}");
    assert!(!format!("{error} {error:?}").contains("s3cr3t"), "{error:?}");
}
