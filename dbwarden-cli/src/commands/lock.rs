//! `lock-status` and `unlock`

use clap::Args;
use dbwarden::LockStatus;
use serde_json::{Value, json};

use super::{Format, Outcome, on_each};
use crate::config::{Project, Selection};
use crate::error::Result;
use crate::output::Printer;

/// Show who holds the lock under which migrations run
///
/// A lock lives as long as the session that took it, so one whose process has died is gone too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden lock-status
  dbwarden lock-status --json
")]
pub(crate) struct ShowLock {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

/// End the session that holds the lock
///
/// For a run that hangs on a machine that nobody reaches any more. The server undoes what that
/// session had not committed; look at `dbwarden status` afterwards.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden lock-status && dbwarden unlock
")]
pub(crate) struct Unlock {
    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

impl ShowLock {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        on_each(&self.selection, self.format, project, printer, async |target| {
            let status = target.migrator.lock_status(target.url.expose()).await?;
            if !self.format.json {
                match &status {
                    LockStatus::Held(holder) => {
                        printer.line(format_args!("Lock: held by {}", holder.description()))?;
                    }
                    _ => printer.line("Lock: free")?,
                }
            }
            Ok(value(&target.database.name, &status))
        })
        .await?;
        Ok(Outcome::Done)
    }
}

impl Unlock {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        on_each(&self.selection, self.format, project, printer, async |target| {
            let ended = target.migrator.unlock(target.url.expose()).await?;
            if !self.format.json {
                match &ended {
                    LockStatus::Held(holder) => {
                        printer
                            .line(format_args!("Ended the session: {}", holder.description()))?;
                    }
                    _ => printer.line("Nobody holds the lock")?,
                }
            }
            Ok(value(&target.database.name, &ended))
        })
        .await?;
        Ok(Outcome::Done)
    }
}

fn value(database: &str, status: &LockStatus) -> Value {
    match status {
        LockStatus::Held(holder) => json!({
            "database": database,
            "held": true,
            "session": holder.session(),
            "holder": holder.description(),
        }),
        _ => json!({ "database": database, "held": false }),
    }
}
