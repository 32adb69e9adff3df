//! The locks of SQLite: its write transaction, and a file beside the database.
//!
//! A unit in transactions is locked by its transaction. A file that runs outside of them leaves the
//! database unlocked between its statements, so its lock is one of the operating system's on a file of
//! our own (`app.db-dbwarden`): it goes with the process, as the transaction does, so that no other one
//! takes a file that is being applied for one whose runner has died. SQLite's own `locking_mode` does
//! not serve: with a write-ahead log it is refused while anybody else, an idle pool included, has the
//! database open.

use std::ffi::OsString;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use sqlx::Executor;
use sqlx::sqlite::SqliteConnection;

use crate::driver::{Failure, FailureKind};

/// The lock of a file outside of transactions.
pub(super) struct Alone {
    file: File,
    path: PathBuf,
}

/// The file that is locked for a database.
pub(super) fn path(database: &Path) -> PathBuf {
    let mut name = OsString::from(database);
    name.push("-dbwarden");
    PathBuf::from(name)
}

impl Alone {
    /// Takes it. Fails with [`FailureKind::Busy`] while somebody else has it, or is in a transaction.
    ///
    /// Who begins a transaction afterwards looks for the lock, so that the two never overlap.
    pub(super) async fn take(conn: &mut SqliteConnection, path: &Path) -> Result<Self, Failure> {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).open(path);
        let file = file.map_err(|error| cannot_lock(path, &error))?;
        locked(path, file.try_lock())?;
        let alone = Self { file, path: path.to_owned() };
        if alone.is_removed() {
            return Err(busy());
        }
        conn.execute("BEGIN IMMEDIATE").await?;
        conn.execute("COMMIT").await?;
        Ok(alone)
    }

    /// Whether its last holder has removed the file after it was opened here: then another process
    /// may lock a new one.
    fn is_removed(&self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            !self.file.metadata().is_ok_and(|metadata| metadata.nlink() > 0)
        }
        #[cfg(not(unix))]
        false
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        // Elsewhere a file that is open elsewhere, too, cannot be removed in good order: it stays, and
        // is empty.
        if cfg!(unix) && !self.is_removed() {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Begins the transaction of a unit. Fails with [`FailureKind::Busy`] while somebody else is in one, or
/// runs a file outside of transactions.
pub(super) async fn begin(conn: &mut SqliteConnection, path: Option<&Path>) -> Result<(), Failure> {
    // Looked at before, too, so that waiting does not disturb the statements of that file.
    if let Some(path) = path {
        look(path)?;
    }
    conn.execute("BEGIN IMMEDIATE").await?;
    if let Err(failure) = path.map_or(Ok(()), look) {
        conn.execute("ROLLBACK").await?;
        return Err(failure);
    }
    Ok(())
}

/// Fails with [`FailureKind::Busy`] while somebody has locked the file.
fn look(path: &Path) -> Result<(), Failure> {
    match File::open(path) {
        Ok(file) => locked(path, file.try_lock_shared()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(cannot_lock(path, &error)),
    }
}

fn locked(path: &Path, result: Result<(), TryLockError>) -> Result<(), Failure> {
    result.map_err(|error| match error {
        TryLockError::WouldBlock => busy(),
        TryLockError::Error(error) => cannot_lock(path, &error),
    })
}

fn busy() -> Failure {
    Failure::found(FailureKind::Busy, "another process is migrating")
}

fn cannot_lock(path: &Path, error: &std::io::Error) -> Failure {
    Failure::found(FailureKind::Other, format!("cannot lock `{}`: {error}", path.display()))
}
