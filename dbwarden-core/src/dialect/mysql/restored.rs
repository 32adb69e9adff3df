//! Columns that come back NOT NULL after they went, in tables that may hold rows.
//!
//! MySQL manual, section 13.6, "Data Type Default Values", has the values that rows get by themselves.

use super::definition::{literal, quote};
use super::render::{add_filled, definition_in_place};
use super::{Dialect, Flavor};
use crate::plan::{ColumnOperation, PlanOptions, Restored, qualified};
use crate::schema::{Column, Expr, TypeName};
use crate::sql::condition::Value;

const DIALECT: Dialect = Dialect::MySql;

/// What adds the column: rows that are there get a value that its checks allow, and another one each where
/// it tells them apart.
pub(super) fn add_restored(
    add: &ColumnOperation,
    restored: &Restored,
    options: &PlanOptions,
) -> Vec<String> {
    let (table, column) = (qualified(DIALECT, &add.table), &add.column);
    let define = |column: &Column| {
        let definition = definition_in_place(add, column, options);
        format!("ALTER TABLE {table} ADD COLUMN {definition}")
    };
    let name = quote(&column.name);
    let mut statements = match filling(column, restored, options) {
        Filling::Empty => vec![define(column)],
        Filling::Default(value) => {
            let default = Some(Expr::declared(value));
            vec![
                define(&Column { default, ..column.clone() }),
                format!("ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT"),
            ]
        }
        Filling::Update(value) => add_filled(add, &value, options),
    };
    if restored.is_key && !matches!(kind(column), Kind::Other) {
        statements.push(format!(
            "UPDATE {table}, (SELECT @number := 0) AS first SET {name} = (@number := @number + 1)"
        ));
    }
    statements
}

/// How rows that are there get a value.
enum Filling {
    /// They have the empty one of the type.
    Empty,
    Default(String),
    /// The server takes it for no default of rows that are there.
    Update(String),
}

enum Kind {
    Number,
    Text,
    /// Texts that have no default but an expression.
    LongText,
    Other,
}

fn kind(column: &Column) -> Kind {
    let TypeName::Builtin(name) = &column.ty.name else { return Kind::Other };
    match name.as_str() {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float"
        | "double" => Kind::Number,
        "char" | "varchar" => Kind::Text,
        "tinytext" | "text" | "mediumtext" | "longtext" => Kind::LongText,
        _ => Kind::Other,
    }
}

fn filling(column: &Column, restored: &Restored, options: &PlanOptions) -> Filling {
    let usual = match kind(column) {
        Kind::Number => Value::Number(0),
        Kind::Text | Kind::LongText => Value::Text(String::new()),
        Kind::Other => return some_value(column, options),
    };
    match restored.value(DIALECT, &column.name, std::slice::from_ref(&usual)) {
        Some(found) if found != usual => Filling::Default(match found {
            Value::Number(number) => number.to_string(),
            Value::Text(text) if matches!(kind(column), Kind::LongText) => {
                format!("({})", literal(&text))
            }
            Value::Text(text) => literal(&text),
        }),
        _ => Filling::Empty,
    }
}

/// A value of a type whose empty one no server takes in strict mode, or that has none; MariaDB has one of
/// shapes.
fn some_value(column: &Column, options: &PlanOptions) -> Filling {
    let TypeName::Builtin(name) = &column.ty.name else { return Filling::Empty };
    let text = match name.as_str() {
        "date" | "datetime" => return Filling::Default("'1970-01-01'".to_owned()),
        _ if options.capabilities.flavor != Flavor::MySql => return Filling::Empty,
        // In every time zone it is after the first that there is.
        "timestamp" => return Filling::Default("'1970-01-02'".to_owned()),
        "geometry" | "point" => "POINT(0 0)",
        "linestring" => "LINESTRING(0 0,1 1)",
        "polygon" => "POLYGON((0 0,0 1,1 1,0 0))",
        "multipoint" => "MULTIPOINT(0 0)",
        "multilinestring" => "MULTILINESTRING((0 0,1 1))",
        "multipolygon" => "MULTIPOLYGON(((0 0,0 1,1 1,0 0)))",
        "geometrycollection" | "geomcollection" => "GEOMETRYCOLLECTION(POINT(0 0))",
        _ => return Filling::Empty,
    };
    let system = column.settings.get("SRID").map_or("0", String::as_str);
    Filling::Update(format!("ST_GeomFromText('{text}', {system})"))
}
