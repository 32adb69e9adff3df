//! The pieces that SQL is made of.

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in quotes: `"x"`, `` `x` `` or `[x]`, by dialect.
    QuotedName,
    /// A string with all that belongs to it: its prefix, quotes or dollar tags.
    String,
    /// A number.
    Number,
    /// A place for a value: `$1`, `?`, `:name`, by dialect.
    Parameter,
    /// Operators, commas, parentheses and whatever else is no letter.
    Symbol,
    /// What ends a statement: `;`, or the delimiter that was set.
    Delimiter,
    /// A comment to the end of its line, without the line end.
    LineComment,
    /// A comment in `/* */`.
    BlockComment,
    /// `/*!40101`: what follows is SQL for servers from that version on (MySQL, MariaDB).
    ConditionalStart,
    /// The `*/` of a [`TokenKind::ConditionalStart`].
    ConditionalEnd,
}

/// A token: its kind and its byte range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

impl Token {
    /// The token as it is written in the text that was lexed.
    pub fn text<'a>(&self, sql: &'a str) -> &'a str {
        &sql[self.start..self.end]
    }

    /// Whether it is this keyword, in any case.
    pub fn is_word(&self, sql: &str, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text(sql).eq_ignore_ascii_case(word)
    }

    /// Whether it is exactly this symbol.
    pub fn is_symbol(&self, sql: &str, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text(sql) == symbol
    }

    /// Whether the server ignores it.
    pub const fn is_comment(&self) -> bool {
        matches!(self.kind, TokenKind::LineComment | TokenKind::BlockComment)
    }
}
