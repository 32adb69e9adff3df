//! What holds for any two schemas.

#![cfg(feature = "schema")]

mod cases;

use cases::build::{ColumnWith, TableWith, column, schema, table};
use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::diff::{Change, DiffOptions, Ownership, diff};
use dbwarden_core::plan::{Plan, PlanOptions, RollbackClass, create, name_everything, plan};
use dbwarden_core::schema::{Schema, Table};
use proptest::prelude::*;

const NAMES: &[&str] = &["users", "posts", "order", "Tags", "days"];
const COLUMNS: &[&str] = &["age", "label", "group", "Note", "total"];

/// One column: which, its type, whether it may be NULL, its default, its comment.
type ColumnPlan = (usize, usize, bool, bool, bool);

/// One table: which, its columns, a unique, a check, an index, and the tables that it refers to.
type TablePlan = (Vec<ColumnPlan>, bool, bool, bool, Vec<usize>);

fn table_of(dialect: Dialect, name: &str, plan: &TablePlan, tables: &[usize]) -> Table {
    let (columns, unique, check, index, references) = plan;
    let mut table = table(dialect, name);
    for &(which, ty, null, default, comment) in columns {
        let name = COLUMNS[which];
        if table.column(name).is_some() {
            continue;
        }
        let (ty, value) = [("int", "1"), ("bigint", "2"), ("varchar(20)", "'it''s'")][ty];
        let mut column = column(dialect, name, ty);
        column.nullable = null;
        if default || !null {
            column = column.default(value);
        }
        if comment {
            column = column.comment("said");
        }
        table = table.with(column);
    }
    let first = table.columns.get(1).map(|column| column.name.clone());
    if let Some(first) = first {
        let stem = format!("{name}_{first}");
        if *unique {
            table = table.unique(Some(&format!("{stem}_key")), &[&first]);
        }
        if *check {
            table = table.check(Some(&format!("{stem}_check")), "id > 0");
        }
        if *index {
            table = table.index(&format!("ix_{stem}"), &[&first]);
        }
    }
    for &other in references.iter().filter(|other| tables.contains(other)) {
        let column_name = format!("{}_id", NAMES[other].to_lowercase());
        if table.column(&column_name).is_none() {
            table = table.with(column(dialect, &column_name, "int").null());
            let key = format!("{name}_{column_name}_fkey");
            table = table.refers(Some(&key), &[&column_name], NAMES[other], &["id"]);
        }
    }
    table
}

fn column_plan() -> impl Strategy<Value = ColumnPlan> {
    (0..COLUMNS.len(), 0..3_usize, any::<bool>(), any::<bool>(), any::<bool>())
}

fn table_plan() -> impl Strategy<Value = TablePlan> {
    (
        prop::collection::vec(column_plan(), 0..4),
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        prop::collection::vec(0..NAMES.len(), 0..3),
    )
}

fn schema_plan() -> impl Strategy<Value = Vec<Option<TablePlan>>> {
    prop::collection::vec(prop::option::of(table_plan()), NAMES.len())
}

fn schema_of(dialect: Dialect, plans: &[Option<TablePlan>]) -> Schema {
    let there: Vec<usize> = (0..plans.len()).filter(|&at| plans[at].is_some()).collect();
    schema(plans.iter().enumerate().filter_map(|(at, plan)| {
        plan.as_ref().map(|plan| table_of(dialect, NAMES[at], plan, &there))
    }))
}

fn changes(dialect: Dialect, base: &Schema, desired: &Schema) -> Vec<Change> {
    let options = DiffOptions::new(Capabilities::assumed(dialect), Ownership::Everything);
    diff(base, desired, &options).unwrap_or_else(|error| panic!("{error}"))
}

fn planned(dialect: Dialect, base: &Schema, desired: &Schema) -> Plan {
    let options = PlanOptions::new(Capabilities::assumed(dialect));
    plan(&changes(dialect, base, desired), base, &options).unwrap_or_else(|error| panic!("{error}"))
}

/// The statements in no order, nor the clauses of one that changes several columns, and without the values
/// that rows get when a column comes back.
fn statements<'a>(statements: impl Iterator<Item = &'a String>) -> Vec<Vec<String>> {
    let clauses = |statement: &String| {
        let mut clauses: Vec<String> = statement
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replacen(" ALTER COLUMN", ", ALTER COLUMN", 1)
            .split(", ALTER COLUMN")
            .map(str::to_owned)
            .collect();
        clauses.sort();
        clauses
    };
    let mut statements: Vec<Vec<String>> = statements.map(clauses).collect();
    statements.sort();
    statements
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_schema_does_not_differ_from_itself(plans in schema_plan()) {
        for dialect in Dialect::ALL {
            let schema = schema_of(dialect, &plans);
            prop_assert_eq!(changes(dialect, &schema, &schema), []);
            let options = PlanOptions::new(Capabilities::assumed(dialect));
            let named = name_everything(&schema, &options);
            prop_assert_eq!(changes(dialect, &named, &schema), []);
            prop_assert!(create(&named, &options).is_ok());
        }
    }

    #[test]
    fn the_same_input_gives_the_same_plan(from in schema_plan(), to in schema_plan()) {
        for dialect in Dialect::ALL {
            let (from, to) = (schema_of(dialect, &from), schema_of(dialect, &to));
            let first = planned(dialect, &from, &to);
            prop_assert_eq!(&first, &planned(dialect, &from.clone(), &to.clone()));
            let text = serde_json::to_string(&first).unwrap_or_else(|error| panic!("{error}"));
            prop_assert_eq!(first, serde_json::from_str::<Plan>(&text).unwrap_or_else(|error| panic!("{error}")));
        }
    }

    #[test]
    fn every_step_can_be_undone(from in schema_plan(), to in schema_plan()) {
        for dialect in Dialect::ALL {
            let (from, to) = (schema_of(dialect, &from), schema_of(dialect, &to));
            for step in planned(dialect, &from, &to).steps() {
                prop_assert_ne!(step.class, RollbackClass::Irreversible);
                prop_assert!(
                    !step.destructive || step.class == RollbackClass::Conditional,
                    "{} loses data and claims to bring it back", step.description
                );
            }
        }
    }

    #[test]
    fn the_way_back_is_the_rollback(from in schema_plan(), to in schema_plan()) {
        // PostgreSQL changes tables in place, so that the statements can be held side by side.
        let dialect = Dialect::Postgres;
        let (from, to) = (schema_of(dialect, &from), schema_of(dialect, &to));
        let there = planned(dialect, &from, &to);
        let back = planned(dialect, &to, &from);
        prop_assert_eq!(
            statements(there.steps().flat_map(|step| &step.rollback)),
            statements(back.steps().flat_map(|step| &step.upgrade))
        );
    }
}
