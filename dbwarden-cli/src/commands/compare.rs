//! The comparison of models with a live database, that `make-migrations` and `diff` share.

use std::collections::BTreeMap;

use clap::Args;
use dbwarden_core::diff::{Change, DiffOptions, Ownership, Renames, diff};
use dbwarden_core::plan::{Plan, PlanOptions, plan};
use dbwarden_core::schema::{ObjectName, Schema};

use super::Target;
use crate::config::Project;
use crate::error::{Error, Result};
use crate::source::canonical::Desired;
use crate::source::{database, models, snapshot};

/// What a comparison is told. Nothing is ever guessed to be a rename.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "How to compare")]
pub(crate) struct CompareArguments {
    /// A column has a new name: `users.username:email`; may be repeated
    #[arg(long = "rename", value_name = "TABLE.OLD:NEW", value_parser = column_rename)]
    columns: Vec<(ObjectName, String, String)>,

    /// A table has a new name: `users:accounts`; may be repeated
    #[arg(long = "rename-table", value_name = "OLD:NEW", value_parser = table_rename)]
    tables: Vec<(ObjectName, ObjectName)>,

    /// A server on which the models may be tried out, where the database's own does not allow it
    /// [default: `scratch_url` of dbwarden.toml, else the database's own]
    #[arg(long, value_name = "URL")]
    scratch_url: Option<String>,
}

/// How models and database differ, and what to do about it.
pub(crate) struct Comparison {
    /// What the models declare, as the database would give it back.
    pub(crate) desired: Schema,
    /// The differences.
    pub(crate) changes: Vec<Change>,
    /// The SQL that makes the database what the models say.
    pub(crate) plan: Plan,
}

impl Comparison {
    /// Reads the models and the database and compares them.
    pub(crate) async fn of(
        target: &Target<'_>,
        project: &Project,
        arguments: &CompareArguments,
    ) -> Result<Self> {
        let dialect = target.url.dialect();
        let declared = models::load(project, target.database, dialect)?;
        let owned = snapshot::read(&target.migrations, dialect)?.unwrap_or_default();
        let capabilities = database::capabilities(&target.url).await?;
        let mut schemas = database::named_schemas(&declared);
        schemas.extend(database::named_schemas(&owned));
        let base = database::schema(&target.url, schemas).await?;
        let scratch = project.scratch_url(target.database, arguments.scratch_url.as_deref())?;
        let scratch = scratch.as_ref().unwrap_or(&target.url);
        let mut desired = Desired::of(declared, &owned, scratch).await?;
        let mut options = DiffOptions::new(capabilities, Ownership::Declared(&owned));
        options.renames = arguments.renames(&base, desired.schema())?;
        let mut changes = diff(&base, desired.schema(), &options)?;
        // A change that rests on what was remembered of another server would not be one.
        if desired.confirm(changes.iter().filter_map(Change::table)).await? {
            changes = diff(&base, desired.schema(), &options)?;
        }
        let mut options = PlanOptions::new(capabilities);
        options.concurrent_indexes = target.database.concurrent_indexes;
        let plan = plan(&changes, &base, &options)?;
        Ok(Self { desired: desired.into_schema(), changes, plan })
    }
}

impl CompareArguments {
    /// The scratch server that was named.
    pub(super) fn scratch_url(&self) -> Option<&str> {
        self.scratch_url.as_deref()
    }

    /// Names that are nowhere would be ignored silently, so they are refused.
    pub(super) fn renames(&self, base: &Schema, desired: &Schema) -> Result<Renames> {
        let mut tables = BTreeMap::new();
        for (from, to) in &self.tables {
            let flag = format!("--rename-table {from}:{to}");
            expect(base.table(from).is_some(), &flag, || {
                format!("the database has no table `{from}`")
            })?;
            expect(desired.table(to).is_some(), &flag, || {
                format!("no model has the table `{to}`")
            })?;
            tables.insert(from.clone(), to.clone());
        }
        let mut columns = BTreeMap::new();
        for (table, from, to) in &self.columns {
            let flag = format!("--rename {table}.{from}:{to}");
            let old = tables.iter().find(|(_, new)| *new == table).map_or(table, |(old, _)| old);
            let there = base.table(old).is_some_and(|table| table.column(from).is_some());
            expect(there, &flag, || format!("the database has no column `{old}.{from}`"))?;
            let wanted = desired.table(table).is_some_and(|table| table.column(to).is_some());
            expect(wanted, &flag, || format!("no model has the column `{table}.{to}`"))?;
            columns.insert((table.clone(), from.clone()), to.clone());
        }
        Ok(Renames { tables, columns })
    }
}

fn expect(holds: bool, flag: &str, else_say: impl FnOnce() -> String) -> Result<()> {
    if holds {
        return Ok(());
    }
    Err(Error::new(format!("`{flag}`: {}", else_say()))
        .hint("a rename goes from a name in the database to a name in the models"))
}

fn object_name(text: &str) -> Option<ObjectName> {
    let name = match text.rsplit_once('.') {
        Some((schema, name)) if !schema.is_empty() => ObjectName::qualified(schema, name),
        Some(_) => return None,
        None => ObjectName::new(text),
    };
    (!name.name.is_empty()).then_some(name)
}

fn column_rename(text: &str) -> Result<(ObjectName, String, String), String> {
    let parse = || {
        let (old, new) = text.split_once(':')?;
        let (table, column) = old.rsplit_once('.')?;
        let named = !column.is_empty() && !new.is_empty();
        named.then_some((object_name(table)?, column.to_owned(), new.to_owned()))
    };
    parse().ok_or_else(|| "a rename of a column looks like `users.username:email`".to_owned())
}

fn table_rename(text: &str) -> Result<(ObjectName, ObjectName), String> {
    let parse = || {
        let (old, new) = text.split_once(':')?;
        Some((object_name(old)?, object_name(new)?))
    };
    parse().ok_or_else(|| "a rename of a table looks like `users:accounts`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_are_read() {
        assert_eq!(
            column_rename("users.username:email"),
            Ok((ObjectName::new("users"), "username".into(), "email".into()))
        );
        assert_eq!(
            column_rename("app.users.a:b").map(|(table, ..)| table),
            Ok(ObjectName::qualified("app", "users"))
        );
        assert_eq!(table_rename("a:b"), Ok((ObjectName::new("a"), ObjectName::new("b"))));
        for wrong in ["users", "users.a", "users:b", ".a:b", "users.:b", "users.a:"] {
            assert!(column_rename(wrong).is_err(), "{wrong}");
        }
    }
}
