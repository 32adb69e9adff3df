//! Two sources of any kind, compared.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Project, servers};

use crate::MODELS;
use crate::base::Base;

/// A database decides what models leave open, such as the name of a key: no side may hold that against
/// the other.
fn models_are_what_was_made_of_them(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    let sources =
        ["models", "snapshot", "database", "migrations", "src/models.rs", "migrations/primary"];
    for from in sources {
        for to in sources {
            let compared = project.dbwarden(&["diff", "--from", from, "--to", to]);
            assert_eq!(compared.expect_code(0).stdout, "No differences\n", "{from} to {to}");
        }
    }
    servers::execute(base.url(), "DROP TABLE posts").expect("SQL");
    let compared = project.dbwarden(&["diff", "--from", "models", "--to", "database"]);
    let stdout = compared.expect_code(1).stdout;
    assert!(stdout.ends_with("drop table posts\n  loses data\n"), "{stdout}");
}

#[test]
fn postgres() {
    models_are_what_was_made_of_them(Dialect::Postgres);
}

#[test]
fn mariadb() {
    models_are_what_was_made_of_them(Dialect::MySql);
}

#[test]
fn sqlite() {
    models_are_what_was_made_of_them(Dialect::Sqlite);
}

/// Queries in files of their own do not make a folder of code one of migrations.
#[test]
fn models_may_stand_beside_queries() {
    let base = Base::of(Dialect::Sqlite);
    let project = Project::new(base.url(), MODELS);
    project.write("src/posts.sql", "SELECT * FROM posts;\n");
    let compared = project.dbwarden(&["diff", "--from", "src", "--to", "models"]);
    assert_eq!(compared.expect_code(0).stdout, "No differences\n");
}

/// Nothing is no schema: a folder or a file that holds neither is not taken for an empty database.
#[test]
fn a_source_must_hold_something() {
    let project = Project::empty();
    project.write("a.sql", "CREATE TABLE a (id integer PRIMARY KEY);\n");
    project.write("bare/primary__0001_a.sql", "-- upgrade\n\nCREATE TABLE a (id integer);\n");
    project.write("none/README", "");
    project.write("functions.rs", "fn none() {}\n");
    for (from, told) in [
        ("bare", "`bare` holds SQL but no `dbwarden.sum`"),
        ("none", "`none` declares no models of SQLite"),
        ("functions.rs", "`functions.rs` declares no models of SQLite"),
    ] {
        let refused =
            project.dbwarden(&["diff", "--from", from, "--to", "a.sql", "--dialect", "sqlite"]);
        let stderr = refused.expect_code(2).stderr;
        assert!(stderr.contains(told) && stderr.contains("hint: "), "{stderr}");
    }
}

#[test]
fn all_databases_are_compared_with_their_models_only() {
    let base = Base::of(Dialect::Sqlite);
    let project = Project::new(base.url(), MODELS);
    let refused = project.dbwarden(&["diff", "--all", "--from", "migrations"]).expect_code(2);
    assert!(
        refused.stderr.contains("`--all` compares each database with its models only"),
        "{}",
        refused.stderr
    );
    assert!(project.dbwarden(&["diff", "--all"]).expect_code(1).stdout.contains("create table"));
}
