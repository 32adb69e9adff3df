//! The databases that dbwarden speaks to.

use std::fmt;

#[cfg(feature = "schema")]
mod capabilities;
pub(crate) mod mysql;
pub(crate) mod postgres;
#[cfg(all(test, feature = "schema"))]
mod spellings;
pub(crate) mod sqlite;
#[cfg(feature = "schema")]
mod type_text;
#[cfg(feature = "schema")]
mod types;

#[cfg(feature = "schema")]
pub use capabilities::{Capabilities, Flavor, HeldTypes, Version};
#[cfg(feature = "schema")]
pub use mysql::shown as mysql_shown;
#[cfg(feature = "schema")]
pub use mysql::views as mysql_views;
#[cfg(feature = "schema")]
pub use postgres::printed as postgres_printed;
#[cfg(feature = "schema")]
pub use sqlite::catalog as sqlite_catalog;
#[cfg(feature = "schema")]
pub use sqlite::objects as sqlite_objects;
#[cfg(feature = "schema")]
pub use types::{TypeError, UnsupportedType, column_type};

/// A family of databases that share SQL, catalog and locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "schema", serde(rename_all = "lowercase"))]
pub enum Dialect {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
}

impl Dialect {
    /// Every dialect, in the order in which they are listed to people.
    pub const ALL: [Dialect; 3] = [Dialect::Postgres, Dialect::MySql, Dialect::Sqlite];

    /// The word that stands in manifests and options: `postgres`, `mysql` or `sqlite`.
    pub const fn name(self) -> &'static str {
        match self {
            Dialect::Postgres => "postgres",
            Dialect::MySql => "mysql",
            Dialect::Sqlite => "sqlite",
        }
    }

    /// The dialect that [`Dialect::name`] calls so.
    pub fn from_name(name: &str) -> Option<Dialect> {
        Dialect::ALL.into_iter().find(|dialect| dialect.name() == name)
    }

    /// The dialect of a connection URL, by its scheme. MariaDB goes by `mysql:` or `mariadb:`.
    pub fn from_url(url: &str) -> Option<Dialect> {
        match url.split_once(':')?.0 {
            "postgres" | "postgresql" => Some(Dialect::Postgres),
            "mysql" | "mariadb" => Some(Dialect::MySql),
            "sqlite" => Some(Dialect::Sqlite),
            _ => None,
        }
    }

    /// Whether a migration can be undone as a whole by the server when a statement of it fails.
    pub const fn has_transactional_ddl(self) -> bool {
        !matches!(self, Dialect::MySql)
    }
}

#[cfg(feature = "schema")]
impl Dialect {
    /// Who answers for this database when two schemas are compared.
    pub(crate) fn compare(self) -> &'static dyn crate::diff::Compare {
        match self {
            Dialect::Postgres => &postgres::Postgres,
            Dialect::MySql => &mysql::MySql,
            Dialect::Sqlite => &sqlite::Sqlite,
        }
    }

    /// Who writes a plan for this database.
    pub(crate) fn render(self) -> &'static dyn crate::plan::Render {
        match self {
            Dialect::Postgres => &postgres::Postgres,
            Dialect::MySql => &mysql::MySql,
            Dialect::Sqlite => &sqlite::Sqlite,
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Dialect::Postgres => "PostgreSQL",
            Dialect::MySql => "MySQL/MariaDB",
            Dialect::Sqlite => "SQLite",
        })
    }
}
