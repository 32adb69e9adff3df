//! Expressions as the catalog prints them, in a spelling that is read as the very same tree.
//!
//! In two places the server prints what it reads otherwise. `v IN ('a', 'b')` of a `varchar` is printed
//! with a cast around the list, which is read as one around every value; and where a `BETWEEN` is the
//! first of several conditions, its two comparisons are read as two of these. Either is the same to
//! evaluate, but the catalog would show another expression from then on.

use crate::dialect::Dialect;
use crate::sql::{Lexer, Token, TokenKind};

/// SQL that the catalog printed, as it is to be written.
pub fn as_written(sql: &str) -> String {
    let text = Text::new(sql);
    let mut edits: Vec<(usize, usize, String)> = Vec::new();
    for at in 0..text.tokens.len() {
        edits.extend(text.cast_of_list(at));
        edits.extend(text.first_between(at));
    }
    edits.sort();
    let mut written = String::with_capacity(sql.len());
    let mut copied = 0;
    for (start, end, by) in edits {
        // One within another is looked at when the outer one is written.
        if start >= copied {
            written.push_str(&sql[copied..start]);
            written.push_str(&by);
            copied = end;
        }
    }
    written.push_str(&sql[copied..]);
    written
}

/// A text and its tokens without space and comments.
struct Text<'a> {
    sql: &'a str,
    tokens: Vec<Token>,
}

impl<'a> Text<'a> {
    fn new(sql: &'a str) -> Self {
        let tokens = Lexer::new(Dialect::Postgres, sql).filter_map(Result::ok);
        Self { sql, tokens: tokens.filter(|token| !token.is_comment()).collect() }
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.is_symbol(self.sql, text) || token.is_word(self.sql, text))
    }

    /// Whether these tokens stand there, one after the other.
    fn are(&self, at: usize, texts: &[&str]) -> bool {
        texts.iter().enumerate().all(|(offset, text)| self.is(at + offset, text))
    }

    fn slice(&self, from: usize, to: usize) -> &'a str {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => &self.sql[first.start..last.end],
            _ => "",
        }
    }

    /// The position behind the parenthesis that closes the one at `at`.
    fn behind(&self, at: usize) -> Option<usize> {
        let mut depth = 0_u32;
        for position in at..self.tokens.len() {
            if self.is(position, "(") {
                depth += 1;
            } else if self.is(position, ")") {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(position + 1);
                }
            }
        }
        None
    }

    /// `ANY ((ARRAY['a'::character varying, ..])::text[])`, without its cast.
    fn cast_of_list(&self, at: usize) -> Option<(usize, usize, String)> {
        let is_list = (self.is(at, "ANY") || self.is(at, "ALL"))
            && self.are(at + 1, &["(", "(", "ARRAY", "["]);
        if !is_list {
            return None;
        }
        let mut next = at + 5;
        loop {
            if self.tokens.get(next)?.kind != TokenKind::String
                || !self.are(next + 1, &["::", "character", "varying"])
            {
                return None;
            }
            next += 4;
            if !self.is(next, ",") {
                break;
            }
            next += 1;
        }
        let list = (at + 3, next + 1);
        self.are(next, &["]", ")", "::", "text", "[", "]", ")"]).then(|| {
            let start = self.tokens[at + 2].start;
            let end = self.tokens[next + 5].end;
            (start, end, self.slice(list.0, list.1).to_owned())
        })
    }

    /// `((x >= 1) AND (x <= 2))` before another `AND`, and `((x < 1) OR (x > 2))` before another `OR`,
    /// where nothing stands before them.
    fn first_between(&self, at: usize) -> Option<(usize, usize, String)> {
        let is_first = at.checked_sub(1).is_none_or(|before| self.is(before, "("));
        if !is_first || !self.are(at, &["(", "("]) {
            return None;
        }
        let end = self.behind(at)?;
        let middle = self.behind(at + 1)?;
        let (word, signs, between) = if self.is(middle, "AND") {
            ("AND", [">=", "<="], "BETWEEN")
        } else {
            ("OR", ["<", ">"], "NOT BETWEEN")
        };
        if !self.is(middle, word) || !self.is(end, word) || self.behind(middle + 1)? != end - 1 {
            return None;
        }
        let (left, least) = self.comparison(at + 1, middle, signs[0])?;
        let (right, most) = self.comparison(middle + 1, end - 1, signs[1])?;
        (left == right).then(|| {
            let by = as_written(&format!("({left} {between} {least} AND {most})"));
            (self.tokens[at].start, self.tokens[end - 1].end, by)
        })
    }

    /// The two sides of a comparison in parentheses.
    fn comparison(&self, from: usize, to: usize, sign: &str) -> Option<(&'a str, &'a str)> {
        let mut depth = 0_u32;
        for at in from + 1..to - 1 {
            if self.is(at, "(") {
                depth += 1;
            } else if self.is(at, ")") {
                depth = depth.checked_sub(1)?;
            } else if depth == 0 && self.is(at, sign) {
                return Some((self.slice(from + 1, at), self.slice(at + 1, to - 1)));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_varchars_loses_its_cast() {
        assert_eq!(
            as_written(
                "((v)::text = ANY ((ARRAY['a'::character varying, 'it''s'::character varying])::text[]))"
            ),
            "((v)::text = ANY (ARRAY['a'::character varying, 'it''s'::character varying]))"
        );
        for same in [
            "(v = ANY (ARRAY['a'::text, 'b'::text]))",
            "(v = ANY ((ARRAY[a, 'b'::character varying])::text[]))",
            "('ANY ((ARRAY[''a''::character varying])::text[])'::text = v)",
            "(v = ANY ((ARRAY['a'::character varying",
        ] {
            assert_eq!(as_written(same), same);
        }
    }

    #[test]
    fn a_between_before_other_conditions_is_written_as_one() {
        assert_eq!(
            as_written("((a >= 1) AND (a <= 2)) AND (b > 0)"),
            "(a BETWEEN 1 AND 2) AND (b > 0)"
        );
        assert_eq!(
            as_written("((((lower(x) < 'a'::text) OR (lower(x) > 'b'::text)) OR (c = 1)) AND d)"),
            "(((lower(x) NOT BETWEEN 'a'::text AND 'b'::text) OR (c = 1)) AND d)"
        );
        for same in [
            "((a >= 1) AND (a <= 2))",
            "((b > 0) AND ((a >= 1) AND (a <= 2)))",
            "((a >= 1) AND (b <= 2)) AND c",
            "((a >= 1) AND (a <= 2)) OR c",
            "((a >= 1) AND (a <= 2) AND d) AND c",
            "((a >= 1) AND (a <=",
        ] {
            assert_eq!(as_written(same), same);
        }
    }
}
