//! Names for constraints that nobody named, in the manner of PostgreSQL: `users_email_key`.

use std::collections::BTreeSet;

use super::PlanOptions;
use super::operation::Operation;
use crate::diff::{Change, Constraint, TableChange, constraints_of, set_constraints};
use crate::schema::{ObjectName, Schema, Table, shorten};
use crate::sql::expression::mentions;

/// The schema with a name for every constraint that has none: the names that
/// [`PlanOptions::name_everything`] writes. What was created so is found by name in the catalog.
pub fn name_everything(schema: &Schema, options: &PlanOptions) -> Schema {
    let tables = schema.tables.iter();
    Schema {
        tables: tables.map(|table| with_names(table, options, |_| true)).collect(),
        ..schema.clone()
    }
}

/// The table with names for the constraints without one that are asked for.
pub(super) fn with_names(
    table: &Table,
    options: &PlanOptions,
    needs_name: impl Fn(&Constraint) -> bool,
) -> Table {
    let mut taken = taken_names(table);
    let mut named = table.clone();
    let constraints = constraints_of(table).into_iter().map(|constraint| {
        if constraint.name().is_some() || !needs_name(&constraint) {
            return constraint;
        }
        let name = free_name(table, &constraint, &taken, options);
        taken.insert(name.clone());
        constraint.with_name(Some(name))
    });
    set_constraints(&mut named, constraints.collect());
    named
}

/// Changes of names in an order in which each name is free when it is taken. Where names go round in a
/// circle, one of them goes by another in between.
pub(super) fn without_collisions(renames: Vec<Operation>) -> Vec<Operation> {
    fn names(operation: &Operation) -> (&str, &str) {
        match operation {
            Operation::RenameIndex { from, to, .. } => (from, to),
            Operation::RenameConstraint { before, after, .. } => {
                (before.name().unwrap_or_default(), after.name().unwrap_or_default())
            }
            _ => ("", ""),
        }
    }
    let mut left = renames;
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_free =
            |operation: &Operation| left.iter().all(|other| names(other).0 != names(operation).1);
        if let Some(at) = left.iter().position(is_free) {
            ordered.push(left.remove(at));
            continue;
        }
        let between = format!("{}_", names(&left[0]).0);
        match &mut left[0] {
            Operation::RenameIndex { table, from, .. } => {
                let first = std::mem::replace(from, between.clone());
                ordered.push(Operation::RenameIndex {
                    table: table.clone(),
                    from: first,
                    to: between,
                });
            }
            Operation::RenameConstraint { table, before, .. } => {
                let renamed = before.clone().with_name(Some(between));
                let first = std::mem::replace(before, renamed.clone());
                ordered.push(Operation::RenameConstraint {
                    table: table.clone(),
                    before: first,
                    after: renamed,
                });
            }
            _ => ordered.push(left.remove(0)),
        }
    }
    ordered
}

/// The names of constraints and indexes of a table.
pub(super) fn taken_names(table: &Table) -> BTreeSet<String> {
    let constraints = constraints_of(table);
    let names = constraints.iter().filter_map(Constraint::name).map(str::to_owned);
    names.chain(table.indexes.iter().map(|index| index.name.clone())).collect()
}

/// The indexes that come, by name, with the tables that they come to.
pub(super) fn coming_indexes(changes: &[Change]) -> BTreeSet<(&str, &ObjectName)> {
    let mut coming = BTreeSet::new();
    for change in changes {
        match change {
            Change::CreateTable { after } => {
                coming.extend(after.indexes.iter().map(|index| (index.name.as_str(), &after.name)));
            }
            Change::AlterTable { after, changes, .. } => {
                coming.extend(changes.iter().filter_map(|change| match change {
                    TableChange::AddIndex { after: index } => {
                        Some((index.name.as_str(), &after.name))
                    }
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    coming
}

/// A name for a constraint of the table that is not taken yet.
pub(super) fn free_name(
    table: &Table,
    constraint: &Constraint,
    taken: &BTreeSet<String>,
    options: &PlanOptions,
) -> String {
    let ending = match constraint {
        Constraint::PrimaryKey(_) => "pkey",
        Constraint::Unique(_) => "key",
        Constraint::Exclusion(_) => "excl",
        Constraint::Check(_) => "check",
        Constraint::ForeignKey(_) => "fkey",
    };
    let columns: Vec<&str> = match constraint {
        Constraint::PrimaryKey(_) => Vec::new(),
        Constraint::Check(check) => {
            let columns = table.columns.iter().map(|column| column.name.as_str());
            let mentioned: Vec<&str> = columns
                .filter(|column| mentions(options.capabilities.dialect, &check.expr.sql, column))
                .collect();
            if mentioned.len() == 1 { mentioned } else { Vec::new() }
        }
        constraint => constraint.columns().iter().map(String::as_str).collect(),
    };
    let mut stem = table.name.name.clone();
    for column in columns {
        stem = format!("{stem}_{column}");
    }
    let longest = options.capabilities.longest_name;
    let mut name = shorten(&format!("{stem}_{ending}"), longest);
    let mut number = 1;
    while taken.contains(&name) {
        name = shorten(&format!("{stem}_{ending}{number}"), longest);
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Capabilities, Dialect};
    use crate::schema::{CheckConstraint, Column, ColumnType, Expr, ObjectName, PrimaryKey};

    #[test]
    fn every_constraint_gets_a_name_of_its_own() {
        let mut table = Table::new(ObjectName::new("users"));
        table.columns = vec![Column::new("age", ColumnType::builtin("integer"))];
        table.primary_key =
            Some(PrimaryKey { columns: vec!["age".to_owned()], ..PrimaryKey::default() });
        for sql in ["age > 0", "age < 200", "true"] {
            table.checks.push(CheckConstraint {
                name: None,
                expr: Expr::declared(sql),
                no_inherit: false,
                not_valid: false,
                ..Default::default()
            });
        }
        let schema = Schema { tables: vec![table], ..Schema::default() };
        let options = PlanOptions::new(Capabilities::assumed(Dialect::Postgres));
        let named = name_everything(&schema, &options);
        let constraints = constraints_of(&named.tables[0]);
        let names: Vec<_> = constraints.iter().filter_map(Constraint::name).collect();
        assert_eq!(names, ["users_pkey", "users_age_check", "users_age_check1", "users_check"]);
        assert_eq!(name_everything(&named, &options), named);
    }
}
