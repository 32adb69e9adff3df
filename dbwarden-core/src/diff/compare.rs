//! The narrow questions that a comparison asks the dialect.

use crate::dialect::Dialect;
use crate::schema::{
    Column, Expr, Numbering, Object, ObjectName, Parameters, SequenceOptions, Table, TableOptions,
};
use crate::sql::expression::{mentions, same_tokens};

/// What the engines see differently. The answers here are those of an engine that keeps what it was
/// told.
pub(crate) trait Compare {
    /// How the engine reads expressions.
    fn dialect(&self) -> Dialect;

    /// Whether two names are one to the engine, so that there cannot be both of them.
    fn same_name(&self, base: &str, desired: &str) -> bool {
        base == desired
    }

    /// Whether two columns have the same type.
    fn same_type(&self, base: &Column, desired: &Column) -> bool {
        base.ty == desired.ty
    }

    /// Whether two columns have the same default. What the desired column does not say may be what the
    /// engine takes by itself, unless all is `complete`.
    fn same_default(&self, base: &Column, desired: &Column, _: bool) -> bool {
        same_optional(self.dialect(), base.default.as_ref(), desired.default.as_ref())
    }

    /// Whether two columns number themselves in the same way.
    fn same_numbering(&self, base: &Column, desired: &Column) -> bool {
        base.numbering == desired.numbering
    }

    /// Whether the engine keeps the nullability of a column as it was told.
    fn keeps_nullability(&self, table: &Table, column: &Column) -> bool {
        let _ = (table, column);
        true
    }

    /// Whether a view, a trigger or the like that hangs on a table may use a column of it.
    fn holds_column(&self, object: &Object, table: &ObjectName, column: &str) -> bool {
        let _ = table;
        mentions(self.dialect(), &object.definition, column)
    }

    /// Whether a table has the options that are desired. What the desired schema does not say is no
    /// difference, unless it is `complete`.
    fn same_options(&self, base: &TableOptions, desired: &TableOptions, complete: bool) -> bool {
        let _ = (base, desired, complete);
        true
    }

    /// Whether an object that is known by its definition alone is compared as a whole.
    fn compares(&self, _object: &Object) -> bool {
        false
    }

    /// Whether an index that is told one can be told the other, and heeds it from then on.
    fn sets_parameters(&self, _base: &Parameters, _desired: &Parameters) -> bool {
        false
    }

    /// Whether keys are told the same beside their columns.
    fn same_key_options(&self, base: &Parameters, desired: &Parameters) -> bool {
        base == desired
    }

    /// Says of the columns of two tables what they only took from their tables, where it is not the
    /// same; nothing where all is said.
    fn spelled_out(&self, base: &Table, desired: &Table) -> Option<(Table, Table)> {
        let _ = (base, desired);
        None
    }
}

/// Whether two expressions mean the same, as far as it can be told: by the form in which the engine
/// gives them back where both have it, else token by token.
pub(crate) fn same_expression(dialect: Dialect, base: &Expr, desired: &Expr) -> bool {
    let same = |base: &str, desired: &str| same_tokens(dialect, base, desired);
    match (&base.canonical, &desired.canonical) {
        (Some(base), Some(desired)) => same(base, desired),
        (Some(canonical), None) => same(&base.sql, &desired.sql) || same(canonical, &desired.sql),
        (None, Some(canonical)) => same(&base.sql, &desired.sql) || same(&base.sql, canonical),
        (None, None) => same(&base.sql, &desired.sql),
    }
}

/// Whether two expressions that may be absent are both absent or mean the same.
pub(crate) fn same_optional(dialect: Dialect, base: Option<&Expr>, desired: Option<&Expr>) -> bool {
    match (base, desired) {
        (None, None) => true,
        (Some(base), Some(desired)) => same_expression(dialect, base, desired),
        _ => false,
    }
}

/// Whether an option that the desired schema may leave unsaid is as desired.
pub(crate) fn as_said<T: PartialEq>(base: &Option<T>, desired: &Option<T>) -> bool {
    desired.is_none() || base == desired
}

/// The same for words whose case does not matter.
pub(crate) fn as_said_in_any_case(base: Option<&str>, desired: Option<&str>) -> bool {
    match (base, desired) {
        (_, None) => true,
        (Some(base), Some(desired)) => base.eq_ignore_ascii_case(desired),
        (None, Some(_)) => false,
    }
}

/// Identity columns with the server's own start and increment written out, or left to the server.
pub(crate) fn same_identity(base: Option<&Numbering>, desired: Option<&Numbering>) -> bool {
    match (base, desired) {
        (Some(Numbering::Identity(base)), Some(Numbering::Identity(desired))) => {
            let written_out = |options: &SequenceOptions| {
                let increment = options.increment.unwrap_or(1);
                // A sequence begins at its end where it counts down.
                let first = if increment < 0 { options.max } else { options.min };
                let usual = if increment < 0 { -1 } else { 1 };
                let start = options.start.or(first).unwrap_or(usual);
                let cache = Some(options.cache.unwrap_or(1));
                SequenceOptions {
                    start: Some(start),
                    increment: Some(increment),
                    cache,
                    ..options.clone()
                }
            };
            base.mode == desired.mode && written_out(&base.options) == written_out(&desired.options)
        }
        (base, desired) => base == desired,
    }
}
