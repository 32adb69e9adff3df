//! What is generated is proved, and what lies in the folder can be.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Project, servers};

use crate::MODELS;
use crate::base::Base;

/// A project with its first migration applied.
fn first(base: &Base) -> Project {
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    project
}

/// How many scratch databases a server holds.
fn leftovers(dialect: Dialect) -> i64 {
    let sql = match dialect {
        Dialect::Postgres => {
            "SELECT count(*) FROM pg_database WHERE datname LIKE '\\_dbwarden\\_scratch\\_%'"
        }
        Dialect::MySql => {
            "SELECT count(*) FROM information_schema.schemata
              WHERE schema_name LIKE '\\_dbwarden\\_scratch\\_%'"
        }
        Dialect::Sqlite => return 0,
    };
    servers::number(&servers::server(dialect).admin_url(), sql)
}

fn a_change_is_proved(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = first(&base);
    let models =
        MODELS.replace("pub bio", "#[dbwarden(index)]\n    pub age: Option<i64>,\n    pub bio");
    project.write("src/models.rs", &models);
    let made = project.dbwarden(&["make-migrations"]).expect_code(0);
    let told =
        "Proved on a scratch database: up, down and up again, from the one table that it touches\n";
    assert_eq!(made.stderr, told);
    project.succeed(&["migrate"]);
    assert_eq!(
        project.succeed(&["verify"]),
        "Verified migrations: 2, each up, down and up again; they lead to the models\n"
    );
}

fn what_does_not_hold_is_found(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = first(&base);
    let file = "migrations/primary/primary__0001_first.sql";
    let text = project.read(file);

    // A rollback that leaves a table behind.
    project.write(file, &text.replace("DROP TABLE users;\n", ""));
    project.succeed(&["hash"]);
    let found = project.dbwarden(&["verify"]).expect_code(1).stdout;
    let told = "`primary__0001_first.sql`: the rollback does not lead back to where it began: it \
                would still have to drop table users";
    assert!(found.starts_with(told), "{found}");

    // A rollback that does not run.
    project.write(file, &text.replace("DROP TABLE users;\n", "DROP TABLE user;\n"));
    project.succeed(&["hash"]);
    let found = project.dbwarden(&["verify"]).expect_code(1).stdout;
    assert!(found.starts_with("`primary__0001_first.sql`: the rollback fails: "), "{found}");
    project.write(file, &text);
    project.succeed(&["hash"]);

    // Models that no migration has followed.
    project
        .write("src/models.rs", &MODELS.replace("pub bio", "pub age: Option<i64>,\n    pub bio"));
    let found = project.dbwarden(&["verify"]).expect_code(1).stdout;
    let told =
        "the migrations do not lead to the models: `make-migrations` would add column users.age";
    assert!(found.starts_with(told), "{found}");
}

macro_rules! on_each_database {
    ($($work:ident),+ $(,)?) => {
        $(mod $work {
            use super::*;

            #[test]
            fn postgres() {
                super::$work(Dialect::Postgres);
            }

            #[test]
            fn mariadb() {
                super::$work(Dialect::MySql);
            }

            #[test]
            fn sqlite() {
                super::$work(Dialect::Sqlite);
            }
        })+
    };
}

on_each_database!(a_change_is_proved, what_does_not_hold_is_found);

/// A view hangs on the table that changes: then the migrations that made both are run.
#[test]
fn a_table_with_a_view_is_proved_from_where_the_migrations_lead() {
    let base = Base::of(Dialect::Postgres);
    let project = first(&base);
    project.succeed(&["new", "view"]);
    project.write(
        "migrations/primary/primary__0002_view.sql",
        "-- upgrade\n\nCREATE VIEW names AS SELECT email FROM users;\n\n-- rollback\n\nDROP VIEW names;\n",
    );
    project.succeed(&["hash"]);
    project.succeed(&["migrate"]);
    project
        .write("src/models.rs", &MODELS.replace("pub bio", "pub age: Option<i64>,\n    pub bio"));
    let made = project.dbwarden(&["make-migrations"]).expect_code(0);
    let told = "Proved on a scratch database: up, down and up again, from where the 2 migrations before it lead\n";
    assert_eq!(made.stderr, told);
    project.succeed(&["migrate"]);
    project.succeed(&["verify"]);
}

/// The function was made by hand: the migration works on this database only, which is no proof.
#[test]
fn what_cannot_be_proved_is_not_written() {
    let base = Base::of(Dialect::Postgres);
    let project = first(&base);
    let function = "CREATE FUNCTION code() RETURNS text LANGUAGE sql AS 'SELECT ''x''::text'";
    servers::execute(base.url(), function).expect("SQL");
    let models = MODELS.replace(
        "pub bio",
        "#[dbwarden(default = \"code()\")]\n    pub code: String,\n    pub bio",
    );
    project.write("src/models.rs", &models);
    let refused = project.dbwarden(&["make-migrations", "code"]).expect_code(2);
    assert!(
        refused.stderr.contains("the upgrade fails on a scratch database, so nothing was written")
    );
    assert!(refused.stderr.contains("function code() does not exist"), "{}", refused.stderr);
    assert_eq!(project.migrations("migrations/primary").len(), 1);

    project.succeed(&["make-migrations", "code", "--no-proof"]);
    let text = project.read("migrations/primary/primary__0002_code.sql");
    assert!(text.starts_with("-- Unproved: it was not run on a scratch database.\n"), "{text}");
    project.succeed(&["migrate"]);
}

/// Success and failure alike leave no scratch database behind.
#[test]
fn nothing_is_left_behind() {
    for dialect in [Dialect::Postgres, Dialect::MySql] {
        let server = servers::server(dialect);
        let project = Project::empty();
        project.write("a.sql", "CREATE TABLE a (id INT PRIMARY KEY);\n");
        project.write("b.sql", "CREATE TABLE b (id INT PRIMARY KEY);\nCREATE TABLE b (id INT);\n");
        let url = server.admin_url();
        let diff = |to: &str| {
            project.dbwarden(&["diff", "--from", "a.sql", "--to", to, "--scratch-url", &url])
        };
        assert_eq!(diff("a.sql").expect_code(0).stdout, "No differences\n");
        assert!(diff("b.sql").expect_code(2).stderr.contains("b.sql:2: "));
        // Other tests have theirs at this moment; those of this project's process are gone.
        let mut tries = 0;
        while leftovers(dialect) > 0 {
            tries += 1;
            assert!(tries < 600, "scratch databases stay on {dialect}");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

/// Rows that are there get what they were said to get, in both directions of time.
fn new_columns_are_filled(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = first(&base);
    servers::execute(base.url(), "INSERT INTO users (email) VALUES ('a@example.org')")
        .expect("SQL");
    let age = "pub age: i64,\n    pub bio";
    project.write("src/models.rs", &MODELS.replace("pub bio", age));
    let refused = project.dbwarden(&["make-migrations", "age"]).expect_code(2);
    assert!(
        refused.stderr.contains("`--fill users.age=0` or `backfill = \"..\"`"),
        "{}",
        refused.stderr
    );
    project.succeed(&["make-migrations", "age", "--fill", "users.age=40 + 2"]);
    project.succeed(&["migrate"]);
    assert_eq!(servers::number(base.url(), "SELECT age FROM users"), 42);

    // A column that may no longer be NULL, filled by the model.
    let bio = "#[dbwarden(backfill = \"'nothing'\")]\n    pub bio: String";
    let models = MODELS.replace("pub bio", age).replace("pub bio: Option<String>", bio);
    project.write("src/models.rs", &models);
    project.succeed(&["make-migrations", "bio"]);
    project.succeed(&["migrate"]);
    assert_eq!(servers::text(base.url(), "SELECT bio FROM users"), "nothing");
    assert_eq!(
        project.succeed(&["make-migrations"]),
        "No changes: the database is what the models say\n"
    );
    project.succeed(&["verify"]);
    project.succeed(&["rollback", "--count", "2"]);
    assert_eq!(servers::number(base.url(), "SELECT count(*) FROM users"), 1);
}

on_each_database!(new_columns_are_filled);

/// A change that no cast is known for is told how.
#[test]
fn a_type_changes_as_the_model_says() {
    let base = Base::of(Dialect::Postgres);
    let project = first(&base);
    servers::execute(base.url(), "INSERT INTO users (email, bio) VALUES ('a', '7 apples')")
        .expect("SQL");
    let bio = "#[dbwarden(using = \"split_part(bio, ' ', 1)::bigint\")]\n    pub bio: Option<i64>";
    project.write("src/models.rs", &MODELS.replace("pub bio: Option<String>", bio));
    project.succeed(&["make-migrations", "bio"]);
    project.succeed(&["migrate"]);
    assert_eq!(servers::number(base.url(), "SELECT bio FROM users"), 7);
}

/// Rows go along: what loses or changes them without saying so is found, in both directions.
fn rows_are_proved(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = first(&base);
    let holds = "Verified migrations: 1, each up, down and up again; they lead to the models\n";
    assert_eq!(project.succeed(&["verify", "--with-data"]), holds);

    let file = "migrations/primary/primary__0002_shorten.sql";
    let text = "-- upgrade\n\nUPDATE users SET bio = 'x';\n\n-- rollback\n\nDELETE FROM posts;\n";
    project.write(file, text);
    project.succeed(&["hash"]);
    project.succeed(&["verify"]);
    let found = project.dbwarden(&["verify", "--with-data"]).expect_code(1).stdout;
    let told = "`primary__0002_shorten.sql`: the upgrade changes rows: column `users.bio` no longer holds ";
    assert!(found.starts_with(told), "{found}");

    project.write(file, &text.replace("SET bio = 'x'", "SET bio = bio"));
    project.succeed(&["hash"]);
    let found = project.dbwarden(&["verify", "--with-data"]).expect_code(1).stdout;
    let told = "`primary__0002_shorten.sql`: the rollback changes rows: table `posts` has 0 rows instead of 2\n";
    assert_eq!(found, told);

    let allowed = format!("-- dbwarden: allow data-change it is meant to\n\n{text}");
    project.write(file, &allowed);
    project.succeed(&["hash"]);
    project.succeed(&["verify", "--with-data"]);
}

on_each_database!(rows_are_proved);
