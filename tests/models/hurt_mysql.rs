// What MySQL and MariaDB alone have, to hurt; see `hurt.rs`.

use dbwarden::Model;
use sqlx::types::Decimal;
use sqlx::types::chrono::{DateTime, NaiveDateTime, Utc};

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
    index(title(20), slug desc),
    index(body, using = "fulltext"),
    index(price, using = "hash", comment = "by price"),
    unique(slug, kind),
    check("price < 1000"),
    mysql(engine = "InnoDB", charset = "utf8mb4", collation = "utf8mb4_unicode_ci", row_format = "DYNAMIC")
)]
pub struct Document {
    #[dbwarden(primary_key)]
    pub id: u64,
    pub title: String,
    #[dbwarden(length = 64, collation = "utf8mb4_bin")]
    pub slug: String,
    pub body: String,
    #[dbwarden(default)]
    pub kind: Kind,
    #[dbwarden(precision = 10, scale = 2, default = 9.99, comment = "in EUR; it's net")]
    pub price: Decimal,
    #[dbwarden(generated("price * 2", virtual), type = "decimal(11,2)")]
    pub doubled: Option<Decimal>,
    #[dbwarden(generated = "upper(slug)", length = 64)]
    pub upper: Option<String>,
    #[dbwarden(precision = 3, touch, default = "CURRENT_TIMESTAMP")]
    pub updated_at: NaiveDateTime,
    pub instant: DateTime<Utc>,
    pub second: DateTime<Utc>,
    #[dbwarden(default = "NULL")]
    pub maybe: Option<DateTime<Utc>>,
    #[dbwarden(type = "MEDIUMTEXT")]
    pub long: String,
    #[dbwarden(type = "SET('x','y')", default = "'x'")]
    pub set: String,
    #[dbwarden(type = "bit(1)", default = "b'1'")]
    pub flag: bool,
    #[dbwarden(default = "uuid()", length = 36)]
    pub token: String,
    #[dbwarden(default = "(1 + 1)")]
    pub computed: i32,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(table = "pairs", primary_key(a, b))]
pub struct Pair {
    #[dbwarden(references(Document::id, on_delete = cascade, on_update = restrict))]
    pub a: u64,
    #[dbwarden(references = "Documents.id", check = "b > 0")]
    pub b: u64,
}
