//! New names: those that the command line tells, and those that a person confirms.

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;
use dbwarden_core::dialect::Dialect;
use dbwarden_core::diff::{Change, RenameCandidate, Renames, listed_values, rename_candidates};
use dbwarden_core::schema::{Column, ObjectName, Schema, Table};

use crate::error::{Error, Result};
use crate::output::Printer;

/// The renames that the command line tells. Nothing is ever guessed to be one.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "How to compare")]
pub(crate) struct RenameArguments {
    /// A column has a new name: `users.username:email`; may be repeated
    #[arg(long = "rename", value_name = "TABLE.OLD:NEW", value_parser = column_rename)]
    columns: Vec<(ObjectName, String, String)>,

    /// A table has a new name: `users:accounts`; may be repeated
    #[arg(long = "rename-table", value_name = "OLD:NEW", value_parser = table_rename)]
    tables: Vec<(ObjectName, ObjectName)>,

    /// A value of an enum type has a new name: `mood.ok:fine`; where a column lists its values itself:
    /// `person.mood.ok:fine`; may be repeated
    #[arg(long = "rename-value", value_name = "TYPE.OLD:NEW", value_parser = value_rename)]
    values: Vec<(ObjectName, String, String)>,
}

/// Somebody who knows whether a candidate is a rename.
pub(crate) type Answer<'a> = &'a dyn Fn(&RenameCandidate) -> Result<bool>;

/// Has every candidate among the changes answered. `confirm` takes one for a rename and compares anew,
/// because a table that is renamed may have renamed columns.
pub(super) fn ask(
    mut changes: Vec<Change>,
    answer: Answer<'_>,
    mut confirm: impl FnMut(RenameCandidate) -> Result<Vec<Change>>,
) -> Result<Vec<Change>> {
    let mut refused = BTreeSet::new();
    loop {
        let mut candidates = rename_candidates(&changes).into_iter();
        let Some(candidate) = candidates.find(|other| !refused.contains(other)) else {
            return Ok(changes);
        };
        if answer(&candidate)? {
            changes = confirm(candidate)?;
        } else {
            refused.insert(candidate);
        }
    }
}

/// The candidate as a question.
pub(super) fn question(candidate: &RenameCandidate) -> String {
    match candidate {
        RenameCandidate::Table { from, to } => {
            format!("Is table `{to}` the table `{from}` under a new name?")
        }
        RenameCandidate::Column { table, from, to } => {
            format!("Is column `{table}.{to}` the column `{from}` under a new name?")
        }
        RenameCandidate::ColumnValue { table, column, from, to } => {
            format!("Is value `{to}` of `{table}.{column}` the value `{from}` under a new name?")
        }
        RenameCandidate::Value { ty, from, to } => {
            format!("Is value `{to}` of `{ty}` the value `{from}` under a new name?")
        }
    }
}

/// What to say on the command line where the candidate is a rename.
fn flag(candidate: &RenameCandidate) -> String {
    match candidate {
        RenameCandidate::Table { from, to } => format!("--rename-table {from}:{to}"),
        RenameCandidate::Column { table, from, to } => format!("--rename {table}.{from}:{to}"),
        RenameCandidate::ColumnValue { table, column, from, to } => {
            format!("--rename-value {table}.{column}.{from}:{to}")
        }
        RenameCandidate::Value { ty, from, to } => format!("--rename-value {ty}.{from}:{to}"),
    }
}

/// Tells how to say of candidates that they are renames.
pub(super) fn hint(candidates: &[RenameCandidate], printer: &Printer) {
    for candidate in candidates {
        let flag = flag(candidate);
        printer.hint(format_args!("nothing is guessed to be a rename; if it is one: `{flag}`"));
    }
}

impl RenameArguments {
    /// Names that are nowhere would be ignored silently, so they are refused.
    pub(super) fn checked(
        &self,
        dialect: Dialect,
        base: &Schema,
        desired: &Schema,
    ) -> Result<Renames> {
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
        let old_table =
            |table| tables.iter().find(|(_, new)| *new == table).map_or(table, |(old, _)| old);
        let mut columns = BTreeMap::new();
        for (table, from, to) in &self.columns {
            let flag = format!("--rename {table}.{from}:{to}");
            let old = old_table(table);
            let there = base.table(old).is_some_and(|table| table.column(from).is_some());
            expect(there, &flag, || format!("the database has no column `{old}.{from}`"))?;
            let wanted = desired.table(table).is_some_and(|table| table.column(to).is_some());
            expect(wanted, &flag, || format!("no model has the column `{table}.{to}`"))?;
            columns.insert((table.clone(), from.clone()), to.clone());
        }
        let (mut values, mut column_values) = (BTreeMap::new(), BTreeMap::new());
        for (ty, from, to) in &self.values {
            let flag = format!("--rename-value {ty}.{from}:{to}");
            if let Some((table, wanted)) = column_of(desired, ty) {
                let old = columns
                    .iter()
                    .find(|((owner, _), new)| *owner == table.name && **new == wanted.name)
                    .map_or(&wanted.name, |((_, old), _)| old);
                let lists = |table: &Table, column: &Column, value: &String| {
                    listed_values(dialect, table, column).is_some_and(|it| it.contains(value))
                };
                let there = base.table(old_table(&table.name)).is_some_and(|table| {
                    table.column(old).is_some_and(|column| lists(table, column, from))
                });
                expect(there, &flag, || {
                    format!("column `{ty}` of the database lists no `{from}`")
                })?;
                expect(lists(table, wanted, to), &flag, || {
                    format!("column `{ty}` of the models lists no `{to}`")
                })?;
                let key = (table.name.clone(), wanted.name.clone(), from.clone());
                column_values.insert(key, to.clone());
                continue;
            }
            let holds = |schema: &Schema, value: &String| {
                schema.enum_type(ty).is_some_and(|ty| ty.values.contains(value))
            };
            expect(holds(base, from), &flag, || {
                format!("the database has no enum type `{ty}` with the value `{from}`")
            })?;
            expect(holds(desired, to), &flag, || {
                format!("no model has the enum type `{ty}` with the value `{to}`")
            })?;
            values.insert((ty.clone(), from.clone()), to.clone());
        }
        Ok(Renames { tables, columns, values, column_values })
    }
}

/// The column that a name with a dot may be of.
fn column_of<'a>(schema: &'a Schema, name: &ObjectName) -> Option<(&'a Table, &'a Column)> {
    let table = schema.table(&object_name(name.schema.as_deref()?)?)?;
    Some((table, table.column(&name.name)?))
}

fn expect(holds: bool, flag: &str, else_say: impl FnOnce() -> String) -> Result<()> {
    if holds {
        return Ok(());
    }
    Err(Error::new(format!("`{flag}`: {}", else_say()))
        .hint("a rename goes from a name in the database to a name in the models"))
}

pub(super) fn object_name(text: &str) -> Option<ObjectName> {
    let name = match text.rsplit_once('.') {
        Some((schema, name)) if !schema.is_empty() => ObjectName::qualified(schema, name),
        Some(_) => return None,
        None => ObjectName::new(text),
    };
    (!name.name.is_empty()).then_some(name)
}

fn column_rename(text: &str) -> Result<(ObjectName, String, String), String> {
    part_rename(text)
        .ok_or_else(|| "a rename of a column looks like `users.username:email`".to_owned())
}

fn value_rename(text: &str) -> Result<(ObjectName, String, String), String> {
    part_rename(text).ok_or_else(|| "a rename of a value looks like `mood.ok:fine`".to_owned())
}

/// `OWNER.OLD:NEW`
fn part_rename(text: &str) -> Option<(ObjectName, String, String)> {
    let (old, new) = text.split_once(':')?;
    let (owner, part) = old.rsplit_once('.')?;
    let named = !part.is_empty() && !new.is_empty();
    named.then_some((object_name(owner)?, part.to_owned(), new.to_owned()))
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
    use std::cell::RefCell;

    use dbwarden_core::dialect::{Capabilities, Dialect};
    use dbwarden_core::diff::{DiffOptions, Ownership, diff};
    use dbwarden_core::schema::{Column, ColumnType, Table};

    use super::*;

    #[test]
    fn a_confirmed_table_leads_to_its_columns_and_a_refusal_is_final() {
        let schema = |table: &str, columns: &[&str]| {
            let mut table = Table::new(ObjectName::new(table));
            let column = |name: &&str| Column::new(*name, ColumnType::builtin("text"));
            table.columns = columns.iter().map(column).collect();
            Schema { tables: vec![table], ..Schema::default() }
        };
        let base = schema("users", &["id", "bio", "username"]);
        let desired = schema("people", &["id", "bio", "email"]);
        let asked = |yes: fn(&RenameCandidate) -> bool| {
            let capabilities = Capabilities::assumed(Dialect::Sqlite);
            let mut options = DiffOptions::new(capabilities, Ownership::Everything);
            let changes = diff(&base, &desired, &options).expect("they compare");
            let questions = RefCell::new(Vec::new());
            let answer = |candidate: &RenameCandidate| {
                questions.borrow_mut().push(flag(candidate));
                Ok(yes(candidate))
            };
            let changes = ask(changes, &answer, |candidate| {
                options.renames.confirm(candidate);
                Ok(diff(&base, &desired, &options)?)
            });
            let changes: Vec<String> =
                changes.expect("all is answered").iter().map(Change::to_string).collect();
            (questions.into_inner(), changes)
        };
        let (questions, changes) = asked(|_| true);
        assert_eq!(questions, ["--rename-table users:people", "--rename people.username:email"]);
        assert_eq!(
            changes,
            ["rename table users to people", "rename column people.username to email"]
        );
        let (questions, changes) = asked(|_| false);
        assert_eq!(questions, ["--rename-table users:people"]);
        assert_eq!(changes, ["create table people", "drop table users"]);
    }

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
