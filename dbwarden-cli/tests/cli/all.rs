//! `migrate --all`: what is said of a database stands together, and one that fails stops no other.

use crate::project::Project;

/// Databases by name, of which `two` has a table in the way.
fn project() -> Project {
    let names = ["one", "two", "three", "four"];
    let settings = names.map(|name| {
        format!("[database.{name}]\nurl = \"sqlite://{name}.db\"\nmigrations = \"sql/{name}\"\n")
    });
    let mut project = Project::with(&settings.concat());
    for name in names {
        for (version, table) in [(1, "users"), (2, "posts")] {
            let file = format!("sql/{name}/{name}__000{version}_{table}.sql");
            let sql = format!(
                "-- upgrade\n\nCREATE TABLE {table} (id INT);\n\n-- rollback\n\nDROP TABLE {table};\n"
            );
            project.write(&file, &sql);
        }
        project.ok(&["hash", "-d", name]);
    }
    project = project.variable("NO_COLOR", "1");
    project.ok(&["migrate", "-d", "two", "--count", "1"]);
    project.write(
        "sql/two/two__0002_posts.sql",
        "-- upgrade\n\nCREATE TABLE users (id INT);\n\n-- rollback\n\nDROP TABLE users;\n",
    );
    project.ok(&["hash", "-d", "two"]);
    project
}

fn applied(name: &str) -> String {
    format!(
        "Database: {name}\nApplying migration: {name}__0001_users.sql\n\
         Applying migration: {name}__0002_posts.sql\n2 migrations applied successfully\n"
    )
}

#[test]
fn one_that_fails_stops_no_other_one_after_the_other_or_at_the_same_time() {
    for jobs in ["1", "3"] {
        let project = project();
        let told = project.run(&["migrate", "--all", "--jobs", jobs]);
        assert_eq!(told.code, 2, "{told:#?}");
        let failed = "Database: two\nApplying migration: two__0002_posts.sql\n";
        let expected = [applied("one"), failed.to_owned(), applied("three"), applied("four")];
        assert_eq!(told.stdout, expected.concat(), "--jobs {jobs}");
        assert!(told.stderr.starts_with("error: two: "), "{told:#?}");
        assert!(told.stderr.ends_with("error: 1 of 4 databases failed: `two`\n"), "{told:#?}");
        for (name, count) in [("one", 2), ("two", 1), ("three", 2), ("four", 2)] {
            assert_eq!(project.ok(&["history", "-d", name]).lines().count(), count, "{name}");
        }
    }
}

#[test]
fn json_has_an_entry_for_each_also_for_one_that_failed() {
    let project = project();
    let told = project.run(&["migrate", "--all", "--json", "--jobs", "4"]);
    assert_eq!(told.code, 2, "{told:#?}");
    let list: serde_json::Value = serde_json::from_str(&told.stdout).expect("JSON");
    let names: Vec<_> = list.as_array().expect("a list").iter().map(|it| &it["database"]).collect();
    assert_eq!(names, ["one", "two", "three", "four"]);
    assert_eq!(list[0]["migrations"].as_array().map(Vec::len), Some(2));
    assert!(list[0].get("error").is_none());
    assert!(list[1]["error"].as_str().is_some_and(|text| text.contains("users")), "{list:#}");
}

#[test]
fn a_database_that_cannot_be_opened_stops_no_other() {
    let project = project();
    // Edited, and not hashed.
    project.write("sql/one/one__0002_posts.sql", "-- upgrade\n");
    let told = project.run(&["migrate", "--all", "--jobs", "2"]);
    assert_eq!(told.code, 2, "{told:#?}");
    assert!(told.stderr.ends_with("error: 2 of 4 databases failed: `one`, `two`\n"), "{told:#?}");
    assert!(told.stdout.starts_with("Database: one\nDatabase: two\n"), "{told:#?}");
    assert!(told.stdout.ends_with(&applied("four")), "{told:#?}");
    assert!(told.stderr.contains("\n\nhint: write `-- rollback`"), "{told:#?}");
}

#[test]
fn jobs_go_with_all() {
    let project = project();
    for arguments in [&["migrate", "--jobs", "2"][..], &["migrate", "--jobs", "2", "-d", "one"]] {
        let told = project.run(arguments);
        assert_eq!(told.code, 2);
        assert!(told.stderr.contains("--all") || told.stderr.contains("--jobs"), "{told:#?}");
    }
}
