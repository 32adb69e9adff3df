//! How SQLite is read: its words, its tokens, and bodies that hold `;`.

#[cfg(feature = "parse")]
use crate::sql::{Boundary, Rules, Words};

/// The keywords that do not fall back to an identifier everywhere, found by trying all 147 as names
/// of tables, columns, indexes, constraints and triggers, and in expressions.
#[rustfmt::skip]
pub(crate) const RESERVED: &[&str] = &[
    "add", "all", "alter", "and", "as", "autoincrement", "between", "case", "cast", "check",
    "collate", "commit", "constraint", "create", "current_date", "current_time",
    "current_timestamp", "default", "deferrable", "delete", "distinct", "drop", "else",
    "escape", "except", "exists", "foreign", "from", "group", "having", "if", "in", "index",
    "insert", "intersect", "into", "is", "isnull", "join", "limit", "not", "nothing", "notnull",
    "null", "on", "or", "order", "primary", "raise", "references", "returning", "select", "set",
    "table", "then", "to", "transaction", "union", "unique", "update", "using", "values",
    "when", "where",
];

/// How tokens are written.
#[cfg(feature = "parse")]
pub(crate) const RULES: Rules = Rules {
    nested_comments: false,
    mysql_comments: false,
    backslash_escapes: false,
    double_quoted_strings: false,
    backticks: true,
    brackets: true,
    postgres_strings: false,
    sqlite_parameters: true,
    loose_words: false,
    symbols: &["||", "->>", "->", "<<", ">>", "<=", ">=", "==", "!=", "<>"],
    backslash: None,
};

/// Where `;` does not end a statement: in a trigger, up to `; END`.
///
/// No statement of a trigger begins with `END`, so that no `CASE` need be counted. This is the rule
/// of `sqlite3_complete()`, by which the sqlite3 shell splits.
#[cfg(feature = "parse")]
#[derive(Debug, Default)]
pub(crate) struct Bodies {
    head: Head,
    begun: bool,
    last: Last,
}

#[cfg(feature = "parse")]
#[derive(Debug, Default, PartialEq)]
enum Head {
    /// Nothing was read yet.
    #[default]
    Start,
    /// `CREATE`, `CREATE TEMP`.
    Create,
    /// `CREATE TRIGGER`.
    Trigger,
    /// Anything else.
    Other,
}

#[cfg(feature = "parse")]
#[derive(Debug, Default, PartialEq)]
enum Last {
    #[default]
    Other,
    Semicolon,
    End,
}

#[cfg(feature = "parse")]
impl Boundary for Bodies {
    fn token(&mut self, token: &Words<'_>) {
        match self.head {
            Head::Start if token.is("CREATE") => self.head = Head::Create,
            Head::Create if token.is("TEMP") || token.is("TEMPORARY") => {}
            Head::Create if token.is("TRIGGER") => self.head = Head::Trigger,
            Head::Start | Head::Create => self.head = Head::Other,
            Head::Trigger => {
                self.begun |= token.is("BEGIN");
                self.last = match self.last {
                    _ if token.is_delimiter() => Last::Semicolon,
                    Last::Semicolon if token.is("END") => Last::End,
                    Last::Other | Last::Semicolon | Last::End => Last::Other,
                };
            }
            Head::Other => {}
        }
    }

    fn ends(&self, _parentheses: u32) -> bool {
        // Without any BEGIN it is no trigger, which SQLite will say better.
        self.head != Head::Trigger || !self.begun || self.last == Last::End
    }

    fn open(&self) -> Option<&'static str> {
        (!self.ends(0)).then_some("the body of the trigger is not closed: its `END` is missing")
    }
}
