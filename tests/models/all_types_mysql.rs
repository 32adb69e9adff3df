// Every Rust type that sqlx maps, on MySQL and MariaDB, with `chrono` and `rust_decimal`.
//
// `Inferred` holds the types that sqlx's macros infer by themselves, `Optional` the same with NULL, and
// `Chosen` what the macros read when they are told (`SELECT mood AS "mood: _"`): sqlx infers `i8` from
// TINYINT(1) and `Vec<u8>` from BINARY(16). `time` and `bigdecimal` are in `all_types_mysql_time.rs`.

use sqlx::types::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use sqlx::types::{Decimal, Json, JsonValue, Uuid};

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "inferred")]
pub struct Inferred {
    #[dbwarden(primary_key)]
    pub id: u64,
    pub tiny: i8,
    pub small: i16,
    pub medium: i32,
    pub large: i64,
    pub unsigned_tiny: u8,
    pub unsigned_small: u16,
    pub unsigned_medium: u32,
    pub unsigned_large: u64,
    pub single: f32,
    pub double: f64,
    pub text: String,
    #[dbwarden(length = 40, unique)]
    pub varchar: String,
    pub bytes: Vec<u8>,
    #[dbwarden(length = 20)]
    pub varbinary: Vec<u8>,
    pub json: JsonValue,
    #[dbwarden(precision = 12, scale = 2)]
    pub price: Decimal,
    pub day: NaiveDate,
    pub clock: NaiveTime,
    pub moment: NaiveDateTime,
    pub instant: DateTime<Utc>,
    pub second_instant: DateTime<Utc>,
    #[dbwarden(precision = 3)]
    pub milliseconds: NaiveDateTime,
}

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "optional")]
pub struct Optional {
    #[dbwarden(primary_key)]
    pub id: i32,
    pub medium: Option<i32>,
    pub unsigned: Option<u32>,
    pub text: Option<String>,
    pub bytes: Option<Vec<u8>>,
    pub json: Option<JsonValue>,
    #[dbwarden(precision = 12)]
    pub decimal: Option<Decimal>,
    pub day: Option<NaiveDate>,
    pub instant: Option<DateTime<Utc>>,
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
    pub truth: bool,
    pub hyphenated: sqlx::types::uuid::fmt::Hyphenated,
    pub mood: Mood,
    pub level: Level,
    #[dbwarden(length = 30, index)]
    pub handle: Handle,
    pub address: std::net::IpAddr,
    pub settings: Json<Vec<String>>,
    #[sqlx(json)]
    pub options: Vec<String>,
    #[sqlx(json(nullable))]
    pub more: Option<Vec<String>>,
}
