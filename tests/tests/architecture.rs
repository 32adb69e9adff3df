//! Data flows one way: the promises of ARCHITECTURE.md that a program can check.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dbwarden_tests::project::workspace;

/// The stages of `dbwarden-core`; each may import itself and those before it.
const STAGES: [&str; 7] = ["dialect", "sql", "migration", "schema", "diff", "plan", "lint"];

/// How far a file of the dialects' rooms may look: as far as the stage that asks its questions.
const ROOMS: [(&str, &str); 25] = [
    ("lex", "sql"),
    ("bodies", "sql"),
    ("printed", "sql"),
    ("defaults", "sql"),
    ("types", "schema"),
    ("spellings", "schema"),
    ("type_text", "schema"),
    ("catalog", "schema"),
    ("objects", "schema"),
    ("compare", "diff"),
    ("columns", "plan"),
    ("constraints", "plan"),
    ("convert", "plan"),
    ("copy", "plan"),
    ("declared", "plan"),
    ("definition", "plan"),
    ("not_null", "plan"),
    ("options", "plan"),
    ("shown", "plan"),
    ("views", "schema"),
    ("sequences", "plan"),
    ("rebuild", "plan"),
    ("retype", "plan"),
    ("render", "plan"),
    ("restored", "plan"),
];

/// What `dialect/mod.rs` names besides: the questions to which it hands out the rooms.
const QUESTIONS: [&str; 2] = ["crate::diff::Compare", "crate::plan::Render"];

/// Which crates of the workspace each of them may depend on.
const DEPENDENCIES: [(&str, &[&str]); 5] = [
    ("dbwarden-core", &[]),
    ("dbwarden-model", &[]),
    ("dbwarden-macros", &["dbwarden-core", "dbwarden-model"]),
    ("dbwarden", &["dbwarden-core", "dbwarden-macros"]),
    ("dbwarden-cli", &["dbwarden", "dbwarden-core", "dbwarden-model"]),
];

#[test]
fn a_stage_imports_only_earlier_stages() {
    let core = workspace().join("dbwarden-core/src");
    let mut seen = 0;
    for file in rust_files(&core) {
        let Some(reach) = reach(&file, &core) else { continue };
        let mut code = code(&file);
        if file == core.join("dialect/mod.rs") {
            code = QUESTIONS.iter().fold(code, |code, question| code.replace(question, ""));
        }
        for module in imports(&code) {
            let Some(found) = STAGES.iter().position(|stage| **stage == module) else { continue };
            seen += 1;
            assert!(
                found <= reach,
                "{} imports `{module}`, which comes after `{}`",
                file.display(),
                STAGES[reach]
            );
        }
    }
    assert!(seen > 20, "only {seen} imports were found: is this test looking at the right place?");
}

#[test]
fn diff_and_plan_name_no_database() {
    for stage in ["diff", "plan"] {
        for file in rust_files(&workspace().join("dbwarden-core/src").join(stage)) {
            let code = code(&file).to_lowercase();
            for name in ["postgres", "mysql", "mariadb", "sqlite"] {
                assert!(!code.contains(name), "{} names {name}", file.display());
            }
        }
    }
}

#[test]
fn the_core_is_pure() {
    for package in ["dbwarden-core", "dbwarden-model"] {
        for file in rust_files(&workspace().join(package).join("src")) {
            // The macro and the command load a folder alike: this one file reads it for both.
            let reads_folder = file.ends_with("migration/folder.rs");
            let code =
                code(&file).replace("use std::fs;", if reads_folder { "" } else { "std::fs" });
            for impure in
                ["async ", "std::fs", "std::env", "std::process", "std::time", "std::net::Tcp"]
            {
                assert!(!code.contains(impure), "{} uses `{impure}`", file.display());
            }
        }
    }
}

#[test]
fn crates_depend_one_way() {
    for (package, allowed) in DEPENDENCIES {
        let manifest = read(&workspace().join(package).join("Cargo.toml"));
        let names = manifest.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
        for name in names.filter(|name| name.starts_with("dbwarden")) {
            assert!(allowed.contains(&name), "`{package}` depends on `{name}`");
        }
        let is_pure = matches!(package, "dbwarden-core" | "dbwarden-model" | "dbwarden-macros");
        for heavy in ["sqlx", "tokio"] {
            let depends = manifest.lines().any(|line| line.starts_with(heavy));
            assert!(!(is_pure && depends), "`{package}` depends on `{heavy}`");
        }
    }
}

#[test]
fn drivers_do_not_know_who_drives() {
    let library = workspace().join("dbwarden/src");
    for room in ["driver", "inspect"] {
        for file in rust_files(&library.join(room)) {
            for module in imports(&code(&file)) {
                assert!(module != "apply", "{} imports `apply`", file.display());
            }
        }
    }
}

#[test]
fn only_the_printer_prints() {
    let command = workspace().join("dbwarden-cli/src");
    let printer = command.join("output");
    for file in rust_files(&command).into_iter().filter(|file| !file.starts_with(&printer)) {
        let code = code(&file);
        for macro_name in ["println!", "print!"] {
            let prints = code.lines().any(|line| {
                line.match_indices(macro_name)
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric()))
            });
            let is_main = file == command.join("main.rs");
            assert!(is_main || !prints, "{} calls `{macro_name}`", file.display());
        }
        let in_room = |room: &str| file.starts_with(command.join(room));
        if in_room("config") || in_room("source") {
            let commands = imports(&code).contains("commands");
            assert!(!commands, "{} imports `commands`", file.display());
        }
    }
}

#[test]
fn files_are_short_and_finished() {
    let unfinished = ["todo", "unimplemented"].map(|name| format!("{name}!("));
    let notes = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"]].map(|parts| parts.concat());
    let skipped = format!("#[{}", "ignore");
    for folder in MEMBERS {
        for file in rust_files(&workspace().join(folder)) {
            let text = read(&file);
            let lines = text.lines().count();
            assert!(lines < 500, "{} has {lines} lines", file.display());
            for word in unfinished.iter().chain(&notes).chain([&skipped]) {
                assert!(!text.contains(word.as_str()), "{} has `{word}`", file.display());
            }
        }
    }
}

const MEMBERS: [&str; 7] = [
    "dbwarden",
    "dbwarden-cli",
    "dbwarden-core",
    "dbwarden-macros",
    "dbwarden-model",
    "examples",
    "tests",
];

/// The last stage that a file of the core may import, as a position in [`STAGES`].
fn reach(file: &Path, core: &Path) -> Option<usize> {
    let inside = file.strip_prefix(core).expect("the file lies in the core");
    let parts: Vec<_> =
        inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let stage = STAGES.iter().position(|stage| *stage == parts[0].trim_end_matches(".rs"))?;
    if STAGES[stage] != "dialect" {
        return Some(stage);
    }
    let mut rooms = parts[1..].iter().map(|part| part.trim_end_matches(".rs"));
    let room = rooms.find_map(|part| ROOMS.iter().find(|(name, _)| *name == part));
    let name = room.map_or("dialect", |(_, stage)| stage);
    STAGES.iter().position(|stage| *stage == name)
}

/// The modules of the own crate that code names: `x` of `crate::x` and `crate::{x, y::z}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut modules = BTreeSet::new();
    let word = |text: &str| -> String {
        text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
    };
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            modules.insert(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut is_start = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => is_start = true,
                c if c.is_whitespace() => {}
                _ if is_start => {
                    modules.insert(word(&group[at..]));
                    is_start = false;
                }
                _ => {}
            }
        }
    }
    modules
}

/// The code of a file without its comments and without tests.
fn code(file: &Path) -> String {
    let is_test = |part: &str| matches!(part, "tests" | "tests.rs") || part.ends_with("_tests.rs");
    let inside = file.strip_prefix(workspace()).expect("the file lies in the workspace");
    if inside.iter().any(|part| part.to_str().is_some_and(is_test)) {
        return String::new();
    }
    let text = read(file);
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| line.split(" // ").next().unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", folder.display()));
    let mut files = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() && !path.ends_with("target") {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn read(path: &Path) -> String {
    fs::read_to_string(path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
}

#[test]
fn imports_are_found_in_every_form() {
    let code = "use crate::sql::ident;\nuse crate::{diff::{Change, Other}, plan, schema::x};\n\
                fn f() -> crate::migration::Name {}";
    let found: Vec<_> = imports(code).into_iter().collect();
    assert_eq!(found, ["diff", "migration", "plan", "schema", "sql"]);
}
