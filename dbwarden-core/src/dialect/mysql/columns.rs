//! How a column becomes another one.

use super::Flavor;
use super::definition::{column_definition, quote};
use crate::plan::{Operation, PlanOptions};
use crate::schema::{Column, ColumnType, Generated, Storage, TypeName};

/// A column that is computed when it is read cannot become another where it stands. It has no data:
/// it goes and comes in one statement, and its indexes stay.
pub(super) fn alter_column(
    before: &Column,
    after: &Column,
    behind: Option<&str>,
    options: &PlanOptions,
) -> Vec<String> {
    let storage = |column: &Column| column.generated.as_ref().map(|generated| generated.storage);
    let modify = |column: &Column| {
        let definition = column_definition(column, &[], options);
        if before.name == column.name {
            return format!("MODIFY COLUMN {definition}");
        }
        format!("CHANGE COLUMN {} {definition}", quote(&before.name))
    };
    let anew = |column: &Column| anew(column, behind, options);
    match (storage(before), storage(after)) {
        (Some(Storage::Virtual), None) if through(&before.ty, &after.ty).is_none() => {
            let generated = before.generated.clone();
            let generated =
                generated.map(|generated| Generated { storage: Storage::Stored, ..generated });
            // Written down, its values can be kept.
            vec![anew(&Column { generated, ..before.clone() }), modify(after)]
        }
        // Nor can they be kept where they are no values of the new type.
        (Some(Storage::Virtual), Some(Storage::Stored) | None)
        | (Some(Storage::Stored) | None, Some(Storage::Virtual)) => vec![anew(after)],
        _ => {
            let through = through(&before.ty, &after.ty).map(|ty| {
                modify(&Column { nullable: before.nullable, ..Column::new(&after.name, ty) })
            });
            through.into_iter().chain([modify(after)]).collect()
        }
    }
}

/// The clauses that drop a column and bring it back, computed.
fn anew(column: &Column, behind: Option<&str>, options: &PlanOptions) -> String {
    // Others may be computed from it, before which it must stand.
    let place = behind.map_or("FIRST".to_owned(), |other| format!("AFTER {}", quote(other)));
    let definition = column_definition(column, &[], options);
    format!("DROP COLUMN {}, ADD COLUMN {definition} {place}", quote(&column.name))
}

/// The same for an operation.
pub(super) fn anew_clause(operation: &Operation, options: &PlanOptions) -> Option<String> {
    let Operation::AlterColumn { after, behind, .. } = operation else { return None };
    Some(anew(after, behind.as_deref(), options))
}

/// The computed columns among the operations of one statement, if one of them goes and comes back: MySQL
/// lets that happen to all that are computed from one another, or to none. A column comes after the one
/// behind which it stands.
pub(super) fn made_anew<'o>(
    operations: &'o [Operation],
    options: &PlanOptions,
) -> Vec<&'o Operation> {
    let storages = |operation: &Operation| match operation {
        Operation::AlterColumn { before, after, .. } => {
            let storage = |column: &Column| column.generated.as_ref().map(|it| it.storage);
            storage(before).zip(storage(after))
        }
        _ => None,
    };
    let becomes_another =
        operations.iter().filter_map(storages).any(|(before, after)| before != after);
    if !options.capabilities.expressions_hold_columns || !becomes_another {
        return Vec::new();
    }
    let name = |operation: &Operation| match operation {
        Operation::AlterColumn { after, .. } => Some(after.name.clone()),
        _ => None,
    };
    let mut left: Vec<&Operation> = operations.iter().filter(|it| storages(it).is_some()).collect();
    let mut sorted = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let waits = |operation: &Operation| match operation {
            Operation::AlterColumn { behind, .. } => {
                behind.is_some() && left.iter().any(|other| name(other) == *behind)
            }
            _ => false,
        };
        // None stands behind itself.
        let at = left.iter().position(|operation| !waits(operation)).unwrap_or_default();
        sorted.push(left.remove(at));
    }
    sorted
}

/// The type between two that the server does not convert into one another: text, or bytes where one of
/// them is a shape.
pub(super) fn through(from: &ColumnType, to: &ColumnType) -> Option<ColumnType> {
    let is = |ty: &ColumnType, names: &[&str]| {
        matches!(&ty.name, TypeName::Builtin(name)
            if names.contains(&name.as_str()))
    };
    let address = |ty: &ColumnType| is(ty, &["uuid", "inet4", "inet6"]);
    let shape = |ty: &ColumnType| matches!(&ty.name, TypeName::Builtin(name) if is_shape(name));
    let text = |ty: &ColumnType| {
        matches!(&ty.name, TypeName::Builtin(name)
            if name.ends_with("char") || name.ends_with("text") || name.ends_with("blob")
                || name.ends_with("binary")
                || matches!(name.as_str(), "enum" | "set" | "json"))
    };
    if from == to || text(from) || text(to) || shape(from) && shape(to) {
        return None;
    }
    if shape(from) || shape(to) {
        return Some(ColumnType::builtin("longblob"));
    }
    let differ = from.name != to.name && (address(from) || address(to));
    differ.then(|| ColumnType::builtin("varchar").with_modifiers([255]))
}

/// The types of geometry.
const SHAPES: &[&str] = &["geometry", "point", "linestring", "polygon", "geometrycollection"];

/// Whether a type is one of geometry.
pub(super) fn is_shape(name: &str) -> bool {
    SHAPES.contains(&name) || name.starts_with("multi")
}

/// Whether a column is of a date, whose empty value no server takes in strict mode.
pub(super) fn is_date(column: &Column) -> bool {
    matches!(&column.ty.name, TypeName::Builtin(name)
        if matches!(name.as_str(), "date" | "datetime" | "timestamp"))
}

/// A value of a type that has no empty one; MariaDB has one of shapes.
pub(super) fn some_value(column: &Column, options: &PlanOptions) -> Option<String> {
    let TypeName::Builtin(name) = &column.ty.name else { return None };
    let text = match name.as_str() {
        "date" | "datetime" => return Some("'1970-01-01'".to_owned()),
        _ if options.capabilities.flavor != Flavor::MySql => return None,
        // In every time zone it is after the first that there is.
        "timestamp" => return Some("'1970-01-02'".to_owned()),
        "geometry" | "point" => "POINT(0 0)",
        "linestring" => "LINESTRING(0 0,1 1)",
        "polygon" => "POLYGON((0 0,0 1,1 1,0 0))",
        "multipoint" => "MULTIPOINT(0 0)",
        "multilinestring" => "MULTILINESTRING((0 0,1 1))",
        "multipolygon" => "MULTIPOLYGON(((0 0,0 1,1 1,0 0)))",
        "geometrycollection" | "geomcollection" => "GEOMETRYCOLLECTION(POINT(0 0))",
        _ => return None,
    };
    let system = column.settings.get("SRID");
    let system = system.map_or("0", String::as_str);
    Some(format!("ST_GeomFromText('{text}', {system})"))
}
