//! The lock of SQLite: its write transaction.

use sqlx::Executor;
use sqlx::sqlite::SqliteConnection;

use crate::driver::{Failure, Unit};

/// Takes the lock. A unit in transactions begins its transaction; a file that runs outside of them
/// keeps the file lock between its statements instead (`locking_mode`), so that no other process can
/// take a half-applied file for one whose runner has died.
pub(super) async fn take(
    conn: &mut SqliteConnection,
    unit: Unit,
    exclusive: bool,
) -> Result<(), Failure> {
    match unit {
        Unit::Ordinary | Unit::ForeignKeysOff => {
            conn.execute("BEGIN IMMEDIATE").await?;
        }
        Unit::Alone if exclusive => {
            conn.execute("PRAGMA main.locking_mode = EXCLUSIVE").await?;
            let taken = conn.execute("BEGIN EXCLUSIVE").await;
            if let Err(error) = taken {
                share(conn).await?;
                return Err(error.into());
            }
            conn.execute("COMMIT").await?;
        }
        Unit::Alone => {}
    }
    Ok(())
}

/// Gives the file lock up. The mode takes effect with the next access.
pub(super) async fn share(conn: &mut SqliteConnection) -> Result<(), Failure> {
    conn.execute("PRAGMA main.locking_mode = NORMAL").await?;
    conn.execute("SELECT count(*) FROM main.sqlite_master").await?;
    Ok(())
}
