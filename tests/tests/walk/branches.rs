//! Two branches with a migration each, and work without any database.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::Project;

use crate::MODELS;
use crate::base::Base;

const MANIFEST: &str = "migrations/primary/dbwarden.sum";
const SNAPSHOT: &str = "migrations/primary/schema.json";

/// A file as git leaves it where two branches have changed it.
fn conflict(ours: &str, theirs: &str) -> String {
    format!("<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> theirs\n")
}

fn two_branches(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    let (manifest, snapshot) = (project.read(MANIFEST), project.read(SNAPSHOT));
    let age = "pub age: Option<i64>,\n    pub bio";
    let score = "#[dbwarden(index)]\n    pub score: Option<i64>,\n    pub bio";

    // One branch.
    project.write("src/models.rs", &MODELS.replace("pub bio", score));
    project.succeed(&["make-migrations", "score"]);
    let mine = (project.read(MANIFEST), project.read(SNAPSHOT));

    // The other one, which is deployed first.
    let file = "migrations/primary/primary__0002_score.sql";
    let text = project.read(file);
    std::fs::remove_file(project.path().join(file)).expect("it is there");
    project.write(MANIFEST, &manifest);
    project.write(SNAPSHOT, &snapshot);
    project.write("src/models.rs", &MODELS.replace("pub bio", age));
    project.succeed(&["make-migrations", "age"]);
    project.succeed(&["migrate"]);
    let theirs = (project.read(MANIFEST), project.read(SNAPSHOT));

    // Merged.
    project.write(file, &text);
    project.write("src/models.rs", &MODELS.replace("pub bio", &age.replace("pub bio", score)));
    project.write(MANIFEST, &conflict(&mine.0, &theirs.0));
    project.write(SNAPSHOT, &conflict(&mine.1, &theirs.1));
    assert!(project.dbwarden(&["status"]).expect_code(2).stderr.contains("dbwarden"));
    let told = project.succeed(&["rebase"]);
    assert_eq!(
        told,
        "Renamed: primary__0002_score.sql to primary__0003_score.sql\n\
         Wrote: migrations/primary/schema.json\n\
         Wrote: migrations/primary/dbwarden.sum\n"
    );
    project.succeed(&["check"]);
    project.succeed(&["migrate"]);
    let nothing = "No changes: the database is what the models say\n";
    assert_eq!(project.succeed(&["make-migrations"]), nothing);
    project.succeed(&["verify"]);
    assert!(project.succeed(&["rebase"]).starts_with("No two migrations have the same number\n"));
}

#[test]
fn two_branches_on_postgres() {
    two_branches(Dialect::Postgres);
}

#[test]
fn two_branches_on_mariadb() {
    two_branches(Dialect::MySql);
}

#[test]
fn two_branches_on_sqlite() {
    two_branches(Dialect::Sqlite);
}

/// No server answers at this address, and none is needed.
fn offline(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    let config = project.read("dbwarden.toml");
    let nowhere = match dialect {
        Dialect::Postgres => "postgres://nobody@127.0.0.1:1/nothing",
        Dialect::MySql => "mysql://nobody@127.0.0.1:1/nothing",
        Dialect::Sqlite => "sqlite://no/such/folder/app.db",
    };
    project.write("dbwarden.toml", &config.replace(base.url(), nowhere));
    let nothing = "No changes: the snapshot is what the models say\n";
    assert_eq!(project.succeed(&["make-migrations", "--offline"]), nothing);
    let models =
        MODELS.replace("pub bio", "#[dbwarden(index)]\n    pub age: Option<i64>,\n    pub bio");
    project.write("src/models.rs", &models);
    project.succeed(&["make-migrations", "age", "--offline"]);
    let text = project.read("migrations/primary/primary__0002_age.sql");
    let unproved = "-- Unproved: it was not run on a scratch database.\n";
    // SQLite's scratch database is at hand wherever the command is.
    assert_eq!(text.starts_with(unproved), dialect != Dialect::Sqlite, "{text}");

    project.write("dbwarden.toml", &config);
    project.succeed(&["migrate"]);
    let nothing = "No changes: the database is what the models say\n";
    assert_eq!(project.succeed(&["make-migrations"]), nothing);
    project.succeed(&["verify"]);
}

#[test]
fn offline_on_postgres() {
    offline(Dialect::Postgres);
}

#[test]
fn offline_on_mariadb() {
    offline(Dialect::MySql);
}

#[test]
fn offline_on_sqlite() {
    offline(Dialect::Sqlite);
}
