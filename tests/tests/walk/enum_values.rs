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

const OF_MODEL: &str = r#"
#[derive(sqlx::Type, dbwarden::Model)]
#[sqlx(rename_all = "lowercase")]
#[dbwarden(stored = "FORM")]
pub enum Mood {
    Sad,
    Ok,
}

#[derive(dbwarden::Model)]
#[dbwarden(table = "person")]
pub struct Person {
    #[dbwarden(primary_key)]
    pub id: i64,
    #[dbwarden(default = Mood::Ok)]
    pub mood: Mood,
    pub earlier: Option<Mood>,
}
"#;

/// The model itself says what its values were called, and may go on to say so.
fn a_variant_says_what_it_was(dialect: Dialect, form: &str) {
    let base = Base::of(dialect);
    let models = OF_MODEL.replace("FORM", form);
    let project = Project::new(base.url(), &models);
    project.succeed(&["make-migrations", "first"]);
    project.succeed(&["migrate"]);
    let rows = "INSERT INTO person (id, mood, earlier) VALUES (1, 'ok', NULL), (2, 'sad', 'ok')";
    servers::execute(base.url(), rows).expect("SQL");

    let renamed = models
        .replace("    Ok,", "    #[dbwarden(renamed_from = \"ok\")]\n    Fine,\n    Glad,")
        .replace("Mood::Ok", "Mood::Fine");
    project.write("src/models.rs", &renamed);
    let made = project.dbwarden(&["make-migrations", "second"]).expect_code(0);
    // A CHECK is always told of.
    let is_quiet = form == "enum" && dialect != Dialect::Sqlite;
    assert_ne!(is_quiet, made.stderr.contains("warning"), "{}", made.stderr);
    project.succeed(&["migrate"]);
    let cast = if dialect == Dialect::MySql { "CHAR" } else { "TEXT" };
    let number = |value: &str| {
        let sql = format!(
            "SELECT count(*) FROM person
              WHERE CAST(mood AS {cast}) = '{value}' OR CAST(earlier AS {cast}) = '{value}'"
        );
        servers::number(base.url(), &sql)
    };
    assert_eq!((number("fine"), number("ok"), number("sad")), (2, 0, 1));
    project.succeed(&["make-migrations", "--check"]);
    let new = "INSERT INTO person (id, mood) VALUES (3, 'glad')";
    servers::execute(base.url(), new).expect("SQL");
    servers::execute(base.url(), "DELETE FROM person WHERE id = 3").expect("SQL");
    project.succeed(&["rollback"]);
    assert_eq!((number("fine"), number("ok"), number("sad")), (0, 2, 1));
    project.succeed(&["migrate"]);
    project.succeed(&["verify", "--with-data"]);

    // What the model does not say, the command line can.
    let without = renamed.replace("#[dbwarden(renamed_from = \"ok\")]", "");
    project.write("src/models.rs", &without.replace("Fine", "Good"));
    let owners: &[&str] = match (dialect, form) {
        (Dialect::Postgres, "enum") => &["mood"],
        _ => &["person.mood", "person.earlier"],
    };
    let with = |from: &str| -> Vec<String> {
        let values = owners.iter().map(|owner| format!("--rename-value={owner}.{from}:good"));
        ["make-migrations".to_owned(), "third".to_owned()].into_iter().chain(values).collect()
    };
    let run = |arguments: &[String]| {
        project.dbwarden(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let refused = run(&with("nope")).expect_code(2);
    assert!(refused.stderr.contains("nope"), "{}", refused.stderr);
    let _ = run(&with("fine")).expect_code(0);
    project.succeed(&["migrate"]);
    assert_eq!((number("good"), number("fine"), number("sad")), (2, 0, 1));
}

macro_rules! on_each_database {
    ($($form:ident = $text:literal),+) => {
        $(mod $form {
            use super::*;

            #[test]
            fn postgres() {
                a_variant_says_what_it_was(Dialect::Postgres, $text);
            }

            #[test]
            fn mariadb() {
                a_variant_says_what_it_was(Dialect::MySql, $text);
            }

            #[test]
            fn sqlite() {
                a_variant_says_what_it_was(Dialect::Sqlite, $text);
            }
        })+
    };
}

on_each_database!(kept_as_enum = "enum", kept_with_check = "check");
