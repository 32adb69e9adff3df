//! Work on many databases, of which none waits for the luck of another.

use std::collections::BTreeMap;

use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::target::heading;
use super::{Format, Target, on_each};
use crate::config::{Database, Project, Selection};
use crate::error::{Error, Result};
use crate::output::Printer;

/// Does the work of a command on each of the selected databases, at most `jobs` at the same time.
/// With `--all`, one that fails stops no other; when all have ended, the command fails.
///
/// What is said of a database stands together, in the order of dbwarden.toml. Several at the same time
/// are asked nothing, and told of when they have ended.
pub(crate) async fn on_each_to_the_end(
    selection: &Selection,
    format: Format,
    jobs: usize,
    project: &Project,
    printer: &Printer,
    work: impl AsyncFn(&Target<'_>, &Printer) -> Result<Value>,
) -> Result<()> {
    if !selection.all {
        let work = async |target: &Target<'_>| work(target, printer).await;
        return on_each(selection, format, project, printer, work).await;
    }
    let databases = selection.of(project)?;
    let (work, count) = (&work, databases.len());
    let runs = databases.iter().enumerate().map(|(position, database)| async move {
        let printer = if jobs > 1 { printer.keeping() } else { printer.clone() };
        let result = async {
            if count > 1 && !format.json {
                heading(&printer, database)?;
            }
            let target = Target::open(project, database, &printer).await?;
            work(&target, &printer).await
        };
        let result = result.await;
        (position, (printer, result))
    });
    let mut runs = stream::iter(runs).buffer_unordered(jobs);
    let mut ended = BTreeMap::new();
    let mut outcome = Outcomes::default();
    while let Some((position, run)) = runs.next().await {
        ended.insert(position, run);
        while let Some((kept, result)) = ended.remove(&outcome.values.len()) {
            let database = databases[outcome.values.len()];
            outcome.add(database, result, &kept);
            outcome.told(printer.release(&kept));
        }
    }
    if format.json {
        outcome.told(printer.json(&outcome.values));
    }
    outcome.end()
}

/// How the databases so far have ended.
#[derive(Default)]
struct Outcomes {
    /// One for each, in order.
    values: Vec<Value>,
    failed: Vec<String>,
    /// The reader of our output went away, which is no reason to leave a database behind.
    unread: Option<Error>,
}

impl Outcomes {
    fn add(&mut self, database: &Database, result: Result<Value>, printer: &Printer) {
        let name = &database.name;
        let error = match result {
            Ok(value) => return self.values.push(value),
            Err(error) => error,
        };
        self.values.push(json!({
            "database": name, "error": error.to_string(), "hint": error.remedy(),
        }));
        if error.is_closed_pipe() {
            self.unread = Some(error);
            return;
        }
        self.failed.push(format!("`{name}`"));
        // Its heading may be on another stream than this.
        let named = Error::new(format!("{name}: {error}"));
        printer.error(&match error.remedy() {
            Some(hint) => named.hint(hint),
            None => named,
        });
    }

    fn told(&mut self, result: Result<()>) {
        if let Err(error) = result {
            self.unread = Some(error);
        }
    }

    fn end(self) -> Result<()> {
        if !self.failed.is_empty() {
            let (failed, all) = (self.failed.len(), self.values.len());
            let names = self.failed.join(", ");
            return Err(Error::new(format!("{failed} of {all} databases failed: {names}")));
        }
        self.unread.map_or(Ok(()), Err)
    }
}
