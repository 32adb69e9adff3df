//! What `migrate!()` refuses, and when cargo builds again.

// A test may fail where it stands.
#![allow(clippy::unwrap_used)]

#[path = "build_checks/faults.rs"]
mod faults;
#[path = "build_checks/package.rs"]
mod package;
#[path = "build_checks/rebuild.rs"]
mod rebuild;
