//! What an item declares. Every part carries the span where it stands.

mod constraint;
mod enums;
mod field;
mod model;

pub use constraint::{
    Action, CheckSpec, ColumnRef, Deferrable, ForeignKeySpec, IndexKey, IndexPart, IndexSpec,
    KeySpec, Nulls, ReferenceSpec, Target, UniqueSpec,
};
pub use enums::{EnumModel, Stored, TypeAttributes, Variant};
pub use field::{
    Default, Engine, Engines, Field, FieldKeys, GeneratedSpec, IdentitySpec, Json, NullabilityKey,
};
pub use model::{ExtraColumn, Model, MySqlTable, PostgresTable, SqliteTable};

use proc_macro2::Span;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A string of an attribute.
pub type Text = Spanned<String>;
