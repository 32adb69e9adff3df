//! Expressions as streams of tokens: compared without regard to case, space and outer parentheses,
//! searched for a column, and put in the parentheses that a clause asks for.

use std::ops::Range;

/// A token of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// A bare word in lower case, or a quoted name without its quotes.
    Name(String),
    /// A string literal as it was written, with its quotes.
    Text(String),
    /// A number as it was written, in lower case.
    Number(String),
    /// Any other character.
    Symbol(char),
}

/// Whether two expressions are the same tokens.
pub fn same_tokens(left: &str, right: &str) -> bool {
    let (left, right) = (tokens(left), tokens(right));
    unwrapped(&left).eq(unwrapped(&right))
}

/// Whether an expression mentions a column.
pub fn mentions(expression: &str, column: &str) -> bool {
    scan(expression).into_iter().any(|(token, _)| names(&token, column))
}

/// Whether an expression has that string literal in it.
pub fn has_literal(expression: &str, value: &str) -> bool {
    let literal = format!("'{}'", value.replace('\'', "''"));
    tokens(expression).iter().any(|token| matches!(token, Token::Text(text) if *text == literal))
}

/// The expression with one column under another name; `written` is the new name as SQL.
pub fn with_renamed_column(expression: &str, column: &str, written: &str) -> String {
    let mut renamed = String::with_capacity(expression.len());
    let mut copied = 0;
    for (token, span) in scan(expression) {
        if names(&token, column) {
            renamed.push_str(&expression[copied..span.start]);
            renamed.push_str(written);
            copied = span.end;
        }
    }
    renamed.push_str(&expression[copied..]);
    renamed
}

/// The expression within one pair of parentheses, however many it had.
pub fn in_parentheses(expression: &str) -> String {
    let tokens = scan(expression);
    let mut inner = tokens.as_slice();
    while let Some(within) = without_parentheses(inner, |(token, _)| token) {
        inner = within;
    }
    match (inner.first(), inner.last()) {
        (Some(first), Some(last)) => format!("({})", &expression[first.1.start..last.1.end]),
        _ => format!("({})", expression.trim()),
    }
}

/// Whether the expression is a literal, a signed number, or one of the words that stand for a moment
/// or a constant: what every database takes as a default without parentheses.
pub fn is_plain_default(expression: &str) -> bool {
    const WORDS: &[&str] =
        &["null", "true", "false", "current_timestamp", "current_date", "current_time"];
    let tokens = tokens(expression);
    match tokens.as_slice() {
        [Token::Name(word)] => WORDS.contains(&word.as_str()),
        [Token::Text(_) | Token::Number(_)] | [Token::Symbol('+' | '-'), Token::Number(_)] => true,
        // x'00', b'0', N'text'
        [Token::Name(prefix), Token::Text(_)] => prefix.len() == 1,
        // CURRENT_TIMESTAMP(6)
        [Token::Name(word), Token::Symbol('('), rest @ .., Token::Symbol(')')] => {
            matches!(word.as_str(), "current_timestamp" | "now")
                && matches!(rest, [] | [Token::Number(_)])
        }
        _ => false,
    }
}

fn names(token: &Token, column: &str) -> bool {
    matches!(token, Token::Name(name) if name.eq_ignore_ascii_case(column))
}

fn tokens(expression: &str) -> Vec<Token> {
    scan(expression).into_iter().map(|(token, _)| token).collect()
}

fn unwrapped(tokens: &[Token]) -> impl Iterator<Item = &Token> {
    let mut inner = tokens;
    while let Some(within) = without_parentheses(inner, |token| token) {
        inner = within;
    }
    inner.iter()
}

/// What stands between the first and the last token where these are one pair of parentheses.
fn without_parentheses<T>(tokens: &[T], token: impl Fn(&T) -> &Token) -> Option<&[T]> {
    let mut depth = 0_usize;
    for (position, item) in tokens.iter().enumerate() {
        match token(item) {
            Token::Symbol('(') => depth += 1,
            Token::Symbol(')') => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            let is_last = position > 0 && position + 1 == tokens.len();
            return is_last.then(|| &tokens[1..position]);
        }
    }
    None
}

/// The tokens with the bytes that they stand in. Comments and space are none.
fn scan(expression: &str) -> Vec<(Token, Range<usize>)> {
    let mut found = Vec::new();
    let mut rest = expression.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let end_of = |last: Option<&(usize, char)>| last.map_or(expression.len(), |(at, _)| *at);
        match c {
            c if c.is_whitespace() => {}
            '-' if expression[start..].starts_with("--") => {
                while rest.next_if(|(_, c)| *c != '\n').is_some() {}
            }
            '/' if expression[start..].starts_with("/*") => {
                let inner = &expression[start + 2..];
                let end = inner.find("*/").map_or(expression.len(), |at| start + at + 4);
                while rest.next_if(|(at, _)| *at < end).is_some() {}
            }
            '\'' | '"' | '`' | '[' if c != '[' || is_bracket_name(&expression[start..]) => {
                let close = if c == '[' { ']' } else { c };
                while let Some((_, inner)) = rest.next() {
                    if inner == close && rest.next_if(|(_, next)| *next == close).is_none() {
                        break;
                    }
                }
                let end = end_of(rest.peek());
                let text = &expression[start..end];
                let token = if c == '\'' {
                    Token::Text(text.to_owned())
                } else {
                    let inner = text.get(1..text.len() - 1).unwrap_or_default();
                    Token::Name(inner.replace(&format!("{close}{close}"), &close.to_string()))
                };
                found.push((token, start..end));
            }
            c if c.is_alphabetic() || c == '_' => {
                while rest.next_if(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '$')).is_some()
                {
                }
                let end = end_of(rest.peek());
                found.push((Token::Name(expression[start..end].to_lowercase()), start..end));
            }
            c if c.is_ascii_digit() => {
                while rest.next_if(|(_, c)| c.is_ascii_alphanumeric() || *c == '.').is_some() {}
                let end = end_of(rest.peek());
                found.push((Token::Number(expression[start..end].to_lowercase()), start..end));
            }
            c => found.push((Token::Symbol(c), start..start + c.len_utf8())),
        }
    }
    found
}

/// `[name]` of SQLite, as against the subscript of an array.
fn is_bracket_name(rest: &str) -> bool {
    rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_') && rest.contains(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_does_not_matter_but_literals_do() {
        assert!(same_tokens("(Age>0)", "age > 0"));
        assert!(same_tokens("((a) > (b))", "(a) > (b)"));
        assert!(same_tokens("\"order\" = 1", "`order`=1"));
        assert!(same_tokens("a > 0", "a /* é */ > -- why\n 0"));
        assert!(!same_tokens("a = '/* X'", "a = '"));
        assert!(!same_tokens("a = 'X'", "a = 'x'"));
        assert!(!same_tokens("(a) or (b)", "a or b"));
        assert!(!same_tokens("a > 1", "a > 10"));
    }

    #[test]
    fn only_a_name_is_mentioned() {
        assert!(mentions("lower(email)", "email"));
        assert!(!mentions("lower(email2)", "email"));
        assert!(!mentions("x = 'email'", "email"));
        assert_eq!(with_renamed_column("a > 0 and 'a' < b", "a", "\"A\""), "\"A\" > 0 and 'a' < b");
    }

    #[test]
    fn parentheses_are_written_once() {
        assert_eq!(in_parentheses("a > 0"), "(a > 0)");
        assert_eq!(in_parentheses("((a > 0))"), "(a > 0)");
        assert_eq!(in_parentheses("(a) or (b)"), "((a) or (b))");
        assert_eq!(in_parentheses("f(')')"), "(f(')'))");
    }

    #[test]
    fn a_plain_default_is_a_constant() {
        for plain in
            ["0", "-1", "'a'", "NULL", "CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP(6)", "x'00'"]
        {
            assert!(is_plain_default(plain), "{plain}");
        }
        for other in ["1 + 1", "uuid()", "lower('A')", "(0)"] {
            assert!(!is_plain_default(other), "{other}");
        }
    }

    #[test]
    fn what_is_broken_does_not_panic() {
        for text in ["'", "\"", "[", "[a", "(", ")", "'a''", "`é", "/*", "a--", "/*/", ""] {
            let _ = (tokens(text), in_parentheses(text), mentions(text, "a"));
        }
    }
}
