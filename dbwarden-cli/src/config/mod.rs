//! What a project says of itself: `dbwarden.toml`, `.env`, and which databases a command is about.

mod environment;
mod file;
mod find;
mod keys;
mod select;
mod url;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use dbwarden::policy;
use dbwarden_core::dialect::Dialect;

pub(crate) use environment::Environment;
pub(crate) use find::FILE_NAME;
pub(crate) use select::Selection;
pub(crate) use url::DatabaseUrl;

use crate::error::{Error, Result};

/// A project: its file of settings, read, and the variables that the settings may name.
#[derive(Debug)]
pub(crate) struct Project {
    /// `dbwarden.toml`, as it is reached from the current folder.
    pub(crate) file: PathBuf,
    /// The features of the user's crate that count as switched on when models are read.
    pub(crate) features: Vec<String>,
    /// Rust types that the source does not explain, and what stands for them.
    pub(crate) types: BTreeMap<String, String>,
    /// The databases, in the order of the file.
    pub(crate) databases: Vec<Database>,
    /// The process environment and `.env`.
    pub(crate) environment: Environment,
}

/// One `[database.NAME]`, as it was written.
#[derive(Debug, Default)]
pub(crate) struct Database {
    /// Its name: the prefix of its migration files.
    pub(crate) name: String,
    /// Whether it is meant where none is named.
    pub(crate) default: bool,
    /// Its URL, variables not filled in yet.
    pub(crate) url: String,
    /// Files and folders of models, relative to `dbwarden.toml`.
    pub(crate) models: Vec<String>,
    /// The folder of its migrations, as it is reached from the current folder.
    pub(crate) migrations: PathBuf,
    /// A server to try things on, where the database's own does not allow it.
    pub(crate) scratch_url: Option<String>,
    /// Whether indexes of existing tables are built without blocking writes (PostgreSQL).
    pub(crate) concurrent_indexes: bool,
    /// What keeps two processes from migrating it at the same time.
    pub(crate) lock: policy::Lock,
}

impl Project {
    /// The project of the current folder, or of the file that `--config` names.
    pub(crate) fn load(file: Option<PathBuf>) -> Result<Self> {
        let file = match file {
            Some(file) => file,
            None => find::upward(&std::env::current_dir()?)?,
        };
        let text =
            std::fs::read_to_string(&file).map_err(|error| Error::file("read", &file, error))?;
        let environment = Environment::load(&file)?;
        let mut project = file::parse(&text, file, environment)?;
        find::flat_migrations(&mut project);
        Ok(project)
    }

    /// Whether a text would do as settings.
    pub(crate) fn check(text: &str, file: &Path) -> Result<()> {
        file::parse(text, file.to_owned(), Environment::default()).map(|_| ())
    }

    /// The folder of `dbwarden.toml`, as it is reached from the current one; may be empty.
    pub(crate) fn root(&self) -> &Path {
        self.file.parent().unwrap_or(Path::new(""))
    }

    /// The URL of a database, ready to connect to.
    pub(crate) fn url(&self, database: &Database) -> Result<DatabaseUrl> {
        self.resolve(database, "url", &database.url)
    }

    /// The URL of the scratch server, where one was named: here, or in the settings.
    pub(crate) fn scratch_url(
        &self,
        database: &Database,
        named: Option<&str>,
    ) -> Result<Option<DatabaseUrl>> {
        let url = named.or(database.scratch_url.as_deref());
        url.map(|url| self.resolve(database, "scratch_url", url)).transpose()
    }

    /// What kind of database it is, if the scheme says so without any variable being set.
    pub(crate) fn dialect(&self, database: &Database) -> Result<Dialect> {
        Dialect::from_url(&database.url).map_or_else(|| Ok(self.url(database)?.dialect()), Ok)
    }

    fn resolve(&self, database: &Database, key: &str, url: &str) -> Result<DatabaseUrl> {
        let at = || format!("`{key}` of database `{}`", database.name);
        let url = self.environment.expand(url).map_err(|missing| missing.error(&at()))?;
        DatabaseUrl::parse(&url, self.root(), &at())
    }
}
