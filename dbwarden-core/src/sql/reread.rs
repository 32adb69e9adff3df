//! Expressions as PostgreSQL prints them once more when it has read what it had printed itself, as it
//! does when a dump is restored.
//!
//! In two places that is another text of the same expression: the cast of a whole array
//! (`v IN ('a', 'b')` of a `varchar`) is then one of each of its elements, and a condition in parentheses
//! that comes first (`a BETWEEN 1 AND 2 AND b`) is one of several without them.
//!
//! PostgreSQL's sources: `transformTypeCast` and `transformArrayExpr` in `src/backend/parser/parse_expr.c`,
//! `makeAndExpr` in `src/backend/parser/gram.y`.

use super::expression::Token;

/// The tokens of an expression as they are after any number of dumps.
pub(super) fn reread(tokens: &[Token]) -> Vec<Token> {
    let mut tokens = tokens.to_vec();
    while let Some(cast) = (0..tokens.len()).find_map(|at| cast_of_array(&tokens, at)) {
        spread(&mut tokens, cast);
    }
    while let Some((open, close)) = (0..tokens.len()).find_map(|at| first_of_several(&tokens, at)) {
        tokens.remove(close);
        tokens.remove(open);
    }
    tokens
}

/// `(ARRAY[..])::type[]`, by the positions of its tokens.
struct Cast {
    open: usize,
    close: usize,
    /// Where the type begins, and its `[`.
    ty: (usize, usize),
}

fn cast_of_array(tokens: &[Token], open: usize) -> Option<Cast> {
    let is_array = is(tokens, open, "(") && is_word(tokens, open + 1, "array");
    if !is_array || !is(tokens, open + 2, "[") {
        return None;
    }
    let close = behind(tokens, open)? - 1;
    let is_whole = behind(tokens, open + 2)? == close;
    let is_cast = is(tokens, close + 1, "::");
    let start = close + 2;
    let end = (start..tokens.len()).find(|&at| !is_of_type(&tokens[at]))?;
    let is_list = end > start && is(tokens, end, "[") && is(tokens, end + 1, "]");
    (is_whole && is_cast && is_list).then_some(Cast { open, close, ty: (start, end) })
}

/// Puts the cast to every element.
fn spread(tokens: &mut Vec<Token>, cast: Cast) {
    let Cast { open, close, ty: (start, end) } = cast;
    let ty = tokens[start..end].to_vec();
    let mut spread = tokens[open + 1..open + 3].to_vec();
    let elements = elements(&tokens[open + 3..close - 1]);
    for (position, element) in elements.iter().enumerate() {
        if position > 0 {
            spread.push(Token::Symbol(",".to_owned()));
        }
        let is_enclosed = matches!(element, [only] if !matches!(only, Token::Symbol(_)))
            || is(element, 0, "(") && behind(element, 0) == Some(element.len());
        let enclosed = |symbol: &str| (!is_enclosed).then(|| Token::Symbol(symbol.to_owned()));
        spread.extend(enclosed("("));
        spread.extend_from_slice(element);
        spread.extend(enclosed(")"));
        spread.push(Token::Symbol("::".to_owned()));
        spread.extend_from_slice(&ty);
    }
    spread.push(Token::Symbol("]".to_owned()));
    tokens.splice(open..end + 2, spread);
}

/// What commas divide.
fn elements(tokens: &[Token]) -> Vec<&[Token]> {
    let mut depth = 0_usize;
    let is_comma = |token: &Token| {
        match token {
            Token::Symbol(symbol) if symbol == "(" || symbol == "[" => depth += 1,
            Token::Symbol(symbol) if symbol == ")" || symbol == "]" => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        depth == 0 && matches!(token, Token::Symbol(symbol) if symbol == ",")
    };
    if tokens.is_empty() { Vec::new() } else { tokens.split(is_comma).collect() }
}

/// A pair of parentheses around conditions that are joined as what follows them is.
fn first_of_several(tokens: &[Token], open: usize) -> Option<(usize, usize)> {
    let is_first = open.checked_sub(1).is_none_or(|before| is(tokens, before, "("));
    if !is_first || !is(tokens, open, "(") {
        return None;
    }
    let close = behind(tokens, open)? - 1;
    let word = ["and", "or"].into_iter().find(|word| is_word(tokens, close + 1, word))?;
    let joins: Vec<&Token> = top_level(&tokens[open + 1..close]);
    let is_joined = joins.iter().any(|token| is_word_of(token, word));
    let other = ["and", "or", "between", "case"].into_iter().filter(|other| *other != word);
    let is_other = |token: &&Token| other.clone().any(|other| is_word_of(token, other));
    (is_joined && !joins.iter().any(is_other)).then_some((open, close))
}

/// The tokens that stand in no further parentheses.
fn top_level(tokens: &[Token]) -> Vec<&Token> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for token in tokens {
        match token {
            Token::Symbol(symbol) if symbol == "(" || symbol == "[" => depth += 1,
            Token::Symbol(symbol) if symbol == ")" || symbol == "]" => {
                depth = depth.saturating_sub(1);
            }
            token if depth == 0 => found.push(token),
            _ => {}
        }
    }
    found
}

/// The position behind what closes the parenthesis or bracket at `open`.
fn behind(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Symbol(symbol) if symbol == "(" || symbol == "[" => depth += 1,
            Token::Symbol(symbol) if symbol == ")" || symbol == "]" => {
                depth = depth.checked_sub(1)?;
            }
            _ => {}
        }
        if depth == 0 {
            return Some(at + 1);
        }
    }
    None
}

fn is(tokens: &[Token], at: usize, symbol: &str) -> bool {
    matches!(tokens.get(at), Some(Token::Symbol(text)) if text == symbol)
}

fn is_word(tokens: &[Token], at: usize, word: &str) -> bool {
    tokens.get(at).is_some_and(|token| is_word_of(token, word))
}

fn is_word_of(token: &Token, word: &str) -> bool {
    matches!(token, Token::Name(name) if name == word)
}

fn is_of_type(token: &Token) -> bool {
    match token {
        Token::Name(_) | Token::Number(_) => true,
        Token::Symbol(symbol) => matches!(symbol.as_str(), "(" | ")" | "," | "."),
        Token::Value(_) | Token::Text(_) | Token::Bytes(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::dialect::Dialect::Postgres;
    use crate::sql::expression::same_tokens;

    #[test]
    fn the_cast_of_an_array_is_one_of_its_elements() {
        for (printed, restored) in [
            (
                "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
                "((v)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))",
            ),
            (
                "(v <> ALL ((ARRAY[f(a, 'b'), c])::character varying(9)[]))",
                "(v <> ALL (ARRAY[(f(a, 'b'))::character varying(9), c::character varying(9)]))",
            ),
        ] {
            assert!(same_tokens(Postgres, printed, restored), "{printed} and {restored}");
        }
        for (one, other) in [
            ("v = ANY ((ARRAY['a'])::text[])", "v = ANY (ARRAY['b'::text])"),
            ("v = ANY ((ARRAY['a', 'b'])::text[])", "v = ANY (ARRAY['a'::text, 'b'])"),
            ("v = ANY ((ARRAY['a'])::text[])", "v = ANY (ARRAY['a'::name])"),
            ("v = ANY ((ARRAY['a'", "v = ANY (ARRAY['a'"),
        ] {
            assert!(!same_tokens(Postgres, one, other), "{one} and {other}");
        }
    }

    #[test]
    fn what_comes_first_is_one_of_several() {
        for (printed, restored) in [
            ("((a >= 1) AND (a <= 2)) AND (b > 0)", "(a >= 1) AND (a <= 2) AND (b > 0)"),
            ("(((a OR b) OR c) OR d)", "(a OR b OR c OR d)"),
            ("f(((a AND b) AND c))", "f((a AND b AND c))"),
        ] {
            assert!(same_tokens(Postgres, printed, restored), "{printed} and {restored}");
        }
        for (one, other) in [
            ("(a OR b) AND c", "a OR b AND c"),
            ("(a AND b) OR c", "a AND b OR c"),
            ("(a BETWEEN 1 AND 2) AND c", "a BETWEEN 1 AND 2 AND c AND d"),
            ("x = (a AND b) AND c", "x = a AND b AND c"),
        ] {
            assert!(!same_tokens(Postgres, one, other), "{one} and {other}");
        }
    }
}
