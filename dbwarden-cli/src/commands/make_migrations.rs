//! `make-migrations`

use clap::Args;
use dbwarden::{State, Status, Version};
use dbwarden_core::dialect::Dialect;
use dbwarden_core::diff::slug;
use dbwarden_core::migration::{FileName, Flags, Kind, NewFile, next_version, render_file};
use dbwarden_core::plan::{Plan, PlannedFile, RollbackClass};
use dbwarden_core::schema::ObjectName;
use serde_json::{Value, json};

use super::compare::{Base, CompareArguments, Comparison, Person};
use super::diff::warn_of;
use super::new::describe;
use super::{Format, Outcome, Target, on_each, proof, renames};
use crate::config::{Project, Selection};
use crate::error::{Error, Result};
use crate::output::{BAD, GOOD, Printer, STRONG, WARN, paint};
use crate::source::migrations::{Additions, Migrations};
use crate::source::snapshot;

/// Compare the models with the database and write what differs as a migration
///
/// The database is only read: the SQL goes into a file, with its way back, for you to review. Where
/// migrations are pending, the models are compared with where they lead instead. What no model ever declared is left alone. Before the file is kept
/// it is proved: on a scratch database it must lead to what the models say, back, and there again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden make-migrations \"create core tables\"
  dbwarden make-migrations                              named after its changes
  dbwarden make-migrations --plan                       print the plan as JSON, write nothing
  dbwarden make-migrations --check                      for CI: exit with 1 if models have changed
  dbwarden make-migrations --rename users.username:email
  dbwarden make-migrations --fill users.age=0           what rows that are there get
")]
pub(crate) struct MakeMigrations {
    /// What it does, in a few words: they become the name of the file [default: its changes]
    description: Option<String>,

    /// Print the plan as JSON and write nothing
    #[arg(long)]
    plan: bool,

    /// Write nothing, and exit with 1 if there is something to write
    #[arg(long)]
    check: bool,

    /// Compare with the snapshot instead of the database, which is not needed; what cannot be proved
    /// without a server says so
    #[arg(long)]
    offline: bool,

    /// Do not run it on a scratch database first; the file will say so
    #[arg(long)]
    no_proof: bool,

    #[command(flatten)]
    compare: CompareArguments,
    #[command(flatten)]
    selection: Selection,
}

impl MakeMigrations {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let description = self.description.as_deref().map(describe).transpose()?;
        let mut found = false;
        let writes = !self.plan && !self.check;
        let format = Format { json: self.plan };
        on_each(&self.selection, format, project, printer, async |target| {
            let from = if self.offline { Base::Snapshot } else { base(target, printer).await? };
            let ask = |candidate: &_| printer.decide(&renames::question(candidate));
            let fill = |table: &ObjectName, column: &str| {
                printer.ask(&format!("SQL for `{table}.{column}` in the rows that are there"))
            };
            let person = (writes && printer.is_interactive())
                .then_some(Person { renames: &ask, values: &fill });
            let comparison = Comparison::of(target, project, &self.compare, from, person).await?;
            warn_of(&comparison.not_compared, printer);
            let description = description.clone().unwrap_or_else(|| slug(&comparison.changes));
            let files = name_files(target, &comparison.plan, &description);
            let value = value(target, &comparison, &files);
            found |= !comparison.plan.is_empty();
            if comparison.plan.is_empty() {
                if !self.plan {
                    let what = match from {
                        Base::Database => "database",
                        Base::Migrations => "end of the migrations",
                        Base::Snapshot => "snapshot",
                    };
                    printer.line(format_args!("No changes: the {what} is what the models say"))?;
                }
            } else if self.check && !self.plan {
                explain(&comparison, printer);
                printer.line("The models have changes that no migration makes:")?;
                for step in comparison.plan.steps().filter(|step| !step.upgrade.is_empty()) {
                    printer.line(format_args!("  {}", step.description))?;
                }
            } else if !self.plan {
                explain(&comparison, printer);
                let nowhere = self.offline && target.url.dialect() != Dialect::Sqlite;
                let files = if self.no_proof || nowhere {
                    files.into_iter().map(unproved).collect()
                } else {
                    let proved = proof::prove(target, &comparison, &files).await?;
                    printer.note(proved);
                    files
                };
                write(target, &comparison, files, printer)?;
            }
            Ok(value)
        })
        .await?;
        Ok(if self.check && found { Outcome::YourTurn } else { Outcome::Done })
    }
}

/// Models are compared with the database where it is where the migrations lead.
async fn base(target: &Target<'_>, printer: &Printer) -> Result<Base> {
    let status = target.migrator.status(target.url.expose()).await?;
    let pending = status.pending().count();
    let name = &target.database.name;
    let odd = [State::Edited, State::Missing, State::Ahead];
    match odd.into_iter().find_map(|state| first_in(&status, state)) {
        Some((state, file)) => Err(Error::new(format!(
            "database `{name}` does not match its migrations: `{file}` is {state}"
        ))
        .hint("see `dbwarden status`")),
        None if pending == 0 => Ok(Base::Database),
        None => {
            let files = if pending == 1 { "migration is" } else { "migrations are" };
            printer.note(format_args!(
                "{pending} {files} pending on `{name}`: compared with where they lead, on a scratch \
                 database"
            ));
            Ok(Base::Migrations)
        }
    }
}

fn first_in(status: &Status, state: State) -> Option<(&'static str, String)> {
    let file = status.in_state(state).next()?.file_name().to_owned();
    Some((state.name(), file))
}

/// The names and texts of the files. What must run outside a transaction stands in one of its own.
fn name_files(target: &Target<'_>, plan: &Plan, description: &str) -> Vec<(String, String)> {
    let first = next_version(&target.migrations.folder).number();
    let database = Some(target.database.name.as_str());
    (first..)
        .zip(&plan.files)
        .enumerate()
        .map(|(index, (number, file))| {
            let description = match index {
                0 => description.to_owned(),
                _ => format!("{description}_part_{}", index + 1),
            };
            let kind = Kind::Versioned(Version::new(number));
            (FileName::render(database, kind, &description), text_of(file))
        })
        .collect()
}

/// A file that says that nobody has run it.
fn unproved((name, text): (String, String)) -> (String, String) {
    (name, format!("-- Unproved: it was not run on a scratch database.\n\n{text}"))
}

/// The text of a planned file.
pub(super) fn text_of(file: &PlannedFile) -> String {
    render_file(NewFile {
        upgrade: &file.upgrade_sql(),
        rollback: Some(&file.rollback_sql()),
        flags: Flags {
            no_transaction: file.no_transaction,
            foreign_keys_off: file.foreign_keys_off,
            irreversible: file.is_irreversible(),
        },
        depends_on: &[],
    })
}

fn write(
    target: &Target<'_>,
    comparison: &Comparison,
    files: Vec<(String, String)>,
    printer: &Printer,
) -> Result<()> {
    let dialect = target.url.dialect();
    let snapshot = Some(snapshot::render(&comparison.desired, dialect)?);
    let migrations = Migrations::read(&target.database.migrations)?;
    for path in migrations.add(Additions { files, snapshot }, dialect)? {
        let created = paint(GOOD, "Created migration:");
        printer.line(format_args!("{created} {}", paint(STRONG, path.display())))?;
    }
    Ok(())
}

/// Says what a reviewer must not overlook.
fn explain(comparison: &Comparison, printer: &Printer) {
    warn_of_steps(&comparison.plan, printer);
    renames::hint(&comparison.candidates, printer);
}

/// Says what cannot be taken back, what is lost, and what may fail.
pub(super) fn warn_of_steps(plan: &Plan, printer: &Printer) {
    for step in plan.steps() {
        printer.detail(format_args!("  {}", step.description));
        if step.class == RollbackClass::Irreversible {
            printer.warn(format_args!("{}: it cannot be rolled back", step.headline()));
        }
        for note in &step.notes {
            let style = if step.destructive { BAD } else { WARN };
            printer.warn(format_args!("{}: {}", step.headline(), paint(style, note)));
        }
    }
}

fn value(target: &Target<'_>, comparison: &Comparison, files: &[(String, String)]) -> Value {
    let planned = comparison.plan.files.iter().zip(files);
    let files: Vec<Value> = planned
        .map(
            |(planned, (name, text))| json!({ "file": name, "steps": planned.steps, "text": text }),
        )
        .collect();
    json!({
        "database": target.database.name,
        "dialect": target.url.dialect(),
        "changes": comparison.changes,
        "files": files,
    })
}
