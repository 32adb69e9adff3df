//! Columns that come back NOT NULL after they went, in tables that may hold rows.
//!
//! MySQL manual, section 13.6, "Data Type Default Values", has the values that rows get by themselves.

use super::Dialect;
use super::definition::{literal, quote};
use super::render::definition_in_place;
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
    let mut statements = match value(column, restored) {
        None => vec![define(column)],
        Some(value) => {
            let default = Some(Expr::declared(value));
            vec![
                define(&Column { default, ..column.clone() }),
                format!("ALTER TABLE {table} ALTER COLUMN {name} DROP DEFAULT"),
            ]
        }
    };
    if restored.is_key && !matches!(kind(column), Kind::Other) {
        statements.push(format!(
            "UPDATE {table}, (SELECT @number := 0) AS first SET {name} = (@number := @number + 1)"
        ));
    }
    statements
}

enum Kind {
    Number,
    Text,
    /// Texts that have no default but an expression.
    LongText,
    Date,
    Other,
}

fn kind(column: &Column) -> Kind {
    let TypeName::Builtin(name) = &column.ty.name else { return Kind::Other };
    match name.as_str() {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float"
        | "double" => Kind::Number,
        "char" | "varchar" => Kind::Text,
        "tinytext" | "text" | "mediumtext" | "longtext" => Kind::LongText,
        "date" | "datetime" => Kind::Date,
        _ => Kind::Other,
    }
}

/// A value for all rows, where they do not get a fitting one by themselves.
fn value(column: &Column, restored: &Restored) -> Option<String> {
    let usual = match kind(column) {
        Kind::Number => Value::Number(0),
        Kind::Text | Kind::LongText => Value::Text(String::new()),
        Kind::Date => return Some("'1970-01-01'".to_owned()),
        Kind::Other => return None,
    };
    let found = restored.value(DIALECT, &column.name, std::slice::from_ref(&usual))?;
    if found == usual {
        return None;
    }
    Some(match found {
        Value::Number(number) => number.to_string(),
        Value::Text(text) if matches!(kind(column), Kind::LongText) => {
            format!("({})", literal(&text))
        }
        Value::Text(text) => literal(&text),
    })
}
