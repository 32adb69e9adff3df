//! `downgrade`

use clap::Args;
use dbwarden::Version;

use super::run_options::RunOptions;
use super::run_report::{plan_value, print_plan, report_value};
use super::target::{Files, on_each_with, version};
use super::{Format, Outcome};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::{Printer, Progress};

/// Take a database back to a version, also when a newer program has migrated it
///
/// What has no file here is taken back with the SQL that the database keeps, so an older checkout
/// can undo what a newer one did, and with `--stored` no checkout is needed at all. The version must
/// be one that the database has applied. Nothing is taken back across a migration that is declared
/// irreversible, and none whose stored SQL is not what was stored.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden downgrade --to 0004            0004 stays, everything above goes
  dbwarden downgrade --to 0004 --dry-run  show the SQL, change nothing
  dbwarden downgrade --to 0004 --stored   with the SQL that the database keeps, whatever the files say
  dbwarden downgrade --to 0               everything goes
")]
pub(crate) struct Downgrade {
    /// The version that stays
    #[arg(long, value_name = "VERSION", value_parser = version)]
    to: Version,

    /// Read no files: only what the database keeps
    #[arg(long)]
    stored: bool,

    /// Show what would run, and change nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    options: RunOptions,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

impl Downgrade {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let files = if self.stored { Files::Ignored } else { Files::Read };
        on_each_with(files, &self.selection, self.format, project, printer, async |target| {
            if self.dry_run {
                let plan = target.migrator.plan_downgrade(target.url.expose(), self.to).await?;
                if !self.format.json {
                    print_plan(&plan, printer)?;
                }
                return Ok(plan_value(&target.database.name, &plan));
            }
            let progress = Progress::new(printer.clone(), !self.format.json);
            let migrator = self.options.apply(target.migrator.clone()).observer(progress.clone());
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
