//! Column types: read in every spelling, kept in one form, printed as people expect.
//!
//! The shared part is here; what a spelling means is in the room of each dialect.

use super::{Dialect, mysql, postgres, sqlite};
use crate::schema::{ColumnType, TypeParameters, ValueType};

/// The text of a type that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a type of {dialect}: {why}")]
pub struct TypeError {
    /// The database whose types were asked for.
    pub dialect: Dialect,
    /// What was to be read.
    pub text: String,
    /// What is wrong with it.
    pub why: String,
    /// What to write instead, where that is known.
    pub hint: Option<String>,
}

/// A Rust type that has no column type in a database, or not with these attributes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct UnsupportedType {
    /// What is wrong: a phrase that can follow a position.
    pub why: String,
    /// The remedy.
    pub hint: String,
}

impl UnsupportedType {
    pub(super) fn new(why: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { why: why.into(), hint: hint.into() }
    }
}

impl ColumnType {
    /// Reads a type as people and catalogs write it.
    ///
    /// The result is canonical: all spellings of one type give equal values, and different types
    /// (`json` and `jsonb`, `smallint` and `integer`) never do.
    ///
    /// # Errors
    ///
    /// When the text is no type: empty, unbalanced, with something after it, or with modifiers that
    /// the type does not take. An unknown name is a type that the schema or an extension declares,
    /// where the database has such types.
    pub fn parse(dialect: Dialect, text: &str) -> Result<ColumnType, TypeError> {
        match dialect {
            Dialect::Postgres => postgres::types::parse(text),
            Dialect::MySql => mysql::types::parse(text),
            Dialect::Sqlite => sqlite::types::parse(text),
        }
        .map_err(|fault| TypeError {
            dialect,
            text: text.trim().to_owned(),
            why: fault.why,
            hint: fault.hint,
        })
    }

    /// The type as SQL, in the spelling that people expect to read: `VARCHAR(255)`, `TIMESTAMPTZ`.
    pub fn sql(&self, dialect: Dialect) -> String {
        match dialect {
            Dialect::Postgres => postgres::types::sql(self),
            Dialect::MySql => mysql::types::sql(self),
            Dialect::Sqlite => sqlite::types::sql(self),
        }
    }
}

/// The column type in which a value of a Rust type is kept: the one from which sqlx's macros infer
/// that very Rust type back, wherever there is one.
///
/// The source of the rules are the tables of `sqlx::postgres::types`, `sqlx::mysql::types` and
/// `sqlx::sqlite::types` and the order in which the macros try them.
///
/// # Errors
///
/// When the database has no such type, or needs an attribute (`length`, `precision`) to make one, or
/// an attribute says nothing for this type.
pub fn column_type(
    dialect: Dialect,
    value: &ValueType,
    parameters: &TypeParameters,
) -> Result<ColumnType, UnsupportedType> {
    refuse_useless_parameters(value, parameters)?;
    match dialect {
        Dialect::Postgres => postgres::types::column_type(value, parameters),
        Dialect::MySql => mysql::types::column_type(value, parameters),
        Dialect::Sqlite => sqlite::types::column_type(value, parameters),
    }
}

/// An attribute without a meaning is a mistake of the model on every database alike.
fn refuse_useless_parameters(
    value: &ValueType,
    parameters: &TypeParameters,
) -> Result<(), UnsupportedType> {
    let element = match value {
        ValueType::Array(element) => element,
        value => value,
    };
    let takes_length = matches!(
        element,
        ValueType::Text | ValueType::Bytes | ValueType::BitVec | ValueType::CheckedText(_)
    );
    if parameters.length.is_some() && !takes_length {
        return Err(UnsupportedType::new(
            format!("`length` says nothing for {}", rust_name(element)),
            "remove `length`, or write the whole type as `type = \"..\"`",
        ));
    }
    let takes_precision = matches!(
        element,
        ValueType::Decimal
            | ValueType::Time
            | ValueType::TimeTz
            | ValueType::DateTime
            | ValueType::DateTimeTz
            | ValueType::Interval
    );
    if parameters.precision.is_some() && !takes_precision {
        return Err(UnsupportedType::new(
            format!("`precision` says nothing for {}", rust_name(element)),
            "remove `precision`, or write the whole type as `type = \"..\"`",
        ));
    }
    if parameters.scale.is_some() && !matches!(element, ValueType::Decimal) {
        return Err(UnsupportedType::new(
            format!("`scale` says nothing for {}", rust_name(element)),
            "remove `scale`, or write the whole type as `type = \"..\"`",
        ));
    }
    if parameters.scale.is_some() && parameters.precision.is_none() {
        return Err(UnsupportedType::new(
            "`scale` needs `precision` beside it",
            "write both: `precision = 12, scale = 2`",
        ));
    }
    if parameters.scale > parameters.precision {
        return Err(UnsupportedType::new(
            "`scale` is larger than `precision`",
            "`precision` counts all digits, `scale` those after the point",
        ));
    }
    if parameters.length == Some(0) {
        return Err(UnsupportedType::new("`length` is zero", "give a length of 1 or more"));
    }
    let is_time = takes_precision && !matches!(element, ValueType::Decimal);
    if is_time && parameters.precision.is_some_and(|digits| digits > 6) {
        return Err(UnsupportedType::new(
            "`precision` of a time is more than six digits",
            "give 0 (seconds) to 6 (microseconds)",
        ));
    }
    Ok(())
}

/// What a Rust type is called in a message.
pub(super) fn rust_name(value: &ValueType) -> String {
    let name = match value {
        ValueType::Bool => "`bool`",
        ValueType::I8 => "`i8`",
        ValueType::I16 => "`i16`",
        ValueType::I32 => "`i32`",
        ValueType::I64 => "`i64`",
        ValueType::U8 => "`u8`",
        ValueType::U16 => "`u16`",
        ValueType::U32 => "`u32`",
        ValueType::U64 => "`u64`",
        ValueType::F32 => "`f32`",
        ValueType::F64 => "`f64`",
        ValueType::Text => "`String`",
        ValueType::Bytes => "`Vec<u8>`",
        ValueType::Date => "a date",
        ValueType::Time => "a time of day",
        ValueType::TimeTz => "`PgTimeTz`",
        ValueType::DateTime => "a date and time without a time zone",
        ValueType::DateTimeTz => "a date and time with a time zone",
        ValueType::Interval => "an interval",
        ValueType::Uuid => "`Uuid`",
        ValueType::UuidText { hyphenated: true } => "`Hyphenated`",
        ValueType::UuidText { hyphenated: false } => "`Simple`",
        ValueType::Json => "JSON",
        ValueType::Decimal => "a decimal number",
        ValueType::Money => "`PgMoney`",
        ValueType::Inet => "an IP address",
        ValueType::MacAddr => "`MacAddress`",
        ValueType::BitVec => "`BitVec`",
        ValueType::Named(name) => return format!("a value of PostgreSQL's `{name}`"),
        ValueType::Range(element) => return format!("a range of {}", rust_name(element)),
        ValueType::Array(element) => return format!("a list of {}", rust_name(element)),
        ValueType::Enum(ty) => return format!("the enum `{}`", ty.name),
        ValueType::CheckedText(_) => "an enum kept as text",
        ValueType::Composite(name) => return format!("the composite type `{name}`"),
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint(value: &ValueType, parameters: TypeParameters) -> String {
        column_type(Dialect::Postgres, value, &parameters).unwrap_err().hint
    }

    #[test]
    fn attributes_without_a_meaning_are_refused() {
        let length = TypeParameters { length: Some(3), ..TypeParameters::default() };
        assert!(hint(&ValueType::I32, length).starts_with("remove `length`"));
        let precision = TypeParameters { precision: Some(3), ..TypeParameters::default() };
        assert!(hint(&ValueType::Text, precision).starts_with("remove `precision`"));
        let scale = TypeParameters { scale: Some(3), ..TypeParameters::default() };
        assert!(hint(&ValueType::Text, scale).starts_with("remove `scale`"));
        assert!(hint(&ValueType::Decimal, scale).starts_with("write both"));
        let wide = TypeParameters { precision: Some(9), ..TypeParameters::default() };
        assert!(hint(&ValueType::DateTime, wide).starts_with("give 0"));
        let inverted =
            TypeParameters { precision: Some(2), scale: Some(3), ..TypeParameters::default() };
        assert!(hint(&ValueType::Decimal, inverted).starts_with("`precision` counts"));
    }
}
