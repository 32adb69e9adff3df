//! Reading a statement word by word.

use std::borrow::Cow;

use super::ObjectRef;
use crate::dialect::Dialect;
use crate::sql::{Token, TokenKind, ident};

/// The tokens of a statement that are still to be read.
#[derive(Clone)]
pub(super) struct WordReader<'a> {
    dialect: Dialect,
    sql: &'a str,
    tokens: &'a [Token],
}

impl<'a> WordReader<'a> {
    pub(super) fn new(dialect: Dialect, sql: &'a str, tokens: &'a [Token]) -> Self {
        let mut reader = Self { dialect, sql, tokens };
        reader.pass_conditionals();
        reader
    }

    /// `/*!40101` and its `*/` say only for whom the words are.
    fn pass_conditionals(&mut self) {
        while let Some((first, rest)) = self.tokens.split_first()
            && matches!(first.kind, TokenKind::ConditionalStart | TokenKind::ConditionalEnd)
        {
            self.tokens = rest;
        }
    }

    pub(super) fn skip(mut self, count: usize) -> Self {
        for _ in 0..count {
            self.advance();
        }
        self
    }

    fn advance(&mut self) {
        self.tokens = self.tokens.get(1..).unwrap_or_default();
        self.pass_conditionals();
    }

    pub(super) const fn at_end(&self) -> bool {
        self.tokens.is_empty()
    }

    pub(super) const fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn is(&self, word: &str) -> bool {
        self.tokens.first().is_some_and(|token| token.is_word(self.sql, word))
    }

    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(super) fn is_symbol(&self, symbol: &str) -> bool {
        self.tokens.first().is_some_and(|token| token.is_symbol(self.sql, symbol))
    }

    /// Passes over the next token if it is this word.
    pub(super) fn eat(&mut self, word: &str) -> bool {
        let eaten = self.is(word);
        if eaten {
            self.advance();
        }
        eaten
    }

    /// Passes over these words, if they come next, one after the other.
    pub(super) fn eat_all(&mut self, words: &[&str]) -> bool {
        let before = self.tokens;
        let eaten = words.iter().all(|word| self.eat(word));
        if !eaten {
            self.tokens = before;
        }
        eaten
    }

    /// Leaves out these words, if they come last, one after the other.
    pub(super) fn eat_last(&mut self, words: &[&str]) -> bool {
        let Some(start) = self.tokens.len().checked_sub(words.len()) else { return false };
        let (before, last) = self.tokens.split_at(start);
        let eaten = last.iter().zip(words).all(|(token, word)| token.is_word(self.sql, word));
        if eaten {
            self.tokens = before;
        }
        eaten
    }

    /// Passes over the next token if it is this symbol.
    pub(super) fn eat_symbol(&mut self, symbol: &str) -> bool {
        let eaten = self.is_symbol(symbol);
        if eaten {
            self.advance();
        }
        eaten
    }

    /// Whether one of these words comes anywhere.
    pub(super) fn any(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| words.iter().any(|word| token.is_word(self.sql, word)))
    }

    /// Whether these words come anywhere, one right after the other.
    pub(super) fn sequence(&self, words: &[&str]) -> bool {
        let here = |tokens: &[Token]| {
            tokens.iter().zip(words).all(|(token, word)| token.is_word(self.sql, word))
        };
        self.tokens.windows(words.len()).any(here)
    }

    /// For each of these words that comes anywhere, whether the name right after it has a qualifier;
    /// `IF [NOT] EXISTS` is passed over.
    #[cfg(feature = "schema")]
    pub(super) fn qualified_after(&self, words: &[&str]) -> Vec<bool> {
        let mut rest = self.clone();
        let mut found = Vec::new();
        while !rest.at_end() {
            let here = words.iter().any(|word| rest.eat(word));
            if !here {
                rest.advance();
                continue;
            }
            let _ = rest.eat_all(&["IF", "NOT", "EXISTS"]) || rest.eat_all(&["IF", "EXISTS"]);
            let mut name = rest.clone();
            found.push(name.part().is_some() && name.is_symbol("."));
        }
        found
    }

    /// Whether a string anywhere names one of these words in a list with commas.
    pub(super) fn strings_contain(&self, words: &[&str]) -> bool {
        self.tokens.iter().filter(|token| token.kind == TokenKind::String).any(|token| {
            let parts = token.text(self.sql).split(|c: char| !(c.is_alphanumeric() || c == '_'));
            parts.into_iter().any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
        })
    }

    /// What stands between the commas that no parentheses enclose.
    pub(super) fn between_commas(&self) -> Vec<Self> {
        let mut depth = 0_i32;
        let is_outer_comma = |token: &Token| {
            if token.kind == TokenKind::Symbol {
                match token.text(self.sql) {
                    "(" => depth += 1,
                    ")" => depth -= 1,
                    "," => return depth == 0,
                    _ => {}
                }
            }
            false
        };
        let parts = self.tokens.split(is_outer_comma);
        parts.map(|tokens| Self::new(self.dialect, self.sql, tokens)).collect()
    }

    /// Where the first of these words comes; behind everything where none does.
    pub(super) fn first_of(&self, words: &[&str]) -> usize {
        let is_one = |token: &Token| words.iter().any(|word| token.is_word(self.sql, word));
        self.tokens.iter().position(is_one).unwrap_or(self.tokens.len())
    }

    /// What is left, one token after the other.
    #[cfg(feature = "schema")]
    pub(super) fn text(&self) -> String {
        let is_said = |token: &&Token| {
            !matches!(token.kind, TokenKind::ConditionalStart | TokenKind::ConditionalEnd)
        };
        let tokens = self.tokens.iter().filter(is_said);
        tokens.map(|token| token.text(self.sql)).collect::<Vec<_>>().join(" ")
    }

    /// One part of a name, without quotes and folded.
    pub(super) fn part(&mut self) -> Option<Cow<'a, str>> {
        let token = self.tokens.first()?;
        let text = token.text(self.sql);
        let part = match token.kind {
            TokenKind::Word => ident::fold(self.dialect, text),
            TokenKind::QuotedName => ident::unquote(text)?,
            _ => return None,
        };
        self.advance();
        Some(part)
    }

    /// A name with the schema before it, if one is written; a part before that is passed over.
    pub(super) fn name(&mut self) -> Option<ObjectRef> {
        let mut schema = None;
        let mut name = self.part()?;
        while self.eat_symbol(".") {
            schema = Some(std::mem::replace(&mut name, self.part()?));
        }
        Some(ObjectRef::new(schema.map(|schema| schema.into_owned().into()), name.into_owned()))
    }
}
