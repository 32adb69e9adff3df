//! Plans as SQL of MySQL and MariaDB.
//!
//! DDL commits by itself there. So a statement does one thing to one object that has a name: after a
//! crash the catalog can be asked whether it has happened.

use super::{Dialect, Flavor, MySql};
use crate::diff::Constraint;
use crate::plan::{
    ColumnOperation, CommentTarget, IndexOperation, Inline, Operation, Placed, PlanError,
    PlanOptions, Render, column_constraint, constraint, create_table, generated, index_parts,
    place, qualified, widens,
};
use crate::schema::{Column, ColumnType, Numbering, ObjectName, Table, TableOptions, TypeName};
use crate::sql::expression::{in_parentheses, is_plain_default};

const DIALECT: Dialect = Dialect::MySql;

/// `name` as SQL.
fn quote(name: &str) -> std::borrow::Cow<'_, str> {
    crate::sql::ident::quote(DIALECT, name)
}

impl Render for MySql {
    fn statements(
        &self,
        operation: &Operation,
        options: &PlanOptions,
    ) -> Result<Vec<String>, PlanError> {
        let alter = |table: &ObjectName| format!("ALTER TABLE {}", qualified(DIALECT, table));
        let flavor = options.capabilities.flavor;
        Ok(match operation {
            Operation::CreateTable(table) => vec![new_table(table, options)],
            Operation::DropTable(table) => {
                vec![format!("DROP TABLE {}", qualified(DIALECT, &table.name))]
            }
            Operation::RenameTable { from, to } => {
                vec![format!("{} RENAME TO {}", alter(from), qualified(DIALECT, to))]
            }
            Operation::AddColumn(add) => add_column(add, flavor),
            Operation::DropColumn(drop) => {
                vec![format!("{} DROP COLUMN {}", alter(&drop.table), quote(&drop.column.name))]
            }
            Operation::RenameColumn { table, from, to } => {
                vec![format!("{} RENAME COLUMN {} TO {}", alter(table), quote(from), quote(to))]
            }
            Operation::AlterColumn { table, before, after } => {
                refuse_change_of_generation(table, before, after)?;
                let definition = column_definition(after, &[], flavor);
                let mut statements = Vec::new();
                if let Some(backfill) = &after.backfill
                    && before.nullable
                    && !after.nullable
                {
                    let (table, name) = (qualified(DIALECT, table), quote(&after.name));
                    statements.push(format!(
                        "UPDATE {table} SET {name} = {backfill} WHERE {name} IS NULL"
                    ));
                }
                statements.push(format!("{} MODIFY COLUMN {definition}", alter(table)));
                statements
            }
            // A primary key is called PRIMARY, whatever name it is given.
            Operation::AddConstraint(add)
                if matches!(add.constraint, Constraint::PrimaryKey(_)) =>
            {
                let definition = constraint(DIALECT, &add.constraint.clone().with_name(None));
                vec![format!("{} ADD {definition}", alter(&add.table))]
            }
            Operation::AddConstraint(add) => {
                let definition = constraint(DIALECT, &add.constraint);
                vec![format!("{} ADD {definition}", alter(&add.table))]
            }
            Operation::DropConstraint(drop) => {
                let table = &drop.table;
                let name = quote(drop.name());
                match &drop.constraint {
                    Constraint::PrimaryKey(_) => vec![format!("{} DROP PRIMARY KEY", alter(table))],
                    Constraint::Unique(_) => vec![drop_index(table, drop.name())],
                    Constraint::Check(_) | Constraint::Exclusion(_) => {
                        vec![format!("{} DROP CONSTRAINT {name}", alter(table))]
                    }
                    Constraint::ForeignKey(_) => {
                        let mut statements =
                            vec![format!("{} DROP FOREIGN KEY {name}", alter(table))];
                        if drop.implies_index {
                            statements.push(drop_index(table, drop.name()));
                        }
                        statements
                    }
                }
            }
            Operation::AddIndex(add) => vec![add_index(add)],
            // An index that a foreign key needs cannot be dropped before its table.
            Operation::DropIndex(drop) if drop.with_table => Vec::new(),
            Operation::DropIndex(drop) => {
                let table = alter(&drop.table);
                let mut statements = Vec::new();
                for key in &drop.displaces {
                    let name = quote(key.name.as_deref().unwrap_or_default());
                    statements.push(format!("{table} DROP FOREIGN KEY {name}"));
                }
                statements.push(drop_index(&drop.table, &drop.index.name));
                for key in &drop.displaces {
                    let key = constraint(DIALECT, &Constraint::ForeignKey(key.clone()));
                    statements.push(format!("{table} ADD {key}"));
                }
                statements
            }
            Operation::RenameIndex { table, from, to } => {
                vec![format!("{} RENAME INDEX {} TO {}", alter(table), quote(from), quote(to))]
            }
            Operation::SetComment(comment) => match &comment.target {
                CommentTarget::Table => {
                    let text = literal(comment.after.as_deref().unwrap_or_default());
                    vec![format!("{} COMMENT = {text}", alter(&comment.table))]
                }
                _ => Vec::new(),
            },
            Operation::SetOptions { table, before, after } => {
                let changed = changed_options(before, after);
                if changed.is_empty() {
                    Vec::new()
                } else {
                    vec![format!("{} {}", alter(table), changed.join(" "))]
                }
            }
            Operation::RenameConstraint { .. }
            | Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::AddEnumValues(_)
            | Operation::RewriteEnum(_)
            | Operation::CreateComposite(_)
            | Operation::DropComposite(_)
            | Operation::AlterComposite { .. }
            | Operation::CreateNamespace(_)
            | Operation::DropNamespace(_)
            | Operation::CreateSequence(_)
            | Operation::DropSequence(_)
            | Operation::AlterSequence { .. }
            | Operation::OwnSequence { .. }
            | Operation::ValidateConstraint { .. }
            | Operation::TakeDown(_)
            | Operation::PutBack(_)
            | Operation::OnlyBack(_)
            | Operation::OnlyThere(_)
            | Operation::AddTouch { .. }
            | Operation::DropTouch { .. }
            | Operation::Rebuild(_) => {
                return Err(PlanError::new(format!(
                    "{DIALECT} has nothing to {} with",
                    operation.describe()
                )));
            }
        })
    }

    fn widens(&self, from: &ColumnType, to: &ColumnType) -> bool {
        let has_values = |ty: &ColumnType| matches!(&ty.name, TypeName::Builtin(name) if name == "enum" || name == "set");
        if has_values(from) && from.name == to.name {
            return from.modifiers.iter().all(|value| to.modifiers.contains(value));
        }
        widens(from, to)
    }
}

/// A string literal; the backslash escapes in MySQL's.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

fn new_table(table: &Table, options: &PlanOptions) -> String {
    let named = crate::plan::named(table, options, Inline { checks: true, references: true });
    let Placed { inline, table_level } =
        place(DIALECT, &named, Inline { checks: false, references: false });
    let mut definitions = Vec::new();
    for column in &named.columns {
        let own = inline.iter().filter(|(name, _)| *name == column.name);
        let own: Vec<&Constraint> = own.map(|(_, constraint)| constraint).collect();
        definitions.push(column_definition(column, &own, options.capabilities.flavor));
    }
    definitions.extend(table_level.iter().map(|item| constraint(DIALECT, item)));
    let mut sql = create_table(DIALECT, &named, &definitions);
    let TableOptions { engine, charset, collation, row_format, .. } = &table.options;
    if let Some(engine) = engine {
        sql.push_str(&format!(" ENGINE={engine}"));
    }
    // The server's own character set may be one that cannot hold all text.
    sql.push_str(&format!(" DEFAULT CHARSET={}", charset.as_deref().unwrap_or("utf8mb4")));
    if let Some(collation) = collation {
        sql.push_str(&format!(" COLLATE={collation}"));
    }
    if let Some(format) = row_format {
        sql.push_str(&format!(" ROW_FORMAT={format}"));
    }
    if let Some(comment) = &table.comment {
        sql.push_str(&format!(" COMMENT={}", literal(comment)));
    }
    sql
}

/// The whole definition: MODIFY forgets what it does not say.
fn column_definition(column: &Column, inline: &[&Constraint], flavor: Flavor) -> String {
    let mut sql = format!("{} {}", quote(&column.name), column.ty.sql(DIALECT));
    if let Some(collation) = &column.collation {
        sql.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(expression) = &column.generated {
        sql.push_str(&generated(DIALECT, expression));
    }
    let is_key = inline.iter().any(|inline| matches!(inline, Constraint::PrimaryKey(_)));
    // MariaDB decides by itself whether a generated column can be NULL.
    let says_null = column.generated.is_none() || flavor == Flavor::MySql;
    if !column.nullable && !is_key && says_null {
        sql.push_str(" NOT NULL");
    }
    if column.nullable && is_timestamp(&column.ty) {
        // Without the word it is NOT NULL on older servers.
        sql.push_str(" NULL");
    }
    if let Some(default) = default_of(column) {
        sql.push_str(&format!(" DEFAULT {default}"));
    }
    if column.touch {
        sql.push_str(&format!(" ON UPDATE CURRENT_TIMESTAMP{}", digits(&column.ty)));
    }
    if column.numbering.as_ref().is_some_and(|numbering| *numbering == Numbering::AutoIncrement) {
        sql.push_str(" AUTO_INCREMENT");
    }
    for item in inline {
        sql.push_str(&format!(" {}", column_constraint(DIALECT, item)));
    }
    if let Some(comment) = &column.comment {
        sql.push_str(&format!(" COMMENT {}", literal(comment)));
    }
    sql
}

/// The default as it is written. A TIMESTAMP without one would get one from older servers, with an
/// ON UPDATE that nobody asked for; a touched DATETIME without one gets the year 0 from MariaDB, which
/// no Rust type can hold.
fn default_of(column: &Column) -> Option<String> {
    match &column.default {
        Some(default) if is_plain_default(DIALECT, &default.sql) => Some(default.sql.clone()),
        Some(default) => Some(in_parentheses(DIALECT, &default.sql)),
        None if (is_timestamp(&column.ty) || column.touch)
            && !column.nullable
            && column.generated.is_none() =>
        {
            Some(format!("CURRENT_TIMESTAMP{}", digits(&column.ty)))
        }
        None => None,
    }
}

pub(super) fn is_timestamp(ty: &ColumnType) -> bool {
    ty.name == TypeName::Builtin("timestamp".to_owned())
}

/// `(6)`, the digits of a time after the second.
fn digits(ty: &ColumnType) -> String {
    ty.modifiers.first().map(|digits| format!("({digits})")).unwrap_or_default()
}

/// A column that comes back gives rows that are there the empty value of its type, which MySQL has
/// for all types but those of dates.
fn add_column(add: &ColumnOperation, flavor: Flavor) -> Vec<String> {
    let table = qualified(DIALECT, &add.table);
    let column = &add.column;
    let inline: Vec<&Constraint> = add.inline.iter().collect();
    if let Some(backfill) = &column.backfill {
        let waits = !column.nullable && column.default.is_none();
        let first = Column { nullable: column.nullable || waits, ..column.clone() };
        let first = column_definition(&first, &inline, flavor);
        let mut statements = vec![
            format!("ALTER TABLE {table} ADD COLUMN {first}"),
            format!("UPDATE {table} SET {} = {backfill}", quote(&column.name)),
        ];
        if waits {
            let definition = column_definition(column, &[], flavor);
            statements.push(format!("ALTER TABLE {table} MODIFY COLUMN {definition}"));
        }
        return statements;
    }
    let is_date = matches!(&column.ty.name, TypeName::Builtin(name)
        if matches!(name.as_str(), "date" | "datetime"));
    let needs_value = add.restored && is_date && !column.nullable && column.default.is_none();
    let definition = column_definition(column, &inline, flavor);
    if !needs_value || column.generated.is_some() {
        return vec![format!("ALTER TABLE {table} ADD COLUMN {definition}")];
    }
    let filled =
        Column { default: Some(crate::schema::Expr::declared("'1970-01-01'")), ..column.clone() };
    vec![
        format!("ALTER TABLE {table} ADD COLUMN {}", column_definition(&filled, &inline, flavor)),
        format!("ALTER TABLE {table} ALTER COLUMN {} DROP DEFAULT", quote(&column.name)),
    ]
}

fn add_index(add: &IndexOperation) -> String {
    let index = &add.index;
    let method = index.method.as_deref().map(str::to_ascii_uppercase);
    let (kind, using) = match method.as_deref() {
        Some(kind @ ("FULLTEXT" | "SPATIAL")) => (format!("{kind} "), String::new()),
        Some(method) => (String::new(), format!(" USING {method}")),
        None => (String::new(), String::new()),
    };
    let unique = if index.unique { "UNIQUE " } else { "" };
    let mut sql = format!(
        "CREATE {unique}{kind}INDEX {}{using} ON {} ({})",
        quote(&index.name),
        qualified(DIALECT, &add.table),
        index_parts(DIALECT, index)
    );
    if let Some(comment) = &index.comment {
        sql.push_str(&format!(" COMMENT {}", literal(comment)));
    }
    sql
}

fn drop_index(table: &ObjectName, name: &str) -> String {
    format!("DROP INDEX {} ON {}", quote(name), qualified(DIALECT, table))
}

fn refuse_change_of_generation(
    table: &ObjectName,
    before: &Column,
    after: &Column,
) -> Result<(), PlanError> {
    let storage = |column: &Column| column.generated.as_ref().map(|generated| generated.storage);
    let is_virtual = |column: &Column| storage(column) == Some(crate::schema::Storage::Virtual);
    if storage(before) == storage(after) || !is_virtual(before) && !is_virtual(after) {
        return Ok(());
    }
    Err(PlanError::new(format!(
        "column `{table}.{}` cannot become {} where it stands: it is {} now",
        after.name,
        if is_virtual(after) { "virtual" } else { "stored" },
        if is_virtual(before) { "virtual" } else { "stored" },
    ))
    .of_table(table)
    .at(after.origin.as_ref())
    .with_hint("give the new column another name and drop this one"))
}

fn changed_options(before: &TableOptions, after: &TableOptions) -> Vec<String> {
    let mut changed = Vec::new();
    if let Some(engine) = after.engine.as_deref().filter(|_| before.engine != after.engine) {
        changed.push(format!("ENGINE={engine}"));
    }
    if before.row_format != after.row_format {
        changed.push(format!("ROW_FORMAT={}", after.row_format.as_deref().unwrap_or("DEFAULT")));
    }
    if before.charset != after.charset || before.collation != after.collation {
        let charset = after.charset.as_deref().unwrap_or("utf8mb4");
        let collation = after.collation.as_ref().map(|collation| format!(" COLLATE {collation}"));
        let collation = collation.unwrap_or_default();
        changed.push(format!("CONVERT TO CHARACTER SET {charset}{collation}"));
    }
    changed
}
