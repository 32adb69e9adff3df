//! What of a set tells most quickly that a ledger is up to date.

use super::{Checksum, Kind, MigrationSet};
use crate::dialect::Dialect;

/// As little of a ledger as tells that nothing is pending: the sum of what stands for its rows.
///
/// A row that is applied has a digest of 64 bits, any other counts as one. They are added up, so that
/// the order of the rows is of no matter and a database can do it. Key and checksum are hashed
/// together: rows that have exchanged their checksums come to another sum.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally(i128);

impl Tally {
    /// A tally from the sum.
    pub const fn new(sum: i128) -> Self {
        Self(sum)
    }

    /// The sum.
    pub const fn sum(self) -> i128 {
        self.0
    }

    /// Counts a row in, which is applied where it has a checksum: 64 hexadecimal digits.
    pub fn add(&mut self, key: &str, checksum: Option<&str>) {
        self.0 += i128::from(checksum.map_or(1, |checksum| {
            let hash = Checksum::of(format!("{key}|{checksum}").as_bytes());
            let [a, b, c, d, e, f, g, h, ..] = *hash.as_bytes();
            i64::from_be_bytes([a, b, c, d, e, f, g, h])
        }));
    }
}

/// A set at a glance: what a program needs to know of its migrations where all of them are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outline<'a> {
    /// The name of the database in `dbwarden.toml`.
    pub database: &'a str,
    /// The dialect that the manifest states.
    pub dialect: Dialect,
    /// What the ledger comes to when all are applied. `None` where that alone does not decide: a
    /// migration always runs, or people have decided something about older ledgers.
    pub tally: Option<Tally>,
}

impl MigrationSet {
    /// The outline of the set.
    pub fn outline(&self) -> Outline<'_> {
        let always = |migration: &super::Migration| migration.kind() == Kind::Always;
        let decides = self.decisions().is_empty() && !self.migrations().iter().any(always);
        let tally = decides.then(|| {
            let mut tally = Tally::default();
            for migration in self.migrations() {
                let checksum = migration.upgrade().checksum().to_string();
                tally.add(&migration.key(), Some(&checksum));
            }
            tally
        });
        Outline { database: self.database(), dialect: self.dialect(), tally }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migration::{Decision, Flags, Migration, Script, Version};

    fn migration(kind: Kind, name: &str) -> Migration {
        let script = Script::new(String::new(), vec![], Checksum::of(name.as_bytes()));
        Migration::new(name.to_owned(), kind, "x", Flags::default(), vec![], script, None)
    }

    fn set(decisions: Vec<Decision>, more: Vec<Migration>) -> MigrationSet {
        let versioned = |number: u64| {
            let kind = Kind::Versioned(Version::new(number));
            migration(kind, &format!("p__{number:04}_x.sql"))
        };
        let migrations = [1, 2].map(versioned).into_iter().chain(more).collect();
        MigrationSet::new("p", Dialect::Postgres, migrations, decisions)
    }

    #[test]
    fn a_tally_is_that_of_a_ledger_with_everything_applied_as_it_is() {
        let set = set(vec![], vec![]);
        let wanted = set.outline().tally.expect("it decides");
        let sum = |name: &str| Checksum::of(name.as_bytes()).to_string();
        let (first, second) = (sum("p__0001_x.sql"), sum("p__0002_x.sql"));
        let tally = |rows: &[(&str, Option<&str>)]| {
            let mut tally = Tally::default();
            rows.iter().for_each(|(key, checksum)| tally.add(key, *checksum));
            tally
        };
        let whole = [("0002", Some(&*second)), ("0001", Some(&*first))];
        assert_eq!(tally(&whole), wanted);
        assert_ne!(tally(&whole[1..]), wanted, "one is pending");
        assert_ne!(tally(&[whole[0], ("0001", None)]), wanted, "one is not applied");
        assert_ne!(tally(&[whole[0], whole[1], ("0003", None)]), wanted, "one more has begun");
        assert_ne!(tally(&[whole[0], ("0001", Some(&*second))]), wanted, "one was edited");
        let exchanged = [("0001", Some(&*second)), ("0002", Some(&*first))];
        assert_ne!(tally(&exchanged), wanted, "two have exchanged their texts");
    }

    #[test]
    fn what_is_decided_elsewhere_has_no_tally() {
        let retired = Decision::Retired { version: Version::new(9), reason: "x".into() };
        assert_eq!(set(vec![retired], vec![]).outline().tally, None);
        let always = migration(Kind::Always, "p__RA__x.sql");
        assert_eq!(set(vec![], vec![always]).outline().tally, None);
        let on_change = migration(Kind::OnChange, "p__ROC__x.sql");
        assert!(set(vec![], vec![on_change]).outline().tally.is_some());
    }
}
