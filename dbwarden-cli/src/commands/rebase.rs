//! `rebase`

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use dbwarden::{LedgerEntry, Migrator, Version};
use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{FileName, Kind, MANIFEST_FILE, MigrationSet, next_version};

use super::Outcome;
use crate::config::{Database, Project, Selection};
use crate::error::{Error, Result};
use crate::output::{GOOD, Printer, STRONG, paint};
use crate::source::canonical::Desired;
use crate::source::migrations::{Additions, Migrations};
use crate::source::{models, snapshot};

/// Give migrations of two branches that have the same number one each
///
/// When two branches have both added a migration 0007, git reports a conflict in the manifest. Keep
/// both files, leave the conflict as it is, and run this: the migration that the database has not
/// applied gets the next free number, and the manifest and the snapshot are written anew.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden rebase
  dbwarden rebase primary__0007_add_age.sql       this one moves; no database is asked
")]
pub(crate) struct Rebase {
    /// The files that get new numbers, by their names [default: of two with the same number, the one
    /// that the database has not applied]
    files: Vec<String>,

    #[command(flatten)]
    selection: Selection,
}

impl Rebase {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        for database in self.selection.of(project)? {
            self.rebase(project, database, printer).await?;
        }
        Ok(Outcome::Done)
    }

    async fn rebase(
        &self,
        project: &Project,
        database: &Database,
        printer: &Printer,
    ) -> Result<()> {
        let mut migrations = Migrations::read(&database.migrations)?;
        let dialect = migrations.dialect().map_or_else(|| project.dialect(database), Ok)?;
        let moving = if self.files.is_empty() {
            unapplied(&migrations, project, database, dialect).await?
        } else {
            named(&self.files, &migrations)?
        };
        if moving.is_empty() {
            printer.line("No two migrations have the same number")?;
        }
        for name in moving {
            let parsed = FileName::parse(&name)
                .map_err(|error| Error::new(format!("`{name}`")).because(error))?;
            let free = next_version(&migrations.folder);
            let prefix = parsed.database.as_deref();
            let to = FileName::render(prefix, Kind::Versioned(free), &parsed.description);
            migrations.rename(&name, &to)?;
            printer.line(format_args!("Renamed: {name} to {}", paint(STRONG, &to)))?;
            migrations = Migrations::read(&database.migrations)?;
        }
        let snapshot = current_snapshot(&migrations, project, database, dialect).await?;
        let written = snapshot.is_some();
        migrations.add(Additions { files: Vec::new(), snapshot }, dialect)?;
        let wrote = |name: &str| {
            let path = database.migrations.join(name);
            printer.line(format_args!("{} {}", paint(GOOD, "Wrote:"), path.display()))
        };
        if written {
            wrote(snapshot::FILE_NAME)?;
        }
        wrote(MANIFEST_FILE)?;
        printer.hint("`dbwarden verify` proves that the migrations still lead to the models");
        Ok(())
    }
}

/// The files of every version that has several.
fn doubles(migrations: &Migrations) -> BTreeMap<Version, Vec<String>> {
    let mut files: BTreeMap<Version, Vec<String>> = BTreeMap::new();
    for file in &migrations.folder.files {
        if let Ok(FileName { kind: Kind::Versioned(version), .. }) = FileName::parse(&file.name) {
            files.entry(version).or_default().push(file.name.clone());
        }
    }
    files.retain(|_, names| names.len() > 1);
    files
}

/// Of files with the same number, those that the database has not applied.
async fn unapplied(
    migrations: &Migrations,
    project: &Project,
    database: &Database,
    dialect: Dialect,
) -> Result<Vec<String>> {
    let doubles = doubles(migrations);
    if doubles.is_empty() {
        return Ok(Vec::new());
    }
    let empty = MigrationSet::new(database.name.clone(), dialect, Vec::new(), Vec::new());
    let history = Migrator::new(empty).history(project.url(database)?.expose()).await?;
    let applied: BTreeSet<&str> = history.iter().map(LedgerEntry::file_name).collect();
    let mut moving = Vec::new();
    for (version, names) in doubles {
        let (stay, go): (Vec<String>, Vec<String>) =
            names.into_iter().partition(|name| applied.contains(name.as_str()));
        if stay.is_empty() {
            return Err(Error::new(format!(
                "`{}` has applied none of the migrations with the number {version}: `{}`",
                database.name,
                go.join("`, `")
            ))
            .hint("name the one that is to move: `dbwarden rebase FILE`"));
        }
        moving.extend(go);
    }
    Ok(moving)
}

/// The files that were named, in the order of their numbers.
fn named(files: &[String], migrations: &Migrations) -> Result<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for file in files {
        // A path is taken for the name of its file.
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        if !migrations.folder.files.iter().any(|it| it.name == name) {
            return Err(Error::new(format!("`{}` has no file `{name}`", migrations.folder.label)));
        }
        names.push(name.to_owned());
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// What the models of both branches declare together.
async fn current_snapshot(
    migrations: &Migrations,
    project: &Project,
    database: &Database,
    dialect: Dialect,
) -> Result<Option<String>> {
    if database.models.is_empty() || migrations.folder.snapshot.is_none() {
        return Ok(None);
    }
    // One with the marks of a conflict is of no use.
    let known = snapshot::read(migrations, dialect).ok().flatten().unwrap_or_default();
    let models = models::load(project, database, dialect)?;
    let scratch = project.scratch_url(database, None)?;
    let scratch = scratch.map_or_else(|| project.url(database), Ok)?;
    let desired = Desired::of(models, &known, &scratch).await?;
    snapshot::render(&desired.into_schema(), dialect).map(Some)
}
