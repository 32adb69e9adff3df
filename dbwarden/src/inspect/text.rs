//! Expressions as catalogs print them.

/// An expression without parentheses that enclose all of it.
pub(crate) fn unwrapped(expression: &str) -> &str {
    let mut rest = expression.trim();
    while let Some(inner) = enclosed(rest) {
        rest = inner.trim();
    }
    rest
}

/// What stands between a first parenthesis and a last one, where these two are a pair.
fn enclosed(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_usize;
    let mut quote = None;
    for c in inner.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.checked_sub(1)?,
            (None, _) => {}
        }
    }
    Some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_parentheses_around_everything_go() {
        assert_eq!(unwrapped("((a > 0))"), "a > 0");
        assert_eq!(unwrapped("(a > 0) AND (b > 0)"), "(a > 0) AND (b > 0)");
        assert_eq!(unwrapped("((a > 0) AND (b > 0))"), "(a > 0) AND (b > 0)");
        assert_eq!(unwrapped("(a = ')' OR b = '(')"), "a = ')' OR b = '('");
        assert_eq!(unwrapped("(')') || ('(')"), "(')') || ('(')");
        assert_eq!(unwrapped("lower(a)"), "lower(a)");
        assert_eq!(unwrapped("(('it''s (odd)'))"), "'it''s (odd)'");
        assert_eq!(unwrapped("()"), "");
    }
}
