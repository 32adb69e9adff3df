//! SQLite's column types: any words at all, of which the affinity follows.
//!
//! The words are kept: what a program reads from them (sqlx does) is not for us to decide, so `INT` and
//! `INTEGER` are two types. Their case and their blanks do not count, and are written as they were read.

use crate::dialect::Dialect;
use crate::dialect::type_text::{Fault, Word, Words};
use crate::dialect::types::{UnsupportedType, rust_name};
use crate::schema::{ColumnType, TypeName, TypeParameters, ValueType};
use crate::sql::ident;

/// Reads a type. No words at all are a type, too: a column may be declared without one.
///
/// Grammar: <https://www.sqlite.org/syntax/type-name.html>.
pub(in crate::dialect) fn parse(text: &str) -> Result<ColumnType, Fault> {
    let mut words = Words::of(Dialect::Sqlite, text)?;
    let mut name = Vec::new();
    while let Some(Word::Bare(word) | Word::Quoted(word) | Word::Literal(word)) = words.peek() {
        name.push(word.to_ascii_lowercase());
        words.next();
    }
    let modifiers = words.modifiers()?;
    words.end()?;
    if modifiers.len() > 2 {
        return Err(Fault::new("it takes at most two numbers in parentheses"));
    }
    Ok(ColumnType::builtin(name.join(" ")).with_modifiers(modifiers))
}

/// Prints a type.
pub(in crate::dialect) fn sql(ty: &ColumnType) -> String {
    if let Some(spelling) = &ty.spelling.0 {
        return spelling.clone();
    }
    let name = match &ty.name {
        TypeName::Builtin(name) => name,
        TypeName::User(name) => &name.name,
    };
    let mut sql = name.to_ascii_uppercase();
    // Words that say something else in a definition, or are none, are one word in quotes.
    if name.split(' ').any(|word| !word.is_empty() && ident::quote(Dialect::Sqlite, word) != word) {
        sql = ident::quote_always(Dialect::Sqlite, &sql);
    }
    if !ty.modifiers.is_empty() {
        sql.push_str(&format!("({})", ty.modifiers.join(",")));
    }
    sql
}

/// The column type of a Rust type.
///
/// `length` is of no consequence in SQLite and stays out of the type; so does `precision`.
pub(in crate::dialect) fn column_type(
    value: &ValueType,
    _parameters: &TypeParameters,
) -> Result<ColumnType, UnsupportedType> {
    let name = match value {
        ValueType::Bool => "boolean",
        ValueType::I8
        | ValueType::I16
        | ValueType::I32
        | ValueType::I64
        | ValueType::U8
        | ValueType::U16
        | ValueType::U32
        | ValueType::U64 => "integer",
        ValueType::F32 | ValueType::F64 => "real",
        ValueType::Text
        | ValueType::Json
        | ValueType::UuidText { .. }
        | ValueType::Enum(_)
        | ValueType::CheckedText(_) => "text",
        ValueType::Bytes | ValueType::Uuid => "blob",
        ValueType::Date => "date",
        ValueType::Time => "time",
        ValueType::DateTime | ValueType::DateTimeTz => "datetime",
        ValueType::Array(_) => {
            return Err(UnsupportedType::new(
                format!("SQLite has no column for {}", rust_name(value)),
                "keep it as JSON: `sqlx::types::Json<Vec<..>>` or `#[sqlx(json)]`",
            ));
        }
        ValueType::Decimal => {
            return Err(UnsupportedType::new(
                "SQLite has no decimal numbers, and sqlx reads none from it",
                "use `i64` in the smallest unit, or `String`",
            ));
        }
        ValueType::TimeTz
        | ValueType::Interval
        | ValueType::Money
        | ValueType::Inet
        | ValueType::MacAddr
        | ValueType::BitVec
        | ValueType::Named(_)
        | ValueType::Range(_)
        | ValueType::Composite(_) => {
            return Err(UnsupportedType::new(
                format!("SQLite has no column for {}", rust_name(value)),
                "use a type that sqlx maps there, or name the column type: `type = \"..\"`",
            ));
        }
    };
    Ok(ColumnType::builtin(name))
}
