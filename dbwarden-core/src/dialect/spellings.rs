//! Tables of spellings: what people and catalogs write, and the one form that it means.

use super::{Dialect, column_type};
use crate::schema::{ColumnType, EnumType, ObjectName, TypeName, TypeParameters, ValueType};

/// Every spelling in a line is one type, printed as the first.
fn assert_one_type(dialect: Dialect, lines: &[&[&str]]) {
    let mut seen: Vec<(ColumnType, &str)> = Vec::new();
    for line in lines {
        let first = ColumnType::parse(dialect, line[0])
            .unwrap_or_else(|error| panic!("{}: {error}", line[0]));
        assert_eq!(first.sql(dialect), line[0]);
        for spelling in *line {
            let read = ColumnType::parse(dialect, spelling)
                .unwrap_or_else(|error| panic!("{spelling}: {error}"));
            assert_eq!(read, first, "{spelling}");
        }
        for (other, name) in &seen {
            assert_ne!(*other, first, "{name} and {} are two types", line[0]);
        }
        seen.push((first, line[0]));
    }
}

fn assert_refused(dialect: Dialect, texts: &[&str]) {
    for text in texts {
        let read = ColumnType::parse(dialect, text);
        assert!(read.is_err(), "{text} was read as {read:?}");
    }
}

#[test]
fn postgres_spellings() {
    assert_one_type(
        Dialect::Postgres,
        &[
            &["INTEGER", "int", "INT4", "pg_catalog.int4", "\"int4\"", " integer "],
            &["SMALLINT", "int2"],
            &["BIGINT", "int8", "BigInt"],
            &["BOOLEAN", "bool"],
            &["REAL", "float4", "float(24)", "float(1)"],
            &["DOUBLE PRECISION", "float8", "float", "float(53)", "double  precision"],
            &["NUMERIC", "decimal", "dec"],
            &["NUMERIC(10,2)", "numeric(10, 2)", "decimal(10,2)", "DEC(10,2)"],
            &["NUMERIC(10,0)", "numeric(10)"],
            &["NUMERIC(3,-2)", "numeric(3,-2)"],
            &["TEXT", "text", "\"text\""],
            &["VARCHAR", "character varying", "char varying"],
            &[
                "VARCHAR(255)",
                "character varying(255)",
                "varchar (255)",
                "national character varying(255)",
            ],
            &["CHAR(1)", "char", "character", "character(1)", "bpchar(1)", "nchar"],
            &["CHAR(3)", "character(3)", "national char(3)"],
            &["BPCHAR", "bpchar"],
            &["\"char\"", "\"char\""],
            &["TIMESTAMP", "timestamp without time zone"],
            &["TIMESTAMPTZ", "timestamp with time zone"],
            &["TIMESTAMPTZ(3)", "timestamp(3) with time zone"],
            &["TIMESTAMP(3)", "timestamp(3) without time zone"],
            &["TIME", "time without time zone"],
            &["TIMETZ(0)", "time(0) with time zone"],
            &["INTERVAL", "interval"],
            &["INTERVAL(3)", "interval(3)"],
            &["INTERVAL YEAR TO MONTH", "interval year to month"],
            &["INTERVAL DAY TO SECOND(3)", "interval day to second(3)"],
            &["BIT(1)", "bit"],
            &["VARBIT(5)", "bit varying(5)"],
            &["JSON", "json"],
            &["JSONB", "jsonb"],
            &["BYTEA", "bytea"],
            &["TEXT[]", "_text", "text[3]", "text[][]", "text array", "text ARRAY[4]"],
            &["INTEGER[]", "_int4", "int[]"],
            &["VARCHAR(9)[]", "character varying(9)[]"],
            &["TIMESTAMPTZ[]", "timestamp with time zone[]"],
            &["mood", "Mood", "\"mood\""],
            &["\"Mood\""],
            &["\"MySchema\".\"Mood\""],
            &["audit.level", "Audit.Level"],
            &["\"integer\"", "\"integer\""],
            &["geometry(Point,4326)", "geometry(Point, 4326)"],
            &["citext"],
            &["mood[]"],
        ],
    );
    assert_refused(
        Dialect::Postgres,
        &[
            "",
            "  ",
            "int(4)",
            "varchar(x)",
            "varchar(1,2)",
            "text[",
            "numeric(1,2,3)",
            "a.b.c",
            "\"open",
            "varchar(3",
            "serial",
            "BIGSERIAL",
            "float(99)",
            "int; drop table x",
            "int int",
            "timestamp with time",
            ")",
            ".",
            "'text'",
        ],
    );
}

#[test]
fn mysql_spellings() {
    assert_one_type(
        Dialect::MySql,
        &[
            &["INT", "int(11)", "integer", "INT4", "int signed"],
            &["INT UNSIGNED", "int(10) unsigned", "integer unsigned"],
            &["INT(5) UNSIGNED ZEROFILL", "int(5) unsigned zerofill", "int(5) zerofill"],
            &["INT(10) UNSIGNED ZEROFILL", "int zerofill"],
            &["TINYINT(1)", "bool", "BOOLEAN", "tinyint(1)"],
            &["TINYINT", "tinyint(4)", "int1"],
            &["TINYINT UNSIGNED", "tinyint(3) unsigned"],
            &["SMALLINT", "smallint(6)"],
            &["MEDIUMINT", "middleint"],
            &["BIGINT", "int8"],
            &["DECIMAL(10,0)", "decimal", "numeric", "dec(10)", "fixed"],
            &["DECIMAL(10,2)", "numeric(10, 2)"],
            &["DOUBLE", "double precision", "real", "float8", "float(30)"],
            &["FLOAT", "float(7)", "float4"],
            &["FLOAT(7,4)", "float(7,4)"],
            &["CHAR(1)", "char", "character"],
            &["VARCHAR(255)", "character varying(255)", "varchar(255)"],
            &["VARCHAR(9) CHARACTER SET utf8mb3", "national varchar(9)", "nvarchar(9)"],
            &["VARCHAR(9) CHARACTER SET latin1", "varchar(9) charset 'latin1'"],
            &["BINARY(16)", "binary(16)"],
            &["VARBINARY(16)", "varbinary(16)"],
            &["TEXT", "text", "text(300)"],
            &["TINYTEXT", "text(10)"],
            &["MEDIUMTEXT", "long", "long varchar"],
            &["LONGBLOB", "longblob"],
            &["BLOB", "blob"],
            &["DATETIME", "datetime(0)"],
            &["DATETIME(6)"],
            &["TIMESTAMP(6)"],
            &["YEAR", "year(4)"],
            &["BIT(1)", "bit"],
            &["JSON", "json"],
            &["ENUM('a', 'it''s', 'b,c')", "enum('a','it''s','b,c')", "enum('a','it\\'s','b,c')"],
            &["SET('x', 'y')", "set('x','y')"],
            &["POINT"],
            &["UUID"],
        ],
    );
    assert_refused(
        Dialect::MySql,
        &[
            "",
            "varchar",
            "varbinary",
            "mood",
            "serial",
            "text unsigned",
            "int character set latin1",
            "enum",
            "int(1,2)",
            "varchar(9) collate utf8mb4_bin",
            "enum('a",
        ],
    );
}

#[test]
fn sqlite_keeps_words_in_one_case() {
    assert_one_type(
        Dialect::Sqlite,
        &[
            &["INTEGER", "integer"],
            &["INT", "int"],
            &["VARCHAR(255)", "varchar ( 255 )"],
            &["DOUBLE PRECISION", "double\n precision"],
            &["DECIMAL(10,2)", "decimal(10, 2)"],
            &["UNSIGNED BIG INT"],
            &["BOOLEAN"],
            &["", "  "],
        ],
    );
    assert_refused(Dialect::Sqlite, &["int)", "a(1,2,3)", "a(1", "\"open"]);
}

/// What a Rust type becomes on the three databases; `-` where it has no column.
#[test]
fn columns_of_rust_types() {
    use ValueType as V;
    let plain = TypeParameters::default();
    let long = TypeParameters { length: Some(255), ..plain };
    let precise = TypeParameters { precision: Some(12), scale: Some(2), ..plain };
    let seconds = TypeParameters { precision: Some(0), ..plain };
    let key = TypeParameters { in_key: true, ..plain };
    let mood = || EnumType {
        name: ObjectName::new("Mood"),
        values: vec!["sad".to_owned(), "ok".to_owned()],
        ..EnumType::default()
    };
    let of = |value: V| Box::new(value);
    let table: Vec<(V, TypeParameters, [&str; 3])> = vec![
        (V::Bool, plain, ["BOOLEAN", "TINYINT(1)", "BOOLEAN"]),
        (V::I8, plain, ["\"char\"", "TINYINT", "INTEGER"]),
        (V::I16, plain, ["SMALLINT", "SMALLINT", "INTEGER"]),
        (V::I32, plain, ["INTEGER", "INT", "INTEGER"]),
        (V::I64, plain, ["BIGINT", "BIGINT", "INTEGER"]),
        (V::U8, plain, ["-", "TINYINT UNSIGNED", "INTEGER"]),
        (V::U64, plain, ["-", "BIGINT UNSIGNED", "INTEGER"]),
        (V::F32, plain, ["REAL", "FLOAT", "REAL"]),
        (V::F64, plain, ["DOUBLE PRECISION", "DOUBLE", "REAL"]),
        (V::Text, plain, ["TEXT", "TEXT", "TEXT"]),
        (V::Text, long, ["VARCHAR(255)", "VARCHAR(255)", "TEXT"]),
        (V::Text, key, ["TEXT", "-", "TEXT"]),
        (V::Bytes, plain, ["BYTEA", "BLOB", "BLOB"]),
        (V::Bytes, long, ["-", "VARBINARY(255)", "BLOB"]),
        (V::Date, plain, ["DATE", "DATE", "DATE"]),
        (V::Time, plain, ["TIME", "TIME(6)", "TIME"]),
        (V::DateTime, plain, ["TIMESTAMP", "DATETIME(6)", "DATETIME"]),
        (V::DateTime, seconds, ["TIMESTAMP(0)", "DATETIME", "DATETIME"]),
        (V::DateTimeTz, plain, ["TIMESTAMPTZ", "TIMESTAMP(6)", "DATETIME"]),
        (V::Interval, plain, ["INTERVAL", "TIME(6)", "-"]),
        (V::Uuid, plain, ["UUID", "BINARY(16)", "BLOB"]),
        (V::UuidText { hyphenated: true }, plain, ["-", "CHAR(36)", "TEXT"]),
        (V::Json, plain, ["JSONB", "JSON", "TEXT"]),
        (V::Decimal, plain, ["NUMERIC", "-", "-"]),
        (V::Decimal, precise, ["NUMERIC(12,2)", "DECIMAL(12,2)", "-"]),
        (V::Inet, plain, ["INET", "VARCHAR(45)", "-"]),
        (V::MacAddr, plain, ["MACADDR", "-", "-"]),
        (V::BitVec, plain, ["VARBIT", "-", "-"]),
        (V::Named("ltree"), plain, ["ltree", "-", "-"]),
        (V::Named("point"), plain, ["POINT", "-", "-"]),
        (V::Range(of(V::I32)), plain, ["INT4RANGE", "-", "-"]),
        (V::Range(of(V::Text)), plain, ["-", "-", "-"]),
        (V::Array(of(V::Text)), plain, ["TEXT[]", "-", "-"]),
        (V::Array(of(V::Enum(mood()))), plain, ["\"Mood\"[]", "-", "-"]),
        (V::Array(of(V::Array(of(V::I32)))), plain, ["-", "-", "-"]),
        (V::Enum(mood()), plain, ["\"Mood\"", "ENUM('sad', 'ok')", "TEXT"]),
        (V::CheckedText(vec!["a".to_owned()]), plain, ["TEXT", "VARCHAR(255)", "TEXT"]),
        (V::Composite(ObjectName::new("address")), plain, ["address", "-", "-"]),
    ];
    for (value, parameters, expected) in table {
        for (dialect, expected) in Dialect::ALL.into_iter().zip(expected) {
            match column_type(dialect, &value, &parameters) {
                Ok(ty) => {
                    assert_eq!(ty.sql(dialect), expected, "{value:?} on {dialect}");
                    // What is printed is read back as the same type.
                    let read = ColumnType::parse(dialect, &ty.sql(dialect)).unwrap();
                    assert_eq!(read, ty, "{value:?} on {dialect}");
                }
                Err(error) => {
                    assert_eq!(expected, "-", "{value:?} on {dialect}: {error}");
                    assert!(!error.hint.is_empty());
                }
            }
        }
    }
}

#[test]
fn a_name_that_is_a_type_is_quoted() {
    for name in ["integer", "char", "timestamp", "Mood", "a b", "select", "interval"] {
        let ty = ColumnType::user(ObjectName::new(name));
        let sql = ty.sql(Dialect::Postgres);
        assert!(sql.starts_with('"'), "{sql}");
        // `"char"` and `"timestamp"` in quotes are built-in types of their own.
        if let TypeName::User(_) = ColumnType::parse(Dialect::Postgres, &sql).unwrap().name {
            assert_eq!(ColumnType::parse(Dialect::Postgres, &sql).unwrap(), ty);
        }
    }
}
