//! Plans as PostgreSQL's SQL.

use std::collections::BTreeSet;

use super::columns::{add_column, alter_column, carry_column, column_definition, new_settings};
use super::constraints::{add_constraint, alter_constraint};
use super::convert::{keeps_values, refuse_unknown};
use super::declared::{
    add_values, alter_composite, create_composite, create_enum, rewrite_enum, type_name,
};
use super::retype::{retype, retypes};
use super::sequences::{alter_sequence, create_sequence, own_sequence};
use super::{Dialect, Postgres, not_null};
use crate::diff::Constraint;
use crate::plan::{
    CommentOperation, CommentTarget, IndexOperation, Inline, Operation, Placed, PlanError,
    PlanOptions, Render, alter_table, beside, columns, constraint, create_table, index_parts,
    is_concurrent, literal, parameters, place, qualified, update_values,
};
use crate::schema::{
    Column, ColumnType, Inheritance, Numbering, ObjectName, Parameters, Storage, Table,
    TableOptions, touch_name,
};

const DIALECT: Dialect = Dialect::Postgres;

/// `name` as SQL.
fn quote(name: &str) -> std::borrow::Cow<'_, str> {
    crate::sql::ident::quote(DIALECT, name)
}

impl Render for Postgres {
    fn widens(&self, from: &ColumnType, to: &ColumnType) -> bool {
        keeps_values(from, to)
    }

    fn generated_columns_hold_types(&self) -> bool {
        true
    }

    /// PostgreSQL manual, section 20.11.1, "Statement Behavior".
    fn unseen_bodies(&self) -> Option<(&'static str, &'static str)> {
        Some(("SET check_function_bodies = off", "RESET check_function_bodies"))
    }

    fn statements(
        &self,
        operation: &Operation,
        options: &PlanOptions,
    ) -> Result<Vec<String>, PlanError> {
        let alter = |table: &ObjectName| format!("ALTER TABLE {}", qualified(DIALECT, table));
        Ok(match operation {
            Operation::CreateNamespace(namespace) => {
                // `public` is there in most databases, and may be there in this one.
                vec![format!("CREATE SCHEMA IF NOT EXISTS {}", quote(&namespace.name))]
            }
            Operation::DropNamespace(namespace) => {
                vec![format!("DROP SCHEMA {}", quote(&namespace.name))]
            }
            Operation::CreateSequence(sequence) => vec![create_sequence(sequence)],
            Operation::DropSequence(sequence) => {
                vec![format!("DROP SEQUENCE {}", qualified(DIALECT, &sequence.name))]
            }
            Operation::AlterSequence { before, after } => alter_sequence(before, after),
            Operation::OwnSequence { sequence, after, .. } => {
                vec![own_sequence(sequence, after.as_ref())]
            }
            Operation::CreateEnum(ty) => vec![create_enum(&ty.name, &ty.values)],
            Operation::DropEnum(ty) => vec![format!("DROP TYPE {}", type_name(&ty.name))],
            Operation::AddEnumValues(change) => add_values(change),
            Operation::RenameEnumValue { ty, from, to } => vec![format!(
                "ALTER TYPE {} RENAME VALUE {} TO {}",
                type_name(ty),
                literal(from),
                literal(to)
            )],
            Operation::RewriteEnum(change) => rewrite_enum(change),
            Operation::CreateComposite(ty) => vec![create_composite(ty)],
            Operation::DropComposite(ty) => vec![format!("DROP TYPE {}", type_name(&ty.name))],
            Operation::AlterComposite { before, after } => alter_composite(before, after),
            Operation::CreateTable(table) => new_table(table, options),
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
            Operation::AlterColumn { table, before, after, .. } => {
                if !options.complete {
                    refuse_unknown(table, before, after)?;
                }
                alter_column(table, before, after)
            }
            Operation::RenameValues { table, after, values, .. } => {
                update_values(DIALECT, table, &after.name, values, literal)
            }
            Operation::AddConstraint(add) => add_constraint(add),
            Operation::AlterConstraint { table, before, after } => {
                alter_constraint(table, before, after)
            }
            Operation::AlterIndex { table, before, after } => {
                let index = format!("ALTER INDEX {}", beside(DIALECT, table, &after.name));
                set_parameters(&index, &before.storage, &after.storage)
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
            Operation::DropIndex(drop) if drop.taken_over => Vec::new(),
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
            Operation::SetOptions { table, before, after, .. } => set_options(table, before, after),
            Operation::CarryColumn { table, before, after } => carry_column(table, before, after),
            Operation::MarkIndexes { table, before, after } => mark_indexes(table, before, after),
            Operation::Alone(operation) => alone(operation, self.statements(operation, options)?),
            Operation::Inherit { table, parent } => {
                vec![format!("{} INHERIT {}", alter(table), qualified(DIALECT, parent))]
            }
            Operation::Disinherit { table, parent } => {
                vec![format!("{} NO INHERIT {}", alter(table), qualified(DIALECT, parent))]
            }
            Operation::TakeDown(_)
            | Operation::PutBack(_)
            | Operation::Redefine { .. }
            | Operation::OnlyBack(_)
            | Operation::OnlyThere(_) => Vec::new(),
            Operation::Prepare { on_the_way_back: true, .. } => Vec::new(),
            Operation::Prepare { statement, .. } => vec![statement.clone()],
            Operation::Together(together) => retype(together, options)?,
            Operation::CreateTrigger(_) | Operation::DropTrigger(_) => {
                return Err(PlanError::new(format!(
                    "{DIALECT} has nothing to {} with",
                    operation.describe()
                )));
            }
            Operation::Rebuild(rebuild) => {
                return Err(
                    PlanError::new("a table is never made anew here").of_table(&rebuild.after.name)
                );
            }
        })
    }

    fn constraints_take_indexes(&self) -> bool {
        true
    }

    fn recreates(&self, before: &Column, after: &Column) -> bool {
        // Only what is stored can lose its expression and keep its values.
        let is_virtual = |column: &Column| {
            column.generated.as_ref().is_some_and(|it| it.storage == Storage::Virtual)
        };
        before.generated != after.generated && (after.generated.is_some() || is_virtual(before))
    }

    fn shares_statement(&self, before: &Column, after: &Column) -> bool {
        retypes(before, after)
    }

    fn first(&self, before: &Column, after: &Column) -> Option<Column> {
        if before.generated.is_some() && after.generated.is_none() {
            return Some(Column { generated: None, ..before.clone() });
        }
        let stays = match (&before.numbering, &after.numbering) {
            (Some(Numbering::Identity(_)), Some(Numbering::Identity(_))) => true,
            (old, new) => old == new && before.default == after.default,
        };
        (before.sequence.is_some() && !stays).then(|| Column {
            numbering: None,
            default: None,
            sequence: None,
            ..before.clone()
        })
    }
}

/// What changes a table, and none that inherits from it. What such tables have already they keep; it may
/// not be added to their parent alone.
fn alone(operation: &Operation, statements: Vec<String>) -> Vec<String> {
    if matches!(operation, Operation::AddColumn(_) | Operation::AddConstraint(_)) {
        return statements;
    }
    // A constraint comes and goes with that of those who inherit it, or says itself that it does not.
    let is_handed_down = |statement: &str| {
        matches!(operation, Operation::AlterColumn { table, before, after, .. }
            if (before.not_null.is_some() || after.not_null.is_some())
                && not_null::is_about(table, statement))
    };
    let alone = |statement: String| match statement.strip_prefix("ALTER TABLE ") {
        Some(_) if is_handed_down(&statement) => statement,
        Some(rest) => format!("ALTER TABLE ONLY {rest}"),
        None => statement,
    };
    statements.into_iter().map(alone).collect()
}

/// What sets the storage parameters of a table or an index, and takes those back that are gone.
pub(super) fn set_parameters(alter: &str, before: &Parameters, after: &Parameters) -> Vec<String> {
    let mut statements = Vec::new();
    let changed: Vec<String> =
        after.to_say_after(before).map(|(key, value)| format!("{key} = {value}")).collect();
    if !changed.is_empty() {
        statements.push(format!("{alter} SET ({})", changed.join(", ")));
    }
    let gone: Vec<&str> =
        before.keys().filter(|key| !after.contains_key(key)).map(String::as_str).collect();
    if !gone.is_empty() {
        statements.push(format!("{alter} RESET ({})", gone.join(", ")));
    }
    statements
}

fn new_table(table: &Table, options: &PlanOptions) -> Vec<String> {
    let mut named = crate::plan::named(table, options, Inline { checks: false, references: false });
    let inherits = named.inherits.clone().unwrap_or_default();
    let is_inherited =
        |name: &Option<String>| name.as_ref().is_some_and(|name| inherits.checks.contains(name));
    named.checks.retain(|check| !is_inherited(&check.name));
    let Placed { inline, table_level } =
        place(DIALECT, &named, Inline { checks: true, references: true });
    let mut definitions = Vec::new();
    for column in named.columns.iter().filter(|column| !inherits.columns.contains(&column.name)) {
        let own = inline.iter().filter(|(name, _)| *name == column.name);
        let own: Vec<&Constraint> = own.map(|(_, constraint)| constraint).collect();
        definitions.push(column_definition(&table.name, column, &own));
    }
    definitions.extend(table_level.iter().map(|item| constraint(DIALECT, item)));
    let mut sql = create_table(DIALECT, &named, &definitions);
    if !inherits.parents.is_empty() {
        let parents = inherits.parents.iter().map(|parent| qualified(DIALECT, parent));
        sql.push_str(&format!(" INHERITS ({})", parents.collect::<Vec<_>>().join(", ")));
    }
    if !table.options.storage.is_empty() {
        sql.push_str(&format!(" WITH ({})", parameters(&table.options.storage)));
    }
    let mut statements = vec![sql];
    statements.extend(own_of_inherited(&named, &inherits));
    statements.extend(named.columns.iter().flat_map(|column| new_settings(&table.name, column)));
    statements
}

/// What a table says otherwise of columns that it has from its parents.
fn own_of_inherited(table: &Table, inherits: &Inheritance) -> Option<String> {
    let inherited = table.columns.iter().filter(|column| inherits.columns.contains(&column.name));
    let mut clauses = Vec::new();
    for column in inherited {
        let alter = format!("ALTER COLUMN {}", quote(&column.name));
        if inherits.own_defaults.contains(&column.name) {
            clauses.push(match &column.default {
                Some(default) => format!("{alter} SET DEFAULT {}", default.sql),
                None => format!("{alter} DROP DEFAULT"),
            });
        }
        if inherits.own_not_null.contains(&column.name) {
            clauses.extend(not_null::clause(&table.name, column));
        }
    }
    (!clauses.is_empty()).then(|| alter_table(DIALECT, &table.name, &clauses))
}

fn mark_indexes(table: &ObjectName, before: &TableOptions, after: &TableOptions) -> Vec<String> {
    let alter = format!("ALTER TABLE {}", qualified(DIALECT, table));
    let mut statements = Vec::new();
    if before.replica_identity != after.replica_identity {
        let what = match after.replica_identity.as_deref() {
            None => "DEFAULT".to_owned(),
            Some(word @ ("full" | "nothing")) => word.to_uppercase(),
            Some(index) => format!("USING INDEX {}", quote(index)),
        };
        statements.push(format!("{alter} REPLICA IDENTITY {what}"));
    }
    match (&before.clustered_by, &after.clustered_by) {
        (before, after) if before == after => {}
        (_, Some(index)) => statements.push(format!("{alter} CLUSTER ON {}", quote(index))),
        (_, None) => statements.push(format!("{alter} SET WITHOUT CLUSTER")),
    }
    let (before, after) = (&before.key_comments, &after.key_comments);
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names.into_iter().filter(|&name| before.get(name) != after.get(name)) {
        let text = after.get(name).map_or("NULL".to_owned(), |text| literal(text));
        statements.push(format!("COMMENT ON INDEX {} IS {text}", beside(DIALECT, table, name)));
    }
    statements
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
        sql.push_str(&format!(" WITH ({})", parameters(&index.storage)));
    }
    if let Some(predicate) = &index.predicate {
        sql.push_str(&format!(" WHERE {}", predicate.sql));
    }
    let mut statements = vec![sql];
    for (at, part) in index.parts.iter().enumerate() {
        if let Some(target) = part.statistics {
            let name = beside(DIALECT, &add.table, &index.name);
            let number = at + 1;
            statements
                .push(format!("ALTER INDEX {name} ALTER COLUMN {number} SET STATISTICS {target}"));
        }
    }
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
        CommentTarget::Constraint(name) => {
            format!("CONSTRAINT {} ON {}", quote(name), qualified(DIALECT, &comment.table))
        }
        CommentTarget::Index(name) => format!("INDEX {}", beside(DIALECT, &comment.table, name)),
        CommentTarget::Sequence => format!("SEQUENCE {}", qualified(DIALECT, &comment.table)),
        CommentTarget::Namespace => format!("SCHEMA {}", quote(&comment.table.name)),
        CommentTarget::Type => format!("TYPE {}", type_name(&comment.table)),
    };
    // The server itself gives one to this schema.
    let is_public = comment.target == CommentTarget::Namespace && comment.table.name == "public";
    let standard = is_public.then_some("standard public schema");
    let text = comment.after.as_deref().or(standard).map_or("NULL".to_owned(), literal);
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
    statements.extend(set_parameters(&alter, &before.storage, &after.storage));
    statements
}
