//! The schema of a live database, as inspect reads it.

// A test may fail where it stands.
#![allow(clippy::unwrap_used)]

#[path = "inspect/facts.rs"]
mod facts;
#[path = "inspect/mariadb.rs"]
mod mariadb;
#[path = "inspect/postgres.rs"]
mod postgres;
#[path = "inspect/round_trip.rs"]
mod round_trip;
#[path = "inspect/scratch.rs"]
mod scratch;
#[path = "inspect/sqlite.rs"]
mod sqlite;

use std::cell::Cell;
use std::sync::Once;

use dbwarden::inspect::{self, Options};
use dbwarden_core::schema::{ObjectName, Schema, Table};
use facts::{assert_golden, facts};

/// The schema of a database, or the reason why there is none.
async fn read(url: &str) -> Schema {
    let schema = inspect::schema(url, &Options::default()).await;
    schema.unwrap_or_else(|error| panic!("{error}"))
}

fn table<'s>(schema: &'s Schema, name: &str) -> &'s Table {
    schema.table(&ObjectName::new(name)).unwrap_or_else(|| panic!("there is no table {name}"))
}

thread_local! {
    /// How many statements sqlx was asked to run on this thread.
    static STATEMENTS: Cell<usize> = const { Cell::new(0) };
}

/// What a future gives, and how many statements sqlx was asked to run for it on this thread.
async fn statements_of<T>(future: impl Future<Output = T>) -> (T, usize) {
    // One listener for all tests: what comes and goes would be missed by those who find it gone.
    static LISTENS: Once = Once::new();
    LISTENS.call_once(|| {
        tracing::subscriber::set_global_default(Statements).expect("nobody else listens");
    });
    let before = STATEMENTS.get();
    let value = future.await;
    (value, STATEMENTS.get() - before)
}

/// Counts the events with which sqlx tells of a statement.
struct Statements;

impl tracing::Subscriber for Statements {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }
    fn event(&self, event: &tracing::Event<'_>) {
        STATEMENTS.set(STATEMENTS.get() + usize::from(self.enabled(event.metadata())));
    }
    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}
