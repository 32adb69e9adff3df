//! What one server can do. Shared code asks here instead of asking which database it talks to.

use std::fmt;

use super::Dialect;

/// A database that shares a dialect with others but not all of its abilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flavor {
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    MySql,
    /// MariaDB.
    MariaDb,
    /// SQLite.
    Sqlite,
}

impl Flavor {
    /// The flavor that a dialect stands for when nothing more is known.
    pub const fn of(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Postgres => Self::Postgres,
            Dialect::MySql => Self::MariaDb,
            Dialect::Sqlite => Self::Sqlite,
        }
    }

    /// The dialect that it speaks.
    pub const fn dialect(self) -> Dialect {
        match self {
            Self::Postgres => Dialect::Postgres,
            Self::MySql | Self::MariaDb => Dialect::MySql,
            Self::Sqlite => Dialect::Sqlite,
        }
    }
}

/// The version of a server.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
pub struct Version {
    /// The first number.
    pub major: u32,
    /// The second.
    pub minor: u32,
    /// The third.
    pub patch: u32,
}

impl Version {
    /// A version of up to three numbers.
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch }
    }

    /// The version at the beginning of what a server says of itself: `15.8 (Debian 15.8-1)`,
    /// `10.11.6-MariaDB`, `3.46.0`. Numbers that are not there are 0.
    pub fn parse(text: &str) -> Self {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let mut numbers = text[..end].split('.').map(|number| number.parse().unwrap_or(0));
        let mut next = || numbers.next().unwrap_or(0);
        Self::new(next(), next(), next())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// Which change of type a column cannot have as long as a foreign key is on it, or refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HeldTypes {
    /// None.
    Nothing,
    /// One to a type with which values of the other end are not compared, as integers with text.
    Kinds,
    /// Any.
    All,
}

/// The abilities of one server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Capabilities {
    /// The dialect.
    pub dialect: Dialect,
    /// The database.
    pub flavor: Flavor,
    /// Its version.
    pub version: Version,
    /// A failed migration leaves nothing behind.
    pub transactional_ddl: bool,
    /// `REFERENCES` in a column definition makes a foreign key (MySQL before 9 reads and forgets it).
    pub inline_references: bool,
    /// A foreign key may name a table that does not exist yet.
    pub forward_references: bool,
    /// `DROP TABLE` deletes the rows first, so that rows that refer to them hold it.
    pub dropping_deletes_rows: bool,
    /// The database's own client cuts the body of a trigger or of a routine at its semicolons, unless it
    /// is told by `DELIMITER` what ends it.
    pub clients_cut_bodies: bool,
    /// A foreign key makes an index on its columns where none serves, and needs one to stay.
    pub foreign_keys_need_indexes: bool,
    /// What a foreign key does to the types of the columns at its two ends.
    pub foreign_keys_hold: HeldTypes,
    /// A column at either end of a foreign key can neither begin to count nor stop.
    pub foreign_keys_hold_counters: bool,
    /// `RESTRICT` and `NO ACTION` mean the same.
    pub restrict_is_no_action: bool,
    /// A unique constraint and a unique index are one thing with two spellings.
    pub unique_is_index: bool,
    /// Constraints that nobody named have names in the catalog by which they can be dropped.
    pub constraints_have_names: bool,
    /// A primary key keeps the name that it was given.
    pub primary_keys_have_names: bool,
    /// What stands between the name of the table and a number where the server names a foreign key itself.
    /// Such a name follows that of the table.
    pub foreign_key_infix: Option<&'static str>,
    /// The same for a check.
    pub check_infix: Option<&'static str>,
    /// `ALTER TABLE .. ADD CONSTRAINT` and `DROP CONSTRAINT`.
    pub alter_constraints: bool,
    /// When a foreign key is checked can be altered.
    pub alter_deferrability: bool,
    /// Of two keys over the same columns in the definition of a new table only one is made.
    pub merges_equal_keys: bool,
    /// A constraint can be renamed.
    pub rename_constraints: bool,
    /// An index can be renamed.
    pub rename_indexes: bool,
    /// A column that counts must be a key at every moment.
    pub counters_need_keys: bool,
    /// What an expression names cannot be renamed, or be dropped to come back in the same statement, unless
    /// what has the expression is said anew in that.
    pub expressions_hold_columns: bool,
    /// The type of a column cannot change while a view shows it.
    pub views_fix_types: bool,
    /// A view follows the names of what it shows.
    pub views_follow_renames: bool,
    /// A table or a column stays as long as a view or a trigger is on it.
    pub objects_hold_tables: bool,
    /// `ALTER TABLE .. ALTER COLUMN` or `MODIFY COLUMN`.
    pub alter_columns: bool,
    /// `ALTER TABLE .. DROP COLUMN`.
    pub drop_columns: bool,
    /// `CHECK` is enforced.
    pub check_constraints: bool,
    /// `CREATE INDEX IF NOT EXISTS` and `DROP INDEX IF EXISTS`.
    pub index_if_not_exists: bool,
    /// Indexes with `WHERE`.
    pub partial_indexes: bool,
    /// Indexes on expressions.
    pub expression_indexes: bool,
    /// Indexes that remember `DESC`.
    pub descending_indexes: bool,
    /// `NULLS FIRST` and `NULLS LAST` in indexes.
    pub nulls_order: bool,
    /// `CREATE INDEX CONCURRENTLY`.
    pub concurrent_indexes: bool,
    /// `INCLUDE` in indexes and unique constraints.
    pub index_include: bool,
    /// `NULLS NOT DISTINCT`.
    pub nulls_not_distinct: bool,
    /// Tables, columns and indexes carry comments.
    pub comments: bool,
    /// Comments stand in the definitions of tables and columns, not in statements of their own.
    pub inline_comments: bool,
    /// `CREATE TYPE .. AS ENUM`.
    pub enum_types: bool,
    /// `CREATE TYPE .. AS (..)`.
    pub composite_types: bool,
    /// `EXCLUDE`, and on MariaDB `PERIOD`.
    pub exclusion_constraints: bool,
    /// `ON DELETE SET NULL (column)`.
    pub delete_columns: bool,
    /// Keys over time: `WITHOUT OVERLAPS` of a range, and `PERIOD` in a foreign key.
    pub keys_over_time: bool,
    /// Constraints that are `NOT ENFORCED`.
    pub not_enforced: bool,
    /// Deferrable constraints.
    pub deferrable_constraints: bool,
    /// A uuid type of its own.
    pub native_uuid: bool,
    /// Any expression may be a default.
    pub expression_defaults: bool,
    /// Generated columns that are computed when read.
    pub virtual_columns: bool,
    /// A column knows by itself to follow a change of its row (`ON UPDATE CURRENT_TIMESTAMP`).
    pub inline_touch: bool,
    /// The longest name, in bytes (MySQL: characters); `None` where there is no limit.
    pub longest_name: Option<usize>,
}

impl Capabilities {
    /// What a server of that flavor and version can do. What does not depend on the version is what
    /// the oldest one still maintained can do.
    pub const fn of(flavor: Flavor, version: Version) -> Self {
        match flavor {
            Flavor::Postgres => super::postgres::capabilities(version),
            Flavor::MySql => super::mysql::mysql(version),
            Flavor::MariaDb => super::mysql::mariadb(version),
            Flavor::Sqlite => super::sqlite::capabilities(version),
        }
    }

    /// What can be taken for granted where no server has been asked.
    pub const fn assumed(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Postgres => Self::of(Flavor::Postgres, Version::new(15, 0, 0)),
            Dialect::MySql => Self::of(Flavor::MariaDb, Version::new(10, 11, 0)),
            Dialect::Sqlite => Self::of(Flavor::Sqlite, Version::new(3, 46, 0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_what_the_server_begins_with() {
        assert_eq!(Version::parse("15.8 (Debian 15.8-1)"), Version::new(15, 8, 0));
        assert_eq!(Version::parse("10.11.6-MariaDB-0+deb12u1"), Version::new(10, 11, 6));
        assert_eq!(Version::parse("3.46.0"), Version::new(3, 46, 0));
        assert_eq!(Version::parse("devel"), Version::default());
    }

    #[test]
    fn a_flavor_speaks_the_dialect_it_was_assumed_for() {
        for dialect in Dialect::ALL {
            assert_eq!(Capabilities::assumed(dialect).dialect, dialect);
            assert_eq!(Flavor::of(dialect).dialect(), dialect);
        }
    }

    #[test]
    fn versions_decide_what_came_later() {
        let old = Capabilities::of(Flavor::Postgres, Version::new(14, 0, 0));
        let new = Capabilities::of(Flavor::Postgres, Version::new(15, 0, 0));
        assert!(!old.nulls_not_distinct && new.nulls_not_distinct);
        assert!(!Capabilities::of(Flavor::MariaDb, Version::new(10, 6, 0)).native_uuid);
        assert!(Capabilities::of(Flavor::MariaDb, Version::new(10, 11, 0)).native_uuid);
    }
}
