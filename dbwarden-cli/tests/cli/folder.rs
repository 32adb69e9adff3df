//! What `check` finds, and what every command refuses.

use crate::walk::applied;

const FIRST: &str = "migrations/primary/primary__0001_create_core_tables.sql";

#[test]
fn a_sound_folder_passes() {
    let told = applied().run(&["check"]);
    assert_eq!(
        (told.code, told.stdout.as_str()),
        (0, "Database: primary\nChecked migrations: 1\n")
    );
}

#[test]
fn every_command_refuses_an_edited_file_and_names_the_remedy() {
    let project = applied();
    let text = project.read(FIRST);
    project.write(FIRST, &text.replace("DROP TABLE users", "DROP TABLE  users"));
    for command in
        ["migrate", "status", "history", "rollback", "make-migrations", "new x", "check-db", "diff"]
    {
        let arguments: Vec<&str> = command.split(' ').collect();
        let told = project.run(&arguments);
        assert_eq!(told.code, 2, "{command}: {told:?}");
        assert!(
            told.stderr.contains(FIRST) && told.stderr.contains("dbwarden hash"),
            "{command}: {told:?}"
        );
    }
    let told = project.run(&["check"]);
    assert_eq!(told.code, 1);
    assert!(told.stdout.contains(FIRST), "{told:?}");
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let project = applied();
    for file in [FIRST, "migrations/primary/schema.json", "migrations/primary/dbwarden.sum"] {
        let text = project.read(file);
        project.write(file, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    }
    project.ok(&["check"]);
    project.ok(&["migrate"]);
    assert_eq!(
        project.ok(&["make-migrations"]),
        "No changes: the database is what the models say\n"
    );
}

#[test]
fn deleted_duplicated_and_misnamed_files_are_found_together() {
    let project = applied();
    let text = project.read(FIRST);
    project.write("migrations/primary/primary__0001_again.sql", &text);
    project.write("migrations/primary/primary_0002.sql", &text);
    std::fs::remove_file(project.path(FIRST)).expect("it was there");
    let told = project.run(&["check"]);
    assert_eq!(told.code, 1);
    for part in
        ["primary__0001_again.sql", "primary_0002.sql", "primary__0001_create_core_tables.sql"]
    {
        assert!(told.stdout.contains(part), "{told:?}");
    }
}

#[test]
fn an_edited_snapshot_is_refused() {
    let project = applied();
    let path = "migrations/primary/schema.json";
    project.write(path, &project.read(path).replace("\"bio\"", "\"other\""));
    let told = project.run(&["make-migrations"]);
    assert_eq!(told.code, 2, "{told:?}");
    assert!(
        told.stderr.contains("schema.json") && told.stderr.contains("dbwarden hash"),
        "{told:?}"
    );
}

#[test]
fn a_folder_that_holds_the_manifest_itself_is_one_flat_database() {
    let project = applied();
    std::fs::rename(project.path("migrations/primary"), project.path("flat")).expect("a folder");
    std::fs::remove_dir(project.path("migrations")).expect("an empty folder");
    std::fs::rename(project.path("flat"), project.path("migrations")).expect("a folder");
    assert!(project.ok(&["config"]).contains("migrations:  migrations\n"));
    project.ok(&["status", "--check"]);
}

#[test]
fn nothing_half_written_is_left() {
    let project = applied();
    let names: Vec<String> = project.files().into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().all(|name| !name.contains("/.")), "{names:?}");
}
