//! Schema migrations for [sqlx](https://docs.rs/sqlx): embedded in the application, checked while it
//! compiles, applied under a lock when it starts.
//!
//! ```ignore
//! let report = dbwarden::migrate!().run(&pool).await?;
//! ```
//!
//! The same with a folder that is read at run time (feature `dir`), and a look first:
//!
//! ```no_run
//! # #[cfg(all(feature = "dir", feature = "sqlite"))]
//! # async fn example(pool: sqlx::SqlitePool) -> Result<(), dbwarden::Error> {
//! let migrator = dbwarden::Migrator::from_dir("migrations/primary")?;
//! for step in migrator.plan(&pool).await?.steps() {
//!     println!("{}: {} statements", step.file_name(), step.statements().len());
//! }
//! migrator.run(&pool).await?;
//! # Ok(()) }
//! ```
//!
//! Turn on the database: `dbwarden = { version = "0.1", features = ["postgres"] }`; `mysql` (for
//! MariaDB too) and `sqlite` are the others.
//!
//! - [`Migrator`] is what `migrate!()` makes: [`run`](Migrator::run), [`plan`](Migrator::plan),
//!   [`status`](Migrator::status), [`rollback`](Migrator::rollback) and more, on every [`Target`].
//! - [`run_many`](Migrator::run_many) migrates a database or a schema for each tenant.
#![cfg_attr(
    feature = "test",
    doc = "- [`#[dbwarden::test]`](crate::test) gives each test of an application a migrated database."
)]
//! - [`policy`] says what happens when the database and the files disagree.
//! - `inspect` (a feature) reads the schema of a live database.
//! - [`Error`] tells the migration, file, line, statement and the server's own message.

mod apply;
mod decide;
#[cfg(feature = "dir")]
mod dir;
mod driver;
mod error;
mod folder;
mod inquiry;
#[cfg(all(feature = "inspect", any(feature = "postgres", feature = "mysql", feature = "sqlite")))]
pub mod inspect;
mod ledger;
mod many;
mod migrator;
mod model;
mod observer;
mod options;
mod owner;
pub mod policy;
mod report;
mod target;
#[cfg(all(feature = "test", any(feature = "postgres", feature = "mysql", feature = "sqlite")))]
mod testing;
#[cfg(any(feature = "inspect", feature = "test"))]
mod throwaway;
#[cfg(feature = "sqlx-migrator")]
mod to_sqlx;

pub use dbwarden_core::dialect::Dialect;
pub use dbwarden_core::migration::{Checksum, Flags, Kind, MigrationSet, Version};

#[cfg(feature = "test")]
pub use dbwarden_macros::test;
pub use dbwarden_macros::{Model, migrate};

pub use driver::Future as BoxFuture;
pub use error::Error;
pub use ledger::{EntryState, LEDGER_TABLE, LedgerEntry};
pub use many::{ManyError, ManyReport};
pub use migrator::{Back, Baseline, Finding, Migrator};
pub use observer::{Event, Observer};
pub use report::{
    Direction, Executed, LockHolder, LockStatus, MigrationStatus, Plan, Report, State,
    StatementTiming, Status, Step,
};
pub use target::{Target, redact_url};

/// What the macros expand to. Not for use by hand: it may change in any release.
#[doc(hidden)]
pub mod __private {
    use dbwarden_core::migration;

    use super::{MigrationSet, Migrator};

    #[cfg(all(feature = "test", any(feature = "postgres", feature = "mysql", feature = "sqlite")))]
    pub mod test {
        pub use crate::testing::{Argument, Copied, Migrations, Setup, run};
    }

    pub use crate::model::{Column, Holds, PrimaryKey, RefersTo, holds, is_column, is_key, refers};

    /// The migrator of an embedded set, which `set` decodes from `bytes`; `folder` is where it was read
    /// from, absolute.
    pub const fn migrator(
        set: fn() -> &'static MigrationSet,
        bytes: &'static [u8],
        folder: &'static str,
    ) -> Migrator {
        Migrator::embedded(set, bytes, folder)
    }

    /// The set that `migrate!()` has written into the program.
    pub fn decode(bytes: &'static [u8]) -> MigrationSet {
        // The macro has encoded a set with the same crate that decodes it: cargo builds the macro and
        // this crate with one version of the core.
        migration::decode(bytes).expect("the migrations as the macro has embedded them")
    }
}
