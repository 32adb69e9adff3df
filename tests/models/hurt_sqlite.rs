// What SQLite alone has, to hurt; see `hurt.rs`.

use dbwarden::Model;
use sqlx::types::chrono::NaiveDateTime;

#[derive(Debug, Clone, Copy, Default, PartialEq, sqlx::Type)]
pub enum Kind {
    #[default]
    A,
    #[sqlx(rename = "b's")]
    B,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(
    table = "Documents",
    index(expr = "lower(title)", slug desc, where = "kind = 'A' AND slug IS NOT NULL"),
    index(slug collation = "NOCASE", unique, name = "uq_documents_slug"),
    unique(slug, kind),
    check("title <> ''", name = "ck_documents_title")
)]
pub struct Document {
    #[dbwarden(primary_key, sqlite(autoincrement))]
    pub id: i64,
    #[dbwarden(collation = "NOCASE")]
    pub title: String,
    pub slug: Option<String>,
    #[dbwarden(default)]
    pub kind: Kind,
    #[dbwarden(default = "(datetime('now'))")]
    pub made: NaiveDateTime,
    #[dbwarden(touch, default = "CURRENT_TIMESTAMP")]
    pub updated_at: NaiveDateTime,
    #[dbwarden(generated("length(title)", virtual))]
    pub size: Option<i64>,
    #[dbwarden(generated = "upper(title)")]
    pub upper: Option<String>,
    #[dbwarden(references(Document, on_delete = set_default, deferrable = initially_deferred))]
    pub parent: Option<i64>,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(table = "strict one", sqlite(strict, without_rowid), primary_key(key, part))]
pub struct Strict {
    pub key: String,
    pub part: i64,
    pub blob: Vec<u8>,
    pub real: f64,
    #[dbwarden(type = "ANY")]
    pub any: String,
    #[dbwarden(references(Document::id, on_delete = cascade, on_update = set_null))]
    pub document: Option<i64>,
}
