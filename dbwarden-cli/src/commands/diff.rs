//! `diff`

use clap::{Args, ValueEnum};
use dbwarden_core::plan::Plan;
use serde_json::json;

use super::compare::{CompareArguments, Comparison};
use super::{Format, Outcome, on_each};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::{BAD, GOOD, Printer, paint};

/// Show how the models and the live database differ
///
/// Exits with 1 when they do. Only reads, whether or not migrations are pending; what no model ever
/// declared does not count as a difference.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden diff
  dbwarden diff --out sql            the SQL that would make the database what the models say
  dbwarden diff --out json | jq '.changes'
")]
pub(crate) struct ShowDiff {
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    out: DiffFormat,

    /// The same as `--out json`
    #[arg(long, conflicts_with = "out")]
    json: bool,

    #[command(flatten)]
    compare: CompareArguments,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// A line for each difference
    Text,
    /// The differences as data
    Json,
    /// The statements that would end them
    Sql,
}

impl ShowDiff {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let out = if self.json { DiffFormat::Json } else { self.out };
        let format = Format { json: out == DiffFormat::Json };
        let mut differ = false;
        on_each(&self.selection, format, project, printer, async |target| {
            let comparison = Comparison::of(target, project, &self.compare).await?;
            differ |= !comparison.plan.is_empty();
            match out {
                DiffFormat::Text => print(&comparison.plan, printer)?,
                DiffFormat::Sql => printer.text(comparison.plan.upgrade_sql())?,
                DiffFormat::Json => {}
            }
            Ok(json!({
                "database": target.database.name,
                "dialect": target.url.dialect(),
                "changes": comparison.changes,
                "steps": comparison.plan.steps().collect::<Vec<_>>(),
            }))
        })
        .await?;
        Ok(if differ { Outcome::YourTurn } else { Outcome::Done })
    }
}

fn print(plan: &Plan, printer: &Printer) -> Result<()> {
    if plan.is_empty() {
        return printer.line("No differences");
    }
    for step in plan.steps() {
        let style = if step.destructive { BAD } else { GOOD };
        printer.line(paint(style, &step.description))?;
        for note in &step.notes {
            printer.line(format_args!("  {note}"))?;
        }
    }
    Ok(())
}
