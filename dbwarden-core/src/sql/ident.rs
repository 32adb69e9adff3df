//! The one place where an identifier is quoted.

use std::borrow::Cow;

use crate::dialect::{Dialect, mysql, postgres, sqlite};

/// `name` as it must be written to name a table, column, index or constraint: bare where the
/// database reads it back as it is, else in quotes.
///
/// ```
/// use dbwarden_core::{dialect::Dialect, sql::ident::quote};
///
/// assert_eq!(quote(Dialect::Postgres, "users"), "users");
/// assert_eq!(quote(Dialect::Postgres, "Users"), r#""Users""#);
/// assert_eq!(quote(Dialect::MySql, "order"), "`order`");
/// ```
pub fn quote(dialect: Dialect, name: &str) -> Cow<'_, str> {
    if is_bare(dialect, name) && !is_reserved(dialect, name) {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(quote_always(dialect, name))
    }
}

/// `name` as it must be written to name a type of one's own: an enum, a domain, a composite.
///
/// PostgreSQL reads words such as `interval` or `between` as a column, but never as such a type.
pub fn quote_type(dialect: Dialect, name: &str) -> Cow<'_, str> {
    if dialect == Dialect::Postgres && postgres::lex::NOT_A_TYPE.binary_search(&name).is_ok() {
        Cow::Owned(quote_always(dialect, name))
    } else {
        quote(dialect, name)
    }
}

/// `schema.name`, or `name` alone, each part quoted as [`quote`] does.
pub fn quote_qualified(dialect: Dialect, schema: Option<&str>, name: &str) -> String {
    match schema {
        Some(schema) => format!("{}.{}", quote(dialect, schema), quote(dialect, name)),
        None => quote(dialect, name).into_owned(),
    }
}

/// Whether a name comes in quotes, as one does that the catalog tells together with its schema.
pub fn is_quoted(name: &str) -> bool {
    name.len() > 1 && name.starts_with('"') && name.ends_with('"')
}

/// `name` in the quotes of the dialect, whatever it is.
pub fn quote_always(dialect: Dialect, name: &str) -> String {
    let quote = if dialect == Dialect::MySql { '`' } else { '"' };
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push(quote);
    for c in name.chars() {
        if c == quote {
            quoted.push(quote);
        }
        quoted.push(c);
    }
    quoted.push(quote);
    quoted
}

/// Whether the database reads `word`, bare and in any case, as something else than a name.
pub fn is_reserved(dialect: Dialect, word: &str) -> bool {
    let words = match dialect {
        Dialect::Postgres => postgres::lex::RESERVED,
        Dialect::MySql => mysql::lex::RESERVED,
        Dialect::Sqlite => sqlite::lex::RESERVED,
    };
    words.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

/// The name that a bare word stands for: PostgreSQL folds it to lower case.
pub fn fold(dialect: Dialect, word: &str) -> Cow<'_, str> {
    if dialect == Dialect::Postgres && word.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Borrowed(word)
    }
}

/// The name that stands in quotes; `None` where it is not in plain quotes.
pub fn unquote(quoted: &str) -> Option<Cow<'_, str>> {
    let open = quoted.chars().next().filter(|c| matches!(c, '"' | '`' | '['))?;
    let close = if open == '[' { ']' } else { open };
    let name = quoted.strip_prefix(open)?.strip_suffix(close)?;
    if close != ']' && name.contains(close) {
        Some(Cow::Owned(name.replace(&String::from_iter([close, close]), &close.to_string())))
    } else {
        Some(Cow::Borrowed(name))
    }
}

/// Whether the letters of `name` can stand without quotes and are read back unchanged.
fn is_bare(dialect: Dialect, name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|c| c == '_' || is_letter(dialect, c))
        && chars.all(|c| c == '_' || c.is_ascii_digit() || c == '$' || is_letter(dialect, c))
}

fn is_letter(dialect: Dialect, c: char) -> bool {
    match dialect {
        // Other letters are allowed, but folded in ways that hang on the server's locale.
        Dialect::Postgres => c.is_ascii_lowercase(),
        Dialect::MySql | Dialect::Sqlite => c.is_ascii_alphabetic() || c.is_alphabetic(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Dialect::{MySql, Postgres, Sqlite};

    #[test]
    fn word_lists_are_sorted_for_the_search() {
        for words in [
            postgres::lex::RESERVED,
            postgres::lex::NOT_A_TYPE,
            mysql::lex::RESERVED,
            sqlite::lex::RESERVED,
        ] {
            assert!(words.is_sorted());
            assert!(words.iter().all(|w| {
                w.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b.is_ascii_digit())
            }));
        }
    }

    #[test]
    fn only_what_must_be_quoted_is() {
        for dialect in Dialect::ALL {
            for bare in ["users", "_a1", "user_id", "a$b", "created_at", "name", "value", "status"]
            {
                assert_eq!(quote(dialect, bare), bare, "{dialect}");
            }
            for quoted in ["", "a b", "1st", "a-b", "a.b", "order", "group", "$a", "a\"b", "a`b"] {
                assert_eq!(quote(dialect, quoted), quote_always(dialect, quoted), "{dialect}");
            }
        }
    }

    #[test]
    fn each_database_has_its_own_words_and_folding() {
        let cases = [
            ("user", [true, false, false]),
            ("key", [false, true, false]),
            ("index", [false, true, true]),
            ("end", [true, false, false]),
            ("left", [true, true, false]),
            ("nothing", [false, false, true]),
            ("rank", [false, true, false]),
            ("returning", [true, true, true]),
            ("OFFSET", [true, true, false]),
            ("time", [false, false, false]),
            ("Users", [true, false, false]),
            ("é", [true, false, false]),
        ];
        for (name, expected) in cases {
            let quoted = [Postgres, MySql, Sqlite].map(|d| quote(d, name) != name);
            assert_eq!(quoted, expected, "{name}");
        }
    }

    #[test]
    fn quotes_inside_are_doubled() {
        assert_eq!(quote_always(Postgres, "a\"b"), "\"a\"\"b\"");
        assert_eq!(quote_always(MySql, "a`b"), "`a``b`");
        assert_eq!(quote_qualified(MySql, Some("My DB"), "t"), "`My DB`.t");
    }

    #[test]
    fn types_know_more_words() {
        assert_eq!(quote_type(Postgres, "interval"), "\"interval\"");
        assert_eq!(quote(Postgres, "interval"), "interval");
        assert_eq!(quote_type(Postgres, "mood"), "mood");
    }
}
