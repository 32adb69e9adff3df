//! Keys, indexes and references.

use proc_macro2::{Ident, Span};

use super::Text;

/// A column that an attribute of the struct names: by its field, or by its own name.
#[derive(Debug, Clone)]
pub struct ColumnRef {
    /// The name, without `r#`.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// `primary_key(a, b)`.
#[derive(Debug, Clone)]
pub struct KeySpec {
    /// Its columns.
    pub columns: Vec<ColumnRef>,
    /// `name = ".."`
    pub name: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// `unique(a, b)`; on a field without columns.
#[derive(Debug, Clone)]
pub struct UniqueSpec {
    /// Its columns.
    pub columns: Vec<ColumnRef>,
    /// `name = ".."`
    pub name: Option<Text>,
    /// `include(..)`
    pub include: Vec<ColumnRef>,
    /// `nulls_not_distinct`
    pub nulls_not_distinct: Option<Span>,
    /// `deferrable`
    pub deferrable: Option<Deferrable>,
    /// Where it stands.
    pub span: Span,
}

/// `check("..")`.
#[derive(Debug, Clone)]
pub struct CheckSpec {
    /// The SQL.
    pub expr: Text,
    /// `name = ".."`
    pub name: Option<Text>,
    /// `no_inherit`
    pub no_inherit: bool,
}

/// `foreign_key(a, b, references(..))`.
#[derive(Debug, Clone)]
pub struct ForeignKeySpec {
    /// The columns that refer.
    pub columns: Vec<ColumnRef>,
    /// What they refer to.
    pub references: ReferenceSpec,
}

/// `references(..)`.
#[derive(Debug, Clone)]
pub struct ReferenceSpec {
    /// What is referred to.
    pub target: Target,
    /// `name = ".."`
    pub name: Option<Text>,
    /// `on_delete = ..`
    pub on_delete: Option<Action>,
    /// `on_update = ..`
    pub on_update: Option<Action>,
    /// `deferrable`
    pub deferrable: Option<Deferrable>,
    /// `match_full`
    pub match_full: bool,
    /// Where it stands.
    pub span: Span,
}

/// What a reference names.
#[derive(Debug, Clone)]
pub enum Target {
    /// `User`: its primary key.
    Model(syn::Path),
    /// `User::id`, or several of one model.
    Columns(syn::Path, Vec<Ident>),
    /// `"users"`, `"users.id"`, `"auth.users.id"`, `"users(tenant, id)"`
    Table {
        /// The schema, where it says one.
        schema: Option<String>,
        /// The table.
        table: String,
        /// The columns; none for the primary key.
        columns: Vec<String>,
        /// Where it stands.
        span: Span,
    },
}

/// `on_delete` and `on_update`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `no_action`
    NoAction,
    /// `restrict`
    Restrict,
    /// `cascade`
    Cascade,
    /// `set_null`
    SetNull,
    /// `set_default`
    SetDefault,
}

/// `deferrable` or `deferrable = initially_deferred`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deferrable {
    /// DEFERRABLE INITIALLY IMMEDIATE.
    Immediate,
    /// DEFERRABLE INITIALLY DEFERRED.
    Deferred,
}

/// `index(..)`.
#[derive(Debug, Clone)]
pub struct IndexSpec {
    /// What it orders by; on a field that field alone.
    pub parts: Vec<IndexPart>,
    /// `name = ".."`
    pub name: Option<Text>,
    /// `unique`
    pub unique: bool,
    /// `where = ".."`
    pub predicate: Option<Text>,
    /// `using = ".."`
    pub using: Option<Text>,
    /// `include(..)`
    pub include: Vec<ColumnRef>,
    /// `nulls_not_distinct`
    pub nulls_not_distinct: bool,
    /// `with(fillfactor = 70)`
    pub storage: Vec<(String, String)>,
    /// `comment = ".."`
    pub comment: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// A part of an index.
#[derive(Debug, Clone)]
pub struct IndexPart {
    /// What is indexed.
    pub key: IndexKey,
    /// `desc`
    pub descending: bool,
    /// `nulls first`, `nulls last`
    pub nulls: Option<Nulls>,
    /// `ops = ".."`
    pub ops: Option<Text>,
    /// `collation = ".."`
    pub collation: Option<Text>,
    /// `title(20)`: the length of a prefix (MySQL)
    pub prefix: Option<u32>,
}

/// What a part of an index is made of.
#[derive(Debug, Clone)]
pub enum IndexKey {
    /// A column.
    Column(ColumnRef),
    /// `expr = ".."`
    Expr(Text),
}

/// Where NULL stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Before all values.
    First,
    /// After all values.
    Last,
}
