//! Generated schemas, and the many ways to write one down.

use std::fmt::{self, Write as _};

use dbwarden_core::dialect::Dialect;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

const TABLES: usize = 4;
const COLUMNS: usize = 5;

/// Tables by their number; each is there or not.
#[derive(Clone, PartialEq)]
pub(crate) struct Plan(Vec<Option<TablePlan>>);

/// A failure shows the SQL.
impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// A table with the key `id`, and columns by their number.
#[derive(Debug, Clone, PartialEq)]
struct TablePlan {
    columns: Vec<Option<ColumnPlan>>,
    /// A unique constraint, and an index, over these two columns where both are there.
    unique: Option<(usize, usize)>,
    index: Option<(usize, usize)>,
}

#[derive(Debug, Clone, PartialEq)]
struct ColumnPlan {
    /// A place in the menu of types: the group is the number of the column, so that one type can always
    /// become the other.
    ty: usize,
    required: bool,
    default: bool,
    check: bool,
    index: bool,
    /// The table that it refers to; it is then of the type of a key.
    refers: Option<usize>,
}

/// Two schemas, of which the second is the first one with some parts replaced.
pub(crate) fn pairs() -> impl Strategy<Value = (Plan, Plan)> {
    let slot = || (option::weighted(0.8, table()), option::weighted(0.8, table()), edits());
    vec(slot(), TABLES).prop_map(|slots| {
        let (mut from, mut to) = (Vec::new(), Vec::new());
        for (before, other, edits) in slots {
            to.push(edits.carry_out(before.as_ref(), other));
            from.push(before);
        }
        (Plan(from), Plan(to))
    })
}

fn table() -> impl Strategy<Value = TablePlan> {
    let two = || option::weighted(0.3, (0..COLUMNS, 0..COLUMNS));
    let columns = vec(option::weighted(0.7, column()), COLUMNS);
    (columns, two(), two()).prop_map(|(columns, unique, index)| TablePlan {
        columns,
        unique: unique.filter(|(a, b)| a != b),
        index: index.filter(|(a, b)| a != b),
    })
}

fn column() -> impl Strategy<Value = ColumnPlan> {
    let flag = || prop::bool::weighted(0.3);
    (0..4usize, flag(), flag(), flag(), flag(), option::weighted(0.2, 0..TABLES)).prop_map(
        |(ty, required, default, check, index, refers)| ColumnPlan {
            ty,
            required: required && refers.is_none(),
            default: (default || required) && refers.is_none(),
            check: check && refers.is_none(),
            index,
            refers,
        },
    )
}

/// Which parts of a table are replaced by those of another.
#[derive(Debug, Clone)]
struct Edits {
    whole: bool,
    columns: Vec<bool>,
    unique: bool,
    index: bool,
}

fn edits() -> impl Strategy<Value = Edits> {
    let flag = || prop::bool::weighted(0.3);
    (prop::bool::weighted(0.2), vec(flag(), COLUMNS), flag(), flag())
        .prop_map(|(whole, columns, unique, index)| Edits { whole, columns, unique, index })
}

impl Edits {
    fn carry_out(&self, before: Option<&TablePlan>, other: Option<TablePlan>) -> Option<TablePlan> {
        let (Some(before), false) = (before, self.whole) else { return other };
        let Some(other) = other else { return Some(before.clone()) };
        let columns = before.columns.iter().zip(other.columns).zip(&self.columns);
        Some(TablePlan {
            columns: columns
                .map(|((before, other), edit)| if *edit { other } else { before.clone() })
                .collect(),
            unique: if self.unique { other.unique } else { before.unique },
            index: if self.index { other.index } else { before.index },
        })
    }
}

/// Choices that do not matter.
pub(crate) struct Whim {
    order: Random,
    /// Without it, everything is written in one way.
    spelling: Option<Random>,
}

struct Random(u64);

impl Random {
    fn below(&mut self, count: usize) -> usize {
        // The multiplier and the increment are Knuth's for 64 bits.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % count
    }
}

impl Whim {
    pub(crate) fn order(seed: u64) -> Self {
        Self { order: Random(seed), spelling: None }
    }

    pub(crate) fn order_and_spelling(seed: u64) -> Self {
        Self { order: Random(seed), spelling: Some(Random(!seed)) }
    }

    fn spell(&mut self, count: usize) -> usize {
        self.spelling.as_mut().map_or(0, |random| random.below(count))
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.spell(choices.len())]
    }

    /// In another case here and there, with other space between the words.
    fn write(&mut self, sql: &str) -> String {
        let mut written = String::new();
        let mut quoted = false;
        for part in sql.split_inclusive(' ') {
            let word = part.trim_end();
            let is_plain = !quoted && !word.contains('\'');
            quoted ^= word.matches('\'').count() % 2 == 1;
            let is_loud = is_plain && word.chars().all(|c| !c.is_lowercase());
            let softly = is_loud && self.spell(2) == 1;
            written.push_str(&if softly { word.to_lowercase() } else { word.to_owned() });
            if part.ends_with(' ') {
                // SQLite takes a comment within a type for a part of it.
                let spaces: &[&str] = if word.ends_with(',') {
                    &[" ", "\n  ", " /* ; */ ", " -- '\n"]
                } else {
                    &[" ", "  ", "\n  "]
                };
                written.push_str(if quoted { " " } else { self.one_of(spaces) });
            }
        }
        written
    }
}

/// Types of one group can become each other, whatever small values they hold; each with its synonyms.
fn types(dialect: Dialect, group: usize) -> [&'static [&'static str]; 4] {
    match (dialect, group) {
        (Dialect::Postgres, 0 | 3) => [
            &["INTEGER", "INT", "INT4"],
            &["BIGINT", "INT8"],
            &["NUMERIC(12,2)", "DECIMAL(12, 2)"],
            &["SMALLINT", "INT2"],
        ],
        (Dialect::Postgres, 1 | 4) => [
            &["VARCHAR(40)", "CHARACTER VARYING(40)"],
            &["TEXT"],
            &["VARCHAR", "CHARACTER VARYING"],
            &["VARCHAR(60)", "CHAR VARYING(60)"],
        ],
        (Dialect::Postgres, _) => [
            &["TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE"],
            &["TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE"],
            &["TIMESTAMP(3)", "TIMESTAMP (3) WITHOUT TIME ZONE"],
            &["DATE"],
        ],
        (Dialect::MySql, 0 | 3) => [
            &["INT", "INTEGER", "INT(11)"],
            &["BIGINT", "BIGINT(20)"],
            &["DECIMAL(12,2)", "NUMERIC(12,2)"],
            &["SMALLINT", "SMALLINT(6)"],
        ],
        (Dialect::MySql, 1 | 4) => [
            &["VARCHAR(40)", "CHARACTER VARYING(40)"],
            &["VARCHAR(60)"],
            &["CHAR(40)", "CHARACTER(40)"],
            &["VARCHAR(200)"],
        ],
        (Dialect::MySql, _) => {
            [&["DATETIME", "DATETIME(0)"], &["DATETIME(3)"], &["DATE"], &["DATETIME(6)"]]
        }
        (Dialect::Sqlite, 0 | 3) => [&["INTEGER"], &["BIGINT"], &["NUMERIC(12,2)"], &["INT"]],
        (Dialect::Sqlite, 1 | 4) => [&["VARCHAR(40)"], &["TEXT"], &["VARCHAR"], &["CLOB"]],
        (Dialect::Sqlite, _) => [&["TIMESTAMP"], &["DATETIME"], &["TEXT"], &["DATE"]],
    }
}

fn default(dialect: Dialect, group: usize) -> &'static [&'static str] {
    match (dialect, group) {
        (Dialect::Postgres, 0 | 3) => &["7", "(7)"],
        (Dialect::Postgres, 1 | 4) => &["'a''b'", "E'a\\'b'", "('a''b')"],
        (Dialect::Postgres, _) => &["'2020-01-02'", "('2020-01-02')"],
        (_, 0 | 3) => &["7"],
        (Dialect::MySql, 1 | 4) => &["'a''b'", "\"a'b\""],
        (Dialect::Sqlite, 1 | 4) => &["'a ''b'' c'"],
        (_, _) => &["'2020-01-02'"],
    }
}

impl ColumnPlan {
    /// The column without its name and without constraints.
    fn sql(&self, dialect: Dialect, group: usize, whim: &mut Whim) -> String {
        if self.refers.is_some() {
            return if dialect == Dialect::Sqlite { "INTEGER" } else { "BIGINT" }.to_owned();
        }
        let mut words = Vec::new();
        if self.required {
            words.push("NOT NULL".to_owned());
        }
        if self.default {
            words.push(format!("DEFAULT {}", whim.one_of(default(dialect, group))));
        }
        if whim.spell(2) == 1 {
            words.reverse();
        }
        words.insert(0, whim.one_of(types(dialect, group)[self.ty]).to_owned());
        words.join(" ")
    }
}

impl Plan {
    /// The schema as SQL: which of many ways is of no matter.
    pub(crate) fn sql(&self, dialect: Dialect, mut whim: Whim) -> String {
        let mut tables = Vec::new();
        let mut later = Vec::new();
        for (number, plan) in self.0.iter().enumerate() {
            let Some(plan) = plan else { continue };
            tables.push(self.table(dialect, number, plan, &mut whim, &mut later));
        }
        // SQLite lets a key refer to a table that does not stand yet; elsewhere keys come afterwards.
        let mut sql = String::new();
        while !tables.is_empty() {
            let table = tables.remove(whim.order.below(tables.len()));
            let _ = writeln!(sql, "{};", whim.write(&table));
        }
        while !later.is_empty() {
            let statement = later.remove(whim.order.below(later.len()));
            let _ = writeln!(sql, "{};", whim.write(&statement));
        }
        sql
    }

    fn table(
        &self,
        dialect: Dialect,
        number: usize,
        plan: &TablePlan,
        whim: &mut Whim,
        later: &mut Vec<String>,
    ) -> String {
        let name = format!("t{number}");
        let mut parts = vec![match dialect {
            Dialect::Postgres | Dialect::MySql => "id BIGINT NOT NULL PRIMARY KEY".to_owned(),
            Dialect::Sqlite => "id INTEGER PRIMARY KEY".to_owned(),
        }];
        let mut constraints = Vec::new();
        for (number, column) in plan.columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let column_name = format!("c{number}");
            if column.index {
                later.push(format!(
                    "CREATE INDEX ix_{name}_{column_name} ON {name} ({column_name})"
                ));
            }
            let constraint = match column.refers {
                Some(other) => self.0[other].is_some().then(|| {
                    let key = format!("FOREIGN KEY ({column_name}) REFERENCES t{other} (id)");
                    format!("CONSTRAINT fk_{name}_{column_name} {key}")
                }),
                None => column.check.then(|| {
                    let choices = ["(C IS NULL OR C = C)", "((C IS NULL) OR (C = C))"];
                    let condition = whim.one_of(&choices).replace('C', &column_name);
                    format!("CONSTRAINT ck_{name}_{column_name} CHECK {condition}")
                }),
            };
            match constraint {
                // The other table may not stand yet, which is of no matter to SQLite.
                Some(key) if column.refers.is_some() && dialect != Dialect::Sqlite => {
                    later.push(format!("ALTER TABLE {name} ADD {key}"));
                }
                constraint => constraints.extend(constraint),
            }
            parts.push(format!("{column_name} {}", column.sql(dialect, number, whim)));
        }
        let both = |pair: Option<(usize, usize)>| {
            pair.filter(|(a, b)| plan.columns[*a].is_some() && plan.columns[*b].is_some())
        };
        if let Some((a, b)) = both(plan.unique) {
            constraints.push(format!("CONSTRAINT uq_{name}_{a}_{b} UNIQUE (c{a}, c{b})"));
        }
        if let Some((a, b)) = both(plan.index) {
            later.push(format!("CREATE INDEX ix_{name}_{a}_{b} ON {name} (c{a}, c{b})"));
        }
        for constraint in constraints {
            // SQLite has no other place for a constraint.
            if dialect != Dialect::Sqlite && whim.order.below(2) == 0 {
                later.insert(0, format!("ALTER TABLE {name} ADD {constraint}"));
            } else {
                parts.push(constraint);
            }
        }
        format!("CREATE TABLE {name} ( {} )", parts.join(", "))
    }

    /// The same without what rows may not meet, on the way there or back: other unique constraints and
    /// foreign keys on columns that are there, and tables that come or go and are referred to.
    pub(crate) fn without_demands_on(&self, from: &Plan) -> Plan {
        let mut plan = self.clone();
        let columns = from.0.iter().flatten().flat_map(|table| table.columns.iter().flatten());
        for (number, table) in plan.0.iter_mut().enumerate() {
            let comes_or_goes = table.is_none() || from.0[number].is_none();
            if comes_or_goes && columns.clone().any(|column| column.refers == Some(number)) {
                table.clone_from(&from.0[number]);
            }
        }
        for (table, from) in plan.0.iter_mut().zip(&from.0) {
            let (Some(table), Some(from)) = (table, from) else { continue };
            table.unique = from.unique;
            for (column, from) in table.columns.iter_mut().zip(&from.columns) {
                let (Some(column), Some(from)) = (column, from) else { continue };
                if column.refers != from.refers {
                    *column = from.clone();
                }
            }
        }
        plan
    }

    /// What `make-migrations` wants to be told of every column that must have a value.
    pub(crate) fn fills(&self, dialect: Dialect) -> Vec<String> {
        let mut fills = Vec::new();
        for (table, plan) in self.0.iter().enumerate() {
            for (column, plan) in plan.iter().flat_map(|plan| plan.columns.iter().enumerate()) {
                if plan.as_ref().is_some_and(|plan| plan.required) {
                    fills.push(format!("t{table}.c{column}={}", default(dialect, column)[0]));
                }
            }
        }
        fills
    }
}
