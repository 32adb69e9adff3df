//! Broken folders do not compile, and the message says where and what to do.

use std::collections::BTreeMap;

use dbwarden_core::dialect::Dialect;

use crate::package::Package;

const GOOD: &str = "-- upgrade\nCREATE TABLE a (id INTEGER);\n-- rollback\nDROP TABLE a;\n";

/// A folder: its dialect, its files once they were hashed, and what is written over them then
/// (`None` deletes). The message must hold every line of `expected`.
struct Case {
    name: &'static str,
    dialect: Dialect,
    hashed: &'static [(&'static str, &'static str)],
    after: &'static [(&'static str, Option<&'static str>)],
    expected: &'static [&'static str],
}

const CASE: Case =
    Case { name: "", dialect: Dialect::Postgres, hashed: &[], after: &[], expected: &[] };

/// One file, written after an empty folder was hashed; `expected` without the folder.
macro_rules! files {
    ($name:literal, $dialect:ident, [$($file:literal: $text:expr),*], $expected:expr) => {
        Case {
            name: $name,
            dialect: Dialect::$dialect,
            after: &[$(($file, Some($text))),*],
            expected: &$expected,
            ..CASE
        }
    };
}

fn cases() -> Vec<Case> {
    vec![
        Case {
            name: "unlisted",
            hashed: &[("0001_a.sql", GOOD)],
            after: &[("0002_b.sql", Some(GOOD))],
            expected: &["/0002_b.sql: not in the manifest", "run `dbwarden hash`"],
            ..CASE
        },
        Case {
            name: "edited",
            hashed: &[("0001_a.sql", GOOD)],
            after: &[(
                "0001_a.sql",
                Some("-- upgrade\nCREATE TABLE b (id INTEGER);\n-- rollback\nDROP TABLE a;\n"),
            )],
            expected: &["/0001_a.sql: the upgrade differs from what the manifest", "undo the edit"],
            ..CASE
        },
        Case {
            name: "missing",
            hashed: &[("0001_a.sql", GOOD)],
            after: &[("0001_a.sql", None)],
            expected: &["/0001_a.sql: listed in the manifest", "put the file back"],
            ..CASE
        },
        Case {
            name: "no_manifest",
            hashed: &[("0001_a.sql", GOOD)],
            after: &[("dbwarden.sum", None)],
            expected: &["/dbwarden.sum: the manifest is missing", "run `dbwarden hash`"],
            ..CASE
        },
        Case {
            name: "conflict",
            hashed: &[("0001_a.sql", GOOD)],
            after: &[("dbwarden.sum", Some("<<<<<<< HEAD\ndbwarden 1 postgres 00\n=======\n"))],
            expected: &["/dbwarden.sum:1: a merge conflict is left", "two branches"],
            ..CASE
        },
        files!("duplicate", Postgres, ["0001_a.sql": GOOD, "0001_b.sql": GOOD], [
            "/0001_b.sql: version 0001 is taken by `0001_a.sql`",
            "rename one of the two to version 0002"
        ]),
        files!("misnamed", Postgres, ["1_a.sql": GOOD, "notes.txt": "x", "V1__a.sql": GOOD], [
            "/1_a.sql: the version has fewer than four digits: `1`",
            "write it as `0001`",
            "/notes.txt: not the name of a migration",
            "/V1__a.sql: not the name of a migration"
        ]),
        files!("no_upgrade", Postgres, ["0001_a.sql": "CREATE TABLE a (id INTEGER);\n"], [
            "/0001_a.sql:1: no `-- upgrade` section",
            "write `-- upgrade` on its own line"
        ]),
        files!("no_rollback", Postgres, ["0001_a.sql": "-- upgrade\nSELECT 1;\n"], [
            "/0001_a.sql:2: no `-- rollback` section",
            "irreversible"
        ]),
        files!("swallowed", Postgres,
            ["0001_a.sql": "-- upgrade\nSELECT 1\n-- rollback\nSELECT 2;\n"], [
            "/0001_a.sql:4: no `-- rollback` section",
            "`-- rollback` in line 3 stands within a statement: end that with `;`"
        ]),
        files!("empty_rollback", Postgres, ["0001_a.sql": "-- upgrade\nSELECT 1;\n-- rollback\n"], [
            "/0001_a.sql:3: the rollback holds no statement",
            "irreversible"
        ]),
        files!("repeated", Postgres,
            ["0001_a.sql": "-- upgrade\nSELECT 1;\n-- upgrade\n-- rollback\nSELECT 1;\n"], [
            "/0001_a.sql:3: a second `-- upgrade`, after that in line 1"
        ]),
        files!("misspelt", Postgres,
            ["0001_a.sql": "--upgrade\nSELECT 1;\n-- Rollback\nSELECT 1;\n"], [
            "/0001_a.sql:1: not a section marker: `--upgrade`",
            "/0001_a.sql:3: not a section marker: `-- Rollback`",
            "write `-- rollback` at the beginning of its own line"
        ]),
        files!("quote", Postgres, ["0001_a.sql": "-- upgrade\nSELECT 'a;\n-- rollback\n"], [
            "/0001_a.sql:2: string is not closed (column 8)"
        ]),
        files!("directive", Postgres,
            ["0001_a.sql": "-- dbwarden: notransaction\n-- upgrade\nSELECT 1;\n-- rollback\nSELECT 1;\n"], [
            "/0001_a.sql:1: unknown directive: `notransaction`",
            "write `-- dbwarden: no-transaction`"
        ]),
        files!("concurrently", Postgres,
            ["0001_a.sql": "-- upgrade\nCREATE INDEX CONCURRENTLY i ON a (b);\n-- rollback\nVACUUM;\n"], [
            "/0001_a.sql:2: `CREATE INDEX CONCURRENTLY` cannot run in a transaction",
            "/0001_a.sql:4: `VACUUM` cannot run in a transaction",
            "write `-- dbwarden: no-transaction` above `-- upgrade`"
        ]),
        files!("control", Sqlite,
            ["0001_a.sql": "-- upgrade\nBEGIN;\nSELECT 1;\nCOMMIT;\n-- rollback\nSELECT 1;\n"], [
            "/0001_a.sql:2: `BEGIN` in a migration that runs in a transaction already",
            "/0001_a.sql:4: `COMMIT` in a migration"
        ]),
        files!("use", MySql, ["0001_a.sql": "-- upgrade\nUSE other;\n-- rollback\nSELECT 1;\n"], [
            "/0001_a.sql:2: `USE` would send what follows to another database"
        ]),
        files!("copy", Postgres,
            ["0001_a.sql": "-- upgrade\nCOPY a FROM stdin;\n1\n\\.\n-- rollback\nSELECT 1;\n"], [
            "/0001_a.sql:2: `COPY .. FROM STDIN` needs a client",
            "pg_dump --inserts"
        ]),
        files!("depends_on", Postgres, [
            "0001_a.sql": "-- dbwarden: depends-on 0002\n-- upgrade\nSELECT 1;\n-- rollback\nSELECT 1;\n",
            "0002_b.sql": "-- dbwarden: depends-on 0007\n-- upgrade\nSELECT 1;\n-- rollback\nSELECT 1;\n"
        ], [
            "/0001_a.sql:1: depends on a later migration: 0002",
            "/0002_b.sql:1: depends on a migration that is not there: 0007"
        ]),
        Case {
            name: "empty",
            hashed: &[("0001_a.sql", "-- upgrade\n\n-- rollback\n")],
            expected: &["/0001_a.sql:1: the upgrade holds no statement"],
            ..CASE
        },
        Case {
            name: "everything",
            hashed: &[("0001_a.sql", GOOD), ("0002_b.sql", GOOD)],
            after: &[
                ("0001_a.sql", None),
                ("0002_b.sql", Some("-- upgrade\nSELECT 1;\n-- rollback\nSELECT 2;\n")),
                ("0002_c.sql", Some("-- upgrade\nSELECT \"a;\n")),
                ("3_d.sql", Some("SELECT 1;")),
            ],
            expected: &[
                "/0001_a.sql: listed in the manifest",
                "/0002_b.sql: upgrade and rollback differ",
                "/0002_c.sql: not in the manifest",
                "/0002_c.sql: version 0002 is taken",
                "/0002_c.sql:2: name in double quotes is not closed",
                "/3_d.sql: the version has fewer than four digits",
                "/3_d.sql:1: no `-- upgrade` section",
            ],
            ..CASE
        },
    ]
}

/// What rustc says of each binary of a package.
fn messages(package: &Package) -> BTreeMap<String, Vec<String>> {
    let output = package.cargo(&["check", "--bins", "--keep-going", "--message-format=json"]);
    let mut messages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        if line["message"]["level"] == "error" {
            let target = line["target"]["name"].as_str().unwrap().to_string();
            let text = line["message"]["message"].as_str().unwrap().to_string();
            messages.entry(target).or_default().push(text);
        }
    }
    assert!(!messages.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    messages
}

#[test]
fn a_broken_folder_does_not_compile_and_one_message_says_all() {
    let package = Package::new("faults");
    for case in cases() {
        let folder = format!("cases/{}", case.name);
        std::fs::create_dir_all(package.path(&folder)).unwrap();
        for (name, text) in case.hashed {
            package.write(&format!("{folder}/{name}"), text);
        }
        package.hash(&folder, case.dialect);
        for (name, text) in case.after {
            match text {
                Some(text) => package.write(&format!("{folder}/{name}"), text),
                None => std::fs::remove_file(package.path(&format!("{folder}/{name}"))).unwrap(),
            }
        }
        package.write(
            &format!("src/bin/{}.rs", case.name),
            &format!("fn main() {{ let _ = dbwarden::migrate!(dir = \"{folder}\"); }}\n"),
        );
    }
    let messages = messages(&package);
    for case in cases() {
        let said = messages.get(case.name).unwrap_or_else(|| panic!("{} compiles", case.name));
        // rustc adds how many errors there were.
        let own: Vec<_> = said.iter().filter(|text| !text.starts_with("aborting")).collect();
        assert_eq!(own.len(), 1, "{}: {own:#?}", case.name);
        let folder = format!("cases/{}", case.name);
        for line in case.expected {
            let line =
                if line.starts_with('/') { format!("{folder}{line}") } else { (*line).into() };
            assert!(own[0].contains(&line), "{}: no `{line}` in\n{}", case.name, own[0]);
        }
    }
}

#[test]
fn the_folder_is_found_or_the_message_says_how_to_name_it() {
    let package = Package::new("places");
    for database in ["primary", "analytics"] {
        package.write(&format!("migrations/{database}/0001_a.sql"), GOOD);
        package.hash(&format!("migrations/{database}"), Dialect::Postgres);
    }
    for (name, call) in [
        ("several", "migrate!()"),
        ("unknown", "migrate!(\"reports\")"),
        ("path", "migrate!(\"db/sql\")"),
        ("nowhere", "migrate!(dir = \"db/sql\")"),
        ("word", "migrate!(folder = \"db\")"),
        (
            "good",
            "migrate!(\"analytics\"); let _ = dbwarden::migrate!(dir = \"migrations/primary\")",
        ),
    ] {
        package.write(
            &format!("src/bin/{name}.rs"),
            &format!("fn main() {{ let _ = dbwarden::{call}; }}\n"),
        );
    }
    package
        .write("src/bin/test.rs", "#[dbwarden::test]\nasync fn with(pool: P) {}\nfn main() {}\n");
    let messages = messages(&package);
    for (name, expected) in [
        ("test", "hint: name one: `#[dbwarden::test(database = \"analytics\")]`"),
        (
            "several",
            "several databases in `migrations`: `analytics`, `primary`\nhint: name one: `migrate!(\"analytics\")`",
        ),
        ("unknown", "hint: the databases are `analytics`, `primary`"),
        ("path", "hint: a folder is written `migrate!(dir = \"db/sql\")`"),
        ("nowhere", "no such folder: `db/sql`\nhint: it is looked for beside Cargo.toml"),
        ("word", "hint: `migrate!()`, `migrate!(\"analytics\")` or `migrate!(dir = \"db/sql\")`"),
    ] {
        assert!(messages[name][0].contains(expected), "{name}: {}", messages[name][0]);
    }
    assert!(!messages.contains_key("good"), "{:?}", messages["good"]);
}
