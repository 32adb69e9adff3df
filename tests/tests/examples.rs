//! The examples run, and do what they say.

use std::path::PathBuf;
use std::process::Command;

use dbwarden_tests::{cli, servers, sqlite_file};

#[test]
fn quickstart_migrates_once_and_keeps_its_data() {
    let (_folder, url) = sqlite_file();
    let first = run("quickstart", &url);
    assert!(first.starts_with("Applied primary__0001_create_core_tables.sql in "), "{first}");
    assert_eq!(first.matches("wrote: On schemas").count(), 1, "{first}");
    assert!(first.ends_with("Applied migrations: 1\nPending migrations: 0\n"), "{first}");
    let second = run("quickstart", &url);
    assert!(second.starts_with("Nothing to apply\n"), "{second}");
    assert_eq!(second.matches("wrote: On schemas").count(), 2, "{second}");
}

#[test]
fn one_replica_of_the_service_migrates_and_all_of_them_work() {
    let database = servers::postgres().create_database();
    let output = run("service", database.url());
    assert_eq!(output.matches("applied 1 migrations").count(), 1, "{output}");
    assert_eq!(output.matches("applied 0 migrations").count(), 3, "{output}");
    assert!(output.ends_with("20 of 20 jobs done\n"), "{output}");
}

#[test]
fn a_folder_that_the_program_embeds_is_applied() {
    let (_folder, url) = sqlite_file();
    assert_eq!(run("desktop", &url), "2 migrations applied\n1 notes, changed 1 times\n");
    assert_eq!(run("desktop", &url), "0 migrations applied\n2 notes, changed 3 times\n");
}

/// Runs the built example, which stands beside the command.
fn run(name: &str, url: &str) -> String {
    let program: PathBuf = cli().with_file_name(name);
    let output = Command::new(&program).env("DATABASE_URL", url).output();
    let output = output.unwrap_or_else(|error| {
        let hint = "run `cargo build --workspace --all-targets --all-features`";
        panic!("{} cannot run: {error}\n\nhint: {hint}", program.display())
    });
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name} failed: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}
