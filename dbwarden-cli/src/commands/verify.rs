//! `verify`

use std::collections::BTreeSet;

use clap::Args;
use dbwarden::inspect::{Options, Scratch};
use dbwarden::{Back, Migrator};
use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::diff::Ownership;
use dbwarden_core::migration::{self, Migration, MigrationFile, MigrationSet};
use dbwarden_core::schema::{ObjectName, Schema};
use serde_json::json;

use super::{Format, Outcome, Target, difference, on_each};
use crate::config::{DatabaseUrl, Project, Selection};
use crate::error::Result;
use crate::output::{Printer, bar};
use crate::source::canonical::Desired;
use crate::source::rows::{self, Rows};
use crate::source::{database, models, snapshot};

/// Prove the whole folder of migrations on a scratch database
///
/// From an empty database each migration goes up, down and up again: its rollback must lead back to
/// where it began, and its upgrade twice to the same. In the end the database must be what the
/// snapshot remembers and the models say. Exits with 1 where one of these does not hold. For CI; the
/// database itself is not touched.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden verify
  dbwarden verify --with-data
  dbwarden verify --all --json
  dbwarden verify --scratch-url postgres://localhost/postgres
")]
pub(crate) struct Verify {
    /// Put rows into all tables before each step, and report rows that a step loses or changes. What a
    /// file changes on purpose it declares: `-- dbwarden: allow data-change REASON`
    #[arg(long)]
    with_data: bool,

    /// A server on which the migrations may be tried out
    /// [default: `scratch_url` of dbwarden.toml, else the database's own]
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,

    #[command(flatten)]
    format: Format,
    #[command(flatten)]
    selection: Selection,
}

impl Verify {
    pub(crate) async fn run(&self, project: &Project, printer: &Printer) -> Result<Outcome> {
        let mut sound = true;
        on_each(&self.selection, self.format, project, printer, async |target| {
            let scratch = project.scratch_url(target.database, self.scratch_url.as_deref())?;
            let url = scratch.unwrap_or_else(|| target.url.clone());
            let mut scratch = Scratch::create(url.expose()).await?;
            let verified = self.verify(target, project, &url, &mut scratch, printer).await;
            let removed = scratch.remove().await;
            let verified = verified?;
            removed?;
            sound &= verified.findings.is_empty();
            if !self.format.json {
                tell(&verified, printer)?;
            }
            Ok(json!({
                "database": target.database.name,
                "migrations": verified.count,
                "irreversible": verified.irreversible,
                "findings": verified.findings,
                "unfilled": verified.empty,
            }))
        })
        .await?;
        Ok(if sound { Outcome::Done } else { Outcome::YourTurn })
    }

    async fn verify(
        &self,
        target: &Target<'_>,
        project: &Project,
        url: &DatabaseUrl,
        scratch: &mut Scratch,
        printer: &Printer,
    ) -> Result<Verified> {
        let set = target.set();
        let capabilities = scratch.server().await?;
        let versioned: Vec<Migration> =
            set.migrations().iter().filter(|it| it.version().is_some()).cloned().collect();
        let mut verified = Verified {
            count: versioned.len(),
            irreversible: Vec::new(),
            findings: Vec::new(),
            empty: Vec::new(),
            leads_to: "",
        };
        let bar = bar(printer, versioned.len());
        let one = MigrationSet::new(
            set.database().to_owned(),
            set.dialect(),
            versioned.clone(),
            set.decisions().to_vec(),
        );
        let mut steps = Steps {
            scratch,
            migrator: Migrator::new(one).limit(1),
            capabilities,
            before: None,
            data: self.with_data.then(|| Data::of(target)),
        };
        for migration in &versioned {
            bar.set_message(migration.file_name().to_owned());
            if migration.flags().irreversible {
                verified.irreversible.push(migration.file_name().to_owned());
            }
            if let Err(finding) = steps.prove(migration).await? {
                bar.finish_and_clear();
                verified.findings.push(format!("`{}`: {finding}", migration.file_name()));
                // What follows begins from where nobody wants to be.
                return Ok(verified);
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        if let Some(data) = steps.data {
            verified.empty = data.empty.iter().map(ToString::to_string).collect();
        }
        if let Err(error) = scratch.migrate(&target.migrator).await {
            verified.findings.push(error.to_string());
            return Ok(verified);
        }
        end(target, project, url, scratch, capabilities, &mut verified).await?;
        Ok(verified)
    }
}

/// What came of it.
struct Verified {
    count: usize,
    /// The files that cannot be taken back.
    irreversible: Vec<String>,
    findings: Vec<String>,
    /// The tables for which no rows could be made.
    empty: Vec<String>,
    /// What the migrations were seen to lead to.
    leads_to: &'static str,
}

fn tell(verified: &Verified, printer: &Printer) -> Result<()> {
    for file in &verified.irreversible {
        printer.note(format_args!("`{file}` is irreversible: it went up only"));
    }
    for table in &verified.empty {
        printer.warn(format_args!("no rows could be made for table `{table}`"));
    }
    for finding in &verified.findings {
        printer.line(finding)?;
    }
    if verified.findings.is_empty() {
        let Verified { count, leads_to, .. } = verified;
        printer.line(format_args!(
            "Verified migrations: {count}, each up, down and up again{leads_to}"
        ))?;
    }
    Ok(())
}

/// Rows that go along.
struct Data {
    dialect: Dialect,
    /// The files that change rows on purpose.
    allowed: BTreeSet<String>,
    /// The tables that could not be filled at some point.
    empty: BTreeSet<ObjectName>,
}

impl Data {
    fn of(target: &Target<'_>) -> Self {
        let dialect = target.url.dialect();
        let draft = migration::draft(&target.migrations.folder, dialect, &[]);
        let allows = |file: &MigrationFile| file.allows.iter().any(|it| it.rule == "data-change");
        let allowed = draft.files.iter().filter(|file| allows(file));
        let allowed = allowed.map(|file| file.migration.file_name().to_owned()).collect();
        Self { dialect, allowed, empty: BTreeSet::new() }
    }
}

/// One migration after the other.
struct Steps<'a> {
    scratch: &'a mut Scratch,
    /// Applies the next one.
    migrator: Migrator,
    capabilities: Capabilities,
    /// Where the last one has led.
    before: Option<Schema>,
    data: Option<Data>,
}

impl Steps<'_> {
    /// Proves the next migration, or says why it does not hold.
    async fn prove(&mut self, migration: &Migration) -> Result<Result<(), String>> {
        let before = match self.before.take() {
            Some(before) => before,
            None => schema(self.scratch).await?,
        };
        let rows = self.rows(&before).await?;
        if let Err(error) = self.scratch.migrate(&self.migrator).await {
            return Ok(Err(format!("the upgrade fails: {error}")));
        }
        let after = schema(self.scratch).await?;
        if let Some(change) = self.changed(migration, rows, &before, &after).await? {
            return Ok(Err(format!("the upgrade changes rows: {change}")));
        }
        let rows = self.rows(&after).await?;
        if !migration.flags().irreversible {
            if let Err(error) = self.scratch.rollback(&self.migrator, Back::Last(1)).await {
                return Ok(Err(format!("the rollback fails: {error}")));
            }
            let back = schema(self.scratch).await?;
            if let Some(left) = self.difference(&back, &before)? {
                return Ok(Err(format!(
                    "the rollback does not lead back to where it began: it would still have to \
                     {left}"
                )));
            }
            if let Some(change) = self.changed(migration, rows, &after, &back).await? {
                return Ok(Err(format!("the rollback changes rows: {change}")));
            }
            if let Err(error) = self.scratch.migrate(&self.migrator).await {
                return Ok(Err(format!("the upgrade fails after its rollback: {error}")));
            }
            let again = schema(self.scratch).await?;
            if let Some(left) = self.difference(&again, &after)? {
                return Ok(Err(format!(
                    "the upgrade leads elsewhere after its rollback: it would still have to {left}"
                )));
            }
        }
        self.before = Some(after);
        Ok(Ok(()))
    }

    /// The rows of all tables, once those without any were filled.
    async fn rows(&mut self, schema: &Schema) -> Result<Option<Rows>> {
        let Some(data) = &mut self.data else { return Ok(None) };
        let empty = rows::fill(self.scratch, schema, data.dialect).await?;
        data.empty.extend(empty);
        Rows::read(self.scratch, schema, data.dialect).await.map(Some)
    }

    /// What a step has done to rows, unless its file declares that it does.
    async fn changed(
        &mut self,
        migration: &Migration,
        rows: Option<Rows>,
        before: &Schema,
        after: &Schema,
    ) -> Result<Option<String>> {
        let (Some(rows), Some(data)) = (rows, &self.data) else { return Ok(None) };
        if data.allowed.contains(migration.file_name()) {
            return Ok(None);
        }
        let now = Rows::read(self.scratch, after, data.dialect).await?;
        Ok(rows.changed_in(&now, (before, after), data.dialect))
    }

    fn difference(&self, found: &Schema, wanted: &Schema) -> Result<Option<String>> {
        difference::first(found, wanted, Ownership::Everything, self.capabilities)
    }
}

/// Holds the end against the snapshot and the models, where there are any.
async fn end(
    target: &Target<'_>,
    project: &Project,
    url: &DatabaseUrl,
    scratch: &mut Scratch,
    capabilities: Capabilities,
    verified: &mut Verified,
) -> Result<()> {
    let dialect = target.url.dialect();
    let found = schema(scratch).await?;
    let known = snapshot::read(&target.migrations, dialect)?;
    let owned = known.clone().unwrap_or_default();
    let compare = |wanted: &Schema| {
        difference::first(&found, wanted, Ownership::Declared(&owned), capabilities)
    };
    if let Some(known) = &known {
        verified.leads_to = "; they lead to the snapshot";
        if let Some(left) = compare(known)? {
            verified.findings.push(format!(
                "the migrations do not lead to the snapshot: they would still have to {left}"
            ));
        }
    }
    if !target.database.models.is_empty() {
        verified.leads_to = "; they lead to the models";
        let declared = models::load(project, target.database, dialect)?;
        let mut desired = Desired::of(declared, &owned, url).await?;
        let all: Vec<_> = desired.schema().tables.iter().map(|table| table.name.clone()).collect();
        if compare(desired.schema())?.is_some() {
            desired.confirm(&all).await?;
        }
        if let Some(left) = compare(desired.schema())? {
            verified.findings.push(format!(
                "the migrations do not lead to the models: `make-migrations` would {left}"
            ));
        }
    }
    Ok(())
}

async fn schema(scratch: &mut Scratch) -> Result<Schema> {
    let options = Options { everything: true, ..Options::default() };
    Ok(database::without_own_tables(scratch.schema(&options).await?))
}
