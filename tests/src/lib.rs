//! What the suites that need databases share.
//!
//! - [`servers`]: private PostgreSQL and MariaDB servers, a fresh database for each test
//! - [`catalog`]: the schema of a database as its own tools print it, to compare two of them
//! - [`given`]: what a test of an application sees of its database
//! - [`project`]: a temporary project and the built `dbwarden` command
//!
//! A suite is one file in `tests/tests`, one per room: each is a binary of its own and links all
//! three drivers.

pub mod catalog;
pub mod given;
pub mod project;
pub mod servers;

pub use project::{Output, Project, cli};
pub use servers::{Database, Server, sqlite_file};
