//! Questions, asked on standard error and only where somebody can answer.

use dialoguer::{Confirm, Input};

use super::Printer;
use crate::error::{Error, Result};

impl Printer {
    /// A question that one keypress answers; *no* where nobody is there to be asked.
    pub(crate) fn confirm(&self, question: &str) -> Result<bool> {
        if !self.is_interactive() {
            return Ok(false);
        }
        Confirm::new()
            .with_prompt(question)
            .default(true)
            .interact()
            .map_err(|error| Error::new("cannot ask on this terminal").because(error))
    }

    /// A question whose answer is a text. Whoever asks it knows that somebody is there.
    pub(crate) fn ask(&self, question: &str) -> Result<String> {
        Input::new()
            .with_prompt(question)
            .interact_text()
            .map_err(|error| Error::new("cannot ask on this terminal").because(error))
    }

    /// A question that has no answer to be expected. Whoever asks it knows that somebody is there.
    pub(crate) fn decide(&self, question: &str) -> Result<bool> {
        Confirm::new()
            .with_prompt(question)
            .interact()
            .map_err(|error| Error::new("cannot ask on this terminal").because(error))
    }
}
