//! Columns, as PostgreSQL's SQL.

use std::collections::BTreeMap;

use super::convert::conversion;
use super::restored::add_restored;
use super::sequences::{begin_anew, changed_clauses, clauses, make_fit};
use super::{Dialect, defaults, not_null};
use crate::diff::Constraint;
use crate::plan::{
    ColumnOperation, beside, column_constraint, generated, has_value, literal, qualified,
};
use crate::schema::{
    Column, ColumnType, Identity, IdentityMode, Numbering, ObjectName, TypeName, serial_name,
};
use crate::sql::ident::{is_quoted, quote_always};

const DIALECT: Dialect = Dialect::Postgres;

pub(super) fn quote(name: &str) -> std::borrow::Cow<'_, str> {
    crate::sql::ident::quote(DIALECT, name)
}

pub(super) fn column_definition(
    table: &ObjectName,
    column: &Column,
    inline: &[&Constraint],
) -> String {
    let mut sql = format!("{} {}", quote(&column.name), column_type(column));
    let is_key = inline.iter().any(|inline| matches!(inline, Constraint::PrimaryKey(_)));
    let is_implied = is_key || column.numbering.is_some();
    sql.push_str(&not_null::in_definition(table, column, is_implied));
    if let Some(default) = &column.default {
        sql.push_str(&format!(" DEFAULT {}", defaults::in_definition(&default.sql)));
    }
    if let Some(expression) = &column.generated {
        sql.push_str(&generated(DIALECT, expression));
    }
    if let Some(Numbering::Identity(identity)) = &column.numbering {
        sql.push_str(&format!(" {}", identity_clause(table, column, identity)));
    }
    for item in inline {
        sql.push_str(&format!(" {}", column_constraint(DIALECT, item)));
    }
    sql
}

/// The type with its collation; SERIAL where the column has a sequence of its own.
pub(super) fn column_type(column: &Column) -> String {
    let ty = column.ty.sql(DIALECT);
    if column.numbering == Some(Numbering::Serial) {
        let serial = match ty.as_str() {
            "SMALLINT" => "SMALLSERIAL",
            "BIGINT" => "BIGSERIAL",
            _ => "SERIAL",
        };
        // SERIAL is NOT NULL unless the column says otherwise.
        return if column.nullable { format!("{serial} NULL") } else { serial.to_owned() };
    }
    match &column.collation {
        Some(collation) if is_quoted(collation) => format!("{ty} COLLATE {collation}"),
        Some(collation) => format!("{ty} COLLATE {}", quote_always(DIALECT, collation)),
        None => ty,
    }
}

/// The sequence is named where it is not called as the server would call it.
fn identity_clause(table: &ObjectName, column: &Column, identity: &Identity) -> String {
    let usual = serial_name(&table.name, &column.name);
    let name = column
        .sequence
        .as_ref()
        .filter(|name| name.name != usual || name.schema != table.schema)
        .map(|name| format!("SEQUENCE NAME {}", qualified(DIALECT, name)));
    let options: Vec<String> = name.into_iter().chain(clauses(&identity.options)).collect();
    let options =
        if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {} AS IDENTITY{options}", mode(identity))
}

fn mode(identity: &Identity) -> &'static str {
    match identity.mode {
        IdentityMode::Always => "ALWAYS",
        IdentityMode::ByDefault => "BY DEFAULT",
    }
}

pub(super) fn add_column(add: &ColumnOperation) -> Vec<String> {
    let table = qualified(DIALECT, &add.table);
    let column = &add.column;
    let inline: Vec<&Constraint> = add.inline.iter().collect();
    if let Some(backfill) = &column.backfill {
        return backfilled(&add.table, column, &inline, backfill);
    }
    let mut statements = match &add.restored {
        Some(restored) if !has_value(column) => add_restored(add, restored),
        _ => {
            let definition = column_definition(&add.table, column, &inline);
            vec![format!("ALTER TABLE {table} ADD COLUMN {definition}")]
        }
    };
    statements.extend(new_settings(&add.table, column));
    statements
}

/// Every value can be written as text and read from it.
pub(super) fn carry_column(table: &ObjectName, before: &Column, after: &Column) -> Vec<String> {
    let name = quote(&after.name);
    let alter = format!("ALTER TABLE {} ALTER COLUMN {name}", qualified(DIALECT, table));
    let mut statements = Vec::new();
    if before.default.is_some() {
        statements.push(format!("{alter} DROP DEFAULT"));
    }
    let target = after.ty.sql(DIALECT);
    let is_text = after.ty == ColumnType::builtin("text");
    let value = if is_text { format!("{name}::text") } else { format!("{name}::{target}") };
    statements.push(format!("{alter} TYPE {} USING {value}", column_type(after)));
    if let Some(default) = &after.default {
        statements.push(format!("{alter} SET DEFAULT {}", default.sql));
    }
    statements
}

/// A column whose value in rows that are there is told.
fn backfilled(
    table: &ObjectName,
    column: &Column,
    inline: &[&Constraint],
    backfill: &str,
) -> Vec<String> {
    let (sql, name) = (qualified(DIALECT, table), quote(&column.name));
    let waits = !column.nullable && column.default.is_none();
    let first = Column { nullable: column.nullable || waits, ..column.clone() };
    let mut statements = vec![
        format!("ALTER TABLE {sql} ADD COLUMN {}", column_definition(table, &first, inline)),
        format!("UPDATE {sql} SET {name} = {backfill}"),
    ];
    if waits {
        statements.extend(not_null::set(table, column));
    }
    statements.extend(set_settings(table, &BTreeMap::new(), column));
    statements
}

/// What the definition of a column that is new cannot say.
pub(super) fn new_settings(table: &ObjectName, column: &Column) -> Vec<String> {
    let mut statements = not_null::later(table, column);
    statements.extend(set_settings(table, &BTreeMap::new(), column));
    statements
}

fn set_settings(
    table: &ObjectName,
    before: &BTreeMap<String, String>,
    after: &Column,
) -> Vec<String> {
    let alter =
        format!("ALTER TABLE {} ALTER COLUMN {}", qualified(DIALECT, table), quote(&after.name));
    let mut statements = Vec::new();
    let mut set = Vec::new();
    let mut reset = Vec::new();
    let names: std::collections::BTreeSet<&String> =
        before.keys().chain(after.settings.keys()).collect();
    for name in names {
        let value = after.settings.get(name);
        if before.get(name) == value {
            continue;
        }
        let word = value.map(|value| value.to_uppercase());
        match name.as_str() {
            "storage" => {
                let storage = word.unwrap_or_else(|| usual_storage(&after.ty).to_owned());
                statements.push(format!("{alter} SET STORAGE {storage}"));
            }
            "compression" => {
                let method = value.map_or("DEFAULT", String::as_str);
                statements.push(format!("{alter} SET COMPRESSION {method}"));
            }
            "statistics" => {
                let target = value.map_or("-1", String::as_str);
                statements.push(format!("{alter} SET STATISTICS {target}"));
            }
            name => match value {
                Some(value) => set.push(format!("{name} = {value}")),
                None => reset.push(name.to_owned()),
            },
        }
    }
    if !set.is_empty() {
        statements.push(format!("{alter} SET ({})", set.join(", ")));
    }
    if !reset.is_empty() {
        statements.push(format!("{alter} RESET ({})", reset.join(", ")));
    }
    statements
}

/// Where the values of a type are kept when nothing is said.
///
/// The source is the column `typstorage` of PostgreSQL's `catalog/pg_type.dat`.
fn usual_storage(ty: &ColumnType) -> &'static str {
    let name = match &ty.name {
        _ if ty.array => return "EXTENDED",
        TypeName::User(_) => return "EXTENDED",
        TypeName::Builtin(name) => name.as_str(),
    };
    match name {
        "numeric" | "inet" | "cidr" => "MAIN",
        "tsquery" | "int2vector" | "oidvector" => "PLAIN",
        "text" | "character varying" | "character" | "bpchar" | "bytea" | "json" | "jsonb"
        | "jsonpath" | "xml" | "bit" | "bit varying" | "path" | "polygon" | "tsvector" => {
            "EXTENDED"
        }
        name if name.ends_with("range") => "EXTENDED",
        _ => "PLAIN",
    }
}

pub(super) fn alter_column(table: &ObjectName, before: &Column, after: &Column) -> Vec<String> {
    let alter =
        format!("ALTER TABLE {} ALTER COLUMN {}", qualified(DIALECT, table), quote(&after.name));
    if before.generated != after.generated {
        if after.generated.is_some() {
            return make_anew(table, before, after);
        }
        let mut statements = vec![format!("{alter} DROP EXPRESSION")];
        let before = Column { generated: None, ..before.clone() };
        statements.extend(alter_column(table, &before, after));
        return statements;
    }
    let mut statements = Vec::new();
    let changes_kind = match (&before.numbering, &after.numbering) {
        (Some(Numbering::Identity(_)), Some(Numbering::Identity(_))) => false,
        (before, after) => before != after,
    };
    if changes_kind {
        statements.extend(leave_numbering(table, before, &alter));
    }
    let mut default_is_gone = before.default.is_none();
    let mut settings = before.settings.clone();
    if before.ty != after.ty || before.collation != after.collation {
        let using = conversion(before, after);
        // A default of the old type might not be one of the new type.
        if using.is_some() && before.default.is_some() {
            statements.push(format!("{alter} DROP DEFAULT"));
            default_is_gone = true;
        }
        let plain = Column { numbering: None, ..after.clone() };
        let using = using.map(|using| format!(" USING {using}")).unwrap_or_default();
        statements.push(format!("{alter} TYPE {}{using}", column_type(&plain)));
        if before.numbering == Some(Numbering::Serial) && after.numbering == before.numbering {
            let sequence = sequence(table, before);
            statements.push(format!("ALTER SEQUENCE {sequence} AS {}", after.ty.sql(DIALECT)));
        }
        // The new type begins with storage of its own.
        settings.remove("storage");
        settings.remove("compression");
    }
    match &after.default {
        None if !default_is_gone => statements.push(format!("{alter} DROP DEFAULT")),
        Some(default) if default_is_gone || before.default != after.default => {
            statements.push(format!("{alter} SET DEFAULT {}", default.sql));
        }
        _ => {}
    }
    // An identity column must be NOT NULL before it becomes one, and after it was one.
    match (before.nullable, after.nullable) {
        (true, false) => {
            if let Some(backfill) = &after.backfill {
                let (table, name) = (qualified(DIALECT, table), quote(&after.name));
                statements
                    .push(format!("UPDATE {table} SET {name} = {backfill} WHERE {name} IS NULL"));
            }
            statements.extend(not_null::set(table, after));
        }
        (false, true) => statements.push(format!("{alter} DROP NOT NULL")),
        (false, false) => statements.extend(not_null::change(table, before, after)),
        (true, true) => {}
    }
    if changes_kind {
        statements.extend(enter_numbering(table, after, &alter));
    } else {
        statements.extend(alter_numbering(table, before, after, &alter));
    }
    statements.extend(set_settings(table, &settings, after));
    statements
}

/// What is computed can become so only by going and coming back.
fn make_anew(table: &ObjectName, before: &Column, after: &Column) -> Vec<String> {
    let name = qualified(DIALECT, table);
    let mut statements = vec![
        format!("ALTER TABLE {name} DROP COLUMN {}", quote(&before.name)),
        format!("ALTER TABLE {name} ADD COLUMN {}", column_definition(table, after, &[])),
    ];
    statements.extend(new_settings(table, after));
    if let Some(comment) = &after.comment {
        statements.push(format!(
            "COMMENT ON COLUMN {name}.{} IS {}",
            quote(&after.name),
            literal(comment)
        ));
    }
    statements
}

/// The sequence that the column takes from; that which SERIAL makes, where nobody knows better.
fn sequence(table: &ObjectName, column: &Column) -> String {
    match &column.sequence {
        Some(name) => qualified(DIALECT, name),
        None => beside(DIALECT, table, &serial_name(&table.name, &column.name)),
    }
}

fn leave_numbering(table: &ObjectName, before: &Column, alter: &str) -> Vec<String> {
    match &before.numbering {
        Some(Numbering::Serial) => vec![
            format!("{alter} DROP DEFAULT"),
            format!("DROP SEQUENCE {}", sequence(table, before)),
        ],
        Some(Numbering::Identity(_)) => vec![format!("{alter} DROP IDENTITY")],
        _ => Vec::new(),
    }
}

/// The numbers go on behind the highest one that is there.
fn enter_numbering(table: &ObjectName, after: &Column, alter: &str) -> Vec<String> {
    let (name, column) = (qualified(DIALECT, table), quote(&after.name));
    let go_on = |sequence: String, first: &str| {
        format!("SELECT setval({sequence}, {first}, false) FROM {name}")
    };
    match &after.numbering {
        Some(Numbering::Serial) => {
            let sequence = sequence(table, after);
            let regclass = format!("{}::regclass", literal(&sequence));
            vec![
                format!("CREATE SEQUENCE {sequence} AS {}", after.ty.sql(DIALECT)),
                format!("{alter} SET DEFAULT nextval({regclass})"),
                format!("ALTER SEQUENCE {sequence} OWNED BY {name}.{column}"),
                go_on(regclass, &format!("COALESCE(max({column}), 0) + 1")),
            ]
        }
        Some(Numbering::Identity(identity)) => {
            let clause = identity_clause(table, after, identity);
            let mut statements = vec![format!("{alter} ADD {clause}")];
            // Where it counts is its own affair when it does not simply count up.
            let options = &identity.options;
            let counts_up = options.increment.is_none_or(|step| step > 0) && options.max.is_none();
            if counts_up {
                let owned =
                    format!("pg_get_serial_sequence({}, {})", literal(&name), literal(&after.name));
                let first = match options.start.or(options.min) {
                    None => format!("COALESCE(max({column}), 0) + 1"),
                    Some(start) => format!("GREATEST(max({column}) + 1, {start})"),
                };
                statements.push(go_on(owned, &first));
            }
            statements
        }
        _ => Vec::new(),
    }
}

/// A column that numbers itself as it did, in another way.
fn alter_numbering(
    table: &ObjectName,
    before: &Column,
    after: &Column,
    alter: &str,
) -> Vec<String> {
    let mut statements = Vec::new();
    let numbers_itself = after.numbering.is_some() && before.numbering.is_some();
    let mut name = sequence(table, before);
    if let (Some(from), Some(to)) = (&before.sequence, &after.sequence)
        && numbers_itself
        && from.name != to.name
    {
        statements.push(format!("ALTER SEQUENCE {name} RENAME TO {}", quote(&to.name)));
        name = sequence(table, after);
    }
    let (Some(Numbering::Identity(old)), Some(Numbering::Identity(new))) =
        (&before.numbering, &after.numbering)
    else {
        return statements;
    };
    let mut clauses = Vec::new();
    if old.mode != new.mode {
        clauses.push(format!("GENERATED {}", mode(new)));
    }
    // The bounds have followed the type of the column by now.
    let (old, new) = ((&after.ty, &old.options), (&after.ty, &new.options));
    let changed = changed_clauses(old, new);
    if !changed.is_empty() {
        let (fit, restart) = make_fit(&name, old, new);
        statements.extend(fit);
        clauses.extend(changed);
        clauses.extend(restart);
    }
    if !clauses.is_empty() {
        let clauses: Vec<String> = clauses
            .into_iter()
            .map(
                |clause| {
                    if clause.starts_with("RESTART") { clause } else { format!("SET {clause}") }
                },
            )
            .collect();
        statements.push(format!("{alter} {}", clauses.join(" ")));
        statements.extend(begin_anew(&name, old, new));
    }
    statements
}
