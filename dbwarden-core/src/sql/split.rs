//! Where one statement ends and the next begins.

use super::error::{Lines, Mistake};
use super::lexer::Lexer;
use super::{SqlError, Token, TokenKind};
use crate::dialect::{Dialect, mysql, postgres, sqlite};

/// SQL in pieces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// The statements, in order.
    pub statements: Vec<StatementRange>,
    /// The comments, in order. Comments within a statement are listed with `inside`.
    pub comments: Vec<Comment>,
    /// Every token of every statement, comments left out.
    pub tokens: Vec<Token>,
    /// What is not as it should be.
    pub errors: Vec<SqlError>,
    /// Everything was read: no string, name or comment is unclosed.
    pub complete: bool,
}

/// Where one statement stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRange {
    /// Offset of the first byte; comments before it are left out.
    pub start: usize,
    /// Offset behind the last byte, before the terminator.
    pub end: usize,
    /// The line of the first byte; the first line is 1.
    pub line: u32,
    /// Its tokens, as a range of [`Split::tokens`].
    pub tokens: std::ops::Range<usize>,
}

/// A comment, and whether it stands between statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Its kind and bytes.
    pub token: Token,
    /// Whether a statement has begun before it and not ended.
    pub inside: bool,
    /// Its line; the first is 1.
    pub line: u32,
    /// The statement delimiter that holds here is `;`.
    pub plain_delimiter: bool,
}

/// What a dialect is asked while a statement is read: does a `;` end it here?
pub(crate) trait Boundary {
    /// The next token of the statement; a `;` that did not end it comes here too.
    fn token(&mut self, token: &Words<'_>);

    /// Whether a `;` after the tokens so far ends the statement, `parentheses` being open.
    fn ends(&self, parentheses: u32) -> bool;

    /// What is not closed, when the text ends here.
    fn open(&self) -> Option<&'static str>;

    /// Whether the statement has a body, so that a delimiter of its own is to be trusted.
    fn has_body(&self) -> bool {
        false
    }
}

/// A token with its text, as a [`Boundary`] sees it.
pub(crate) struct Words<'a> {
    text: &'a str,
    kind: TokenKind,
    /// How many parentheses are open around it.
    pub(crate) parentheses: u32,
}

impl Words<'_> {
    pub(crate) fn is(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(crate) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    pub(crate) fn is_symbol(&self, symbol: &str) -> bool {
        self.kind == TokenKind::Symbol && self.text == symbol
    }

    pub(crate) fn is_delimiter(&self) -> bool {
        self.text == ";"
    }
}

/// Splits `sql` into statements.
///
/// A `;` within a string, a comment, a name in quotes, a dollar-quoted body, `BEGIN ATOMIC .. END`,
/// the body of a trigger or of a routine ends nothing. `DELIMITER` is obeyed as the mysql client
/// does. What no server understands (commands of psql, `COPY .. FROM STDIN`) is an error.
pub fn split(dialect: Dialect, sql: &str) -> Split {
    let mut splitter = Splitter::new(dialect, sql);
    splitter.run();
    splitter.finish()
}

struct Splitter<'a> {
    dialect: Dialect,
    sql: &'a str,
    lexer: Lexer<'a>,
    lines: Lines,
    mistakes: Vec<Mistake>,
    statements: Vec<StatementRange>,
    comments: Vec<Comment>,
    tokens: Vec<Token>,
    /// Index of the first token of the statement that is being read.
    first: usize,
    boundary: Box<dyn Boundary>,
    /// Offsets of the parentheses that are open.
    parentheses: Vec<usize>,
    conditional: bool,
    complete: bool,
}

impl<'a> Splitter<'a> {
    fn new(dialect: Dialect, sql: &'a str) -> Self {
        Self {
            dialect,
            sql,
            lexer: Lexer::new(dialect, sql),
            lines: Lines::new(sql),
            mistakes: Vec::new(),
            statements: Vec::new(),
            comments: Vec::new(),
            tokens: Vec::new(),
            first: 0,
            boundary: boundary(dialect),
            parentheses: Vec::new(),
            conditional: false,
            complete: true,
        }
    }

    fn run(&mut self) {
        while let Some(token) = self.next_token() {
            let token = match token {
                Ok(token) => token,
                Err(mistake) => {
                    self.mistakes.push(mistake);
                    self.complete = false;
                    return;
                }
            };
            if token.is_comment() {
                self.comments.push(Comment {
                    token,
                    inside: self.first < self.tokens.len(),
                    line: self.lines.of(token.start).0,
                    plain_delimiter: self.lexer.delimiter() == ";",
                });
            } else if self.first == self.tokens.len() && self.is_client_command(token) {
                self.client_command(token);
            } else {
                self.push(token);
            }
        }
        if self.first == self.tokens.len() {
            return;
        }
        let start = self.tokens[self.first].start;
        if let Some(open) = self.boundary.open() {
            let hint = "close it, or wrap the statement in `DELIMITER`";
            let mistake = Mistake::new(start, open);
            let mysql = self.dialect == Dialect::MySql;
            self.mistakes.push(if mysql { mistake.hint(hint) } else { mistake });
        }
        self.end_statement();
    }

    fn next_token(&mut self) -> Option<Result<Token, Mistake>> {
        self.lexer.set_between_statements(self.first == self.tokens.len());
        self.lexer.next()
    }

    fn push(&mut self, token: Token) {
        match token.kind {
            TokenKind::Delimiter => return self.delimiter(token),
            TokenKind::ConditionalStart => self.conditional = true,
            TokenKind::ConditionalEnd => self.conditional = false,
            TokenKind::Symbol if token.text(self.sql) == ";" && !self.boundary.has_body() => {
                return self.delimiter(token);
            }
            TokenKind::Symbol
                if token.text(self.sql) == ")" && self.parentheses.pop().is_none() =>
            {
                self.mistakes.push(Mistake::new(token.start, "`)` without a `(`"));
            }
            _ => {}
        }
        self.tokens.push(token);
        self.tell(token);
        if token.is_symbol(self.sql, "(") {
            self.parentheses.push(token.start);
        }
    }

    fn tell(&mut self, token: Token) {
        if !matches!(token.kind, TokenKind::ConditionalStart | TokenKind::ConditionalEnd) {
            let parentheses = self.parentheses.len() as u32;
            let text = token.text(self.sql);
            self.boundary.token(&Words { text, kind: token.kind, parentheses });
        }
    }

    /// A `;`, or the delimiter that was set.
    fn delimiter(&mut self, token: Token) {
        if self.first == self.tokens.len() {
            return;
        }
        // In `/*! .. */` it separates nothing, and one that was set is to be trusted in a body.
        let trusted = token.text(self.sql) != ";" && self.boundary.has_body();
        let ends = || self.boundary.ends(self.parentheses.len() as u32);
        if !trusted && (self.conditional || !ends()) {
            self.tokens.push(token);
            self.tell(token);
        } else {
            self.end_statement();
        }
    }

    fn end_statement(&mut self) {
        if let Some(open) = self.parentheses.first() {
            self.mistakes.push(
                Mistake::new(*open, "`(` is not closed in its statement")
                    .hint("close it, or look for a `;` that ends the statement too early"),
            );
            self.parentheses.clear();
        }
        let range = std::mem::replace(&mut self.first, self.tokens.len())..self.tokens.len();
        self.boundary = boundary(self.dialect);
        self.conditional = false;
        // A body that was closed by a delimiter of its own may end in a `;` that no server needs.
        let mut last = range.end - 1;
        while last > range.start && self.tokens[last].text(self.sql) == ";" {
            last -= 1;
        }
        let (start, end) = (self.tokens[range.start].start, self.tokens[last].end);
        let line = self.lines.of(start).0;
        self.statements.push(StatementRange { start, end, line, tokens: range.start..last + 1 });
        self.copy_from_stdin(range.start);
        if self.dialect == Dialect::MySql
            && let Some(oracle) = mysql::lex::oracle_mode(self.sql, &self.tokens[range])
        {
            self.lexer.set_ansi_quotes(oracle);
        }
    }

    /// The rows below `COPY .. FROM STDIN` are no SQL: the statement is a mistake, the rows are
    /// passed over so that what follows them is read.
    fn copy_from_stdin(&mut self, first: usize) {
        let words = &self.tokens[first..];
        let is = |token: &Token, word| token.is_word(self.sql, word);
        if self.dialect != Dialect::Postgres
            || !is(&words[0], "COPY")
            || !words.windows(2).any(|pair| is(&pair[0], "FROM") && is(&pair[1], "STDIN"))
        {
            return;
        }
        let mistake =
            Mistake::new(words[0].start, "`COPY .. FROM STDIN` needs a client that sends rows")
                .hint("write the rows as `INSERT`; `pg_dump --inserts` does");
        self.mistakes.push(mistake);
        self.lexer.skip_copied_rows();
    }

    fn is_client_command(&self, token: Token) -> bool {
        match self.dialect {
            Dialect::MySql => token.is_word(self.sql, "DELIMITER"),
            Dialect::Sqlite => {
                token.is_symbol(self.sql, ".") && self.lines.of(token.start).1 == token.start
            }
            Dialect::Postgres => false,
        }
    }

    fn client_command(&mut self, token: Token) {
        let line = self.lexer.take_line();
        if self.dialect == Dialect::Sqlite {
            self.mistakes.push(
                Mistake::new(token.start, "a dot command of the sqlite3 shell, which is not SQL")
                    .hint("remove the line"),
            );
            return;
        }
        match line.split_whitespace().next() {
            Some(delimiter) if !delimiter.contains(['\\', '\'', '"', '`']) => {
                self.lexer.set_delimiter(delimiter);
            }
            _ => self.mistakes.push(
                Mistake::new(token.start, "`DELIMITER` without a delimiter")
                    .hint("write it as `DELIMITER //`, and `DELIMITER ;` behind the body"),
            ),
        }
    }

    fn finish(mut self) -> Split {
        self.mistakes.sort_by_key(|mistake| mistake.offset);
        let located = |mistake: Mistake| mistake.located(self.sql, &self.lines);
        Split {
            statements: self.statements,
            comments: self.comments,
            tokens: self.tokens,
            complete: self.complete,
            errors: self.mistakes.into_iter().map(located).collect(),
        }
    }
}

fn boundary(dialect: Dialect) -> Box<dyn Boundary> {
    match dialect {
        Dialect::Postgres => Box::<postgres::lex::Bodies>::default(),
        Dialect::MySql => Box::<mysql::bodies::Bodies>::default(),
        Dialect::Sqlite => Box::<sqlite::lex::Bodies>::default(),
    }
}
