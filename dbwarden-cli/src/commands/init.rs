//! `init`

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::Outcome;
use crate::config::{FILE_NAME, Project};
use crate::error::{Error, Result};
use crate::output::Printer;

/// Start a project: settings, a folder of migrations, and a first model where there is none
///
/// What is there already is left as it is.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden init                                       SQLite, in this folder
  dbwarden init --url 'postgres://localhost/app'      another database
  dbwarden init --url '${DATABASE_URL}'               from the environment or `.env`
")]
pub(crate) struct Init {
    /// The folder of your crate
    #[arg(value_name = "FOLDER", default_value = ".", hide_default_value = true)]
    folder: PathBuf,

    /// The URL to write into dbwarden.toml; without a password, please: use a variable
    #[arg(long, default_value = "${DATABASE_URL:-sqlite://app.db}")]
    url: String,

    /// The name of the database, which begins the names of its files
    #[arg(short, long, value_name = "NAME", default_value = "primary")]
    database: String,
}

const FIRST_MODEL: &str = r#"//! What sqlx reads, dbwarden migrates.

/// A first model, to be changed.
#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "users")]
pub struct User {
    #[dbwarden(primary_key)]
    pub id: i64,
    #[dbwarden(length = 255, unique)]
    pub email: String,
    pub bio: Option<String>,
}
"#;

impl Init {
    pub(crate) fn run(&self, printer: &Printer) -> Result<Outcome> {
        let root: PathBuf =
            self.folder.components().filter(|part| part.as_os_str() != ".").collect();
        let settings = root.join(FILE_NAME);
        if settings.exists() {
            return Err(Error::new(format!("`{}` is there already", settings.display()))
                .hint("edit it, or look at how it is understood: `dbwarden config`"));
        }
        let found = models(&root);
        let source = found.clone().unwrap_or_else(|| "src/models.rs".to_owned());
        let text = self.settings(&source);
        Project::check(&text, &settings)?;
        let migrations = root.join("migrations").join(&self.database);
        fs::create_dir_all(&migrations)
            .map_err(|error| Error::file("create", &migrations, error))?;
        if found.is_none() {
            write_new(&root.join(&source), FIRST_MODEL)?;
            printer.line(format_args!("Created model: {}", root.join(&source).display()))?;
        }
        // Settings come last: a run that failed halfway can simply be repeated.
        write_new(&settings, &text)?;
        printer.line(format_args!("Created settings: {}", settings.display()))?;
        printer.line(format_args!("Created folder: {}", migrations.display()))?;
        if found.is_none() {
            printer.hint("add `mod models;` to your crate, then run `dbwarden make-migrations`");
        } else {
            printer.hint(format_args!(
                "models are read from `{source}`; run `dbwarden make-migrations`"
            ));
        }
        Ok(Outcome::Done)
    }

    fn settings(&self, models: &str) -> String {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        format!(
            "[database.{}]\n\
             default = true\n\
             url = {} # the scheme says which database it is\n\
             models = [{}] # files or folders of Rust\n",
            key(&self.database),
            quoted(&self.url),
            quoted(models),
        )
    }
}

/// A key as TOML wants it; one that is no name at all is told by the check that follows.
fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        toml::Value::from(name).to_string()
    }
}

/// Where models are already: a file or folder that is called so, or one that derives a model.
fn models(root: &Path) -> Option<String> {
    for known in ["src/models.rs", "src/models"] {
        if root.join(known).exists() {
            return Some(known.to_owned());
        }
    }
    derives_model(&root.join("src"), 0).then(|| "src".to_owned())
}

fn derives_model(folder: &Path, depth: usize) -> bool {
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.flatten().any(|entry| {
        let path = entry.path();
        // Links are not followed, and nobody nests modules so deep.
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => depth < 32 && derives_model(&path, depth + 1),
            Ok(kind) if kind.is_file() && path.extension().is_some_and(|ending| ending == "rs") => {
                fs::read_to_string(&path).is_ok_and(|text| {
                    text.contains("dbwarden::Model") || text.contains("#[dbwarden(")
                })
            }
            _ => false,
        }
    })
}

/// Writes a file that was not there before.
fn write_new(path: &Path, text: &str) -> Result<()> {
    let create = || -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
    };
    create().map_err(|error| Error::file("create", path, error))
}
