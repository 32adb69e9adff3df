//! The pure part of dbwarden: nothing here is async, speaks to a database, reads a clock or the
//! environment. One function opens files: `migration::folder::read`.
//!
//! ```text
//! Rust structs ─┐
//! schema.sql ───┼─▶ schema ─▶ diff ─▶ plan ─▶ migration file + manifest
//! live database ┘
//! ```
//!
//! Each module knows only the ones above it in this list:
//!
//! - [`dialect`]: the three databases, and what one of them can do
//! - [`sql`]: lexing, statement splitting, identifiers
//! - [`migration`]: names, files, checksums, sets and the manifest
//! - `schema`: tables, columns, indexes, constraints, types (feature `schema`)
//! - `diff`: how two schemas differ (feature `schema`)
//! - `plan`: the ordered, reversible steps from one to the other (feature `schema`)
//!
//! Without features only the data types that an embedded migration is made of are built; `parse`
//! adds what reads files, `schema` everything that compares and generates.

pub mod dialect;
#[cfg(feature = "schema")]
pub mod diff;
pub mod migration;
#[cfg(feature = "schema")]
pub mod plan;
#[cfg(feature = "schema")]
pub mod schema;
pub mod sql;
