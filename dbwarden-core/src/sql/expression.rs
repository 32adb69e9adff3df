//! Expressions as streams of tokens: compared without regard to space, comments, outer parentheses
//! and the spelling of words and literals, searched for a column, and put in the parentheses that a
//! clause asks for.

use std::ops::Range;

use super::grouping::without_needless;
use super::reread::reread;
use super::{Lexer, TokenKind, ident, literal};
use crate::dialect::Dialect;

/// A token of an expression, in the one spelling in which it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or a word of the language, without quotes and as the database folds it.
    Name(String),
    /// A bare word that stands for a value, as no quoted name does: `null`, `current_date`.
    Value(String),
    /// The text that a string stands for.
    Text(String),
    /// A string that is no text, as it is written: `x'00'`.
    Bytes(String),
    /// A number, in lower case.
    Number(String),
    /// Anything else, as it is written.
    Symbol(String),
}

/// Whether two expressions are the same tokens, but for parentheses that change nothing.
pub fn same_tokens(dialect: Dialect, left: &str, right: &str) -> bool {
    let (left, right) = (scan(dialect, left), scan(dialect, right));
    let (left, right) = (without_outer(&left), without_outer(&right));
    if left.iter().map(|(token, _)| token).eq(right.iter().map(|(token, _)| token)) {
        return true;
    }
    let tokens = |side: &[(Token, Range<usize>)]| -> Vec<Token> {
        side.iter().map(|(token, _)| token.clone()).collect()
    };
    let (left, right) = (tokens(left), tokens(right));
    match dialect {
        Dialect::Postgres => reread(&left) == reread(&right),
        Dialect::Sqlite => without_needless(&left) == without_needless(&right),
        Dialect::MySql => false,
    }
}

/// Whether an expression has that name in it: of a column, a table, or anything else.
pub fn mentions(dialect: Dialect, expression: &str, name: &str) -> bool {
    let name = folded(dialect, name);
    scan(dialect, expression).iter().any(|(token, _)| is_name(token, &name))
}

/// Whether an expression has that string literal in it.
pub fn has_literal(dialect: Dialect, expression: &str, value: &str) -> bool {
    scan(dialect, expression).iter().any(|(token, _)| is_text(token, value))
}

/// The strings and numbers in an expression, as they are written there.
pub fn literals(dialect: Dialect, expression: &str) -> Vec<String> {
    let tokens = scan(dialect, expression);
    let is_literal = |token: &Token| matches!(token, Token::Text(_) | Token::Number(_));
    let found = tokens.iter().filter(|(token, _)| is_literal(token));
    found.filter_map(|(_, span)| expression.get(span.clone()).map(ToOwned::to_owned)).collect()
}

/// The expression with one column under another name; `written` is the new name as SQL. A function or
/// a type of the old name keeps it.
pub fn with_renamed_column(
    dialect: Dialect,
    expression: &str,
    column: &str,
    written: &str,
) -> String {
    let column = folded(dialect, column);
    with_replaced(dialect, expression, written, |tokens, at| {
        let is_type = at.checked_sub(1).is_some_and(|before| is_symbol(tokens, before, "::"));
        let is_function = is_symbol(tokens, at + 1, "(");
        is_name(&tokens[at].0, &column) && !is_type && !is_function
    })
}

/// The expression with one string in place of another.
pub fn with_literal(dialect: Dialect, expression: &str, from: &str, to: &str) -> String {
    with_replaced(dialect, expression, &literal::standard(to), |tokens, at| {
        is_text(&tokens[at].0, from)
    })
}

/// The same only where the string is cast to a type of that name: `'old'::app.mood`.
pub fn with_typed_literal(
    dialect: Dialect,
    expression: &str,
    type_name: &str,
    from: &str,
    to: &str,
) -> String {
    let type_name = folded(dialect, type_name);
    with_replaced(dialect, expression, &literal::standard(to), |tokens, at| {
        let is_type =
            |at: usize| tokens.get(at).is_some_and(|(token, _)| is_name(token, &type_name));
        let is_qualified = is_symbol(tokens, at + 3, ".");
        is_text(&tokens[at].0, from)
            && is_symbol(tokens, at + 1, "::")
            && is_type(if is_qualified { at + 4 } else { at + 2 })
    })
}

/// The expression with something else in place of the tokens of which `is_meant`, which is told all of
/// them and the index of one.
fn with_replaced(
    dialect: Dialect,
    expression: &str,
    written: &str,
    is_meant: impl Fn(&[(Token, Range<usize>)], usize) -> bool,
) -> String {
    let tokens = scan(dialect, expression);
    let mut replaced = String::with_capacity(expression.len());
    let mut copied = 0;
    for (at, (_, span)) in tokens.iter().enumerate() {
        if is_meant(&tokens, at) {
            replaced.push_str(&expression[copied..span.start]);
            replaced.push_str(written);
            copied = span.end;
        }
    }
    replaced.push_str(&expression[copied..]);
    replaced
}

fn is_symbol(tokens: &[(Token, Range<usize>)], at: usize, symbol: &str) -> bool {
    tokens.get(at).is_some_and(|(token, _)| matches!(token, Token::Symbol(text) if text == symbol))
}

fn is_text(token: &Token, value: &str) -> bool {
    matches!(token, Token::Text(text) if text == value)
}

/// The expression without the parentheses that enclose all of it.
pub fn without_parentheses(dialect: Dialect, expression: &str) -> &str {
    let tokens = scan(dialect, expression);
    if tokens.is_empty() {
        return expression.trim();
    }
    match without_outer(&tokens) {
        [(_, first), .., (_, last)] => &expression[first.start..last.end],
        [(_, only)] => &expression[only.clone()],
        [] => "",
    }
}

/// The expression within one pair of parentheses, however many it had.
pub fn in_parentheses(dialect: Dialect, expression: &str) -> String {
    format!("({})", without_parentheses(dialect, expression))
}

/// Whether the expression is a literal, a signed number, or one of the words that stand for a moment
/// or a constant: what every database takes as a default without parentheses.
pub fn is_plain_default(dialect: Dialect, expression: &str) -> bool {
    let tokens: Vec<Token> =
        scan(dialect, expression).into_iter().map(|(token, _)| token).collect();
    let is = |token: &Token, symbol: &str| matches!(token, Token::Symbol(text) if text == symbol);
    match tokens.as_slice() {
        [Token::Value(word)] => PLAIN_VALUES.contains(&word.as_str()),
        [Token::Text(_) | Token::Bytes(_) | Token::Number(_)] => true,
        [sign, Token::Number(_)] => is(sign, "+") || is(sign, "-"),
        // b'0', N'text'
        [Token::Name(prefix), Token::Text(_)] => prefix.len() == 1,
        // CURRENT_TIMESTAMP(6)
        [Token::Name(word) | Token::Value(word), open, rest @ .., close] => {
            matches!(word.as_str(), "current_timestamp" | "now")
                && is(open, "(")
                && is(close, ")")
                && matches!(rest, [] | [Token::Number(_)])
        }
        _ => false,
    }
}

/// Whether the expression is the current moment: `CURRENT_TIMESTAMP`, with digits or without.
pub(crate) fn is_current_timestamp(dialect: Dialect, expression: &str) -> bool {
    let tokens = scan(dialect, expression);
    let first = without_outer(&tokens).first().map(|(token, _)| token);
    matches!(first, Some(Token::Value(word)) if word == "current_timestamp")
}

/// Whether the expression is NULL and nothing else.
pub(crate) fn is_null(dialect: Dialect, expression: &str) -> bool {
    let tokens = scan(dialect, expression);
    matches!(without_outer(&tokens), [(Token::Value(word), _)] if word == "null")
}

/// The literal that is cast to a type, where the expression is nothing else: `'a'` of `'a'::text`.
pub(crate) fn cast_literal(dialect: Dialect, expression: &str) -> Option<&str> {
    let tokens = scan(dialect, expression);
    let [(Token::Text(_), literal), (Token::Symbol(cast), _), ty @ ..] = tokens.as_slice() else {
        return None;
    };
    let is_of_type = |(token, _): &(Token, Range<usize>)| match token {
        Token::Name(_) | Token::Number(_) => true,
        Token::Symbol(symbol) => matches!(symbol.as_str(), "(" | ")" | "[" | "]" | "," | "."),
        Token::Value(_) | Token::Text(_) | Token::Bytes(_) => false,
    };
    (cast == "::" && ty.iter().all(is_of_type)).then(|| &expression[literal.clone()])
}

/// Values that a default may be without parentheses.
const PLAIN_VALUES: &[&str] =
    &["null", "true", "false", "current_timestamp", "current_date", "current_time"];

/// Words that stand for a value only where the database reserves them.
const OTHER_VALUES: &[&str] = &[
    "current_catalog",
    "current_role",
    "current_schema",
    "current_user",
    "localtime",
    "localtimestamp",
    "session_user",
    "system_user",
    "user",
];

fn is_name(token: &Token, folded: &str) -> bool {
    matches!(token, Token::Name(name) if name == folded)
}

/// A name as it is compared: PostgreSQL tells `"A"` from `"a"`, the other two do not. SQLite folds
/// the letters of ASCII alone.
pub(super) fn folded(dialect: Dialect, name: &str) -> String {
    match dialect {
        Dialect::Postgres => name.to_owned(),
        Dialect::MySql => name.to_lowercase(),
        Dialect::Sqlite => name.to_ascii_lowercase(),
    }
}

/// The tokens between the parentheses that enclose all of them, if any do.
fn without_outer(tokens: &[(Token, Range<usize>)]) -> &[(Token, Range<usize>)] {
    let mut inner = tokens;
    while let Some(within) = enclosed(inner) {
        inner = within;
    }
    inner
}

/// What stands between the first and the last token where these are one pair of parentheses.
fn enclosed(tokens: &[(Token, Range<usize>)]) -> Option<&[(Token, Range<usize>)]> {
    let mut depth = 0_usize;
    for (position, (token, _)) in tokens.iter().enumerate() {
        match token {
            Token::Symbol(symbol) if symbol == "(" => depth += 1,
            Token::Symbol(symbol) if symbol == ")" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            let is_last = position > 0 && position + 1 == tokens.len();
            return is_last.then(|| &tokens[1..position]);
        }
    }
    None
}

/// The tokens with the bytes that they stand in; comments are none. What the lexer cannot read is
/// one symbol up to the end.
pub(super) fn scan(dialect: Dialect, expression: &str) -> Vec<(Token, Range<usize>)> {
    let mut found = Vec::new();
    let mut end = 0;
    for token in Lexer::new(dialect, expression) {
        let Ok(token) = token else {
            let rest = expression[end..].trim_end();
            let start = end + (rest.len() - rest.trim_start().len());
            if !rest.is_empty() {
                found.push((Token::Symbol(rest.trim_start().to_owned()), start..end + rest.len()));
            }
            break;
        };
        end = token.end;
        if !token.is_comment() {
            let token_of = read(dialect, token.kind, token.text(expression));
            found.push((token_of, token.start..token.end));
        }
    }
    found
}

fn read(dialect: Dialect, kind: TokenKind, written: &str) -> Token {
    match kind {
        TokenKind::Word => word(dialect, written),
        TokenKind::QuotedName => match ident::unquote(written) {
            Some(name) => Token::Name(folded(dialect, &name)),
            None => Token::Symbol(written.to_owned()),
        },
        TokenKind::String => match literal::value(dialect, written) {
            Some(text) => Token::Text(text),
            None => Token::Bytes(written.to_owned()),
        },
        TokenKind::Number => Token::Number(written.to_ascii_lowercase()),
        _ => Token::Symbol(symbol(dialect, written).to_owned()),
    }
}

/// An operator that has two spellings, in one of them.
fn symbol(dialect: Dialect, written: &str) -> &str {
    match written {
        "==" if dialect == Dialect::Sqlite => "=",
        "!=" => "<>",
        written => written,
    }
}

fn word(dialect: Dialect, written: &str) -> Token {
    let lower = written.to_ascii_lowercase();
    let is_value = PLAIN_VALUES.contains(&lower.as_str())
        || OTHER_VALUES.contains(&lower.as_str()) && ident::is_reserved(dialect, &lower);
    if is_value {
        Token::Value(lower)
    } else {
        Token::Name(folded(dialect, &ident::fold(dialect, written)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Dialect::{MySql, Postgres, Sqlite};

    fn same(dialect: Dialect, left: &str, right: &str) {
        assert!(same_tokens(dialect, left, right), "{dialect}: {left} and {right}");
    }

    fn differ(dialect: Dialect, left: &str, right: &str) {
        assert!(!same_tokens(dialect, left, right), "{dialect}: {left} and {right}");
    }

    #[test]
    fn spelling_does_not_matter_but_literals_do() {
        for dialect in Dialect::ALL {
            same(dialect, "(Age>0)", "age > 0");
            same(dialect, "((a) > (b))", "(a) > (b)");
            same(dialect, "a > 0", "a /* é ) */ > -- why (\n 0");
            same(dialect, "a = 1E5", "a = 1e5");
            differ(dialect, "a = '/* X'", "a = '");
            differ(dialect, "a = 'X'", "a = 'x'");
            differ(dialect, "a > 1", "a > 10");
            differ(dialect, "a > 1", "a > '1'");
            differ(dialect, "a = ')'", "(a = '')");
        }
    }

    #[test]
    fn names_are_told_apart_as_the_database_does() {
        same(Postgres, "\"order\" = Age", "\"order\" = age");
        differ(Postgres, "\"Age\" > 0", "age > 0");
        same(MySql, "`Order` = `a``b`", "`order` = `A``B`");
        same(MySql, "É > 0", "é > 0");
        same(Sqlite, "\"order\" = [A b]", "`ORDER`=\"a B\"");
        differ(Sqlite, "É > 0", "é > 0");
        for dialect in Dialect::ALL {
            let quoted = crate::sql::ident::quote_always(dialect, "null");
            differ(dialect, "null", &quoted);
        }
        differ(Postgres, "current_user = a", "\"current_user\" = a");
        // No word of MySQL's or SQLite's language.
        same(Sqlite, "user = a", "\"user\" = a");
    }

    #[test]
    fn a_literal_is_the_text_that_it_stands_for() {
        same(Postgres, "a = E'it\\'s'", "a = 'it''s'");
        same(Postgres, "a = $$it's$$", "a = $x$it's$x$");
        differ(Postgres, r"a = E'\\n'", r"a = E'\n'");
        differ(Postgres, "a = B'01'", "a = '01'");
        same(Postgres, "a = E'(' or b", "(a = '(' or b)");
        same(MySql, r"a = 'it\'s'", "a = \"it's\"");
        same(MySql, "a = 'x' # ' (\n", "a = 'x'");
        // A backslash is nothing special here, so that the literal ends before `or`.
        differ(Sqlite, r"a = '\' or b = ''", r"a = '\'' or b = '");
        assert!(has_literal(Postgres, "a IN ('x', E'it\\'s')", "it's"));
        assert!(has_literal(MySql, r"a IN ('it\'s')", "it's"));
        assert!(!has_literal(Postgres, "a = 'xy' or x > 0", "x"));
    }

    #[test]
    fn operators_are_compared_as_they_are_read() {
        differ(Postgres, "(a) or (b)", "a or b");
        same(Postgres, "a::text", "a :: text");
        differ(Postgres, "a >= 1", "a > = 1");
        same(Postgres, "tags[1] = 'a'", "(tags [1]='a')");
        differ(Sqlite, "a || b", "a | b");
    }

    #[test]
    fn only_a_name_is_mentioned() {
        for dialect in Dialect::ALL {
            assert!(mentions(dialect, "lower(email)", "email"));
            assert!(!mentions(dialect, "lower(email2)", "email"));
            assert!(!mentions(dialect, "x = 'email' -- email", "email"));
        }
        assert!(!mentions(Postgres, "x = $$ email $$ or y = E'\\' email'", "email"));
        assert!(mentions(Postgres, "\"Note\" <> ''", "Note"));
        assert!(!mentions(Postgres, "Note <> ''", "Note"));
        assert!(mentions(MySql, "`Note` <> ''", "note"));
        assert!(mentions(Sqlite, "[no te] <> ''", "No te"));
        assert!(!mentions(MySql, r"x = '\' email'", "email"));
    }

    #[test]
    fn a_renamed_column_leaves_functions_types_and_literals() {
        let renamed = |dialect, sql| with_renamed_column(dialect, sql, "a", "\"A\"");
        assert_eq!(renamed(Postgres, "a > 0 and 'a' < b"), "\"A\" > 0 and 'a' < b");
        assert_eq!(renamed(Postgres, "A > E'\\'a' /* a */"), "\"A\" > E'\\'a' /* a */");
        assert_eq!(renamed(Postgres, "a(a)::a = \"a\""), "a(\"A\")::a = \"A\"");
        assert_eq!(renamed(Sqlite, "[a] = t.a"), "\"A\" = t.\"A\"");
        assert_eq!(renamed(Postgres, "é = a"), "é = \"A\"");
    }

    #[test]
    fn parentheses_are_written_once() {
        for dialect in Dialect::ALL {
            let once = |sql| in_parentheses(dialect, sql);
            assert_eq!(once("a > 0"), "(a > 0)");
            assert_eq!(once("((a > 0))"), "(a > 0)");
            assert_eq!(once("(a) or (b)"), "((a) or (b))");
            assert_eq!(once("f(')')"), "(f(')'))");
            assert_eq!(once("(a > 0) -- )"), "(a > 0)");
        }
        assert_eq!(in_parentheses(Postgres, "(a = $x$)$x$)"), "(a = $x$)$x$)");
        assert_eq!(in_parentheses(MySql, r"('\')')"), r"('\')')");
        assert_eq!(in_parentheses(Sqlite, "([a)b] > 0)"), "([a)b] > 0)");
    }

    #[test]
    fn only_parentheses_around_everything_go() {
        for dialect in Dialect::ALL {
            let bare = |sql| without_parentheses(dialect, sql);
            assert_eq!(bare("((a > 0))"), "a > 0");
            assert_eq!(bare("((a > 0) AND (b > 0))"), "(a > 0) AND (b > 0)");
            assert_eq!(bare("(a = ')' OR b = '(')"), "a = ')' OR b = '('");
            assert_eq!(bare("(')') || ('(')"), "(')') || ('(')");
            assert_eq!(bare(" lower(a) "), "lower(a)");
            assert_eq!(bare("(('it''s (odd)'))"), "'it''s (odd)'");
            assert_eq!(bare("()"), "");
            assert_eq!(bare(" "), "");
        }
        assert_eq!(without_parentheses(MySql, r"('it\'s (')"), r"'it\'s ('");
        assert_eq!(without_parentheses(Postgres, r"('a\')"), r"'a\'");
    }

    #[test]
    fn a_plain_default_is_a_constant() {
        for dialect in Dialect::ALL {
            let plain =
                ["0", "-1", "'a'", "NULL", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP(6)", "x'00'"];
            for plain in plain {
                assert!(is_plain_default(dialect, plain), "{dialect}: {plain}");
            }
            for other in ["1 + 1", "uuid()", "lower('A')", "(0)", "\"null\" || a"] {
                assert!(!is_plain_default(dialect, other), "{dialect}: {other}");
            }
        }
        assert!(is_plain_default(MySql, "now(6)") && is_plain_default(MySql, "b'0'"));
        assert!(!is_plain_default(Sqlite, "\"null\""));
        assert!(is_current_timestamp(MySql, "current_timestamp()"));
        assert!(!is_current_timestamp(MySql, "`current_timestamp`"));
    }

    #[test]
    fn a_cast_of_a_literal_is_nothing_else() {
        let literal = |sql| cast_literal(Postgres, sql);
        assert_eq!(literal("'it''s'::character varying(3)"), Some("'it''s'"));
        assert_eq!(literal("'{}'::text[]"), Some("'{}'"));
        assert_eq!(literal("'a::b'::s.\"Mood\""), Some("'a::b'"));
        for other in
            ["'a'::text || 'b'::text", "'a'", "a::text", "'1'::text::int", "lower('a'::text)"]
        {
            assert_eq!(literal(other), None, "{other}");
        }
    }

    #[test]
    fn what_is_broken_does_not_panic() {
        for dialect in Dialect::ALL {
            for text in [
                "'", "\"", "[", "[a", "(", ")", "'a''", "`é", "/*", "a--", "/*/", "", "\\", "e'\\",
                "$é$", "a $x$ (", "/*!", "U&\"a", "a 'é",
            ] {
                let _ = (mentions(dialect, text, "a"), without_parentheses(dialect, text));
                assert!(same_tokens(dialect, text, text));
                let _ = with_renamed_column(dialect, text, "a", "b");
            }
            differ(dialect, "a = 'b", "a = 'c");
        }
    }
}
