//! Which folder is meant.

use std::fs;
use std::path::{Path, PathBuf};

use dbwarden_core::migration::MANIFEST_FILE;

use super::Input;

/// The folder of one database.
pub(crate) struct Located {
    /// Where it is, absolute.
    pub(crate) path: PathBuf,
    /// The same relative to the crate, as messages show it.
    pub(crate) label: String,
    /// What the database is called where no file says it: the name of the folder.
    pub(crate) database: String,
}

/// Who asks, so that a hint can be pasted.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    /// `migrate!(..)`
    Migrate,
    /// `#[dbwarden::test(..)]`
    Test,
}

impl Form {
    fn only(self) -> &'static str {
        match self {
            Self::Migrate => "migrate!()",
            Self::Test => "#[dbwarden::test]",
        }
    }

    fn database(self, name: &str) -> String {
        match self {
            Self::Migrate => format!("migrate!(\"{name}\")"),
            Self::Test => format!("#[dbwarden::test(database = \"{name}\")]"),
        }
    }

    fn folder(self, path: &str) -> String {
        match self {
            Self::Migrate => format!("migrate!(dir = \"{path}\")"),
            Self::Test => format!("#[dbwarden::test(dir = \"{path}\")]"),
        }
    }
}

const ROOT: &str = "migrations";

pub(super) fn locate(input: &Input, form: Form) -> Result<Located, String> {
    let home =
        std::env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo has not set CARGO_MANIFEST_DIR")?;
    let home = PathBuf::from(home);
    let label = match input {
        Input::Folder(dir) => dir.value().trim_end_matches('/').to_string(),
        Input::Database(name) => database(&home, &name.value(), form)?,
        Input::Only => only(&home, form)?,
    };
    let path = home.join(&label);
    if !path.is_dir() {
        return Err(format!("no such folder: `{label}`\nhint: it is looked for beside Cargo.toml"));
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or(ROOT);
    let database = if label == ROOT { "primary" } else { name }.to_string();
    Ok(Located { path, label, database })
}

fn database(home: &Path, name: &str, form: Form) -> Result<String, String> {
    if name.is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
        return Err(format!(
            "not the name of a database: `{name}`\nhint: a folder is written `{}`",
            form.folder(name)
        ));
    }
    let label = format!("{ROOT}/{name}");
    if home.join(&label).is_dir() {
        return Ok(label);
    }
    let hint = match databases(home).as_slice() {
        [] if is_database(&home.join(ROOT)) => {
            format!("`{ROOT}` holds one database alone: write `{}`", form.only())
        }
        [] => "run `dbwarden init`".to_string(),
        known => format!("the databases are {}", list(known)),
    };
    Err(format!("no such folder: `{label}`\nhint: {hint}"))
}

fn only(home: &Path, form: Form) -> Result<String, String> {
    if is_database(&home.join(ROOT)) {
        return Ok(ROOT.to_string());
    }
    let known = databases(home);
    match known.as_slice() {
        [name] => Ok(format!("{ROOT}/{name}")),
        [] if home.join(ROOT).is_dir() => Err(format!(
            "no migrations in `{ROOT}`\nhint: run `dbwarden make-migrations` or `dbwarden new`, or \
             write `{}`",
            form.folder("..")
        )),
        [] => Err(format!(
            "no such folder: `{ROOT}`\nhint: run `dbwarden init`, or write `{}`",
            form.folder("..")
        )),
        [first, ..] => Err(format!(
            "several databases in `{ROOT}`: {}\nhint: name one: `{}`",
            list(&known),
            form.database(first)
        )),
    }
}

/// The folders within `migrations/` that hold a manifest or SQL, in the order of names.
fn databases(home: &Path) -> Vec<String> {
    let entries = fs::read_dir(home.join(ROOT)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| is_database(&entry.path()))
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    names.sort();
    names
}

fn is_database(path: &Path) -> bool {
    let is_sql = |name: &str| name == MANIFEST_FILE || name.ends_with(".sql");
    let mut entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.any(|entry| entry.file_name().to_str().is_some_and(is_sql))
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
