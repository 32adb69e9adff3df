//! `downgrade`

use clap::Args;
use dbwarden::Version;

use super::run_report::report_value;
use super::target::version;
use super::{Format, Outcome, on_each};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::{Printer, Progress};

/// Take a database back to a version, also when a newer program has migrated it
///
/// What has no file here is taken back with the SQL that the database keeps, so an older checkout
/// can undo what a newer one did. The version must be one that the database has applied.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden downgrade --to 0004            0004 stays, everything above goes
  dbwarden downgrade --to 0               everything goes
")]
pub(crate) struct Downgrade {
    /// The version that stays
    #[arg(long, value_name = "VERSION", value_parser = version)]
    to: Version,

    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

impl Downgrade {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        on_each(&self.selection, self.format, project, printer, async |target| {
            let progress = Progress::new(*printer, !self.format.json);
            let migrator = target.migrator.clone().observer(progress.clone());
            let result = migrator.downgrade_to(target.url.expose(), self.to).await;
            progress.clear();
            let report = result?;
            if !self.format.json {
                super::rollback::print(&report, printer)?;
            }
            Ok(report_value(&target.database.name, &report))
        })
        .await?;
        Ok(Outcome::Done)
    }
}
