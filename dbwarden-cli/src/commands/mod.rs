//! The commands: each file holds the arguments of one verb beside its work.

mod check;
mod check_db;
mod compare;
mod completions;
mod config;
mod diff;
mod difference;
mod downgrade;
mod hash;
mod history;
mod init;
mod left_alone;
mod lock;
mod make_migrations;
mod migrate;
mod new;
mod proof;
mod rebase;
mod rehash;
mod renames;
mod repair;
mod rollback;
mod run_options;
mod run_report;
mod sides;
mod status;
mod target;
mod to_the_end;
mod verify;
mod version;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::Styles;
use clap::{Args, Parser, Subcommand};
use dbwarden::Kind;

use crate::config::Project;
use crate::error::Result;
use crate::output::{Color, Printer, STRONG};

pub(crate) use target::{Target, on_each};

const STYLES: Styles = Styles::styled().header(STRONG).usage(STRONG);

/// Schema migrations for Rust services that use sqlx.
///
/// dbwarden reads your models, compares them with the database that your migrations lead to, and
/// writes plain SQL with both directions. You review it, `migrate` applies it, and
/// `dbwarden::migrate!()` embeds the same files in your application.
#[derive(Debug, Parser)]
#[command(
    name = "dbwarden",
    version,
    styles = STYLES,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "\
A first migration:
  dbwarden init                                  settings, a folder, a first model
  dbwarden make-migrations \"create core tables\"  write the SQL; then read it
  dbwarden migrate                               apply it
  dbwarden status                                see where the database stands

`dbwarden COMMAND --help` tells more of each command, with examples.
",
    after_long_help = "\
A first migration:
  dbwarden init                                  settings, a folder, a first model
  dbwarden make-migrations \"create core tables\"  write the SQL; then read it
  dbwarden migrate                               apply it
  dbwarden status                                see where the database stands

Exit codes:
  0  done
  1  it is your turn: something is pending, drifted or was found
  2  it failed

Data goes to standard output, everything else to standard error.
"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// The settings [default: the nearest dbwarden.toml, here or above]
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "DBWARDEN_CONFIG",
        hide_env_values = true
    )]
    #[arg(help_heading = "Everywhere")]
    pub(crate) config: Option<PathBuf>,

    /// Tell more: statements, timings, where things come from
    #[arg(short, long, global = true, help_heading = "Everywhere")]
    pub(crate) verbose: bool,

    /// When to use colour
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    #[arg(help_heading = "Everywhere", help = "When to use colour: auto, always or never")]
    pub(crate) color: Color,
}

/// The verbs, in the order in which a project meets them.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::Init),
    MakeMigrations(make_migrations::MakeMigrations),
    New(new::New),
    Migrate(migrate::Migrate),
    Status(status::ShowStatus),
    History(history::History),
    Rollback(rollback::Rollback),
    Downgrade(downgrade::Downgrade),
    Repair(repair::Repair),
    CheckDb(check_db::CheckDb),
    Diff(diff::ShowDiff),
    Verify(verify::Verify),
    Check(check::Check),
    Hash(hash::Hash),
    Rebase(rebase::Rebase),
    LockStatus(lock::ShowLock),
    Unlock(lock::Unlock),
    Config(config::ShowConfig),
    Completions(completions::Completions),
    Version(version::Version),
}

impl Command {
    /// Runs the command; those that work on a project find it first.
    pub(crate) async fn run(self, settings: Option<PathBuf>, printer: &Printer) -> Result<Outcome> {
        let project = || Project::load(settings);
        match self {
            Command::Init(command) => command.run(printer),
            Command::MakeMigrations(command) => command.run(&project()?, printer).await,
            Command::CheckDb(command) => command.run(&project()?, printer).await,
            Command::Diff(command) => command.run(project(), printer).await,
            Command::Rebase(command) => command.run(&project()?, printer).await,
            Command::Verify(command) => command.run(&project()?, printer).await,
            Command::New(command) => command.run(&project()?, printer),
            Command::Check(command) => command.run(&project()?, printer),
            Command::Hash(command) => command.run(&project()?, printer),
            Command::Migrate(command) => command.run(&project()?, printer).await,
            Command::Status(command) => command.run(&project()?, printer).await,
            Command::History(command) => command.run(&project()?, printer).await,
            Command::Rollback(command) => command.run(&project()?, printer).await,
            Command::Downgrade(command) => command.run(&project()?, printer).await,
            Command::Repair(command) => command.run(&project()?, printer).await,
            Command::LockStatus(command) => command.run(&project()?, printer).await,
            Command::Unlock(command) => command.run(&project()?, printer).await,
            Command::Config(command) => command.run(&project()?, printer),
            Command::Completions(command) => command.run(printer),
            Command::Version(command) => command.run(printer),
        }
    }
}

/// How a command that did not fail ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing is left to do.
    Done,
    /// Something was found, and it is the user's turn.
    YourTurn,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::YourTurn => ExitCode::from(1),
        }
    }
}

/// `--json`, on whatever reads.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Format {
    /// Print JSON, and nothing else, to standard output
    #[arg(long)]
    pub(crate) json: bool,
}

/// The word for when a migration runs, as programs read it.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Versioned(_) => "versioned",
        Kind::Always => "always",
        Kind::OnChange => "on_change",
    }
}
