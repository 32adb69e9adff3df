//! What a string literal stands for.

use std::str::Chars;

use crate::dialect::Dialect;

/// A string literal of standard SQL.
pub(crate) fn standard(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The text that a string literal stands for. `None` where it holds bytes (`x'00'`) or characters by
/// their number, and where it goes on in a further line: such a literal is known as it is written.
pub(crate) fn value(dialect: Dialect, written: &str) -> Option<String> {
    match (written.chars().next()?, dialect) {
        ('\'', Dialect::MySql) => unescaped(within(written, '\'')?, '\'', mysql_escape),
        ('"', Dialect::MySql) => unescaped(within(written, '"')?, '"', mysql_escape),
        ('\'', _) => Some(within(written, '\'')?.replace("''", "'")),
        ('e' | 'E', Dialect::Postgres) => {
            unescaped(within(written.get(1..)?, '\'')?, '\'', postgres_escape)
        }
        ('$', Dialect::Postgres) => {
            let tag = written.get(..written.get(1..)?.find('$')? + 2)?;
            written.strip_prefix(tag)?.strip_suffix(tag).map(str::to_owned)
        }
        _ => None,
    }
}

fn within(written: &str, quote: char) -> Option<&str> {
    written.strip_prefix(quote)?.strip_suffix(quote)
}

/// The text between two quotes. `escape` takes what follows a backslash.
fn unescaped(
    inner: &str,
    quote: char,
    escape: fn(&mut Chars<'_>, &mut String) -> Option<()>,
) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c == '\\' {
            escape(&mut rest, &mut text)?;
        } else if c == quote {
            // A single one ends a part of the literal, and another part follows.
            rest.next().filter(|next| *next == quote)?;
            text.push(quote);
        } else {
            text.push(c);
        }
    }
    Some(text)
}

/// MySQL manual, table 11.1, "Special Character Escape Sequences".
fn mysql_escape(rest: &mut Chars<'_>, text: &mut String) -> Option<()> {
    match rest.next()? {
        '0' => text.push('\0'),
        'b' => text.push('\u{8}'),
        'n' => text.push('\n'),
        'r' => text.push('\r'),
        't' => text.push('\t'),
        'Z' => text.push('\u{1a}'),
        // These keep their backslash, for LIKE.
        wildcard @ ('%' | '_') => text.extend(['\\', wildcard]),
        other => text.push(other),
    }
    Some(())
}

/// PostgreSQL manual, table 4.1, "Backslash Escape Sequences".
fn postgres_escape(rest: &mut Chars<'_>, text: &mut String) -> Option<()> {
    match rest.next()? {
        'b' => text.push('\u{8}'),
        'f' => text.push('\u{c}'),
        'n' => text.push('\n'),
        'r' => text.push('\r'),
        't' => text.push('\t'),
        '0'..='7' | 'x' | 'u' | 'U' => return None,
        other => text.push(other),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use Dialect::{MySql, Postgres, Sqlite};

    #[test]
    fn every_spelling_of_a_text_is_that_text() {
        for (dialect, written, text) in [
            (Postgres, "'it''s'", "it's"),
            (Postgres, r"'a\n'", r"a\n"),
            (Postgres, r"E'it\'s'", "it's"),
            (Postgres, r"e'a''\n\\'", "a'\n\\"),
            (Postgres, "$$it's$$", "it's"),
            (Postgres, "$a$ $$ $a$", " $$ "),
            (MySql, r"'it\'s'", "it's"),
            (MySql, "\"it's \"\"é\"\"\"", "it's \"é\""),
            (MySql, r"'\n\%\a'", "\n\\%a"),
            (Sqlite, r"'a\''''", r"a\''"),
            (Sqlite, "''", ""),
        ] {
            assert_eq!(value(dialect, written).as_deref(), Some(text), "{dialect}: {written}");
        }
    }

    #[test]
    fn bytes_and_numbered_characters_are_left_alone() {
        for (dialect, written) in [
            (Postgres, "B'01'"),
            (Postgres, "U&'\\0061'"),
            (Postgres, r"E'\x61'"),
            (Postgres, "E'a'\n'b'"),
            (MySql, "x'00'"),
            (Sqlite, "X'00'"),
            (Sqlite, "'"),
            (Sqlite, ""),
            (MySql, "'\\"),
            (Postgres, "$"),
            (Postgres, "$a$"),
            (Postgres, "e"),
        ] {
            assert_eq!(value(dialect, written), None, "{dialect}: {written}");
        }
    }
}
