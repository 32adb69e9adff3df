//! Plans as SQL of MySQL and MariaDB.
//!
//! DDL commits by itself there. So a statement does one thing to one object that has a name, wherever
//! the server lets it: after a crash the catalog can be asked whether it has happened.

use super::columns::{alter_column, anew_clause, made_anew, through};
use super::definition::{
    PARTITIONS, VERSIONING, column_definition, constraint_definition, index_definition, key_parts,
    literal, new_table, quote,
};
use super::options::{begins_history_anew, changed_options, is_of_partitions};
use super::restored::add_restored;
use super::sequences::{alter_sequence, create_sequence, drop_sequence};
use super::shown::{KEY_BLOCK_SIZE, ROW_END};
use super::{Dialect, Flavor, MySql};
use crate::diff::Constraint;
use crate::plan::{
    ColumnOperation, CommentTarget, ConstraintOperation, IndexOperation, Operation, Place,
    PlanError, PlanOptions, Render, alter_table, has_value, index_parts, qualified, update_values,
    widens,
};
use crate::schema::{Column, ColumnType, ObjectName, Table, TableOptions, TypeName};
use crate::sql::expression::mentions;

const DIALECT: Dialect = Dialect::MySql;

fn alter(table: &ObjectName) -> String {
    format!("ALTER TABLE {}", qualified(DIALECT, table))
}

impl Render for MySql {
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
                vec![format!("{} RENAME TO {}", alter(from), qualified(DIALECT, to))]
            }
            Operation::RenameColumn { table, .. } => {
                let clauses = clauses(operation, options);
                clauses.iter().map(|clause| format!("{} {clause}", alter(table))).collect()
            }
            Operation::AddIndex(add) => {
                let (kind, rest) = index_definition(&add.index);
                let name = quote(&add.index.name);
                let table = qualified(DIALECT, &add.table);
                let parts = key_parts(&add.index);
                vec![format!("CREATE {kind}INDEX {name} ON {table} ({parts}){rest}")]
            }
            // An index that a foreign key needs cannot be dropped before its table.
            Operation::DropIndex(drop) if drop.with_table => Vec::new(),
            Operation::DropIndex(drop) => drop_index_of_keys(drop, options),
            Operation::DropConstraint(drop) if matches!(drop.constraint, Constraint::Unique(_)) => {
                vec![drop_index(&drop.table, drop.name())]
            }
            Operation::DropConstraint(drop) if drop.implies_index => {
                let name = quote(drop.name());
                vec![
                    format!("{} DROP FOREIGN KEY {name}", alter(&drop.table)),
                    drop_index(&drop.table, drop.name()),
                ]
            }
            Operation::SetComment(comment) => match &comment.target {
                CommentTarget::Table => {
                    let text = literal(comment.after.as_deref().unwrap_or_default());
                    vec![format!("{} COMMENT = {text}", alter(&comment.table))]
                }
                _ => Vec::new(),
            },
            Operation::SetOptions { table, before, after, keys } => {
                let with_keys = |changed: String| {
                    let anew = keys_anew(&changed, before, keys, options);
                    if anew.is_empty() {
                        return format!("{} {changed}", alter(table));
                    }
                    alter_table(DIALECT, table, &[vec![changed], anew].concat())
                };
                changed_options(before, after).into_iter().map(with_keys).collect()
            }
            Operation::Prepare { on_the_way_back: true, .. } => Vec::new(),
            Operation::Prepare { statement, .. } => vec![statement.clone()],
            Operation::CreateTrigger(trigger) => vec![trigger.definition.clone()],
            Operation::DropTrigger(trigger) => {
                vec![format!("DROP TRIGGER {}", qualified(DIALECT, &trigger.name))]
            }
            Operation::CreateSequence(sequence) => vec![create_sequence(sequence)],
            Operation::DropSequence(sequence) => vec![drop_sequence(sequence)],
            Operation::AlterSequence { before, after } => {
                alter_sequence(before, after).into_iter().collect()
            }
            Operation::AddColumn(add) => add_column(add, options),
            Operation::AlterColumn { table, before, after, behind } => {
                let mut statements: Vec<String> =
                    backfill(table, before, after).into_iter().collect();
                let clauses = alter_column(before, after, behind.as_deref(), options);
                statements.extend(clauses.iter().map(|it| format!("{} {it}", alter(table))));
                statements
            }
            Operation::RenameValues { table, before, after, values } => {
                rename_values(table, before, after, values, options)
            }
            Operation::AddConstraint(add) => add_constraint(add, options),
            Operation::DropColumn(_)
            | Operation::DropConstraint(_)
            | Operation::RenameIndex { .. }
            // A unique constraint is an index.
            | Operation::RenameConstraint { .. } => {
                let table = operation.table().map(alter).unwrap_or_default();
                let clauses = clauses(operation, options);
                clauses.iter().map(|clause| format!("{table} {clause}")).collect()
            }
            Operation::Together(together) => {
                let operations = &together.operations;
                let mut statements: Vec<String> = operations.iter().filter_map(fill).collect();
                if operations.iter().any(|operation| matches!(operation,
                    Operation::SetOptions { before, after, .. } if begins_history_anew(before, after)))
                {
                    statements.push(format!("{} DROP SYSTEM VERSIONING", alter(&together.table)));
                }
                let (mut clauses, mut partitions) = (Vec::new(), Vec::new());
                let anew = made_anew(operations, options);
                let is_anew = |it: &Operation| anew.iter().any(|anew| std::ptr::eq(*anew, it));
                let mut made_anew: Vec<String> =
                    anew.iter().filter_map(|operation| anew_clause(operation, options)).collect();
                for operation in operations {
                    if is_anew(operation) {
                        clauses.append(&mut made_anew);
                        continue;
                    }
                    let mut own = self::clauses(operation, options);
                    if matches!(operation, Operation::AlterColumn { .. }) && own.len() > 1 {
                        // A column is changed once in a statement.
                        let table = alter(&together.table);
                        let before = own.drain(..own.len() - 1);
                        statements.extend(before.map(|clause| format!("{table} {clause}")));
                    }
                    partitions.extend(own.extract_if(.., |clause| is_of_partitions(clause)));
                    clauses.append(&mut own);
                }
                // They stand last, and no comma before them.
                let statement = alter_table(DIALECT, &together.table, &clauses);
                statements.push([vec![statement], partitions].concat().join("\n"));
                statements
            }
            Operation::AlterConstraint { table, after: Constraint::Check(check), .. } => {
                let name = quote(check.name.as_deref().unwrap_or_default());
                let enforced = if check.not_enforced { "NOT ENFORCED" } else { "ENFORCED" };
                vec![format!("{} ALTER CHECK {name} {enforced}", alter(table))]
            }
            Operation::CreateEnum(_)
            | Operation::DropEnum(_)
            | Operation::AddEnumValues(_)
            | Operation::RenameEnumValue { .. }
            | Operation::RewriteEnum(_)
            | Operation::CreateComposite(_)
            | Operation::DropComposite(_)
            | Operation::AlterComposite { .. }
            | Operation::CreateNamespace(_)
            | Operation::DropNamespace(_)
            | Operation::OwnSequence { .. }
            | Operation::AlterConstraint { .. }
            | Operation::AlterIndex { .. }
            | Operation::CarryColumn { .. }
            | Operation::MarkIndexes { .. }
            | Operation::TakeDown(_)
            | Operation::PutBack(_)
            | Operation::Redefine { .. }
            | Operation::Alone(_)
            | Operation::Inherit { .. }
            | Operation::Disinherit { .. }
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

    fn preparation(&self, table: &Table) -> Option<String> {
        let is_versioned = table.options.storage.contains_key(VERSIONING);
        is_versioned.then(|| "SET SESSION system_versioning_alter_history = 'KEEP'".to_owned())
    }

    /// A table must show a column at every moment: one that is no longer hidden is shown first.
    fn first(&self, before: &Column, after: &Column) -> Option<Column> {
        let is_hidden = |column: &Column| column.settings.contains_key("INVISIBLE");
        let mut shown = before.clone();
        shown.settings.remove("INVISIBLE");
        (is_hidden(before) && !is_hidden(after)).then_some(shown)
    }

    /// What is computed comes and goes, a type may be reached by way of another, and rows may have to be
    /// filled before.
    fn shares_statement(&self, before: &Column, after: &Column) -> bool {
        let is_plain = |column: &Column| column.generated.is_none() && column.backfill.is_none();
        is_plain(before)
            && is_plain(after)
            && through(&before.ty, &after.ty).is_none()
            && through(&after.ty, &before.ty).is_none()
    }

    /// A unique key has all columns of the partitions.
    fn go_with_keys(&self, before: &TableOptions, after: &TableOptions) -> bool {
        before.storage.get(PARTITIONS) != after.storage.get(PARTITIONS)
    }

    /// A key is given the block size that its table has when it is made.
    fn come_before_keys(&self, before: &TableOptions, after: &TableOptions) -> bool {
        let told = |options: &TableOptions| {
            let block_size = options.storage.get(KEY_BLOCK_SIZE).cloned();
            (options.engine.clone(), options.row_format.clone(), block_size)
        };
        told(before) != told(after)
    }

    fn loses_history(&self, before: &TableOptions, after: &TableOptions) -> bool {
        let keeps = |options: &TableOptions| options.storage.contains_key(VERSIONING);
        keeps(before) && !keeps(after) || begins_history_anew(before, after)
    }

    /// A key may end with a period.
    fn keys_are_made_of_exclusions(&self) -> bool {
        true
    }

    fn goes_with_options(&self, column: &Column) -> bool {
        column.settings.contains_key(ROW_END)
    }

    fn widens(&self, from: &ColumnType, to: &ColumnType) -> bool {
        let has_values = |ty: &ColumnType| matches!(&ty.name, TypeName::Builtin(name) if name == "enum" || name == "set");
        if has_values(from) && from.name == to.name {
            return from.modifiers.iter().all(|value| to.modifiers.contains(value));
        }
        widens(from, to)
    }
}

/// What an operation says behind `ALTER TABLE name`, where it may stand among others.
fn clauses(operation: &Operation, options: &PlanOptions) -> Vec<String> {
    match operation {
        Operation::AddColumn(add) => {
            vec![format!("ADD COLUMN {}", definition_in_place(add, &add.column, options))]
        }
        Operation::DropColumn(drop) => vec![format!("DROP COLUMN {}", quote(&drop.column.name))],
        Operation::AlterColumn { before, after, behind, .. } => {
            alter_column(before, after, behind.as_deref(), options)
        }
        Operation::AddConstraint(add) => {
            vec![format!("ADD {}", constraint_definition(&add.constraint, options))]
        }
        Operation::DropConstraint(drop) => {
            let name = quote(drop.name());
            vec![match &drop.constraint {
                Constraint::PrimaryKey(_) => "DROP PRIMARY KEY".to_owned(),
                Constraint::Unique(_) => format!("DROP INDEX {name}"),
                Constraint::Check(_) => format!("DROP CONSTRAINT {name}"),
                Constraint::Exclusion(_) => format!("DROP PERIOD FOR {name}"),
                Constraint::ForeignKey(_) => format!("DROP FOREIGN KEY {name}"),
            }]
        }
        Operation::AddIndex(add) => {
            let (kind, rest) = index_definition(&add.index);
            let parts = key_parts(&add.index);
            vec![format!("ADD {kind}INDEX {} ({parts}){rest}", quote(&add.index.name))]
        }
        Operation::DropIndex(drop) => vec![format!("DROP INDEX {}", quote(&drop.index.name))],
        Operation::RenameIndex { from, to, .. } => {
            vec![format!("RENAME INDEX {} TO {}", quote(from), quote(to))]
        }
        Operation::RenameConstraint { before, after, .. } => {
            let name = |it: &Constraint| quote(it.name().unwrap_or_default()).into_owned();
            vec![format!("RENAME INDEX {} TO {}", name(before), name(after))]
        }
        Operation::SetOptions { before, after, .. } => changed_options(before, after),
        Operation::RenameColumn { from, to, .. } => {
            vec![format!("RENAME COLUMN {} TO {}", quote(from), quote(to))]
        }
        _ => Vec::new(),
    }
}

/// A key keeps the block size that its table had when it was made, and then it is its own. Where these
/// options change that of the table, its keys are made anew.
fn keys_anew(
    changed: &str,
    before: &TableOptions,
    keys: &[Operation],
    options: &PlanOptions,
) -> Vec<String> {
    if !before.storage.contains_key(KEY_BLOCK_SIZE) || !changed.contains(KEY_BLOCK_SIZE) {
        return Vec::new();
    }
    let has_own = |key: &Operation| {
        let storage = match key {
            Operation::AddIndex(add) => &add.index.storage,
            Operation::AddConstraint(add) => match &add.constraint {
                Constraint::PrimaryKey(key) => &key.storage,
                Constraint::Unique(unique) => &unique.storage,
                _ => return false,
            },
            _ => return false,
        };
        storage.contains_key(KEY_BLOCK_SIZE)
    };
    let anew = |key: &Operation| [clauses(&key.inverse(), options), clauses(key, options)].concat();
    keys.iter().filter(|key| !has_own(key)).flat_map(anew).collect()
}

/// A server makes an index for a foreign key, and drops the one that it had made for another one before.
/// Where that is to stay, MariaDB makes it once more, and the new one goes; on MySQL it becomes one that
/// somebody has asked for.
fn add_constraint(add: &ConstraintOperation, options: &PlanOptions) -> Vec<String> {
    let table = &add.table;
    let key = format!("ADD {}", constraint_definition(&add.constraint, options));
    let Some(index) = &add.may_lose else { return vec![format!("{} {key}", alter(table))] };
    let (name, parts) = (quote(&index.name), index_parts(DIALECT, index));
    if options.capabilities.flavor == Flavor::MariaDb {
        let place = qualified(DIALECT, table);
        return vec![
            format!("{} {key}", alter(table)),
            format!("CREATE INDEX IF NOT EXISTS {name} ON {place} ({parts})"),
        ];
    }
    let asked_for = format!("ADD INDEX {name} ({parts})");
    vec![alter_table(DIALECT, table, &[format!("DROP INDEX {name}"), asked_for, key])]
}

/// What gives rows a value before a column may no longer be NULL.
fn fill(operation: &Operation) -> Option<String> {
    match operation {
        Operation::AlterColumn { table, before, after, .. } => backfill(table, before, after),
        _ => None,
    }
}

fn backfill(table: &ObjectName, before: &Column, after: &Column) -> Option<String> {
    let value = after.backfill.as_ref().filter(|_| before.nullable && !after.nullable)?;
    let (table, name) = (qualified(DIALECT, table), quote(&after.name));
    Some(format!("UPDATE {table} SET {name} = {value} WHERE {name} IS NULL"))
}

fn add_column(add: &ColumnOperation, options: &PlanOptions) -> Vec<String> {
    let (table, column) = (qualified(DIALECT, &add.table), &add.column);
    // What differs from row to row is told to replicas by its rows.
    let refused = column.default.as_ref().filter(|default| is_refused(&default.sql, options));
    let value = column.backfill.as_ref().or(refused.map(|default| &default.sql));
    match (value, &add.restored) {
        (Some(value), _) => add_filled(add, value, options),
        (None, Some(restored)) if !has_value(column) => add_restored(add, restored, options),
        _ => {
            let definition = definition_in_place(add, column, options);
            vec![format!("ALTER TABLE {table} ADD COLUMN {definition}")]
        }
    }
}

/// What adds a column, gives rows that are there a value, and says only then what does not hold before.
pub(super) fn add_filled(add: &ColumnOperation, value: &str, options: &PlanOptions) -> Vec<String> {
    let (table, column) = (qualified(DIALECT, &add.table), &add.column);
    let default = column.default.clone().filter(|default| !is_refused(&default.sql, options));
    let waits = !column.nullable && default.is_none() || default != column.default;
    let first = Column { nullable: column.nullable || waits, default, ..column.clone() };
    let first = definition_in_place(add, &first, options);
    let mut statements = vec![
        format!("ALTER TABLE {table} ADD COLUMN {first}"),
        format!("UPDATE {table} SET {} = {value}", quote(&column.name)),
    ];
    if waits {
        let definition = column_definition(column, &[], options);
        statements.push(format!("ALTER TABLE {table} MODIFY COLUMN {definition}"));
    }
    statements
}

/// A column that is added, and where.
pub(super) fn definition_in_place(
    add: &ColumnOperation,
    column: &Column,
    options: &PlanOptions,
) -> String {
    let inline: Vec<&Constraint> = add.inline.iter().collect();
    let definition = column_definition(column, &inline, options);
    match &add.place {
        None => definition,
        Some(Place::First) => format!("{definition} FIRST"),
        Some(Place::Behind(other)) => format!("{definition} AFTER {}", quote(other)),
    }
}

/// Whether MySQL adds no column with this default where it writes a log for replicas: MySQL manual, "Data
/// Type Default Values" and "Determination of Safe and Unsafe Statements in Binary Logging".
fn is_refused(default: &str, options: &PlanOptions) -> bool {
    const UNSAFE: &[&str] = &[
        "uuid",
        "uuid_short",
        "rand",
        "random_bytes",
        "sysdate",
        "user",
        "current_user",
        "session_user",
        "system_user",
        "current_role",
        "connection_id",
        "last_insert_id",
        "found_rows",
        "row_count",
        "version",
        "ps_current_thread_id",
    ];
    options.capabilities.flavor == Flavor::MySql
        && UNSAFE.iter().any(|function| mentions(DIALECT, default, function))
}

/// A type that lists its values lists both names while the rows change.
fn rename_values(
    table: &ObjectName,
    before: &Column,
    after: &Column,
    values: &[(String, String)],
    options: &PlanOptions,
) -> Vec<String> {
    let updates = update_values(DIALECT, table, &after.name, values, literal);
    if before.ty == after.ty {
        return updates;
    }
    let mut both = before.clone();
    both.ty.modifiers.extend(values.iter().map(|(_, to)| to.clone()));
    let alter = |before: &Column, after: &Column| -> Vec<String> {
        let clauses = alter_column(before, after, None, options);
        clauses.iter().map(|clause| format!("{} {clause}", alter(table))).collect()
    };
    [alter(before, &both), updates, alter(&both, after)].concat()
}

fn drop_index(table: &ObjectName, name: &str) -> String {
    format!("DROP INDEX {} ON {}", quote(name), qualified(DIALECT, table))
}

/// Keys that the index serves go before it, and make the indexes of their own when they come back.
fn drop_index_of_keys(drop: &IndexOperation, options: &PlanOptions) -> Vec<String> {
    let table = alter(&drop.table);
    let mut statements = Vec::new();
    for key in &drop.displaces {
        let name = quote(key.name.as_deref().unwrap_or_default());
        statements.push(format!("{table} DROP FOREIGN KEY {name}"));
    }
    statements.push(drop_index(&drop.table, &drop.index.name));
    for key in &drop.displaces {
        let key = constraint_definition(&Constraint::ForeignKey(key.clone()), options);
        statements.push(format!("{table} ADD {key}"));
    }
    statements
}
