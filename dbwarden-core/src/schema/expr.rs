//! Expressions: defaults, checks, predicates, generated columns.

use serde::{Deserialize, Serialize};

/// A piece of SQL that yields a value.
///
/// Two expressions are compared in the form in which the engine gives them back (`canonical`),
/// wherever both have it; else as streams of tokens.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expr {
    /// The SQL as it was declared; for an inspected database, as the catalog prints it.
    pub sql: String,
    /// The SQL as the engine gives it back, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
}

impl Expr {
    /// An expression as somebody wrote it.
    pub fn declared(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), canonical: None }
    }

    /// An expression as a catalog printed it.
    pub fn inspected(sql: impl Into<String>) -> Self {
        let sql = sql.into();
        Self { canonical: Some(sql.clone()), sql }
    }

    /// Says something else in both forms.
    pub(crate) fn rewrite(&mut self, with: impl Fn(&str) -> String) {
        self.sql = with(&self.sql);
        if let Some(canonical) = &mut self.canonical {
            *canonical = with(canonical);
        }
    }
}
