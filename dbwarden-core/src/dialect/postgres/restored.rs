//! Columns that come back NOT NULL after they went, in tables that may hold rows.

use super::columns::{column_definition, column_type, quote};
use super::convert::{Group, group};
use crate::dialect::Dialect;
use crate::plan::{ColumnOperation, Restored, literal, qualified};
use crate::schema::{
    Column, ColumnType, Identity, IdentityMode, Numbering, SequenceOptions, TypeName,
};
use crate::sql::condition::Value;

const DIALECT: Dialect = Dialect::Postgres;

/// What adds the column: rows that are there get a value that its checks allow, and another one each where
/// it tells them apart.
pub(super) fn add_restored(add: &ColumnOperation, restored: &Restored) -> Vec<String> {
    let (table, column) = (qualified(DIALECT, &add.table), &add.column);
    let alter = format!("ALTER TABLE {table} ALTER COLUMN {}", quote(&column.name));
    let inline: Vec<_> = add.inline.iter().collect();
    let define = |column: &Column| {
        let definition = column_definition(&add.table, column, &inline);
        format!("ALTER TABLE {table} ADD COLUMN {definition}")
    };
    if restored.is_key && matches!(group(&column.ty), Group::Number | Group::Text) {
        return numbered(column, &alter, define);
    }
    let Some(value) = value(column, restored) else { return vec![define(column)] };
    vec![format!("{} DEFAULT {value}", define(column)), format!("{alter} DROP DEFAULT")]
}

/// Numbers the rows, without an UPDATE: no trigger is called.
fn numbered(column: &Column, alter: &str, define: impl Fn(&Column) -> String) -> Vec<String> {
    let is_counter = matches!(&column.ty.name, TypeName::Builtin(name)
        if ["smallint", "integer", "bigint"].contains(&name.as_str()));
    let options = SequenceOptions::default();
    let identity = Identity { mode: IdentityMode::ByDefault, options };
    let mut counter =
        Column { numbering: Some(Numbering::Identity(identity)), sequence: None, ..column.clone() };
    if !is_counter {
        counter.ty = ColumnType::builtin("bigint");
        counter.collation = None;
    }
    let mut statements = vec![define(&counter), format!("{alter} DROP IDENTITY")];
    if !is_counter {
        let name = quote(&column.name);
        let (ty, target) = (column_type(column), column.ty.sql(DIALECT));
        statements.push(format!("{alter} TYPE {ty} USING {name}::{target}"));
    }
    statements
}

/// A value for all rows.
fn value(column: &Column, restored: &Restored) -> Option<String> {
    let usual: Vec<Value> = match filler(&column.ty) {
        Some(filler) if filler == "0" => vec![Value::Number(0)],
        Some(filler) if filler == "''" => vec![Value::Text(String::new())],
        Some(_) if restored.is_key && column.ty == ColumnType::builtin("uuid") => {
            return Some("gen_random_uuid()".to_owned());
        }
        Some(filler) => return Some(filler),
        None => restored.values.iter().cloned().map(Value::Text).collect(),
    };
    let is_of_enum = matches!(column.ty.name, TypeName::User(_));
    restored.value(DIALECT, &column.name, &usual).map(|value| match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) if is_of_enum => {
            format!("{}::{}", literal(&text), column.ty.sql(DIALECT))
        }
        Value::Text(text) => literal(&text),
    })
}

/// The empty value of a type, for rows that get a column back whose data is lost.
fn filler(ty: &ColumnType) -> Option<String> {
    let target = ty.sql(DIALECT);
    if ty.array {
        return Some(format!("'{{}}'::{target}"));
    }
    let TypeName::Builtin(name) = &ty.name else { return None };
    Some(match name.as_str() {
        "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric" | "money" => {
            "0".to_owned()
        }
        "boolean" => "false".to_owned(),
        "text" | "character varying" | "character" | "bpchar" | "bytea" => "''".to_owned(),
        "date" | "timestamp without time zone" | "timestamp with time zone" => "'epoch'".to_owned(),
        "time without time zone" | "time with time zone" => "'00:00'".to_owned(),
        name if name.starts_with("interval") => "'0'".to_owned(),
        "json" | "jsonb" => "'null'".to_owned(),
        "uuid" => "'00000000-0000-0000-0000-000000000000'".to_owned(),
        "inet" | "cidr" => "'0.0.0.0/0'".to_owned(),
        "macaddr" => "'00:00:00:00:00:00'".to_owned(),
        "macaddr8" => "'00:00:00:00:00:00:00:00'".to_owned(),
        "bit" => format!("0::{target}"),
        "bit varying" | "name" | "tsvector" | "tsquery" => "''".to_owned(),
        "oid" => "0".to_owned(),
        "point" => "'(0,0)'".to_owned(),
        name if name.ends_with("multirange") => "'{}'".to_owned(),
        name if name.ends_with("range") => "'empty'".to_owned(),
        _ => return None,
    })
}
