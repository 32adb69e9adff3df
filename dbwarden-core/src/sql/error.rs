//! What cannot be read as SQL.

use std::fmt;

/// SQL that cannot be split into statements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlError {
    /// Byte offset of what is to blame.
    pub offset: usize,
    /// Its line; the first is 1.
    pub line: u32,
    /// Its column in characters; the first is 1.
    pub column: u32,
    /// The mistake.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl fmt::Display for SqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}, column {})", self.what, self.line, self.column)
    }
}

impl std::error::Error for SqlError {}

/// A mistake before its line was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub(crate) offset: usize,
    pub(crate) what: String,
    pub(crate) hint: Option<String>,
}

impl Mistake {
    pub(crate) fn new(offset: usize, what: impl Into<String>) -> Self {
        Self { offset, what: what.into(), hint: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn located(self, sql: &str, lines: &Lines) -> SqlError {
        let (line, start) = lines.of(self.offset);
        let column = sql[start..self.offset].chars().count() as u32 + 1;
        SqlError { offset: self.offset, line, column, what: self.what, hint: self.hint }
    }
}

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn new(text: &str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self(std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect())
    }

    /// The number of the line that holds an offset, and where that line begins.
    pub(crate) fn of(&self, offset: usize) -> (u32, usize) {
        let index = self.0.partition_point(|start| *start <= offset).saturating_sub(1);
        (index as u32 + 1, self.0[index])
    }
}
