//! A struct that is a table, or a part of tables.

use proc_macro2::{Ident, Span};

use super::{CheckSpec, Field, FieldKeys, ForeignKeySpec, IndexSpec, KeySpec, Text, UniqueSpec};

/// A struct with `derive(Model)`, or one that such a struct flattens.
#[derive(Debug, Clone)]
pub struct Model {
    /// Its name in Rust.
    pub ident: Ident,
    /// Its parameters.
    pub generics: syn::Generics,
    /// `table = ".."`; `None` where it is part of other models.
    pub table: Option<Text>,
    /// `schema = ".."`
    pub schema: Option<Text>,
    /// `database = ".."`
    pub database: Option<Text>,
    /// `comment = ".."`
    pub comment: Option<Text>,
    /// `renamed_from = ".."`
    pub renamed_from: Option<Text>,
    /// `skip`: no table of its own.
    pub skip: Option<Span>,
    /// `primary_key(..)`
    pub primary_key: Option<KeySpec>,
    /// `unique(..)`
    pub uniques: Vec<UniqueSpec>,
    /// `index(..)`
    pub indexes: Vec<IndexSpec>,
    /// `check(..)`
    pub checks: Vec<CheckSpec>,
    /// `foreign_key(..)`
    pub foreign_keys: Vec<ForeignKeySpec>,
    /// `column(..)`: columns that no field reads.
    pub columns: Vec<ExtraColumn>,
    /// `mysql(..)`
    pub mysql: MySqlTable,
    /// `sqlite(..)`
    pub sqlite: SqliteTable,
    /// `postgres(..)`
    pub postgres: PostgresTable,
    /// Its fields, in order, also those that are skipped.
    pub fields: Vec<Field>,
}

/// A column that no field reads.
#[derive(Debug, Clone)]
pub struct ExtraColumn {
    /// `name = ".."`
    pub name: Text,
    /// The other keys; `type` is there.
    pub keys: FieldKeys,
    /// Where it stands.
    pub span: Span,
}

/// What MySQL and MariaDB alone have.
#[derive(Debug, Clone, Default)]
pub struct MySqlTable {
    /// `engine = ".."`
    pub engine: Option<Text>,
    /// `charset = ".."`
    pub charset: Option<Text>,
    /// `collation = ".."`
    pub collation: Option<Text>,
    /// `row_format = ".."`
    pub row_format: Option<Text>,
}

/// What SQLite alone has.
#[derive(Debug, Clone, Default)]
pub struct SqliteTable {
    /// `strict`
    pub strict: Option<Span>,
    /// `without_rowid`
    pub without_rowid: Option<Span>,
}

/// What PostgreSQL alone has.
#[derive(Debug, Clone, Default)]
pub struct PostgresTable {
    /// `unlogged`
    pub unlogged: Option<Span>,
    /// `with(fillfactor = 70)`
    pub storage: Vec<(String, String)>,
}
