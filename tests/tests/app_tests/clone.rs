//! A clone on MariaDB is what the migrations make.

use dbwarden::__private::test::{Migrations, Setup, run};
use dbwarden::{Dialect, Migrator};
use dbwarden_tests::given::{Given, write};
use dbwarden_tests::project::workspace;
use dbwarden_tests::{catalog, servers};
use sqlx::MySqlPool;

/// Runs migrations by themselves and in a test, and gives both dumps: of the schema, and of the rows.
fn both(migrator: &Migrator) -> [(String, String); 2] {
    let database = servers::mariadb().create_database();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let migrated = runtime.expect("a runtime").block_on(migrator.run(database.url()));
    migrated.expect("the migrations run");
    let dumps = |url: &str| (catalog::dump(url), catalog::dump_rows(url));
    let plain = dumps(database.url());

    // The copy takes its character set from the database that the URL names.
    let setup =
        Setup { url: Some(database.url().to_owned()), migrations: Migrations::Given(migrator) };
    let copied = run(setup, async |pool: MySqlPool| {
        let name = pool.text("SELECT database()").await;
        tokio::task::spawn_blocking(move || dumps(&servers::mariadb().url(&name))).await
    });
    [plain, copied.expect("no panic")]
}

#[test]
fn a_grown_history_is_cloned_with_triggers_routines_views_events_and_rows() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let history = workspace().join("tests/histories/mysql");
    let files: Vec<(String, String)> = std::fs::read_dir(history)
        .expect("the history can be read")
        .flatten()
        .map(|file| {
            let text = std::fs::read_to_string(file.path()).expect("a migration is text");
            (file.file_name().to_string_lossy().into_owned(), text)
        })
        .collect();
    write(folder.path(), Dialect::MySql, &files);
    let migrator = Migrator::from_dir(folder.path()).expect("they are in order");
    let [plain, copied] = both(&migrator);
    for word in ["TRIGGER", "PROCEDURE", "FUNCTION", "VIEW", "EVENT"] {
        assert!(plain.0.contains(word), "this history has no {word}");
    }
    assert_same(&copied.0, &plain.0);
    assert_same(&copied.1, &plain.1);
}

#[test]
fn what_cannot_be_cloned_is_migrated() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let upgrade = "CREATE SEQUENCE numbers START WITH 7;\n\
                   CREATE TABLE prices (price INT, double_price INT AS (price * 2)) \
                   WITH SYSTEM VERSIONING;\n\
                   INSERT INTO prices (price) VALUES (nextval(numbers));";
    let text = format!(
        "-- upgrade\n\n{upgrade}\n\n-- rollback\n\nDROP TABLE prices;\nDROP SEQUENCE numbers;\n"
    );
    write(folder.path(), Dialect::MySql, &[("primary__0001_numbers.sql".to_owned(), text)]);
    let migrator = Migrator::from_dir(folder.path()).expect("they are in order");
    let [plain, copied] = both(&migrator);
    assert!(plain.0.contains("SEQUENCE") && plain.1.contains("(7"), "{plain:?}");
    assert_same(&copied.0, &plain.0);
}

/// The lines of two dumps; the first that differs is told. The moments at which rows were written are
/// those of two runs.
fn assert_same(one: &str, other: &str) {
    for (one, other) in one.lines().zip(other.lines()) {
        assert_eq!(without_moments(one), without_moments(other));
    }
    assert_eq!(one.lines().count(), other.lines().count());
}

fn without_moments(line: &str) -> String {
    let is_moment = |text: &&str| text.starts_with("20") && text.contains(':');
    let texts = line.split('\'').map(|text| if is_moment(&text) { "a moment" } else { text });
    texts.collect::<Vec<_>>().join("'")
}
