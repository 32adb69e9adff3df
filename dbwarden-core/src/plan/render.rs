//! What the plan asks the dialect.

use super::operation::Operation;
use super::{PlanError, PlanOptions};
use crate::diff::TableChange;
use crate::schema::{Column, ColumnType, Table, TableOptions, TypeName};

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

    /// Whether a column keeps its type as long as another is computed from it.
    fn generated_columns_hold_types(&self) -> bool {
        false
    }

    /// What a session has to run before it may change the table.
    fn preparation(&self, table: &Table) -> Option<String> {
        let _ = table;
        None
    }

    /// What makes the server take the body of a function that knows of tables which are not there yet, and
    /// what makes it look again, where it looks.
    fn unseen_bodies(&self) -> Option<(&'static str, &'static str)> {
        None
    }

    /// Whether a column comes and goes in one statement with options of its table.
    fn goes_with_options(&self, column: &Column) -> bool {
        let _ = column;
        false
    }

    /// Whether the options of a table become others before its keys do. How long a key may be is a matter
    /// of the engine and of the format of its rows.
    fn come_before_keys(&self, before: &TableOptions, after: &TableOptions) -> bool {
        (&before.engine, &before.row_format) != (&after.engine, &after.row_format)
    }

    /// Whether the options of a table become others in one statement with its keys: those that were do not
    /// fit into the table that is to be, nor the other way round.
    fn go_with_keys(&self, before: &TableOptions, after: &TableOptions) -> bool {
        let _ = (before, after);
        false
    }

    /// Whether a table forgets what its rows were when its options become others.
    fn loses_history(&self, before: &TableOptions, after: &TableOptions) -> bool {
        let _ = (before, after);
        false
    }

    /// Whether a constraint can take over a unique index.
    fn constraints_take_indexes(&self) -> bool {
        false
    }

    /// Whether a key may be made of an exclusion, so that it comes later and goes before.
    fn keys_are_made_of_exclusions(&self) -> bool {
        false
    }

    /// Whether a column can only become another by going and coming back.
    fn recreates(&self, before: &Column, after: &Column) -> bool {
        let _ = (before, after);
        false
    }

    /// What a column is made to be before anything comes or goes, where it cannot become another in one
    /// step: free of a sequence whose name another is to have, or of the expression that generates it.
    fn first(&self, before: &Column, after: &Column) -> Option<Column> {
        let _ = (before, after);
        None
    }

    /// Whether a column becomes another, there and back, by one clause of a statement that others of its
    /// table may share. A server that copies a table for each such statement then copies it once.
    fn shares_statement(&self, before: &Column, after: &Column) -> bool {
        let _ = (before, after);
        false
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
    /// One after the other, by ALTER, which cannot take them back: on the way back the table is made
    /// anew.
    InPlaceThere,
    /// All at once, by making the table anew.
    Rebuild,
}

/// What the three databases have in common: integers of growing width, text of growing length.
pub(crate) fn widens(from: &ColumnType, to: &ColumnType) -> bool {
    const INTEGERS: &[&[&str]] =
        &[&["tinyint"], &["smallint"], &["mediumint"], &["int", "integer"], &["bigint"]];
    let width = |ty: &ColumnType| {
        let TypeName::Builtin(name) = &ty.name else { return None };
        INTEGERS.iter().position(|names| names.contains(&name.as_str()))
    };
    let text = |ty: &ColumnType| {
        let TypeName::Builtin(name) = &ty.name else { return None };
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
    if let (Some(from), Some(to)) = (width(from), width(to)) {
        return from <= to;
    }
    if let (Some(from), Some(to)) = (text(from), text(to)) {
        return from <= to;
    }
    if let (Some(from), Some(to)) = (float_width(from), float_width(to)) {
        return from <= to;
    }
    if let (Some((from, from_scale)), Some((to, to_scale))) = (digits(from), digits(to)) {
        return from <= to && from_scale <= to_scale;
    }
    from == to
}

/// How wide a binary fraction is that has its usual precision.
fn float_width(ty: &ColumnType) -> Option<u8> {
    let TypeName::Builtin(name) = &ty.name else { return None };
    match name.as_str() {
        "real" | "float" if ty.modifiers.is_empty() => Some(4),
        "double precision" | "double" if ty.modifiers.is_empty() => Some(8),
        _ => None,
    }
}

/// How many digits a decimal has before and after its point.
fn digits(ty: &ColumnType) -> Option<(u64, u64)> {
    let is_decimal =
        matches!(&ty.name, TypeName::Builtin(name) if name == "numeric" || name == "decimal");
    let mut numbers = ty.modifiers.iter().map(|number| number.parse::<u64>().ok());
    let precision = numbers.next().flatten().filter(|_| is_decimal)?;
    let scale = numbers.next().unwrap_or(Some(0))?;
    Some((precision.checked_sub(scale)?, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ty(name: &str, modifiers: &[u32]) -> ColumnType {
        ColumnType::builtin(name).with_modifiers(modifiers)
    }

    #[test]
    fn fractions_widen_where_every_value_still_fits() {
        assert!(widens(&ty("real", &[]), &ty("double precision", &[])));
        assert!(widens(&ty("float", &[]), &ty("double", &[])));
        assert!(!widens(&ty("double", &[]), &ty("float", &[])));
        assert!(!widens(&ty("float", &[7, 2]), &ty("double", &[])));
        assert!(widens(&ty("numeric", &[10, 2]), &ty("numeric", &[12, 4])));
        assert!(!widens(&ty("numeric", &[10, 2]), &ty("numeric", &[10, 4])));
        assert!(widens(&ty("decimal", &[8]), &ty("decimal", &[9, 1])));
        assert!(!widens(&ty("numeric", &[]), &ty("numeric", &[12, 4])));
    }
}
