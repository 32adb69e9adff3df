//! What an application pays when it starts: with a thousand migrations pending, and with none.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::table::{Row, Table};
use crate::{Contender, Result, tell};

/// How often everything is applied; and after each time, how often an application starts up to date.
const ROUNDS: usize = 5;
const STARTS: usize = 9;

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let postgres = Postgres::of_environment()?;
    let mut row = Row::new("up to date, PostgreSQL");
    let mut pending = Row::new("1,000 pending, PostgreSQL");
    for contenders in (0..ROUNDS).map(Contender::in_turn) {
        for contender in contenders {
            let url = postgres.create()?;
            round(folder, contender, "postgres", &url, &mut pending, &mut row)?;
            postgres.drop()?;
        }
    }
    let mut rows = vec![row, pending];
    let mut row = Row::new("up to date, SQLite");
    let mut pending = Row::new("1,000 pending, SQLite");
    for contenders in (0..ROUNDS).map(Contender::in_turn) {
        for contender in contenders {
            let path = folder.join("bench.db");
            std::fs::write(&path, "")?;
            let url = format!("sqlite://{}", path.display());
            round(folder, contender, "sqlite", &url, &mut pending, &mut row)?;
            std::fs::remove_file(&path)?;
        }
    }
    rows.extend([row, pending]);
    rows.iter().for_each(tell);
    table.0.extend(rows);
    Ok(())
}

fn round(
    folder: &Path,
    contender: Contender,
    dialect: &str,
    url: &str,
    pending: &mut Row,
    current: &mut Row,
) -> Result<()> {
    pending.add(contender, start(folder, contender, dialect, url, "pending")?);
    for _ in 0..STARTS {
        current.add(contender, start(folder, contender, dialect, url, "current")?);
    }
    Ok(())
}

/// Starts an application in a process of its own, and returns the time that it says migrating took.
/// Connecting is not in it.
fn start(
    folder: &Path,
    contender: Contender,
    dialect: &str,
    url: &str,
    state: &str,
) -> Result<Duration> {
    let program = |name: &str| folder.join("programs").join(name);
    let mut command = match contender {
        Contender::ByHand => {
            let mut command = Command::new(program("by-hand"));
            command.arg(url).arg(files(folder)).arg(state);
            command
        }
        Contender::Dbwarden => Command::new(program(&format!("embeds-dbwarden-{dialect}"))),
        Contender::Sqlx => Command::new(program("embeds-sqlx")),
        Contender::Refinery => Command::new(program("embeds-refinery")),
    };
    if contender != Contender::ByHand {
        command.arg(url);
    }
    let output = command.output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(format!("{contender:?} failed on {dialect}: {said}").into());
    }
    Ok(Duration::from_micros(String::from_utf8(output.stdout)?.trim().parse()?))
}

fn files(folder: &Path) -> PathBuf {
    folder.join("peers/files/sqlx")
}

/// The server, and the one database that is there at a time.
pub struct Postgres {
    url: String,
}

impl Postgres {
    pub fn of_environment() -> Result<Self> {
        Ok(Self { url: std::env::var("DBWARDEN_TEST_POSTGRES")? })
    }

    /// Creates the database, and returns its URL.
    pub fn create(&self) -> Result<String> {
        self.execute("CREATE DATABASE bench")?;
        let (server, _) = self.url.rsplit_once('/').ok_or("the URL names no database")?;
        Ok(format!("{server}/bench"))
    }

    pub fn drop(&self) -> Result<()> {
        self.execute("DROP DATABASE bench WITH (FORCE)")
    }

    #[tokio::main(flavor = "current_thread")]
    async fn execute(&self, sql: &str) -> Result<()> {
        let mut connection = PgConnection::connect(&self.url).await?;
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }
}
