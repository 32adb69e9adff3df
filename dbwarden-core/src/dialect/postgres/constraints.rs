//! Constraints that come and change, as PostgreSQL's SQL.

use super::Dialect;
use super::render::set_parameters;
use crate::diff::Constraint;
use crate::plan::{ConstraintOperation, beside, constraint, deferrable, literal, qualified};
use crate::schema::{Deferrability, ObjectName, PrimaryKey, UniqueConstraint};

const DIALECT: Dialect = Dialect::Postgres;

fn quote(name: &str) -> std::borrow::Cow<'_, str> {
    crate::sql::ident::quote(DIALECT, name)
}

pub(super) fn add_constraint(add: &ConstraintOperation) -> Vec<String> {
    let table = qualified(DIALECT, &add.table);
    let definition = match add.takes_index {
        true => taking_index(&add.constraint, add.name()),
        false => constraint(DIALECT, &add.constraint),
    };
    let mut statements = vec![format!("ALTER TABLE {table} ADD {definition}")];
    if let Some(comment) = add.constraint.comment() {
        let name = quote(add.name());
        statements.push(format!("COMMENT ON CONSTRAINT {name} ON {table} IS {}", literal(comment)));
    }
    statements
}

/// A constraint that takes over the unique index of its name.
fn taking_index(added: &Constraint, name: &str) -> String {
    let (kind, deferrability) = match added {
        Constraint::PrimaryKey(key) => ("PRIMARY KEY", key.deferrability),
        Constraint::Unique(unique) => ("UNIQUE", unique.deferrability),
        _ => return constraint(DIALECT, added),
    };
    let name = quote(name);
    format!("CONSTRAINT {name} {kind} USING INDEX {name}{}", deferrable(deferrability))
}

pub(super) fn alter_constraint(
    table: &ObjectName,
    before: &Constraint,
    after: &Constraint,
) -> Vec<String> {
    let alter = format!("ALTER TABLE {}", qualified(DIALECT, table));
    let name = after.name().unwrap_or_default();
    if must_come_again(before, after) {
        return vec![
            format!("{alter} DROP CONSTRAINT {}", quote(name)),
            format!("{alter} ADD {}", constraint(DIALECT, after)),
        ];
    }
    let mut statements = Vec::new();
    let is_enforced = !matches!(after, Constraint::ForeignKey(key) if key.not_enforced);
    if before.is_not_valid() && !after.is_not_valid() && is_enforced {
        statements.push(format!("{alter} VALIDATE CONSTRAINT {}", quote(name)));
    }
    match (before, after) {
        (Constraint::ForeignKey(before), Constraint::ForeignKey(after))
            if before.deferrability != after.deferrability
                || before.not_enforced != after.not_enforced =>
        {
            let when = match after.deferrability {
                deferrability if deferrability == before.deferrability => "",
                Deferrability::NotDeferrable => " NOT DEFERRABLE",
                deferrability => deferrable(deferrability),
            };
            let enforced = match after.not_enforced {
                is_not if is_not == before.not_enforced => "",
                true => " NOT ENFORCED",
                false => " ENFORCED",
            };
            statements.push(format!("{alter} ALTER CONSTRAINT {}{when}{enforced}", quote(name)));
        }
        (
            Constraint::PrimaryKey(PrimaryKey { storage: before, .. }),
            Constraint::PrimaryKey(PrimaryKey { storage: after, .. }),
        )
        | (
            Constraint::Unique(UniqueConstraint { storage: before, .. }),
            Constraint::Unique(UniqueConstraint { storage: after, .. }),
        ) => {
            let index = format!("ALTER INDEX {}", beside(DIALECT, table, name));
            statements.extend(set_parameters(&index, before, after));
        }
        _ => {}
    }
    statements
}

/// Whether the server has no other way from the one to the other than to begin anew: what was looked at
/// can only be so again, and whether a check is enforced cannot be altered.
///
/// PostgreSQL manual, *ALTER TABLE*, `ALTER CONSTRAINT`.
fn must_come_again(before: &Constraint, after: &Constraint) -> bool {
    let is_enforced_otherwise = match (before, after) {
        (Constraint::Check(before), Constraint::Check(after)) => {
            before.not_enforced != after.not_enforced
        }
        _ => false,
    };
    is_enforced_otherwise || after.is_not_valid() && !before.is_not_valid()
}
