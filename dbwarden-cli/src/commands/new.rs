//! `new`

use clap::{Args, ValueEnum};
use dbwarden::Kind;
use dbwarden_core::migration::{FileName, NewFile, next_version, render_file};

use super::Outcome;
use crate::config::{Database, Project, Selection};
use crate::error::{Error, Result};
use crate::output::{Printer, STRONG, paint};
use crate::source::migrations::{Additions, Migrations};

/// Start a migration to be written by hand: for what no model can say
///
/// Write the SQL into the sections of the file, then run `dbwarden hash`. A file that still holds no
/// statement is never applied.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden new \"fill in display names\"       runs once, in the order of versions
  dbwarden new --type roc \"order totals\"     runs again whenever its text changes
  dbwarden new --type ra \"refresh views\"     runs after every migrate
")]
pub(crate) struct New {
    /// What it does, in a few words: they become the name of the file
    description: String,

    /// When it runs
    #[arg(long = "type", value_name = "TYPE", default_value = "versioned")]
    kind: NewKind,

    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum NewKind {
    /// Once, in the order of versions
    Versioned,
    /// On every run, after the versioned ones
    #[value(alias = "always")]
    Ra,
    /// On change of its text, after the versioned ones
    #[value(alias = "on-change")]
    Roc,
}

impl New {
    pub(crate) fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        for database in self.selection.of(project)? {
            self.create(project, database, printer)?;
        }
        Ok(Outcome::Done)
    }

    fn create(&self, project: &Project, database: &Database, printer: &Printer) -> Result<()> {
        let migrations = Migrations::read(&database.migrations)?;
        let dialect = migrations.dialect().map_or_else(|| project.dialect(database), Ok)?;
        migrations.set(&database.name, dialect).map_err(|faults| migrations.refuse(&faults))?;
        let description = describe(&self.description)?;
        let kind = match self.kind {
            NewKind::Versioned => Kind::Versioned(next_version(&migrations.folder)),
            NewKind::Ra => Kind::Always,
            NewKind::Roc => Kind::OnChange,
        };
        let name = FileName::render(Some(&database.name), kind, &description);
        let additions = Additions { files: vec![(name, text(kind))], snapshot: None };
        for path in migrations.add(additions, dialect)? {
            printer.line(format_args!("Created migration: {}", paint(STRONG, path.display())))?;
        }
        printer.hint("write its SQL, then run `dbwarden hash`");
        Ok(())
    }
}

/// The words of a description as they stand in a file name.
pub(crate) fn describe(words: &str) -> Result<String> {
    let description = FileName::describe(words);
    if description.is_empty() {
        return Err(Error::new(format!("no letter or digit in the description: `{words}`"))
            .hint("say in a few words what the migration does"));
    }
    Ok(description)
}

fn text(kind: Kind) -> String {
    let versioned = matches!(kind, Kind::Versioned(_));
    let upgrade = if versioned { ONCE } else { AGAIN };
    render_file(NewFile { upgrade, rollback: versioned.then_some(BACK), ..NewFile::default() })
}

const ONCE: &str =
    "-- Write the SQL here, each statement ended by a semicolon, then run `dbwarden hash`.";
const AGAIN: &str = "\
-- Write the SQL here, each statement ended by a semicolon, then run `dbwarden hash`.
-- It runs more than once and must bear that: CREATE OR REPLACE, IF NOT EXISTS and the like.";
const BACK: &str =
    "-- Write here what undoes it. Where nothing can, say so above: `-- dbwarden: irreversible`";
