//! Databases that are made for a while, and removed again whatever becomes of their maker.
//!
//! Their names say what they are for. The session that makes one, its keeper, holds a lock of that
//! name until the database is gone; the server gives the lock up with the session, however that ends.
//! So a database of such a name whose lock is free has no maker any more, and the next run drops it.

#[cfg(feature = "mysql")]
pub(crate) mod mysql;
#[cfg(feature = "postgres")]
pub(crate) mod postgres;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A name that nobody else has: by process, time and count. A server takes 63 characters.
pub(crate) fn new_name(prefix: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{prefix}{}_{:x}_{count}", std::process::id(), now().as_micros())
}

/// Whether a name is one that [`new_name`] has made, perhaps with a number behind it: nobody else's
/// database is a leftover.
#[cfg(any(feature = "mysql", feature = "postgres"))]
pub(crate) fn is_made(prefix: &str, name: &str) -> bool {
    let Some(rest) = name.strip_prefix(prefix) else { return false };
    let words: Vec<&str> = rest.split('_').collect();
    let is_number = |word: &&str, radix| u64::from_str_radix(word, radix).is_ok();
    match words.as_slice() {
        [process, time, counts @ ..] if !counts.is_empty() => {
            is_number(process, 10)
                && is_number(time, 16)
                && counts.iter().all(|count| is_number(count, 10))
        }
        _ => false,
    }
}

/// The time since 1970.
pub(crate) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}

#[cfg(all(test, any(feature = "mysql", feature = "postgres")))]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_made_here_is_taken_for_a_leftover() {
        let name = new_name("_dbwarden_scratch_");
        assert!(is_made("_dbwarden_scratch_", &name));
        assert!(is_made("_dbwarden_scratch_", &format!("{name}_1")));
        for other in ["_dbwarden_scratch_notes", "_dbwarden_scratch_1_2", "app", &name[1..]] {
            assert!(!is_made("_dbwarden_scratch_", other), "{other}");
        }
    }
}
