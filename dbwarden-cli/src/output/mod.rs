//! The one printer: data to standard output, everything else to standard error.

mod kept;
mod progress;
mod prompt;
mod style;
mod table;
pub(crate) mod yaml;

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use anstream::ColorChoice;
use clap::ValueEnum;
use serde::Serialize;

use crate::error::{Error, Result};

use kept::{Kept, Stream};
pub(crate) use progress::{Milliseconds, Progress, bar, timing};
pub(crate) use style::{BAD, FAINT, GOOD, STRONG, WARN, paint};
pub(crate) use table::Table;

/// When colour is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// In pipes and files too
    Always,
    /// Nowhere
    Never,
}

/// What commands print with.
#[derive(Debug, Clone)]
pub(crate) struct Printer {
    verbose: bool,
    /// Somebody reads standard output as it comes, and not a program.
    decorated: bool,
    /// Somebody watches standard error and can be shown progress.
    watched: bool,
    /// Somebody sits at the keyboard and can be asked.
    interactive: bool,
    /// Where lines are kept that are not to be printed yet.
    kept: Option<Kept>,
}

impl Printer {
    /// A printer; the choice of colour holds for the whole process.
    pub(crate) fn new(color: Color, verbose: bool) -> Self {
        match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        }
        .write_global();
        let watched = io::stderr().is_terminal();
        let decorated = io::stdout().is_terminal();
        let interactive = watched && io::stdin().is_terminal();
        Self { verbose, decorated, watched, interactive, kept: None }
    }

    /// Whether details are wanted.
    pub(crate) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Whether standard output may say more than the plain lines that programs read.
    pub(crate) fn is_decorated(&self) -> bool {
        self.decorated || self.verbose
    }

    /// Whether progress may be shown.
    pub(crate) fn is_watched(&self) -> bool {
        self.watched
    }

    /// Whether questions may be asked.
    pub(crate) fn is_interactive(&self) -> bool {
        self.interactive
    }

    /// A line of data.
    pub(crate) fn line(&self, text: impl Display) -> Result<()> {
        match &self.kept {
            Some(kept) => kept.push(Stream::Output, format!("{text}\n")),
            None => writeln!(anstream::stdout(), "{text}")?,
        }
        Ok(())
    }

    /// Data that ends its own lines.
    pub(crate) fn text(&self, text: impl Display) -> Result<()> {
        if let Some(kept) = &self.kept {
            kept.push(Stream::Output, text.to_string());
            return Ok(());
        }
        let mut stdout = anstream::stdout();
        write!(stdout, "{text}")?;
        Ok(stdout.flush()?)
    }

    /// Data for programs; nothing else may be printed to standard output beside it.
    pub(crate) fn json(&self, value: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| Error::new("cannot print JSON").because(error))?;
        self.line(text)
    }

    /// Something that is good to know.
    pub(crate) fn note(&self, text: impl Display) {
        match &self.kept {
            Some(kept) => kept.push(Stream::Error, format!("{text}\n")),
            // Nobody is left to tell when standard error itself is closed; so in all that follows.
            None => drop(writeln!(anstream::stderr(), "{text}")),
        }
    }

    /// Something that only a curious reader wants to know.
    pub(crate) fn detail(&self, text: impl Display) {
        if self.verbose {
            self.note(paint(FAINT, text));
        }
    }

    /// Something that is not wrong yet.
    pub(crate) fn warn(&self, text: impl Display) {
        self.note(format_args!("{} {text}", paint(WARN, "warning:")));
    }

    /// What to do next, or about what was just said.
    pub(crate) fn hint(&self, text: impl Display) {
        self.note(format_args!("{} {text}", paint(GOOD, "hint:")));
    }

    /// The end of a command that failed.
    pub(crate) fn error(&self, error: &Error) {
        self.note(format_args!("{} {error}", paint(BAD, "error:")));
        if let Some(hint) = error.remedy() {
            self.note("");
            self.hint(hint);
        }
    }
}
