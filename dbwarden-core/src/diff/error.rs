//! Why two schemas cannot be compared.

use std::fmt;

use crate::schema::Origin;

/// Something that makes a comparison impossible, or its answer a guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffError {
    message: String,
    hint: Option<String>,
    origin: Option<Box<Origin>>,
}

impl DiffError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, origin: None }
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn at(mut self, origin: Option<&Origin>) -> Self {
        self.origin = origin.cloned().map(Box::new);
        self
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Where it was declared.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_deref()
    }
}

impl fmt::Display for DiffError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for DiffError {}
