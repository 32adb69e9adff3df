//! Waiting for other processes: by polling, with a deadline; and trying again what lost to one.

use std::time::{Duration, Instant};

use super::Run;
use crate::driver::{Acquired, Driver, Failure, FailureKind, Snapshot, Terms, Unit};
use crate::error::{Error, ErrorKind};
use crate::observer::Event;
use crate::owner::Owner;

/// The pauses between two attempts: short at first, for locks that are held for a moment only.
const SHORTEST: Duration = Duration::from_millis(5);
const LONGEST: Duration = Duration::from_millis(200);

/// A pause that grows from attempt to attempt and never passes the deadline.
struct Pauses {
    next: Duration,
    deadline: Instant,
}

impl Pauses {
    fn until(deadline: Instant) -> Self {
        Self { next: SHORTEST, deadline }
    }

    /// `false` once the deadline has passed.
    async fn wait(&mut self) -> bool {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        tokio::time::sleep(self.next.min(left)).await;
        self.next = (self.next * 2).min(LONGEST);
        true
    }
}

/// The pauses before a migration that has lost the race for a lock is tried again.
const FIRST_RETRY: Duration = Duration::from_millis(100);
const LONGEST_RETRY: Duration = Duration::from_secs(5);

/// How often something was tried again.
#[derive(Debug, Default)]
pub(super) struct Retries(u32);

/// Reads the ledger; on SQLite another process may be committing at this very moment.
pub(super) async fn patiently(
    deadline: Instant,
    driver: &mut dyn Driver,
) -> Result<Snapshot, Failure> {
    let mut pauses = Pauses::until(deadline);
    loop {
        match driver.peek().await {
            Err(failure) if failure.kind == FailureKind::Busy && pauses.wait().await => {}
            result => return result,
        }
    }
}

impl Run<'_, '_> {
    /// Makes the connection this run's own, for which SQLite has to read the file.
    pub(super) async fn claim(&mut self) -> Result<(), Error> {
        let options = self.migrator.options();
        let (lock, limits) = (options.lock, options.limits);
        let terms = Terms { lock, limits, owner: Owner::this_process() };
        let mut pauses = Pauses::until(self.deadline);
        loop {
            let failure = match self.driver.claim(&terms).await {
                Ok(()) => return Ok(()),
                Err(failure) if failure.kind == FailureKind::Busy && pauses.wait().await => {
                    continue;
                }
                Err(failure) => failure,
            };
            let error = failure.into_error("cannot migrate on this connection");
            if !error.is_in_transaction() {
                return Err(error);
            }
            return Err(error.with_hint("pass the pool, or a connection that is in no transaction"));
        }
    }

    /// Takes the lock for a unit.
    pub(super) async fn acquire(&mut self, unit: Unit) -> Result<Acquired, Error> {
        let began = Instant::now();
        let mut pauses = Pauses::until(self.deadline);
        let mut told = false;
        loop {
            let acquired = self.driver.acquire(unit).await;
            match acquired.map_err(|failure| failure.into_error("cannot take the lock"))? {
                Acquired::Busy => {}
                acquired => {
                    if told {
                        self.report.waited += began.elapsed();
                    }
                    return Ok(acquired);
                }
            }
            if !told {
                told = true;
                // A server that does not tell is no reason to stop waiting.
                let holder = self.driver.holder().await.ok().flatten();
                let who = holder.as_ref().map_or("", |holder| holder.description());
                tracing::info!(ledger = self.ledger, holder = who, "waiting for the lock");
                self.event(&Event::WaitingForLock { holder: holder.as_ref() });
            }
            if !pauses.wait().await {
                return Err(self.locked(began.elapsed()).await);
            }
        }
    }

    /// Whether what has failed, and was undone, is to be tried again; waits before it says so.
    pub(super) async fn retry(
        &mut self,
        file_name: &str,
        failure: &Failure,
        retries: &mut Retries,
    ) -> bool {
        let allowed = self.migrator.options().retries;
        if failure.kind != FailureKind::Busy || retries.0 >= allowed {
            return false;
        }
        let pause = (FIRST_RETRY * 2u32.saturating_pow(retries.0.min(16))).min(LONGEST_RETRY);
        retries.0 += 1;
        let message = failure.server.as_ref().map_or("", |server| server.message.as_str());
        tracing::info!(file = file_name, attempt = retries.0, ?pause, message, "trying again");
        self.event(&Event::Retrying { file_name, attempt: retries.0, pause, message });
        tokio::time::sleep(pause).await;
        true
    }

    async fn locked(&mut self, waited: Duration) -> Error {
        let holder = self.driver.holder().await.ok().flatten();
        let who = match holder {
            Some(holder) => format!(", held by {}", holder.description),
            None => String::new(),
        };
        let message = format!(
            "another process migrates `{}`: its lock was not free within {:.1} s{who}",
            self.ledger,
            waited.as_secs_f64()
        );
        Error::new(ErrorKind::Locked, message).with_hint(
            "look at it with `dbwarden lock-status`; a longer `lock_timeout` waits longer",
        )
    }

    /// Commits a unit. A reader may be in the way of a commit on SQLite: that only takes patience,
    /// the work is done.
    pub(super) async fn finish_unit(&mut self) -> Result<(), Error> {
        let mut pauses = Pauses::until(self.deadline);
        loop {
            match self.driver.finish_unit().await {
                Err(failure) if failure.kind == FailureKind::Busy && pauses.wait().await => {}
                result => {
                    let message = "cannot commit, so nothing of this group was applied";
                    return result.map_err(|failure| failure.into_error(message));
                }
            }
        }
    }
}
