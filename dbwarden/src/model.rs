//! What `derive(Model)` expands to: a hidden constant for each column, and calls that let rustc
//! compare the two ends of a reference. Nothing of it is there when the program runs.

use std::marker::PhantomData;

/// A column of a model, with the Rust type of its field.
#[derive(Debug)]
pub struct Column<T>(PhantomData<fn() -> T>);

impl<T> Column<T> {
    /// Made by the derive alone.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// The primary key of a model, with the type of its field, or a tuple of them.
#[derive(Debug)]
pub struct PrimaryKey<T>(PhantomData<fn() -> T>);

impl<T> PrimaryKey<T> {
    /// Made by the derive alone.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Self(PhantomData)
    }
}

/// A field of type `Self` may refer to a column of type `T`: the types are equal but for `Option`.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot refer to a column of type `{T}`",
    label = "this is `{Self}`, the column is `{T}`",
    note = "both ends of a reference have the same type; `Option` does not count",
    note = "where the columns are alike all the same, name the table: `references = \"table.column\"`"
)]
pub trait RefersTo<T> {}

// No two of these overlap: no type is an `Option` of itself.
impl<T> RefersTo<T> for T {}
impl<T> RefersTo<T> for Option<T> {}
impl<T> RefersTo<Option<T>> for T {}

/// A field of type `Self` may hold a value of type `T`.
#[diagnostic::on_unimplemented(
    message = "a field of type `{Self}` cannot have a default of type `{T}`",
    label = "this is `{Self}`, the default is `{T}`"
)]
pub trait Holds<T> {}

impl<T> Holds<T> for T {}
impl<T> Holds<T> for Option<T> {}

/// Compiles when a field of type `F` may refer to the column.
pub const fn refers<F: RefersTo<T>, T>(_: Column<T>) {}

/// Compiles when a field of type `F` may refer to the primary key.
pub const fn is_key<F: RefersTo<T>, T>(_: PrimaryKey<T>) {}

/// Compiles when there is such a column or key.
pub const fn is_column<T>(_: &T) {}

/// Compiles when a field of type `F` may hold the value.
pub fn holds<F: Holds<T>, T>(_: T) {}
