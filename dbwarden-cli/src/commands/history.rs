//! `history`

use clap::Args;
use dbwarden::LedgerEntry;
use serde_json::{Value, json};

use super::{Format, Outcome, on_each};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::{Milliseconds, Printer, Table};

/// List what was applied to a database, in the order in which it was
///
/// Only reads. With `--verbose`, and on a terminal, it tells when and how long as well.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden history
  dbwarden history --json | jq -r '.entries[-1].file'
")]
pub(crate) struct History {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

impl History {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        on_each(&self.selection, self.format, project, printer, async |target| {
            let entries = target.migrator.history(target.url.expose()).await?;
            if !self.format.json {
                print(&entries, printer)?;
            }
            let entries: Vec<Value> = entries.iter().map(value).collect();
            Ok(json!({ "database": target.database.name, "entries": entries }))
        })
        .await?;
        Ok(Outcome::Done)
    }
}

fn print(entries: &[LedgerEntry], printer: &Printer) -> Result<()> {
    if entries.is_empty() {
        printer.note("Nothing was applied yet");
    }
    let mut table = Table::default();
    for (index, entry) in entries.iter().enumerate() {
        let number = (index + 1).to_string();
        let state = entry.state().name().to_owned();
        let mut row = vec![number, entry.file_name().to_owned(), state];
        if printer.is_decorated() {
            row.push(entry.applied_at().to_owned());
            row.push(Milliseconds(entry.duration()).to_string());
        }
        table.row(row);
    }
    printer.text(table)
}

fn value(entry: &LedgerEntry) -> Value {
    json!({
        "version": entry.version().map(|version| version.to_string()),
        "type": super::kind_name(entry.kind()),
        "file": entry.file_name(),
        "description": entry.description(),
        "state": entry.state().name(),
        "applied_at": entry.applied_at(),
        "duration_ms": entry.duration().as_secs_f64() * 1000.0,
        "checksum": entry.upgrade_checksum().to_string(),
        "applied_by": entry.tool(),
        "reason": entry.reason(),
    })
}
