//! A field, and with it a column.

use proc_macro2::{Ident, Span};

use super::{CheckSpec, IndexSpec, ReferenceSpec, Spanned, Text, UniqueSpec};

/// A field of a model.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its type in Rust.
    pub ty: syn::Type,
    /// Its attributes, for `cfg`, which only the command has to decide.
    pub attrs: Vec<syn::Attribute>,
    /// The column's name: `column = ".."`, `#[sqlx(rename)]`, `#[sqlx(rename_all)]` or the field's.
    pub column: Text,
    /// `skip`, ours or sqlx's: no column.
    pub skip: Option<Span>,
    /// `#[sqlx(flatten)]`: the columns of another struct.
    pub flatten: Option<Span>,
    /// `#[sqlx(json)]`
    pub json: Option<Json>,
    /// `#[sqlx(try_from = "..")]`: the type that is read.
    pub try_from: Option<syn::Type>,
    /// The keys of `#[dbwarden(..)]`.
    pub keys: FieldKeys,
}

impl Field {
    /// Whether it is a column of its own.
    pub fn is_column(&self) -> bool {
        self.skip.is_none() && self.flatten.is_none()
    }
}

/// The keys that a field and a column without a field share.
#[derive(Debug, Clone, std::default::Default)]
pub struct FieldKeys {
    /// `primary_key`
    pub primary_key: Option<Span>,
    /// `auto`, `auto = false`
    pub auto: Option<Spanned<bool>>,
    /// `identity`
    pub identity: Option<IdentitySpec>,
    /// `unique`
    pub unique: Option<UniqueSpec>,
    /// `index`, as often as it stands there
    pub indexes: Vec<IndexSpec>,
    /// `type = ".."`
    pub ty: Option<Text>,
    /// `length = 255`
    pub length: Option<Spanned<u32>>,
    /// `precision = 10`
    pub precision: Option<Spanned<u32>>,
    /// `scale = 2`
    pub scale: Option<Spanned<u32>>,
    /// `nullable` or `not_null`
    pub nullability: Option<Spanned<NullabilityKey>>,
    /// `default`, `default = ..`
    pub default: Option<Spanned<Default>>,
    /// `references(..)`, `references = ".."`
    pub references: Option<ReferenceSpec>,
    /// `check = ".."`, `check(..)`
    pub checks: Vec<CheckSpec>,
    /// `generated = ".."`, `generated(..)`
    pub generated: Option<GeneratedSpec>,
    /// `collation = ".."`
    pub collation: Option<Text>,
    /// `comment = ".."`
    pub comment: Option<Text>,
    /// `column = ".."`
    pub column: Option<Text>,
    /// `renamed_from = ".."`
    pub renamed_from: Option<Text>,
    /// `backfill = ".."`
    pub backfill: Option<Text>,
    /// `using = ".."`
    pub using: Option<Text>,
    /// `touch`
    pub touch: Option<Span>,
    /// `skip`
    pub skip: Option<Span>,
    /// `postgres(..)`, `mysql(..)`, `sqlite(..)`
    pub engines: Engines,
}

/// `nullable` or `not_null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NullabilityKey {
    /// `nullable`
    Nullable,
    /// `not_null`
    NotNull,
}

/// `#[sqlx(json)]` or `#[sqlx(json(nullable))]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Json {
    /// NOT NULL.
    NotNull,
    /// NULL is read as `None`.
    Nullable,
}

/// What `default` is given.
#[derive(Debug, Clone)]
pub enum Default {
    /// Nothing: the enum's `#[default]`.
    OfEnum,
    /// A string of SQL.
    Sql(String),
    /// A number, as written.
    Number(String),
    /// `true` or `false`.
    Bool(bool),
    /// `Status::Todo`
    Variant(syn::Path),
}

/// `identity(..)`.
#[derive(Debug, Clone)]
pub struct IdentitySpec {
    /// GENERATED ALWAYS; else BY DEFAULT.
    pub always: bool,
    /// `start = 1000`
    pub start: Option<i64>,
    /// `increment = 10`
    pub increment: Option<i64>,
    /// Where it stands.
    pub span: Span,
}

/// `generated(..)`.
#[derive(Debug, Clone)]
pub struct GeneratedSpec {
    /// The SQL of its value.
    pub expr: Text,
    /// VIRTUAL; else STORED.
    pub virtual_: bool,
    /// Where it stands.
    pub span: Span,
}

/// What overrules a column on one engine.
#[derive(Debug, Clone, std::default::Default)]
pub struct Engines {
    /// `postgres(..)`
    pub postgres: Engine,
    /// `mysql(..)`
    pub mysql: Engine,
    /// `sqlite(..)`
    pub sqlite: Engine,
}

/// What is overruled.
#[derive(Debug, Clone, std::default::Default)]
pub struct Engine {
    /// `type = ".."`
    pub ty: Option<Text>,
    /// `default = ..`
    pub default: Option<Spanned<Default>>,
    /// `column = ".."`
    pub column: Option<Text>,
    /// `collation = ".."`
    pub collation: Option<Text>,
    /// `autoincrement` (SQLite)
    pub autoincrement: Option<Span>,
}
