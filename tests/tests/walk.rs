//! The whole way on three databases: structs, `make-migrations`, `migrate`, `status`, `history`,
//! `check-db`, `rollback`, as a person types it.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Project, catalog, servers};

#[path = "walk/base.rs"]
mod base;
#[path = "walk/branches.rs"]
mod branches;
#[path = "walk/enum_values.rs"]
mod enum_values;
#[path = "walk/proof.rs"]
mod proof;
#[path = "walk/rich.rs"]
mod rich;
#[path = "walk/scratch.rs"]
mod scratch;
#[path = "walk/sources.rs"]
mod sources;
#[path = "walk/sql_models.rs"]
mod sql_models;
#[path = "walk/terminal.rs"]
mod terminal;

use base::Base;

/// The two structs of the documentation.
const MODELS: &str = r#"
/// What sqlx reads, dbwarden migrates.
#[derive(sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "users", comment = "Core user accounts")]
pub struct User {
    #[dbwarden(primary_key)]
    pub id: i32,
    #[dbwarden(length = 255, unique)]
    pub email: String,
    pub bio: Option<String>,
}

#[derive(sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "posts", index(name = "ix_posts_created_at", columns(created_at)))]
pub struct Post {
    #[dbwarden(primary_key)]
    pub id: i32,
    #[dbwarden(length = 255)]
    pub title: String,
    pub body: String,
    #[dbwarden(references(User::id))]
    pub user_id: i32,
    pub created_at: chrono::NaiveDateTime,
}
"#;

const FIRST: &str = "migrations/primary/primary__0001_create_core_tables.sql";

const POSTGRES: &str = "\
-- upgrade

CREATE TABLE IF NOT EXISTS users (
    id SERIAL PRIMARY KEY,
    email VARCHAR(255) NOT NULL UNIQUE,
    bio TEXT
);

COMMENT ON TABLE users IS 'Core user accounts';

CREATE TABLE IF NOT EXISTS posts (
    id SERIAL PRIMARY KEY,
    title VARCHAR(255) NOT NULL,
    body TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users(id),
    created_at TIMESTAMP NOT NULL
);

CREATE INDEX IF NOT EXISTS ix_posts_created_at ON posts (created_at);

-- rollback

DROP TABLE posts;
DROP TABLE users;
";

/// Every line of the documentation, to the letter.
fn walk(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = Project::new(base.url(), MODELS);
    let empty = catalog::dump(base.url());
    let says = |arguments: &[&str], stdout: &str| {
        let output = project.dbwarden(arguments).expect_code(0);
        assert_eq!(
            (output.stdout.as_str(), output.stderr.as_str()),
            (stdout, ""),
            "{}",
            output.command
        );
    };
    let made = project
        .dbwarden(&["make-migrations", "create core tables", "--database", "primary"])
        .expect_code(0);
    assert_eq!(made.stdout, format!("Created migration: {FIRST}\n"));
    let proof = "Proved on a scratch database: up, down and up again, from an empty one\n";
    assert_eq!(made.stderr, proof);
    assert_eq!(catalog::dump(base.url()), empty, "`make-migrations` only reads the database");
    if dialect == Dialect::Postgres {
        assert_eq!(project.read(FIRST), POSTGRES);
    }
    says(
        &["migrate", "--database", "primary"],
        "Applying migration: primary__0001_create_core_tables.sql\nMigration applied successfully\n",
    );
    says(
        &["status", "--database", "primary"],
        "Database: primary\nApplied migrations: 1\nPending migrations: 0\n",
    );
    says(
        &["history", "--database", "primary"],
        "1  primary__0001_create_core_tables.sql  applied\n",
    );
    says(&["make-migrations"], "No changes: the database is what the models say\n");
    let shown = project.succeed(&["check-db"]);
    assert!(shown.contains("table posts\n") && shown.contains("table users"), "{shown}");
    says(
        &["rollback", "--count", "1", "--database", "primary"],
        "Rolling back migration: primary__0001_create_core_tables.sql\n\
         Rollback completed successfully\n",
    );
    says(
        &["migrate"],
        "Applying migration: primary__0001_create_core_tables.sql\nMigration applied successfully\n",
    );
}

#[test]
fn the_walk_on_postgres() {
    walk(Dialect::Postgres);
}

#[test]
fn the_walk_on_mariadb() {
    walk(Dialect::MySql);
}

#[test]
fn the_walk_on_sqlite() {
    walk(Dialect::Sqlite);
}

/// The SQL that `check-db` prints makes the same database again.
fn check_db_is_complete(dialect: Dialect) {
    let one = Base::of(dialect);
    let project = Project::new(one.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    let sql = project.succeed(&["check-db", "--out", "sql"]);
    let two = Base::of(dialect);
    servers::execute(two.url(), &sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    let again = Project::new(two.url(), MODELS);
    let output = again.dbwarden(&["diff"]);
    assert_eq!(output.stdout, "No differences\n", "{}\n{sql}", output.stderr);
}

#[test]
fn check_db_prints_sql_that_makes_the_database_again_on_postgres() {
    check_db_is_complete(Dialect::Postgres);
}

#[test]
fn check_db_prints_sql_that_makes_the_database_again_on_mariadb() {
    check_db_is_complete(Dialect::MySql);
}

#[test]
fn check_db_prints_sql_that_makes_the_database_again_on_sqlite() {
    check_db_is_complete(Dialect::Sqlite);
}

/// The snapshot remembers how a server printed an expression. One that prints it in another way is
/// asked before a difference is believed.
#[test]
fn what_another_server_printed_is_no_difference() {
    let base = Base::of(Dialect::Postgres);
    let models = MODELS.replace("pub bio", "#[dbwarden(check = \"bio <> '-'\")]\n    pub bio");
    let project = Project::new(base.url(), &models);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    let snapshot = "migrations/primary/schema.json";
    let printed = "bio <> '-'::text";
    let text = project.read(snapshot);
    assert!(text.contains(printed), "{text}");
    project.write(snapshot, &text.replace(printed, "bio <> cast('-' as text)"));
    project.succeed(&["hash"]);
    assert_eq!(project.succeed(&["diff"]), "No differences\n");
    servers::execute(base.url(), "ALTER TABLE users DROP CONSTRAINT users_bio_check").expect("SQL");
    assert!(project.dbwarden(&["diff"]).expect_code(1).stdout.contains("add check"));
}

/// What somebody made by hand is neither dropped nor told as a difference.
fn made_by_hand_survives(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    for sql in [
        "CREATE TABLE handmade (id INTEGER PRIMARY KEY, note VARCHAR(20))",
        "CREATE INDEX by_hand ON users (id, email)",
        "ALTER TABLE users ADD COLUMN by_hand INTEGER",
    ] {
        servers::execute(base.url(), sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    let before = catalog::dump(base.url());
    assert_eq!(project.succeed(&["diff"]), "No differences\n");
    project.write(
        "src/models.rs",
        &MODELS.replace(
            "pub bio: Option<String>,",
            "pub bio: Option<String>,\n    pub age: Option<i64>,",
        ),
    );
    project.succeed(&["make-migrations", "add age"]);
    let sql = project.read("migrations/primary/primary__0002_add_age.sql");
    assert!(sql.contains("age") && !sql.contains("by_hand") && !sql.contains("handmade"), "{sql}");
    project.succeed(&["migrate"]);
    project.succeed(&["rollback"]);
    assert_eq!(catalog::dump(base.url()), before);
}

#[test]
fn made_by_hand_survives_on_postgres() {
    made_by_hand_survives(Dialect::Postgres);
}

#[test]
fn made_by_hand_survives_on_mariadb() {
    made_by_hand_survives(Dialect::MySql);
}

/// Neither a wrong password nor any command prints the right one.
fn no_password_is_printed(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    let wrong = base.url().replace(servers::PASSWORD_IN_URL, "wr0ng%3Apassword");
    let refused = Project::new(&wrong, MODELS);
    for arguments in [
        &["config"][..],
        &["config", "--json"],
        &["status", "--verbose"],
        &["status", "--json"],
        &["migrate", "--verbose"],
        &["make-migrations", "--verbose"],
        &["check-db", "--json"],
        &["lock-status", "--json"],
        &["history", "--verbose"],
    ] {
        for project in [&project, &refused] {
            let output = project.dbwarden(arguments);
            for text in [&output.stdout, &output.stderr] {
                for secret in [
                    servers::PASSWORD,
                    servers::PASSWORD_IN_URL,
                    "wr0ng:password",
                    "wr0ng%3Apassword",
                ] {
                    assert!(!text.contains(secret), "{} printed {text}", output.command);
                }
            }
        }
    }
    let output = refused.dbwarden(&["status"]).expect_code(2);
    assert!(output.stderr.starts_with("error: "), "{}", output.stderr);
}

#[test]
fn no_password_is_printed_on_postgres() {
    no_password_is_printed(Dialect::Postgres);
}

#[test]
fn no_password_is_printed_on_mariadb() {
    no_password_is_printed(Dialect::MySql);
}

#[test]
fn a_stranger_of_the_same_name_is_not_adopted() {
    for dialect in Dialect::ALL {
        let base = Base::of(dialect);
        let project = Project::new(base.url(), MODELS);
        project.succeed(&["make-migrations", "first"]);
        servers::execute(base.url(), "CREATE TABLE users (whatever INTEGER)").expect("valid");
        let output = project.dbwarden(&["migrate"]).expect_code(2);
        assert!(
            output.stderr.contains("`users`") && output.stderr.contains("--baseline"),
            "{}",
            output.stderr
        );
        assert_eq!(project.succeed(&["history"]), "", "nothing was applied");
    }
}
