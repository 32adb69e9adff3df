//! Who this runner is, for those who wait for it.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A runner, as the row beside the ledger names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    /// Different for every run: what a lease is compared by.
    pub(crate) token: String,
    /// For people: `process 4711 on web-1, dbwarden 0.1.0`.
    pub(crate) description: String,
}

impl Owner {
    /// This process.
    pub(crate) fn this_process() -> Self {
        // Each state is seeded by the operating system, so that no two runs share a token.
        let half = || RandomState::new().build_hasher().finish();
        let token = format!("{:016x}{:016x}", half(), half());
        let (process, host, version) = (std::process::id(), host(), env!("CARGO_PKG_VERSION"));
        Self { token, description: format!("process {process}{host}, dbwarden {version}") }
    }
}

/// The name of the machine or container, as far as it is known without asking a resolver.
fn host() -> String {
    let named = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let named = named.or_else(|| std::env::var("COMPUTERNAME").ok());
    let named = named.or_else(|| std::env::var("HOSTNAME").ok());
    match named.as_deref().map(str::trim) {
        None | Some("") => String::new(),
        Some(name) => format!(" on {name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::Owner;

    #[test]
    fn two_runs_of_one_process_are_told_apart() {
        let (one, other) = (Owner::this_process(), Owner::this_process());
        assert_ne!(one.token, other.token);
        assert_eq!(one.description, other.description);
        assert!(one.description.starts_with(&format!("process {}", std::process::id())));
    }
}
