//! `hash`

use std::borrow::Cow;

use clap::Args;
use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{ChangeKind, Checksum, Decision, FileName, Kind, Manifest, Version};

use super::Outcome;
use super::target::version;
use crate::config::{Database, Project, Selection};
use crate::error::{Error, Result};
use crate::output::{Printer, STRONG, paint};
use crate::source::migrations::Migrations;

/// Write the manifest anew, after a look at files that were edited by hand
///
/// The manifest says which files were reviewed. Everything else refuses files that it does not list
/// as they are. With a decision, it also says what became of a migration that databases have
/// applied; the reason is kept with it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden hash                                       the files are as they should be
  dbwarden hash --accept 0003 --reason 'a comment'    0003 was applied, and means the same as before
  dbwarden hash --retire 0002 --reason 'squashed'     0002 is gone on purpose
  dbwarden hash --renumber 0005 0007                  two branches had a 0005
")]
pub(crate) struct Hash {
    /// The edited file means the same as what databases have applied under this version
    #[arg(long, value_name = "VERSION", value_parser = version, requires = "reason")]
    #[arg(conflicts_with_all = ["retire", "renumber"])]
    accept: Option<Version>,

    /// The checksum that was applied [default: the one in the manifest]
    #[arg(long, value_name = "SHA256", value_parser = checksum, requires = "accept")]
    checksum: Option<Checksum>,

    /// The file of this version is gone on purpose
    #[arg(long, value_name = "VERSION", value_parser = version, requires = "reason")]
    #[arg(conflicts_with = "renumber")]
    retire: Option<Version>,

    /// Give a migration another version; its file is renamed
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"], value_parser = version)]
    renumber: Option<Vec<Version>>,

    /// Why; it is kept in the manifest
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,

    #[command(flatten)]
    selection: Selection,
}

impl Hash {
    pub(crate) fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        for database in self.selection.of(project)? {
            self.hash(project, database, printer)?;
        }
        Ok(Outcome::Done)
    }

    fn hash(&self, project: &Project, database: &Database, printer: &Printer) -> Result<()> {
        let mut migrations = Migrations::read(&database.migrations)?;
        let dialect = dialect(&migrations, project, database)?;
        let before = migrations.manifest();
        let mut decisions = Vec::new();
        if let Some(version) = self.accept {
            decisions.push(self.accept(version, &migrations, before.as_ref(), dialect)?);
        }
        if let Some(version) = self.retire {
            decisions.push(self.retire(version, &migrations)?);
        }
        if let Some([old, new]) = self.renumber.as_deref() {
            decisions.push(renumber(*old, *new, &migrations, printer)?);
            migrations = Migrations::read(&database.migrations)?;
        }
        let (mut manifest, changes) = migrations.rehash(dialect)?;
        for decision in decisions {
            if !manifest.decisions.contains(&decision) {
                manifest.decisions.push(decision);
            }
        }
        for change in &changes {
            let what = match change.kind {
                ChangeKind::Added => "Added:",
                ChangeKind::Upgrade => "Edited:",
                ChangeKind::Rollback => "Edited rollback:",
                ChangeKind::Removed => "Removed:",
            };
            printer.line(format_args!("{what} {}", change.file_name))?;
        }
        if before.as_ref() == Some(&manifest) {
            return printer.line("Manifest is up to date");
        }
        migrations.write_manifest(&manifest)?;
        let path = database.migrations.join(dbwarden_core::migration::MANIFEST_FILE);
        printer.line(format_args!("Wrote manifest: {}", paint(STRONG, path.display())))
    }

    fn reason(&self) -> Cow<'static, str> {
        Cow::Owned(self.reason.clone().unwrap_or_default())
    }

    fn accept(
        &self,
        version: Version,
        migrations: &Migrations,
        before: Option<&Manifest>,
        dialect: Dialect,
    ) -> Result<Decision> {
        let name = file_of(version, migrations)
            .ok_or_else(|| Error::new(format!("no file has the version: {version}")))?;
        let listed = before.and_then(|manifest| Some(manifest.entry(&name)?.upgrade));
        let (now, _) = migrations.rehash(dialect)?;
        let now = now.entry(&name).map(|entry| entry.upgrade);
        let applied = self.checksum.or(listed.filter(|listed| Some(*listed) != now));
        let checksum = applied.ok_or_else(|| {
            Error::new(format!(
                "the manifest lists `{name}` as it is now, so what was applied is not known"
            ))
            .hint(
                "name the checksum that the database has: `dbwarden history --json` shows it, \
                 `--checksum SHA256` takes it",
            )
        })?;
        Ok(Decision::Accept { version, checksum, reason: self.reason() })
    }

    fn retire(&self, version: Version, migrations: &Migrations) -> Result<Decision> {
        if let Some(name) = file_of(version, migrations) {
            return Err(Error::new(format!("version {version} has a file: `{name}`"))
                .hint("delete the file first, if it is gone on purpose"));
        }
        Ok(Decision::Retired { version, reason: self.reason() })
    }
}

/// The dialect of the manifest, else that of the URL.
fn dialect(migrations: &Migrations, project: &Project, database: &Database) -> Result<Dialect> {
    migrations.dialect().map_or_else(|| project.dialect(database), Ok)
}

fn file_of(version: Version, migrations: &Migrations) -> Option<String> {
    let mut names = migrations.folder.files.iter().map(|file| &file.name);
    names
        .find(|name| {
            FileName::parse(name).is_ok_and(|parsed| parsed.kind == Kind::Versioned(version))
        })
        .cloned()
}

/// Renames the file of `old`; one that was renamed already is fine too.
fn renumber(
    old: Version,
    new: Version,
    migrations: &Migrations,
    printer: &Printer,
) -> Result<Decision> {
    match (file_of(old, migrations), file_of(new, migrations)) {
        (Some(name), None) => {
            let parsed = FileName::parse(&name)
                .map_err(|error| Error::new(format!("`{name}`")).because(error))?;
            let to = FileName::render(
                parsed.database.as_deref(),
                Kind::Versioned(new),
                &parsed.description,
            );
            migrations.rename(&name, &to)?;
            printer.line(format_args!("Renamed: {name} to {to}"))?;
        }
        (None, Some(_)) => {}
        (Some(_), Some(taken)) => {
            return Err(Error::new(format!("version {new} is taken by `{taken}`"))
                .hint(format!("delete the file of {old} if it is the same migration")));
        }
        (None, None) => return Err(Error::new(format!("no file has the version: {old}"))),
    }
    Ok(Decision::Renumbered { old, new })
}

fn checksum(text: &str) -> Result<Checksum, String> {
    Checksum::parse(text).ok_or_else(|| "a checksum has 64 hexadecimal digits".to_owned())
}
