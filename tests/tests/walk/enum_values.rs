//! A value of an enum under a new name: the rows keep it.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Project, servers};

use crate::base::Base;

const MODELS: &str = r#"
#[derive(sqlx::Type)]
#[sqlx(type_name = "mood", rename_all = "lowercase")]
pub enum Mood {
    Sad,
    Ok,
}

#[derive(dbwarden::Model)]
#[dbwarden(table = "person", check("mood <> 'ok' OR name <> 'ok'"))]
pub struct Person {
    #[dbwarden(primary_key)]
    pub id: i64,
    pub name: String,
    #[dbwarden(default = "'ok'")]
    pub mood: Mood,
}
"#;

#[test]
fn rows_keep_a_value_that_has_a_new_name() {
    let base = Base::of(Dialect::Postgres);
    let project = Project::new(base.url(), MODELS);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    servers::execute(base.url(), "INSERT INTO person (id, name) VALUES (1, 'ok?')").expect("SQL");

    let with = |variant: &str, value: &str| {
        let models = MODELS.replace("    Ok,", &format!("    {variant},"));
        let check = format!("mood <> '{value}'");
        models.replace("mood <> 'ok'", &check).replace("\"'ok'\"", &format!("\"'{value}'\""))
    };
    project.write("src/models.rs", &with("Fine", "fine"));
    let told = project.dbwarden(&["diff", "--out", "sql", "--rename-value", "mood.nope:fine"]);
    assert!(told.expect_code(2).stderr.contains("no enum type `mood` with the value `nope`"));
    project.succeed(&["make-migrations", "second", "--rename-value", "mood.ok:fine"]);
    let text = project.read("migrations/primary/primary__0002_second.sql");
    let upgrade = text.split("-- rollback").next().unwrap_or_default();
    assert_eq!(upgrade.matches(';').count(), 1, "{text}");

    let mood = || servers::text(base.url(), "SELECT mood::text FROM person");
    project.succeed(&["migrate"]);
    assert_eq!(mood(), "fine");
    let nothing = "No changes: the database is what the models say\n";
    assert_eq!(project.succeed(&["make-migrations"]), nothing);
    project.succeed(&["rollback"]);
    assert_eq!(mood(), "ok");
    project.succeed(&["verify"]);

    // Who does not say so is told how.
    project.succeed(&["migrate"]);
    project.write("src/models.rs", &with("Good", "good"));
    let told = project.dbwarden(&["make-migrations", "third"]);
    assert!(told.stderr.contains("--rename-value mood.fine:good"), "{}", told.stderr);
}
