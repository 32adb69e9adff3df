//! What a run did or would do, in words and as JSON; the same for every command that runs.

use dbwarden::{Direction, Executed, Plan, Report, Step};
use serde_json::{Value, json};

use super::kind_name;
use crate::error::Result;
use crate::output::{Printer, STRONG, paint};

/// Prints what would run, with its SQL.
pub(crate) fn print_plan(plan: &Plan, printer: &Printer) -> Result<()> {
    plan.warnings().iter().for_each(|warning| printer.warn(warning));
    if plan.is_empty() {
        return printer.line("Nothing would be done");
    }
    for step in plan.steps() {
        let verb = match step.direction() {
            Direction::Up => "Would apply migration:",
            Direction::Down => "Would roll back migration:",
        };
        printer.line(format_args!("{verb} {}", paint(STRONG, step.file_name())))?;
        for statement in step.statements() {
            printer.line("")?;
            for line in statement.lines() {
                printer.line(format!("    {line}").trim_end())?;
            }
        }
        printer.line("")?;
    }
    Ok(())
}

/// What would run.
pub(crate) fn plan_value(database: &str, plan: &Plan) -> Value {
    let steps: Vec<Value> = plan.steps().iter().map(step_value).collect();
    json!({ "database": database, "would_run": steps, "warnings": plan.warnings() })
}

fn step_value(step: &Step) -> Value {
    json!({
        "version": step.version().map(|version| version.to_string()),
        "type": kind_name(step.kind()),
        "file": step.file_name(),
        "direction": direction_name(step.direction()),
        "transactional": step.is_transactional(),
        "from_ledger": step.is_stored(),
        "first_statement": step.first_statement(),
        "statements": step.statements().collect::<Vec<_>>(),
    })
}

/// What was run.
pub(crate) fn report_value(database: &str, report: &Report) -> Value {
    let migrations: Vec<Value> = report.migrations().iter().map(executed_value).collect();
    json!({
        "database": database,
        "migrations": migrations,
        "warnings": report.warnings(),
        "duration_ms": report.duration().as_secs_f64() * 1000.0,
        "waited_for_lock_ms": report.waited_for_lock().as_secs_f64() * 1000.0,
    })
}

fn executed_value(executed: &Executed) -> Value {
    json!({
        "version": executed.version().map(|version| version.to_string()),
        "type": kind_name(executed.kind()),
        "file": executed.file_name(),
        "direction": direction_name(executed.direction()),
        "baselined": executed.is_baselined(),
        "duration_ms": executed.duration().as_secs_f64() * 1000.0,
    })
}

fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "upgrade",
        Direction::Down => "rollback",
    }
}
