//! Tests of one process: a database for each, gone afterwards, and the migrations run once.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use dbwarden::__private::test::{Argument, Migrations, Setup, run};
use dbwarden_tests::given::{Given, Told, told};

use super::{App, is_there, on_each_pool};

const TESTS: usize = 30;

/// Runs a test as the attribute does: on a thread that has no runtime.
async fn on_a_thread<T: Send + 'static>(test: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(test).await.expect("the test does not panic")
}

fn one_test<P: Argument + Given>(app: &App) -> Told {
    let migrator = app.migrator();
    let setup = Setup { url: Some(app.url.clone()), migrations: Migrations::Given(&migrator) };
    run(setup, async |pool: P| told(&pool).await)
}

on_each_pool! {
    async fn thirty_tests_have_thirty_databases_of_one_run<P>() {
        let app = Arc::new(App::new::<P>());
        let tests: Vec<_> = (0..TESTS)
            .map(|_| {
                let app = Arc::clone(&app);
                tokio::spawn(on_a_thread(move || one_test::<P>(&app)))
            })
            .collect();
        let mut databases = BTreeSet::new();
        let mut runs = BTreeSet::new();
        for test in tests {
            let Told { database, run } = test.await.expect("no panic");
            databases.insert(database);
            runs.insert(run);
        }
        assert_eq!(databases.len(), TESTS, "{databases:?}");
        assert_eq!(runs.len(), 1, "the migrations have run more than once");
        for database in &databases {
            assert!(!is_there::<P>(database).await, "{database} is still there");
        }
    }

    async fn a_panic_is_passed_on_and_the_database_goes<P>() {
        let app = App::new::<P>();
        let (panic, database) = on_a_thread(move || {
            let migrator = app.migrator();
            let url = Some(app.url.clone());
            let setup = Setup { url, migrations: Migrations::Given(&migrator) };
            let mut database = None;
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                run(setup, async |pool: P| {
                    database = Some(told(&pool).await.database);
                    panic!("the bill does not add up");
                })
            }));
            let panic = outcome.expect_err("it panics");
            (panic.downcast::<&str>().expect("a text").to_string(), database.expect("it began"))
        })
        .await;
        assert_eq!(panic, "the bill does not add up");
        assert!(!is_there::<P>(&database).await, "{database} is still there");
    }

    async fn a_database_goes_from_under_a_task_that_is_still_in_it<P>() {
        let app = App::new::<P>();
        let database = on_a_thread(move || {
            let migrator = app.migrator();
            let url = Some(app.url.clone());
            let setup = Setup { url, migrations: Migrations::Given(&migrator) };
            run(setup, async |pool: P| {
                let database = told(&pool).await.database;
                let (sender, receiver) = tokio::sync::oneshot::channel();
                tokio::spawn(pool.hold_a_transaction(sender));
                receiver.await.expect("the transaction has begun");
                database
            })
        })
        .await;
        assert!(!is_there::<P>(&database).await, "{database} is still there");
    }
}
