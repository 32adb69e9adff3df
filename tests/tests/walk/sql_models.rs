//! Files of SQL beside the structs: what no struct can say.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Project, servers};

use crate::MODELS;
use crate::base::Base;

const CONFIG: &str =
    "[database.primary]\nurl = \"URL\"\nmodels = [\"src/models.rs\", \"src/further.sql\"]\n";

fn what_sql_adds_is_migrated(dialect: Dialect) {
    let base = Base::of(dialect);
    let project = Project::new(base.url(), MODELS);
    project.write("dbwarden.toml", &CONFIG.replace("URL", base.url()));
    let further = "ALTER TABLE users ADD COLUMN score INTEGER DEFAULT 3;\n\
                   CREATE INDEX ix_users_score ON users (score);\n\
                   CREATE TABLE audit (id INTEGER PRIMARY KEY, what VARCHAR(20) NOT NULL);\n\
                   CREATE VIEW scores AS SELECT score FROM users;\n";
    project.write("src/further.sql", further);
    let made = project.dbwarden(&["make-migrations", "first"]).expect_code(0);
    assert!(made.stderr.contains("not compared: view `scores`"), "{}", made.stderr);
    project.succeed(&["migrate"]);
    servers::execute(base.url(), "INSERT INTO users (email) VALUES ('a')").expect("SQL");
    assert_eq!(servers::text(base.url(), "SELECT CAST(score AS CHAR(1)) FROM users"), "3");
    let nothing = "No changes: the database is what the models say\n";
    assert_eq!(project.succeed(&["make-migrations"]), nothing);

    // What the file no longer says goes, and nothing else.
    project.write(
        "src/further.sql",
        &further.replace("CREATE INDEX ix_users_score ON users (score);\n", ""),
    );
    project.succeed(&["make-migrations", "second"]);
    let text = project.read("migrations/primary/primary__0002_second.sql");
    let upgrade = text.split("-- rollback").next().unwrap_or_default();
    assert_eq!(upgrade.matches(';').count(), 1, "{text}");
    assert!(upgrade.contains("DROP INDEX"), "{text}");
    project.succeed(&["migrate"]);
    project.succeed(&["verify"]);

    // A mistake is told with its line.
    project.write(
        "src/further.sql",
        "CREATE TABLE x (id INTEGER);\n\nALTER TABLE nowhere ADD y INTEGER;\n",
    );
    let refused = project.dbwarden(&["make-migrations"]).expect_code(2);
    assert!(refused.stderr.contains("src/further.sql:3: "), "{}", refused.stderr);
}

#[test]
fn on_postgres() {
    what_sql_adds_is_migrated(Dialect::Postgres);
}

#[test]
fn on_mariadb() {
    what_sql_adds_is_migrated(Dialect::MySql);
}

#[test]
fn on_sqlite() {
    what_sql_adds_is_migrated(Dialect::Sqlite);
}

/// Types and functions that the structs need stand before them.
#[test]
fn sql_before_the_structs_is_there_when_they_are_made() {
    let base = Base::of(Dialect::Postgres);
    let models = MODELS.replace(
        "pub bio",
        "#[dbwarden(default = \"code()\")]\n    pub code: String,\n    pub bio",
    );
    let project = Project::new(base.url(), &models);
    project.write(
        "dbwarden.toml",
        &CONFIG.replace("URL", base.url()).replace(
            "\"src/models.rs\", \"src/further.sql\"",
            "\"src/first.sql\", \"src/models.rs\"",
        ),
    );
    let function = "CREATE FUNCTION code() RETURNS text LANGUAGE sql AS 'SELECT ''x''::text';\n";
    project.write("src/first.sql", function);
    project.write(
        "migrations/primary/primary__0001_code.sql",
        &format!("-- upgrade\n\n{function}\n-- rollback\n\nDROP FUNCTION code();\n"),
    );
    project.succeed(&["hash"]);
    project.succeed(&["migrate"]);
    project.succeed(&["make-migrations", "tables"]);
    project.succeed(&["migrate"]);
    assert_eq!(
        project.succeed(&["make-migrations"]),
        "No changes: the database is what the models say\n"
    );
    project.succeed(&["verify"]);
}
