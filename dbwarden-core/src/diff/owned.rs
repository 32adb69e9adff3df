//! What of a table may be dropped.

use super::Constraint;
use super::constraints::{constraints_of, same_constraint};
use super::context::Context;
use super::indexes::same_index;
use crate::schema::{Index, Table};

/// What of one table may be dropped.
#[derive(Clone, Copy)]
pub(super) enum Owned<'a> {
    /// All of it.
    All,
    /// What this table declares; nothing where there is none.
    Only(Option<&'a Table>),
}

impl Owned<'_> {
    fn allows(self, declares: impl FnOnce(&Table) -> bool) -> bool {
        match self {
            Self::All => true,
            Self::Only(table) => table.is_some_and(declares),
        }
    }

    pub(super) fn column(self, name: &str) -> bool {
        self.allows(|table| table.column(name).is_some())
    }

    pub(super) fn comment(self) -> bool {
        self.allows(|table| table.comment.is_some())
    }

    pub(super) fn constraint(self, context: Context<'_>, constraint: &Constraint) -> bool {
        self.allows(|table| {
            let declared = constraints_of(table);
            declared.iter().any(|declared| {
                let is_named_so = declared.name().is_some() && declared.name() == constraint.name();
                is_named_so || same_constraint(context, declared, constraint)
            }) || self.unique_index(context, constraint)
        })
    }

    pub(super) fn index(self, context: Context<'_>, index: &Index) -> bool {
        self.allows(|table| {
            let declared = &table.indexes;
            declared
                .iter()
                .any(|declared| declared.name == index.name || same_index(context, index, declared))
                || context.capabilities.unique_is_index
                    && index.unique
                    && table.uniques.iter().any(|unique| super::indexes::is_unique(index, unique))
        })
    }

    /// A unique index that was declared and that the catalog shows as a constraint.
    fn unique_index(self, context: Context<'_>, constraint: &Constraint) -> bool {
        let Constraint::Unique(unique) = constraint else { return false };
        context.capabilities.unique_is_index
            && self.allows(|table| {
                table.indexes.iter().any(|index| super::indexes::is_unique(index, unique))
            })
    }
}
