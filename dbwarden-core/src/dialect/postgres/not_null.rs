//! NOT NULL, as PostgreSQL's SQL: a mark of its column, and from version 18 on a constraint with a name.
//!
//! PostgreSQL manual, *CREATE TABLE* and *ALTER TABLE*.

use super::Dialect;
use crate::plan::{literal, qualified};
use crate::schema::{Column, NotNull, ObjectName, not_null_name};

const DIALECT: Dialect = Dialect::Postgres;

fn quote(name: &str) -> std::borrow::Cow<'_, str> {
    crate::sql::ident::quote(DIALECT, name)
}

/// ` NOT NULL` in the definition of a column, where it has to be said. What a key or a sequence implies
/// has the usual name. One that rows need not meet comes in a [statement of its own](later).
pub(super) fn in_definition(table: &ObjectName, column: &Column, is_implied: bool) -> String {
    if column.nullable {
        return String::new();
    }
    match &column.not_null {
        Some(constraint) if constraint.not_valid => String::new(),
        Some(constraint) if !is_usual(table, column, constraint) => {
            let name = quote(&constraint.name);
            format!(" CONSTRAINT {name} NOT NULL{}", no_inherit(constraint))
        }
        _ if is_implied => String::new(),
        _ => " NOT NULL".to_owned(),
    }
}

/// What the definition of a column cannot say of its NOT NULL.
pub(super) fn later(table: &ObjectName, column: &Column) -> Vec<String> {
    let Some(constraint) = column.not_null.as_ref().filter(|_| !column.nullable) else {
        return Vec::new();
    };
    let mut statements = Vec::new();
    if constraint.not_valid {
        statements.push(add(table, column, constraint));
    }
    statements.extend(comment(table, None, constraint));
    statements
}

/// What makes the column NOT NULL.
pub(super) fn set(table: &ObjectName, column: &Column) -> Vec<String> {
    let mut statements = vec![match &column.not_null {
        Some(constraint) if !is_usual(table, column, constraint) => add(table, column, constraint),
        _ => format!("{} ALTER COLUMN {} SET NOT NULL", alter(table), quote(&column.name)),
    }];
    statements.extend(column.not_null.iter().filter_map(|it| comment(table, None, it)));
    statements
}

/// The same as a clause of `ALTER TABLE`; `None` where it comes [later].
pub(super) fn clause(table: &ObjectName, column: &Column) -> Option<String> {
    if column.not_null.as_ref().is_some_and(|constraint| constraint.not_valid) {
        return None;
    }
    let statement = set(table, column).into_iter().next()?;
    Some(statement.strip_prefix(&alter(table))?.trim_start().to_owned())
}

/// Whether one of the statements that alter a column of that table is about its NOT NULL. A default ends with
/// its literal or its parenthesis.
pub(super) fn is_about(table: &ObjectName, statement: &str) -> bool {
    let Some(clause) = statement.strip_prefix(&alter(table)) else { return false };
    let verbs = [" ADD CONSTRAINT ", " RENAME CONSTRAINT ", " VALIDATE CONSTRAINT "];
    verbs.iter().any(|verb| clause.starts_with(verb))
        || [" SET NOT NULL", " DROP NOT NULL"].iter().any(|end| clause.ends_with(end))
}

/// What changes about the NOT NULL of a column that keeps it.
pub(super) fn change(table: &ObjectName, before: &Column, after: &Column) -> Vec<String> {
    let drop = || format!("{} ALTER COLUMN {} DROP NOT NULL", alter(table), quote(&after.name));
    match (&before.not_null, &after.not_null) {
        // Those who inherit the one have it for themselves once it is not inherited any more.
        (Some(old), Some(new))
            if new.not_valid && !old.not_valid || new.no_inherit != old.no_inherit =>
        {
            let mut statements = vec![drop()];
            statements.extend(set(table, after));
            statements
        }
        (Some(old), Some(new)) => {
            let name = quote(&new.name);
            let mut statements = Vec::new();
            if old.name != new.name && !old.name.is_empty() && !new.name.is_empty() {
                let old = quote(&old.name);
                statements.push(format!("{} RENAME CONSTRAINT {old} TO {name}", alter(table)));
            }
            if old.not_valid {
                statements.push(format!("{} VALIDATE CONSTRAINT {name}", alter(table)));
            }
            statements.extend(comment(table, old.comment.as_ref(), new));
            statements
        }
        (None, Some(new)) if new.of_inherited => set(table, after),
        _ => Vec::new(),
    }
}

fn add(table: &ObjectName, column: &Column, constraint: &NotNull) -> String {
    let (name, column) = (quote(&constraint.name), quote(&column.name));
    let not_valid = if constraint.not_valid { " NOT VALID" } else { "" };
    let inherit = no_inherit(constraint);
    format!("{} ADD CONSTRAINT {name} NOT NULL {column}{inherit}{not_valid}", alter(table))
}

/// The statement that leaves the constraint with its comment, where it has another one.
fn comment(table: &ObjectName, before: Option<&String>, after: &NotNull) -> Option<String> {
    if before == after.comment.as_ref() {
        return None;
    }
    let text = after.comment.as_deref().map_or("NULL".to_owned(), literal);
    let (name, table) = (quote(&after.name), qualified(DIALECT, table));
    Some(format!("COMMENT ON CONSTRAINT {name} ON {table} IS {text}"))
}

fn is_usual(table: &ObjectName, column: &Column, constraint: &NotNull) -> bool {
    let usual = not_null_name(&table.name, &column.name);
    (constraint.name.is_empty() || constraint.name == usual)
        && !constraint.no_inherit
        && !constraint.not_valid
}

fn no_inherit(constraint: &NotNull) -> &'static str {
    if constraint.no_inherit { " NO INHERIT" } else { "" }
}

fn alter(table: &ObjectName) -> String {
    format!("ALTER TABLE {}", qualified(DIALECT, table))
}

#[cfg(test)]
mod tests {
    use super::super::columns::{add_column, alter_column, column_definition};
    use super::*;
    use crate::plan::ColumnOperation;
    use crate::schema::ColumnType;

    fn table() -> ObjectName {
        ObjectName::new("users")
    }

    fn column(constraint: Option<NotNull>) -> Column {
        let not_null = constraint.clone();
        let nullable = constraint.is_none();
        Column { nullable, not_null, ..Column::new("name", ColumnType::builtin("text")) }
    }

    fn named(name: &str) -> NotNull {
        NotNull { name: name.to_owned(), ..NotNull::default() }
    }

    #[test]
    fn a_usual_name_is_not_said() {
        let definition = |constraint| column_definition(&table(), &column(Some(constraint)), &[]);
        assert_eq!(definition(named("users_name_not_null")), "name TEXT NOT NULL");
        assert_eq!(definition(named("has_name")), "name TEXT CONSTRAINT has_name NOT NULL");
        let alone = NotNull { no_inherit: true, ..named("users_name_not_null") };
        assert_eq!(
            definition(alone),
            "name TEXT CONSTRAINT users_name_not_null NOT NULL NO INHERIT"
        );
    }

    #[test]
    fn what_rows_need_not_meet_is_said_later() {
        let not_valid = NotNull { not_valid: true, ..named("has_name") };
        let operation = ColumnOperation {
            table: table(),
            column: column(Some(not_valid)),
            inline: Vec::new(),
            restored: None,
            place: None,
        };
        assert_eq!(
            add_column(&operation),
            [
                "ALTER TABLE users ADD COLUMN name TEXT",
                "ALTER TABLE users ADD CONSTRAINT has_name NOT NULL name NOT VALID",
            ]
        );
    }

    #[test]
    fn it_changes_as_a_constraint() {
        let alter = |before: Option<NotNull>, after: Option<NotNull>| {
            alter_column(&table(), &column(before), &column(after)).join("; ")
        };
        let usual = named("users_name_not_null");
        assert_eq!(
            alter(None, Some(usual.clone())),
            "ALTER TABLE users ALTER COLUMN name SET NOT NULL"
        );
        assert_eq!(
            alter(None, Some(named("has_name"))),
            "ALTER TABLE users ADD CONSTRAINT has_name NOT NULL name"
        );
        assert_eq!(
            alter(Some(usual.clone()), Some(named("has_name"))),
            "ALTER TABLE users RENAME CONSTRAINT users_name_not_null TO has_name"
        );
        let not_valid = NotNull { not_valid: true, ..usual.clone() };
        assert_eq!(
            alter(Some(not_valid), Some(usual.clone())),
            "ALTER TABLE users VALIDATE CONSTRAINT users_name_not_null"
        );
        let told = NotNull { comment: Some("why".to_owned()), ..usual.clone() };
        assert_eq!(
            alter(Some(usual.clone()), Some(told)),
            "COMMENT ON CONSTRAINT users_name_not_null ON users IS 'why'"
        );
        let alone = NotNull { no_inherit: true, ..usual.clone() };
        assert_eq!(
            alter(Some(usual), Some(alone)),
            "ALTER TABLE users ALTER COLUMN name DROP NOT NULL; \
             ALTER TABLE users ADD CONSTRAINT users_name_not_null NOT NULL name NO INHERIT"
        );
    }
}
