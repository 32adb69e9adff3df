//! Where columns come to stand that are added to a table, there and on the way back, where a server can put
//! them anywhere: in the order of the schema that is led to.

use std::collections::{BTreeMap, BTreeSet};

use super::operation::{ColumnOperation, Operation};
use crate::diff::Change;
use crate::schema::{ObjectName, Table};

/// The place of a column among those that are there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Place {
    First,
    Behind(String),
}

/// Gives each column that comes, there or on the way back, a place, unless it comes to stand last.
pub(super) fn place(operations: &mut [Operation], changes: &[Change]) {
    let altered = || {
        changes.iter().filter_map(|change| match change {
            Change::AlterTable { before, after, .. } => Some((&**before, &**after)),
            _ => None,
        })
    };
    let mut there = Columns::new(altered());
    operations.iter_mut().for_each(|operation| there.follow(operation, Way::There));
    let mut back = Columns::new(altered().map(|(before, after)| (after, before)));
    operations.iter_mut().rev().for_each(|operation| back.follow(operation, Way::Back));
}

#[derive(Clone, Copy, PartialEq)]
enum Way {
    There,
    Back,
}

/// The columns that tables have at a moment, and the order that they are to have.
struct Columns<'a>(BTreeMap<&'a ObjectName, (BTreeSet<String>, &'a Table)>);

impl<'a> Columns<'a> {
    /// From tables as they are, and as they are to be.
    fn new(tables: impl Iterator<Item = (&'a Table, &'a Table)>) -> Self {
        let names =
            |table: &Table| table.columns.iter().map(|column| column.name.clone()).collect();
        Self(tables.map(|(from, to)| (&to.name, (names(from), to))).collect())
    }

    fn follow(&mut self, operation: &mut Operation, way: Way) {
        match operation {
            Operation::Together(together) if way == Way::There => {
                together.operations.iter_mut().for_each(|operation| self.follow(operation, way));
            }
            Operation::Together(together) => {
                let operations = together.operations.iter_mut().rev();
                operations.for_each(|operation| self.follow(operation, way));
            }
            Operation::OnlyThere(operation) if way == Way::There => self.follow(operation, way),
            Operation::OnlyBack(operation) if way == Way::Back => self.follow(operation, way),
            Operation::AddColumn(column) => self.pass(column, way == Way::There),
            Operation::DropColumn(column) => self.pass(column, way == Way::Back),
            _ => {}
        }
    }

    fn pass(&mut self, operation: &mut ColumnOperation, comes: bool) {
        let Some((present, table)) = self.0.get_mut(&operation.table) else { return };
        let name = &operation.column.name;
        if !comes {
            present.remove(name);
            return;
        }
        let mut before = table.columns.iter().map(|column| &column.name);
        let preceding: Vec<&String> = before.by_ref().take_while(|it| *it != name).collect();
        operation.place = before.any(|following| present.contains(following)).then(|| {
            match preceding.into_iter().rfind(|it| present.contains(*it)) {
                Some(other) => Place::Behind(other.clone()),
                None => Place::First,
            }
        });
        present.insert(name.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Capabilities, Dialect};
    use crate::diff::{DiffOptions, Ownership, diff};
    use crate::plan::{PlanOptions, plan};
    use crate::schema::{Column, ColumnType, Schema};

    fn schema(columns: &str) -> Schema {
        let column =
            |name: &str| Column { nullable: true, ..Column::new(name, ColumnType::builtin("int")) };
        let columns = columns.split_whitespace().map(column).collect();
        let table = Table { columns, ..Table::new(ObjectName::new("t")) };
        Schema { tables: vec![table], ..Schema::default() }
    }

    /// The order of the columns there, and back again, as MySQL carries it out.
    fn orders(from: &str, to: &str) -> [String; 2] {
        let capabilities = Capabilities::assumed(Dialect::MySql);
        let options = DiffOptions::new(capabilities, Ownership::Everything);
        let (from, to) = (schema(from), schema(to));
        let changes = diff(&from, &to, &options).unwrap();
        let plan = plan(&changes, &from, &PlanOptions::new(capabilities)).unwrap();
        let steps = || plan.files.iter().flat_map(|file| &file.steps);
        let mut columns: Vec<String> =
            from.tables[0].columns.iter().map(|column| column.name.clone()).collect();
        let mut run = |statements: Vec<&String>| {
            for statement in statements {
                let words: Vec<&str> = statement.split_whitespace().collect();
                match words[3..] {
                    ["DROP", "COLUMN", name] => columns.retain(|column| column != name),
                    ["ADD", "COLUMN", name, _] => columns.push(name.to_owned()),
                    ["ADD", "COLUMN", name, _, "FIRST"] => columns.insert(0, name.to_owned()),
                    ["ADD", "COLUMN", name, _, "AFTER", other] => {
                        let at = columns.iter().position(|column| column == other).unwrap();
                        columns.insert(at + 1, name.to_owned());
                    }
                    _ => panic!("{statement}"),
                }
            }
            columns.join(" ")
        };
        let there = run(steps().flat_map(|step| &step.upgrade).collect());
        let back = run(steps().rev().flat_map(|step| &step.rollback).collect());
        [there, back]
    }

    #[test]
    fn columns_come_to_stand_where_they_are_declared() {
        for (from, to) in [
            ("a b", "x a y b z"),
            ("a b", "a x y z b"),
            ("a", "x y a"),
            ("a b c d e", "c"),
            ("a b c d e", "x b y e z"),
            ("a b", "a b x y"),
        ] {
            assert_eq!(orders(from, to), [to, from], "{from} to {to}");
        }
    }
}
