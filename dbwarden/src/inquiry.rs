//! What only reads: plan, status, history, waiting, and the lock.

use std::time::{Duration, Instant};

use crate::apply::{cannot_read, check_dialect, check_tables, decide};
use crate::decide::{self, Decided, Goal, Task};
use crate::driver::Driver;
use crate::error::{Error, ErrorKind};
use crate::ledger::LedgerEntry;
use crate::migrator::Migrator;
use crate::report::{Direction, LockStatus, Plan, Status, Step};

type Open<'t> = Box<dyn Driver + 't>;

/// How often `wait` looks.
const INTERVAL: Duration = Duration::from_millis(250);

/// How long a session that was told to end may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a run for a goal would do.
pub(crate) async fn plan(
    migrator: &Migrator,
    mut driver: Open<'_>,
    goal: Goal,
) -> Result<Plan, Error> {
    check_dialect(migrator.set().dialect(), &*driver)?;
    let result = plan_on(migrator, &mut *driver, goal).await;
    driver.close().await;
    result
}

async fn plan_on(migrator: &Migrator, driver: &mut dyn Driver, goal: Goal) -> Result<Plan, Error> {
    let snapshot = driver.peek().await.map_err(cannot_read)?;
    let Decided { tasks, warnings } =
        decide(migrator, migrator.options(), driver, goal, &snapshot).await?;
    check_tables(driver, migrator.set(), &tasks, migrator.options().existing_table).await?;
    Ok(Plan { steps: tasks.iter().map(step).collect(), warnings })
}

fn step(task: &Task<'_>) -> Step {
    let script = task.script();
    let statements = if task.baseline { &[] } else { script.statements() };
    Step {
        file_name: task.migration.file_name().to_owned(),
        kind: task.migration.kind(),
        description: task.migration.description().to_owned(),
        direction: task.direction,
        transactional: task.transactional,
        stored: task.stored,
        first_statement: task.done + 1,
        statements: statements
            .iter()
            .skip(task.done)
            .map(|statement| script.text(statement).to_owned())
            .collect(),
    }
}

/// How every migration stands.
pub(crate) async fn status(migrator: &Migrator, mut driver: Open<'_>) -> Result<Status, Error> {
    check_dialect(migrator.set().dialect(), &*driver)?;
    let result = read(&mut *driver).await;
    driver.close().await;
    let (ledger, ledger_exists, entries) = result?;
    Ok(Status {
        database: migrator.set().database().to_owned(),
        ledger,
        ledger_exists,
        migrations: decide::status(migrator.set(), &entries),
    })
}

/// What the ledger holds.
pub(crate) async fn history(mut driver: Open<'_>) -> Result<Vec<LedgerEntry>, Error> {
    let result = read(&mut *driver).await;
    driver.close().await;
    Ok(result?.2)
}

async fn read(driver: &mut dyn Driver) -> Result<(String, bool, Vec<LedgerEntry>), Error> {
    let snapshot = driver.peek().await.map_err(cannot_read)?;
    let entries =
        if snapshot.exists { driver.entries().await.map_err(cannot_read)? } else { Vec::new() };
    Ok((snapshot.ledger, snapshot.exists, entries))
}

/// Waits until nothing is pending.
pub(crate) async fn wait(
    migrator: &Migrator,
    mut driver: Open<'_>,
    deadline: Duration,
) -> Result<(), Error> {
    check_dialect(migrator.set().dialect(), &*driver)?;
    let deadline = Instant::now() + deadline;
    let result = loop {
        let pending = match pending_files(migrator, &mut *driver).await {
            Ok(pending) if pending.is_empty() => break Ok(()),
            Ok(pending) => pending,
            Err(error) => break Err(error),
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let message = format!("still pending: {}", pending.join(", "));
            break Err(
                Error::new(ErrorKind::Pending, message).with_hint("apply them: `dbwarden migrate`")
            );
        }
        tokio::time::sleep(INTERVAL.min(left)).await;
    };
    driver.close().await;
    result
}

/// The files of the migrations that are pending, or being applied at this moment.
async fn pending_files(migrator: &Migrator, driver: &mut dyn Driver) -> Result<Vec<String>, Error> {
    let snapshot = driver.peek().await.map_err(cannot_read)?;
    let decided = decide(migrator, migrator.options(), driver, Goal::Pending, &snapshot).await?;
    let name = |task: &Task<'_>| match task.direction {
        Direction::Up | Direction::Down => format!("`{}`", task.migration.file_name()),
    };
    Ok(decided.tasks.iter().map(name).collect())
}

/// Who holds the lock.
pub(crate) async fn lock_status(mut driver: Open<'_>) -> Result<LockStatus, Error> {
    let holder = driver.holder().await;
    driver.close().await;
    let holder = holder.map_err(|failure| failure.into_error("cannot ask for the lock"))?;
    Ok(holder.map_or(LockStatus::Free, LockStatus::Held))
}

/// Ends the session that holds the lock.
pub(crate) async fn unlock(mut driver: Open<'_>) -> Result<LockStatus, Error> {
    let result = unlock_on(&mut *driver).await;
    driver.close().await;
    result
}

async fn unlock_on(driver: &mut dyn Driver) -> Result<LockStatus, Error> {
    let cannot_ask = "cannot ask for the lock";
    let holder = driver.holder().await.map_err(|failure| failure.into_error(cannot_ask))?;
    let Some(holder) = holder else { return Ok(LockStatus::Free) };
    let ended = driver.terminate(&holder).await;
    ended.map_err(|failure| failure.into_error(format!("cannot end {}", holder.description())))?;
    // The server ends the session some time after it was told to, or once its statement lets it.
    let deadline = Instant::now() + PATIENCE;
    loop {
        let now = driver.holder().await.map_err(|failure| failure.into_error(cannot_ask))?;
        if now.is_none_or(|now| now.session != holder.session) {
            return Ok(LockStatus::Held(holder));
        }
        if Instant::now() > deadline {
            let message = format!(
                "the server was told to end {}, and has not done so within {} s",
                holder.description(),
                PATIENCE.as_secs()
            );
            return Err(Error::new(ErrorKind::Locked, message).with_hint(
                "it may be undoing a statement: ask again with `dbwarden lock-status`",
            ));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
