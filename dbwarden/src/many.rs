//! The same migrations over many databases or schemas: one for each tenant.

use std::fmt;

use futures_util::{StreamExt, stream};
use tracing::Instrument;

use crate::apply;
use crate::decide::Goal;
use crate::driver::{Access, Future};
use crate::error::Error;
use crate::migrator::Migrator;
use crate::report::Report;
use crate::target::Target;

impl Migrator {
    /// Applies what is pending to many databases, at most `jobs` of them at the same time. One that
    /// fails stops no other: the report has an answer for each, in the order given.
    ///
    /// A target is a name and whatever [`run`](Self::run) takes: a URL, a pool, a connection. Each is
    /// locked by itself and has a ledger of its own. On PostgreSQL a tenant may be a schema of one
    /// database: name it in the URL, with `options=-c search_path=..`, percent-encoded. The schema has
    /// to be there, and the files must not name one.
    ///
    /// ```no_run
    /// # async fn example(migrator: dbwarden::Migrator) -> Result<(), Box<dyn std::error::Error>> {
    /// let tenants = ["acme", "globex", "initech"];
    /// let targets = tenants.map(|tenant| {
    ///     let options = format!("options=-c%20search_path%3D{tenant}");
    ///     (tenant, format!("postgres://app@localhost/app?{options}"))
    /// });
    /// let report = migrator.run_many(targets, 8).await;
    /// for (tenant, error) in report.failed() {
    ///     eprintln!("{tenant}: {error}");
    /// }
    /// // Or fail, when one of them did:
    /// report.into_result()?;
    /// # Ok(()) }
    /// ```
    ///
    /// `jobs` is the number of connections that are open at the same time; 0 counts as 1. The target
    /// of a migration is told by a `tracing` span `target`; an [observer](Self::observer) is told of
    /// all of them alike.
    pub fn run_many<'a, N, T>(
        &'a self,
        targets: impl IntoIterator<Item = (N, T)>,
        jobs: usize,
    ) -> Future<'a, ManyReport>
    where
        N: Into<String>,
        T: Target<'a> + 'a,
    {
        // What opens a target does nothing until it is polled: a thousand of them connect to nobody.
        let runs: Vec<Future<'a, (usize, OneReport)>> = targets
            .into_iter()
            .enumerate()
            .map(|(position, (name, target))| {
                let (name, open) = (name.into(), target.open(Access::Write));
                let span = tracing::info_span!("target", name);
                let run = async move {
                    let result = match open.await {
                        Ok(driver) => apply::execute(self, driver, Goal::Up).await,
                        Err(error) => Err(error),
                    };
                    (position, OneReport { name, result })
                };
                Box::pin(run.instrument(span)) as Future<'a, _>
            })
            .collect();
        Box::pin(async move {
            // In the order of their ends, so that a slow one holds up no place but its own.
            let mut ended: Vec<(usize, OneReport)> =
                stream::iter(runs).buffer_unordered(jobs.max(1)).collect().await;
            ended.sort_by_key(|(position, _)| *position);
            ManyReport(ended.into_iter().map(|(_, one)| one).collect())
        })
    }
}

/// What [`Migrator::run_many`] has done: an answer for every target, in the order given.
#[derive(Debug)]
#[must_use = "a target may have failed: see `into_result`"]
pub struct ManyReport(Vec<OneReport>);

#[derive(Debug)]
struct OneReport {
    name: String,
    result: Result<Report, Error>,
}

impl ManyReport {
    /// Every target with its answer.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Result<Report, Error>)> {
        self.0.iter().map(|one| (one.name.as_str(), &one.result))
    }

    /// The answer for a target; the first one where several have that name.
    pub fn get(&self, name: &str) -> Option<&Result<Report, Error>> {
        self.iter().find_map(|(known, result)| (known == name).then_some(result))
    }

    /// The targets that have everything now.
    pub fn succeeded(&self) -> impl Iterator<Item = (&str, &Report)> {
        self.iter().filter_map(|(name, result)| Some((name, result.as_ref().ok()?)))
    }

    /// The targets that have not.
    pub fn failed(&self) -> impl Iterator<Item = (&str, &Error)> {
        self.iter().filter_map(|(name, result)| Some((name, result.as_ref().err()?)))
    }

    /// How many targets there were.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same where nothing has failed, for `?`.
    ///
    /// # Errors
    ///
    /// When a target has failed. Nothing is lost: the error holds the whole report.
    pub fn into_result(self) -> Result<Self, ManyError> {
        if self.failed().next().is_none() { Ok(self) } else { Err(ManyError(self)) }
    }
}

/// Some of many targets have failed. `Display` tells which, and why.
pub struct ManyError(ManyReport);

impl ManyError {
    /// What was done, to those that failed and to those that did not.
    pub fn report(&self) -> &ManyReport {
        &self.0
    }
}

impl fmt::Display for ManyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(report) = self;
        write!(f, "{} of {} databases failed", report.failed().count(), report.len())?;
        report.failed().try_for_each(|(name, error)| write!(f, "\n{name}: {error}"))
    }
}

/// As `Display`, with the hint of each, so that `unwrap` in an example or a test reads well.
impl fmt::Debug for ManyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(report) = self;
        write!(f, "{} of {} databases failed", report.failed().count(), report.len())?;
        report.failed().try_for_each(|(name, error)| write!(f, "\n{name}: {error:?}"))
    }
}

impl std::error::Error for ManyError {}
