//! What every part of a comparison needs to know.

use super::compare::{Compare, same_expression, same_optional};
use crate::dialect::{Capabilities, Dialect};
use crate::schema::{Column, Parameters, Table};

/// The server, and what it sees differently.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) capabilities: &'a Capabilities,
    pub(super) compare: &'static dyn Compare,
    /// Whether the desired schema tells everything.
    pub(super) complete: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(capabilities: &'a Capabilities, complete: bool) -> Self {
        Self { capabilities, compare: capabilities.dialect.compare(), complete }
    }

    /// Whether a key or an index is told what is desired; a source that does not tell everything takes
    /// what there is.
    pub(super) fn same_options_of_key(&self, base: &Parameters, desired: &Parameters) -> bool {
        self.compare.same_key_options(base, desired) || !self.complete && desired.is_empty()
    }

    /// Whether a column is as desired.
    pub(super) fn same_column(&self, table: &Table, base: &Column, desired: &Column) -> bool {
        let keeps_nullability = self.compare.keeps_nullability(table, desired);
        self.compare.same_type(base, desired)
            && (base.nullable == desired.nullable || !keeps_nullability)
            && (!self.complete || same_not_null(base, desired))
            && base.on_null == desired.on_null
            && base.says_not_null == desired.says_not_null
            && self.compare.same_default(base, desired, self.complete)
            && same_generation(self.compare.dialect(), base, desired)
            && self.compare.same_numbering(base, desired)
            && same_collation(base.collation.as_deref(), desired.collation.as_deref())
            && (base.comment == desired.comment || !self.capabilities.comments)
            && base.touch == desired.touch
            && (base.settings == desired.settings || !self.complete && desired.settings.is_empty())
            && same_optional(self.compare.dialect(), base.check.as_ref(), desired.check.as_ref())
    }
}

/// Whether two columns are NOT NULL under one name. What an older server has, has no name.
fn same_not_null(base: &Column, desired: &Column) -> bool {
    match (&base.not_null, &desired.not_null) {
        (Some(base), Some(desired)) => base == desired,
        (Some(one), None) | (None, Some(one)) => !one.of_inherited,
        (None, None) => true,
    }
}

fn same_generation(dialect: Dialect, base: &Column, desired: &Column) -> bool {
    match (&base.generated, &desired.generated) {
        (None, None) => true,
        (Some(base), Some(desired)) => {
            base.storage == desired.storage && same_expression(dialect, &base.expr, &desired.expr)
        }
        _ => false,
    }
}

fn same_collation(base: Option<&str>, desired: Option<&str>) -> bool {
    match (base, desired) {
        (Some(base), Some(desired)) => base.eq_ignore_ascii_case(desired),
        (base, desired) => base == desired,
    }
}
