//! Every Rust type that sqlx maps, for the three databases.

use dbwarden_core::dialect::Dialect;

use super::Project;

/// The type of a column of that Rust type, or the problem.
fn column(dialect: Dialect, ty: &str, keys: &str) -> String {
    let text = format!(
        "use sqlx::postgres::types as pg;\n#[derive(dbwarden::Model)]\n#[dbwarden(table = \"t\")]\n\
         struct T {{ {keys} value: {ty} }}\n"
    );
    match Project::new(&[("src/models.rs", &text)]).load(dialect) {
        Ok(schema) => schema.tables[0].columns[0].ty.sql(dialect),
        Err(problems) => {
            assert_eq!(problems.len(), 1);
            assert_eq!(problems[0].line, 4);
            assert!(problems[0].hint.is_some(), "{}", problems[0]);
            "-".to_owned()
        }
    }
}

#[test]
fn every_type() {
    // Rust, PostgreSQL, MySQL, SQLite; `-` where there is none.
    let types = [
        ("bool", "BOOLEAN", "TINYINT(1)", "BOOLEAN"),
        ("i8", "\"char\"", "TINYINT", "INTEGER"),
        ("i16", "SMALLINT", "SMALLINT", "INTEGER"),
        ("i32", "INTEGER", "INT", "INTEGER"),
        ("i64", "BIGINT", "BIGINT", "INTEGER"),
        ("u8", "-", "TINYINT UNSIGNED", "INTEGER"),
        ("u16", "-", "SMALLINT UNSIGNED", "INTEGER"),
        ("u32", "-", "INT UNSIGNED", "INTEGER"),
        ("u64", "-", "BIGINT UNSIGNED", "INTEGER"),
        ("f32", "REAL", "FLOAT", "REAL"),
        ("f64", "DOUBLE PRECISION", "DOUBLE", "REAL"),
        ("std::num::NonZeroI32", "INTEGER", "INT", "INTEGER"),
        ("std::num::NonZero<i64>", "BIGINT", "BIGINT", "INTEGER"),
        ("String", "TEXT", "TEXT", "TEXT"),
        ("Box<str>", "TEXT", "TEXT", "TEXT"),
        ("&'static str", "TEXT", "TEXT", "TEXT"),
        ("std::borrow::Cow<'static, str>", "TEXT", "TEXT", "TEXT"),
        ("sqlx::types::Text<Anything>", "TEXT", "TEXT", "TEXT"),
        ("Vec<u8>", "BYTEA", "BLOB", "BLOB"),
        ("[u8; 16]", "BYTEA", "BLOB", "BLOB"),
        ("Box<[u8]>", "BYTEA", "BLOB", "BLOB"),
        ("chrono::NaiveDate", "DATE", "DATE", "DATE"),
        ("chrono::NaiveTime", "TIME", "TIME(6)", "TIME"),
        ("chrono::NaiveDateTime", "TIMESTAMP", "DATETIME(6)", "DATETIME"),
        ("chrono::DateTime<chrono::Utc>", "TIMESTAMPTZ", "TIMESTAMP(6)", "DATETIME"),
        ("sqlx::types::chrono::DateTime<Local>", "TIMESTAMPTZ", "TIMESTAMP(6)", "DATETIME"),
        ("time::Date", "DATE", "DATE", "DATE"),
        ("time::Time", "TIME", "TIME(6)", "TIME"),
        ("time::PrimitiveDateTime", "TIMESTAMP", "DATETIME(6)", "DATETIME"),
        ("time::OffsetDateTime", "TIMESTAMPTZ", "TIMESTAMP(6)", "DATETIME"),
        ("time::Duration", "INTERVAL", "TIME(6)", "-"),
        ("chrono::TimeDelta", "INTERVAL", "TIME(6)", "-"),
        ("uuid::Uuid", "UUID", "BINARY(16)", "BLOB"),
        ("uuid::fmt::Hyphenated", "-", "CHAR(36)", "TEXT"),
        ("serde_json::Value", "JSONB", "JSON", "TEXT"),
        ("sqlx::types::JsonValue", "JSONB", "JSON", "TEXT"),
        ("sqlx::types::Json<Vec<Nobody>>", "JSONB", "JSON", "TEXT"),
        ("rust_decimal::Decimal", "NUMERIC", "-", "-"),
        ("bigdecimal::BigDecimal", "NUMERIC", "-", "-"),
        ("std::net::IpAddr", "INET", "VARCHAR(45)", "-"),
        ("ipnetwork::IpNetwork", "INET", "VARCHAR(45)", "-"),
        ("ipnet::IpNet", "INET", "VARCHAR(45)", "-"),
        ("mac_address::MacAddress", "MACADDR", "-", "-"),
        ("bit_vec::BitVec", "VARBIT", "-", "-"),
        ("pg::PgInterval", "INTERVAL", "TIME(6)", "-"),
        ("pg::PgMoney", "MONEY", "-", "-"),
        ("pg::PgTimeTz", "TIMETZ", "-", "-"),
        ("pg::PgCiText", "citext", "-", "-"),
        ("pg::PgLTree", "ltree", "-", "-"),
        ("pg::PgLQuery", "lquery", "-", "-"),
        ("pg::PgHstore", "hstore", "-", "-"),
        ("pg::PgCube", "cube", "-", "-"),
        ("pg::PgPoint", "POINT", "-", "-"),
        ("pg::PgLine", "LINE", "-", "-"),
        ("pg::PgLSeg", "LSEG", "-", "-"),
        ("pg::PgBox", "BOX", "-", "-"),
        ("pg::PgPath", "PATH", "-", "-"),
        ("pg::PgPolygon", "POLYGON", "-", "-"),
        ("pg::PgCircle", "CIRCLE", "-", "-"),
        ("pg::Oid", "OID", "-", "-"),
        ("pg::PgRange<i32>", "INT4RANGE", "-", "-"),
        ("pg::PgRange<i64>", "INT8RANGE", "-", "-"),
        ("pg::PgRange<rust_decimal::Decimal>", "NUMRANGE", "-", "-"),
        ("pg::PgRange<chrono::NaiveDate>", "DATERANGE", "-", "-"),
        ("pg::PgRange<chrono::NaiveDateTime>", "TSRANGE", "-", "-"),
        ("pg::PgRange<time::OffsetDateTime>", "TSTZRANGE", "-", "-"),
        ("Vec<String>", "TEXT[]", "-", "-"),
        ("Vec<Vec<u8>>", "BYTEA[]", "-", "-"),
        ("[i32; 3]", "INTEGER[]", "-", "-"),
        ("Vec<Option<uuid::Uuid>>", "UUID[]", "-", "-"),
        ("Vec<serde_json::Value>", "JSONB[]", "-", "-"),
        ("Vec<pg::PgRange<i32>>", "INT4RANGE[]", "-", "-"),
        // What sqlx maps nowhere.
        ("i128", "-", "-", "-"),
        ("usize", "-", "-", "-"),
        ("char", "-", "-", "-"),
        ("(i32, i32)", "-", "-", "-"),
        ("std::collections::HashMap<String, String>", "-", "-", "-"),
        ("Option<Option<i32>>", "-", "-", "-"),
    ];
    for (ty, postgres, mysql, sqlite) in types {
        let found = Dialect::ALL.map(|dialect| column(dialect, ty, ""));
        assert_eq!(found, [postgres, mysql, sqlite], "{ty}");
        if postgres != "-" {
            let optional = column(Dialect::Postgres, &format!("Option<{ty}>"), "");
            assert_eq!(optional, postgres, "Option<{ty}>");
        }
    }
}

#[test]
fn parameters_belong_to_the_type() {
    let of = |dialect, ty: &str, keys: &str| column(dialect, ty, &format!("#[dbwarden({keys})]"));
    assert_eq!(of(Dialect::Postgres, "String", "length = 9"), "VARCHAR(9)");
    assert_eq!(of(Dialect::MySql, "Decimal", "type = \"decimal(9,2)\""), "DECIMAL(9,2)");
    let decimal = "rust_decimal::Decimal";
    assert_eq!(of(Dialect::MySql, decimal, "precision = 9, scale = 2"), "DECIMAL(9,2)");
    assert_eq!(of(Dialect::Postgres, decimal, "precision = 9, scale = 2"), "NUMERIC(9,2)");
    assert_eq!(of(Dialect::MySql, "chrono::NaiveDateTime", "precision = 3"), "DATETIME(3)");
    assert_eq!(of(Dialect::MySql, "String", "unique"), "-");
    assert_eq!(of(Dialect::MySql, "String", "unique, length = 9"), "VARCHAR(9)");
    assert_eq!(of(Dialect::Postgres, "Nobody", "type = \"inet\""), "INET");
    assert_eq!(of(Dialect::Postgres, "i32", "length = 9"), "-");
    assert_eq!(of(Dialect::Postgres, "String", "type = \"text\", length = 9"), "-");
}
