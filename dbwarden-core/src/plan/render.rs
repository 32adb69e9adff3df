//! What the plan asks the dialect.

use super::operation::Operation;
use super::{PlanError, PlanOptions};
use crate::diff::TableChange;
use crate::schema::{ColumnType, Table};

/// How one dialect writes a plan.
pub(crate) trait Render {
    /// The statements of one operation, without semicolons; none where the database has nothing to
    /// do for it.
    fn statements(
        &self,
        operation: &Operation,
        options: &PlanOptions,
    ) -> Result<Vec<String>, PlanError>;

    /// How the changes of one table are carried out.
    fn strategy(&self, before: &Table, after: &Table, changes: &[TableChange]) -> Strategy {
        let _ = (before, after, changes);
        Strategy::InPlace
    }

    /// Whether every value of the one type is a value of the other.
    fn widens(&self, from: &ColumnType, to: &ColumnType) -> bool {
        widens(from, to)
    }
}

/// How the changes of a table are carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strategy {
    /// One after the other, by ALTER.
    InPlace,
    /// All at once, by making the table anew.
    Rebuild,
}

/// What the three databases have in common: integers of growing width, text of growing length.
pub(crate) fn widens(from: &ColumnType, to: &ColumnType) -> bool {
    const INTEGERS: &[&[&str]] =
        &[&["tinyint"], &["smallint"], &["mediumint"], &["int", "integer"], &["bigint"]];
    let width = |ty: &ColumnType| {
        let crate::schema::TypeName::Builtin(name) = &ty.name else { return None };
        INTEGERS.iter().position(|names| names.contains(&name.as_str()))
    };
    let text = |ty: &ColumnType| {
        let crate::schema::TypeName::Builtin(name) = &ty.name else { return None };
        let length = || ty.modifiers.first().and_then(|length| length.parse::<u64>().ok());
        match name.as_str() {
            "text" => Some(u64::MAX),
            "varchar" | "character varying" => Some(length().unwrap_or(u64::MAX)),
            _ => None,
        }
    };
    if from.array || to.array || from.unsigned != to.unsigned {
        return from == to;
    }
    match (width(from), width(to), text(from), text(to)) {
        (Some(from), Some(to), ..) => from <= to,
        (_, _, Some(from), Some(to)) => from <= to,
        _ => from == to,
    }
}
