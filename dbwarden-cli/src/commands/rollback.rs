//! `rollback`

use clap::Args;
use dbwarden::{Back, Report, Version};
use serde_json::Value;

use super::run_options::RunOptions;
use super::run_report::{plan_value, print_plan, report_value};
use super::target::version;
use super::{Format, Outcome, Target, on_each};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::{GOOD, Printer, Progress, paint, timing};

/// Take applied migrations back, the last one first
///
/// Runs the rollback of the file, or the copy that the database keeps where the file is gone.
/// What a migration has dropped does not come back: see its file before.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden rollback                       the last one
  dbwarden rollback --count 3             the last three
  dbwarden rollback --to-version 0004     all above 0004, which stays
  dbwarden rollback --dry-run             show the SQL, change nothing
")]
pub(crate) struct Rollback {
    /// How many to take back [default: 1]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,

    /// Take back everything above this version; 0 takes everything back
    #[arg(long, value_name = "VERSION", value_parser = version, conflicts_with = "count")]
    to_version: Option<Version>,

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

impl Rollback {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        on_each(&self.selection, self.format, project, printer, async |target| {
            self.roll_back(target, printer).await
        })
        .await?;
        Ok(Outcome::Done)
    }

    async fn roll_back(&self, target: &Target<'_>, printer: &Printer) -> Result<Value> {
        let (name, url) = (&target.database.name, target.url.expose());
        let back = match self.to_version {
            Some(version) if version == Version::new(0) => Back::DownTo(version),
            Some(version) => Back::DownTo(target.known_version(version)?),
            None => Back::Last(self.count.unwrap_or(1) as usize),
        };
        if self.dry_run {
            let plan = target.migrator.plan_rollback(url, back).await?;
            if !self.format.json {
                print_plan(&plan, printer)?;
            }
            return Ok(plan_value(name, &plan));
        }
        let progress = Progress::new(printer.clone(), !self.format.json);
        let migrator = self.options.apply(target.migrator.clone()).observer(progress.clone());
        let result = migrator.rollback(url, back).await;
        progress.clear();
        let report = result?;
        if !self.format.json {
            print(&report, printer)?;
        }
        Ok(report_value(name, &report))
    }
}

/// The last line of a run downwards.
pub(crate) fn print(report: &Report, printer: &Printer) -> Result<()> {
    if report.is_empty() {
        return printer.line("Nothing to roll back");
    }
    let timing = timing(printer, report.duration());
    printer.line(format_args!("{}{timing}", paint(GOOD, "Rollback completed successfully")))
}
