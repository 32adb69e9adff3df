//! Live progress of a run.

use std::time::Duration;

use crate::report::{Direction, LockHolder};

/// Something that happens while migrations run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Another process holds the lock; told once.
    WaitingForLock {
        /// Who, as far as the server discloses it.
        holder: Option<&'a LockHolder>,
    },
    /// A migration begins.
    Started {
        /// Its file.
        file_name: &'a str,
        /// Which way it runs.
        direction: Direction,
        /// Its place in this run; the first is 1.
        number: usize,
        /// How many migrations this run has.
        total: usize,
    },
    /// A statement is done.
    Statement {
        /// The file.
        file_name: &'a str,
        /// Which statement of the section it is; the first is 1.
        number: usize,
        /// How many statements the section has.
        total: usize,
        /// The time that it took.
        duration: Duration,
    },
    /// A migration, or a statement outside of a transaction, has lost the race for a lock, was undone,
    /// and is about to be tried again.
    Retrying {
        /// The file.
        file_name: &'a str,
        /// Which attempt is to come; the first retry is 1.
        attempt: u32,
        /// The pause before it.
        pause: Duration,
        /// What the database said.
        message: &'a str,
    },
    /// A migration is committed.
    Finished {
        /// Its file.
        file_name: &'a str,
        /// Which way it ran.
        direction: Direction,
        /// The time that it took.
        duration: Duration,
    },
    /// Something that does not stop the run, and that a person should read.
    Warning {
        /// A sentence without a full stop.
        message: &'a str,
    },
}

/// Is told what happens while migrations run; a command prints it, a service may count it.
///
/// Every closure that takes an [`Event`] is one. It is called between statements: it should return soon.
pub trait Observer: Send + Sync {
    /// Called for each event, in order.
    fn on_event(&self, event: &Event<'_>);
}

impl<F: Fn(&Event<'_>) + Send + Sync> Observer for F {
    fn on_event(&self, event: &Event<'_>) {
        self(event);
    }
}
