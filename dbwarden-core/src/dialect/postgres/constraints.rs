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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{CheckConstraint, Expr, ForeignKey};

    fn check(not_enforced: bool) -> Constraint {
        Constraint::Check(CheckConstraint {
            name: Some("adult".to_owned()),
            expr: Expr::declared("age > 17"),
            not_enforced,
            ..CheckConstraint::default()
        })
    }

    fn key(not_enforced: bool) -> ForeignKey {
        ForeignKey {
            name: Some("of_room".to_owned()),
            columns: vec!["room".to_owned(), "during".to_owned()],
            references: ObjectName::new("rooms"),
            referenced_columns: vec!["id".to_owned(), "open".to_owned()],
            not_enforced,
            ..ForeignKey::default()
        }
    }

    fn alter(before: &Constraint, after: &Constraint) -> String {
        alter_constraint(&ObjectName::new("users"), before, after).join("; ")
    }

    #[test]
    fn a_foreign_key_alters_whether_it_is_enforced() {
        let [is, is_not] = [false, true].map(|it| Constraint::ForeignKey(key(it)));
        assert_eq!(alter(&is, &is_not), "ALTER TABLE users ALTER CONSTRAINT of_room NOT ENFORCED");
        assert_eq!(alter(&is_not, &is), "ALTER TABLE users ALTER CONSTRAINT of_room ENFORCED");
        let not_valid = Constraint::ForeignKey(ForeignKey { not_valid: true, ..key(false) });
        assert_eq!(alter(&not_valid, &is_not), alter(&is, &is_not));
        assert!(alter(&is_not, &not_valid).ends_with("REFERENCES rooms(id, open) NOT VALID"));
    }

    #[test]
    fn a_check_comes_again_to_be_enforced_or_not() {
        let drop =
            "ALTER TABLE users DROP CONSTRAINT adult; ALTER TABLE users ADD CONSTRAINT adult";
        assert_eq!(alter(&check(true), &check(false)), format!("{drop} CHECK (age > 17)"));
        assert_eq!(
            alter(&check(false), &check(true)),
            format!("{drop} CHECK (age > 17) NOT ENFORCED")
        );
    }

    #[test]
    fn keys_over_time_say_so_of_their_last_column() {
        let unique = UniqueConstraint {
            columns: vec!["id".to_owned(), "open".to_owned()],
            without_overlaps: true,
            ..UniqueConstraint::default()
        };
        let unique = constraint(DIALECT, &Constraint::Unique(unique));
        assert_eq!(unique, "UNIQUE (id, open WITHOUT OVERLAPS)");
        let key = Constraint::ForeignKey(ForeignKey { name: None, period: true, ..key(false) });
        assert_eq!(
            constraint(DIALECT, &key),
            "FOREIGN KEY (room, PERIOD during) REFERENCES rooms(id, PERIOD open)"
        );
    }
}
