// Every Rust type that sqlx maps, on PostgreSQL, with `chrono` and `rust_decimal`.
//
// `Inferred` and `Lists` hold the types that sqlx's macros infer by themselves: `query_as!(Inferred,
// "SELECT * FROM inferred")` compiles against the migrated database exactly when each column has the
// type of its field. `Optional` is the same with NULL. `Chosen` holds what the macros read when they
// are told (`SELECT mood AS "mood: _"`). `Extensions` needs `CREATE EXTENSION citext, ltree, hstore,
// cube` first. `time` and `bigdecimal` are in `all_types_postgres_time.rs`.

use sqlx::postgres::types::{
    Oid, PgBox, PgCiText, PgCircle, PgCube, PgHstore, PgInterval, PgLQuery, PgLSeg, PgLTree,
    PgLine, PgMoney, PgPath, PgPoint, PgPolygon, PgRange,
};
use sqlx::types::chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use sqlx::types::ipnetwork::IpNetwork;
use sqlx::types::mac_address::MacAddress;
use sqlx::types::{BitVec, Decimal, Json, JsonValue, Uuid};

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "inferred")]
pub struct Inferred {
    #[dbwarden(primary_key)]
    pub id: i64,
    pub truth: bool,
    pub tiny: i8,
    pub small: i16,
    pub medium: i32,
    pub large: i64,
    pub single: f32,
    pub double: f64,
    pub text: String,
    #[dbwarden(length = 40)]
    pub varchar: String,
    pub bytes: Vec<u8>,
    pub uuid: Uuid,
    pub json: JsonValue,
    pub decimal: Decimal,
    #[dbwarden(precision = 12, scale = 2)]
    pub price: Decimal,
    pub day: NaiveDate,
    pub clock: NaiveTime,
    pub moment: NaiveDateTime,
    pub instant: DateTime<Utc>,
    #[dbwarden(precision = 3)]
    pub milliseconds: DateTime<Utc>,
    pub interval: PgInterval,
    pub money: PgMoney,
    pub network: IpNetwork,
    pub mac: MacAddress,
    pub bits: BitVec,
    pub oid: Oid,
    pub point: PgPoint,
    pub line: PgLine,
    pub segment: PgLSeg,
    pub rectangle: PgBox,
    pub path: PgPath,
    pub polygon: PgPolygon,
    pub circle: PgCircle,
    pub integers: PgRange<i32>,
    pub bigints: PgRange<i64>,
    pub decimals: PgRange<Decimal>,
    pub days: PgRange<NaiveDate>,
    pub moments: PgRange<NaiveDateTime>,
    pub instants: PgRange<DateTime<Utc>>,
}

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "optional")]
pub struct Optional {
    #[dbwarden(primary_key)]
    pub id: i32,
    pub truth: Option<bool>,
    pub small: Option<i16>,
    pub text: Option<String>,
    pub bytes: Option<Vec<u8>>,
    pub uuid: Option<Uuid>,
    pub json: Option<JsonValue>,
    pub decimal: Option<Decimal>,
    pub day: Option<NaiveDate>,
    pub instant: Option<DateTime<Utc>>,
    pub network: Option<IpNetwork>,
    pub list: Option<Vec<i32>>,
}

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "lists")]
pub struct Lists {
    #[dbwarden(primary_key)]
    pub id: i16,
    pub truths: Vec<bool>,
    pub smalls: Vec<i16>,
    pub integers: Vec<i32>,
    pub bigints: Vec<i64>,
    pub singles: Vec<f32>,
    pub doubles: Vec<f64>,
    pub texts: Vec<String>,
    pub blobs: Vec<Vec<u8>>,
    pub uuids: Vec<Uuid>,
    pub documents: Vec<JsonValue>,
    pub decimals: Vec<Decimal>,
    pub days: Vec<NaiveDate>,
    pub clocks: Vec<NaiveTime>,
    pub moments: Vec<NaiveDateTime>,
    pub instants: Vec<DateTime<Utc>>,
    pub networks: Vec<IpNetwork>,
    pub macs: Vec<MacAddress>,
    pub oids: Vec<Oid>,
    pub moneys: Vec<PgMoney>,
    pub intervals: Vec<PgInterval>,
    pub ranges: Vec<PgRange<i32>>,
}

#[derive(Debug, Clone, Copy, PartialEq, sqlx::Type)]
#[sqlx(type_name = "mood", rename_all = "snake_case")]
pub enum Mood {
    VeryGood,
    #[sqlx(rename = "so-so")]
    SoSo,
}

#[derive(Debug, Clone, Copy, PartialEq, sqlx::Type)]
#[repr(i16)]
pub enum Level {
    Low = 1,
    High = 9,
}

#[derive(Debug, Clone, PartialEq, sqlx::Type)]
#[sqlx(transparent)]
pub struct Handle(pub String);

#[derive(Debug, Clone, PartialEq, sqlx::Type)]
#[sqlx(type_name = "place")]
pub struct Place {
    pub lat: f64,
    pub lon: f64,
    pub label: Option<String>,
}

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "chosen")]
pub struct Chosen {
    #[dbwarden(primary_key)]
    pub id: i32,
    pub mood: Mood,
    pub moods: Vec<Mood>,
    pub level: Level,
    pub handle: Handle,
    pub place: Option<Place>,
    pub address: std::net::IpAddr,
    pub settings: Json<Vec<String>>,
    #[sqlx(json)]
    pub options: Vec<String>,
    #[sqlx(try_from = "i64")]
    pub count: Count,
    #[sqlx(skip)]
    pub skipped: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Count(pub u64);

impl TryFrom<i64> for Count {
    type Error = std::num::TryFromIntError;

    fn try_from(count: i64) -> Result<Self, Self::Error> {
        Ok(Count(count.try_into()?))
    }
}

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "extensions")]
pub struct Extensions {
    #[dbwarden(primary_key)]
    pub id: i32,
    pub tag: PgCiText,
    pub tree: PgLTree,
    pub query: PgLQuery,
    pub pairs: PgHstore,
    pub cube: PgCube,
}
