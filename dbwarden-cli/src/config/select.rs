//! Which databases a command is about.

use clap::Args;

use super::{Database, Project, keys};
use crate::error::{Error, Result};

/// `--database` and `--all`.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Which database")]
pub(crate) struct Selection {
    /// The database, by its name in dbwarden.toml [default: the only one, or the one with `default = true`]
    #[arg(short, long, value_name = "NAME")]
    pub(crate) database: Option<String>,
    /// All databases of dbwarden.toml, one after the other
    #[arg(long, conflicts_with = "database")]
    pub(crate) all: bool,
}

impl Selection {
    /// The databases that are meant, in the order of the file.
    pub(crate) fn of<'p>(&self, project: &'p Project) -> Result<Vec<&'p Database>> {
        if self.all {
            return Ok(project.databases.iter().collect());
        }
        let found = match &self.database {
            Some(name) => Some(project.named(name)?),
            None => project.default_database(),
        };
        found.map(|database| vec![database]).ok_or_else(|| {
            let names = keys::list(project.names());
            Error::new(format!("{} has several databases: {names}", project.file.display()))
                .hint("name one with `--database NAME`, take `--all`, or set `default = true` on one of them")
        })
    }
}

impl Project {
    fn names(&self) -> impl Iterator<Item = &str> {
        self.databases.iter().map(|database| database.name.as_str())
    }

    fn named(&self, name: &str) -> Result<&Database> {
        self.databases.iter().find(|database| database.name == name).ok_or_else(|| {
            let error = Error::new(format!("no database `{name}` in `{}`", self.file.display()));
            match keys::nearest(name, self.names()) {
                Some(nearest) => error.hint(format!("did you mean `--database {nearest}`?")),
                None => error.hint(format!("it has {}", keys::list(self.names()))),
            }
        })
    }

    fn default_database(&self) -> Option<&Database> {
        match self.databases.as_slice() {
            [only] => Some(only),
            several => several.iter().find(|database| database.default),
        }
    }
}
