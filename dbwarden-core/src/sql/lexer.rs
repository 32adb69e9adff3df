//! The one lexer. What the dialects do differently are its [`Rules`].

use super::error::Mistake;
use super::{Token, TokenKind};
use crate::dialect::{Dialect, mysql, postgres, sqlite};

/// How a dialect writes its tokens.
#[derive(Debug)]
pub(crate) struct Rules {
    /// `/* /* */ */` is one comment.
    pub(crate) nested_comments: bool,
    /// `#` begins a comment, and `--` only where a blank follows; `/*! */` holds SQL.
    pub(crate) mysql_comments: bool,
    /// A backslash escapes in every string.
    pub(crate) backslash_escapes: bool,
    /// `"` quotes a string, not a name.
    pub(crate) double_quoted_strings: bool,
    /// `` ` `` quotes a name.
    pub(crate) backticks: bool,
    /// `[` quotes a name.
    pub(crate) brackets: bool,
    /// `$tag$ .. $tag$`, `E''` and `U&''`.
    pub(crate) postgres_strings: bool,
    /// `?`, `?1`, `:name`, `@name` and `$name` stand for values.
    pub(crate) sqlite_parameters: bool,
    /// A name may begin with a digit or with `$`.
    pub(crate) loose_words: bool,
    /// Symbols of more than one character; empty where any run of operator characters is one.
    pub(crate) symbols: &'static [&'static str],
    /// What a backslash outside of quotes is mistaken for.
    pub(crate) backslash: Option<(&'static str, &'static str)>,
}

/// The rules of a dialect.
pub(crate) const fn rules(dialect: Dialect) -> &'static Rules {
    match dialect {
        Dialect::Postgres => &postgres::lex::RULES,
        Dialect::MySql => &mysql::lex::RULES,
        Dialect::Sqlite => &sqlite::lex::RULES,
    }
}

/// Reads one token after the other. After a mistake it reads nothing more.
pub(crate) struct Lexer<'a> {
    sql: &'a str,
    bytes: &'a [u8],
    rules: &'static Rules,
    at: usize,
    delimiter: &'a str,
    conditionals: u32,
    /// `"` quotes a name also where it quotes a string by the rules.
    ansi_quotes: bool,
    /// No statement has begun.
    between_statements: bool,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(dialect: Dialect, sql: &'a str) -> Self {
        let rules = rules(dialect);
        Self {
            sql,
            bytes: sql.as_bytes(),
            rules,
            at: 0,
            delimiter: ";",
            conditionals: 0,
            ansi_quotes: false,
            between_statements: false,
        }
    }

    /// What ends a statement from here on.
    pub(crate) fn set_delimiter(&mut self, delimiter: &'a str) {
        self.delimiter = delimiter;
    }

    /// Whether `"` quotes a name from here on, where it quotes a string by the rules.
    pub(crate) fn set_ansi_quotes(&mut self, ansi_quotes: bool) {
        self.ansi_quotes = ansi_quotes;
    }

    /// Whether no statement has begun where the next token is.
    pub(crate) fn set_between_statements(&mut self, between_statements: bool) {
        self.between_statements = between_statements;
    }

    pub(crate) fn delimiter(&self) -> &'a str {
        self.delimiter
    }

    /// The rest of the line in which the lexer stands, which is passed over.
    pub(crate) fn take_line(&mut self) -> &'a str {
        let rest = &self.sql[self.at..];
        let line = rest.split('\n').next().unwrap_or(rest);
        self.at += line.len();
        line
    }

    /// Passes over everything up to and with the line `\.`, where there is one.
    pub(crate) fn skip_copied_rows(&mut self) {
        let rest = &self.sql[self.at..];
        let end = rest.find("\n\\.\n").map(|at| at + 4);
        let end = end.or_else(|| rest.ends_with("\n\\.").then_some(rest.len()));
        self.at += end.unwrap_or(0);
    }

    fn byte(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    fn token(&mut self, kind: TokenKind, end: usize) -> Token {
        let start = std::mem::replace(&mut self.at, end);
        Token { kind, start, end }
    }

    fn fail(&mut self, offset: usize, what: &str) -> Mistake {
        self.at = self.bytes.len();
        self.conditionals = 0;
        Mistake::new(offset, what)
    }

    fn read(&mut self) -> Result<Token, Mistake> {
        let start = self.at;
        let rules = self.rules;
        if self.rest().starts_with(self.delimiter.as_bytes()) {
            return Ok(self.token(TokenKind::Delimiter, start + self.delimiter.len()));
        }
        match self.bytes[start] {
            b'-' if self.byte(1) == b'-'
                && (!rules.mysql_comments
                    || matches!(self.byte(2), 0..=b' ')
                    // As the mysql client reads a line of dashes. No statement begins with an operator.
                    || self.between_statements) =>
            {
                Ok(self.line_comment())
            }
            b'#' if rules.mysql_comments => Ok(self.line_comment()),
            b'/' if self.byte(1) == b'*' => self.block_comment(),
            b'*' if self.conditionals > 0 && self.byte(1) == b'/' => {
                self.conditionals -= 1;
                Ok(self.token(TokenKind::ConditionalEnd, start + 2))
            }
            b'\'' => self.quoted(TokenKind::String, start, b'\'', rules.backslash_escapes),
            b'"' if rules.double_quoted_strings && !self.ansi_quotes => {
                self.quoted(TokenKind::String, start, b'"', rules.backslash_escapes)
            }
            b'"' => self.quoted(TokenKind::QuotedName, start, b'"', false),
            b'`' if rules.backticks => self.quoted(TokenKind::QuotedName, start, b'`', false),
            b'[' if rules.brackets => match find(self.rest(), b"]") {
                Some(length) => Ok(self.token(TokenKind::QuotedName, start + length + 1)),
                None => Err(self.fail(start, "name in `[` is not closed")),
            },
            b'$' if rules.postgres_strings => self.dollar(),
            b'?' if rules.sqlite_parameters => {
                let end = start + 1 + count(&self.bytes[start + 1..], u8::is_ascii_digit);
                Ok(self.token(TokenKind::Parameter, end))
            }
            b':' | b'@' | b'$' if rules.sqlite_parameters && is_word_byte(self.byte(1)) => {
                let end = self.word_end(start + 1);
                Ok(self.token(TokenKind::Parameter, end))
            }
            b'0'..=b'9' => Ok(self.number()),
            b'.' if self.byte(1).is_ascii_digit() && !self.follows_name() => Ok(self.number()),
            b'\\' if self.conditionals == 0 && rules.backslash.is_some() => {
                let (what, hint) = rules.backslash.unwrap_or_default();
                Err(self.fail(start, what).hint(hint))
            }
            byte if is_word_byte(byte) || byte == b'$' && rules.loose_words => self.word(),
            _ => Ok(self.symbol()),
        }
    }

    fn line_comment(&mut self) -> Token {
        let end = find(self.rest(), b"\n").map_or(self.bytes.len(), |length| self.at + length);
        self.token(TokenKind::LineComment, end)
    }

    fn block_comment(&mut self) -> Result<Token, Mistake> {
        let start = self.at;
        if let Some(end) = self.conditional_start() {
            self.conditionals += 1;
            return Ok(self.token(TokenKind::ConditionalStart, end));
        }
        let (mut at, mut depth) = (start + 2, 1);
        while at + 1 < self.bytes.len() {
            match (self.bytes[at], self.bytes[at + 1]) {
                (b'*', b'/') => {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        return Ok(self.token(TokenKind::BlockComment, at));
                    }
                }
                (b'/', b'*') if self.rules.nested_comments => {
                    depth += 1;
                    at += 2;
                }
                _ => at += 1,
            }
        }
        Err(self.fail(start, "comment in `/*` is not closed"))
    }

    /// The end of `/*!`, `/*M!` and the version behind it. `/*!999999` is for no server at all: the
    /// dump programs put words for their own clients there.
    fn conditional_start(&self) -> Option<usize> {
        if !self.rules.mysql_comments {
            return None;
        }
        let mark = match (self.byte(2), self.byte(3)) {
            (b'!', _) => 3,
            (b'M', b'!') => 4,
            _ => return None,
        };
        let digits = count(&self.rest()[mark..], u8::is_ascii_digit).min(6);
        let version = &self.rest()[mark..mark + digits];
        (version != b"999999").then_some(self.at + mark + digits)
    }

    /// A string or name whose closing quote is doubled to stand for itself; `start` is where its
    /// prefix begins and the lexer stands at the quote.
    fn quoted(
        &mut self,
        kind: TokenKind,
        start: usize,
        quote: u8,
        escapes: bool,
    ) -> Result<Token, Mistake> {
        let mut at = self.at + 1;
        while let Some(&byte) = self.bytes.get(at) {
            if byte == quote {
                if self.bytes.get(at + 1) != Some(&quote) {
                    self.at = start;
                    return Ok(self.token(kind, at + 1));
                }
                at += 1;
            } else if byte == b'\\' && escapes {
                at += 1;
            }
            at += 1;
        }
        let what = match (kind, quote) {
            (TokenKind::String, _) => "string is not closed",
            (_, b'`') => "name in backticks is not closed",
            _ => "name in double quotes is not closed",
        };
        Err(self.fail(start, what))
    }

    /// `$1`, `$tag$ .. $tag$`, or a lone `$`.
    fn dollar(&mut self) -> Result<Token, Mistake> {
        let start = self.at;
        let digits = count(&self.bytes[start + 1..], u8::is_ascii_digit);
        if digits > 0 {
            return Ok(self.token(TokenKind::Parameter, start + 1 + digits));
        }
        let tag = count(&self.bytes[start + 1..], |byte| is_word_byte(*byte) && *byte != b'$');
        if self.bytes.get(start + 1 + tag) != Some(&b'$') {
            return Ok(self.token(TokenKind::Symbol, start + 1));
        }
        let tag = &self.sql[start..start + tag + 2];
        match find(&self.bytes[start + tag.len()..], tag.as_bytes()) {
            Some(length) => Ok(self.token(TokenKind::String, start + length + 2 * tag.len())),
            None => Err(self.fail(start, &format!("dollar-quoted string is not closed: `{tag}`"))),
        }
    }

    /// A keyword, a name, or a string with a prefix.
    fn word(&mut self) -> Result<Token, Mistake> {
        let start = self.at;
        if self.rules.postgres_strings {
            match (self.byte(0), self.byte(1), self.byte(2)) {
                (b'e' | b'E', b'\'', _) => return self.escape_string(),
                (b'b' | b'B' | b'x' | b'X' | b'n' | b'N', b'\'', _) => {
                    self.at += 1;
                    return self.quoted(TokenKind::String, start, b'\'', false);
                }
                (b'u' | b'U', b'&', quote @ (b'\'' | b'"')) => {
                    self.at += 2;
                    let string = quote == b'\'';
                    let kind = if string { TokenKind::String } else { TokenKind::QuotedName };
                    return self.quoted(kind, start, quote, false);
                }
                _ => {}
            }
        } else if matches!(self.byte(0), b'x' | b'X') && self.byte(1) == b'\'' {
            self.at += 1;
            return self.quoted(TokenKind::String, start, b'\'', false);
        }
        let end = self.word_end(start);
        Ok(self.token(TokenKind::Word, end))
    }

    /// `E'..'`, which goes on in a further line with a quote alone, and then escapes there too.
    fn escape_string(&mut self) -> Result<Token, Mistake> {
        let start = self.at;
        self.at += 1;
        loop {
            let token = self.quoted(TokenKind::String, start, b'\'', true)?;
            match self.continuation() {
                Some(quote) => self.at = quote,
                None => return Ok(token),
            }
        }
    }

    /// Where the next part of a string begins, if only blanks and comments with at least one line
    /// end stand before it.
    fn continuation(&self) -> Option<usize> {
        let (mut at, mut line_end) = (self.at, false);
        loop {
            match self.bytes.get(at)? {
                b'\n' | b'\r' => line_end = true,
                byte if is_blank(*byte) => {}
                b'-' if self.bytes.get(at + 1) == Some(&b'-') => {
                    at += find(&self.bytes[at..], b"\n")?;
                    line_end = true;
                }
                b'\'' if line_end => return Some(at),
                _ => return None,
            }
            at += 1;
        }
    }

    fn word_end(&self, start: usize) -> usize {
        let mut end = start;
        let own = self.delimiter != ";";
        while let Some(&byte) = self.bytes.get(end) {
            if !(is_word_byte(byte) || byte == b'$')
                || own && self.bytes[end..].starts_with(self.delimiter.as_bytes())
            {
                break;
            }
            end += 1;
        }
        // A `$` or a delimiter of several characters may leave nothing: never stand still.
        end.max(start + 1)
    }

    /// Whether a dot here separates names rather than the digits of a number.
    fn follows_name(&self) -> bool {
        let before = self.at.checked_sub(1).map(|at| self.bytes[at]);
        before.is_some_and(|byte| is_word_byte(byte) || matches!(byte, b'"' | b'`' | b']' | b'$'))
    }

    fn number(&mut self) -> Token {
        let start = self.at;
        let own = self.delimiter != ";";
        let (mut end, mut dot) = (start, false);
        while let Some(&byte) = self.bytes.get(end) {
            if own && self.bytes[end..].starts_with(self.delimiter.as_bytes()) {
                break;
            }
            let signed = matches!(byte, b'+' | b'-')
                && matches!(self.bytes[end - 1], b'e' | b'E')
                && self.bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
                && self.bytes[start..end - 1].iter().all(|b| b.is_ascii_digit() || *b == b'.');
            // `1..10` is a range.
            let point = byte == b'.' && !dot && self.bytes.get(end + 1) != Some(&b'.');
            dot |= point;
            if !(signed || point || is_word_byte(byte) || byte == b'$' && self.rules.loose_words) {
                break;
            }
            end += 1;
        }
        let text = &self.bytes[start..end];
        let is_word = self.rules.loose_words
            && !dot
            && !text.starts_with(b"0x")
            && !text.starts_with(b"0b")
            && text.iter().any(|b| !b.is_ascii_digit() && !matches!(b, b'e' | b'E' | b'+' | b'-'));
        self.token(if is_word { TokenKind::Word } else { TokenKind::Number }, end)
    }

    fn symbol(&mut self) -> Token {
        let start = self.at;
        let length = if self.rules.symbols.is_empty() {
            self.operator_length()
        } else {
            let longest =
                self.rules.symbols.iter().filter(|s| self.rest().starts_with(s.as_bytes()));
            longest.map(|s| s.len()).max().unwrap_or(1)
        };
        self.token(TokenKind::Symbol, start + length)
    }

    /// PostgreSQL's rule: an operator is as long as it can be, but ends in `+` or `-` only if it
    /// holds a character that no operator of standard SQL has, and never reaches into a comment.
    fn operator_length(&self) -> usize {
        let rest = self.rest();
        if rest.starts_with(b"::") || rest.starts_with(b":=") {
            return 2;
        }
        let is_operator = |byte: &u8| b"+-*/<>=~!@#%^&|`?".contains(byte);
        let mut length = count(rest, is_operator);
        for at in 1..length {
            if rest[at..].starts_with(b"--") || rest[at..].starts_with(b"/*") {
                length = at;
                break;
            }
        }
        let special = |part: &[u8]| part.iter().any(|byte| b"~!@#%^&|`?".contains(byte));
        while length > 1 && matches!(rest[length - 1], b'+' | b'-') && !special(&rest[..length - 1])
        {
            length -= 1;
        }
        length.max(1)
    }
}

impl Iterator for Lexer<'_> {
    type Item = Result<Token, Mistake>;

    fn next(&mut self) -> Option<Self::Item> {
        self.at += count(self.rest(), |byte| is_blank(*byte));
        if self.at < self.bytes.len() {
            return Some(self.read());
        }
        if self.conditionals > 0 {
            self.conditionals = 0;
            return Some(Err(Mistake::new(self.at, "comment in `/*!` is not closed")));
        }
        None
    }
}

/// Bytes of a character beyond ASCII belong to words in all three databases.
const fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn count(bytes: &[u8], matches: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().position(|byte| !matches(byte)).unwrap_or(bytes.len())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
