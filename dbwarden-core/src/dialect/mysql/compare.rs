//! What MySQL and MariaDB see differently.

use super::definition::is_timestamp;
use super::shown::is_usual;
use super::{Dialect, MySql};
use crate::diff::{Compare, as_said_in_any_case, same_optional};
use crate::schema::{Column, Parameters, Table, TableOptions, TypeName};
use crate::sql::expression::is_current_timestamp;

impl Compare for MySql {
    fn dialect(&self) -> Dialect {
        Dialect::MySql
    }

    /// A TIMESTAMP that is NOT NULL always has a default: the current moment, where none is said.
    fn same_default(&self, base: &Column, desired: &Column, complete: bool) -> bool {
        let is_now = |column: &Column| match &column.default {
            None => true,
            Some(default) => is_current_timestamp(self.dialect(), &default.sql),
        };
        let always_has_one = |column: &Column| is_timestamp(&column.ty) && !column.nullable;
        same_optional(self.dialect(), base.default.as_ref(), desired.default.as_ref())
            || !complete
                && always_has_one(desired)
                && desired.default.is_none()
                && always_has_one(base)
                && is_now(base)
    }

    /// Columns are the same in any case; tables are where the server says so.
    fn same_name(&self, base: &str, desired: &str) -> bool {
        base.to_lowercase() == desired.to_lowercase()
    }

    /// MariaDB decides by itself whether a generated column can be NULL.
    fn keeps_nullability(&self, _table: &Table, column: &Column) -> bool {
        column.generated.is_none()
    }

    fn same_options(&self, base: &TableOptions, desired: &TableOptions, complete: bool) -> bool {
        let same =
            |of: fn(&TableOptions) -> Option<&str>| as_said_in_any_case(of(base), of(desired));
        same(|options| options.engine.as_deref())
            && same(|options| options.charset.as_deref())
            && same(|options| options.collation.as_deref())
            && (same(|options| options.row_format.as_deref())
                && (desired.row_format.is_some() || base.row_format.is_none() || !complete))
            && if complete {
                base.storage == desired.storage
            } else {
                desired.storage.iter().all(|(name, value)| base.storage.get(name) == Some(value))
            }
    }

    fn same_key_options(&self, base: &Parameters, desired: &Parameters) -> bool {
        let told = |options: &'_ Parameters| -> Parameters {
            let told = options.iter().filter(|(name, value)| !is_usual(name, value));
            told.map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        told(base) == told(desired)
    }

    /// A column keeps its collation when its table gets another one.
    fn spelled_out(&self, base: &Table, desired: &Table) -> Option<(Table, Table)> {
        let (Some(from), Some(to)) = (&base.options.collation, &desired.options.collation) else {
            return None;
        };
        if from.eq_ignore_ascii_case(to) {
            return match (base.options.follows_database, desired.options.follows_database) {
                (false, true) => Some((as_told(base, desired, from), desired.clone())),
                (true, false) => Some((base.clone(), as_told(desired, base, to))),
                _ => None,
            };
        }
        let spelled_out = |table: &Table, collation: &String| {
            let mut table = table.clone();
            for column in table.columns.iter_mut().filter(|column| takes_collation(column)) {
                column.collation.get_or_insert_with(|| collation.clone());
            }
            table
        };
        Some((spelled_out(base, from), spelled_out(desired, to)))
    }
}

/// A table that says its collation, with it at those columns at which another one says it that leaves
/// its own to its database.
fn as_told(table: &Table, other: &Table, collation: &str) -> Table {
    let says_it = |column: &Column| {
        other.columns.iter().any(|other| {
            other.name.eq_ignore_ascii_case(&column.name)
                && other.collation.as_ref().is_some_and(|it| it.eq_ignore_ascii_case(collation))
        })
    };
    let mut table = table.clone();
    for column in table.columns.iter_mut().filter(|it| takes_collation(it) && says_it(it)) {
        column.collation.get_or_insert_with(|| collation.to_owned());
    }
    table
}

/// Whether a column has the collation of its table where it does not say one.
fn takes_collation(column: &Column) -> bool {
    column.ty.charset.is_none()
        && matches!(&column.ty.name, TypeName::Builtin(name)
            if name.ends_with("char") || name.ends_with("text") || name == "enum" || name == "set")
}
