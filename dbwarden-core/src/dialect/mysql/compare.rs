//! What MySQL and MariaDB see differently.

use super::render::is_timestamp;
use super::{Dialect, MySql};
use crate::diff::{Compare, as_said_in_any_case, same_optional};
use crate::schema::{Column, Table, TableOptions};
use crate::sql::expression::is_current_timestamp;

impl Compare for MySql {
    fn dialect(&self) -> Dialect {
        Dialect::MySql
    }

    /// A TIMESTAMP that is NOT NULL always has a default: the current moment, where none is said.
    fn same_default(&self, base: &Column, desired: &Column) -> bool {
        let is_now = |column: &Column| match &column.default {
            None => true,
            Some(default) => is_current_timestamp(self.dialect(), &default.sql),
        };
        let always_has_one = |column: &Column| is_timestamp(&column.ty) && !column.nullable;
        same_optional(self.dialect(), base.default.as_ref(), desired.default.as_ref())
            || always_has_one(desired)
                && desired.default.is_none()
                && always_has_one(base)
                && is_now(base)
    }

    /// MariaDB decides by itself whether a generated column can be NULL.
    fn keeps_nullability(&self, _table: &Table, column: &Column) -> bool {
        column.generated.is_none()
    }

    fn same_options(&self, base: &TableOptions, desired: &TableOptions, _: bool) -> bool {
        let same =
            |of: fn(&TableOptions) -> Option<&str>| as_said_in_any_case(of(base), of(desired));
        same(|options| options.engine.as_deref())
            && same(|options| options.charset.as_deref())
            && same(|options| options.collation.as_deref())
            && same(|options| options.row_format.as_deref())
    }
}
