//! The whole way on SQLite: from an empty folder to an applied migration and back.

use crate::project::{Project, told};

pub(crate) const SETTINGS: &str = "\
[database.primary]
url = \"sqlite://app.db\"
models = [\"src/models.rs\"]
";

pub(crate) const MODELS: &str = r#"
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

fn project() -> Project {
    let project = Project::with(SETTINGS);
    project.write("src/models.rs", MODELS);
    project
}

/// With the first migration made and applied.
pub(crate) fn applied() -> Project {
    let project = project();
    project.ok(&["make-migrations", "create core tables"]);
    project.ok(&["migrate"]);
    project
}

#[test]
fn the_walk() {
    let project = project();
    assert_eq!(
        project.run(&["make-migrations", "create core tables", "--database", "primary"]),
        told(
            0,
            &format!("Created migration: {FIRST}\n"),
            "Proved on a scratch database: up, down and up again, from an empty one\n"
        )
    );
    assert!(!project.path("app.db").exists(), "reading a database must not create it");
    let sql = project.read(FIRST);
    for part in [
        "-- upgrade\n\nCREATE TABLE IF NOT EXISTS users (\n",
        "-- rollback\n\nDROP TABLE posts;\nDROP TABLE users;\n",
    ] {
        assert!(sql.contains(part), "{sql}");
    }
    assert_eq!(
        project.run(&["status", "-d", "primary"]).stdout,
        "Database: primary\nApplied migrations: 0\nPending migrations: 1\n  primary__0001_create_core_tables.sql\n"
    );
    assert!(!project.path("app.db").exists(), "reading a database must not create it");
    assert_eq!(
        project.run(&["migrate", "--database", "primary"]),
        told(
            0,
            "Applying migration: primary__0001_create_core_tables.sql\n\
             Migration applied successfully\n",
            "",
        )
    );
    assert_eq!(
        project.run(&["status", "--database", "primary"]),
        told(0, "Database: primary\nApplied migrations: 1\nPending migrations: 0\n", "")
    );
    assert_eq!(
        project.run(&["history", "--database", "primary"]),
        told(0, "1  primary__0001_create_core_tables.sql  applied\n", "")
    );
    assert_eq!(
        project.run(&["make-migrations"]),
        told(0, "No changes: the database is what the models say\n", "")
    );
    assert_eq!(project.run(&["diff"]), told(0, "No differences\n", ""));
    assert_eq!(project.run(&["migrate"]), told(0, "No pending migrations\n", ""));
    assert_eq!(
        project.run(&["rollback", "--count", "1", "--database", "primary"]),
        told(
            0,
            "Rolling back migration: primary__0001_create_core_tables.sql\n\
             Rollback completed successfully\n",
            "",
        )
    );
    assert_eq!(project.run(&["rollback"]), told(0, "Nothing to roll back\n", ""));
    assert_eq!(project.run(&["history"]), told(0, "", "Nothing was applied yet\n"));
}

#[test]
fn check_db_shows_the_live_schema_and_not_the_ledger() {
    let project = applied();
    let text = project.ok(&["check-db"]);
    assert!(text.contains("table users\n") && text.contains("table posts\n"), "{text}");
    let json: serde_json::Value =
        serde_json::from_str(&project.ok(&["check-db", "--out", "json"])).expect("JSON");
    assert_eq!(json["database"], "primary");
    assert_eq!(json["schema"]["tables"].as_array().map(Vec::len), Some(2), "{json}");
    assert!(project.ok(&["check-db", "--out", "sql"]).contains("CREATE TABLE"));
    assert!(project.ok(&["check-db", "--out", "yaml"]).starts_with("database: \"primary\"\n"));
    for out in ["txt", "json", "yaml", "sql"] {
        assert!(!project.ok(&["check-db", "--out", out]).contains("_dbwarden"), "{out}");
    }
}

#[test]
fn a_second_change_becomes_a_second_migration() {
    let project = applied();
    project.write(
        "src/models.rs",
        &MODELS.replace(
            "pub bio: Option<String>,",
            "pub bio: Option<String>,\n    pub age: Option<i32>,",
        ),
    );
    let told = project.run(&["make-migrations", "--check"]);
    assert_eq!(told.code, 1, "{told:?}");
    let told = project.run(&["diff"]);
    assert_eq!(told.code, 1, "{told:?}");
    let plan: serde_json::Value =
        serde_json::from_str(&project.ok(&["make-migrations", "--plan"])).expect("JSON");
    assert!(plan["files"][0]["text"].as_str().is_some_and(|text| text.contains("age")), "{plan}");
    let before = project.files();
    assert_eq!(before, project.files(), "`--plan` and `--check` write nothing");
    let created = project.ok(&["make-migrations"]);
    assert!(
        created.starts_with("Created migration: migrations/primary/primary__0002_"),
        "{created}"
    );
    assert!(created.contains("age"), "a migration is named after its changes: {created}");
    let told = project.run(&["make-migrations"]);
    assert_eq!(told.code, 0);
    assert_eq!(told.stdout, "No changes: the end of the migrations is what the models say\n");
    assert_eq!(
        told.stderr,
        "1 migration is pending on `primary`: compared with where they lead, on a scratch database\n"
    );
    project.ok(&["migrate"]);
    assert_eq!(
        project.ok(&["make-migrations"]),
        "No changes: the database is what the models say\n"
    );
    project.ok(&["rollback", "--to-version", "1"]);
    assert_eq!(project.ok(&["history"]), "1  primary__0001_create_core_tables.sql  applied\n");
}

#[test]
fn what_was_made_by_hand_survives() {
    let project = applied();
    project.execute(
        "CREATE TABLE handmade (id INTEGER PRIMARY KEY); CREATE INDEX by_hand ON users (bio)",
    );
    assert_eq!(
        project.ok(&["make-migrations"]),
        "No changes: the database is what the models say\n"
    );
    // A model that goes takes its own table with it, and nothing else.
    let end = MODELS
        .find("#[derive(sqlx::FromRow, dbwarden::Model)]\n#[dbwarden(table = \"posts\"")
        .expect("posts");
    project.write("src/models.rs", &MODELS[..end]);
    let told = project.run(&["make-migrations", "drop posts"]);
    assert_eq!(told.code, 0, "{told:?}");
    let sql = project.read("migrations/primary/primary__0002_drop_posts.sql");
    assert!(sql.contains("DROP TABLE posts;"), "{sql}");
    assert!(!sql.contains("handmade") && !sql.contains("by_hand"), "{sql}");
    assert!(told.stderr.contains("loses data"), "{told:?}");
}

#[test]
fn a_stranger_with_the_same_name_is_not_adopted() {
    let project = project();
    project.ok(&["make-migrations", "create core tables"]);
    project.execute("CREATE TABLE users (whatever TEXT)");
    let told = project.run(&["migrate"]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(told.stderr.contains("users") && told.stderr.contains("--baseline"), "{told:?}");
    assert_eq!(
        project.ok(&["migrate", "--baseline"]),
        "Noted as applied: primary__0001_create_core_tables.sql\nBaseline completed successfully\n"
    );
    assert_eq!(project.ok(&["history"]), "1  primary__0001_create_core_tables.sql  baselined\n");
}

#[test]
fn a_dry_run_shows_the_sql_and_writes_nothing() {
    let project = project();
    project.ok(&["make-migrations", "create core tables"]);
    let before = project.files();
    let text = project.ok(&["migrate", "--dry-run"]);
    assert!(
        text.starts_with(
            "Would apply migration: primary__0001_create_core_tables.sql\n\n    CREATE TABLE"
        ),
        "{text}"
    );
    assert_eq!(project.files(), before);
}

#[test]
fn json_is_alone_on_standard_output() {
    let project = applied();
    for arguments in [
        &["status", "--json"][..],
        &["history", "--json"],
        &["check-db", "--json"],
        &["diff", "--json"],
        &["check", "--json"],
        &["config", "--json"],
        &["lock-status", "--json"],
        &["migrate", "--json"],
        &["migrate", "--dry-run", "--json"],
        &["make-migrations", "--plan"],
        &["rollback", "--dry-run", "--json"],
        &["rollback", "--json"],
    ] {
        let text = project.ok(arguments);
        let value: Result<serde_json::Value, _> = serde_json::from_str(&text);
        assert!(value.is_ok(), "{arguments:?} printed {text}");
    }
}

#[test]
fn status_with_check_exits_with_one_until_nothing_is_pending() {
    let project = project();
    project.ok(&["make-migrations", "create core tables"]);
    assert_eq!(project.run(&["status", "--check"]).code, 1);
    project.ok(&["migrate"]);
    assert_eq!(project.run(&["status", "--check"]).code, 0);
}

#[test]
fn all_goes_through_every_database() {
    let project = Project::with(
        "[database.one]\nurl = \"sqlite://one.db\"\nmodels = [\"src/models.rs\"]\n\
         [database.two]\nurl = \"sqlite://two.db\"\nmodels = [\"src/models.rs\"]\n",
    );
    project.write("src/models.rs", MODELS);
    let told = project.run(&["status"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("has several databases: `one`, `two`"), "{told:?}");
    project.ok(&["make-migrations", "first", "--all"]);
    assert_eq!(
        project.ok(&["migrate", "--all"]),
        "Database: one\nApplying migration: one__0001_first.sql\nMigration applied successfully\n\
         Database: two\nApplying migration: two__0001_first.sql\nMigration applied successfully\n"
    );
    let status: serde_json::Value =
        serde_json::from_str(&project.ok(&["status", "--all", "--json"])).expect("JSON");
    assert_eq!(status[1]["database"], "two");
    let told = project.run(&["status", "-d", "tow"]);
    assert!(told.stderr.contains("did you mean `--database two`?"), "{told:?}");
}

#[test]
fn an_unreachable_database_fails_fast_and_tells_no_password() {
    for url in ["postgres://app:s3cr3t@127.0.0.1:1/app", "mysql://app:s3cr3t@127.0.0.1:1/app"] {
        let project = Project::with(&format!(
            "[database.primary]\nurl = \"{url}\"\nmodels = [\"src/models.rs\"]\n"
        ));
        project.write("src/models.rs", MODELS);
        for command in [
            &["status"][..],
            &["migrate"],
            &["make-migrations"],
            &["check-db"],
            &["history"],
            &["rollback"],
            &["lock-status"],
        ] {
            let start = std::time::Instant::now();
            let told = project.run(command);
            assert!(start.elapsed().as_secs() < 5, "{command:?} took {:?}", start.elapsed());
            assert_eq!(told.code, 2, "{command:?}: {told:?}");
            assert!(told.stderr.starts_with("error: "), "{told:?}");
            assert!(!told.stderr.contains("s3cr3t"), "{told:?}");
        }
    }
}

#[test]
fn a_check_tells_what_is_to_be_written_and_writes_nothing() {
    let project = applied();
    project.write("src/models.rs", &MODELS.replace("pub bio:", "pub about:"));
    let files = project.files();
    let told = project.run(&["make-migrations", "--check"]);
    assert_eq!(told.code, 1, "{told:?}");
    assert_eq!(
        told.stdout,
        "The models have changes that no migration makes:\n  \
         add column users.about\n  drop column users.bio\n"
    );
    assert_eq!(
        told.stderr,
        "warning: drop column users.bio: loses data\n\
         hint: nothing is guessed to be a rename; if it is one: `--rename users.bio:about`\n"
    );
    assert_eq!(project.files(), files);
    project.write("src/models.rs", MODELS);
    assert_eq!(project.run(&["make-migrations", "--check"]).code, 0);
}

#[test]
fn a_rename_must_be_one() {
    let project = applied();
    let told = project.run(&["make-migrations", "--rename", "users.nickname:email"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("the database has no column `users.nickname`"), "{told:?}");
    let told = project.run(&["make-migrations", "--rename", "nickname"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("looks like `users.username:email`"), "{told:?}");
}

#[test]
fn mistakes_in_models_are_told_with_their_place() {
    let project = project();
    project.write("src/models.rs", "#[derive(dbwarden::Model)]\npub struct User {\n    #[dbwarden(primary_kee)]\n    pub id: i32,\n}\n");
    let told = project.run(&["make-migrations"]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(!told.stderr.contains("/src/models.rs:3"), "relative to dbwarden.toml: {told:?}");
    assert!(told.stderr.contains("src/models.rs:3"), "{told:?}");
    assert!(told.stderr.contains("primary_key"), "{told:?}");
}

/// The view comes later than the migration that makes the table anew, and is nowhere in its SQL.
#[test]
fn a_view_stands_while_its_table_is_made_anew() {
    let project = applied();
    project.write("src/models.rs", &MODELS.replace("pub bio: Option<String>", "pub bio: String"));
    project.ok(&["make-migrations", "always a bio"]);
    project.write(
        "migrations/primary/primary__ROC__names.sql",
        "-- upgrade\n\nDROP VIEW IF EXISTS names;\nCREATE VIEW names AS SELECT email FROM users;\n",
    );
    project.ok(&["hash"]);
    project.ok(&["migrate"]);
    project.ok(&["rollback"]);
    project.ok(&["migrate"]);
    project.execute(
        "INSERT INTO users (email, bio) SELECT 'a', '' WHERE NOT EXISTS (SELECT 1 FROM names)",
    );
}
