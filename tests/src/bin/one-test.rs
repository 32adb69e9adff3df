//! `one-test URL FOLDER [wait]` is a process that runs one test of an application: it prints which
//! database the test has and by which run of the migrations it was made, and with `wait` stays inside
//! of the test until it is killed.

use std::future::pending;

use dbwarden::__private::test::{Argument, Migrations, Setup, run};
use dbwarden::{Dialect, Migrator};
use dbwarden_tests::given::{Given, told};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (Some(url), Some(folder)) = (arguments.next(), arguments.next()) else {
        panic!("usage: one-test URL FOLDER [wait]");
    };
    let waits = arguments.next().is_some();
    match Dialect::from_url(&url) {
        Some(Dialect::Postgres) => one_test::<sqlx::PgPool>(url, &folder, waits),
        Some(Dialect::MySql) => one_test::<sqlx::MySqlPool>(url, &folder, waits),
        _ => one_test::<sqlx::SqlitePool>(url, &folder, waits),
    }
}

fn one_test<P: Argument + Given>(url: String, folder: &str, waits: bool) {
    let migrator = Migrator::from_dir(folder).expect("a folder of migrations");
    let setup = Setup { url: Some(url), migrations: Migrations::Given(&migrator) };
    run(setup, async |pool: P| {
        let told = told(&pool).await;
        println!("{} {}", told.database, told.run);
        if waits {
            pending::<()>().await;
        }
    });
}
