//! How a value of one PostgreSQL type becomes one of another.

use super::Dialect;
use crate::plan::{PlanError, widens};
use crate::schema::{Column, ColumnType, ObjectName, TypeName};
use crate::sql::ident::quote;

/// Refuses a conversion of which nobody knows whether it is the one that is meant. Where the source is a
/// catalog, there is nobody to say it, and the text of a value is taken for it.
pub(super) fn refuse_unknown(
    table: &ObjectName,
    before: &Column,
    after: &Column,
) -> Result<(), PlanError> {
    let told = before.using.is_some() || after.using.is_some();
    if told || before.ty == after.ty || is_known(&before.ty, &after.ty) {
        return Ok(());
    }
    Err(PlanError::new(format!(
        "column `{table}.{}` cannot become {}: no conversion from {} is known",
        after.name,
        after.ty.sql(Dialect::Postgres),
        before.ty.sql(Dialect::Postgres)
    ))
    .of_table(table)
    .at(after.origin.as_ref())
    .with_hint(
        "say how with `using = \"..\"` in the model, or add a column of the new type under another \
         name",
    ))
}

fn is_known(from: &ColumnType, to: &ColumnType) -> bool {
    if from.name == to.name && from.array == to.array {
        return true;
    }
    let pair = (group(from), group(to));
    pair.0 == pair.1 && pair.0 != Group::Other
        || matches!(
            pair,
            (_, Group::Text | Group::User)
                | (Group::Text, _)
                | (Group::Number, Group::Boolean)
                | (Group::Boolean, Group::Number)
        )
}

/// What `ALTER COLUMN .. TYPE` needs: nothing where an assignment would convert by itself, else the
/// expression after `USING`.
///
/// The rules are those of `pg_cast`, in the terms of the groups that types fall into.
pub(super) fn conversion(before: &Column, after: &Column) -> Option<String> {
    if let Some(using) = &after.using {
        return Some(using.clone());
    }
    let (from, to) = (group(&before.ty), group(&after.ty));
    let column = quote(Dialect::Postgres, &after.name);
    let target = after.ty.sql(Dialect::Postgres);
    let by_text = || Some(format!("{column}::text::{target}"));
    let direct = || Some(format!("{column}::{target}"));
    if before.ty.name == after.ty.name && before.ty.array == after.ty.array {
        // Only the modifiers differ, or the collation.
        return None;
    }
    match (before.ty.array, after.ty.array) {
        (true, true) => {
            let (from, to) = (element(&before.ty), element(&after.ty));
            return match (group(&from), group(&to)) {
                (Group::Number, Group::Number) | (Group::Text, _) | (_, Group::Text) => direct(),
                _ => Some(format!("{column}::text[]::{target}")),
            };
        }
        (false, true) => {
            let element = element(&after.ty).sql(Dialect::Postgres);
            let value = match from == to && from != Group::Other || to == Group::Text {
                true => format!("{column}::{element}"),
                false => format!("{column}::text::{element}"),
            };
            return Some(format!("CASE WHEN {column} IS NOT NULL THEN ARRAY[{value}] END"));
        }
        (_, false) => {}
    }
    if from == to && !matches!(from, Group::Other | Group::User) || to == Group::Text {
        return None;
    }
    match (from, to) {
        (Group::Moment, Group::Moment) | (Group::Json, Group::Json) => None,
        (Group::Text, _) => direct(),
        (Group::Number, Group::Boolean) | (Group::Boolean, Group::Number) => {
            // Only `integer` and `boolean` convert into each other.
            let is_integer = |ty: &ColumnType| *ty == ColumnType::builtin("integer");
            if is_integer(&before.ty) || is_integer(&after.ty) {
                return direct();
            }
            Some(format!("{column}::integer::{target}"))
        }
        // The number of seconds, as people keep moments in numbers. The way back counts them from the
        // beginning of 1970 as the clock shows it, whatever the session's time zone.
        (Group::Number, Group::Moment) => {
            let moment = format!("to_timestamp({column}::double precision)");
            Some(if target.starts_with("TIMESTAMPTZ") {
                format!("{moment}::{target}")
            } else {
                format!("({moment} AT TIME ZONE 'UTC')::{target}")
            })
        }
        (Group::Moment, Group::Number) => Some(format!("extract(epoch FROM {column})::{target}")),
        (_, Group::Json) => Some(format!("to_jsonb({column})::{target}")),
        // Every type can be written as text and read from it, and what does not fit is told.
        _ => by_text(),
    }
}

/// Whether every value of a type has its place in another, and can be told there from all others.
pub(super) fn keeps_values(from: &ColumnType, to: &ColumnType) -> bool {
    if from.array || to.array {
        return from.array == to.array && keeps_values(&element(from), &element(to));
    }
    if widens(from, to) {
        return true;
    }
    let (TypeName::Builtin(from_name), TypeName::Builtin(to_name)) = (&from.name, &to.name) else {
        return is_unlimited_text(to);
    };
    let number = |ty: &ColumnType| ty.modifiers.first().and_then(|it| it.parse::<u32>().ok());
    match (from_name.as_str(), to_name.as_str()) {
        (_, "text" | "character varying") => is_unlimited_text(to),
        ("smallint" | "integer" | "bigint" | "numeric", "numeric") => to.modifiers.is_empty(),
        ("smallint", "real") | ("smallint" | "integer", "double precision") => true,
        ("date", "timestamp without time zone") => true,
        ("character", "character") => number(from).unwrap_or(1) <= number(to).unwrap_or(1),
        ("bit varying", "bit varying") => match (number(from), number(to)) {
            (Some(from), Some(to)) => from <= to,
            (_, to) => to.is_none(),
        },
        (from_name, to_name) if from_name == to_name && HAVE_FRACTIONS.contains(&from_name) => {
            number(from).unwrap_or(6) <= number(to).unwrap_or(6)
        }
        _ => false,
    }
}

/// The types whose modifier is the number of the digits that a second has behind its point.
const HAVE_FRACTIONS: &[&str] = &[
    "timestamp without time zone",
    "timestamp with time zone",
    "time without time zone",
    "time with time zone",
];

/// Whether a type holds text of any length.
fn is_unlimited_text(ty: &ColumnType) -> bool {
    group(ty) == Group::Text
        && ty.modifiers.is_empty()
        && ty.name != TypeName::Builtin("character".to_owned())
}

/// The type of which an array is made.
fn element(ty: &ColumnType) -> ColumnType {
    ColumnType { array: false, ..ty.clone() }
}

#[derive(PartialEq, Eq, Clone, Copy)]
pub(super) enum Group {
    Number,
    Boolean,
    Text,
    Moment,
    Json,
    User,
    Other,
}

pub(super) fn group(ty: &ColumnType) -> Group {
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
