//! `completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Outcome};
use crate::error::Result;
use crate::output::Printer;

/// Print a completion script for your shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden completions bash > ~/.local/share/bash-completion/completions/dbwarden
  dbwarden completions zsh  > ~/.zfunc/_dbwarden
  dbwarden completions fish > ~/.config/fish/completions/dbwarden.fish
")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self, printer: &Printer) -> Result<Outcome> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "dbwarden", &mut script);
        printer.text(String::from_utf8_lossy(&script))?;
        Ok(Outcome::Done)
    }
}
