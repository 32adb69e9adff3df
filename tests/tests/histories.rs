//! Histories as grown projects have them: functions, triggers, views, enums that change, data that
//! moves, and quotes and markers in the wrong places. Applied up, down and up again by the command,
//! and compared by the databases' own tools.

use std::fs;
use std::path::Path;

use dbwarden_tests::project::workspace;
use dbwarden_tests::{Project, catalog, servers, sqlite_file};

#[path = "histories/splitting.rs"]
mod splitting;

#[test]
fn a_history_on_postgres_goes_up_down_and_up() {
    go_up_down_and_up("postgres", servers::postgres().create_database().url());
}

#[test]
fn a_history_on_mariadb_goes_up_down_and_up() {
    go_up_down_and_up("mysql", servers::mariadb().create_database().url());
}

#[test]
fn a_history_on_sqlite_goes_up_down_and_up() {
    let (_folder, url) = sqlite_file();
    go_up_down_and_up("sqlite", &url);
}

fn go_up_down_and_up(history: &str, url: &str) {
    let project = Project::empty();
    project.write("dbwarden.toml", &format!("[database.primary]\nurl = \"{url}\"\n"));
    copy(&workspace().join("tests/histories").join(history), &project);
    project.succeed(&["hash"]);
    let versioned = project
        .migrations("migrations/primary")
        .iter()
        .filter(|name| name.starts_with("primary__0"))
        .count();
    let empty = catalog::dump(url);

    project.succeed(&["migrate"]);
    let full = catalog::dump(url);
    assert_ne!(full, empty);
    let status = project.succeed(&["status"]);
    assert!(status.contains("Pending migrations: 0"), "{status}");

    // What runs on change is not taken back with the versions and stands on their tables, so its
    // objects go first.
    let down = match history {
        "postgres" => "DROP FUNCTION handles()",
        "mysql" => "DROP VIEW cheapest",
        _ => "DROP VIEW feed_statistics",
    };
    servers::execute(url, down).expect("the object was created");
    project.succeed(&["rollback", "--count", &versioned.to_string()]);
    assert_eq!(catalog::dump(url), empty, "the way down does not end where the way up began");

    project.succeed(&["migrate"]);
    servers::execute(url, &on_change(history)).expect("it is valid");
    assert_eq!(catalog::dump(url), full, "the second way up ends elsewhere than the first");
}

/// The upgrade of the history's file that runs on change: the ledger knows that it has not changed.
fn on_change(history: &str) -> String {
    let folder = workspace().join("tests/histories").join(history);
    let mut files = fs::read_dir(folder).expect("the history can be read").flatten();
    let file = files.find(|file| file.file_name().to_string_lossy().contains("ROC__"));
    let text = fs::read_to_string(file.expect("every history has one").path()).expect("readable");
    let upgrade = text.split("\n-- rollback\n").next().unwrap_or_default();
    upgrade.trim_start_matches("-- upgrade\n").to_owned()
}

fn copy(folder: &Path, project: &Project) {
    for file in fs::read_dir(folder).expect("the history can be read").flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let text = fs::read_to_string(file.path()).expect("a migration is text");
        project.write(&format!("migrations/primary/{name}"), &text);
    }
}
