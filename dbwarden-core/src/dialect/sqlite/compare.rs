//! What SQLite sees differently.

use super::{Dialect, Sqlite, objects};
use crate::diff::{Compare, as_said, same_optional};
use crate::schema::{Column, ColumnType, Numbering, Object, ObjectName, Table, TableOptions};
use crate::sql::expression::is_null;

const DIALECT: Dialect = Dialect::Sqlite;

impl Compare for Sqlite {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn same_name(&self, base: &str, desired: &str) -> bool {
        base.eq_ignore_ascii_case(desired)
    }

    /// A column that stands for the row's own number is INTEGER, whatever width a model gives it.
    fn same_type(&self, base: &Column, desired: &Column) -> bool {
        base.ty == desired.ty || is_row_number(base) && is_row_number(desired)
    }

    /// A single integer key numbers itself, also where nobody asked for it.
    fn same_numbering(&self, base: &Column, desired: &Column) -> bool {
        let asked = |column: &Column| {
            column.numbering.clone().filter(|numbering| *numbering != Numbering::Rowid)
        };
        asked(base) == asked(desired)
    }

    /// `DEFAULT NULL` is what a column has anyway.
    fn same_default(&self, base: &Column, desired: &Column, _: bool) -> bool {
        let said = |column: &'_ Column| {
            column.default.clone().filter(|default| !is_null(DIALECT, &default.sql))
        };
        same_optional(DIALECT, said(base).as_ref(), said(desired).as_ref())
    }

    fn keeps_nullability(&self, table: &Table, column: &Column) -> bool {
        let is_key = table
            .primary_key
            .as_ref()
            .is_some_and(|key| key.columns == [&*column.name] && key.order.is_empty());
        !(is_row_number(column) || is_key && column.ty == ColumnType::builtin("integer"))
    }

    fn holds_column(&self, object: &Object, table: &ObjectName, column: &str) -> bool {
        objects::holds_column(object, table, column)
    }

    fn same_options(&self, base: &TableOptions, desired: &TableOptions, _: bool) -> bool {
        as_said(&base.strict, &desired.strict)
            && as_said(&base.without_rowid, &desired.without_rowid)
    }
}

fn is_row_number(column: &Column) -> bool {
    matches!(column.numbering, Some(Numbering::Rowid | Numbering::AutoIncrement))
}
