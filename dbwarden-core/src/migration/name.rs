//! Versions and kinds of migrations.

use std::fmt;

/// The number of a versioned migration; printed with at least four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Version(u64);

impl Version {
    /// A version from its number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// When a migration runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Once, in the order of versions.
    Versioned(Version),
    /// On every run, after the versioned ones (`RA__`).
    Always,
    /// After the versioned ones, whenever its checksum has changed (`ROC__`).
    OnChange,
}

impl Kind {
    /// The version, where there is one.
    pub const fn version(self) -> Option<Version> {
        match self {
            Kind::Versioned(version) => Some(version),
            Kind::Always | Kind::OnChange => None,
        }
    }

    /// What the ledger keeps a file of this kind under: its version, or its name where it has none.
    pub fn key(self, file_name: &str) -> String {
        match self {
            Kind::Versioned(version) => version.to_string(),
            Kind::Always | Kind::OnChange => file_name.to_owned(),
        }
    }
}
