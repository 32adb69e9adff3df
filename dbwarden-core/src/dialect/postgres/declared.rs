//! Types that a schema declares, as PostgreSQL's SQL.

use super::Dialect;
use crate::plan::{EnumChange, alter_table, literal};
use crate::schema::{Column, ColumnType, CompositeType, ObjectName};
use crate::sql::ident::{is_quoted, quote, quote_always};

const DIALECT: Dialect = Dialect::Postgres;

/// The name of a type as SQL.
pub(super) fn type_name(name: &ObjectName) -> String {
    ColumnType::user(name.clone()).sql(DIALECT)
}

pub(super) fn create_enum(name: &ObjectName, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| literal(value)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", type_name(name), values.join(", "))
}

/// Each new value before the value that follows it, or at the end.
pub(super) fn add_values(change: &EnumChange) -> Vec<String> {
    let EnumChange { before, after, .. } = change;
    let is_old = |value: &&String| before.values.contains(value);
    after
        .values
        .iter()
        .enumerate()
        .filter(|(_, value)| !is_old(value))
        .map(|(at, value)| {
            let next = after.values[at + 1..].iter().find(is_old);
            let place = next.map(|next| format!(" BEFORE {}", literal(next))).unwrap_or_default();
            format!("ALTER TYPE {} ADD VALUE {}{place}", type_name(&after.name), literal(value))
        })
        .collect()
}

/// The type is made anew beside the old one, and every column moves over by the text of its value. A
/// default that the column is to have afterwards comes at once: the old one may be no value any more.
pub(super) fn rewrite_enum(change: &EnumChange) -> Vec<String> {
    let EnumChange { before, after, columns, attributes, aside } = change;
    let name = type_name(&after.name);
    let old = ObjectName { name: aside.clone(), ..before.name.clone() };
    let mut statements = vec![
        format!("ALTER TYPE {} RENAME TO {}", type_name(&before.name), quote(DIALECT, &old.name)),
        create_enum(&after.name, &after.values),
    ];
    // Each statement writes its table anew.
    for columns in columns.chunk_by(|one, other| one.0 == other.0) {
        let [(table, ..), ..] = columns else { continue };
        let clauses: Vec<String> = columns
            .iter()
            .flat_map(|(_, column, later)| move_over(&after.name, column, later))
            .collect();
        statements.push(alter_table(DIALECT, table, &clauses));
    }
    for (composite, attribute, ty) in attributes {
        let array = if ty.array { "[]" } else { "" };
        let attribute = quote(DIALECT, attribute);
        let composite = type_name(composite);
        statements
            .push(format!("ALTER TYPE {composite} ALTER ATTRIBUTE {attribute} TYPE {name}{array}"));
    }
    statements.push(format!("DROP TYPE {}", type_name(&old)));
    if let Some(comment) = &before.comment {
        statements.push(format!("COMMENT ON TYPE {name} IS {}", literal(comment)));
    }
    statements
}

/// What moves a column over to an enum type that is made anew.
fn move_over(ty: &ObjectName, column: &Column, later: &Column) -> Vec<String> {
    let (name, quoted) = (type_name(ty), quote(DIALECT, &column.name));
    let array = if column.ty.array { "[]" } else { "" };
    let mut clauses = Vec::new();
    if column.default.is_some() || later.default.is_some() {
        clauses.push(format!("ALTER COLUMN {quoted} DROP DEFAULT"));
    }
    let using = format!("{quoted}::text{array}::{name}{array}");
    clauses.push(format!("ALTER COLUMN {quoted} TYPE {name}{array} USING {using}"));
    if let Some(default) = later.default.as_ref().filter(|_| later.ty == column.ty) {
        clauses.push(format!("ALTER COLUMN {quoted} SET DEFAULT {}", default.sql));
    }
    clauses
}

pub(super) fn create_composite(ty: &CompositeType) -> String {
    let attributes: Vec<String> =
        ty.attributes.iter().map(|(name, _)| attribute(ty, name)).collect();
    let name = type_name(&ty.name);
    if attributes.is_empty() {
        return format!("CREATE TYPE {name} AS ()");
    }
    format!("CREATE TYPE {name} AS (\n    {}\n)", attributes.join(",\n    "))
}

/// An attribute of a composite type, as its definition says it.
fn attribute(ty: &CompositeType, name: &str) -> String {
    let mut sql = quote(DIALECT, name).into_owned();
    for (_, ty) in ty.attributes.iter().filter(|(other, _)| other == name) {
        sql.push_str(&format!(" {}", ty.sql(DIALECT)));
    }
    match ty.collations.get(name) {
        Some(collation) if is_quoted(collation) => sql.push_str(&format!(" COLLATE {collation}")),
        Some(collation) => {
            sql.push_str(&format!(" COLLATE {}", quote_always(DIALECT, collation)));
        }
        None => {}
    }
    sql
}

/// Attributes are told apart by their place, too, and a new one comes last. So what follows the first
/// one that is out of place goes and comes back.
pub(super) fn alter_composite(before: &CompositeType, after: &CompositeType) -> Vec<String> {
    let alter = format!("ALTER TYPE {}", type_name(&after.name));
    let mut statements = Vec::new();
    let wanted: Vec<&str> = after.attributes.iter().map(|(name, _)| name.as_str()).collect();
    let mut kept = 0;
    for (name, _) in &before.attributes {
        if wanted.get(kept) == Some(&name.as_str()) {
            kept += 1;
        } else {
            statements.push(format!("{alter} DROP ATTRIBUTE {}", quote(DIALECT, name)));
        }
    }
    for (at, (name, _)) in after.attributes.iter().enumerate() {
        let is = attribute(after, name);
        if at >= kept {
            statements.push(format!("{alter} ADD ATTRIBUTE {is}"));
            let comment = after.comments.get(name);
            if let Some(comment) = comment.filter(|text| before.comments.get(name) == Some(text)) {
                statements.push(format!(
                    "COMMENT ON COLUMN {}.{} IS {}",
                    type_name(&after.name),
                    quote(DIALECT, name),
                    literal(comment)
                ));
            }
        } else if is != attribute(before, name) {
            let name = quote(DIALECT, name);
            let ty = is.strip_prefix(&*name).unwrap_or(&is);
            statements.push(format!("{alter} ALTER ATTRIBUTE {name} TYPE{ty}"));
        }
    }
    statements
}
