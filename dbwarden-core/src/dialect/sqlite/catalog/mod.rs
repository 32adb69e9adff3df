//! The statements that SQLite keeps as its catalog.
//!
//! `sqlite_schema` holds the text of every CREATE statement, and much is nowhere else: checks, the
//! names of constraints, generated columns, collations, AUTOINCREMENT, deferrable foreign keys. The
//! server itself reads its schema from these texts, so they are always complete and valid.

#[cfg(test)]
mod broken;
mod cursor;
mod index;
mod table;

pub use cursor::CatalogError;
pub use index::parse_index;
pub use table::{complete_references, parse_table};
