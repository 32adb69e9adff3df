//! Models in Rust source, read without compiling them.
//!
//! Code that uses a new column does not compile until the migration is applied, so a tool that had
//! to compile first would be of no use exactly then. What cannot be resolved from the source alone
//! is a [`Problem`] with file and line, never silence.

mod cfg;
mod collect;
mod items;
mod known;
mod lower;
mod package;
mod problem;
mod resolve;
#[cfg(test)]
mod tests;
mod tree;
mod types;

use std::collections::BTreeMap;
use std::path::Path;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::schema::Schema;

pub(crate) use problem::Problem;

/// Which models, and for what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Request<'a> {
    /// The folder of `dbwarden.toml`.
    pub(crate) root: &'a Path,
    /// The entries of `models` that are Rust: files, folders, folders of crates, names of crates.
    pub(crate) entries: &'a [String],
    /// `features` of `dbwarden.toml`.
    pub(crate) features: &'a [String],
    /// `[types]` of `dbwarden.toml`: a name and the Rust type that it stands for.
    pub(crate) types: &'a BTreeMap<String, String>,
    /// The database whose models are wanted.
    pub(crate) database: &'a str,
    /// All databases of `dbwarden.toml`, so that a mistyped `database = ".."` is found.
    pub(crate) databases: &'a [&'a str],
    /// What it speaks.
    pub(crate) dialect: Dialect,
}

/// The schema that the models declare, in the order of the entries, of the files and of the items.
///
/// # Errors
///
/// Everything that is wrong or cannot be decided, in order of file and line.
pub(crate) fn load(request: &Request<'_>) -> Result<Schema, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut tree = tree::Tree::new(request.root, request.features);
    let models = collect::collect(&mut tree, request, &mut problems);
    let types = types::Types::new(&mut tree, request.types);
    let schema = lower::lower(types, request, &models, &mut problems);
    problems.append(&mut tree.problems);
    if problems.is_empty() {
        return Ok(schema);
    }
    problems.sort();
    problems.dedup();
    Err(problems)
}
