//! What databases of tests are called: their names say what they are and how old.

use std::time::Duration;

use dbwarden_core::migration::{Checksum, Script};

use crate::migrator::Migrator;
use crate::throwaway::now;

/// What the name of a copy begins with.
pub(super) const TEST: &str = "_dbwarden_test_";

/// What the name of a template begins with; the digest of its migrations and the time of its making
/// follow.
pub(super) const TEMPLATE: &str = "_dbwarden_template_";

/// A template is made anew after a day, so that those of migrations that nobody has any more can be
/// told by their age.
const FRESH: Duration = Duration::from_secs(24 * 60 * 60);

/// After another day nobody can be copying it any more.
const STALE: Duration = Duration::from_secs(2 * 24 * 60 * 60);

/// What the names of the templates of these migrations begin with.
pub(super) fn templates(digest: &str) -> String {
    format!("{TEMPLATE}{digest}")
}

/// The name of a template that is made now.
pub(super) fn new_template(beginning: &str) -> String {
    format!("{beginning}_{:x}", now().as_secs())
}

/// Whether a template may be copied.
pub(super) fn is_fresh(template: &str) -> bool {
    age(template).is_some_and(|age| age < FRESH)
}

/// Whether a template may be removed.
pub(super) fn is_stale(template: &str) -> bool {
    age(template).is_some_and(|age| age > STALE)
}

/// `None` for what is not the name of a template. One of the future, by another machine's clock, is new.
fn age(template: &str) -> Option<Duration> {
    let (_, time) = template.strip_prefix(TEMPLATE)?.split_once('_')?;
    let made = Duration::from_secs(u64::from_str_radix(time, 16).ok()?);
    Some(now().saturating_sub(made))
}

/// Sixteen digits that stand for everything that a migrator would do to an empty database, and for
/// this version of dbwarden.
pub(super) fn digest(migrator: &Migrator) -> String {
    use std::fmt::Write as _;
    let options = migrator.options();
    let set = migrator.set();
    let mut text = format!(
        "{} {} {} {:?} {:?}\n",
        env!("CARGO_PKG_VERSION"),
        set.dialect().name(),
        set.database(),
        options.up_to,
        options.limit,
    );
    for migration in set.migrations() {
        let rollback = migration.rollback().map(Script::checksum);
        let (name, flags) = (migration.file_name(), migration.flags());
        // Writing to a `String` cannot fail.
        let _ = writeln!(
            text,
            "{name} {flags:?} {:?} {} {rollback:?}",
            migration.depends_on(),
            migration.upgrade().checksum()
        );
    }
    let mut digest = Checksum::of(text.as_bytes()).to_string();
    digest.truncate(16);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_age_of_a_template_is_in_its_name() {
        let new = new_template(&templates("0123456789abcdef0123"));
        assert!(is_fresh(&new) && !is_stale(&new), "{new}");
        for name in ["_dbwarden_template_0123456789abcdef_5", "_dbwarden_template_x_0"] {
            assert!(!is_fresh(name) && is_stale(name), "{name}");
        }
        for stranger in
            ["template1", "_dbwarden_template_0123456789abcdef", "_dbwarden_template_a_z"]
        {
            assert!(!is_fresh(stranger) && !is_stale(stranger), "{stranger}");
        }
        // A name of PostgreSQL has at most 63 bytes.
        assert!(
            new.len() < 60 && crate::throwaway::new_name("_dbwarden_test_01234567_").len() < 60
        );
    }
}
