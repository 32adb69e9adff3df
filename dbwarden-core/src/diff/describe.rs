//! Changes in the words of people, and a name for a migration that makes them.

use std::fmt;

use super::{Change, Constraint, Part, TableChange};
use crate::schema::{EnumType, ObjectName};

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreateNamespace { after } => write!(f, "create schema {}", after.name),
            Self::DropNamespace { before } => write!(f, "drop schema {}", before.name),
            Self::AlterNamespace { after, .. } => {
                write!(f, "set comment of schema {}", after.name)
            }
            Self::CreateSequence { after } => write!(f, "create sequence {}", after.name),
            Self::DropSequence { before } => write!(f, "drop sequence {}", before.name),
            Self::AlterSequence { after, .. } => write!(f, "alter sequence {}", after.name),
            Self::CreateEnum { after } => write!(f, "create enum {}", after.name),
            Self::DropEnum { before } => write!(f, "drop enum {}", before.name),
            Self::RenameEnumValue { name, from, to } => {
                write!(f, "rename value {from} of enum {name} to {to}")
            }
            Self::AlterEnum { before, after } => {
                write!(f, "alter enum {}: ({})", after.name, after.values.join(", "))?;
                write!(f, " instead of ({})", before.values.join(", "))
            }
            Self::CreateComposite { after } => write!(f, "create type {}", after.name),
            Self::DropComposite { before } => write!(f, "drop type {}", before.name),
            Self::AlterComposite { after, .. } => write!(f, "alter type {}", after.name),
            Self::CreateObject { after } => write!(f, "create {} {}", after.kind, after.name),
            Self::DropObject { before } => write!(f, "drop {} {}", before.kind, before.name),
            Self::CreateTable { after } => write!(f, "create table {}", after.name),
            Self::DropTable { before } => write!(f, "drop table {}", before.name),
            Self::RenameTable { from, to } => write!(f, "rename table {from} to {to}"),
            Self::AlterTable { after, changes, .. } => {
                for (position, change) in changes.iter().enumerate() {
                    if position > 0 {
                        f.write_str("\n")?;
                    }
                    f.write_str(&change.describe(&after.name))?;
                }
                Ok(())
            }
        }
    }
}

impl TableChange {
    /// The change in one line, told with the name of its table.
    pub fn describe(&self, table: &ObjectName) -> String {
        match self {
            Self::AddColumn { after } => format!("add column {table}.{}", after.name),
            Self::DropColumn { before } => format!("drop column {table}.{}", before.name),
            Self::RenameColumn { from, to } => format!("rename column {table}.{from} to {to}"),
            Self::RenameValues { column, values } => {
                let values: Vec<String> =
                    values.iter().map(|(from, to)| format!("{from} to {to}")).collect();
                format!("rename values of {table}.{column}: {}", values.join(", "))
            }
            Self::AlterColumn { before, after } => {
                let mut what = Vec::new();
                let mut differs = |is: bool, word| what.extend(is.then_some(word));
                differs(before.ty != after.ty, "type");
                differs(before.nullable != after.nullable, "nullability");
                differs(before.default != after.default, "default");
                differs(before.numbering != after.numbering, "numbering");
                differs(before.generated != after.generated, "generation");
                differs(before.collation != after.collation, "collation");
                differs(before.comment != after.comment, "comment");
                differs(before.touch != after.touch, "touch");
                differs(before.settings != after.settings, "settings");
                differs(before.sequence != after.sequence, "sequence");
                format!("alter column {table}.{}: {}", after.name, what.join(", "))
            }
            Self::AddConstraint { after } => format!("add {}", constraint(table, after)),
            Self::DropConstraint { before } => format!("drop {}", constraint(table, before)),
            Self::RenameConstraint { before, after } => {
                let name = after.name().unwrap_or_default();
                format!("rename {} to {name}", constraint(table, before))
            }
            Self::AlterConstraint { before, after } => {
                let what = match (before.is_not_valid(), after.is_not_valid()) {
                    (false, true) => "no longer validate",
                    (true, false) => "validate",
                    _ => "alter",
                };
                format!("{what} {}", constraint(table, after))
            }
            Self::AddIndex { after } => format!("add index {} on {table}", after.name),
            Self::DropIndex { before } => format!("drop index {} on {table}", before.name),
            Self::AlterIndex { after, .. } => format!("alter index {} on {table}", after.name),
            Self::RenameIndex { before, after } => {
                format!("rename index {} on {table} to {}", before.name, after.name)
            }
            Self::CommentOn { part: Part::Constraint(name), .. } => {
                format!("set comment of constraint {name} of {table}")
            }
            Self::CommentOn { part: Part::Index(name), .. } => {
                format!("set comment of index {name} on {table}")
            }
            Self::SetParents { after, .. } if after.is_empty() => {
                format!("let table {table} inherit from no other")
            }
            Self::SetParents { after, .. } => {
                let parents: Vec<String> = after.iter().map(ObjectName::to_string).collect();
                format!("let table {table} inherit from {}", parents.join(", "))
            }
            Self::SetComment { .. } => format!("set comment of table {table}"),
            Self::SetOptions { .. } => format!("set options of table {table}"),
        }
    }
}

/// `unique constraint (email) of users`, or with its name in place of the columns.
fn constraint(table: &ObjectName, constraint: &Constraint) -> String {
    let kind = constraint.kind();
    match constraint {
        Constraint::Check(check) if check.name.is_none() => {
            format!("{kind} ({}) of {table}", check.expr.sql)
        }
        constraint => match constraint.name() {
            Some(name) => format!("{kind} {name} of {table}"),
            None => format!("{kind} ({}) of {table}", constraint.columns().join(", ")),
        },
    }
}

/// A name for a migration that makes these changes: `create_users_and_posts`, `add_age_to_users`.
///
/// Lower case letters, digits and underscores, and not long: what would not fit is counted.
pub fn slug(changes: &[Change]) -> String {
    let name = |name: &ObjectName| name.name.clone();
    let mut created = Vec::new();
    let mut dropped = Vec::new();
    let mut renamed = Vec::new();
    let mut altered = Vec::new();
    let mut types = Vec::new();
    for change in changes {
        match change {
            Change::CreateTable { after } => created.push(name(&after.name)),
            Change::DropTable { before } => dropped.push(name(&before.name)),
            Change::RenameTable { from, to } => {
                renamed.push(format!("{}_to_{}", from.name, to.name));
            }
            Change::AlterTable { after, changes, .. } => altered.push((after, changes)),
            Change::CreateNamespace { after } => types.push(format!("create_{}", after.name)),
            Change::DropNamespace { before } => types.push(format!("drop_{}", before.name)),
            Change::AlterNamespace { after, .. } => types.push(format!("alter_{}", after.name)),
            Change::CreateSequence { after } => types.push(format!("create_{}", after.name.name)),
            Change::DropSequence { before } => types.push(format!("drop_{}", before.name.name)),
            Change::AlterSequence { after, .. } => {
                types.push(format!("alter_{}", after.name.name));
            }
            Change::CreateObject { after } => types.push(format!("create_{}", after.name.name)),
            Change::DropObject { before } => types.push(format!("drop_{}", before.name.name)),
            Change::CreateEnum { after } => types.push(format!("create_{}", after.name.name)),
            Change::DropEnum { before } => types.push(format!("drop_{}", before.name.name)),
            Change::AlterEnum { after: EnumType { name, .. }, .. }
            | Change::RenameEnumValue { name, .. } => types.push(format!("alter_{}", name.name)),
            Change::CreateComposite { after } => types.push(format!("create_{}", after.name.name)),
            Change::DropComposite { before } => types.push(format!("drop_{}", before.name.name)),
            Change::AlterComposite { after, .. } => {
                types.push(format!("alter_{}", after.name.name));
            }
        }
    }
    let mut parts = Vec::new();
    let mut list = |verb: &str, names: &[String]| {
        if !names.is_empty() {
            parts.push(format!("{verb}_{}", listed(names, "tables")));
        }
    };
    list("create", &created);
    list("drop", &dropped);
    list("rename", &renamed);
    match altered.as_slice() {
        [] => {}
        [(table, changes)] => parts.push(table_slug(&table.name.name, changes)),
        several => {
            let names: Vec<String> = several.iter().map(|(table, _)| name(&table.name)).collect();
            parts.push(format!("alter_{}", listed(&names, "tables")));
        }
    }
    // Types matter for the name only where nothing else happens: they come along with their tables.
    if parts.is_empty() {
        parts = types;
    }
    clean(&joined(&parts))
}

/// As many of the parts as a name has room for.
fn joined(parts: &[String]) -> String {
    const ROOM: usize = 60;
    let mut name = String::new();
    for part in parts {
        if name.is_empty() {
            name.clone_from(part);
        } else if name.len() + part.len() < ROOM {
            name.push_str("_and_");
            name.push_str(part);
        } else {
            name.push_str("_and_more");
            break;
        }
    }
    name
}

fn table_slug(table: &str, changes: &[TableChange]) -> String {
    let pick = |pick: fn(&TableChange) -> Option<&str>| -> Vec<String> {
        changes.iter().filter_map(pick).map(str::to_owned).collect()
    };
    let added = pick(|change| match change {
        TableChange::AddColumn { after } => Some(&after.name),
        _ => None,
    });
    let dropped = pick(|change| match change {
        TableChange::DropColumn { before } => Some(&before.name),
        _ => None,
    });
    let altered = pick(|change| match change {
        TableChange::AlterColumn { after, .. } => Some(&after.name),
        TableChange::RenameColumn { to, .. } => Some(to),
        TableChange::RenameValues { column, .. } => Some(column),
        _ => None,
    });
    match (added.as_slice(), dropped.as_slice(), altered.as_slice()) {
        ([_, ..], [], []) => format!("add_{}_to_{table}", listed(&added, "columns")),
        ([], [_, ..], []) => format!("drop_{}_from_{table}", listed(&dropped, "columns")),
        ([], [], [_, ..]) => format!("alter_{}_of_{table}", listed(&altered, "columns")),
        ([], [], []) => match changes {
            [TableChange::AddIndex { after }] => format!("add_{}", after.name),
            [TableChange::DropIndex { before }] => format!("drop_{}", before.name),
            [TableChange::AddConstraint { after }] => {
                format!("add_{}_to_{table}", after.kind())
            }
            [TableChange::DropConstraint { before }] => {
                format!("drop_{}_from_{table}", before.kind())
            }
            _ => format!("alter_{table}"),
        },
        _ => format!("alter_{table}"),
    }
}

/// Up to three names, or how many there are.
fn listed(names: &[String], what: &str) -> String {
    match names {
        [name] => name.clone(),
        [first, second] => format!("{first}_and_{second}"),
        [first, second, third] => format!("{first}_{second}_and_{third}"),
        names => format!("{}_{what}", names.len()),
    }
}

fn clean(name: &str) -> String {
    const LONGEST: usize = 80;
    let mut cleaned = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let c = if c.is_ascii_alphanumeric() { c } else { '_' };
        if c != '_' || !cleaned.ends_with('_') {
            cleaned.push(c);
        }
    }
    cleaned.truncate(LONGEST);
    match cleaned.trim_matches('_') {
        "" => "changes".to_owned(),
        cleaned => cleaned.to_owned(),
    }
}
