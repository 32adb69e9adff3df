//! The one intermediate representation: what models declare, what a database holds, and what the
//! snapshot remembers are all a [`Schema`].
//!
//! Lists are in source order; the order never decides whether two schemas are equal, except for the
//! columns of a key and the values of an enum.

mod column;
mod constraint;
mod expr;
mod index;
mod name;
mod parameters;
mod sequence;
mod table;
mod types;
mod value;

pub use column::{Column, Generated, Identity, IdentityMode, NotNull, Numbering, Storage};
pub use constraint::{
    Action, CheckConstraint, Conflict, Deferrability, ExclusionConstraint, ForeignKey, KeyOrder,
    MatchType, PrimaryKey, UniqueConstraint,
};
pub use expr::Expr;
pub use index::{Index, IndexKey, IndexPart, NullsOrder};
pub use name::{ObjectName, Origin, shorten, touch_name};
pub use parameters::Parameters;
pub use sequence::{Sequence, SequenceOptions, not_null_name, serial_name};
pub use table::{Inheritance, Table, TableOptions};
pub use types::{ColumnType, CompositeType, DisplayWidth, EnumType, Spelling, TypeName};
pub use value::{TypeParameters, ValueType};

use serde::{Deserialize, Serialize};

/// Everything that dbwarden knows of one database.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Schema {
    /// Schemas within the database (PostgreSQL), where the source tells of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub namespaces: Vec<Namespace>,
    /// Enum types of their own (PostgreSQL); MySQL's enums are column types.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enums: Vec<EnumType>,
    /// Composite types (PostgreSQL).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub composites: Vec<CompositeType>,
    /// Sequences that no column makes for itself (PostgreSQL).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sequences: Vec<Sequence>,
    /// Tables, in source order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// Tables that are not compared, as far as they are tables like any other: what they are made of may
    /// change below them.
    #[serde(skip)]
    pub families: Vec<Family>,
    /// What is known by name and definition alone: views, routines, triggers and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<Object>,
}

impl Schema {
    /// The table of that name.
    pub fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == *name)
    }

    /// The sequence of that name.
    pub fn sequence(&self, name: &ObjectName) -> Option<&Sequence> {
        self.sequences.iter().find(|sequence| sequence.name == *name)
    }

    /// The enum type of that name.
    pub fn enum_type(&self, name: &ObjectName) -> Option<&EnumType> {
        self.enums.iter().find(|ty| ty.name == *name)
    }
}

/// A table that is partitioned, or inherits from others.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    /// As far as it is a table like any other.
    pub table: Table,
}

/// A schema within a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// The kind of an object that is a table which inherits from others.
pub const INHERITING_TABLE: &str = "inheriting table";

/// The kind of an object that is what others may do with a table, a sequence or a schema.
pub const PRIVILEGES: &str = "privileges";

/// A further object of a database: listed, and put back when something below it changes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Object {
    /// What it is, in the words of the database: `view`, `function`, `trigger`.
    pub kind: String,
    /// Its name.
    pub name: ObjectName,
    /// The schema that it goes with, where its name says nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The statement that creates it, as the database gives it back.
    pub definition: String,
    /// The tables that it hangs on, and the types.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ObjectName>,
    /// The table or view that it goes with, where it hangs on others as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<ObjectName>,
    /// The columns that it hangs on, where it is known that it hangs on no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<(ObjectName, String)>,
    /// The statement that takes it down, where it can be taken down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_down_by: Option<String>,
    /// What is said about it in statements of their own: comments, indexes of a materialized view.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<String>,
    /// The other objects that it hangs on, by the statements that take these down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Whether the database cannot run it, as it names what is not there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_broken: bool,
}
