//! Cargo builds again when a migration is added, edited, renamed or gone, without a build script and
//! without a touch of anything else.

use std::fs;

use dbwarden_core::dialect::Dialect;

use crate::package::Package;

const MAIN: &str = "
static MIGRATIONS: dbwarden::Migrator = dbwarden::migrate!();

fn main() {
    for migration in MIGRATIONS.set().migrations() {
        println!(\"{} {}\", migration.file_name(), migration.upgrade().sql());
    }
}
";

fn file(table: &str) -> String {
    format!(
        "-- upgrade\n\nCREATE TABLE {table} (id INTEGER);\n\n-- rollback\n\nDROP TABLE {table};\n"
    )
}

fn run(package: &Package) -> Result<String, String> {
    let output = package.cargo(&["run", "--quiet"]);
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap())
    } else {
        Err(String::from_utf8(output.stderr).unwrap())
    }
}

#[test]
fn every_change_of_the_folder_is_noticed() {
    let package = Package::new("rebuild");
    package.write("src/main.rs", MAIN);
    let folder = "migrations/primary";
    let path = |name: &str| format!("{folder}/{name}");
    package.write(&path("primary__0001_a.sql"), &file("a"));
    package.hash(folder, Dialect::Sqlite);
    assert_eq!(run(&package).unwrap(), "primary__0001_a.sql CREATE TABLE a (id INTEGER);\n");

    // Added with the manifest, as the command does.
    package.write(&path("primary__0002_b.sql"), &file("b"));
    package.hash(folder, Dialect::Sqlite);
    assert!(run(&package).unwrap().contains("primary__0002_b.sql CREATE TABLE b"));

    // Edited, first without a look at the manifest.
    package.write(&path("primary__0002_b.sql"), &file("bb"));
    let error = run(&package).unwrap_err();
    assert!(error.contains("primary__0002_b.sql: upgrade and rollback differ"), "{error}");
    package.hash(folder, Dialect::Sqlite);
    assert!(run(&package).unwrap().contains("CREATE TABLE bb"));

    // CRLF and a byte order mark change nothing.
    let windows = format!("\u{feff}{}", file("bb").replace('\n', "\r\n"));
    package.write(&path("primary__0002_b.sql"), &windows);
    assert!(run(&package).unwrap().ends_with("CREATE TABLE bb (id INTEGER);\n"));

    // Renamed.
    fs::rename(
        package.path(&path("primary__0002_b.sql")),
        package.path(&path("primary__0002_c.sql")),
    )
    .unwrap();
    let error = run(&package).unwrap_err();
    assert!(error.contains("primary__0002_c.sql: not in the manifest"), "{error}");
    assert!(error.contains("primary__0002_b.sql: listed in the manifest"), "{error}");
    package.hash(folder, Dialect::Sqlite);
    assert!(run(&package).unwrap().contains("primary__0002_c.sql"));

    // Gone.
    fs::remove_file(package.path(&path("primary__0002_c.sql"))).unwrap();
    let error = run(&package).unwrap_err();
    assert!(error.contains("primary__0002_c.sql: listed in the manifest"), "{error}");
    package.hash(folder, Dialect::Sqlite);
    assert_eq!(run(&package).unwrap().lines().count(), 1);
}
