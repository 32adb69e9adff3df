//! Types that a schema declares, as PostgreSQL's SQL.

use super::Dialect;
use crate::plan::{EnumChange, literal, qualified};
use crate::schema::{ColumnType, CompositeType, ObjectName};
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
    for (table, column, later) in columns {
        let quoted = quote(DIALECT, &column.name);
        let alter = format!("ALTER TABLE {} ALTER COLUMN {quoted}", qualified(DIALECT, table));
        let array = if column.ty.array { "[]" } else { "" };
        let using = format!("{quoted}::text{array}::{name}{array}");
        if column.default.is_some() || later.default.is_some() {
            statements.push(format!("{alter} DROP DEFAULT"));
        }
        statements.push(format!("{alter} TYPE {name}{array} USING {using}"));
        if let Some(default) = later.default.as_ref().filter(|_| later.ty == column.ty) {
            statements.push(format!("{alter} SET DEFAULT {}", default.sql));
        }
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
