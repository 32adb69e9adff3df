//! `check`

use clap::Args;
use dbwarden_core::migration::{Fault, FaultKind};
use serde_json::{Value, json};

use super::{Format, Outcome};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::Printer;
use crate::source::{migrations::Migrations, snapshot};

/// Check the files of migrations against their manifest, without any database
///
/// Exits with 1 when something is wrong: a file that is edited, missing, misnamed or malformed, a
/// duplicate version, an unknown directive. `migrate!()` would refuse to compile for the same reasons.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden check --all
  dbwarden check --json
")]
pub(crate) struct Check {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

impl Check {
    pub(crate) fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let mut sound = true;
        let mut values = Vec::new();
        for database in self.selection.of(project)? {
            let migrations = Migrations::read(&database.migrations)?;
            let dialect = migrations.dialect().map_or_else(|| project.dialect(database), Ok)?;
            let checked = migrations.set(&database.name, dialect);
            let count = checked.as_ref().map_or(0, |set| set.migrations().len());
            let mut faults: Vec<Fault> = checked.err().into_iter().flatten().collect();
            if let Err(error) = snapshot::read(&migrations, dialect) {
                let label = migrations.folder.label_of(snapshot::FILE_NAME);
                let mut fault = Fault::new(FaultKind::Manifest, label, error.to_string());
                fault.hint = error.remedy().map(ToOwned::to_owned);
                faults.push(fault);
            }
            sound &= faults.is_empty();
            if self.format.json {
                let faults: Vec<Value> = faults.iter().map(value).collect();
                values.push(
                    json!({ "database": database.name, "migrations": count, "faults": faults }),
                );
            } else if faults.is_empty() {
                printer.line(format_args!("Database: {}", database.name))?;
                printer.line(format_args!("Checked migrations: {count}"))?;
            } else {
                printer.line(format_args!("Database: {}", database.name))?;
                for fault in &faults {
                    printer.line(fault)?;
                    if let Some(hint) = &fault.hint {
                        printer.hint(hint);
                    }
                }
            }
        }
        match values.as_slice() {
            _ if !self.format.json => {}
            [value] if !self.selection.all => printer.json(value)?,
            values => printer.json(&values)?,
        }
        Ok(if sound { Outcome::Done } else { Outcome::YourTurn })
    }
}

fn value(fault: &Fault) -> Value {
    json!({ "file": fault.file, "line": fault.line, "what": fault.what, "hint": fault.hint })
}
