//! The `dbwarden` command: models to migrations, migrations to databases.
//!
//! `main` parses, prints and exits; what a command does stands in [`commands`], where it finds its
//! settings in [`config`], where schemas come from in [`source`], and all that is printed goes
//! through [`output`].

mod commands;
mod config;
mod error;
mod output;
mod source;

use std::process::ExitCode;

use clap::Parser;

use commands::{Arguments, Outcome};
use error::Result;
use output::Printer;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let printer = Printer::new(arguments.color, arguments.verbose);
    match run(arguments, &printer) {
        Ok(outcome) => outcome.into(),
        Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            printer.error(&error);
            ExitCode::from(2)
        }
    }
}

fn run(arguments: Arguments, printer: &Printer) -> Result<Outcome> {
    // One thread is enough: the databases do the work.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(arguments.command.run(arguments.config, printer))
}
