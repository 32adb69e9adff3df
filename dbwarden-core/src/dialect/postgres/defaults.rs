//! Defaults within the definition of a column, where not every expression may stand.

use std::borrow::Cow;

use crate::dialect::Dialect;
use crate::sql::Lexer;

/// What a *b_expr* has in parentheses alone.
///
/// PostgreSQL's grammar, `src/backend/parser/gram.y`: in `DEFAULT b_expr` these words would belong to the
/// column, or could; manual, appendix C, "SQL Key Words".
const ONLY_IN_PARENTHESES: &[&str] = &[
    "ALL", "AND", "ANY", "AT", "BETWEEN", "COLLATE", "ILIKE", "IN", "IS", "ISNULL", "LIKE", "NOT",
    "NOTNULL", "OR", "OVERLAPS", "SIMILAR", "SOME",
];

/// An expression as it may follow `DEFAULT` in the definition of a column.
pub(super) fn in_definition(expression: &str) -> Cow<'_, str> {
    let mut depth = 0_usize;
    for token in Lexer::new(Dialect::Postgres, expression).filter_map(Result::ok) {
        if token.is_symbol(expression, "(") || token.is_symbol(expression, "[") {
            depth += 1;
        } else if token.is_symbol(expression, ")") || token.is_symbol(expression, "]") {
            depth = depth.saturating_sub(1);
        } else if depth == 0
            && ONLY_IN_PARENTHESES.iter().any(|word| token.is_word(expression, word))
        {
            return Cow::Owned(format!("({expression})"));
        }
    }
    Cow::Borrowed(expression)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_the_default_stands_in_parentheses() {
        assert_eq!(in_definition("now() AT TIME ZONE 'utc'"), "(now() AT TIME ZONE 'utc')");
        assert_eq!(in_definition("NOT true"), "(NOT true)");
        assert_eq!(in_definition("'a'::text COLLATE \"C\""), "('a'::text COLLATE \"C\")");
        for plain in ["now()", "(a AND b)", "'not in'::text", "1 + 2", "ARRAY[]::text[]"] {
            assert_eq!(in_definition(plain), plain);
        }
    }
}
