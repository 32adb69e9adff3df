//! What was done, what would be done, and how things stand: plain data.

use std::time::Duration;

use dbwarden_core::migration::{Kind, Version};

use crate::ledger::LedgerEntry;

/// Which way a migration runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The `-- upgrade` section.
    Up,
    /// The `-- rollback` section.
    Down,
}

/// What a run has done.
#[derive(Debug, Clone, Default)]
pub struct Report {
    pub(crate) migrations: Vec<Executed>,
    pub(crate) warnings: Vec<String>,
    pub(crate) duration: Duration,
    pub(crate) waited: Duration,
}

impl Report {
    /// The migrations that ran, in the order in which they did.
    pub fn migrations(&self) -> &[Executed] {
        &self.migrations
    }

    /// Whether nothing had to be done.
    pub fn is_empty(&self) -> bool {
        self.migrations.is_empty()
    }

    /// What was found on the way and did not stop the run.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// From the call to its end.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// How much of that was spent waiting for another process.
    pub fn waited_for_lock(&self) -> Duration {
        self.waited
    }
}

/// A migration that ran.
#[derive(Debug, Clone)]
pub struct Executed {
    pub(crate) file_name: String,
    pub(crate) kind: Kind,
    pub(crate) description: String,
    pub(crate) direction: Direction,
    pub(crate) duration: Duration,
    pub(crate) statements: Vec<StatementTiming>,
    pub(crate) baselined: bool,
}

impl Executed {
    /// Which way it ran.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The time that its statements and its ledger row took.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The statements that ran. A run that resumes a migration lists only those that it ran itself.
    pub fn statements(&self) -> &[StatementTiming] {
        &self.statements
    }

    /// Whether it was entered into the ledger without being run.
    pub fn is_baselined(&self) -> bool {
        self.baselined
    }
}

/// The time that one statement took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementTiming {
    pub(crate) number: usize,
    pub(crate) line: u32,
    pub(crate) duration: Duration,
}

impl StatementTiming {
    /// Which statement of the section it is; the first is 1.
    pub fn number(&self) -> usize {
        self.number
    }

    /// The line of the file in which it begins; the first is 1.
    pub fn line(&self) -> u32 {
        self.line
    }

    /// From the arrival of the result before it to the arrival of its own. PostgreSQL answers most of
    /// the statements that are sent together at once: then the first one carries the time of all.
    pub fn duration(&self) -> Duration {
        self.duration
    }
}

/// What a run would do at this moment.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub(crate) steps: Vec<Step>,
    pub(crate) warnings: Vec<String>,
}

impl Plan {
    /// The migrations that would run, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether nothing would be done.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// What the run would warn of.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

/// A migration that would run.
#[derive(Debug, Clone)]
pub struct Step {
    pub(crate) file_name: String,
    pub(crate) kind: Kind,
    pub(crate) description: String,
    pub(crate) direction: Direction,
    pub(crate) transactional: bool,
    pub(crate) stored: bool,
    pub(crate) first_statement: usize,
    pub(crate) statements: Vec<String>,
}

impl Step {
    /// Which way it would run.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Whether all its statements would commit together.
    pub fn is_transactional(&self) -> bool {
        self.transactional
    }

    /// Whether the SQL is the copy that the ledger keeps, because no file has it.
    pub fn is_stored(&self) -> bool {
        self.stored
    }

    /// The statement at which it would begin; the first is 1. It is greater where an earlier run
    /// was interrupted.
    pub fn first_statement(&self) -> usize {
        self.first_statement
    }

    /// The statements that would run, without their terminators.
    pub fn statements(&self) -> impl ExactSizeIterator<Item = &str> {
        self.statements.iter().map(String::as_str)
    }
}

/// How one migration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum State {
    /// Applied, and the file is the one that was applied.
    Applied,
    /// Entered into the ledger without being run.
    Baselined,
    /// Not applied.
    Pending,
    /// A run was interrupted, or is at work right now; the next run resumes it.
    Started,
    /// A run was interrupted inside a statement, and nobody knows whether that statement happened.
    InDoubt,
    /// Applied, but the file is not the one that was applied.
    Edited,
    /// Applied, and no file describes it any more.
    Missing,
    /// Applied, with a version above every file.
    Ahead,
    /// Pending, with a version below one that is applied.
    OutOfOrder,
}

impl State {
    /// The word for it, as `status` prints it.
    pub const fn name(self) -> &'static str {
        match self {
            State::Applied => "applied",
            State::Baselined => "baselined",
            State::Pending => "pending",
            State::Started => "started",
            State::InDoubt => "in doubt",
            State::Edited => "edited",
            State::Missing => "missing",
            State::Ahead => "ahead",
            State::OutOfOrder => "out of order",
        }
    }

    /// Whether a run would have to apply it or to go on with it.
    pub const fn is_pending(self) -> bool {
        matches!(self, State::Pending | State::OutOfOrder | State::Started | State::InDoubt)
    }
}

/// How a database stands against a set of migrations.
#[derive(Debug, Clone)]
pub struct Status {
    pub(crate) database: String,
    pub(crate) ledger: String,
    pub(crate) ledger_exists: bool,
    pub(crate) migrations: Vec<MigrationStatus>,
}

impl Status {
    /// The name of the set: `primary`.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The ledger that was read, with its schema: `public._dbwarden_migrations`.
    pub fn ledger(&self) -> &str {
        &self.ledger
    }

    /// Whether that table is there. Reading the status never creates it.
    pub fn ledger_exists(&self) -> bool {
        self.ledger_exists
    }

    /// Every migration that has a file or a ledger entry: versioned ones in order, then the others.
    pub fn migrations(&self) -> &[MigrationStatus] {
        &self.migrations
    }

    /// The migrations in a state.
    pub fn in_state(&self, state: State) -> impl Iterator<Item = &MigrationStatus> {
        self.migrations.iter().filter(move |migration| migration.state == state)
    }

    /// What the database has applied, whatever its file looks like now.
    pub fn applied(&self) -> impl Iterator<Item = &MigrationStatus> {
        self.migrations.iter().filter(|migration| !migration.state.is_pending())
    }

    /// What a run would have to apply or go on with. `RA__` files do not count: they always run.
    pub fn pending(&self) -> impl Iterator<Item = &MigrationStatus> {
        self.migrations
            .iter()
            .filter(|migration| migration.state.is_pending() && migration.kind != Kind::Always)
    }

    /// Whether everything is applied and nothing else is to be said.
    pub fn is_clean(&self) -> bool {
        self.migrations.iter().all(|migration| {
            migration.kind == Kind::Always
                || matches!(migration.state, State::Applied | State::Baselined)
        })
    }
}

/// How one migration stands, with its ledger entry where it has one.
#[derive(Debug, Clone)]
pub struct MigrationStatus {
    pub(crate) file_name: String,
    pub(crate) kind: Kind,
    pub(crate) description: String,
    pub(crate) state: State,
    pub(crate) entry: Option<LedgerEntry>,
}

impl MigrationStatus {
    /// How it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// What the ledger says of it.
    pub fn entry(&self) -> Option<&LedgerEntry> {
        self.entry.as_ref()
    }
}

/// What a migration is called by, wherever a report speaks of one.
macro_rules! names {
    ($($ty:ident),*) => {$(
        impl $ty {
            /// The file: `primary__0001_create_core_tables.sql`. Where there is none any more, the name
            /// that the ledger keeps.
            pub fn file_name(&self) -> &str {
                &self.file_name
            }

            /// When it runs.
            pub fn kind(&self) -> Kind {
                self.kind
            }

            /// Its version; `RA__` and `ROC__` files have none.
            pub fn version(&self) -> Option<Version> {
                self.kind.version()
            }

            /// The words of the file's name.
            pub fn description(&self) -> &str {
                &self.description
            }
        }
    )*};
}

names!(Executed, Step, MigrationStatus);

/// Who holds the lock under which migrations run.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LockStatus {
    /// Nobody.
    Free,
    /// A session, described as far as the server discloses it.
    Held(LockHolder),
}

/// The session that holds the lock.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LockHolder {
    pub(crate) session: Option<i64>,
    pub(crate) description: String,
}

impl LockHolder {
    /// The number by which the server knows the session: what `pg_terminate_backend` and `KILL` take.
    pub fn session(&self) -> Option<i64> {
        self.session
    }

    /// User, host, application and current statement, as far as the server discloses them.
    pub fn description(&self) -> &str {
        &self.description
    }
}
