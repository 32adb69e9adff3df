//! How a value of one PostgreSQL type becomes one of another.

use super::Dialect;
use crate::plan::PlanError;
use crate::schema::{Column, ColumnType, ObjectName, TypeName};
use crate::sql::ident::quote;

/// What `ALTER COLUMN .. TYPE` needs: nothing where an assignment would convert by itself, else the
/// expression after `USING`.
///
/// The rules are those of `pg_cast`, in the terms of the groups that types fall into.
pub(super) fn conversion(
    table: &ObjectName,
    before: &Column,
    after: &Column,
) -> Result<Option<String>, PlanError> {
    if let Some(using) = &after.using {
        return Ok(Some(using.clone()));
    }
    let (from, to) = (group(&before.ty), group(&after.ty));
    let column = quote(Dialect::Postgres, &after.name);
    let target = after.ty.sql(Dialect::Postgres);
    let by_text = || Ok(Some(format!("{column}::text::{target}")));
    let direct = || Ok(Some(format!("{column}::{target}")));
    if from == to && from != Group::Other || to == Group::Text && !before.ty.array {
        return Ok(None);
    }
    match (from, to) {
        (Group::Moment, Group::Moment) | (Group::Json, Group::Json) => Ok(None),
        (Group::Text, _) => direct(),
        (Group::Number, Group::Boolean) | (Group::Boolean, Group::Number) => {
            // Only `integer` and `boolean` convert into each other.
            let is_integer = |ty: &ColumnType| *ty == ColumnType::builtin("integer");
            if is_integer(&before.ty) || is_integer(&after.ty) {
                return direct();
            }
            Ok(Some(format!("{column}::integer::{target}")))
        }
        (Group::User, Group::User) | (_, Group::User | Group::Text) => by_text(),
        _ => Err(PlanError::new(format!(
            "column `{table}.{}` cannot become {target}: no conversion from {} is known",
            after.name,
            before.ty.sql(Dialect::Postgres)
        ))
        .of_table(table)
        .at(after.origin.as_ref())
        .with_hint(
            "say how with `using = \"..\"` in the model, or add a column of the new type under another \
             name",
        )),
    }
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Group {
    Number,
    Boolean,
    Text,
    Moment,
    Json,
    User,
    Other,
}

fn group(ty: &ColumnType) -> Group {
    if ty.array {
        return Group::Other;
    }
    let TypeName::Builtin(name) = &ty.name else { return Group::User };
    match name.as_str() {
        "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric" => {
            Group::Number
        }
        "boolean" => Group::Boolean,
        "text" | "character varying" | "character" => Group::Text,
        "date" | "timestamp without time zone" | "timestamp with time zone" => Group::Moment,
        "json" | "jsonb" => Group::Json,
        _ => Group::Other,
    }
}

/// The empty value of a type, for rows that get a column back whose data is lost.
pub(super) fn filler(ty: &ColumnType) -> Option<String> {
    let target = ty.sql(Dialect::Postgres);
    if ty.array {
        return Some(format!("'{{}}'::{target}"));
    }
    let TypeName::Builtin(name) = &ty.name else { return None };
    Some(match name.as_str() {
        "smallint" | "integer" | "bigint" | "real" | "double precision" | "numeric" | "money" => {
            "0".to_owned()
        }
        "boolean" => "false".to_owned(),
        "text" | "character varying" | "character" | "bytea" => "''".to_owned(),
        "date" | "timestamp without time zone" | "timestamp with time zone" => "'epoch'".to_owned(),
        "time without time zone" | "time with time zone" => "'00:00'".to_owned(),
        "interval" => "'0'".to_owned(),
        "json" | "jsonb" => "'null'".to_owned(),
        "uuid" => "'00000000-0000-0000-0000-000000000000'".to_owned(),
        "inet" | "cidr" => "'0.0.0.0/0'".to_owned(),
        "macaddr" => "'00:00:00:00:00:00'".to_owned(),
        _ => return None,
    })
}
