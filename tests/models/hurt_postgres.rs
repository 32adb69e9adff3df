// What PostgreSQL alone has, to hurt; see `hurt.rs`.

use dbwarden::Model;
use sqlx::postgres::types::{PgInterval, PgRange};
use sqlx::types::chrono::{DateTime, Utc};
use sqlx::types::{JsonValue, Uuid};

#[derive(Debug, Clone, Copy, PartialEq, sqlx::Type)]
#[sqlx(type_name = "\"Weird Kind\"")]
pub enum Kind {
    A,
    B,
}

#[derive(Debug, Clone, PartialEq, sqlx::Type)]
#[sqlx(type_name = "address")]
pub struct Address {
    pub street: String,
    pub kind: Option<Kind>,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(
    table = "documents",
    index(expr = "lower(title)", name = "ix_documents_title_lowered"),
    index(title ops = "text_pattern_ops", created_at desc nulls last),
    index(tags, using = "gin"),
    index(body ops = "jsonb_path_ops", using = "gin", with(fastupdate = off)),
    index(created_at, where = "deleted_at IS NULL AND kind = 'A'", include(title, kind)),
    index(slug, unique, where = "deleted_at IS NULL", name = "uq_documents_slug_alive"),
    index(expr = "(body ->> 'a')", expr = "lower(slug)" desc, columns(kind)),
    index(owner, unique, nulls_not_distinct, name = "uq_documents_owner"),
    unique(owner, slug, include(title), name = "uq_documents_owner_slug"),
    unique(slug, kind, nulls_not_distinct, deferrable = initially_deferred),
    check("cardinality(tags) < 10", no_inherit, name = "ck_documents_tags"),
    column(name = "search", type = "tsvector", nullable, index(using = "gin"),
        generated = "to_tsvector('english', title)"),
    postgres(unlogged, with(fillfactor = 70, autovacuum_enabled = false))
)]
pub struct Document {
    #[dbwarden(primary_key, default = "gen_random_uuid()")]
    pub id: Uuid,
    #[dbwarden(collation = "C")]
    pub title: String,
    pub slug: Option<String>,
    #[dbwarden(default = Kind::A, comment = "It's odd")]
    pub kind: Kind,
    pub kinds: Vec<Kind>,
    #[dbwarden(default = "'{}'")]
    pub tags: Vec<String>,
    #[dbwarden(default = "'{\"a\": [1, 2]}'::jsonb")]
    pub body: JsonValue,
    pub address: Option<Address>,
    #[dbwarden(default = "'1 day'")]
    pub lifetime: PgInterval,
    pub pages: Option<PgRange<i32>>,
    #[dbwarden(references(Document, on_delete = set_default, deferrable = initially_deferred, match_full))]
    pub owner: Option<Uuid>,
    #[dbwarden(default = "now()", precision = 3)]
    pub created_at: DateTime<Utc>,
    pub deleted_at: Option<DateTime<Utc>>,
    #[dbwarden(touch, default = "now()")]
    pub updated_at: DateTime<Utc>,
    #[sqlx(skip)]
    pub skipped: (),
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(table = "numbers")]
pub struct Number {
    #[dbwarden(primary_key, identity(always, start = 1000, increment = 10))]
    pub id: i64,
    #[dbwarden(identity)]
    pub second: i32,
    #[dbwarden(auto, unique(deferrable))]
    pub third: i16,
    #[dbwarden(generated("second * 2", stored))]
    pub doubled: Option<i32>,
    #[dbwarden(type = "char(3)", default = "'EUR'")]
    pub currency: String,
    #[dbwarden(type = "timestamp(0) with time zone", default = "CURRENT_TIMESTAMP")]
    pub at: DateTime<Utc>,
}
