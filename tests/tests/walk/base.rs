//! An empty database of any kind.

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Database, servers, sqlite_file};
use tempfile::TempDir;

/// It goes when the value is dropped.
pub(crate) enum Base {
    Server(Database),
    File(#[allow(dead_code)] TempDir, String),
}

impl Base {
    pub(crate) fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Postgres | Dialect::MySql => {
                Self::Server(servers::server(dialect).create_database())
            }
            Dialect::Sqlite => {
                let (folder, url) = sqlite_file();
                Self::File(folder, url)
            }
        }
    }

    pub(crate) fn url(&self) -> &str {
        match self {
            Self::Server(database) => database.url(),
            Self::File(_, url) => url,
        }
    }
}
