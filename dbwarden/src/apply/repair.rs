//! What only a person can decide: whether a statement in doubt has happened.

use super::{Run, cannot_read, finish};
use crate::decide::Goal;
use crate::driver::{Driver, Unit};
use crate::error::{Error, ErrorKind};
use crate::ledger::{EntryState, LedgerEntry, progress_digest};
use crate::migrator::{Finding, Migrator};

/// Enters a finding into the ledger, under the lock.
pub(crate) async fn settle(
    migrator: &Migrator,
    mut driver: Box<dyn Driver + '_>,
    migration: &str,
    finding: Finding,
    reason: &str,
) -> Result<LedgerEntry, Error> {
    let mut run = Run::new(migrator, &mut *driver, Goal::Pending);
    let result = run.settle_by_hand(migration, finding, reason).await;
    finish(driver, result).await
}

impl Run<'_, '_> {
    async fn settle_by_hand(
        &mut self,
        migration: &str,
        finding: Finding,
        reason: &str,
    ) -> Result<LedgerEntry, Error> {
        // Before the lock is asked for: a database without a ledger is not written to.
        let exists = self.peek().await?.exists;
        self.claim().await?;
        self.acquire(Unit::Ordinary).await?;
        let entries =
            if exists { self.driver.entries().await.map_err(cannot_read)? } else { Vec::new() };
        let number = migration.parse().ok();
        let entry = entries.into_iter().find(|entry| match entry.version() {
            Some(version) => Some(version.number()) == number,
            None => entry.file_name() == migration,
        });
        let Some(entry) = entry else {
            let message = format!("the ledger has no migration `{migration}`");
            return Err(Error::new(ErrorKind::UnknownVersion, message)
                .with_hint("`dbwarden status` lists what is in doubt"));
        };
        let entry = self.settled(entry, finding, reason)?;
        self.save(&entry).await?;
        self.finish_unit().await?;
        let released = self.driver.release().await;
        released.map_err(|failure| failure.into_error("cannot put the session back"))?;
        Ok(entry)
    }

    /// The row as the finding leaves it.
    fn settled(
        &self,
        mut entry: LedgerEntry,
        finding: Finding,
        reason: &str,
    ) -> Result<LedgerEntry, Error> {
        let fact = &mut entry.fact;
        // The lock is ours, so whoever has begun a statement and not ended it is dead.
        fact.state = match fact.state {
            EntryState::InDoubt | EntryState::Started => EntryState::Started,
            EntryState::RevertInDoubt | EntryState::Reverting => EntryState::Reverting,
            EntryState::Applied | EntryState::Baselined => {
                return Err(not_in_doubt(&fact.file_name, fact.state));
            }
        };
        if fact.statements_started <= fact.statements_done {
            return Err(not_in_doubt(&fact.file_name, fact.state));
        }
        fact.statements_done += u32::from(finding == Finding::Happened);
        fact.statements_started = fact.statements_done;
        let set = self.migrator.set();
        let file = match fact.kind.version() {
            Some(version) => set.version(version),
            None => set.migrations().iter().find(|file| file.file_name() == fact.file_name),
        };
        // Without the file the checksum alone says whether what ran of it is still the same.
        fact.progress = match fact.state {
            EntryState::Started => {
                file.map(|file| progress_digest(file.upgrade(), fact.statements_done as usize))
            }
            _ => None,
        };
        entry.reason = Some(reason.to_owned());
        Ok(entry)
    }
}

fn not_in_doubt(file_name: &str, state: EntryState) -> Error {
    let message = format!("`{file_name}` is not in doubt: the ledger says `{}`", state.name());
    Error::new(ErrorKind::NotInDoubt, message)
        .with_hint("nothing has to be decided: `dbwarden status` says how it stands")
}
