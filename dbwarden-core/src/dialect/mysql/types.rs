//! MySQL's and MariaDB's column types.
//!
//! Canonical names are those of `information_schema.COLUMNS.COLUMN_TYPE`. The width in which an
//! integer is displayed is left out, except where it means something: `tinyint(1)`, which drivers
//! read as a truth value, and with ZEROFILL.

use super::definition::literal;
use crate::dialect::Dialect;
use crate::dialect::type_text::{Fault, Word, Words, numbers};
use crate::dialect::types::{UnsupportedType, rust_name};
use crate::schema::{ColumnType, DisplayWidth, TypeName, TypeParameters, ValueType};

/// The longest VARCHAR that a row of utf8mb4 text can hold, in characters.
const LONGEST_VARCHAR: u32 = 16_383;
/// The longest VARBINARY that a row can hold, in bytes.
const LONGEST_VARBINARY: u32 = 65_532;

/// Reads a type.
///
/// Spellings: MariaDB Server Documentation, "Data Types"; MySQL 8.0 Reference Manual, chapter 11.
pub(in crate::dialect) fn parse(text: &str) -> Result<ColumnType, Fault> {
    let mut words = Words::of(Dialect::MySql, text)?;
    let (name, national) = name(&mut words)?;
    let mut ty = ColumnType::builtin(name).with_modifiers(words.modifiers()?);
    if national {
        ty.charset = Some("utf8mb3".to_owned());
    }
    loop {
        if words.take(&["unsigned"]) {
            ty.unsigned = true;
        } else if words.take(&["zerofill"]) {
            ty.zerofill = true;
        } else if words.take(&["character", "set"]) || words.take(&["charset"]) {
            let Some(Word::Bare(charset) | Word::Literal(charset)) = words.next() else {
                return Err(Fault::new("the name of the character set is missing"));
            };
            ty.charset = Some(charset.to_ascii_lowercase());
        } else if words.take(&["collate"]) || words.take(&["binary"]) {
            return Err(Fault::new("a collation is no part of it")
                .hint("name the collation beside the type: `collation = \"..\"`"));
        } else if !words.take(&["signed"]) {
            break;
        }
    }
    words.end()?;
    canonical(ty)
}

/// The name with its synonyms resolved, and whether it says NATIONAL.
fn name(words: &mut Words) -> Result<(&'static str, bool), Fault> {
    let national = words.take(&["national"]);
    for (spelling, name) in [
        (&["double", "precision"][..], "double"),
        (&["character", "varying"], "varchar"),
        (&["char", "varying"], "varchar"),
        (&["char", "byte"], "binary"),
        (&["long", "varchar"], "mediumtext"),
        (&["long", "varbinary"], "mediumblob"),
    ] {
        if words.take(spelling) {
            return Ok((name, national));
        }
    }
    if words.take(&["nchar", "varying"]) || words.take(&["nchar", "varchar"]) {
        return Ok(("varchar", true));
    }
    let word = match words.next() {
        Some(Word::Bare(word)) => word.to_ascii_lowercase(),
        Some(Word::Quoted(word)) => word,
        _ => return Err(Fault::new("it has no name")),
    };
    match word.as_str() {
        "nchar" => return Ok(("char", true)),
        "nvarchar" => return Ok(("varchar", true)),
        _ => {}
    }
    let synonym = SYNONYMS.iter().find(|(spelling, _)| *spelling == word).map(|(_, name)| *name);
    let name = synonym.or_else(|| NAMES.iter().copied().find(|name| *name == word));
    name.map(|name| (name, national)).ok_or_else(|| {
        Fault::new("there is no type of that name")
            .hint("MySQL and MariaDB have no types of one's own: name a built-in type")
    })
}

/// Spellings in one word, and the name that the catalog gives the type.
const SYNONYMS: [(&str, &str); 24] = [
    ("bool", "bool"),
    ("boolean", "bool"),
    ("int1", "tinyint"),
    ("int2", "smallint"),
    ("int3", "mediumint"),
    ("middleint", "mediumint"),
    ("int4", "int"),
    ("integer", "int"),
    ("int8", "bigint"),
    ("dec", "decimal"),
    ("numeric", "decimal"),
    ("fixed", "decimal"),
    ("number", "decimal"),
    ("real", "double"),
    ("float4", "float"),
    ("float8", "double"),
    ("character", "char"),
    ("varcharacter", "varchar"),
    ("varchar2", "varchar"),
    ("raw", "varbinary"),
    ("long", "mediumtext"),
    ("clob", "longtext"),
    ("geomcollection", "geometrycollection"),
    ("serial", "serial"),
];

/// The names of the catalog.
const NAMES: [&str; 42] = [
    "tinyint",
    "smallint",
    "mediumint",
    "int",
    "bigint",
    "decimal",
    "float",
    "double",
    "bit",
    "date",
    "time",
    "datetime",
    "timestamp",
    "year",
    "char",
    "varchar",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "binary",
    "varbinary",
    "tinyblob",
    "blob",
    "mediumblob",
    "longblob",
    "enum",
    "set",
    "json",
    "geometry",
    "point",
    "linestring",
    "polygon",
    "multipoint",
    "multilinestring",
    "multipolygon",
    "geometrycollection",
    "uuid",
    "inet4",
    "inet6",
    "xmltype",
    "vector",
];

/// Modifiers checked and filled in, as the catalog shows them.
fn canonical(mut ty: ColumnType) -> Result<ColumnType, Fault> {
    let TypeName::Builtin(name) = &ty.name else { return Ok(ty) };
    let name = name.clone();
    let modifiers = std::mem::take(&mut ty.modifiers);
    ty.modifiers = match name.as_str() {
        "serial" => {
            return Err(Fault::new("it says how a column numbers itself")
                .hint("write `bigint unsigned` and let the key number itself"));
        }
        "bool" => {
            ty.name = TypeName::Builtin("tinyint".to_owned());
            numbers(modifiers, 0, 0)?;
            vec!["1".to_owned()]
        }
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" => {
            let modifiers = numbers(modifiers, 0, 1)?;
            let is_bool = name == "tinyint" && modifiers == ["1"];
            if !ty.zerofill && !is_bool {
                let width = modifiers.first().filter(|width| **width != usual_width(&name, &ty));
                ty.width = DisplayWidth(width.and_then(|width| width.parse().ok()));
            }
            match (ty.zerofill, modifiers.is_empty()) {
                (true, true) => vec![default_width(&name).to_owned()],
                (false, _) if !is_bool => Vec::new(),
                _ => modifiers,
            }
        }
        "decimal" => {
            let mut modifiers = numbers(modifiers, 0, 2)?;
            if modifiers.is_empty() {
                modifiers.push("10".to_owned());
            }
            if modifiers.len() == 1 {
                modifiers.push("0".to_owned());
            }
            modifiers
        }
        "float" | "double" => {
            let modifiers = numbers(modifiers, 0, 2)?;
            // `float(p)` only chooses between the two types.
            if let [bits] = modifiers.as_slice() {
                let wide = bits.parse::<u32>().is_ok_and(|bits| bits > 24);
                ty.name = TypeName::Builtin(if wide { "double" } else { &name }.to_owned());
                Vec::new()
            } else {
                modifiers
            }
        }
        "char" | "binary" | "bit" => {
            let modifiers = numbers(modifiers, 0, 1)?;
            if modifiers.is_empty() { vec!["1".to_owned()] } else { modifiers }
        }
        "varchar" | "varbinary" => numbers(modifiers, 1, 1)
            .map_err(|fault| fault.hint(format!("give a length: `{name}(255)`")))?,
        "time" | "datetime" | "timestamp" => {
            let mut modifiers = numbers(modifiers, 0, 1)?;
            modifiers.retain(|digits| digits != "0");
            modifiers
        }
        "text" | "blob" => sized_by_length(&mut ty, &name, numbers(modifiers, 0, 1)?),
        "year" => {
            numbers(modifiers, 0, 1)?;
            Vec::new()
        }
        "enum" | "set" if modifiers.is_empty() => {
            return Err(Fault::new("it has no values").hint(format!("write `{name}('a','b')`")));
        }
        // Trailing spaces of a value are removed by the server.
        "enum" | "set" => {
            modifiers.iter().map(|value| value.trim_end_matches(' ').to_owned()).collect()
        }
        _ => numbers(modifiers, 0, usize::from(name == "vector"))?,
    };
    let is_number = matches!(
        name.as_str(),
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float" | "double"
    );
    if (ty.unsigned || ty.zerofill) && !is_number {
        return Err(Fault::new("only a number is UNSIGNED or ZEROFILL"));
    }
    ty.unsigned |= ty.zerofill;
    let is_text =
        name.ends_with("char") || name.ends_with("text") || matches!(name.as_str(), "enum" | "set");
    if ty.charset.is_some() && !is_text {
        return Err(Fault::new("only text has a character set"));
    }
    Ok(ty)
}

/// `text(n)` and `blob(n)` choose the smallest type that holds n bytes.
fn sized_by_length(ty: &mut ColumnType, name: &str, modifiers: Vec<String>) -> Vec<String> {
    let bytes_a_character = if name == "text" { 4 } else { 1 };
    if let Some(length) = modifiers.first().and_then(|length| length.parse::<u64>().ok()) {
        let size = match length * bytes_a_character {
            0..=255 => "tiny",
            256..=65_535 => "",
            65_536..=16_777_215 => "medium",
            _ => "long",
        };
        ty.name = TypeName::Builtin(format!("{size}{name}"));
    }
    Vec::new()
}

/// The width that the server fills in where none is said.
fn usual_width(name: &str, ty: &ColumnType) -> &'static str {
    match name {
        _ if ty.unsigned => default_width(name),
        "tinyint" => "4",
        "smallint" => "6",
        "mediumint" => "9",
        "int" => "11",
        _ => "20",
    }
}

/// The width that the server fills in beside ZEROFILL.
fn default_width(name: &str) -> &'static str {
    match name {
        "tinyint" => "3",
        "smallint" => "5",
        "mediumint" => "8",
        "int" => "10",
        _ => "20",
    }
}

/// Prints a type.
pub(in crate::dialect) fn sql(ty: &ColumnType) -> String {
    let (TypeName::Builtin(name), modifiers) = (&ty.name, &ty.modifiers) else {
        return String::new();
    };
    let mut sql = name.to_ascii_uppercase();
    if matches!(name.as_str(), "enum" | "set") {
        let values: Vec<String> = modifiers.iter().map(|value| literal(value)).collect();
        sql.push_str(&format!("({})", values.join(", ")));
    } else if !modifiers.is_empty() {
        sql.push_str(&format!("({})", modifiers.join(",")));
    } else if let DisplayWidth(Some(width)) = ty.width {
        sql.push_str(&format!("({width})"));
    }
    if ty.unsigned {
        sql.push_str(" UNSIGNED");
    }
    if ty.zerofill {
        sql.push_str(" ZEROFILL");
    }
    if let Some(charset) = &ty.charset {
        sql.push_str(&format!(" CHARACTER SET {charset}"));
    }
    sql
}

/// The column type of a Rust type.
pub(in crate::dialect) fn column_type(
    value: &ValueType,
    parameters: &TypeParameters,
) -> Result<ColumnType, UnsupportedType> {
    let unsigned = |name: &str| ColumnType { unsigned: true, ..ColumnType::builtin(name) };
    let to_the_microsecond = |name: &str| {
        let digits = parameters.precision.unwrap_or(6);
        ColumnType::builtin(name).with_modifiers((digits > 0).then_some(digits))
    };
    Ok(match value {
        ValueType::Bool => ColumnType::builtin("tinyint").with_modifiers([1]),
        ValueType::I8 => ColumnType::builtin("tinyint"),
        ValueType::I16 => ColumnType::builtin("smallint"),
        ValueType::I32 => ColumnType::builtin("int"),
        ValueType::I64 => ColumnType::builtin("bigint"),
        ValueType::U8 => unsigned("tinyint"),
        ValueType::U16 => unsigned("smallint"),
        ValueType::U32 => unsigned("int"),
        ValueType::U64 => unsigned("bigint"),
        ValueType::F32 => ColumnType::builtin("float"),
        ValueType::F64 => ColumnType::builtin("double"),
        ValueType::Text => sized("varchar", "text", LONGEST_VARCHAR, value, parameters)?,
        ValueType::Bytes => sized("varbinary", "blob", LONGEST_VARBINARY, value, parameters)?,
        ValueType::Date => ColumnType::builtin("date"),
        // sqlx reads a duration from TIME, too.
        ValueType::Time | ValueType::Interval => to_the_microsecond("time"),
        ValueType::DateTime => to_the_microsecond("datetime"),
        ValueType::DateTimeTz => to_the_microsecond("timestamp"),
        ValueType::Uuid => ColumnType::builtin("binary").with_modifiers([16]),
        ValueType::UuidText { hyphenated } => {
            ColumnType::builtin("char").with_modifiers([if *hyphenated { 36 } else { 32 }])
        }
        ValueType::Json => ColumnType::builtin("json"),
        ValueType::Decimal => {
            let Some(precision) = parameters.precision else {
                return Err(UnsupportedType::new(
                    "DECIMAL without `precision` keeps no digit after the point",
                    "give both: `precision = 12, scale = 2`",
                ));
            };
            let scale = parameters.scale.unwrap_or(0);
            if precision > 65 || scale > 30 {
                return Err(UnsupportedType::new(
                    "DECIMAL has at most 65 digits, 30 of them after the point",
                    "give a smaller `precision` or `scale`",
                ));
            }
            ColumnType::builtin("decimal").with_modifiers([precision, scale])
        }
        // The longest text form of an IPv6 address has 45 characters.
        ValueType::Inet => ColumnType::builtin("varchar").with_modifiers([45]),
        ValueType::Enum(ty) => ColumnType::builtin("enum").with_modifiers(&ty.values),
        // Not TEXT: that has no plain default and stands in no key.
        ValueType::CheckedText(_) => {
            ColumnType::builtin("varchar").with_modifiers([parameters.length.unwrap_or(255)])
        }
        ValueType::Array(_) => {
            return Err(UnsupportedType::new(
                format!("MySQL and MariaDB have no column for {}", rust_name(value)),
                "keep it as JSON: `sqlx::types::Json<Vec<..>>` or `#[sqlx(json)]`",
            ));
        }
        ValueType::TimeTz
        | ValueType::Money
        | ValueType::MacAddr
        | ValueType::BitVec
        | ValueType::Named(_)
        | ValueType::Range(_)
        | ValueType::Composite(_) => {
            return Err(UnsupportedType::new(
                format!("MySQL and MariaDB have no column for {}", rust_name(value)),
                "use a type that sqlx maps there, or name the column type: `type = \"..\"`",
            ));
        }
    })
}

/// VARCHAR or VARBINARY where there is a length, TEXT or BLOB where there is none.
fn sized(
    bounded: &str,
    unbounded: &str,
    longest: u32,
    value: &ValueType,
    parameters: &TypeParameters,
) -> Result<ColumnType, UnsupportedType> {
    match parameters.length {
        Some(length) if length > longest => Err(UnsupportedType::new(
            format!("`length` of {} is more than a row can hold: {length}", rust_name(value)),
            format!("leave `length` out ({}), or give at most {longest}", unbounded.to_uppercase()),
        )),
        Some(length) => Ok(ColumnType::builtin(bounded).with_modifiers([length])),
        None if parameters.in_key => Err(UnsupportedType::new(
            format!("{} in a key or an index needs a length", rust_name(value)),
            "add one: `length = 255`",
        )),
        None => Ok(ColumnType::builtin(unbounded)),
    }
}
