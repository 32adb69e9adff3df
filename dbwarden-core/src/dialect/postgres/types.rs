//! PostgreSQL's column types.
//!
//! Canonical names are those of `format_type`, with the precision of times and intervals taken out
//! of the middle: `timestamp without time zone` and a modifier.

use crate::dialect::Dialect;
use crate::dialect::type_text::{Fault, Word, Words, numbers};
use crate::dialect::types::{UnsupportedType, rust_name};
use crate::schema::{ColumnType, ObjectName, TypeName, TypeParameters, ValueType};
use crate::sql::ident;

/// Built-in types: the canonical name, the name in `pg_type`, and further spellings in one word.
///
/// PostgreSQL 15 manual, table 8.1, and `SELECT typname, format_type(oid, NULL) FROM pg_type`.
const BUILTIN: [(&str, &str, &[&str]); 67] = [
    ("smallint", "int2", &[]),
    ("integer", "int4", &["int"]),
    ("bigint", "int8", &[]),
    ("numeric", "numeric", &["decimal", "dec"]),
    ("real", "float4", &[]),
    ("double precision", "float8", &[]),
    ("boolean", "bool", &[]),
    ("text", "text", &[]),
    ("character varying", "varchar", &[]),
    ("bpchar", "bpchar", &[]),
    ("\"char\"", "char", &[]),
    ("name", "name", &[]),
    ("bytea", "bytea", &[]),
    ("date", "date", &[]),
    ("time without time zone", "time", &[]),
    ("time with time zone", "timetz", &[]),
    ("timestamp without time zone", "timestamp", &[]),
    ("timestamp with time zone", "timestamptz", &[]),
    ("interval", "interval", &[]),
    ("uuid", "uuid", &[]),
    ("json", "json", &[]),
    ("jsonb", "jsonb", &[]),
    ("jsonpath", "jsonpath", &[]),
    ("xml", "xml", &[]),
    ("money", "money", &[]),
    ("inet", "inet", &[]),
    ("cidr", "cidr", &[]),
    ("macaddr", "macaddr", &[]),
    ("macaddr8", "macaddr8", &[]),
    ("bit", "bit", &[]),
    ("bit varying", "varbit", &[]),
    ("point", "point", &[]),
    ("line", "line", &[]),
    ("lseg", "lseg", &[]),
    ("box", "box", &[]),
    ("path", "path", &[]),
    ("polygon", "polygon", &[]),
    ("circle", "circle", &[]),
    ("tsvector", "tsvector", &[]),
    ("tsquery", "tsquery", &[]),
    ("int4range", "int4range", &[]),
    ("int8range", "int8range", &[]),
    ("numrange", "numrange", &[]),
    ("tsrange", "tsrange", &[]),
    ("tstzrange", "tstzrange", &[]),
    ("daterange", "daterange", &[]),
    ("int4multirange", "int4multirange", &[]),
    ("int8multirange", "int8multirange", &[]),
    ("nummultirange", "nummultirange", &[]),
    ("tsmultirange", "tsmultirange", &[]),
    ("tstzmultirange", "tstzmultirange", &[]),
    ("datemultirange", "datemultirange", &[]),
    ("oid", "oid", &[]),
    ("oidvector", "oidvector", &[]),
    ("int2vector", "int2vector", &[]),
    ("regclass", "regclass", &[]),
    ("regtype", "regtype", &[]),
    ("regproc", "regproc", &[]),
    ("regprocedure", "regprocedure", &[]),
    ("regrole", "regrole", &[]),
    ("regnamespace", "regnamespace", &[]),
    ("regconfig", "regconfig", &[]),
    ("tid", "tid", &[]),
    ("xid", "xid", &[]),
    ("xid8", "xid8", &[]),
    ("pg_lsn", "pg_lsn", &[]),
    ("pg_snapshot", "pg_snapshot", &[]),
];

/// Types in several words, or with a meaning that the bare name in `pg_type` does not have. The
/// longest spelling of a beginning stands first.
const SPELLED: [(&[&str], &str); 12] = [
    (&["double", "precision"], "double precision"),
    (&["national", "character", "varying"], "character varying"),
    (&["national", "char", "varying"], "character varying"),
    (&["national", "character"], "character"),
    (&["national", "char"], "character"),
    (&["character", "varying"], "character varying"),
    (&["char", "varying"], "character varying"),
    (&["nchar", "varying"], "character varying"),
    (&["character"], "character"),
    (&["nchar"], "character"),
    (&["char"], "character"),
    (&["bit", "varying"], "bit varying"),
];

/// The fields that an interval can be held to.
const INTERVAL_FIELDS: [&[&str]; 13] = [
    &["year", "to", "month"],
    &["day", "to", "hour"],
    &["day", "to", "minute"],
    &["day", "to", "second"],
    &["hour", "to", "minute"],
    &["hour", "to", "second"],
    &["minute", "to", "second"],
    &["year"],
    &["month"],
    &["day"],
    &["hour"],
    &["minute"],
    &["second"],
];

/// Reads a type.
pub(in crate::dialect) fn parse(text: &str) -> Result<ColumnType, Fault> {
    let mut words = Words::of(Dialect::Postgres, text)?;
    let mut ty = scalar(&mut words)?;
    let mut dimensions = false;
    if words.take(&["array"]) {
        dimensions = true;
        if words.take_sign('[') {
            closing_bracket(&mut words)?;
        }
    } else {
        while words.take_sign('[') {
            dimensions = true;
            closing_bracket(&mut words)?;
        }
    }
    words.end()?;
    ty.array |= dimensions;
    Ok(ty)
}

/// The size of an array is not enforced and not kept by the server.
fn closing_bracket(words: &mut Words) -> Result<(), Fault> {
    if matches!(words.peek(), Some(Word::Bare(size)) if size.parse::<u32>().is_ok()) {
        words.next();
    }
    if words.take_sign(']') { Ok(()) } else { Err(Fault::new("its bracket is not closed")) }
}

fn scalar(words: &mut Words) -> Result<ColumnType, Fault> {
    for (spelling, name) in SPELLED {
        if words.take(spelling) {
            return builtin(name, words.modifiers()?);
        }
    }
    if words.take(&["float"]) {
        let bits = numbers(words.modifiers()?, 0, 1)?;
        let bits = bits.first().map_or(Some(53), |bits| bits.parse::<u32>().ok());
        return match bits {
            Some(1..=24) => Ok(ColumnType::builtin("real")),
            Some(25..=53) => Ok(ColumnType::builtin("double precision")),
            _ => Err(Fault::new("`float` takes 1 to 53 bits")),
        };
    }
    for name in ["timestamp", "time"] {
        if words.take(&[name]) {
            let digits = words.modifiers()?;
            let zone = if words.take(&["with", "time", "zone"]) {
                "with"
            } else {
                words.take(&["without", "time", "zone"]);
                "without"
            };
            return builtin(&format!("{name} {zone} time zone"), digits);
        }
    }
    if words.take(&["interval"]) {
        return interval(words);
    }
    let (schema, name, quoted) = qualified(words)?;
    let modifiers = words.modifiers()?;
    if schema.is_none() || schema.as_deref() == Some("pg_catalog") {
        if !quoted && matches!(name.as_str(), "serial" | "bigserial" | "smallserial")
            || matches!(name.as_str(), "serial2" | "serial4" | "serial8")
        {
            return Err(Fault::new("it says how a column numbers itself")
                .hint("name the integer type and let the key number itself"));
        }
        // The array of a type is the type with an underscore before its name.
        let (element, array) = match name.strip_prefix('_') {
            Some(element) if lookup(element, true).is_some() => (element, true),
            _ => (name.as_str(), false),
        };
        if let Some(canonical) = lookup(element, quoted || array || schema.is_some()) {
            let mut ty = builtin(canonical, modifiers)?;
            ty.array = array;
            return Ok(ty);
        }
    }
    let name = ObjectName { schema, name };
    Ok(ColumnType::user(name).with_modifiers(modifiers))
}

/// The canonical name of a built-in type. A quoted name is looked up as `pg_type` has it: there
/// `"char"` is another type than `char`, and `"integer"` none at all.
fn lookup(name: &str, exact: bool) -> Option<&'static str> {
    BUILTIN
        .iter()
        .find(|(canonical, typname, spellings)| {
            *typname == name || !exact && (*canonical == name || spellings.contains(&name))
        })
        .map(|(canonical, ..)| *canonical)
}

/// `schema.name`, folded unless quoted, and whether the name was quoted.
fn qualified(words: &mut Words) -> Result<(Option<String>, String, bool), Fault> {
    let mut schema = None;
    loop {
        let (name, quoted) = match words.next() {
            Some(Word::Bare(name)) => (name.to_lowercase(), false),
            Some(Word::Quoted(name)) => (name, true),
            _ => return Err(Fault::new("it has no name")),
        };
        if !words.take_sign('.') {
            return Ok((schema, name, quoted));
        }
        if schema.replace(name).is_some() {
            return Err(Fault::new("its name has more than two parts"));
        }
    }
}

fn interval(words: &mut Words) -> Result<ColumnType, Fault> {
    let mut name = "interval".to_owned();
    let mut digits = words.modifiers()?;
    if digits.is_empty()
        && let Some(fields) = INTERVAL_FIELDS.iter().find(|fields| words.take(fields))
    {
        name = format!("interval {}", fields.join(" "));
        if name.ends_with("second") {
            digits = words.modifiers()?;
        }
    }
    Ok(ColumnType::builtin(name).with_modifiers(numbers(digits, 0, 1)?))
}

/// Checks the modifiers of a built-in type and fills in what the catalog shows.
fn builtin(name: &str, modifiers: Vec<String>) -> Result<ColumnType, Fault> {
    let modifiers = match name {
        "numeric" => {
            let mut modifiers = numbers(modifiers, 0, 2)?;
            if modifiers.len() == 1 {
                modifiers.push("0".to_owned());
            }
            modifiers
        }
        "character" | "bit" => {
            let modifiers = numbers(modifiers, 0, 1)?;
            if modifiers.is_empty() { vec!["1".to_owned()] } else { modifiers }
        }
        // `bpchar(3)` is `char(3)`; without a length it is a type of its own.
        "bpchar" if !modifiers.is_empty() => return builtin("character", modifiers),
        "character varying" | "bit varying" => numbers(modifiers, 0, 1)?,
        name if name.starts_with("time") || name.starts_with("interval") => {
            numbers(modifiers, 0, 1)?
        }
        _ => numbers(modifiers, 0, 0)?,
    };
    Ok(ColumnType::builtin(name).with_modifiers(modifiers))
}

/// Prints a type.
pub(in crate::dialect) fn sql(ty: &ColumnType) -> String {
    let mut sql = match &ty.name {
        TypeName::Builtin(name) => match name.as_str() {
            "character varying" => "VARCHAR".to_owned(),
            "character" => "CHAR".to_owned(),
            "bit varying" => "VARBIT".to_owned(),
            "timestamp without time zone" => "TIMESTAMP".to_owned(),
            "timestamp with time zone" => "TIMESTAMPTZ".to_owned(),
            "time without time zone" => "TIME".to_owned(),
            "time with time zone" => "TIMETZ".to_owned(),
            "\"char\"" => "\"char\"".to_owned(),
            name => name.to_uppercase(),
        },
        TypeName::User(ObjectName { schema, name }) => {
            let schema = schema
                .as_ref()
                .map(|schema| ident::quote(Dialect::Postgres, schema).into_owned() + ".");
            schema.unwrap_or_default() + &user_name(name)
        }
    };
    if !ty.modifiers.is_empty() {
        sql.push_str(&format!("({})", ty.modifiers.join(",")));
    }
    if ty.array {
        sql.push_str("[]");
    }
    sql
}

/// A name that would be read as a built-in type is quoted, too.
fn user_name(name: &str) -> String {
    match parse(name) {
        Ok(ColumnType { name: TypeName::User(read), .. }) if read.name == *name => {
            ident::quote_type(Dialect::Postgres, name).into_owned()
        }
        _ => ident::quote_always(Dialect::Postgres, name),
    }
}

/// The column type of a Rust type.
pub(in crate::dialect) fn column_type(
    value: &ValueType,
    parameters: &TypeParameters,
) -> Result<ColumnType, UnsupportedType> {
    let precise = |name: &str| ColumnType::builtin(name).with_modifiers(parameters.precision);
    Ok(match value {
        ValueType::Bool => ColumnType::builtin("boolean"),
        ValueType::I8 => ColumnType::builtin("\"char\""),
        ValueType::I16 => ColumnType::builtin("smallint"),
        ValueType::I32 => ColumnType::builtin("integer"),
        ValueType::I64 => ColumnType::builtin("bigint"),
        ValueType::U8 => return Err(unsigned("u8", "`i16`")),
        ValueType::U16 => return Err(unsigned("u16", "`i32`")),
        ValueType::U32 => return Err(unsigned("u32", "`i64`")),
        ValueType::U64 => return Err(unsigned("u64", "`i64`, or `Decimal` with `precision = 20`")),
        ValueType::F32 => ColumnType::builtin("real"),
        ValueType::F64 => ColumnType::builtin("double precision"),
        ValueType::Text | ValueType::CheckedText(_) => match parameters.length {
            Some(length) => ColumnType::builtin("character varying").with_modifiers([length]),
            None => ColumnType::builtin("text"),
        },
        ValueType::Bytes if parameters.length.is_some() => {
            return Err(UnsupportedType::new(
                "BYTEA takes no length",
                "remove `length`, or hold it with `check = \"octet_length(..) <= ..\"`",
            ));
        }
        ValueType::Bytes => ColumnType::builtin("bytea"),
        ValueType::Date => ColumnType::builtin("date"),
        ValueType::Time => precise("time without time zone"),
        ValueType::TimeTz => precise("time with time zone"),
        ValueType::DateTime => precise("timestamp without time zone"),
        ValueType::DateTimeTz => precise("timestamp with time zone"),
        ValueType::Interval => precise("interval"),
        ValueType::Uuid => ColumnType::builtin("uuid"),
        ValueType::UuidText { .. } => {
            return Err(UnsupportedType::new(
                format!("sqlx does not read {} from PostgreSQL", rust_name(value)),
                "use `uuid::Uuid`",
            ));
        }
        ValueType::Json => ColumnType::builtin("jsonb"),
        ValueType::Decimal => match (parameters.precision, parameters.scale) {
            (Some(precision), scale) => {
                ColumnType::builtin("numeric").with_modifiers([precision, scale.unwrap_or(0)])
            }
            (None, _) => ColumnType::builtin("numeric"),
        },
        ValueType::Money => ColumnType::builtin("money"),
        ValueType::Inet => ColumnType::builtin("inet"),
        ValueType::MacAddr => ColumnType::builtin("macaddr"),
        ValueType::BitVec => ColumnType::builtin("bit varying").with_modifiers(parameters.length),
        ValueType::Named(name) => parse(name).map_err(|fault| {
            UnsupportedType::new(
                format!("`{name}` is not a type of PostgreSQL: {}", fault.why),
                "name the column type: `type = \"..\"`",
            )
        })?,
        ValueType::Range(element) => ColumnType::builtin(range(element)?),
        ValueType::Array(element) if matches!(**element, ValueType::Array(_)) => {
            return Err(UnsupportedType::new(
                "sqlx reads no list of lists from PostgreSQL",
                "keep it as JSON: `sqlx::types::Json<Vec<..>>` or `#[sqlx(json)]`",
            ));
        }
        ValueType::Array(element) => {
            ColumnType { array: true, ..column_type(element, parameters)? }
        }
        ValueType::Enum(ty) => ColumnType::user(ty.name.clone()),
        ValueType::Composite(name) => ColumnType::user(name.clone()),
    })
}

fn unsigned(name: &str, remedy: &str) -> UnsupportedType {
    UnsupportedType::new(
        format!("PostgreSQL has no unsigned integers, so no column for `{name}`"),
        format!("use {remedy}"),
    )
}

/// The built-in range over a type.
fn range(element: &ValueType) -> Result<&'static str, UnsupportedType> {
    match element {
        ValueType::I32 => Ok("int4range"),
        ValueType::I64 => Ok("int8range"),
        ValueType::Decimal => Ok("numrange"),
        ValueType::DateTime => Ok("tsrange"),
        ValueType::DateTimeTz => Ok("tstzrange"),
        ValueType::Date => Ok("daterange"),
        element => Err(UnsupportedType::new(
            format!("PostgreSQL has no built-in range of {}", rust_name(element)),
            "use a range of i32, i64, a decimal, a date or a timestamp, or name the type: `type = \"..\"`",
        )),
    }
}
