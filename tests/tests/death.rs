//! Processes that really die while they migrate, many that start at once, and what the server sees of
//! both.
//!
//! A runner is stopped where a test wants it by locks that the test holds, or between two statements
//! by asking it to wait: never by a pause that is hoped to be long enough.

#[path = "death/support.rs"]
mod support;
#[path = "death/ten.rs"]
mod ten;

#[path = "death/fast_path.rs"]
mod fast_path;
#[path = "death/index.rs"]
mod index;
#[path = "death/locks.rs"]
mod locks;
#[path = "death/next_user.rs"]
mod next_user;
#[path = "death/replicas.rs"]
mod replicas;
#[path = "death/server.rs"]
mod server;
#[path = "death/sqlite.rs"]
mod sqlite;
#[path = "death/statements.rs"]
mod statements;
