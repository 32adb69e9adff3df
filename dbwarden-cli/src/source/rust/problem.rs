//! What is wrong with a model, and where.

use std::fmt;

/// A mistake in the source, or something that cannot be decided from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// The file, relative to `dbwarden.toml` where it lies below it.
    pub(crate) file: String,
    /// The line; 0 where the file as a whole is meant.
    pub(crate) line: u32,
    /// The column; the first is 1, 0 where there is none.
    pub(crate) column: u32,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) hint: Option<String>,
}

/// `src/models.rs:12:5: message`, without the hint.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        if self.line > 0 && self.column > 0 {
            write!(f, "{}:", self.column)?;
        }
        write!(f, " {}", self.message)
    }
}
