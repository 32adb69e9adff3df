//! What every command that runs migrations can be told of waiting.

use std::time::Duration;

use clap::Args;
use dbwarden::Migrator;

/// Limits and patience, the same for each direction.
#[derive(Debug, Args)]
pub(crate) struct RunOptions {
    /// How long to wait for another process that migrates the same database
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    lock_timeout: u64,

    /// How long a statement may run [default: as the server is set]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    statement_timeout: Option<Duration>,

    /// How long a statement may wait for locks of the application [default: as the server is set]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    statement_lock_timeout: Option<Duration>,

    /// How often a migration that lost the race for a lock is tried again
    #[arg(long, value_name = "N", default_value_t = 3)]
    lock_retries: u32,
}

impl RunOptions {
    /// The migrator with these options.
    pub(crate) fn apply(&self, migrator: Migrator) -> Migrator {
        let mut migrator = migrator
            .lock_timeout(Duration::from_secs(self.lock_timeout))
            .lock_retries(self.lock_retries);
        if let Some(timeout) = self.statement_timeout {
            migrator = migrator.statement_timeout(timeout);
        }
        if let Some(timeout) = self.statement_lock_timeout {
            migrator = migrator.statement_lock_timeout(timeout);
        }
        migrator
    }
}

/// Reads `5` and `0.5`; zero would mean no limit at all.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds
        .filter(|seconds| !seconds.is_zero())
        .ok_or_else(|| "a number of seconds above 0, such as 5 or 0.5".to_owned())
}
