// Every Rust type that sqlx maps, on SQLite, with `chrono`.
//
// `Inferred` holds the types that sqlx's macros infer by themselves, `Optional` the same with NULL, and
// `Chosen` what the macros read when they are told (`SELECT small AS "small: _"`): SQLite has one integer
// and one float, and sqlx infers `NaiveDateTime` from DATETIME, `Vec<u8>` from BLOB, nothing from TIME.
// `time` is in `all_types_sqlite_time.rs`.

use sqlx::types::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use sqlx::types::{Json, JsonValue, Uuid};

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "inferred")]
pub struct Inferred {
    #[dbwarden(primary_key)]
    pub id: i64,
    pub truth: bool,
    pub large: i64,
    pub double: f64,
    pub text: String,
    #[dbwarden(length = 40, unique)]
    pub varchar: String,
    pub bytes: Vec<u8>,
    pub day: NaiveDate,
    pub moment: NaiveDateTime,
}

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "optional")]
pub struct Optional {
    #[dbwarden(primary_key)]
    pub id: i64,
    pub truth: Option<bool>,
    pub large: Option<i64>,
    pub double: Option<f64>,
    pub text: Option<String>,
    pub bytes: Option<Vec<u8>>,
    pub day: Option<NaiveDate>,
    pub moment: Option<NaiveDateTime>,
}

#[derive(Debug, Clone, Copy, PartialEq, sqlx::Type)]
#[sqlx(rename_all = "snake_case")]
pub enum Mood {
    VeryGood,
    #[sqlx(rename = "so-so")]
    SoSo,
}

#[derive(Debug, Clone, Copy, PartialEq, sqlx::Type)]
#[repr(u8)]
pub enum Level {
    Low = 1,
    High = 9,
}

#[derive(Debug, Clone, PartialEq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Handle(pub String);

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "chosen")]
pub struct Chosen {
    #[dbwarden(primary_key)]
    pub id: Uuid,
    pub tiny: i8,
    pub small: i16,
    pub medium: i32,
    pub unsigned: u32,
    pub single: f32,
    pub clock: NaiveTime,
    pub instant: DateTime<Utc>,
    pub hyphenated: sqlx::types::uuid::fmt::Hyphenated,
    pub json: JsonValue,
    pub settings: Json<Vec<String>>,
    pub mood: Mood,
    pub level: Level,
    pub handle: Handle,
    #[sqlx(json)]
    pub options: Vec<String>,
}
