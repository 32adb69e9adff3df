//! Column types and the types that a schema declares.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ObjectName, Origin};

/// The type of a column in canonical form: two types are equal when these are.
///
/// The dialect parses what people and catalogs write (`INT4`, `int`, `integer`) into the one
/// canonical name and prints it as people expect to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnType {
    /// Its name.
    pub name: TypeName,
    /// What stands in parentheses: length, precision and scale, or whatever an extension's type takes;
    /// the values of a MySQL ENUM or SET, unquoted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<String>,
    /// MySQL: `UNSIGNED`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsigned: bool,
    /// MySQL: `ZEROFILL`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub zerofill: bool,
    /// MySQL: `CHARACTER SET`, where the type names one. The catalog never does: there a column's
    /// collation says both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
    /// MySQL: the width in which an integer is displayed, where it is not the usual one.
    #[serde(skip)]
    pub width: DisplayWidth,
    /// SQLite: its words as a definition has them.
    #[serde(skip)]
    pub spelling: Spelling,
    /// PostgreSQL: an array. The server does not tell one dimension from two.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub array: bool,
}

impl ColumnType {
    /// A built-in type without modifiers, by its canonical name.
    pub fn builtin(name: impl Into<String>) -> Self {
        Self {
            name: TypeName::Builtin(name.into()),
            modifiers: Vec::new(),
            unsigned: false,
            zerofill: false,
            charset: None,
            width: DisplayWidth::default(),
            spelling: Spelling::default(),
            array: false,
        }
    }

    /// A type that the schema, or an extension, declares.
    pub fn user(name: ObjectName) -> Self {
        Self { name: TypeName::User(name), ..Self::builtin("") }
    }

    /// The same with modifiers.
    #[must_use]
    pub fn with_modifiers<T: ToString>(mut self, modifiers: impl IntoIterator<Item = T>) -> Self {
        self.modifiers = modifiers.into_iter().map(|modifier| modifier.to_string()).collect();
        self
    }

    /// The values that the type itself lists, as the `ENUM` of MySQL does.
    pub fn listed_values(&self) -> Option<&[String]> {
        let is_enum = matches!(&self.name, TypeName::Builtin(name) if name == "enum");
        is_enum.then_some(&self.modifiers)
    }
}

/// A number that says nothing of what a column holds: any two are equal. It is kept so that the type is
/// written as it was read.
#[derive(Debug, Clone, Copy, Default)]
pub struct DisplayWidth(pub Option<u32>);

impl PartialEq for DisplayWidth {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for DisplayWidth {}

/// How a type is written, which says nothing of what a column holds: any two are equal. It is kept so
/// that the type is written as it was read.
#[derive(Debug, Clone, Default)]
pub struct Spelling(pub Option<String>);

impl PartialEq for Spelling {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Spelling {}

/// The name of a type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeName {
    /// A type of the engine, in lower case: `integer`, `timestamp with time zone`.
    Builtin(String),
    /// A type that the schema or an extension declares.
    User(ObjectName),
}

/// An enum type of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnumType {
    /// Its name.
    pub name: ObjectName,
    /// Its values, in order.
    pub values: Vec<String>,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Values that had another name before, as the model says: from the new name to the old one.
    #[serde(skip)]
    pub renamed_values: BTreeMap<String, String>,
    /// Where it was declared.
    #[serde(skip)]
    pub origin: Option<Origin>,
}

/// A composite type.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompositeType {
    /// Its name.
    pub name: ObjectName,
    /// Its attributes, in order.
    pub attributes: Vec<(String, ColumnType)>,
    /// The collations of attributes that have another than their type.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub collations: BTreeMap<String, String>,
    /// The comments of attributes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub comments: BTreeMap<String, String>,
    /// `COMMENT`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The further objects that it is made of, by the statements that take these down.
    #[serde(skip)]
    pub needs: Vec<String>,
    /// Where it was declared.
    #[serde(skip)]
    pub origin: Option<Origin>,
}

impl CompositeType {
    /// Whether the attributes of another are the same, apart from what is said about them.
    pub fn has_attributes_of(&self, other: &Self) -> bool {
        self.attributes == other.attributes && self.collations == other.collations
    }
}
