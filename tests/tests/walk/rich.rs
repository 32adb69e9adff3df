//! Models that were written to hurt: every type, every kind of default, composite keys, cascades,
//! partial and expression indexes, enums, reserved words. They are in `tests/models`.
//!
//! What is generated from them is applied, found to be all that the models say, taken back to an
//! empty database, and applied again.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Project, catalog, project::workspace, servers};

use crate::base::Base;

fn there_and_back(dialect: Dialect, name: &str, before: &[&str]) {
    let base = Base::of(dialect);
    for sql in before {
        servers::execute(base.url(), sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    let path = workspace().join(format!("tests/models/{name}.rs"));
    let models = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let project = Project::new(base.url(), &models);
    project.succeed(&["make-migrations", "first"]);
    let sql = project.read("migrations/primary/primary__0001_first.sql");
    let output = project.dbwarden(&["migrate"]);
    assert_eq!(output.code, Some(0), "{name}: {}\n{sql}", output.stderr);
    let applied = catalog::dump(base.url());
    let output = project.dbwarden(&["diff"]);
    assert_eq!(output.stdout, "No differences\n", "{name}: {}\n{sql}", output.stderr);
    let output = project.dbwarden(&["make-migrations"]);
    assert_eq!(
        output.stdout, "No changes: the database is what the models say\n",
        "{name}: {}\n{sql}",
        output.stderr
    );
    project.succeed(&["rollback"]);
    assert_eq!(
        project.succeed(&["check-db", "--out", "sql"]),
        "",
        "{name}: a rollback leaves nothing"
    );
    project.succeed(&["migrate"]);
    assert_eq!(catalog::dump(base.url()), applied, "{name}: the second time is as the first");
}

#[test]
fn all_types_on_postgres() {
    let extensions =
        ["citext", "ltree", "hstore", "cube"].map(|name| format!("CREATE EXTENSION {name}"));
    let before: Vec<&str> = extensions.iter().map(String::as_str).collect();
    there_and_back(Dialect::Postgres, "all_types_postgres", &before);
    there_and_back(Dialect::Postgres, "all_types_postgres_time", &[]);
}

#[test]
fn all_types_on_mariadb() {
    there_and_back(Dialect::MySql, "all_types_mysql", &[]);
    there_and_back(Dialect::MySql, "all_types_mysql_time", &[]);
}

#[test]
fn all_types_on_sqlite() {
    there_and_back(Dialect::Sqlite, "all_types_sqlite", &[]);
    there_and_back(Dialect::Sqlite, "all_types_sqlite_time", &[]);
}

#[test]
fn what_hurts_on_postgres() {
    there_and_back(Dialect::Postgres, "hurt", &[]);
    there_and_back(Dialect::Postgres, "hurt_postgres", &[]);
}

#[test]
fn what_hurts_on_mariadb() {
    there_and_back(Dialect::MySql, "hurt", &[]);
    there_and_back(Dialect::MySql, "hurt_mysql", &[]);
}

#[test]
fn what_hurts_on_sqlite() {
    there_and_back(Dialect::Sqlite, "hurt", &[]);
    there_and_back(Dialect::Sqlite, "hurt_sqlite", &[]);
}
