//! Parentheses that change nothing in an expression of SQLite, which keeps them as they were written.
//!
//! A pair goes where its operators bind tighter than those beside it. Where that is not certain the
//! pair stays: two spellings of one expression then count as two.

use super::expression::Token;

/// How tightly operators bind, from loose to tight, as SQLite's manual lists them.
mod binding {
    pub(super) const NOTHING: u8 = 0;
    pub(super) const OR: u8 = 1;
    pub(super) const AND: u8 = 2;
    pub(super) const NOT: u8 = 3;
    pub(super) const EQUALITY: u8 = 4;
    pub(super) const ORDER: u8 = 5;
    pub(super) const ESCAPE: u8 = 6;
    pub(super) const BITS: u8 = 7;
    pub(super) const SUM: u8 = 8;
    pub(super) const PRODUCT: u8 = 9;
    pub(super) const CONCATENATION: u8 = 10;
    pub(super) const COLLATE: u8 = 11;
    pub(super) const SIGN: u8 = 12;
}

/// The tokens without the pairs of parentheses that change nothing.
pub(super) fn without_needless(tokens: &[Token]) -> Vec<Token> {
    let mut kept = tokens.to_vec();
    while let Some((open, close)) = needless(&kept) {
        kept.remove(close);
        kept.remove(open);
    }
    kept
}

fn needless(tokens: &[Token]) -> Option<(usize, usize)> {
    let mut opened = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if is(token, "(") {
            opened.push(at);
        } else if is(token, ")") {
            let open = opened.pop()?;
            if is_needless(tokens, open, at) {
                return Some((open, at));
            }
        }
    }
    None
}

fn is_needless(tokens: &[Token], open: usize, close: usize) -> bool {
    let before = open.checked_sub(1).map(|before| (&tokens[before], before));
    let left = match before {
        None => Some(binding::NOTHING),
        Some((token, at)) => left_binding(tokens, token, at),
    };
    let right = tokens.get(close + 1).map_or(Some(binding::NOTHING), right_binding);
    let (Some(left), Some(right)) = (left, right) else { return false };
    match loosest(&tokens[open + 1..close]) {
        None => false,
        // One operand.
        Some(None) => true,
        Some(Some(inner)) => {
            // The AND of BETWEEN is another one than that of two conditions.
            let between = tokens.iter().any(|token| word(token) == Some("between"));
            !between && inner > left && inner >= right
        }
    }
}

/// How tightly what stands before a parenthesis takes it; `None` where it is no operator.
fn left_binding(tokens: &[Token], token: &Token, at: usize) -> Option<u8> {
    let follows = |name: &str| at.checked_sub(1).is_some_and(|at| word(&tokens[at]) == Some(name));
    Some(match token {
        Token::Symbol(symbol) => match symbol.as_str() {
            "(" | "," => binding::NOTHING,
            "+" | "-" if is_sign(tokens, at) => binding::SIGN,
            "~" => binding::SIGN,
            symbol => operator(symbol)?,
        },
        Token::Name(name) => match name.as_str() {
            "when" | "then" | "else" | "case" => binding::NOTHING,
            "not" if follows("is") => binding::EQUALITY,
            "not" => binding::NOT,
            "from" if follows("distinct") => binding::EQUALITY,
            "escape" => binding::ESCAPE,
            "or" => binding::OR,
            "and" => binding::AND,
            "is" | "between" | "like" | "glob" | "match" | "regexp" => binding::EQUALITY,
            _ => return None,
        },
        _ => return None,
    })
}

/// How tightly what stands behind a parenthesis takes it; `None` where it is no operator.
fn right_binding(token: &Token) -> Option<u8> {
    match token {
        Token::Symbol(symbol) => match symbol.as_str() {
            ")" | "," => Some(binding::NOTHING),
            symbol => operator(symbol),
        },
        Token::Name(name) => match name.as_str() {
            "when" | "then" | "else" | "end" | "asc" | "desc" => Some(binding::NOTHING),
            name => word_operator(name),
        },
        _ => None,
    }
}

/// How tightly the loosest operator between two parentheses binds: `Some(None)` where there is none,
/// `None` where it is no single expression.
fn loosest(inner: &[Token]) -> Option<Option<u8>> {
    let mut loosest = None;
    let mut depth = 0_usize;
    for (at, token) in inner.iter().enumerate() {
        let name = word(token);
        if is(token, "(") || name == Some("case") {
            depth += 1;
        } else if is(token, ")") || name == Some("end") {
            depth = depth.checked_sub(1)?;
        } else if depth == 0 {
            let found = match token {
                Token::Symbol(symbol) => match symbol.as_str() {
                    "," | ";" => return None,
                    "." => continue,
                    "+" | "-" if is_sign(inner, at) => binding::SIGN,
                    "~" => binding::SIGN,
                    symbol => operator(symbol)?,
                },
                Token::Name(name) => match name.as_str() {
                    "select" | "values" | "with" | "as" | "over" | "filter" => return None,
                    name => match word_operator(name) {
                        Some(found) => found,
                        None => continue,
                    },
                },
                _ => continue,
            };
            loosest = Some(loosest.map_or(found, |other: u8| other.min(found)));
        }
    }
    // A column may be called `case`.
    (!inner.is_empty() && depth == 0).then_some(loosest)
}

/// Whether a plus or minus stands before its only operand.
fn is_sign(tokens: &[Token], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return true };
    match before {
        Token::Symbol(symbol) => symbol != ")",
        Token::Name(name) => {
            word_operator(name).is_some()
                || matches!(name.as_str(), "when" | "then" | "else" | "case")
        }
        _ => false,
    }
}

fn operator(symbol: &str) -> Option<u8> {
    Some(match symbol {
        "=" | "<>" => binding::EQUALITY,
        "<" | ">" | "<=" | ">=" => binding::ORDER,
        "&" | "|" | "<<" | ">>" => binding::BITS,
        "+" | "-" => binding::SUM,
        "*" | "/" | "%" => binding::PRODUCT,
        "||" | "->" | "->>" => binding::CONCATENATION,
        _ => return None,
    })
}

fn word_operator(name: &str) -> Option<u8> {
    Some(match name {
        "or" => binding::OR,
        // That of BETWEEN, too: it is taken to be looser than it is.
        "and" => binding::AND,
        "not" => binding::NOT,
        "is" | "in" | "like" | "glob" | "match" | "regexp" | "between" | "isnull" | "notnull" => {
            binding::EQUALITY
        }
        "escape" => binding::ESCAPE,
        "collate" => binding::COLLATE,
        _ => return None,
    })
}

fn is(token: &Token, symbol: &str) -> bool {
    matches!(token, Token::Symbol(text) if text == symbol)
}

fn word(token: &Token) -> Option<&str> {
    match token {
        Token::Name(name) => Some(name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::Dialect::Sqlite;
    use crate::sql::expression::same_tokens;

    #[test]
    fn needless_parentheses_are_spelling() {
        for (one, other) in [
            ("((a IS NULL) OR (b = c))", "a IS NULL OR b = c"),
            ("(a) + (1)", "a + 1"),
            ("(a - b) - c", "a - b - c"),
            ("(a * b) + c", "a * b + c"),
            ("a + (b * c)", "a + b * c"),
            ("NOT (a = b)", "NOT a = b"),
            ("(a = b) AND (c < (d + 1))", "a = b AND c < d + 1"),
            ("(-a) || b", "-a || b"),
            ("length((a)) > (0)", "length(a) > 0"),
            ("CASE WHEN (a > 0) THEN (1) ELSE (b) END", "CASE WHEN a > 0 THEN 1 ELSE b END"),
            ("(CASE WHEN a THEN 1 END) = 1", "CASE WHEN a THEN 1 END = 1"),
            ("(a || b) = c", "a || b = c"),
            ("(lower(a)) IN ('x')", "lower(a) IN ('x')"),
            ("(a) BETWEEN (1) AND (2)", "a BETWEEN 1 AND 2"),
            ("(a COLLATE nocase) = b", "a COLLATE nocase = b"),
        ] {
            assert!(same_tokens(Sqlite, one, other), "{one} and {other}");
        }
    }

    #[test]
    fn parentheses_that_count_stay() {
        for (one, other) in [
            ("(a OR b) AND c", "a OR b AND c"),
            ("a - (b - c)", "a - b - c"),
            ("a * (b + c)", "a * b + c"),
            ("NOT (a AND b)", "NOT a AND b"),
            ("(NOT a) = b", "NOT a = b"),
            ("-(a || b)", "-a || b"),
            ("(a || b) COLLATE nocase", "a || b COLLATE nocase"),
            ("a IN (b)", "a IN b"),
            ("a = (SELECT 1)", "a = SELECT 1"),
            ("a BETWEEN (1 OR 2) AND 3", "a BETWEEN 1 OR 2 AND 3"),
            ("a IS NOT (b = c)", "a IS NOT b = c"),
            ("(a, b) = (1, 2)", "a, b = 1, 2"),
            ("f(a)", "f a"),
            ("a = (b = c)", "a = b = c"),
            ("(\"case\" OR b) AND c", "\"case\" OR b AND c"),
        ] {
            assert!(!same_tokens(Sqlite, one, other), "{one} and {other}");
        }
    }
}
