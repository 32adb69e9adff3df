//! A database that a command works on: its settings, its URL and its migrations.

use dbwarden::Migrator;
use dbwarden_core::migration::{Migration, MigrationSet, Version};
use serde_json::Value;

use super::{Format, rehash};
use crate::config::{Database, DatabaseUrl, Project, Selection};
use crate::error::{Error, Result};
use crate::output::{Printer, STRONG, paint};
use crate::source::migrations::Migrations;

/// Whether a command reads the files of migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Files {
    Read,
    /// What the database keeps has to do.
    Ignored,
}

/// One of the databases that were selected, ready to be asked.
pub(crate) struct Target<'p> {
    pub(crate) database: &'p Database,
    pub(crate) url: DatabaseUrl,
    pub(crate) migrations: Migrations,
    pub(crate) migrator: Migrator,
}

impl<'p> Target<'p> {
    /// Reads the folder of migrations and checks it. Files that were edited and are not applied yet
    /// are offered for hashing where somebody can be asked.
    pub(crate) async fn open(
        project: &Project,
        database: &'p Database,
        printer: &Printer,
    ) -> Result<Self> {
        let url = project.url(database)?;
        let mut migrations = Migrations::read(&database.migrations)?;
        let set = match migrations.set(&database.name, url.dialect()) {
            Ok(set) => set,
            Err(faults) => {
                rehash::offer(&migrations, &faults, &url, printer).await?;
                migrations = Migrations::read(&database.migrations)?;
                let set = migrations.set(&database.name, url.dialect());
                set.map_err(|faults| migrations.refuse(&faults))?
            }
        };
        let migrator = Migrator::new(set).lock(database.lock);
        Ok(Self { database, url, migrations, migrator })
    }

    /// The database alone, as if there were no files.
    fn without_files(project: &Project, database: &'p Database) -> Result<Self> {
        let url = project.url(database)?;
        let name = database.name.clone();
        let set = MigrationSet::new(name, url.dialect(), Vec::new(), Vec::new());
        let migrator = Migrator::new(set).lock(database.lock);
        Ok(Self { database, url, migrations: Migrations::default(), migrator })
    }

    /// The migrations.
    pub(crate) fn set(&self) -> &MigrationSet {
        self.migrator.set()
    }

    /// A version that a file has, so that a mistyped one does not mean *all* or *none*.
    pub(crate) fn known_version(&self, version: Version) -> Result<Version> {
        if self.set().version(version).is_some() {
            return Ok(version);
        }
        let error = Error::new(format!(
            "no migration of `{}` has the version: {version}",
            self.database.name
        ));
        let last = self.set().migrations().iter().filter_map(Migration::version).max();
        Err(match last {
            Some(last) => {
                error.hint(format!("the last one is {last}; see `dbwarden status --verbose`"))
            }
            None => error.hint("there are no versioned migrations yet"),
        })
    }
}

/// Does the work of a command on each of the selected databases, and prints what it returns as JSON
/// where that was asked for: one object, or with `--all` a list of them.
pub(crate) async fn on_each(
    selection: &Selection,
    format: Format,
    project: &Project,
    printer: &Printer,
    work: impl AsyncFnMut(&Target<'_>) -> Result<Value>,
) -> Result<()> {
    on_each_with(Files::Read, selection, format, project, printer, work).await
}

/// The same, with or without the files.
pub(crate) async fn on_each_with(
    files: Files,
    selection: &Selection,
    format: Format,
    project: &Project,
    printer: &Printer,
    mut work: impl AsyncFnMut(&Target<'_>) -> Result<Value>,
) -> Result<()> {
    let databases = selection.of(project)?;
    let several = databases.len() > 1;
    let mut values = Vec::with_capacity(databases.len());
    for database in databases {
        if several && !format.json {
            heading(printer, database)?;
        }
        let target = match files {
            Files::Read => Target::open(project, database, printer).await?,
            Files::Ignored => Target::without_files(project, database)?,
        };
        values.push(work(&target).await?);
    }
    match values.as_slice() {
        _ if !format.json => Ok(()),
        [value] if !selection.all => printer.json(value),
        values => printer.json(&values),
    }
}

/// Says of which database the next lines are.
pub(crate) fn heading(printer: &Printer, database: &Database) -> Result<()> {
    printer.line(format_args!("Database: {}", paint(STRONG, &database.name)))
}

/// Reads `0004` and `4`.
pub(crate) fn version(text: &str) -> Result<Version, String> {
    let number = text.parse().map_err(|_| "a version is a number, such as 0004".to_owned())?;
    Ok(Version::new(number))
}
