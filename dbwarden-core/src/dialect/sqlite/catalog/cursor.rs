//! Walks over the tokens of a statement.

use std::fmt;

use crate::dialect::Dialect;
use crate::sql::{Lexer, Token, TokenKind, ident, literal};

/// The text of a statement could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogError {
    what: String,
    near: String,
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} near `{}`", self.what, self.near)
    }
}

impl std::error::Error for CatalogError {}

/// A place in a statement.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'s> {
    sql: &'s str,
    tokens: Vec<Token>,
    at: usize,
}

impl<'s> Cursor<'s> {
    pub(super) fn new(sql: &'s str) -> Result<Self, CatalogError> {
        let mut tokens = Vec::new();
        for token in Lexer::new(Dialect::Sqlite, sql) {
            let token = token.map_err(|mistake| CatalogError {
                what: mistake.what,
                near: sql[mistake.offset..].to_owned(),
            })?;
            if !token.is_comment() {
                tokens.push(token);
            }
        }
        Ok(Self { sql, tokens, at: 0 })
    }

    /// A complaint about what comes next.
    pub(super) fn error(&self, what: impl Into<String>) -> CatalogError {
        let near = self.peek().map_or("the end", |token| self.text(token));
        CatalogError { what: what.into(), near: near.to_owned() }
    }

    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.at).copied()
    }

    fn text(&self, token: Token) -> &'s str {
        &self.sql[token.start..token.end]
    }

    /// Where the next token stands.
    pub(super) const fn position(&self) -> usize {
        self.at
    }

    /// The text from a position to here.
    pub(super) fn text_from(&self, position: usize) -> Option<&'s str> {
        let taken = self.tokens.get(position..self.at)?;
        let (first, last) = (taken.first()?, taken.last()?);
        Some(&self.sql[first.start..last.end])
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.tokens.len()
    }

    /// Whether the next tokens are these keywords.
    pub(super) fn sees(&self, words: &[&str]) -> bool {
        self.tokens.get(self.at..self.at + words.len()).is_some_and(|tokens| {
            tokens.iter().zip(words).all(|(token, word)| {
                token.kind == TokenKind::Word && self.text(*token).eq_ignore_ascii_case(word)
            })
        })
    }

    /// Passes over these keywords if they are next; all or none of them.
    pub(super) fn take(&mut self, words: &[&str]) -> bool {
        let found = self.sees(words);
        self.at += if found { words.len() } else { 0 };
        found
    }

    pub(super) fn sees_symbol(&self, symbol: char) -> bool {
        self.peek().is_some_and(|token| {
            token.kind == TokenKind::Symbol && self.text(token).starts_with(symbol)
        })
    }

    pub(super) fn take_symbol(&mut self, symbol: char) -> bool {
        let found = self.sees_symbol(symbol);
        self.at += usize::from(found);
        found
    }

    pub(super) fn expect_symbol(&mut self, symbol: char) -> Result<(), CatalogError> {
        if self.take_symbol(symbol) {
            Ok(())
        } else {
            Err(self.error(format!("`{symbol}` is missing")))
        }
    }

    /// A name, without quotes; SQLite takes a string for one, too.
    pub(super) fn name(&mut self) -> Result<String, CatalogError> {
        self.take_name().ok_or_else(|| self.error("a name is missing"))
    }

    pub(super) fn take_name(&mut self) -> Option<String> {
        let token = self.peek()?;
        let text = self.text(token);
        let name = match token.kind {
            TokenKind::Word => text.to_owned(),
            TokenKind::QuotedName => ident::unquote(text)?.into_owned(),
            TokenKind::String => literal::value(Dialect::Sqlite, text)?,
            _ => return None,
        };
        self.at += 1;
        Some(name)
    }

    /// Whether the next token is a name or a string in quotes.
    pub(super) fn sees_quoted(&self) -> bool {
        self.peek()
            .is_some_and(|token| matches!(token.kind, TokenKind::QuotedName | TokenKind::String))
    }

    /// A name, but no string.
    pub(super) fn take_identifier(&mut self) -> Option<String> {
        self.peek().filter(|token| token.kind != TokenKind::String)?;
        self.take_name()
    }

    /// The name of a collation. Its case does not count.
    pub(super) fn collation(&mut self) -> Result<String, CatalogError> {
        self.name().map(|name| name.to_ascii_uppercase())
    }

    /// A name, of which a schema before it is dropped.
    pub(super) fn qualified_name(&mut self) -> Result<String, CatalogError> {
        let name = self.name()?;
        if self.take_symbol('.') { self.name() } else { Ok(name) }
    }

    /// Names in parentheses.
    pub(super) fn names(&mut self) -> Result<Vec<String>, CatalogError> {
        self.expect_symbol('(')?;
        let mut names = vec![self.name()?];
        while self.take_symbol(',') {
            names.push(self.name()?);
        }
        self.expect_symbol(')')?;
        Ok(names)
    }

    /// What stands in the parentheses that are next.
    pub(super) fn parenthesised(&mut self) -> Result<&'s str, CatalogError> {
        self.expect_symbol('(')?;
        let start = self.at;
        self.skip_to_closing()?;
        let inner = self.between(start, self.at);
        self.expect_symbol(')')?;
        Ok(inner)
    }

    /// The same, where columns are named without the table that they are of.
    pub(super) fn parenthesised_in(&mut self, table: &str) -> Result<String, CatalogError> {
        let start = self.at + 1;
        let inner = self.parenthesised()?;
        let mut text = String::with_capacity(inner.len());
        let tokens = self.tokens.get(start..self.at.saturating_sub(1)).unwrap_or_default();
        let mut copied = tokens.first().map_or(0, |token| token.start);
        for (at, token) in tokens.iter().enumerate() {
            let mut name = Self { sql: self.sql, tokens: vec![*token], at: 0 };
            let is_table = name.take_identifier().is_some_and(|it| it.eq_ignore_ascii_case(table));
            let point = tokens.get(at + 1).filter(|point| self.text(**point) == ".");
            if let (true, Some(point)) = (is_table, point) {
                text.push_str(&self.sql[copied..token.start]);
                copied = tokens.get(at + 2).map_or(point.end, |next| next.start);
            }
        }
        text.push_str(tokens.last().map_or("", |last| &self.sql[copied..last.end]));
        Ok(text)
    }

    /// Passes over everything up to the parenthesis that closes the open one.
    fn skip_to_closing(&mut self) -> Result<(), CatalogError> {
        let mut depth = 0_usize;
        while !self.is_at_end() {
            if self.sees_symbol('(') {
                depth += 1;
            } else if self.sees_symbol(')') {
                if depth == 0 {
                    return Ok(());
                }
                depth -= 1;
            }
            self.at += 1;
        }
        Err(self.error("a parenthesis is not closed"))
    }

    /// The tokens up to the next comma or closing parenthesis of this level, as a cursor of their own.
    pub(super) fn list_item(&mut self) -> Result<Cursor<'s>, CatalogError> {
        let start = self.at;
        while !self.sees_symbol(',') && !self.sees_symbol(')') {
            if self.take_symbol('(') {
                self.skip_to_closing()?;
            }
            if self.is_at_end() {
                return Err(self.error("a parenthesis is not closed"));
            }
            self.at += 1;
        }
        Ok(Cursor { sql: self.sql, tokens: self.tokens[start..self.at].to_vec(), at: 0 })
    }

    /// Takes keywords off the end.
    pub(super) fn take_last(&mut self, words: &[&str]) -> bool {
        let Some(start) = self.tokens.len().checked_sub(words.len()) else { return false };
        let at = std::mem::replace(&mut self.at, start);
        let found = start >= at && self.sees(words);
        self.at = at;
        if found {
            self.tokens.truncate(start);
        }
        found
    }

    /// Takes off the parentheses that enclose all that is left.
    pub(super) fn take_outer_parentheses(&mut self) {
        loop {
            let mut inner = self.clone();
            let closes = inner.take_symbol('(') && inner.skip_to_closing().is_ok();
            if !closes || inner.at + 1 != inner.tokens.len() {
                return;
            }
            self.at += 1;
            self.tokens.pop();
        }
    }

    /// Takes `COLLATE name` off the end.
    pub(super) fn take_last_collation(&mut self) -> Option<String> {
        let start = self.tokens.len().checked_sub(2).filter(|start| *start > self.at)?;
        let at = std::mem::replace(&mut self.at, start);
        let name = if self.take(&["collate"]) { self.collation().ok() } else { None };
        self.at = at;
        if name.is_some() {
            self.tokens.truncate(start);
        }
        name
    }

    /// A literal, a signed number or a single word: what may follow DEFAULT without parentheses.
    pub(super) fn literal(&mut self) -> Result<&'s str, CatalogError> {
        let start = self.at;
        if self.sees_symbol('+') || self.sees_symbol('-') {
            self.at += 1;
        }
        if self.is_at_end() {
            return Err(self.error("a value is missing"));
        }
        self.at += 1;
        Ok(self.between(start, self.at))
    }

    /// The name that is all that is left, which stays there.
    pub(super) fn lone_name(&mut self) -> Option<String> {
        let at = self.at;
        let name = self.take_name().filter(|_| self.is_at_end());
        self.at = at;
        name
    }

    /// Everything that is left.
    pub(super) fn rest(&mut self) -> &'s str {
        let start = std::mem::replace(&mut self.at, self.tokens.len());
        self.between(start, self.at)
    }

    /// The text of the tokens from one number up to another.
    fn between(&self, start: usize, end: usize) -> &'s str {
        match self.tokens.get(start..end) {
            Some([first, .., last]) => &self.sql[first.start..last.end],
            Some([only]) => &self.sql[only.start..only.end],
            _ => "",
        }
    }
}
