//! What only `SHOW CREATE TABLE` tells of a table: options of keys, periods, partitions, and the bytes of
//! defaults that are no text.
//!
//! The server writes one definition a line, and breaks no line within a literal.

use std::collections::BTreeMap;

use super::Dialect;
pub use super::definition::literal;
use super::definition::quote;
use crate::schema::{ExclusionConstraint, Expr};
use crate::sql::{Lexer, Token, TokenKind, ident};

const DIALECT: Dialect = Dialect::MySql;

/// The option of a table under which the period of its history is kept: two columns as SQL.
pub const SYSTEM_PERIOD: &str = "PERIOD FOR SYSTEM_TIME";
/// How large the blocks of a key are, or those of all keys of a table.
pub(super) const KEY_BLOCK_SIZE: &str = "KEY_BLOCK_SIZE";
/// The setting of a column that holds an end of that period: `START` or `END`.
pub const ROW_END: &str = "GENERATED ALWAYS AS ROW";
/// The option of a table that says in which file of the server it is kept.
pub(super) const TABLESPACE: &str = "TABLESPACE";
/// The option of a key that ends with a period: the name of that.
pub const NO_OVERLAPS: &str = "WITHOUT OVERLAPS";

/// The option of a key under which its kind is kept: in small letters where somebody said what it is
/// anyway.
pub const USING: &str = "USING";

/// The settings of a column that say how MySQL's cluster keeps it.
pub const COLUMN_FORMAT: &str = "COLUMN_FORMAT";
/// Where it does: on `DISK` or in `MEMORY`.
pub const STORAGE: &str = "STORAGE";

/// Whether an option of a key says what it is without being told.
pub fn is_usual(name: &str, value: &str) -> bool {
    name == USING && value == "btree"
}

/// A period of MariaDB as a constraint: a row whose period is empty is refused.
pub fn period(name: &str, columns: &str) -> ExclusionConstraint {
    ExclusionConstraint {
        name: Some(name.to_owned()),
        definition: Expr::inspected(format!("PERIOD FOR {} {columns}", quote(name))),
        ..ExclusionConstraint::default()
    }
}

/// What a statement tells beside what `information_schema` does.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// The keys of which it tells something, by their names; the primary key is `PRIMARY`.
    pub keys: BTreeMap<String, ShownKey>,
    /// The periods, each with its two columns as SQL: `` (`from`, `to`) ``. The one of `SYSTEM_TIME` is
    /// called so.
    pub periods: BTreeMap<String, String>,
    /// The defaults of columns that are no text, as SQL.
    pub defaults: BTreeMap<String, String>,
    /// Settings of columns.
    pub settings: BTreeMap<String, BTreeMap<String, String>>,
    /// Options of the table.
    pub options: BTreeMap<String, String>,
    /// The partitions, as SQL behind `PARTITION BY`.
    pub partitions: Option<String>,
}

/// What is told of a key.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ShownKey {
    /// Its options.
    pub options: BTreeMap<String, String>,
    /// The period that ends it, `WITHOUT OVERLAPS`.
    pub period: Option<String>,
}

/// The name of a primary key.
const PRIMARY: &str = "PRIMARY";

/// Reads the statement. What it does not know it passes over.
pub fn read(statement: &[u8]) -> Shown {
    let mut shown = Shown::default();
    let mut lines = statement.split(|byte| *byte == b'\n');
    while let Some(bytes) = lines.next() {
        let text = String::from_utf8_lossy(bytes);
        let line = Line::of(text.trim());
        if line.is(0, "PARTITION") || is_conditional(text.trim_start(), "PARTITION BY") {
            let rest = lines.map(String::from_utf8_lossy);
            let all: Vec<_> = std::iter::once(text).chain(rest).collect();
            shown.partitions = Some(partitions(&all.join("\n")));
            break;
        } else if line.is(0, "PERIOD") {
            if let Some((name, columns)) = line.period() {
                shown.periods.insert(name, columns);
            }
        } else if let Some(at) = line.key() {
            let (name, key) = line.key_at(at);
            if key != ShownKey::default() {
                shown.keys.insert(name, key);
            }
        } else if line.is_symbol(0, ")") {
            for name in ["PAGE_CHECKSUM", "TRANSACTIONAL", "AUTOEXTEND_SIZE"] {
                if let Some(value) = line.value_of(name) {
                    shown.options.insert(name.to_owned(), value.to_owned());
                }
            }
            if let Some(name) = line.behind(TABLESPACE) {
                shown.options.insert(TABLESPACE.to_owned(), name.to_owned());
            }
        } else if let Some(name) = line.name_at(0) {
            for setting in [COLUMN_FORMAT, STORAGE] {
                if let Some(value) = line.behind(setting) {
                    let settings = shown.settings.entry(name.clone()).or_default();
                    settings.insert(setting.to_owned(), value.to_owned());
                }
            }
            if let Some(default) = default_of_bytes(bytes) {
                shown.defaults.insert(name, default);
            }
        }
    }
    shown
}

/// Whether these words begin a comment that only newer servers read: `/*!50500 PARTITION BY`.
fn is_conditional(text: &str, words: &str) -> bool {
    let rest = text.strip_prefix("/*!").unwrap_or_default();
    rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start().starts_with(words)
}

/// MySQL hides partitions from older servers in a comment.
fn partitions(text: &str) -> String {
    let text = text.split_once("PARTITION BY ").map_or("", |(_, partitions)| partitions).trim_end();
    text.strip_suffix("*/").unwrap_or(text).trim_end().to_owned()
}

/// A default that holds bytes which are no text, as the literal of these bytes. MySQL writes most of
/// them as a number.
fn default_of_bytes(line: &[u8]) -> Option<String> {
    const WORD: &[u8] = b" DEFAULT ";
    let start = line.windows(WORD.len()).position(|at| at == WORD)? + WORD.len();
    let rest = &line[start..];
    let value = if rest.starts_with(b"0x") {
        let digits = rest[2..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
        bytes_of_number(std::str::from_utf8(&rest[..2 + digits]).ok()?)?
    } else {
        quoted_bytes(rest.strip_prefix(b"'")?)?
    };
    (!is_text(&value)).then(|| literal_of_bytes(&value))
}

/// The bytes before the quote that ends them.
fn quoted_bytes(rest: &[u8]) -> Option<Vec<u8>> {
    let mut value = Vec::new();
    let mut rest = rest.iter().copied().peekable();
    loop {
        match rest.next()? {
            b'\'' if rest.peek() == Some(&b'\'') => value.extend(rest.next()),
            b'\'' => break,
            b'\\' => value.push(match rest.next()? {
                b'0' => 0,
                b'n' => b'\n',
                b'r' => b'\r',
                b'Z' => 0x1a,
                other => other,
            }),
            other => value.push(other),
        }
    }
    Some(value)
}

/// The bytes that MySQL's catalog prints as a number, `0x61FF`. It stops printing at the first zero.
pub fn bytes_of_number(number: &str) -> Option<Vec<u8>> {
    let digits = number.strip_prefix("0x").filter(|digits| digits.len() % 2 == 0)?;
    let pairs = (0..digits.len()).step_by(2).map(|at| digits.get(at..at + 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'))
}

/// The literal of bytes: that of their text where they are some.
pub fn literal_of_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if is_text(bytes) => literal(text),
        _ => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("x'{digits}'")
        }
    }
}

/// The tokens of a definition.
struct Line<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

impl<'t> Line<'t> {
    fn of(text: &'t str) -> Self {
        let tokens = Lexer::new(DIALECT, text).map_while(Result::ok).collect();
        Self { text, tokens }
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_word(self.text, word))
    }

    fn is_symbol(&self, at: usize, symbol: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_symbol(self.text, symbol))
    }

    fn name_at(&self, at: usize) -> Option<String> {
        let token = self.tokens.get(at).filter(|token| token.kind == TokenKind::QuotedName)?;
        Some(ident::unquote(token.text(self.text))?.into_owned())
    }

    /// Where the word KEY stands, if the line defines one.
    fn key(&self) -> Option<usize> {
        let kinds = ["PRIMARY", "UNIQUE", "FULLTEXT", "SPATIAL"];
        let at = usize::from(kinds.iter().any(|kind| self.is(0, kind)));
        self.is(at, "KEY").then_some(at)
    }

    fn key_at(&self, at: usize) -> (String, ShownKey) {
        let mut key = ShownKey::default();
        for at in 0..self.tokens.len() {
            if self.is(at, "WITHOUT") && self.is(at + 1, "OVERLAPS") {
                key.period = at.checked_sub(1).and_then(|at| self.name_at(at));
            }
            if self.is(at, "PARSER")
                && let Some(name) = self.tokens.get(at + 1)
            {
                let name = name.text(self.text).to_owned();
                key.options.insert("WITH PARSER".to_owned(), name);
            }
        }
        let using = (0..self.tokens.len()).find(|&at| self.is(at, USING));
        if let Some(kind) = using.and_then(|at| self.tokens.get(at + 1)) {
            key.options.insert(USING.to_owned(), kind.text(self.text).to_lowercase());
        }
        if let Some(size) = self.value_of(KEY_BLOCK_SIZE) {
            key.options.insert(KEY_BLOCK_SIZE.to_owned(), size.to_owned());
        }
        let name = self.name_at(at + 1);
        let comment = (0..self.tokens.len()).find(|&at| self.is(at, "COMMENT"));
        if let (None, Some(text)) = (&name, comment.and_then(|at| self.tokens.get(at + 1))) {
            // That of another key is one of its parts.
            key.options.insert("COMMENT".to_owned(), text.text(self.text).to_owned());
        }
        (name.unwrap_or_else(|| PRIMARY.to_owned()), key)
    }

    /// What stands behind a word.
    fn behind(&self, word: &str) -> Option<&'t str> {
        let at = (0..self.tokens.len()).find(|&at| self.is(at, word))?;
        self.tokens.get(at + 1).map(|token| token.text(self.text))
    }

    /// `name=value`
    fn value_of(&self, name: &str) -> Option<&'t str> {
        let at = (0..self.tokens.len()).find(|&at| self.is(at, name))?;
        let value = self.tokens.get(at + 2).filter(|_| self.is_symbol(at + 1, "="))?;
        Some(value.text(self.text))
    }

    /// `` PERIOD FOR `name` (`from`, `to`) ``
    fn period(&self) -> Option<(String, String)> {
        let name = match self.name_at(2) {
            Some(name) => name,
            None => self.tokens.get(2)?.text(self.text).to_owned(),
        };
        let open = self.tokens.get(3)?;
        Some((name, self.text[open.start..].trim_end_matches(',').to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_catalog_tells_is_read() {
        let shown = read(
            b"CREATE TABLE `t` (\n  `a` int(11) DEFAULT NULL COMMENT 'KEY_BLOCK_SIZE=1',\n  \
              `b` binary(3) DEFAULT '\\0\xff''',\n  `c` varbinary(3) DEFAULT 'it''s',\n  \
              `s` date NOT NULL,\n  PERIOD FOR `p` (`s`, `e`),\n  \
              PERIOD FOR SYSTEM_TIME (`rs`, `re`),\n  PRIMARY KEY (`a`) COMMENT 'x',\n  \
              UNIQUE KEY `u(` (`a`,`p` WITHOUT OVERLAPS),\n  KEY `k` (`a`) USING BTREE KEY_BLOCK_SIZE=4,\n  \
              FULLTEXT KEY `f` (`t`) /*!50100 WITH PARSER `ngram` */ \n\
              ) ENGINE=Aria PAGE_CHECKSUM=1 COMMENT='TRANSACTIONAL=1'\n \
              PARTITION BY RANGE (`a`)\nSUBPARTITION BY HASH (`b`)\n\
              (PARTITION `p0` VALUES LESS THAN (1) ENGINE = Aria)",
        );
        assert_eq!(shown.keys["u("].period.as_deref(), Some("p"));
        assert_eq!(shown.keys["k"].options["KEY_BLOCK_SIZE"], "4");
        assert_eq!(shown.keys["k"].options["USING"], "btree");
        assert_eq!(shown.keys["f"].options["WITH PARSER"], "`ngram`");
        assert_eq!(shown.keys["PRIMARY"].options["COMMENT"], "'x'");
        assert_eq!(shown.keys.len(), 4);
        assert_eq!(shown.periods["p"], "(`s`, `e`)");
        assert_eq!(shown.periods["SYSTEM_TIME"], "(`rs`, `re`)");
        assert_eq!(shown.defaults.get("b").map(String::as_str), Some("x'00ff27'"));
        assert_eq!(shown.defaults.len(), 1);
        assert_eq!(shown.options.len(), 1);
        let partitions = shown.partitions.unwrap_or_default();
        assert!(partitions.starts_with("RANGE (`a`)\nSUBPARTITION BY HASH (`b`)\n(PARTITION"));
    }

    #[test]
    fn bytes_are_text_where_they_can_be() {
        let shown = read(b"(\n  `b` varbinary(9) DEFAULT 0xFF00fe,\n  `c` int DEFAULT '7'\n)");
        assert_eq!(shown.defaults.get("b").map(String::as_str), Some("x'ff00fe'"));
        assert_eq!(shown.defaults.len(), 1);
        let literal = |number| bytes_of_number(number).map(|bytes| literal_of_bytes(&bytes));
        assert_eq!(literal("0x69742773").as_deref(), Some("'it''s'"));
        assert_eq!(literal("0x5C").as_deref(), Some(r"'\\'"));
        assert_eq!(literal("0xFFFE").as_deref(), Some("x'fffe'"));
        assert_eq!(literal("0x123"), None);
        assert_eq!(literal("0xä"), None);
        assert_eq!(literal("12"), None);
    }

    #[test]
    fn where_a_table_is_kept_stands_in_comments() {
        let shown = read(
            b"CREATE TABLE `t` (\n  `storage` int /*!50606 STORAGE DISK */ /*!50606 COLUMN_FORMAT FIXED */ DEFAULT NULL,\n  \
              `b` int GENERATED ALWAYS AS (1) STORED COMMENT 'STORAGE DISK'\n\
              ) /*!50100 TABLESPACE `s` */ /*!80023 AUTOEXTEND_SIZE=4194304 */ ENGINE=InnoDB",
        );
        assert_eq!(shown.settings["storage"][STORAGE], "DISK");
        assert_eq!(shown.settings["storage"][COLUMN_FORMAT], "FIXED");
        assert_eq!(shown.settings.len(), 1);
        assert_eq!(shown.options[TABLESPACE], "`s`");
        assert_eq!(shown.options["AUTOEXTEND_SIZE"], "4194304");
    }

    #[test]
    fn partitions_of_mysql_stand_in_a_comment() {
        let shown =
            read(b"CREATE TABLE `t` (\n  `a` int\n) ENGINE=x\n/*!50100 PARTITION BY HASH (`a`)\nPARTITIONS 4 */");
        assert_eq!(shown.partitions.as_deref(), Some("HASH (`a`)\nPARTITIONS 4"));
        let shown = read(
            b"(\n  `a` int\n) ENGINE=x\n/*!50500 PARTITION BY RANGE  COLUMNS(a)\n(PARTITION p0) */",
        );
        assert_eq!(shown.partitions.as_deref(), Some("RANGE  COLUMNS(a)\n(PARTITION p0)"));
        assert_eq!(read(b"CREATE TABLE"), Shown::default());
    }
}
