//! What an operation does, in words for people.

use super::operation::{CommentTarget, Operation};
use crate::diff::TableChange;

impl Operation {
    /// What it does, for people.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::CreateNamespace(namespace) => format!("create schema {}", namespace.name),
            Self::DropNamespace(namespace) => format!("drop schema {}", namespace.name),
            Self::CreateSequence(sequence) => format!("create sequence {}", sequence.name),
            Self::DropSequence(sequence) => format!("drop sequence {}", sequence.name),
            Self::AlterSequence { after, .. } => format!("alter sequence {}", after.name),
            Self::OwnSequence { sequence, after: Some((table, column)), .. } => {
                format!("let sequence {sequence} go with column {table}.{column}")
            }
            Self::OwnSequence { sequence, after: None, .. } => {
                format!("let sequence {sequence} stand by itself")
            }
            Self::TakeDown(taken) => {
                format!("take down {} {}", taken.object.kind, taken.object.name)
            }
            Self::PutBack(taken) => {
                format!("put up {} {}", taken.object.kind, taken.object.name)
            }
            Self::Redefine { after, .. } => format!("redefine {} {}", after.kind, after.name),
            Self::Alone(operation) | Self::OnlyBack(operation) | Self::OnlyThere(operation) => {
                operation.describe()
            }
            Self::Inherit { table, parent } => format!("let table {table} inherit from {parent}"),
            Self::Disinherit { table, parent } => {
                format!("let table {table} no longer inherit from {parent}")
            }
            Self::CreateEnum(ty) => format!("create enum {}", ty.name),
            Self::DropEnum(ty) => format!("drop enum {}", ty.name),
            Self::AddEnumValues(change) => format!("add values to enum {}", change.after.name),
            Self::RewriteEnum(change) => format!("rewrite enum {}", change.after.name),
            Self::RenameEnumValue { ty, from, to } => {
                format!("rename value {from} of enum {ty} to {to}")
            }
            Self::CreateComposite(ty) => format!("create type {}", ty.name),
            Self::DropComposite(ty) => format!("drop type {}", ty.name),
            Self::AlterComposite { after, .. } => format!("alter type {}", after.name),
            Self::CreateTable(table) => format!("create table {}", table.name),
            Self::DropTable(table) => format!("drop table {}", table.name),
            Self::RenameTable { from, to } => format!("rename table {from} to {to}"),
            Self::AddColumn(add) => format!("add column {}.{}", add.table, add.column.name),
            Self::DropColumn(drop) => format!("drop column {}.{}", drop.table, drop.column.name),
            Self::RenameColumn { table, from, to } => {
                format!("rename column {table}.{from} to {to}")
            }
            Self::AlterColumn { table, after, .. } => {
                format!("alter column {table}.{}", after.name)
            }
            Self::RenameValues { table, after, values, .. } => {
                TableChange::RenameValues { column: after.name.clone(), values: values.clone() }
                    .describe(table)
            }
            Self::AddConstraint(add) => {
                format!("add {} {} of {}", add.constraint.kind(), add.name(), add.table)
            }
            Self::DropConstraint(drop) => {
                format!("drop {} {} of {}", drop.constraint.kind(), drop.name(), drop.table)
            }
            Self::RenameConstraint { table, before, after } => {
                let [from, to] = [before, after].map(|it| it.name().unwrap_or_default());
                format!("rename {} {from} of {table} to {to}", before.kind())
            }
            Self::AlterConstraint { table, before, after } => {
                let (before, after) = (before.clone(), after.clone());
                TableChange::AlterConstraint { before, after }.describe(table)
            }
            Self::AddIndex(add) => format!("add index {} on {}", add.index.name, add.table),
            Self::DropIndex(drop) => format!("drop index {} on {}", drop.index.name, drop.table),
            Self::AlterIndex { table, after, .. } => {
                format!("alter index {} on {table}", after.name)
            }
            Self::RenameIndex { table, from, to } => {
                format!("rename index {from} on {table} to {to}")
            }
            Self::SetComment(comment) => match &comment.target {
                CommentTarget::Table => format!("set comment of table {}", comment.table),
                CommentTarget::Column(column) => {
                    format!("set comment of column {}.{column}", comment.table)
                }
                CommentTarget::Constraint(name) => {
                    format!("set comment of constraint {name} of {}", comment.table)
                }
                CommentTarget::Index(name) => {
                    format!("set comment of index {name} on {}", comment.table)
                }
                CommentTarget::Sequence => format!("set comment of sequence {}", comment.table),
                CommentTarget::Namespace => format!("set comment of schema {}", comment.table),
                CommentTarget::Type => format!("set comment of type {}", comment.table),
            },
            Self::AddTouch { table, column } => format!("touch column {}.{column}", table.name),
            Self::DropTouch { table, column } => {
                format!("no longer touch column {}.{column}", table.name)
            }
            Self::SetOptions { table, .. } => format!("set options of table {table}"),
            Self::CarryColumn { table, after, .. } => {
                format!("carry over column {table}.{}", after.name)
            }
            Self::MarkIndexes { table, .. } => format!("mark indexes of table {table}"),
            Self::Together(together) => together.describe(),
            Self::Prepare { .. } => "prepare the session".to_owned(),
            Self::CreateTrigger(trigger) => format!("create trigger {}", trigger.name),
            Self::DropTrigger(trigger) => format!("drop trigger {}", trigger.name),
            Self::Rebuild(rebuild) => {
                format!("rebuild table {}: {}", rebuild.after.name, rebuild.changes.join(", "))
            }
        }
    }
}
