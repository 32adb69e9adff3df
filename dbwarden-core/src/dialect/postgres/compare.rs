//! What PostgreSQL sees differently.

use super::{Dialect, Postgres};
use crate::diff::{Compare, as_said, same_expression, same_identity, same_optional};
use crate::schema::{Column, Expr, Numbering, Object, Parameters, TableOptions};
use crate::sql::expression::cast_literal;

impl Compare for Postgres {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn same_default(&self, base: &Column, desired: &Column, _: bool) -> bool {
        if is_serial_by_another_name(base, desired) {
            return true;
        }
        if same_optional(self.dialect(), base.default.as_ref(), desired.default.as_ref()) {
            return true;
        }
        match (&base.default, &desired.default) {
            // The catalog prints literals with their type. Where only one side knows the form of the
            // catalog, the type of a literal that is the column's own is left out of account.
            (Some(base), Some(desired))
                if base.canonical.is_none() != desired.canonical.is_none() =>
            {
                same_expression(self.dialect(), &without_cast(base), &without_cast(desired))
            }
            _ => false,
        }
    }

    fn same_numbering(&self, base: &Column, desired: &Column) -> bool {
        let differently_named = matches!(
            (&base.sequence, &desired.sequence),
            (Some(base), Some(desired)) if base != desired
        );
        same_identity(base.numbering.as_ref(), desired.numbering.as_ref()) && !differently_named
            || is_serial_by_another_name(base, desired)
    }

    fn compares(&self, object: &Object) -> bool {
        object.kind == "extension"
    }

    /// Other parameters say how an index is built.
    fn sets_parameters(&self, base: &Parameters, desired: &Parameters) -> bool {
        let heeded = [
            "fillfactor",
            "deduplicate_items",
            "fastupdate",
            "gin_pending_list_limit",
            "autosummarize",
        ];
        let mut names = base.keys().chain(desired.keys());
        names.all(|name| base.get(name) == desired.get(name) || heeded.contains(&name.as_str()))
    }

    fn same_options(&self, base: &TableOptions, desired: &TableOptions, complete: bool) -> bool {
        if complete {
            return base == desired;
        }
        as_said(&base.unlogged, &desired.unlogged)
            && desired.storage.iter().all(|(key, value)| base.storage.get(key) == Some(value))
    }
}

/// Whether a column that is to number itself does so already, from a sequence of its own that SERIAL
/// would have called otherwise. A catalog tells the name of the sequence, so there the name counts.
fn is_serial_by_another_name(base: &Column, desired: &Column) -> bool {
    desired.numbering == Some(Numbering::Serial)
        && desired.sequence.is_none()
        && base.sequence.is_some()
        && !matches!(base.numbering, Some(Numbering::Identity(_)))
}

/// `'a'` for `'a'::text`; anything else as it is.
fn without_cast(expr: &Expr) -> Expr {
    let sql = expr.canonical.as_deref().unwrap_or(&expr.sql);
    Expr::declared(cast_literal(Dialect::Postgres, sql).unwrap_or(sql))
}
