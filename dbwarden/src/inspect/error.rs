//! Why a schema could not be read or tried out.

use std::fmt;

use dbwarden_core::schema::Origin;

use super::trial::Attempt;

/// Why a schema could not be read or tried out.
///
/// The text never holds a URL or a password.
#[derive(Debug)]
pub struct Error {
    message: String,
    hint: Option<String>,
    statement: Option<String>,
    attempt: Option<String>,
    source: Option<Box<sqlx::Error>>,
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, statement: None, attempt: None, source: None }
    }

    /// A failure of the database, with what was being done: `the catalog cannot be read`.
    pub(crate) fn database(what: impl fmt::Display, source: sqlx::Error) -> Self {
        let message = format!("{what}: {}", reason(&source));
        Self { source: Some(Box::new(source)), ..Self::new(message) }
    }

    #[must_use]
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// A statement of the desired schema that the database refused.
    pub(crate) fn refused(attempt: &Attempt, source: sqlx::Error) -> Self {
        let what = &attempt.what;
        Self {
            statement: Some(attempt.sql.clone()),
            attempt: Some(what.clone()),
            ..Self::database(format_args!("the database refuses to {what}"), source)
        }
    }

    /// A statement that the database refused.
    pub(crate) fn of_statement(statement: &str, source: sqlx::Error) -> Self {
        let message = reason(&source);
        Self {
            statement: Some(statement.to_owned()),
            source: Some(Box::new(source)),
            ..Self::new(message)
        }
    }

    /// The error with the place in the model that it is about.
    #[must_use]
    pub(crate) fn at(mut self, origin: &Origin) -> Self {
        self.message = format!("{origin}: {}", self.message);
        self
    }

    /// What was being tried out: `create table users`.
    pub(crate) fn attempt(&self) -> Option<&str> {
        self.attempt.as_deref()
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The statement that the database refused.
    pub fn statement(&self) -> Option<&str> {
        self.statement.as_deref()
    }

    /// The code that the database gives the failure, such as an SQLSTATE.
    pub fn code(&self) -> Option<String> {
        let error = self.source.as_ref()?.as_database_error()?;
        error.code().map(std::borrow::Cow::into_owned)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

// The message already tells what the database said, so there is no `source`: it would be printed
// twice, and sqlx's own text names a line of the server's C source.
impl std::error::Error for Error {}

/// What happened, in the words of the database and without its code's position in its own source.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Tls(error) => error.to_string(),
        error => error.to_string(),
    }
}
