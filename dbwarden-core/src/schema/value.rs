//! What a Rust type holds, before a dialect says in which column it is kept.

use super::{EnumType, ObjectName};

/// The value types that sqlx maps, free of the crate that a type comes from.
///
/// A dialect turns one into a column type: the one from which sqlx's macros infer that very Rust
/// type back, wherever there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueType {
    /// `bool`
    Bool,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`, `Box<str>`, `Cow<str>`
    Text,
    /// `Vec<u8>`, `[u8; N]`, `Box<[u8]>`, `bytes::Bytes`
    Bytes,
    /// `chrono::NaiveDate`, `time::Date`
    Date,
    /// `chrono::NaiveTime`, `time::Time`
    Time,
    /// `PgTimeTz`
    TimeTz,
    /// `chrono::NaiveDateTime`, `time::PrimitiveDateTime`
    DateTime,
    /// `chrono::DateTime<Utc>`, `DateTime<Local>`, `DateTime<FixedOffset>`, `time::OffsetDateTime`
    DateTimeTz,
    /// `PgInterval`, `chrono::Duration`, `time::Duration`
    Interval,
    /// `uuid::Uuid`
    Uuid,
    /// `uuid::fmt::Hyphenated`, `uuid::fmt::Simple`
    UuidText {
        /// 36 characters with hyphens or 32 without.
        hyphenated: bool,
    },
    /// `serde_json::Value`, `sqlx::types::Json<T>`, `#[sqlx(json)]`
    Json,
    /// `rust_decimal::Decimal`, `bigdecimal::BigDecimal`
    Decimal,
    /// `PgMoney`
    Money,
    /// `std::net::IpAddr`, `ipnetwork::IpNetwork`, `ipnet::IpNet`
    Inet,
    /// `mac_address::MacAddress`
    MacAddr,
    /// `bit_vec::BitVec`
    BitVec,
    /// A type of the engine that sqlx maps one to one, by its canonical name: `PgLTree` is `ltree`,
    /// `PgPoint` is `point`.
    Named(&'static str),
    /// `PgRange<T>` of PostgreSQL's built-in ranges
    Range(Box<ValueType>),
    /// `Vec<T>`, `[T; N]` of anything but bytes
    Array(Box<ValueType>),
    /// An enum with `derive(sqlx::Type)` and without `repr`, kept as the engine's own enum.
    Enum(EnumType),
    /// The same, as TEXT with a CHECK on its values (`stored = "check"`).
    CheckedText(Vec<String>),
    /// A struct with named fields and `derive(sqlx::Type)` (PostgreSQL).
    Composite(ObjectName),
}

/// What attributes of a field add to its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TypeParameters {
    /// `length`, in characters (bytes for bytes).
    pub length: Option<u32>,
    /// `precision`, in digits (fractional digits of seconds for times).
    pub precision: Option<u32>,
    /// `scale`, in digits.
    pub scale: Option<u32>,
    /// Whether the column stands in a key or an index.
    pub in_key: bool,
}
