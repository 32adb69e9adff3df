//! Plans as PostgreSQL's SQL.

use super::convert::{conversion, filler};
use super::{Dialect, Postgres};
use crate::diff::Constraint;
use crate::plan::{
    ColumnOperation, CommentOperation, CommentTarget, EnumChange, IndexOperation, Inline,
    Operation, Placed, PlanError, PlanOptions, Render, beside, column_constraint, columns,
    constraint, create_table, generated, index_parts, is_concurrent, literal, place, qualified,
};
use crate::schema::{
    Column, Identity, IdentityMode, Numbering, ObjectName, Table, TableOptions, touch_name,
};
use crate::sql::ident::quote_always;

const DIALECT: Dialect = Dialect::Postgres;

/// `name` as SQL.
fn quote(name: &str) -> std::borrow::Cow<'_, str> {
    crate::sql::ident::quote(DIALECT, name)
}

impl Render for Postgres {
    fn statements(
        &self,
        operation: &Operation,
        options: &PlanOptions,
    ) -> Result<Vec<String>, PlanError> {
        let alter = |table: &ObjectName| format!("ALTER TABLE {}", qualified(DIALECT, table));
        Ok(match operation {
            Operation::CreateEnum(ty) => vec![create_enum(&ty.name, &ty.values)],
            Operation::DropEnum(ty) => vec![format!("DROP TYPE {}", type_name(&ty.name))],
            Operation::AddEnumValues(change) => add_values(change),
            Operation::RewriteEnum(change) => rewrite_enum(change),
            Operation::CreateComposite(ty) => {
                let attributes: Vec<String> = ty
                    .attributes
                    .iter()
                    .map(|(name, ty)| format!("{} {}", quote(name), ty.sql(DIALECT)))
                    .collect();
                let name = type_name(&ty.name);
                vec![format!("CREATE TYPE {name} AS (\n    {}\n)", attributes.join(",\n    "))]
            }
            Operation::DropComposite(ty) => vec![format!("DROP TYPE {}", type_name(&ty.name))],
            Operation::CreateTable(table) => vec![new_table(table, options)],
            Operation::DropTable(table) => {
                vec![format!("DROP TABLE {}", qualified(DIALECT, &table.name))]
            }
            Operation::RenameTable { from, to } => rename_table(from, to),
            Operation::AddColumn(add) => add_column(add),
            Operation::DropColumn(drop) => {
                vec![format!("{} DROP COLUMN {}", alter(&drop.table), quote(&drop.column.name))]
            }
            Operation::RenameColumn { table, from, to } => {
                vec![format!("{} RENAME COLUMN {} TO {}", alter(table), quote(from), quote(to))]
            }
            Operation::AlterColumn { table, before, after } => alter_column(table, before, after)?,
            Operation::AddConstraint(add) => {
                let definition = constraint(DIALECT, &add.constraint);
                vec![format!("{} ADD {definition}", alter(&add.table))]
            }
            Operation::DropConstraint(drop) => {
                vec![format!("{} DROP CONSTRAINT {}", alter(&drop.table), quote(drop.name()))]
            }
            Operation::RenameConstraint { table, before, after } => {
                let name = |constraint: &Constraint| {
                    quote(constraint.name().unwrap_or_default()).into_owned()
                };
                let (from, to) = (name(before), name(after));
                vec![format!("{} RENAME CONSTRAINT {from} TO {to}", alter(table))]
            }
            Operation::AddIndex(add) => add_index(add, is_concurrent(operation, options)),
            Operation::DropIndex(drop) => {
                let concurrently =
                    if is_concurrent(operation, options) { "CONCURRENTLY " } else { "" };
                let name = beside(DIALECT, &drop.table, &drop.index.name);
                vec![format!("DROP INDEX {concurrently}IF EXISTS {name}")]
            }
            Operation::RenameIndex { table, from, to } => {
                let from = beside(DIALECT, table, from);
                vec![format!("ALTER INDEX {from} RENAME TO {}", quote(to))]
            }
            Operation::SetComment(comment) => set_comment(comment),
            Operation::AddTouch { table, column } => add_touch(table, column, options),
            Operation::DropTouch { table, column } => drop_touch(table, column, options),
            Operation::SetOptions { table, before, after } => set_options(table, before, after),
            Operation::Rebuild(rebuild) => {
                return Err(
                    PlanError::new("a table is never made anew here").of_table(&rebuild.after.name)
                );
            }
        })
    }
}

/// The name of a type as SQL.
pub(super) fn type_name(name: &ObjectName) -> String {
    crate::schema::ColumnType::user(name.clone()).sql(DIALECT)
}

fn create_enum(name: &ObjectName, values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| literal(value)).collect();
    format!("CREATE TYPE {} AS ENUM ({})", type_name(name), values.join(", "))
}

/// Each new value before the value that follows it, or at the end.
fn add_values(change: &EnumChange) -> Vec<String> {
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

/// The type is made anew beside the old one, and every column moves over by the text of its value.
fn rewrite_enum(change: &EnumChange) -> Vec<String> {
    let EnumChange { before, after, columns } = change;
    let name = type_name(&after.name);
    let old = ObjectName { name: format!("{}_old", before.name.name), ..before.name.clone() };
    let mut statements = vec![
        format!("ALTER TYPE {} RENAME TO {}", type_name(&before.name), quote(&old.name)),
        create_enum(&after.name, &after.values),
    ];
    for (table, column) in columns {
        let alter = format!(
            "ALTER TABLE {} ALTER COLUMN {}",
            qualified(DIALECT, table),
            quote(&column.name)
        );
        let array = if column.ty.array { "[]" } else { "" };
        let using = format!("{}::text{array}::{name}{array}", quote(&column.name));
        if column.default.is_some() {
            statements.push(format!("{alter} DROP DEFAULT"));
        }
        statements.push(format!("{alter} TYPE {name}{array} USING {using}"));
        if let Some(default) = &column.default {
            statements.push(format!("{alter} SET DEFAULT {}", default.sql));
        }
    }
    statements.push(format!("DROP TYPE {}", type_name(&old)));
    if let Some(comment) = &before.comment {
        statements.push(format!("COMMENT ON TYPE {name} IS {}", literal(comment)));
    }
    statements
}

fn new_table(table: &Table, options: &PlanOptions) -> String {
    let named = crate::plan::named(table, options, Inline { checks: false, references: false });
    let Placed { inline, table_level } =
        place(DIALECT, &named, Inline { checks: true, references: true });
    let mut definitions = Vec::new();
    for column in &named.columns {
        let own = inline.iter().filter(|(name, _)| *name == column.name);
        let own: Vec<&Constraint> = own.map(|(_, constraint)| constraint).collect();
        definitions.push(column_definition(column, &own));
    }
    definitions.extend(table_level.iter().map(|item| constraint(DIALECT, item)));
    let mut sql = create_table(DIALECT, &named, &definitions);
    if !table.options.storage.is_empty() {
        sql.push_str(&format!(" WITH ({})", storage(&table.options)));
    }
    sql
}

fn storage(options: &TableOptions) -> String {
    let pairs: Vec<String> =
        options.storage.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    pairs.join(", ")
}

fn column_definition(column: &Column, inline: &[&Constraint]) -> String {
    let mut sql = format!("{} {}", quote(&column.name), column_type(column));
    let is_key = inline.iter().any(|inline| matches!(inline, Constraint::PrimaryKey(_)));
    let is_implied = is_key || column.numbering.is_some();
    if !column.nullable && !is_implied {
        sql.push_str(" NOT NULL");
    }
    if let Some(default) = &column.default {
        sql.push_str(&format!(" DEFAULT {}", default.sql));
    }
    if let Some(expression) = &column.generated {
        sql.push_str(&generated(DIALECT, expression));
    }
    if let Some(Numbering::Identity(identity)) = &column.numbering {
        sql.push_str(&format!(" {}", identity_clause(identity)));
    }
    for item in inline {
        sql.push_str(&format!(" {}", column_constraint(DIALECT, item)));
    }
    sql
}

/// The type with its collation; SERIAL where the column has a sequence of its own.
fn column_type(column: &Column) -> String {
    let ty = column.ty.sql(DIALECT);
    if column.numbering == Some(Numbering::Serial) {
        return match ty.as_str() {
            "SMALLINT" => "SMALLSERIAL".to_owned(),
            "BIGINT" => "BIGSERIAL".to_owned(),
            _ => "SERIAL".to_owned(),
        };
    }
    match &column.collation {
        Some(collation) => format!("{ty} COLLATE {}", quote_always(DIALECT, collation)),
        None => ty,
    }
}

fn identity_clause(identity: &Identity) -> String {
    let mode = match identity.mode {
        IdentityMode::Always => "ALWAYS",
        IdentityMode::ByDefault => "BY DEFAULT",
    };
    let start = identity.start.map(|start| format!("START WITH {start}"));
    let increment = identity.increment.map(|increment| format!("INCREMENT BY {increment}"));
    let options: Vec<String> = start.into_iter().chain(increment).collect();
    let options =
        if options.is_empty() { String::new() } else { format!(" ({})", options.join(" ")) };
    format!("GENERATED {mode} AS IDENTITY{options}")
}

fn rename_table(from: &ObjectName, to: &ObjectName) -> Vec<String> {
    let mut statements = Vec::new();
    let mut at = from.clone();
    if from.schema != to.schema {
        let schema = to.schema.as_deref().unwrap_or("public");
        let name = qualified(DIALECT, from);
        statements.push(format!("ALTER TABLE {name} SET SCHEMA {}", quote(schema)));
        at.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        let name = qualified(DIALECT, &at);
        statements.push(format!("ALTER TABLE {name} RENAME TO {}", quote(&to.name)));
    }
    statements
}

/// A column that comes back after it was dropped, NOT NULL and without a default, gives rows that
/// are there the empty value of its type.
fn add_column(add: &ColumnOperation) -> Vec<String> {
    let table = qualified(DIALECT, &add.table);
    let column = &add.column;
    let inline: Vec<&Constraint> = add.inline.iter().collect();
    let has_value = column.nullable
        || column.default.is_some()
        || column.generated.is_some()
        || column.numbering.is_some();
    if let Some(backfill) = &column.backfill {
        return backfilled(&table, column, &inline, backfill);
    }
    let value = if add.restored && !has_value { filler(&column.ty) } else { None };
    let definition = column_definition(column, &inline);
    match value {
        None => vec![format!("ALTER TABLE {table} ADD COLUMN {definition}")],
        Some(value) => vec![
            format!("ALTER TABLE {table} ADD COLUMN {definition} DEFAULT {value}"),
            format!("ALTER TABLE {table} ALTER COLUMN {} DROP DEFAULT", quote(&column.name)),
        ],
    }
}

/// A column whose value in rows that are there is told.
fn backfilled(table: &str, column: &Column, inline: &[&Constraint], backfill: &str) -> Vec<String> {
    let name = quote(&column.name);
    let waits = !column.nullable && column.default.is_none();
    let first = Column { nullable: column.nullable || waits, ..column.clone() };
    let mut statements = vec![
        format!("ALTER TABLE {table} ADD COLUMN {}", column_definition(&first, inline)),
        format!("UPDATE {table} SET {name} = {backfill}"),
    ];
    if waits {
        statements.push(format!("ALTER TABLE {table} ALTER COLUMN {name} SET NOT NULL"));
    }
    statements
}

fn alter_column(
    table: &ObjectName,
    before: &Column,
    after: &Column,
) -> Result<Vec<String>, PlanError> {
    if before.generated != after.generated {
        return change_generation(table, before, after);
    }
    let alter =
        format!("ALTER TABLE {} ALTER COLUMN {}", qualified(DIALECT, table), quote(&after.name));
    let mut statements = Vec::new();
    let mut default_is_gone = before.default.is_none();
    if before.ty != after.ty || before.collation != after.collation {
        let using = conversion(table, before, after)?;
        // A default of the old type might not be one of the new type.
        if using.is_some() && before.default.is_some() {
            statements.push(format!("{alter} DROP DEFAULT"));
            default_is_gone = true;
        }
        let plain = Column { numbering: None, ..after.clone() };
        let using = using.map(|using| format!(" USING {using}")).unwrap_or_default();
        statements.push(format!("{alter} TYPE {}{using}", column_type(&plain)));
        if before.numbering == Some(Numbering::Serial) && after.numbering == before.numbering {
            let sequence = sequence(table, &after.name);
            statements.push(format!("ALTER SEQUENCE {sequence} AS {}", after.ty.sql(DIALECT)));
        }
    }
    if before.numbering != after.numbering {
        statements.extend(leave_numbering(table, before, &alter));
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
            statements.push(format!("{alter} SET NOT NULL"));
        }
        (false, true) => statements.push(format!("{alter} DROP NOT NULL")),
        _ => {}
    }
    if before.numbering != after.numbering {
        statements.extend(enter_numbering(table, after, &alter));
    }
    Ok(statements)
}

fn change_generation(
    table: &ObjectName,
    before: &Column,
    after: &Column,
) -> Result<Vec<String>, PlanError> {
    Err(PlanError::new(format!(
        "column `{table}.{}` cannot change {}: that is not supported yet",
        after.name,
        match (&before.generated, &after.generated) {
            (Some(_), None) => "from generated to ordinary",
            (None, Some(_)) => "from ordinary to generated",
            _ => "the expression that generates it",
        }
    ))
    .of_table(table)
    .at(after.origin.as_ref())
    .with_hint(
        "give the new column another name and drop this one, or write it by hand: `dbwarden new`",
    ))
}

/// The sequence that SERIAL makes.
fn sequence(table: &ObjectName, column: &str) -> String {
    beside(DIALECT, table, &format!("{}_{column}_seq", table.name))
}

fn leave_numbering(table: &ObjectName, before: &Column, alter: &str) -> Vec<String> {
    match &before.numbering {
        Some(Numbering::Serial) => vec![
            format!("{alter} DROP DEFAULT"),
            format!("DROP SEQUENCE {}", sequence(table, &before.name)),
        ],
        Some(Numbering::Identity(_)) => vec![format!("{alter} DROP IDENTITY")],
        _ => Vec::new(),
    }
}

/// The numbers go on behind the highest one that is there.
fn enter_numbering(table: &ObjectName, after: &Column, alter: &str) -> Vec<String> {
    let (name, column) = (qualified(DIALECT, table), quote(&after.name));
    let go_on = |sequence: String| {
        format!("SELECT setval({sequence}, COALESCE(max({column}), 0) + 1, false) FROM {name}")
    };
    match &after.numbering {
        Some(Numbering::Serial) => {
            let sequence = sequence(table, &after.name);
            let regclass = format!("{}::regclass", literal(&sequence));
            vec![
                format!("CREATE SEQUENCE {sequence} AS {}", after.ty.sql(DIALECT)),
                format!("{alter} SET DEFAULT nextval({regclass})"),
                format!("ALTER SEQUENCE {sequence} OWNED BY {name}.{column}"),
                go_on(regclass),
            ]
        }
        Some(Numbering::Identity(identity)) => {
            let owned =
                format!("pg_get_serial_sequence({}, {})", literal(&name), literal(&after.name));
            vec![format!("{alter} ADD {}", identity_clause(identity)), go_on(owned)]
        }
        _ => Vec::new(),
    }
}

fn add_index(add: &IndexOperation, concurrently: bool) -> Vec<String> {
    let index = &add.index;
    let unique = if index.unique { "UNIQUE " } else { "" };
    // An invalid index that was left behind must not pass for the one that is wanted.
    let presence = if concurrently { "CONCURRENTLY " } else { "IF NOT EXISTS " };
    let mut sql = format!(
        "CREATE {unique}INDEX {presence}{} ON {}",
        quote(&index.name),
        qualified(DIALECT, &add.table)
    );
    if let Some(method) = &index.method {
        sql.push_str(&format!(" USING {method}"));
    }
    sql.push_str(&format!(" ({})", index_parts(DIALECT, index)));
    if !index.include.is_empty() {
        sql.push_str(&format!(" INCLUDE ({})", columns(DIALECT, &index.include)));
    }
    if index.nulls_not_distinct {
        sql.push_str(" NULLS NOT DISTINCT");
    }
    if !index.storage.is_empty() {
        let pairs: Vec<String> =
            index.storage.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        sql.push_str(&format!(" WITH ({})", pairs.join(", ")));
    }
    if let Some(predicate) = &index.predicate {
        sql.push_str(&format!(" WHERE {}", predicate.sql));
    }
    let mut statements = vec![sql];
    if let Some(comment) = &index.comment {
        let name = beside(DIALECT, &add.table, &index.name);
        statements.push(format!("COMMENT ON INDEX {name} IS {}", literal(comment)));
    }
    statements
}

fn set_comment(comment: &CommentOperation) -> Vec<String> {
    if comment.with_target && comment.after.is_none() {
        return Vec::new();
    }
    let target = match &comment.target {
        CommentTarget::Table => format!("TABLE {}", qualified(DIALECT, &comment.table)),
        CommentTarget::Column(column) => {
            format!("COLUMN {}.{}", qualified(DIALECT, &comment.table), quote(column))
        }
        CommentTarget::Type => format!("TYPE {}", type_name(&comment.table)),
    };
    let text = comment.after.as_deref().map_or("NULL".to_owned(), literal);
    vec![format!("COMMENT ON {target} IS {text}")]
}

/// An update that sets the column itself is left as it is, like MySQL's ON UPDATE leaves it.
fn add_touch(table: &Table, column: &str, options: &PlanOptions) -> Vec<String> {
    let name = touch_name(&table.name.name, column, options.capabilities.longest_name);
    let function = beside(DIALECT, &table.name, &name);
    let (trigger, on) = (quote(&name), qualified(DIALECT, &table.name));
    let column = quote(column);
    vec![
        format!(
            "CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$\n\
             BEGIN\n    \
                 IF NEW.{column} IS NOT DISTINCT FROM OLD.{column} THEN\n        \
                     NEW.{column} = CURRENT_TIMESTAMP;\n    \
                 END IF;\n    \
                 RETURN NEW;\n\
             END\n\
             $$"
        ),
        format!(
            "CREATE TRIGGER {trigger} BEFORE UPDATE ON {on}\n    \
             FOR EACH ROW EXECUTE FUNCTION {function}()"
        ),
    ]
}

fn drop_touch(table: &Table, column: &str, options: &PlanOptions) -> Vec<String> {
    let name = touch_name(&table.name.name, column, options.capabilities.longest_name);
    vec![
        format!("DROP TRIGGER {} ON {}", quote(&name), qualified(DIALECT, &table.name)),
        format!("DROP FUNCTION {}()", beside(DIALECT, &table.name, &name)),
    ]
}

fn set_options(table: &ObjectName, before: &TableOptions, after: &TableOptions) -> Vec<String> {
    let alter = format!("ALTER TABLE {}", qualified(DIALECT, table));
    let mut statements = Vec::new();
    let is_unlogged = |options: &TableOptions| options.unlogged == Some(true);
    if is_unlogged(before) != is_unlogged(after) {
        let kind = if is_unlogged(after) { "UNLOGGED" } else { "LOGGED" };
        statements.push(format!("{alter} SET {kind}"));
    }
    let changed: Vec<String> = after
        .storage
        .iter()
        .filter(|(key, value)| before.storage.get(*key) != Some(value))
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    if !changed.is_empty() {
        statements.push(format!("{alter} SET ({})", changed.join(", ")));
    }
    let gone: Vec<&str> = before
        .storage
        .keys()
        .filter(|key| !after.storage.contains_key(*key))
        .map(String::as_str)
        .collect();
    if !gone.is_empty() {
        statements.push(format!("{alter} RESET ({})", gone.join(", ")));
    }
    statements
}
