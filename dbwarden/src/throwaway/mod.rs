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

/// The time since 1970.
pub(crate) fn now() -> Duration {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
}
