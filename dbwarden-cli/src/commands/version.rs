//! `version`

use clap::Args;
use serde_json::json;

use super::{Format, Outcome};
use crate::error::Result;
use crate::output::Printer;

/// Print the version
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden version
  dbwarden version --json | jq -r .version
")]
pub(crate) struct Version {
    #[command(flatten)]
    format: Format,
}

impl Version {
    pub(crate) fn run(&self, printer: &Printer) -> Result<Outcome> {
        let version = env!("CARGO_PKG_VERSION");
        if self.format.json {
            printer.json(&json!({ "name": "dbwarden", "version": version }))?;
        } else {
            printer.line(format_args!("dbwarden {version}"))?;
        }
        Ok(Outcome::Done)
    }
}
