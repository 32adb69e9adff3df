//! Plans as SQLite's SQL.

use super::{Dialect, Sqlite, rebuild};
use crate::diff::{Constraint, TableChange};
use crate::plan::{
    ColumnOperation, IndexOperation, Inline, Operation, Placed, PlanError, PlanOptions, Render,
    Strategy, beside, column_constraint, constraint, create_table, generated, literal, on_conflict,
    place, qualified, update_values,
};
use crate::schema::{
    Column, ColumnType, Expr, Index, IndexKey, IndexPart, Numbering, ObjectName, PrimaryKey, Table,
    touch_name,
};
use crate::sql::expression::{in_parentheses, is_plain_default, without_parentheses};

const DIALECT: Dialect = Dialect::Sqlite;

/// `name` as SQL.
pub(super) fn quote(name: &str) -> std::borrow::Cow<'_, str> {
    crate::sql::ident::quote(DIALECT, name)
}

impl Render for Sqlite {
    fn statements(
        &self,
        operation: &Operation,
        options: &PlanOptions,
    ) -> Result<Vec<String>, PlanError> {
        Ok(match operation {
            Operation::CreateTable(table) => vec![new_table(table, options)],
            Operation::DropTable(table) => {
                vec![format!("DROP TABLE {}", qualified(DIALECT, &table.name))]
            }
            Operation::RenameTable { from, to } => {
                let rename = |from: &ObjectName, to: &ObjectName| {
                    let from = qualified(DIALECT, from);
                    format!("ALTER TABLE {from} RENAME TO {}", quote(&to.name))
                };
                if from.name.eq_ignore_ascii_case(&to.name) {
                    // A table is in its own way, unless it steps aside.
                    let aside = rebuild::new_name(to);
                    vec![rename(from, &aside), rename(&aside, to)]
                } else {
                    vec![rename(from, to)]
                }
            }
            Operation::AddColumn(add) => vec![add_column(add)],
            Operation::DropColumn(drop) => {
                let table = qualified(DIALECT, &drop.table);
                vec![format!("ALTER TABLE {table} DROP COLUMN {}", quote(&drop.column.name))]
            }
            Operation::RenameColumn { table, from, to } => {
                let table = qualified(DIALECT, table);
                let (from, to) = (quote(from), quote(to));
                vec![format!("ALTER TABLE {table} RENAME COLUMN {from} TO {to}")]
            }
            Operation::RenameValues { table, after, values, .. } => {
                update_values(DIALECT, table, &after.name, values, literal)
            }
            Operation::AddIndex(add) => vec![add_index(add)],
            Operation::DropIndex(drop) => {
                let name = beside(DIALECT, &drop.table, &drop.index.name);
                vec![format!("DROP INDEX IF EXISTS {name}")]
            }
            Operation::AddTouch { table, column } => vec![add_touch(table, column)],
            Operation::DropTouch { table, column } => {
                let name = touch_name(&table.name.name, column, None);
                vec![format!("DROP TRIGGER {}", beside(DIALECT, &table.name, &name))]
            }
            Operation::Rebuild(change) => rebuild::statements(change, options),
            Operation::AlterColumn { .. }
            | Operation::AddConstraint(_)
            | Operation::DropConstraint(_)
            | Operation::RenameConstraint { .. }
            | Operation::RenameIndex { .. }
            | Operation::SetOptions { .. }
            | Operation::CarryColumn { .. }
            | Operation::MarkIndexes { .. }
            | Operation::SetComment(_)
            | Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::AddEnumValues(_)
            | Operation::RenameEnumValue { .. }
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
            | Operation::AlterConstraint { .. }
            | Operation::AlterIndex { .. }
            | Operation::TakeDown(_)
            | Operation::PutBack(_)
            | Operation::Redefine { .. }
            | Operation::Alone(_)
            | Operation::Inherit { .. }
            | Operation::Disinherit { .. }
            | Operation::OnlyBack(_)
            | Operation::OnlyThere(_)
            | Operation::Together(_)
            | Operation::Prepare { .. }
            | Operation::CreateTrigger(_)
            | Operation::DropTrigger(_) => {
                return Err(PlanError::new(format!(
                    "{DIALECT} has nothing to {} with",
                    operation.describe()
                )));
            }
        })
    }

    fn strategy(&self, before: &Table, after: &Table, changes: &[TableChange]) -> Strategy {
        rebuild::strategy(before, after, changes)
    }
}

pub(super) fn new_table(table: &Table, options: &PlanOptions) -> String {
    let named = crate::plan::named(table, options, Inline { checks: false, references: false });
    let Placed { mut inline, mut table_level } =
        place(DIALECT, &named, Inline { checks: true, references: true });
    table_level.retain(|constraint| {
        let Constraint::PrimaryKey(key) = constraint else { return true };
        let [name] = key.columns.as_slice() else { return true };
        let stays = !named.column(name).is_some_and(|column| belongs_to_column(column, key));
        if !stays {
            inline.insert(0, (name.clone(), constraint.clone()));
        }
        stays
    });
    let mut definitions = Vec::new();
    for column in &named.columns {
        let own = inline.iter().filter(|(name, _)| *name == column.name);
        let own: Vec<&Constraint> = own.map(|(_, constraint)| constraint).collect();
        definitions.push(column_definition(column, &own));
    }
    definitions.extend(table_level.iter().map(|item| constraint(DIALECT, item)));
    let mut sql = create_table(DIALECT, &named, &definitions);
    let mut words = Vec::new();
    if table.options.strict == Some(true) {
        words.push("STRICT");
    }
    if table.options.without_rowid == Some(true) {
        words.push("WITHOUT ROWID");
    }
    if !words.is_empty() {
        sql.push_str(&format!(" {}", words.join(", ")));
    }
    sql
}

/// AUTOINCREMENT is a word of the column's own PRIMARY KEY. `INTEGER PRIMARY KEY DESC` is no row number
/// there, while it is one in a PRIMARY KEY of the table.
fn belongs_to_column(column: &Column, key: &PrimaryKey) -> bool {
    let is_backwards = column.numbering.is_none()
        && column.ty == ColumnType::builtin("integer")
        && key.order.iter().any(|order| order.descending && order.collation.is_none());
    column.numbering == Some(Numbering::AutoIncrement) || is_backwards
}

/// A value that stands after DEFAULT as it is.
pub(super) fn is_plain(default: &Expr) -> bool {
    is_plain_default(DIALECT, default.canonical.as_ref().unwrap_or(&default.sql))
}

fn column_definition(column: &Column, inline: &[&Constraint]) -> String {
    let is_row_number =
        matches!(column.numbering, Some(Numbering::Rowid | Numbering::AutoIncrement));
    // Only this very word makes a key the row's number.
    let integer = ColumnType::builtin("integer");
    let ty = if is_row_number && column.ty != integer { &integer } else { &column.ty };
    let ty = ty.sql(DIALECT);
    let mut sql = quote(&column.name).into_owned();
    if !ty.is_empty() {
        sql.push_str(&format!(" {ty}"));
    }
    if !column.nullable && (!is_row_number || column.says_not_null) {
        sql.push_str(&format!(" NOT NULL{}", on_conflict(column.on_null)));
    }
    if let Some(default) = &column.default {
        let default = match is_plain(default) {
            true => default.sql.clone(),
            false => in_parentheses(DIALECT, &default.sql),
        };
        sql.push_str(&format!(" DEFAULT {default}"));
    }
    if let Some(collation) = &column.collation {
        sql.push_str(&format!(" COLLATE {}", quote(collation)));
    }
    if let Some(expression) = &column.generated {
        sql.push_str(&generated(DIALECT, expression));
    }
    for item in inline {
        if let (Some(name), false) = (item.name(), matches!(item, Constraint::Check(_))) {
            sql.push_str(&format!(" CONSTRAINT {}", quote(name)));
        }
        sql.push_str(&format!(" {}", column_constraint(DIALECT, item)));
        let is_counted = column.numbering == Some(Numbering::AutoIncrement);
        if is_counted && matches!(item, Constraint::PrimaryKey(_)) {
            sql.push_str(" AUTOINCREMENT");
        }
    }
    sql
}

fn add_column(add: &ColumnOperation) -> String {
    let inline: Vec<&Constraint> = add.inline.iter().collect();
    let table = qualified(DIALECT, &add.table);
    format!("ALTER TABLE {table} ADD COLUMN {}", column_definition(&add.column, &inline))
}

pub(super) fn add_index(add: &IndexOperation) -> String {
    let index = &add.index;
    let unique = if index.unique { "UNIQUE " } else { "" };
    let mut sql = format!(
        "CREATE {unique}INDEX IF NOT EXISTS {} ON {} ({})",
        beside(DIALECT, &add.table, &index.name),
        quote(&add.table.name),
        index_parts(index)
    );
    if let Some(predicate) = &index.predicate {
        sql.push_str(&format!(" WHERE {}", predicate.sql));
    }
    sql
}

/// The parts of an index as they were written: an expression needs no parentheses of its own.
fn index_parts(index: &Index) -> String {
    let part = |part: &IndexPart| {
        let mut sql = match (&part.key, &part.collation) {
            (IndexKey::Column(name), _) => quote(name).into_owned(),
            (IndexKey::Expr(expr), Some(_)) if !is_call(&expr.sql) => {
                in_parentheses(DIALECT, &expr.sql)
            }
            (IndexKey::Expr(expr), _) => expr.sql.clone(),
        };
        if let Some(collation) = &part.collation {
            sql.push_str(&format!(" COLLATE {}", quote(collation)));
        }
        if part.descending {
            sql.push_str(" DESC");
        }
        sql
    };
    index.parts.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// Whether an expression is one call of a function, to which a COLLATE behind it belongs as a whole.
fn is_call(expression: &str) -> bool {
    let is_in_name = |c: char| c.is_alphanumeric() || c == '_';
    let arguments = expression.trim_start_matches(is_in_name);
    arguments.len() < expression.len() && arguments != without_parentheses(DIALECT, arguments)
}

/// An update that sets the column itself is left as it is, like MySQL's ON UPDATE leaves it.
pub(super) fn add_touch(table: &Table, column: &str) -> String {
    let name = touch_name(&table.name.name, column, None);
    let row = match &table.primary_key {
        Some(key) if table.options.without_rowid == Some(true) => {
            let columns = key.columns.iter().map(|name| quote(name));
            columns.map(|name| format!("{name} = NEW.{name}")).collect::<Vec<_>>().join(" AND ")
        }
        _ => "rowid = NEW.rowid".to_owned(),
    };
    let trigger = beside(DIALECT, &table.name, &name);
    let (on, column) = (quote(&table.name.name), quote(column));
    format!(
        "CREATE TRIGGER {trigger} AFTER UPDATE ON {on}\n\
         FOR EACH ROW WHEN NEW.{column} IS OLD.{column}\n\
         BEGIN\n    \
             UPDATE {on} SET {column} = CURRENT_TIMESTAMP WHERE {row};\n\
         END"
    )
}
