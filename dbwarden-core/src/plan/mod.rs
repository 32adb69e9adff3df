//! The ordered, reversible steps from one schema to another.
//!
//! [`plan`] takes the changes that [`crate::diff::diff`] found, breaks them into operations, puts
//! these in an order in which each finds what it needs, and has the dialect write each as SQL. An
//! operation knows its inverse, so the rollback is the inverse of every operation in reverse order:
//! there is no second place that says how something is undone.

mod alter;
mod assemble;
mod bodies;
mod carried;
mod checks;
mod computed;
mod description;
mod disturbed;
mod enums;
mod error;
mod expand;
mod fragments;
mod handed_down;
mod heirs;
mod held;
mod holders;
mod keys;
mod lasting_keys;
mod marks;
mod met;
mod names;
mod needed;
mod new_tables;
mod notes;
mod object_order;
mod operation;
mod options;
mod order;
mod outdated;
mod places;
mod rebuilt;
mod render;
mod restored;
mod rows;
mod sequences;
mod step;
mod supported;
mod taken_indexes;
#[cfg(test)]
mod tests;
mod together;
mod values;

use crate::diff::Change;
use crate::schema::Schema;

pub use checks::columns_without_a_value;
pub(crate) use checks::has_value;
pub use error::PlanError;
pub use names::name_everything;
pub use options::PlanOptions;
pub use step::{Plan, PlannedFile, RollbackClass, Step};

pub(crate) use crate::sql::literal::standard as literal;
pub(crate) use assemble::is_concurrent;
pub(crate) use fragments::{
    Inline, Placed, alter_table, beside, column_constraint, columns, constraint, create_table,
    deferrable, generated, index_parts, named, on_conflict, parameters, place, qualified,
};
pub(crate) use operation::{
    ColumnOperation, CommentOperation, CommentTarget, ConstraintOperation, EnumChange,
    IndexOperation, Operation, Rebuild, Together,
};
pub(crate) use places::Place;
pub(crate) use render::{Render, Strategy, widens};
pub(crate) use restored::Restored;
pub(crate) use values::update_values;

/// The steps that carry out `changes`, which lead away from `base`.
///
/// # Errors
///
/// When a change cannot be carried out on that database, or not without a decision of a person.
pub fn plan(changes: &[Change], base: &Schema, options: &PlanOptions) -> Result<Plan, PlanError> {
    let mut plan = assemble::assemble(&expand::expand(changes, base, options)?, options)?;
    if options.capabilities.dropping_deletes_rows && checks::refers_across(changes, base) {
        plan.files.iter_mut().for_each(|file| file.foreign_keys_off = true);
    }
    Ok(plan)
}

/// The steps that create a schema in an empty database.
///
/// # Errors
///
/// When the database cannot hold something of it.
pub fn create(schema: &Schema, options: &PlanOptions) -> Result<Plan, PlanError> {
    let namespaces =
        schema.namespaces.iter().cloned().map(|after| Change::CreateNamespace { after });
    let sequences = schema
        .sequences
        .iter()
        .cloned()
        .map(|after| Change::CreateSequence { after: Box::new(after) });
    let enums = schema.enums.iter().cloned().map(|after| Change::CreateEnum { after });
    let composites =
        schema.composites.iter().cloned().map(|after| Change::CreateComposite { after });
    let tables =
        schema.tables.iter().cloned().map(|table| Change::CreateTable { after: Box::new(table) });
    let changes: Vec<Change> =
        namespaces.chain(enums).chain(composites).chain(sequences).chain(tables).collect();
    plan(&changes, &Schema::default(), options)
}
