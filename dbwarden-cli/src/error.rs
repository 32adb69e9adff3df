//! The one error of the command: a phrase, its cause, and what to do about it.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::path::Path;

use dbwarden_core::diff::DiffError;
use dbwarden_core::plan::PlanError;

/// What commands return.
pub(crate) type Result<T, E = Error> = std::result::Result<T, E>;

/// A failure as it is shown to the person at the keyboard.
#[derive(Debug)]
pub(crate) struct Error {
    message: String,
    hint: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    closed_pipe: bool,
}

impl Error {
    /// A failure that is told in one phrase.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, source: None, closed_pipe: false }
    }

    /// A failure of the file system; the path is part of the phrase.
    pub(crate) fn file(action: &str, path: &Path, source: io::Error) -> Self {
        Self::new(format!("cannot {action} `{}`", path.display())).because(source)
    }

    /// The same with the exact remedy.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with its cause.
    #[must_use]
    pub(crate) fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The remedy, where there is one.
    pub(crate) fn remedy(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Whether the reader of our output went away, as `head` does: no failure of ours.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.closed_pipe
    }
}

/// The phrase and, after colons, its causes; a cause that the phrase says already is left out.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.message.clone();
        let mut cause = self.source.as_deref().map(|source| source as &dyn StdError);
        while let Some(error) = cause {
            let text = error.to_string();
            if !told.contains(&text) {
                told = format!("{told}: {text}");
            }
            cause = error.source();
        }
        f.write_str(&told)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// Writing to standard output or reading from the terminal failed.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        let closed_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { closed_pipe, ..Self::new("cannot talk to the terminal").because(error) }
    }
}

/// A failure of the runtime: its text tells all, so it is not kept as a cause.
impl From<dbwarden::Error> for Error {
    fn from(error: dbwarden::Error) -> Self {
        told(error.to_string(), error.hint())
    }
}

impl From<dbwarden::inspect::Error> for Error {
    fn from(error: dbwarden::inspect::Error) -> Self {
        told(error.to_string(), error.hint())
    }
}

impl From<DiffError> for Error {
    fn from(error: DiffError) -> Self {
        told(error.to_string(), error.hint())
    }
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        told(error.to_string(), error.hint())
    }
}

fn told(message: String, hint: Option<&str>) -> Error {
    Error { hint: hint.map(ToOwned::to_owned), ..Error::new(message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let cause = Error::new("disk full");
        assert_eq!(
            Error::new("cannot write `a`").because(cause).to_string(),
            "cannot write `a`: disk full"
        );
        let cause = Error::new("disk full");
        assert_eq!(Error::new("disk full: `a`").because(cause).to_string(), "disk full: `a`");
    }
}
