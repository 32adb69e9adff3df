//! `config`

use clap::Args;
use dbwarden::Dialect;
use dbwarden::policy;
use serde::Serialize;

use super::{Format, Outcome};
use crate::config::{Database, Project};
use crate::error::Result;
use crate::output::{Printer, STRONG, Table, paint};

/// Show the settings as they are understood, without passwords
///
/// Every path is shown as it is used, every variable filled in; what is not set in dbwarden.toml
/// shows its default.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden config
  dbwarden config --json | jq '.databases[].url'
")]
pub(crate) struct ShowConfig {
    #[command(flatten)]
    format: Format,
}

#[derive(Serialize)]
struct Shown<'p> {
    file: String,
    features: &'p [String],
    types: &'p std::collections::BTreeMap<String, String>,
    databases: Vec<ShownDatabase<'p>>,
}

#[derive(Serialize)]
struct ShownDatabase<'p> {
    name: &'p str,
    default: bool,
    dialect: Option<&'static str>,
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scratch_url: Option<String>,
    models: &'p [String],
    migrations: String,
    concurrent_indexes: bool,
    lock: &'static str,
    /// Why a URL cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

impl ShowConfig {
    pub(crate) fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let shown = Shown {
            file: project.file.display().to_string(),
            features: &project.features,
            types: &project.types,
            databases: project.databases.iter().map(|database| show(project, database)).collect(),
        };
        if self.format.json {
            printer.json(&shown)?;
        } else {
            print(&shown, printer)?;
        }
        let sound = shown.databases.iter().all(|database| database.problem.is_none());
        Ok(if sound { Outcome::Done } else { Outcome::YourTurn })
    }
}

fn show<'p>(project: &Project, database: &'p Database) -> ShownDatabase<'p> {
    let (url, scratch) = (project.url(database), project.scratch_url(database, None));
    let problem = url.as_ref().err().or(scratch.as_ref().err()).map(ToString::to_string);
    ShownDatabase {
        name: &database.name,
        default: database.default || project.databases.len() == 1,
        dialect: project.dialect(database).ok().map(Dialect::name),
        url: url.ok().map(|url| url.to_string()),
        scratch_url: scratch.ok().flatten().map(|url| url.to_string()),
        models: &database.models,
        migrations: database.migrations.display().to_string(),
        concurrent_indexes: database.concurrent_indexes,
        lock: if database.lock == policy::Lock::Session { "session" } else { "lease" },
        problem,
    }
}

fn print(shown: &Shown<'_>, printer: &Printer) -> Result<()> {
    printer.line(format_args!("Settings: {}", shown.file))?;
    let mut table = Table::default();
    if !shown.features.is_empty() {
        table.row(["features:".to_owned(), shown.features.join(", ")]);
    }
    for (name, stands_for) in shown.types {
        table.row([format!("type {name}:"), stands_for.clone()]);
    }
    printer.text(&table)?;
    for database in &shown.databases {
        let default = if database.default { " (default)" } else { "" };
        printer.line("")?;
        printer.line(format_args!("Database: {}{default}", paint(STRONG, database.name)))?;
        let mut table = Table::default();
        let url = database.url.as_deref().unwrap_or("(not usable)");
        table.row(["  url:", url]);
        table.row(["  dialect:", database.dialect.unwrap_or("(unknown)")]);
        if let Some(url) = &database.scratch_url {
            table.row(["  scratch_url:", url]);
        }
        let models = database.models.join(", ");
        table.row(["  models:", if models.is_empty() { "(none)" } else { &models }]);
        table.row(["  migrations:", &database.migrations]);
        if database.concurrent_indexes {
            table.row(["  concurrent_indexes:", "true"]);
        }
        if database.lock != "session" {
            table.row(["  lock:", database.lock]);
        }
        printer.text(&table)?;
        if let Some(problem) = &database.problem {
            printer.warn(problem);
        }
    }
    Ok(())
}
