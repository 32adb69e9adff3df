//! What a comparison is told beside the two schemas.

use std::collections::BTreeMap;

use crate::dialect::Capabilities;
use crate::schema::{ObjectName, Schema};

/// What a comparison is told beside the two schemas.
#[derive(Debug, Clone)]
pub struct DiffOptions<'a> {
    /// What the server can do.
    pub capabilities: Capabilities,
    /// What may be dropped.
    pub ownership: Ownership<'a>,
    /// Whether the desired schema tells everything: what it does not say of an object is not to be
    /// there. A model says nothing of storage parameters unless it names them.
    pub complete: bool,
    /// Names that changed, beside those that the desired schema itself says (`renamed_from`).
    pub renames: Renames,
}

impl<'a> DiffOptions<'a> {
    /// Without renames, and with a desired schema that may leave things unsaid.
    pub fn new(capabilities: Capabilities, ownership: Ownership<'a>) -> Self {
        Self { capabilities, ownership, complete: false, renames: Renames::default() }
    }
}

/// What of the base may be dropped when the desired schema does not have it.
#[derive(Debug, Clone, Copy)]
pub enum Ownership<'a> {
    /// All of it: both schemas are told completely.
    Everything,
    /// Only what this schema declares: the snapshot of what models said when the last migration was
    /// made. Everything else was made by hand and stays. The empty schema allows nothing.
    Declared(&'a Schema),
}

/// Names that changed. Nothing is ever guessed to be a rename.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renames {
    /// Tables: from the name that the base has to the desired one.
    pub tables: BTreeMap<ObjectName, ObjectName>,
    /// Columns: from the desired name of the table and the column's name in the base to its desired
    /// name.
    pub columns: BTreeMap<(ObjectName, String), String>,
    /// Values of enum types: from the name of the type and the value in the base to the desired value.
    pub values: BTreeMap<(ObjectName, String), String>,
    /// Values of columns that list their own: from the desired names of table and column and the value
    /// in the base to the desired value.
    pub column_values: BTreeMap<(ObjectName, String, String), String>,
}
