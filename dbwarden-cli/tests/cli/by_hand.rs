//! A project without models: every migration is written by hand.

use crate::project::{Project, told};

const SETTINGS: &str = "[database.primary]\nurl = \"sqlite://app.db\"\n";

const NOTES: &str = "\
-- upgrade

CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
INSERT INTO notes (text) VALUES ('-- rollback');

-- rollback

DROP TABLE notes;
";

const FILE: &str = "migrations/primary/primary__0001_create_notes.sql";

fn project() -> Project {
    let project = Project::with(SETTINGS);
    assert_eq!(
        project.run(&["new", "Create notes!"]),
        told(
            0,
            &format!("Created migration: {FILE}\n"),
            "hint: write its SQL, then run `dbwarden hash`\n",
        )
    );
    project
}

#[test]
fn new_hash_migrate() {
    let project = project();
    let text = project.read(FILE);
    assert!(text.starts_with("-- upgrade\n\n-- Write the SQL here"), "{text}");
    assert_eq!(project.run(&["check"]).code, 0);
    let told_by_migrate = project.run(&["migrate"]);
    assert_eq!(told_by_migrate.code, 2, "a file without a statement is never applied");
    assert!(
        told_by_migrate.stderr.contains("primary__0001_create_notes.sql"),
        "{told_by_migrate:?}"
    );
    project.write(FILE, NOTES);
    let refused = project.run(&["migrate"]);
    assert_eq!(refused.code, 2, "an edit is not applied before it was hashed");
    assert!(refused.stderr.contains("dbwarden hash"), "{refused:?}");
    assert_eq!(
        project.run(&["hash"]),
        told(
            0,
            "Edited: primary__0001_create_notes.sql\n\
             Wrote manifest: migrations/primary/dbwarden.sum\n",
            "",
        )
    );
    assert_eq!(project.ok(&["hash"]), "Manifest is up to date\n");
    project.ok(&["migrate"]);
    assert_eq!(
        project.ok(&["status"]),
        "Database: primary\nApplied migrations: 1\nPending migrations: 0\n"
    );
    assert!(project.ok(&["check-db"]).contains("table notes\n"));
    let no_models = project.run(&["make-migrations"]);
    assert_eq!(no_models.code, 2);
    assert!(no_models.stderr.contains("database `primary` has no models"), "{no_models:?}");
    project.ok(&["rollback"]);
}

#[test]
fn repeatable_files_have_their_prefixes() {
    let project = Project::with(SETTINGS);
    project.ok(&["new", "--type", "ra", "refresh views"]);
    project.ok(&["new", "--type", "roc", "order totals"]);
    for name in ["RA__refresh_views", "ROC__order_totals"] {
        let text = project.read(&format!("migrations/primary/primary__{name}.sql"));
        assert!(!text.contains("-- rollback"), "{text}");
    }
    let again = project.run(&["new", "--type", "ra", "refresh views"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("is there already"), "{again:?}");
}

#[test]
fn a_description_needs_a_word() {
    let project = Project::with(SETTINGS);
    let told = project.run(&["new", "!!"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("no letter or digit in the description: `!!`"), "{told:?}");
}

#[test]
fn an_applied_file_that_was_edited_is_refused_until_it_is_accepted() {
    let project = project();
    project.write(FILE, NOTES);
    project.ok(&["hash"]);
    project.ok(&["migrate"]);
    project.write(FILE, &NOTES.replace("CREATE TABLE notes", "CREATE  TABLE notes"));
    assert_eq!(project.run(&["migrate"]).code, 2);
    let no_reason = project.run(&["hash", "--accept", "0001"]);
    assert_eq!(no_reason.code, 2);
    assert!(no_reason.stderr.contains("--reason"), "{no_reason:?}");
    project.ok(&["hash", "--accept", "0001", "--reason", "only white space"]);
    assert!(project.read("migrations/primary/dbwarden.sum").contains("only white space"));
    assert_eq!(project.ok(&["migrate"]), "No pending migrations\n");
    project.ok(&["status", "--check"]);
}

#[test]
fn an_edit_that_was_only_hashed_stays_refused() {
    let project = project();
    project.write(FILE, NOTES);
    project.ok(&["hash"]);
    project.ok(&["migrate"]);
    project.write(FILE, &NOTES.replace("CREATE TABLE notes", "CREATE  TABLE notes"));
    project.ok(&["hash"]);
    let told = project.run(&["migrate"]);
    assert_eq!(told.code, 2, "{told:?}");
    let status = project.run(&["status", "--check"]);
    assert_eq!(status.code, 1);
    assert!(
        status.stdout.contains("Edited migrations: 1\n  primary__0001_create_notes.sql\n"),
        "{status:?}"
    );
}

#[test]
fn renumbering_renames_the_file() {
    let project = project();
    project.write(FILE, NOTES);
    assert!(project.ok(&["hash", "--renumber", "1", "7"]).contains("Renamed: "));
    assert!(project.path("migrations/primary/primary__0007_create_notes.sql").exists());
    project.ok(&["check"]);
}

#[test]
fn a_mistyped_version_applies_nothing() {
    let project = project();
    project.write(FILE, NOTES);
    project.ok(&["hash"]);
    let told = project.run(&["migrate", "--to-version", "0010"]);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("no migration of `primary` has the version: 0010"), "{told:?}");
    assert!(!project.path("app.db").exists());
}
