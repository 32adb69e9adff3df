//! Why a change cannot be planned.

use std::fmt;

use crate::schema::{ObjectName, Origin};

/// A change that cannot be carried out, or not without a decision of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanError {
    message: String,
    hint: Option<String>,
    table: Option<Box<ObjectName>>,
    origin: Option<Box<Origin>>,
}

impl PlanError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, table: None, origin: None }
    }

    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn of_table(mut self, table: &ObjectName) -> Self {
        self.table = Some(Box::new(table.clone()));
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

    /// The table that it is about.
    pub fn table(&self) -> Option<&ObjectName> {
        self.table.as_deref()
    }

    /// Where the change was declared.
    pub fn origin(&self) -> Option<&Origin> {
        self.origin.as_deref()
    }
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for PlanError {}
