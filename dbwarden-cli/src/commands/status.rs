//! `status`

use clap::Args;
use dbwarden::{MigrationStatus, State, Status};
use serde_json::{Value, json};

use super::{Format, Outcome, on_each};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::{BAD, Printer, WARN, paint};

/// Show where a database stands: what is applied, what is pending, what does not fit
///
/// Only reads. A database that was never migrated has everything pending.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden status
  dbwarden status --all --json
  dbwarden status --check || echo 'migrate first'
")]
pub(crate) struct ShowStatus {
    /// Exit with 1 when something is pending or does not fit
    #[arg(long)]
    check: bool,

    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

/// What does not fit, in the order in which it is told.
const ODD: [State; 6] = [
    State::Started,
    State::InDoubt,
    State::Edited,
    State::Missing,
    State::OutOfOrder,
    State::Ahead,
];

impl ShowStatus {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let mut clean = true;
        let several = self.selection.of(project)?.len() > 1;
        on_each(&self.selection, self.format, project, printer, async |target| {
            let status = target.migrator.status(target.url.expose()).await?;
            clean &= status.is_clean();
            if !self.format.json {
                if !several {
                    super::target::heading(printer, target.database)?;
                }
                print(&status, printer)?;
            }
            Ok(value(&status))
        })
        .await?;
        Ok(if self.check && !clean { Outcome::YourTurn } else { Outcome::Done })
    }
}

fn print(status: &Status, printer: &Printer) -> Result<()> {
    let applied = status.applied().count();
    let pending: Vec<_> = status.pending().collect();
    printer.line(format_args!("Applied migrations: {applied}"))?;
    if printer.is_verbose() {
        files(status.applied(), printer)?;
    }
    printer.line(format_args!("Pending migrations: {}", pending.len()))?;
    files(pending.into_iter(), printer)?;
    for state in ODD {
        let odd: Vec<_> = status.in_state(state).collect();
        if !odd.is_empty() {
            let style = if matches!(state, State::Ahead | State::Started) { WARN } else { BAD };
            let name = state.name();
            let name = format!("{}{} migrations:", name[..1].to_uppercase(), &name[1..]);
            printer.line(format_args!("{} {}", paint(style, name), odd.len()))?;
            files(odd.into_iter(), printer)?;
        }
    }
    Ok(())
}

fn files<'s>(
    migrations: impl Iterator<Item = &'s MigrationStatus>,
    printer: &Printer,
) -> Result<()> {
    for migration in migrations {
        printer.line(format_args!("  {}{}", migration.file_name(), progress(migration)))?;
    }
    Ok(())
}

/// How far a migration has come that was interrupted.
fn progress(migration: &MigrationStatus) -> String {
    let Some(entry) = migration.entry() else { return String::new() };
    let done = entry.statements_done();
    match (migration.state(), entry.statements_started() > done) {
        (State::InDoubt, _) => format!(" (in doubt at statement {})", done + 1),
        (State::Started, true) => format!(" (interrupted inside statement {})", done + 1),
        (State::Started, false) => format!(" (statements done: {done})"),
        _ => String::new(),
    }
}

fn value(status: &Status) -> Value {
    let migrations: Vec<Value> = status.migrations().iter().map(migration_value).collect();
    json!({
        "database": status.database(),
        "ledger": status.ledger(),
        "ledger_exists": status.ledger_exists(),
        "applied": status.applied().count(),
        "pending": status.pending().count(),
        "clean": status.is_clean(),
        "migrations": migrations,
    })
}

fn migration_value(migration: &MigrationStatus) -> Value {
    let entry = migration.entry();
    json!({
        "version": migration.version().map(|version| version.to_string()),
        "type": super::kind_name(migration.kind()),
        "file": migration.file_name(),
        "description": migration.description(),
        "state": migration.state().name(),
        "applied_at": entry.map(dbwarden::LedgerEntry::applied_at),
        "statements_started": entry.map(dbwarden::LedgerEntry::statements_started),
        "statements_done": entry.map(dbwarden::LedgerEntry::statements_done),
    })
}
