//! How two schemas differ.
//!
//! [`diff()`] compares what is there (`base`) with what is wanted (`desired`) and tells the difference
//! as a list of [`Change`]s: data, with the whole definition before and after, in source order. It
//! says nothing of SQL or order; that is the plan's. It never names a database: what the engines
//! see differently is asked of the dialect.

mod candidates;
mod change;
mod compare;
mod constraints;
mod context;
mod describe;
mod error;
mod indexes;
mod options;
mod owned;
mod rename;
mod renamed_values;
mod schema;
mod table;
#[cfg(test)]
mod tests;
mod unsaid;
mod unsaid_keys;

pub use candidates::{RenameCandidate, rename_candidates};
pub use change::{Change, Constraint, Part, TableChange};
pub use describe::slug;
pub use error::DiffError;
pub use options::{DiffOptions, Ownership, Renames};
pub use renamed_values::listed_values;
pub use schema::{compares_object, diff};

pub(crate) use compare::{
    Compare, as_said, as_said_in_any_case, same_expression, same_identity, same_optional,
};
pub(crate) use constraints::{constraints_of, set_constraints};
pub(crate) use indexes::{is_made_for, is_served_without, plain_columns, serves};
pub(crate) use rename::rename_columns;
