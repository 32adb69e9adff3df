//! A migration, and the ordered set of them that a folder holds.

use std::borrow::Cow;

use super::{Checksum, Kind, Script, Version};
use crate::dialect::Dialect;

/// What the directives of a file ask of the runner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Flags {
    /// `-- dbwarden: no-transaction`
    pub no_transaction: bool,
    /// `-- dbwarden: foreign-keys-off`
    pub foreign_keys_off: bool,
    /// `-- dbwarden: irreversible`
    pub irreversible: bool,
}

/// One migration file, read and split.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    file_name: Cow<'static, str>,
    kind: Kind,
    description: Cow<'static, str>,
    flags: Flags,
    depends_on: Vec<Version>,
    upgrade: Script,
    rollback: Option<Script>,
}

impl Migration {
    /// A migration from its parts.
    pub fn new(
        file_name: impl Into<Cow<'static, str>>,
        kind: Kind,
        description: impl Into<Cow<'static, str>>,
        flags: Flags,
        depends_on: Vec<Version>,
        upgrade: Script,
        rollback: Option<Script>,
    ) -> Self {
        let (file_name, description) = (file_name.into(), description.into());
        Self { file_name, kind, description, flags, depends_on, upgrade, rollback }
    }

    /// The name of the file, without a folder: `primary__0001_create_core_tables.sql`.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// When it runs.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The version, where there is one.
    pub const fn version(&self) -> Option<Version> {
        self.kind.version()
    }

    /// What the ledger keeps it under: the version, or the name of a file without one.
    pub fn key(&self) -> String {
        self.kind.key(&self.file_name)
    }

    /// The words of the file's name: `create_core_tables`.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// What the directives ask.
    pub const fn flags(&self) -> Flags {
        self.flags
    }

    /// The versions that `depends-on` names.
    pub fn depends_on(&self) -> &[Version] {
        &self.depends_on
    }

    /// What runs on the way up.
    pub const fn upgrade(&self) -> &Script {
        &self.upgrade
    }

    /// What runs on the way down. A versioned file always has the section; it may be empty only
    /// where the file is declared irreversible.
    pub const fn rollback(&self) -> Option<&Script> {
        self.rollback.as_ref()
    }
}

/// A decision of a person that the manifest keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The upgrade that was applied with this checksum means the same as the file does now.
    Accept {
        /// The migration.
        version: Version,
        /// The checksum that ledgers may hold.
        checksum: Checksum,
        /// Why.
        reason: Cow<'static, str>,
    },
    /// The file is gone on purpose.
    Retired {
        /// The migration.
        version: Version,
        /// Why.
        reason: Cow<'static, str>,
    },
    /// The file was applied under another version.
    Renumbered {
        /// The version in older ledgers.
        old: Version,
        /// The version now.
        new: Version,
    },
}

/// The migrations of one database: versioned ones in the order of their versions, then `RA__` and
/// `ROC__` files in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationSet {
    database: Cow<'static, str>,
    dialect: Dialect,
    migrations: Vec<Migration>,
    decisions: Vec<Decision>,
}

impl MigrationSet {
    /// A set from its parts. The migrations must be in the order that the type states.
    pub fn new(
        database: impl Into<Cow<'static, str>>,
        dialect: Dialect,
        migrations: Vec<Migration>,
        decisions: Vec<Decision>,
    ) -> Self {
        Self { database: database.into(), dialect, migrations, decisions }
    }

    /// The name of the database in `dbwarden.toml`: the name of the folder.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The dialect that the manifest states.
    pub const fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// All migrations, in the order in which they run.
    pub fn migrations(&self) -> &[Migration] {
        &self.migrations
    }

    /// What people have decided about files that ledgers know otherwise.
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// The migration of a version.
    pub fn version(&self, version: Version) -> Option<&Migration> {
        self.migrations.iter().find(|migration| migration.version() == Some(version))
    }
}
