//! The one error that everything here returns.

use std::fmt;

/// Why a migration run, a plan or a status could not be had.
///
/// `Display` tells which migration failed, where in its file, with the statement's line and the
/// server's own message and code. What to do about it is kept apart, in [`hint`](Self::hint). The
/// predicates tell the cases apart that a program may want to treat differently. `Debug` prints what
/// `Display` does, with the hint, so that `unwrap` in an example or a test reads well.
///
/// A password that stands in a URL is in none of them.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    place: Option<Box<Place>>,
    server: Option<ServerMessage>,
    hint: Option<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What kind of failure it is; the predicates ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    Connect,
    Load,
    Dialect,
    Locked,
    InTransaction,
    ChecksumMismatch,
    Missing,
    OutOfOrder,
    Ahead,
    ExistingTable,
    InDoubt,
    NotInDoubt,
    Interrupted,
    Irreversible,
    NoRollback,
    UnknownVersion,
    EmptyUpgrade,
    Dependency,
    Ledger,
    LeaseLost,
    Statement,
    ForeignKeys,
    Pending,
    Unsupported,
    Database,
}

/// What a server said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ServerMessage {
    pub(crate) message: String,
    pub(crate) code: Option<String>,
    pub(crate) detail: Option<String>,
    pub(crate) hint: Option<String>,
}

/// Where in a file a statement failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file_name: String,
    pub(crate) line: u32,
    /// In characters; the first is 1.
    pub(crate) column: Option<u32>,
    /// The text of that line.
    pub(crate) text: String,
    pub(crate) number: usize,
    pub(crate) total: usize,
    pub(crate) statement: String,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Inner { kind, message, place: None, server: None, hint: None, source: None }))
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    pub(crate) fn with_place(mut self, place: Place) -> Self {
        self.0.place = Some(Box::new(place));
        self
    }

    pub(crate) fn with_server(mut self, server: ServerMessage) -> Self {
        self.0.server = Some(server);
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// What to do about it, where that is known: often the command to run.
    pub fn hint(&self) -> Option<&str> {
        self.0.hint.as_deref()
    }

    /// The file of the migration that failed, without its folder.
    pub fn file_name(&self) -> Option<&str> {
        self.0.place.as_ref().map(|place| place.file_name.as_str())
    }

    /// The line of that file; the first is 1.
    pub fn line(&self) -> Option<u32> {
        self.0.place.as_ref().map(|place| place.line)
    }

    /// The column of that line, in characters, where the server gives a position; the first is 1.
    pub fn column(&self) -> Option<u32> {
        self.0.place.as_ref().and_then(|place| place.column)
    }

    /// Which statement of its section failed; the first is 1.
    pub fn statement_number(&self) -> Option<usize> {
        self.0.place.as_ref().map(|place| place.number)
    }

    /// The statement that failed.
    pub fn statement(&self) -> Option<&str> {
        self.0.place.as_ref().map(|place| place.statement.as_str())
    }

    /// What the database said, word for word.
    pub fn server_message(&self) -> Option<&str> {
        self.0.server.as_ref().map(|server| server.message.as_str())
    }

    /// The code under which the database knows the failure: SQLSTATE on PostgreSQL, the error
    /// number on MySQL and MariaDB, the extended result code on SQLite.
    pub fn server_code(&self) -> Option<&str> {
        self.0.server.as_ref()?.code.as_deref()
    }

    /// The database could not be reached, or the URL is not one.
    pub fn is_connection(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// The folder of migrations could not be read, or holds files with faults.
    pub fn is_load(&self) -> bool {
        self.0.kind == ErrorKind::Load
    }

    /// Another process held the lock until the deadline.
    pub fn is_locked(&self) -> bool {
        self.0.kind == ErrorKind::Locked
    }

    /// Another process has taken over the lease of this one, which it took for dead.
    pub fn is_lease_lost(&self) -> bool {
        self.0.kind == ErrorKind::LeaseLost
    }

    /// The connection is inside a transaction of the caller.
    pub fn is_in_transaction(&self) -> bool {
        self.0.kind == ErrorKind::InTransaction
    }

    /// A file is not the one that the database has applied.
    pub fn is_checksum_mismatch(&self) -> bool {
        self.0.kind == ErrorKind::ChecksumMismatch
    }

    /// The database has applied a migration that no file describes.
    pub fn is_missing(&self) -> bool {
        self.0.kind == ErrorKind::Missing
    }

    /// A pending file has a version below one that is applied.
    pub fn is_out_of_order(&self) -> bool {
        self.0.kind == ErrorKind::OutOfOrder
    }

    /// The database has applied versions above every file, and the policy refuses that.
    pub fn is_database_ahead(&self) -> bool {
        self.0.kind == ErrorKind::Ahead
    }

    /// A table that a file creates is there already.
    pub fn is_existing_table(&self) -> bool {
        self.0.kind == ErrorKind::ExistingTable
    }

    /// An earlier run died inside a statement, and nobody knows whether that statement happened.
    pub fn is_in_doubt(&self) -> bool {
        self.0.kind == ErrorKind::InDoubt
    }

    /// The rollback was declared impossible by the file.
    pub fn is_irreversible(&self) -> bool {
        self.0.kind == ErrorKind::Irreversible
    }

    /// A statement of a migration failed on the server.
    pub fn is_statement(&self) -> bool {
        self.0.kind == ErrorKind::Statement
    }

    /// Migrations were still pending at the deadline of `wait`.
    pub fn is_pending(&self) -> bool {
        self.0.kind == ErrorKind::Pending
    }

    /// The migrations are written for another database than the one at hand.
    pub fn is_wrong_database(&self) -> bool {
        self.0.kind == ErrorKind::Dialect
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { message, place, server, .. } = &*self.0;
        if let Some(place) = place {
            write!(f, "{}:{}", place.file_name, place.line)?;
            if let Some(column) = place.column {
                write!(f, ":{column}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(message)?;
        if let Some(server) = server {
            write!(f, ": {server}")?;
        }
        if let Some(place) = place {
            place.show_line(f)?;
        }
        if let Some(ServerMessage { detail, hint, .. }) = server {
            let notes = [("detail", detail), ("server hint", hint)];
            for (name, text) in notes {
                if let Some(text) = text {
                    write!(f, "\n{name}: {text}")?;
                }
            }
        }
        Ok(())
    }
}

impl Place {
    /// The line with its number, and a caret under the column.
    fn show_line(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.trim().is_empty() {
            return Ok(());
        }
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        write!(f, "\n{margin} |\n{number} | {}", self.text)?;
        if let Some(column) = self.column {
            // A tab stays a tab, so that the caret stands where the terminal puts the character.
            let before = self.text.chars().take(column.saturating_sub(1) as usize);
            let indent: String = before.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
            write!(f, "\n{margin} | {indent}^")?;
        }
        Ok(())
    }
}

impl fmt::Display for ServerMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.code {
            Some(code) => write!(f, " ({code})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut source = std::error::Error::source(self);
        while let Some(cause) = source {
            write!(f, "\ncaused by: {cause}")?;
            source = cause.source();
        }
        match self.hint() {
            Some(hint) => write!(f, "\n\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| &**source as &(dyn std::error::Error + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_shows_place_message_and_caret() {
        let error = Error::new(ErrorKind::Statement, "statement 2 of 3 failed")
            .with_place(Place {
                file_name: "primary__0002_x.sql".into(),
                line: 12,
                column: Some(14),
                text: "\tALTER TABLE foo ADD x INT".into(),
                number: 2,
                total: 3,
                statement: "ALTER TABLE foo ADD x INT".into(),
            })
            .with_server(ServerMessage {
                message: "relation \"foo\" does not exist".into(),
                code: Some("42P01".into()),
                ..ServerMessage::default()
            })
            .with_hint("run `dbwarden status`");
        assert_eq!(
            error.to_string(),
            "primary__0002_x.sql:12:14: statement 2 of 3 failed: \
             relation \"foo\" does not exist (42P01)\n   |\n\
             12 | \tALTER TABLE foo ADD x INT\n   | \t            ^"
        );
        assert!(format!("{error:?}").ends_with("\n\nhint: run `dbwarden status`"));
        assert!(error.is_statement() && !error.is_locked());
        assert_eq!(error.statement_number(), Some(2));
    }
}
