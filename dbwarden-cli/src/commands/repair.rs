//! `repair`

use clap::Args;
use dbwarden::Finding;
use serde_json::json;

use super::{Format, Outcome, on_each};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::Printer;

/// Say whether a statement in doubt has happened
///
/// A run that died inside a statement outside of a transaction leaves the question whether that
/// statement has happened. Most of the time the next run finds the answer in the catalog; where it
/// does not, a person looks at the database and says. Runs nothing: migrate (or roll back) again
/// afterwards.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden status                                               what is in doubt
  dbwarden repair 0007 --happened --reason 'column is there'    goes on behind the statement
  dbwarden repair 0007 --not-happened --reason 'no such rows'   begins with the statement
")]
pub(crate) struct Repair {
    /// The version, or the name of a file without one
    #[arg(value_name = "MIGRATION")]
    migration: String,

    /// The database shows the effect of the statement
    #[arg(long, required_unless_present = "not_happened", conflicts_with = "not_happened")]
    happened: bool,

    /// The database does not show it
    #[arg(long)]
    not_happened: bool,

    /// How you know; the ledger keeps it
    #[arg(long, value_name = "TEXT")]
    reason: String,

    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

impl Repair {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let finding = if self.happened { Finding::Happened } else { Finding::NotHappened };
        on_each(&self.selection, self.format, project, printer, async |target| {
            let (migrator, url) = (&target.migrator, target.url.expose());
            let entry = migrator.repair(url, &self.migration, finding, &self.reason).await?;
            if !self.format.json {
                printer.line(format_args!(
                    "Repaired: {}, statements done: {}",
                    entry.file_name(),
                    entry.statements_done()
                ))?;
            }
            Ok(json!({
                "database": target.database.name,
                "file": entry.file_name(),
                "state": entry.state().name(),
                "statements_done": entry.statements_done(),
            }))
        })
        .await?;
        Ok(Outcome::Done)
    }
}
