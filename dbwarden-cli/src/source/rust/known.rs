//! The types of other crates that sqlx maps.

use dbwarden_core::schema::ValueType;

/// What a type of another crate holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Known {
    /// A value, whatever its parameters.
    Value(ValueType),
    /// What its first parameter holds: `Box<T>`, `Cow<'_, T>`, `NonZero<T>`.
    Transparent,
    /// `Option<T>`
    Option,
    /// `Vec<T>`: bytes, or a list.
    List,
    /// `PgRange<T>`
    Range,
}

/// What a path into another crate means; a single segment is a name of the prelude.
pub(super) fn known(path: &[String]) -> Option<Known> {
    let name = path.last()?.as_str();
    let known = match path {
        [_] => prelude(name)?,
        [first, ..] => match first.as_str() {
            "std" | "core" | "alloc" => standard(name)?,
            "sqlx" | "sqlx_core" | "sqlx_postgres" | "sqlx_mysql" | "sqlx_sqlite" => {
                of_sqlx(name).or_else(|| foreign(name))?
            }
            "chrono" | "time" | "uuid" | "serde_json" | "rust_decimal" | "bigdecimal"
            | "ipnetwork" | "ipnet" | "mac_address" | "bit_vec" | "bytes" | "bstr" => {
                foreign(name)?
            }
            _ => return None,
        },
        [] => return None,
    };
    Some(known)
}

/// Whether [`known`] finds something.
pub(super) fn is_known(path: &[String]) -> bool {
    known(path).is_some()
}

fn prelude(name: &str) -> Option<Known> {
    Some(match name {
        "bool" => Known::Value(ValueType::Bool),
        "i8" => Known::Value(ValueType::I8),
        "i16" => Known::Value(ValueType::I16),
        "i32" => Known::Value(ValueType::I32),
        "i64" => Known::Value(ValueType::I64),
        "u8" => Known::Value(ValueType::U8),
        "u16" => Known::Value(ValueType::U16),
        "u32" => Known::Value(ValueType::U32),
        "u64" => Known::Value(ValueType::U64),
        "f32" => Known::Value(ValueType::F32),
        "f64" => Known::Value(ValueType::F64),
        "str" => Known::Value(ValueType::Text),
        "String" | "Vec" | "Option" | "Box" => return standard(name),
        _ => return None,
    })
}

fn standard(name: &str) -> Option<Known> {
    Some(match name {
        "String" => Known::Value(ValueType::Text),
        "Vec" => Known::List,
        "Option" => Known::Option,
        "Box" | "Rc" | "Arc" | "Cow" | "NonZero" => Known::Transparent,
        "NonZeroI8" => Known::Value(ValueType::I8),
        "NonZeroI16" => Known::Value(ValueType::I16),
        "NonZeroI32" => Known::Value(ValueType::I32),
        "NonZeroI64" => Known::Value(ValueType::I64),
        "NonZeroU8" => Known::Value(ValueType::U8),
        "NonZeroU16" => Known::Value(ValueType::U16),
        "NonZeroU32" => Known::Value(ValueType::U32),
        "NonZeroU64" => Known::Value(ValueType::U64),
        "IpAddr" | "Ipv4Addr" | "Ipv6Addr" => Known::Value(ValueType::Inet),
        "Duration" => Known::Value(ValueType::Interval),
        _ => return prelude_of_primitives(name),
    })
}

/// `std::primitive::i32`
fn prelude_of_primitives(name: &str) -> Option<Known> {
    name.starts_with(|c: char| c.is_ascii_lowercase()).then(|| prelude(name)).flatten()
}

fn foreign(name: &str) -> Option<Known> {
    Some(Known::Value(match name {
        "NaiveDate" | "Date" => ValueType::Date,
        "NaiveTime" | "Time" => ValueType::Time,
        "NaiveDateTime" | "PrimitiveDateTime" => ValueType::DateTime,
        "DateTime" | "OffsetDateTime" => ValueType::DateTimeTz,
        "TimeDelta" | "Duration" => ValueType::Interval,
        "Uuid" => ValueType::Uuid,
        "Hyphenated" => ValueType::UuidText { hyphenated: true },
        "Simple" => ValueType::UuidText { hyphenated: false },
        "Value" | "RawValue" => ValueType::Json,
        "Decimal" | "BigDecimal" => ValueType::Decimal,
        "IpNetwork" | "IpNet" => ValueType::Inet,
        "MacAddress" => ValueType::MacAddr,
        "BitVec" => ValueType::BitVec,
        "Bytes" | "BString" => ValueType::Bytes,
        _ => return None,
    }))
}

fn of_sqlx(name: &str) -> Option<Known> {
    Some(Known::Value(match name {
        "Json" | "JsonValue" | "JsonRawValue" => ValueType::Json,
        "Text" => ValueType::Text,
        "PgInterval" | "MySqlTime" => ValueType::Interval,
        "PgTimeTz" => ValueType::TimeTz,
        "PgMoney" => ValueType::Money,
        "PgCiText" => ValueType::Named("citext"),
        "PgLTree" => ValueType::Named("ltree"),
        "PgLQuery" => ValueType::Named("lquery"),
        "PgHstore" => ValueType::Named("hstore"),
        "PgCube" => ValueType::Named("cube"),
        "PgPoint" => ValueType::Named("point"),
        "PgLine" => ValueType::Named("line"),
        "PgLSeg" => ValueType::Named("lseg"),
        "PgBox" => ValueType::Named("box"),
        "PgPath" => ValueType::Named("path"),
        "PgPolygon" => ValueType::Named("polygon"),
        "PgCircle" => ValueType::Named("circle"),
        "Oid" => ValueType::Named("oid"),
        "PgRange" => return Some(Known::Range),
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Option<Known> {
        known(&path.split("::").map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_type_is_known_by_its_crate_and_by_the_way_through_sqlx() {
        let uuid = Some(Known::Value(ValueType::Uuid));
        assert_eq!(of("uuid::Uuid"), uuid);
        assert_eq!(of("sqlx::types::Uuid"), uuid);
        assert_eq!(of("sqlx::types::uuid::Uuid"), uuid);
        assert_eq!(of("Uuid"), None);
        assert_eq!(of("other::Uuid"), None);
    }

    #[test]
    fn the_prelude_holds_no_more_than_rust_has_there() {
        assert_eq!(of("i32"), Some(Known::Value(ValueType::I32)));
        assert_eq!(of("Option"), Some(Known::Option));
        assert_eq!(of("Arc"), None);
        assert_eq!(of("std::sync::Arc"), Some(Known::Transparent));
        assert_eq!(of("i128"), None);
    }
}
