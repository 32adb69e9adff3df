//! What a run does when the database and the files disagree.
//!
//! Every default is the strict one, except that a database that is ahead of this program is worth a
//! warning only: during a rolling deploy an old replica that restarts must still come up. No policy
//! ever takes a database back.

use std::time::Duration;

/// A file whose upgrade is not the one that the database has applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Edited {
    /// Refuse to apply anything.
    #[default]
    Refuse,
    /// Warn, and leave the applied migration as it is.
    Warn,
}

/// A migration that the database has applied and that no file describes any more, although files
/// with higher versions are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Missing {
    /// Refuse to apply anything.
    #[default]
    Refuse,
    /// Warn and go on.
    Warn,
}

/// A pending file whose version is below one that is applied already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OutOfOrder {
    /// Refuse to apply anything.
    #[default]
    Refuse,
    /// Apply it, with a warning.
    Apply,
}

/// A table that a pending file creates and that is there already, made by someone else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum ExistingTable {
    /// Refuse to apply the file.
    #[default]
    Refuse,
    /// Run the file as it is: its `IF NOT EXISTS` adopts the table.
    Adopt,
}

/// A database that has applied versions above every file of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum DatabaseAhead {
    /// Warn and go on.
    #[default]
    Warn,
    /// Refuse to start.
    Refuse,
}

/// What keeps two processes from migrating one database at the same time.
///
/// All processes that migrate one database should use the same kind; they keep out of each other's
/// way all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Lock {
    /// A lock of the database session that does the work: an advisory lock on PostgreSQL, `GET_LOCK`
    /// on MySQL and MariaDB, the write transaction on SQLite. It lives exactly as long as the server
    /// works for this process.
    #[default]
    Session,
    /// A row with an owner and an expiry, which a second connection keeps renewing: for proxies that
    /// give each transaction another session, and for servers without locks of sessions. SQLite,
    /// which has neither, keeps to its own lock.
    ///
    /// Whoever has lost the lease commits nothing in a transaction any more. A statement that commits
    /// by itself cannot be held back like that: a run warns where there are some.
    Lease {
        /// How long after its last sign of life a runner counts as dead. Two seconds at least.
        expiry: Duration,
    },
}

impl Lock {
    /// A lease that expires half a minute after the last sign of life.
    pub const fn lease() -> Self {
        Lock::Lease { expiry: Duration::from_secs(30) }
    }
}
