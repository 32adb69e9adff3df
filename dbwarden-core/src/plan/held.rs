//! On some servers an expression holds the columns that it names: none of them gets another name, or goes
//! and comes back as another, but in a statement in which what has the expression goes and comes, too.

use std::collections::BTreeSet;

use super::PlanOptions;
use super::alter::{Altered, behind};
use super::operation::{ConstraintOperation, IndexOperation, Operation, Together};
use crate::dialect::Dialect;
use crate::diff::{Constraint, TableChange, rename_columns};
use crate::schema::{CheckConstraint, Column, Generated, Index, IndexKey, Storage, Table};
use crate::sql::expression::mentions;

impl Altered {
    /// Puts new names of columns into one statement with what holds these. The names of `before` are the
    /// new ones.
    pub(super) fn take_renamed(&mut self, before: &Table, dialect: Dialect) {
        let names: Vec<(String, String)> = self
            .renames
            .iter()
            .filter_map(|operation| match operation {
                Operation::RenameColumn { from, to, .. } => Some((from.clone(), to.clone())),
                _ => None,
            })
            .collect();
        if names.is_empty() {
            return;
        }
        let names_it = |sql: &str, of: fn(&(String, String)) -> &String| {
            names.iter().any(|pair| mentions(dialect, sql, of(pair)))
        };
        let mut old = before.clone();
        rename_columns(dialect, &mut old, names.iter().rev().map(|(from, to)| (to, from)));
        let holds = |sql: &str| names_it(sql, |(_, to)| to);
        let (down, up) = holders(&old, before, holds);
        let mut columns = computed_from(&old, before, holds);
        // Defaults and partitions have the old names yet.
        columns.extend(self.columns.extract_if(.., |operation| {
            matches!(operation, Operation::AlterColumn { before, .. }
                if before.default.as_ref()
                    .is_some_and(|default| names_it(&default.sql, |(from, _)| from)))
        }));
        let mut options = self.gained.extract_if(.., |operation| {
            matches!(operation, Operation::SetOptions { before, .. }
                if before.storage.iter().any(|(_, sql)| names_it(sql, |(from, _)| from)))
        });
        columns.extend(&mut options);
        drop(options);
        if down.is_empty() && columns.is_empty() {
            return;
        }
        let stands_alone = |name: &str| columns.is_empty() && !is_held(before, name, dialect);
        let (mut apart, mut renames) = (Vec::new(), Vec::new());
        for operation in std::mem::take(&mut self.renames) {
            match &operation {
                // What is computed may have a new name itself.
                Operation::RenameColumn { from, .. } if is_said(&columns, from) => {}
                Operation::RenameColumn { to, .. } if !stands_alone(to) => renames.push(operation),
                _ => apart.push(operation),
            }
        }
        self.renames = apart;
        let is_of_key = renames.iter().any(|operation| {
            matches!(operation, Operation::RenameColumn { to, .. } if is_key(before, to))
        });
        if columns.is_empty() && is_of_key {
            self.renames.extend(down.into_iter().chain(renames).chain(up));
            return;
        }
        let operations = down.into_iter().chain(renames).chain(columns).chain(up).collect();
        let table = before.name.clone();
        self.renames.push(Operation::Together(Together { table, operations }));
    }

    /// Puts columns that go and come back into one statement with what holds them.
    pub(super) fn take_made_anew(
        &mut self,
        before: &Table,
        after: &Table,
        changes: &[TableChange],
        options: &PlanOptions,
    ) {
        let dialect = options.capabilities.dialect;
        let anew = self.columns.iter().filter_map(|operation| match operation {
            Operation::AlterColumn { before, after, .. } if is_made_anew(before, after) => {
                Some(after.name.as_str())
            }
            _ => None,
        });
        let mut anew: BTreeSet<&str> = anew.collect();
        let count = anew.len();
        if count == 0 {
            return;
        }
        add_computed(&mut anew, before, after, dialect);
        let holds = |sql: &str| anew.iter().any(|name| mentions(dialect, sql, name));
        let mut lasting = before.clone();
        lasting.checks.retain(|check| !is_dropped(check, changes));
        lasting.indexes.retain(|index| !goes(index, changes));
        let (down, up) = holders(&lasting, &lasting, holds);
        let is_held = anew.len() > count || !down.is_empty();
        let anew: BTreeSet<String> = anew.into_iter().map(str::to_owned).collect();
        let mut left = anew.clone();
        let (mut early, mut columns, mut late) = (Vec::new(), Vec::new(), Vec::new());
        for operation in std::mem::take(&mut self.columns) {
            match operation {
                Operation::AlterColumn { table, before, after, behind }
                    if anew.contains(&after.name) =>
                {
                    left.remove(&after.name);
                    let change = |before: Box<Column>, after: Box<Column>| Operation::AlterColumn {
                        table: table.clone(),
                        before,
                        after,
                        behind: behind.clone(),
                    };
                    match (storage(&before), storage(&after)) {
                        (Some(Storage::Virtual), None) if is_held => {
                            let between = Box::new(stored(&before, &before));
                            columns.push(change(before, between.clone()));
                            late.push(change(between, after));
                        }
                        (None, Some(Storage::Virtual)) if is_held => {
                            let between = Box::new(stored(&after, &after));
                            early.push(change(before, between.clone()));
                            columns.push(change(between, after));
                        }
                        _ => columns.push(change(before, after)),
                    }
                }
                operation if comes_after(&operation, &anew, dialect) => late.push(operation),
                operation => early.push(operation),
            }
        }
        for name in left {
            if let (Some(old), Some(new)) = (before.column(&name), after.column(&name)) {
                columns.push(Operation::AlterColumn {
                    table: after.name.clone(),
                    before: Box::new(old.clone()),
                    after: Box::new(new.clone()),
                    behind: behind(before, after, &name),
                });
            }
        }
        let operations = down.into_iter().chain(columns).chain(up).collect();
        self.columns = early;
        self.columns.push(Operation::Together(Together { table: after.name.clone(), operations }));
        self.columns.extend(late);
    }
}

/// The generated columns whose expression holds something, with its new names.
fn computed_from(old: &Table, new: &Table, holds: impl Fn(&str) -> bool) -> Vec<Operation> {
    let columns = old.columns.iter().zip(&new.columns);
    let computed = columns.filter(|(_, column)| {
        column.generated.as_ref().is_some_and(|generated| holds(&generated.expr.sql))
    });
    let change = |(old, column): (&Column, &Column)| Operation::AlterColumn {
        table: new.name.clone(),
        before: Box::new(old.clone()),
        after: Box::new(column.clone()),
        behind: None,
    };
    computed.map(change).collect()
}

/// Whether one of the operations changes a column of that name.
fn is_said(operations: &[Operation], name: &str) -> bool {
    operations.iter().any(|operation| {
        matches!(operation, Operation::AlterColumn { before, .. } if before.name == name)
    })
}

/// Whether an expression of the table holds a column.
fn is_held(table: &Table, name: &str, dialect: Dialect) -> bool {
    let holds = |sql: &str| mentions(dialect, sql, name);
    let mut generated = table.columns.iter().filter_map(|column| column.generated.as_ref());
    table.checks.iter().any(|check| holds(&check.expr.sql))
        || table.indexes.iter().any(|index| has_expression(index, holds))
        || generated.any(|generated| holds(&generated.expr.sql))
}

/// What takes away the checks and indexes that hold something, and what brings them back as `new` has them.
fn holders(
    old: &Table,
    new: &Table,
    holds: impl Fn(&str) -> bool,
) -> (Vec<Operation>, Vec<Operation>) {
    let (mut down, mut up) = (Vec::new(), Vec::new());
    for (old, check) in old.checks.iter().zip(&new.checks) {
        if holds(&check.expr.sql) {
            down.push(Operation::DropConstraint(of_check(new, old)));
            up.push(Operation::AddConstraint(of_check(new, check)));
        }
    }
    for (old, index) in old.indexes.iter().zip(&new.indexes) {
        if has_expression(index, &holds) {
            down.push(Operation::DropIndex(of_index(new, old)));
            up.push(Operation::AddIndex(of_index(new, index)));
        }
    }
    (down, up)
}

/// Adds the columns that stay and are computed from those that are made anew, or from one another.
fn add_computed<'t>(
    anew: &mut BTreeSet<&'t str>,
    before: &'t Table,
    after: &Table,
    dialect: Dialect,
) {
    let stays = |column: &Column| {
        after.column(&column.name).is_some_and(|column| column.generated.is_some())
    };
    loop {
        let is_computed = |column: &Column| {
            column.generated.as_ref().is_some_and(|generated| {
                anew.iter().any(|name| mentions(dialect, &generated.expr.sql, name))
            })
        };
        let more: Vec<&str> = before
            .columns
            .iter()
            .filter(|it| !anew.contains(it.name.as_str()) && stays(it) && is_computed(it))
            .map(|column| column.name.as_str())
            .collect();
        if more.is_empty() {
            return;
        }
        anew.extend(more);
    }
}

/// Whether a column may be at an end of a foreign key: it gets no other name while its table is copied, and
/// a check comes by a copy.
fn is_key(table: &Table, column: &str) -> bool {
    let among = |names: &[String]| names.iter().any(|name| name == column);
    table.primary_key.iter().any(|key| among(&key.columns))
        || table.uniques.iter().any(|unique| among(&unique.columns))
        || table.foreign_keys.iter().any(|key| among(&key.columns))
        || table.indexes.iter().any(|index| {
            index
                .parts
                .iter()
                .any(|part| matches!(&part.key, IndexKey::Column(name) if name == column))
        })
}

fn storage(column: &Column) -> Option<Storage> {
    column.generated.as_ref().map(|generated| generated.storage)
}

/// Whether a column has to go and come back to be computed when it is read, or no longer.
fn is_made_anew(before: &Column, after: &Column) -> bool {
    let is_virtual = |column: &Column| storage(column) == Some(Storage::Virtual);
    is_virtual(before) != is_virtual(after)
}

/// A column whose values are computed as those of another, and written down.
fn stored(column: &Column, computed: &Column) -> Column {
    let generated = computed.generated.clone();
    let generated = generated.map(|it| Generated { storage: Storage::Stored, ..it });
    Column { generated, ..column.clone() }
}

/// Whether what an operation makes is computed from one of these columns.
fn comes_after(operation: &Operation, anew: &BTreeSet<String>, dialect: Dialect) -> bool {
    let column = match operation {
        Operation::AddColumn(add) => &add.column,
        Operation::AlterColumn { after, .. } => after,
        _ => return false,
    };
    let generated = column.generated.as_ref().map(|generated| &generated.expr);
    let mut expressions = generated.into_iter().chain(&column.default);
    expressions.any(|expr| anew.iter().any(|name| mentions(dialect, &expr.sql, name)))
}

fn is_dropped(check: &CheckConstraint, changes: &[TableChange]) -> bool {
    changes.iter().any(|change| {
        matches!(change, TableChange::DropConstraint { before: Constraint::Check(it) }
            if it.name == check.name)
    })
}

fn goes(index: &Index, changes: &[TableChange]) -> bool {
    changes.iter().any(
        |change| matches!(change, TableChange::DropIndex { before } if before.name == index.name),
    )
}

fn has_expression(index: &Index, holds: impl Fn(&str) -> bool) -> bool {
    index.parts.iter().any(|part| matches!(&part.key, IndexKey::Expr(expr) if holds(&expr.sql)))
}

fn of_check(table: &Table, check: &CheckConstraint) -> ConstraintOperation {
    ConstraintOperation {
        table: table.name.clone(),
        constraint: Constraint::Check(check.clone()),
        implies_index: false,
        may_lose: None,
        holds_already: true,
        takes_index: false,
    }
}

fn of_index(table: &Table, index: &Index) -> Box<IndexOperation> {
    Box::new(IndexOperation {
        table: table.name.clone(),
        index: index.clone(),
        with_table: false,
        displaces: Vec::new(),
        holds_already: true,
        taken_over: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Renames;
    use crate::plan::tests::on_mysql;
    use crate::schema::{ColumnType, Expr, IndexPart, ObjectName, Schema};

    fn computed(name: &str, expression: &str, storage: Storage) -> Column {
        let generated = Generated { expr: Expr::inspected(expression), storage };
        Column {
            generated: Some(generated),
            nullable: true,
            ..Column::new(name, ColumnType::builtin("int"))
        }
    }

    /// A table of a column, one that is computed from it and one that is computed from that, with a check
    /// and an index on what is computed.
    fn table(name: &str, storage: Storage) -> Schema {
        let mut table = Table::new(ObjectName::new("t"));
        table.columns = vec![
            Column::new(name, ColumnType::builtin("int")),
            computed("b", &format!("{name} + 1"), storage),
            computed("c", "b + 1", Storage::Virtual),
        ];
        table.checks.push(CheckConstraint {
            name: Some("small".to_owned()),
            expr: Expr::inspected(format!("{name} < b")),
            ..CheckConstraint::default()
        });
        let part =
            IndexPart { key: IndexKey::Expr(Expr::inspected("c * 2")), ..IndexPart::column("") };
        table.indexes.push(Index::new("k", vec![part]));
        Schema { tables: vec![table], ..Schema::default() }
    }

    #[test]
    fn a_new_name_comes_with_what_names_it() {
        let mut renames = Renames::default();
        renames.columns.insert((ObjectName::new("t"), "a".to_owned()), "n".to_owned());
        let (base, desired) = (table("a", Storage::Virtual), table("n", Storage::Virtual));
        let (upgrade, rollback) = on_mysql(&base, &desired, renames);
        let way = |from: &str, to: &str| {
            format!(
                "ALTER TABLE t\n    DROP CONSTRAINT small,\n    RENAME COLUMN {from} TO {to},\n    \
                 MODIFY COLUMN b INT GENERATED ALWAYS AS ({to} + 1) VIRTUAL,\n    \
                 ADD CONSTRAINT small CHECK ({to} < b);\n"
            )
        };
        assert_eq!(upgrade, way("a", "n"));
        let clauses = |sql: &str| {
            let mut clauses: Vec<_> =
                sql.lines().map(|line| line.trim_end_matches([',', ';']).to_owned()).collect();
            clauses.sort();
            clauses
        };
        assert_eq!(clauses(&rollback), clauses(&way("n", "a")));
    }

    #[test]
    fn a_column_goes_and_comes_with_what_is_computed_from_it() {
        let (base, desired) = (table("a", Storage::Virtual), table("a", Storage::Stored));
        let (upgrade, rollback) = on_mysql(&base, &desired, Renames::default());
        let anew = |storage: &str| {
            format!(
                "DROP COLUMN b,\n    ADD COLUMN b INT GENERATED ALWAYS AS (a + 1) {storage} AFTER a,\n    \
                 DROP COLUMN c,\n    ADD COLUMN c INT GENERATED ALWAYS AS (b + 1) VIRTUAL AFTER b,\n"
            )
        };
        for (sql, storage) in [(&upgrade, "STORED"), (&rollback, "VIRTUAL")] {
            let sql = sql.replace(", ADD COLUMN", ",\n    ADD COLUMN");
            assert!(sql.contains(&anew(storage)), "{sql}");
            let at = |clause: &str| sql.find(clause).unwrap_or_else(|| panic!("{clause}: {sql}"));
            assert!(at("DROP CONSTRAINT small") < at("DROP COLUMN b"));
            assert!(at("DROP INDEX k") < at("DROP COLUMN b"));
            assert!(at("ADD INDEX k ((c * 2))") > at("DROP COLUMN c"));
            assert!(at("ADD CONSTRAINT small CHECK (a < b)") > at("DROP COLUMN c"));
        }
    }
}
