//! The comparison of models with a live database, that `make-migrations` and `diff` share.

use clap::Args;
use dbwarden_core::dialect::Capabilities;
use dbwarden_core::diff::{
    Change, DiffOptions, Ownership, RenameCandidate, diff, rename_candidates,
};
use dbwarden_core::plan::{Plan, PlanOptions, columns_without_a_value, plan};
use dbwarden_core::schema::{Object, ObjectName, Schema};

use super::renames::{Answer, RenameArguments};
use super::{Target, renames};
use crate::config::{DatabaseUrl, Project};
use crate::error::Result;
use crate::source::canonical::{self, Desired};
use crate::source::{any, database, models, snapshot};

/// What a comparison is told. Nothing is ever guessed to be a rename.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "How to compare")]
pub(crate) struct CompareArguments {
    #[command(flatten)]
    pub(super) renames: RenameArguments,

    /// What a new column, or one that may no longer be NULL, holds in the rows that are there, as SQL:
    /// `users.age=0`; may be repeated
    #[arg(long = "fill", value_name = "TABLE.COLUMN=SQL", value_parser = fill)]
    fills: Vec<(ObjectName, String, String)>,

    /// A server on which the models may be tried out, where the database's own does not allow it
    /// [default: `scratch_url` of dbwarden.toml, else the database's own]
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

/// How models and database differ, and what to do about it.
pub(crate) struct Comparison {
    /// What is there.
    pub(crate) base: Schema,
    /// What models once declared: only that may be dropped.
    pub(crate) owned: Schema,
    /// What the server can do.
    pub(crate) capabilities: Capabilities,
    /// Where things are tried out.
    pub(crate) scratch: DatabaseUrl,
    /// What the models declare, as the database would give it back.
    pub(crate) desired: Schema,
    /// The differences.
    pub(crate) changes: Vec<Change>,
    /// The SQL that makes the database what the models say.
    pub(crate) plan: Plan,
    /// What files of SQL make and nobody compares.
    pub(crate) not_compared: Vec<Object>,
    /// What may be a rename among the differences, and nobody was asked.
    pub(crate) candidates: Vec<RenameCandidate>,
}

impl Comparison {
    /// Reads the models and what they are compared with. What may be a rename, and what new columns
    /// hold in rows that are there, is asked of the person, where there is one.
    pub(crate) async fn of(
        target: &Target<'_>,
        project: &Project,
        arguments: &CompareArguments,
        from: Base,
        person: Option<Person<'_>>,
    ) -> Result<Self> {
        let dialect = target.url.dialect();
        let declared = models::load(project, target.database, dialect)?;
        let owned = snapshot::read(&target.migrations, dialect)?.unwrap_or_default();
        let scratch = project.scratch_url(target.database, arguments.scratch_url.as_deref())?;
        let scratch = scratch.unwrap_or_else(|| target.url.clone());
        let (capabilities, base, mut desired) = match from {
            Base::Database => {
                let capabilities = database::capabilities(&target.url).await?;
                let desired = Desired::of(declared, &owned, &scratch).await?;
                let mut schemas = database::named_schemas(desired.schema());
                schemas.extend(database::named_schemas(&owned));
                (capabilities, database::schema(&target.url, schemas).await?, desired)
            }
            Base::Migrations => {
                let capabilities = database::capabilities(&scratch).await?;
                let desired = Desired::of(declared, &owned, &scratch).await?;
                (capabilities, any::replay(&target.migrator, &scratch).await?, desired)
            }
            Base::Snapshot => {
                let desired = Desired::remembered(declared, &owned, &scratch).await?;
                (Capabilities::assumed(dialect), owned.clone(), desired)
            }
        };
        let mut options = DiffOptions::new(capabilities, Ownership::Declared(&owned));
        options.renames = arguments.renames.checked(dialect, &base, desired.schema())?;
        let mut changes = diff(&base, desired.schema(), &options)?;
        // A change that rests on what was remembered of another server would not be one.
        if from != Base::Snapshot
            && desired.confirm(changes.iter().filter_map(Change::table)).await?
        {
            changes = diff(&base, desired.schema(), &options)?;
        }
        let mut candidates = rename_candidates(&changes);
        if let Some(person) = person {
            changes = renames::ask(changes, person.renames, |candidate| {
                options.renames.confirm(candidate);
                Ok(diff(&base, desired.schema(), &options)?)
            })?;
            candidates.clear();
        }
        let mut fills = arguments.fills.clone();
        if let Some(person) = person {
            for (table, column) in columns_without_a_value(&changes) {
                if !fills.iter().any(|(of, name, _)| (of, name) == (&table, &column)) {
                    let value = (person.values)(&table, &column)?;
                    fills.push((table, column, value));
                }
            }
        }
        if !fills.is_empty() {
            fills.iter().try_for_each(|(table, column, sql)| desired.fill(table, column, sql))?;
            changes = diff(&base, desired.schema(), &options)?;
        }
        let mut options = PlanOptions::new(capabilities);
        options.concurrent_indexes = target.database.concurrent_indexes;
        let plan = plan(&changes, &base, &options)?;
        let not_compared = desired.objects().to_vec();
        let desired = desired.into_schema();
        Ok(Self {
            base,
            owned,
            capabilities,
            scratch,
            desired,
            changes,
            plan,
            not_compared,
            candidates,
        })
    }
}

/// From where models are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Base {
    /// The live database.
    Database,
    /// Where the migrations lead, which is not where the database is yet.
    Migrations,
    /// What the snapshot remembers: no database is needed.
    Snapshot,
}

/// Somebody who can be asked.
#[derive(Clone, Copy)]
pub(crate) struct Person<'a> {
    /// Whether a candidate is a rename.
    pub(crate) renames: Answer<'a>,
    /// What a column holds in the rows that are there, as SQL.
    pub(crate) values: &'a dyn Fn(&ObjectName, &str) -> Result<String>,
}

fn fill(text: &str) -> Result<(ObjectName, String, String), String> {
    let parse = || {
        let (place, sql) = text.split_once('=')?;
        let (table, column) = place.trim().rsplit_once('.')?;
        let named = !column.is_empty() && !sql.trim().is_empty();
        let table = renames::object_name(table)?;
        named.then(|| (table, column.to_owned(), sql.trim().to_owned()))
    };
    parse().ok_or_else(|| "what a column is filled with looks like `users.age=0`".to_owned())
}

impl CompareArguments {
    /// Says in a schema that is wanted what its columns hold in the rows that are there.
    pub(super) fn fill(&self, schema: &mut Schema) -> Result<()> {
        self.fills
            .iter()
            .try_for_each(|(table, column, sql)| canonical::fill(schema, table, column, sql))
    }

    /// The scratch server that was named.
    pub(super) fn scratch_url(&self) -> Option<&str> {
        self.scratch_url.as_deref()
    }
}
