//! Enums, and what sqlx's attributes say of a type.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span};

use super::{Spanned, Text};
use crate::RenameAll;

/// What `#[sqlx(..)]` and `#[repr(..)]` say of a type.
#[derive(Debug, Clone, Default)]
pub struct TypeAttributes {
    /// `#[sqlx(transparent)]`
    pub transparent: bool,
    /// `#[sqlx(type_name = "..")]`
    pub type_name: Option<Text>,
    /// `#[sqlx(rename_all = "..")]`
    pub rename_all: Option<RenameAll>,
    /// `#[repr(i32)]`: the integer.
    pub repr: Option<Ident>,
}

/// An enum.
#[derive(Debug, Clone)]
pub struct EnumModel {
    /// Its name in Rust.
    pub ident: Ident,
    /// What sqlx knows of it.
    pub sqlx: TypeAttributes,
    /// `stored = ".."`
    pub stored: Option<Spanned<Stored>>,
    /// `comment = ".."`
    pub comment: Option<Text>,
    /// Its variants, in order.
    pub variants: Vec<Variant>,
}

impl EnumModel {
    /// The variant that `#[default]` marks.
    pub fn default_variant(&self) -> Option<&Variant> {
        self.variants.iter().find(|variant| variant.default.is_some())
    }

    /// Whether a column can hold no others: its type, or a CHECK, lists them.
    pub fn lists_its_values(&self) -> bool {
        let is_text = self.stored.as_ref().is_some_and(|stored| stored.value == Stored::Text);
        self.sqlx.repr.is_none() && !is_text
    }

    /// The values that had another name before: from the new name to the old one.
    pub fn renamed_values(&self) -> BTreeMap<String, String> {
        let renamed = |variant: &Variant| {
            let from = variant.renamed_from.as_ref()?;
            Some((variant.value.clone(), from.value.clone()))
        };
        self.variants.iter().filter_map(renamed).collect()
    }
}

/// How the values of an enum are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stored {
    /// `enum`: the engine's own, where it has one.
    Enum,
    /// `check`: text with a CHECK on the values.
    Check,
    /// `text`: text, unchecked.
    Text,
}

/// A variant.
#[derive(Debug, Clone)]
pub struct Variant {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its attributes, for `cfg`, which only the command has to decide.
    pub attrs: Vec<syn::Attribute>,
    /// Its value in the database.
    pub value: String,
    /// `= 3`, as far as it is a plain number.
    pub discriminant: Option<i64>,
    /// Whether there is a discriminant that is no plain number.
    pub opaque_discriminant: bool,
    /// `#[default]`, or `#[dbwarden(default)]`
    pub default: Option<Span>,
    /// `#[dbwarden(renamed_from = "..")]`: its value before
    pub renamed_from: Option<Text>,
}
