//! `migrate`

use clap::Args;
use dbwarden::{Baseline, Migrator, Report, Version, policy};
use serde_json::Value;

use super::run_options::RunOptions;
use super::run_report::{plan_value, print_plan, report_value};
use super::target::version;
use super::to_the_end::on_each_to_the_end;
use super::{Format, Outcome, Target};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::{GOOD, Printer, Progress, paint, timing};

/// Apply what is pending, in order, under a lock
///
/// Each migration is applied whole or, where the database has no transactional DDL, statement by
/// statement with its progress noted. Several processes may run this at once: one does the work.
/// With `--all`, a database that fails stops no other; the command fails when all have ended.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden migrate                        everything that is pending
  dbwarden migrate --dry-run              show the SQL, change nothing
  dbwarden migrate --count 1              the next one only
  dbwarden migrate --to-version 0004      up to and including 0004
  dbwarden migrate --baseline             the database has all of it already: only note it
  dbwarden migrate --all --jobs 8         every database of dbwarden.toml, eight at the same time
")]
pub(crate) struct Migrate {
    /// Apply at most this many
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,

    /// Apply nothing above this version
    #[arg(long, value_name = "VERSION", value_parser = version)]
    to_version: Option<Version>,

    /// Show what would run, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// Note migrations as applied without running them, for a database that has their schema already
    #[arg(long, conflicts_with_all = ["dry_run", "count"])]
    baseline: bool,

    /// Apply files whose version is below one that is applied already
    #[arg(long)]
    allow_out_of_order: bool,

    /// How many databases to migrate at the same time
    #[arg(long, value_name = "N", requires = "all", conflicts_with = "database")]
    #[arg(default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    jobs: u16,

    #[command(flatten)]
    options: RunOptions,
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

impl Migrate {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let jobs = usize::from(self.jobs);
        let work =
            async |target: &Target<'_>, printer: &Printer| self.migrate(target, printer).await;
        on_each_to_the_end(&self.selection, self.format, jobs, project, printer, work).await?;
        Ok(Outcome::Done)
    }

    async fn migrate(&self, target: &Target<'_>, printer: &Printer) -> Result<Value> {
        let migrator = self.migrator(target)?;
        let (name, url) = (&target.database.name, target.url.expose());
        if self.dry_run {
            let plan = migrator.plan(url).await?;
            if !self.format.json {
                print_plan(&plan, printer)?;
            }
            return Ok(plan_value(name, &plan));
        }
        let progress = Progress::new(printer.clone(), !self.format.json && !self.baseline);
        let migrator = migrator.observer(progress.clone());
        let result = if self.baseline {
            let baseline = self.to_version.map_or(Baseline::Everything, Baseline::UpTo);
            migrator.baseline(url, baseline).await
        } else {
            migrator.run(url).await
        };
        progress.clear();
        if result.is_err() && progress.finished() > 0 {
            let finished = progress.finished();
            printer.note(format_args!("Applied before the failure, and still applied: {finished}"));
        }
        let report = result?;
        if !self.format.json {
            print(&report, printer)?;
        }
        Ok(report_value(name, &report))
    }

    fn migrator(&self, target: &Target<'_>) -> Result<Migrator> {
        let mut migrator = self.options.apply(target.migrator.clone());
        if let Some(count) = self.count {
            migrator = migrator.limit(count as usize);
        }
        if let Some(version) = self.to_version {
            migrator = migrator.up_to(target.known_version(version)?);
        }
        if self.allow_out_of_order {
            migrator = migrator.on_out_of_order(policy::OutOfOrder::Apply);
        }
        Ok(migrator)
    }
}

fn print(report: &Report, printer: &Printer) -> Result<()> {
    let migrations = report.migrations();
    for migration in migrations.iter().filter(|migration| migration.is_baselined()) {
        printer.line(format_args!("Noted as applied: {}", migration.file_name()))?;
    }
    let baselined = migrations.iter().any(dbwarden::Executed::is_baselined);
    let timing = timing(printer, report.duration());
    match migrations.len() {
        0 => printer.line("No pending migrations"),
        _ if baselined => printer.line("Baseline completed successfully"),
        1 => {
            printer.line(format_args!("{}{timing}", paint(GOOD, "Migration applied successfully")))
        }
        count => {
            let text = format!("{count} migrations applied successfully");
            printer.line(format_args!("{}{timing}", paint(GOOD, text)))
        }
    }
}
