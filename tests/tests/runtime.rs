//! Migrations applied to live databases: SQLite, PostgreSQL and MariaDB.

#[path = "runtime/support.rs"]
mod support;

#[path = "runtime/errors.rs"]
mod errors;
#[path = "runtime/folder.rs"]
mod folder;
#[path = "runtime/interrupted.rs"]
mod interrupted;
#[path = "runtime/lease.rs"]
mod lease;
#[path = "runtime/limits.rs"]
mod limits;
#[path = "runtime/locks.rs"]
mod locks;
#[path = "runtime/many.rs"]
mod many;
#[path = "runtime/policies.rs"]
mod policies;
#[path = "runtime/session.rs"]
mod session;
#[path = "runtime/sqlite.rs"]
mod sqlite;
#[path = "runtime/targets.rs"]
mod targets;
#[path = "runtime/to_sqlx.rs"]
mod to_sqlx;
#[path = "runtime/walk.rs"]
mod walk;
