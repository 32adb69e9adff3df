//! Rows for the tables of a scratch database, and what becomes of them.
//!
//! The rows are the same in every run. A value is chosen by the type of its column; where a check names
//! literals, by these first. What cannot be filled stays empty, and is told.

use std::collections::{BTreeMap, BTreeSet};

use dbwarden::inspect::Scratch;
use dbwarden_core::dialect::Dialect;
use dbwarden_core::diff::listed_values;
use dbwarden_core::schema::{Column, ForeignKey, ObjectName, Schema, Table, TypeName};
use dbwarden_core::sql::expression::{literals, mentions};
use dbwarden_core::sql::ident::quote_always;

use crate::error::Result;

/// How many rows a table gets.
const ROWS: usize = 2;

/// How many sets of values are tried on a table.
const ATTEMPTS: usize = 6;

/// The rows of every table: for each column its values, row by row.
#[derive(Debug, Default)]
pub(crate) struct Rows(BTreeMap<ObjectName, BTreeMap<String, Vec<Option<String>>>>);

/// Gives rows to the tables that have none, and says which could not be filled.
pub(crate) async fn fill(
    scratch: &mut Scratch,
    schema: &Schema,
    dialect: Dialect,
) -> Result<BTreeSet<ObjectName>> {
    let mut empty = BTreeSet::new();
    for table in &schema.tables {
        if count(scratch, table, dialect).await? == 0 {
            empty.insert(table.name.clone());
        }
    }
    // A table can be filled once those that it refers to are, so several rounds may be needed.
    loop {
        let before = empty.len();
        for table in &schema.tables {
            let waits =
                |key: &ForeignKey| key.references != table.name && empty.contains(&key.references);
            if !empty.contains(&table.name) || table.foreign_keys.iter().any(waits) {
                continue;
            }
            if fill_table(scratch, table, schema, dialect).await {
                empty.remove(&table.name);
            }
        }
        if empty.is_empty() || empty.len() == before {
            return Ok(empty);
        }
    }
}

async fn count(scratch: &mut Scratch, table: &Table, dialect: Dialect) -> Result<usize> {
    let sql = format!("SELECT count(*) FROM {}", qualified(&table.name, dialect));
    let rows = scratch.texts(&cast_all(&sql, dialect)).await?;
    let number = rows.first().and_then(|row| row.first().cloned().flatten());
    Ok(number.and_then(|number| number.parse().ok()).unwrap_or_default())
}

/// `count(*)` as text, which is what can be read of every database.
fn cast_all(sql: &str, dialect: Dialect) -> String {
    let as_text = match dialect {
        Dialect::MySql => "CAST(count(*) AS CHAR)",
        Dialect::Postgres | Dialect::Sqlite => "CAST(count(*) AS TEXT)",
    };
    sql.replacen("count(*)", as_text, 1)
}

async fn fill_table(
    scratch: &mut Scratch,
    table: &Table,
    schema: &Schema,
    dialect: Dialect,
) -> bool {
    let mut filled = 0;
    for row in 1..=ROWS {
        for attempt in 0..ATTEMPTS {
            let statement = insert(table, schema, dialect, row, attempt);
            if scratch.execute(&statement).await.is_ok() {
                filled += 1;
                break;
            }
        }
    }
    filled > 0
}

fn insert(table: &Table, schema: &Schema, dialect: Dialect, row: usize, attempt: usize) -> String {
    let quote = |name: &str| quote_always(dialect, name);
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for column in &table.columns {
        let keeps_itself = column.generated.is_some() || column.numbering.is_some();
        if keeps_itself || column.touch {
            continue;
        }
        let key = table.foreign_keys.iter().find(|key| key.columns.contains(&column.name));
        let value = match key {
            Some(key) if key.references == table.name && column.nullable => "NULL".to_owned(),
            Some(key) if key.references != table.name => referred(key, column, dialect, row),
            _ => match value(table, column, schema, dialect, row, attempt) {
                Some(value) => value,
                None if column.nullable => "NULL".to_owned(),
                None if column.default.is_some() => continue,
                None => "''".to_owned(),
            },
        };
        names.push(quote(&column.name));
        values.push(value);
    }
    let name = qualified(&table.name, dialect);
    if names.is_empty() {
        return match dialect {
            Dialect::MySql => format!("INSERT INTO {name} () VALUES ()"),
            Dialect::Postgres | Dialect::Sqlite => format!("INSERT INTO {name} DEFAULT VALUES"),
        };
    }
    format!("INSERT INTO {name} ({}) VALUES ({})", names.join(", "), values.join(", "))
}

/// The value of a row that is there.
fn referred(key: &ForeignKey, column: &Column, dialect: Dialect, row: usize) -> String {
    let quote = |name: &String| quote_always(dialect, name);
    let at = key.columns.iter().position(|name| *name == column.name).unwrap_or_default();
    let wanted = key.referenced_columns.get(at).map(quote).unwrap_or_default();
    let order: Vec<String> = key.referenced_columns.iter().map(quote).collect();
    let (table, order) = (qualified(&key.references, dialect), order.join(", "));
    // Any row will do where there are fewer.
    let nth = |offset: usize| {
        format!("(SELECT {wanted} FROM {table} ORDER BY {order} LIMIT 1 OFFSET {offset})")
    };
    format!("coalesce({}, {})", nth(row - 1), nth(0))
}

/// A value for a column, as SQL; `None` where its type is none that is known here.
fn value(
    table: &Table,
    column: &Column,
    schema: &Schema,
    dialect: Dialect,
    row: usize,
    attempt: usize,
) -> Option<String> {
    let checks =
        table.checks.iter().filter(|check| mentions(dialect, &check.expr.sql, &column.name));
    let named: Vec<String> = checks.flat_map(|check| literals(dialect, &check.expr.sql)).collect();
    if !named.is_empty() && attempt < ATTEMPTS - 2 {
        return named.get((row - 1 + attempt) % named.len()).cloned();
    }
    if let TypeName::User(name) = &column.ty.name {
        let values = &schema.enum_type(name)?.values;
        let value = values.get((row - 1) % values.len().max(1))?;
        return Some(if column.ty.array { "'{}'".to_owned() } else { text(value) });
    }
    if column.ty.array {
        return Some("'{}'".to_owned());
    }
    let ty = column.ty.sql(dialect).to_ascii_lowercase();
    let name: String = ty.chars().take_while(char::is_ascii_alphabetic).collect();
    let number = [row, 10 + row, 100 * row, 0, row + 1, 2][attempt % ATTEMPTS];
    let length = column.ty.modifiers.first().and_then(|length| length.parse::<usize>().ok());
    let words = ["a", "abc", "A-", "a@b.c", "https://a.b/", "0"][attempt % ATTEMPTS];
    Some(match name.as_str() {
        "bool" | "boolean" => (if row % 2 == 1 { "TRUE" } else { "FALSE" }).to_owned(),
        "enum" | "set" => {
            let values = &column.ty.modifiers;
            text(values.get((row - 1) % values.len().max(1))?)
        }
        "date" => format!("'2026-01-{row:02}'"),
        "datetime" | "timestamp" => format!("'2026-01-02 03:04:{row:02}'"),
        "time" | "timetz" => format!("'03:04:{row:02}'"),
        "timestamptz" => format!("'2026-01-02 03:04:{row:02}+00'"),
        "interval" => format!("'{row} days'"),
        "year" => format!("{}", 2020 + row),
        "uuid" => format!("'00000000-0000-4000-8000-{row:012}'"),
        "json" | "jsonb" => format!("'{{\"n\": {row}}}'"),
        "bytea" => format!("'\\x{row:02}'"),
        "blob" | "tinyblob" | "mediumblob" | "longblob" | "binary" | "varbinary" => {
            format!("x'{}'", format!("{row:02}").repeat(length.unwrap_or(1).max(1)))
        }
        "bit" if dialect == Dialect::Postgres => {
            format!("B'{}'", "1".repeat(length.unwrap_or(1).max(1)))
        }
        "inet" => format!("'10.0.0.{row}'"),
        "cidr" => format!("'10.0.{row}.0/24'"),
        "macaddr" => format!("'08:00:2b:01:02:{row:02}'"),
        "xml" => format!("'<a>{row}</a>'"),
        "tsvector" | "tsquery" => format!("'a{row}'"),
        "point" if dialect == Dialect::Postgres => format!("'({row},{row})'"),
        range if range.ends_with("range") && dialect == Dialect::Postgres => "'empty'".to_owned(),
        "int" | "integer" | "bigint" | "smallint" | "tinyint" | "mediumint" | "numeric"
        | "decimal" | "real" | "double" | "float" | "money" | "oid" | "bit" => number.to_string(),
        "text" | "varchar" | "char" | "character" | "citext" | "bpchar" | "name" | "tinytext"
        | "mediumtext" | "longtext" | "clob" | "nvarchar" => {
            let mut word = format!("{words}{row}");
            word.truncate(length.unwrap_or(usize::MAX));
            text(&word)
        }
        // SQLite takes any value for a type that it does not know.
        _ if dialect == Dialect::Sqlite => number.to_string(),
        _ => return None,
    })
}

fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

fn qualified(name: &ObjectName, dialect: Dialect) -> String {
    let quote = |name: &str| quote_always(dialect, name);
    match &name.schema {
        Some(schema) => format!("{}.{}", quote(schema), quote(&name.name)),
        None => quote(&name.name),
    }
}

impl Rows {
    /// Reads all rows.
    pub(crate) async fn read(
        scratch: &mut Scratch,
        schema: &Schema,
        dialect: Dialect,
    ) -> Result<Self> {
        let mut rows = Self::default();
        for table in &schema.tables {
            let columns: Vec<&Column> =
                table.columns.iter().filter(|it| it.generated.is_none()).collect();
            let texts: Vec<String> = columns
                .iter()
                .map(|column| as_text(&quote_always(dialect, &column.name), dialect))
                .collect();
            let sql =
                format!("SELECT {} FROM {}", texts.join(", "), qualified(&table.name, dialect));
            let found = if texts.is_empty() { Vec::new() } else { scratch.texts(&sql).await? };
            let values = columns.iter().enumerate().map(|(at, column)| {
                let values = found.iter().map(|row| row.get(at).cloned().flatten()).collect();
                (column.name.clone(), values)
            });
            rows.0.insert(table.name.clone(), values.collect());
        }
        Ok(rows)
    }

    /// What became of these rows: the first table that lost some, or in which a column that is the same
    /// in both schemas holds something else. A value that the column may no longer hold has to go.
    pub(crate) fn changed_in(
        &self,
        now: &Self,
        (before, after): (&Schema, &Schema),
        dialect: Dialect,
    ) -> Option<String> {
        for (name, columns) in &self.0 {
            let (Some(old), Some(new)) = (before.table(name), after.table(name)) else { continue };
            let Some(found) = now.0.get(name) else { continue };
            let count = |columns: &BTreeMap<String, Vec<Option<String>>>| {
                columns.values().next().map_or(0, Vec::len)
            };
            if count(found) < count(columns) {
                let (had, has) = (count(columns), count(found));
                return Some(format!("table `{name}` has {has} rows instead of {had}"));
            }
            for (column, values) in columns {
                let both = old.column(column).zip(new.column(column));
                let both = both.filter(|(old, new)| old.ty == new.ty && !new.touch);
                let (Some((had, has)), Some(found)) = (both, found.get(column)) else { continue };
                let could = listed(before, old, had, dialect);
                let can = listed(after, new, has, dialect);
                let must_go = |value: &Option<String>| {
                    let (Some(value), Some(could), Some(can)) = (value, &could, &can) else {
                        return false;
                    };
                    let value = as_held(value, dialect);
                    could.contains(&value) && !can.contains(&value)
                };
                let mut left = found.clone();
                let lost = values.iter().filter(|value| !must_go(value)).find(|value| {
                    let at = left.iter().position(|found| found == *value);
                    at.map(|at| left.swap_remove(at)).is_none()
                });
                if let Some(lost) = lost {
                    let lost = lost.as_deref().unwrap_or("NULL");
                    return Some(format!("column `{name}.{column}` no longer holds `{lost}`"));
                }
            }
        }
        None
    }
}

/// The values that a column can hold, where its type or a CHECK lists them.
fn listed(
    schema: &Schema,
    table: &Table,
    column: &Column,
    dialect: Dialect,
) -> Option<BTreeSet<String>> {
    if let TypeName::User(name) = &column.ty.name {
        return schema.enum_type(name).map(|ty| ty.values.iter().cloned().collect());
    }
    listed_values(dialect, table, column)
}

/// A value as it was read: SQLite's is told as SQL.
fn as_held(value: &str, dialect: Dialect) -> String {
    match value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')) {
        Some(text) if dialect == Dialect::Sqlite => text.replace("''", "'"),
        _ => value.to_owned(),
    }
}

fn as_text(column: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::Postgres => format!("{column}::text"),
        Dialect::MySql => format!("CAST({column} AS CHAR)"),
        Dialect::Sqlite => format!("quote({column})"),
    }
}
