//! Pairs of schemas as files of SQL, through the built command, and what it writes run on live
//! databases: up, down and up again.
//!
//! A case is a folder `tests/cases/DATABASE/NAME` with `from.sql` and `to.sql`; `upgrade.sql` and
//! `rollback.sql` beside them are what `dbwarden diff --out sql` is to print. `UPDATE_GOLDEN=1` writes
//! these two: read them before you keep them. Whether they lead from the one schema to the other, and
//! back, is told by the database's own tools. Rows that `rows.sql` puts in between must come through
//! both directions as they were. `arguments.txt` holds further arguments, such as renames. `stderr.txt` holds what the command tells people; a case that it refuses
//! has nothing else. `only=NAME` in the environment takes the cases of that name alone.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use dbwarden_core::dialect::Dialect;
use dbwarden_core::sql::split;
use dbwarden_tests::{Database, catalog, cli, servers};
use tempfile::TempDir;

#[path = "diff/generated.rs"]
mod generated;
#[path = "diff/schemas.rs"]
mod schemas;

/// How many cases run at once.
const WORKERS: usize = 4;

#[test]
fn postgres() {
    every_case(Dialect::Postgres, "postgres", 50);
}

#[test]
fn mariadb() {
    every_case(Dialect::MySql, "mariadb", 50);
}

#[test]
fn sqlite() {
    every_case(Dialect::Sqlite, "sqlite", 60);
}

/// Runs the cases of one database and tells of all that fail.
fn every_case(dialect: Dialect, folder: &str, at_least: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases").join(folder);
    let only = std::env::var("only").ok();
    let mut cases: Vec<PathBuf> = fs::read_dir(&root)
        .expect("there are cases")
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| only.as_deref().is_none_or(|only| path.ends_with(only)))
        .collect();
    cases.sort();
    assert!(cases.len() >= at_least || only.is_some(), "only {} cases", cases.len());
    let failures = Mutex::new(Vec::new());
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..WORKERS {
            scope.spawn(|| {
                while let Some(path) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(failure) = (Case { dialect, path }).run() {
                        let name = path.file_name().unwrap_or_default().display();
                        failures.lock().expect("unpoisoned").push(format!("{name}: {failure}"));
                    }
                }
            });
        }
    });
    let mut failures = failures.into_inner().expect("unpoisoned");
    failures.sort();
    assert!(
        failures.is_empty(),
        "{} of {}:\n\n{}",
        failures.len(),
        cases.len(),
        failures.join("\n\n")
    );
}

struct Case<'a> {
    dialect: Dialect,
    path: &'a Path,
}

impl Case<'_> {
    fn run(&self) -> Result<(), String> {
        let Some((upgrade, rollback)) = self.diff()? else { return Ok(()) };
        self.compare_with("upgrade.sql", &upgrade)?;
        self.compare_with("rollback.sql", &rollback)?;
        self.prove(&upgrade, &rollback)
    }

    fn text(&self, name: &str) -> Result<String, String> {
        let path = self.path.join(name);
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The two sections of the migration that the command prints; `None` where it refuses, as the case
    /// says that it does.
    fn diff(&self) -> Result<Option<(String, String)>, String> {
        let mut command = Command::new(cli());
        command.current_dir(self.path).args(["diff", "--from", "from.sql", "--to", "to.sql"]);
        command.args(["--out", "sql", "--dialect", self.dialect.name()]);
        if self.dialect != Dialect::Sqlite {
            command.args(["--scratch-url", &servers::server(self.dialect).admin_url()]);
        }
        if let Ok(further) = self.text("arguments.txt") {
            command.args(further.split_whitespace());
        }
        let output = command.output().map_err(|error| error.to_string())?;
        let told = String::from_utf8_lossy(&output.stderr);
        let tells = self.path.join("stderr.txt").is_file();
        if tells {
            self.compare_with("stderr.txt", &told)?;
        }
        if output.status.code() == Some(2) {
            let is_refused = tells && !self.path.join("upgrade.sql").is_file();
            return if is_refused { Ok(None) } else { Err(format!("the command failed: {told}")) };
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let mut sections = (String::new(), String::new());
        let mut head = String::new();
        let mut below = None;
        for line in text.lines() {
            match line {
                "-- upgrade" => below = Some(false),
                "-- rollback" => below = Some(true),
                _ => match below {
                    None => head.push_str(&format!("{line}\n")),
                    Some(false) => sections.0.push_str(&format!("{line}\n")),
                    Some(true) => sections.1.push_str(&format!("{line}\n")),
                },
            }
        }
        let head = head.trim();
        let head = if head.is_empty() { String::new() } else { format!("{head}\n\n") };
        Ok(Some((format!("{head}{}\n", sections.0.trim()), format!("{}\n", sections.1.trim()))))
    }

    fn compare_with(&self, name: &str, found: &str) -> Result<(), String> {
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            return fs::write(self.path.join(name), found).map_err(|error| error.to_string());
        }
        let expected = self.text(name).unwrap_or_default();
        if expected == found { Ok(()) } else { Err(format!("{name} is now:\n{found}")) }
    }

    fn prove(&self, upgrade: &str, rollback: &str) -> Result<(), String> {
        let (from, to) = (self.text("from.sql")?, self.text("to.sql")?);
        let wanted = Place::new(self.dialect);
        wanted.run(&to)?;
        let wanted = wanted.facts();
        let place = Place::new(self.dialect);
        place.run(&from)?;
        let before = place.facts();
        if let Ok(rows) = self.text("rows.sql") {
            place.run(&rows)?;
        }
        let rows = place.rows();
        place.migrate(upgrade, upgrade).map_err(|error| format!("upgrade: {error}"))?;
        same(&wanted, &place.facts()).map_err(|lines| format!("after the upgrade:\n{lines}"))?;
        place.migrate(upgrade, rollback).map_err(|error| format!("rollback: {error}"))?;
        same(&before, &place.facts()).map_err(|lines| format!("after the rollback:\n{lines}"))?;
        same(&rows, &place.rows()).map_err(|lines| format!("rows:\n{lines}"))?;
        place.migrate(upgrade, upgrade).map_err(|error| format!("upgrade once more: {error}"))?;
        same(&wanted, &place.facts()).map_err(|lines| format!("after both:\n{lines}"))
    }
}

/// What two lists of facts do not have in common.
fn same(wanted: &[String], found: &[String]) -> Result<(), String> {
    let mut lines = String::new();
    let missing = wanted.iter().filter(|line| !found.contains(line));
    let unwanted = found.iter().filter(|line| !wanted.contains(line));
    for (mark, line) in missing.map(|line| ('-', line)).chain(unwanted.map(|line| ('+', line))) {
        let _ = writeln!(lines, "  {mark} {line}");
    }
    if lines.is_empty() && wanted.len() != found.len() {
        let _ = writeln!(lines, "  {} lines instead of {}", found.len(), wanted.len());
    }
    if lines.is_empty() { Ok(()) } else { Err(lines) }
}

/// A database for one case, and what keeps it alive.
enum Place {
    Server(Database),
    File { _folder: TempDir, url: String },
}

impl Place {
    fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => {
                let (folder, url) = servers::sqlite_file();
                Self::File { _folder: folder, url }
            }
            dialect => Self::Server(servers::server(dialect).create_database()),
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::Server(database) => database.url(),
            Self::File { url, .. } => url,
        }
    }

    fn run(&self, sql: &str) -> Result<(), String> {
        servers::execute(self.url(), sql)
    }

    /// Runs a section as the runner would; the directives stand above the upgrade.
    fn migrate(&self, upgrade: &str, section: &str) -> Result<(), String> {
        let has = |directive: &str| {
            upgrade.lines().any(|line| line == format!("-- dbwarden: {directive}"))
        };
        let is_mysql = matches!(self, Self::Server(it) if it.dialect() == Dialect::MySql);
        if section.trim().is_empty() {
            // The same schema in another spelling.
            return Ok(());
        }
        if is_mysql {
            return self.run(&as_sent(section));
        }
        if has("no-transaction") {
            return self.run(section);
        }
        let before = if has("foreign-keys-off") { "PRAGMA foreign_keys = OFF;\n" } else { "" };
        self.run(&format!("{before}BEGIN;\n{section}COMMIT;\n"))
    }

    /// The schema in no order: ALTER puts columns at the end.
    fn facts(&self) -> Vec<String> {
        sorted(&catalog::facts(self.url()))
    }

    fn rows(&self) -> Vec<String> {
        sorted(&catalog::dump_rows(self.url()))
    }
}

/// What a server of MySQL sees of a text: `DELIMITER` is for clients.
fn as_sent(sql: &str) -> String {
    let statements = split(Dialect::MySql, sql).statements.into_iter();
    statements.map(|range| format!("{};\n", &sql[range.start..range.end])).collect()
}

fn sorted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> =
        text.lines().map(|line| line.trim().trim_end_matches(',').to_owned()).collect();
    lines.sort();
    lines
}
