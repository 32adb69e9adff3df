//! What a developer waits for: one change is found among a thousand tables on PostgreSQL, and made a
//! migration. Alembic is the peer, which like dbwarden compares models with a live database.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::start::Postgres;
use crate::{COUNT, Result};

const ROUNDS: usize = 7;

/// Prints a table of its own: these contenders are not those of the others.
pub fn measure(folder: &Path) -> Result<()> {
    let postgres = Postgres::of_environment()?;
    let url = postgres.create()?;
    let project = folder.join("models");
    fs::create_dir_all(project.join("src"))?;
    let config = format!("[database.primary]\nurl = \"{url}\"\nmodels = [\"src/models.rs\"]\n");
    fs::write(project.join("dbwarden.toml"), config)?;
    fs::write(project.join("src/models.rs"), models(false))?;
    let dbwarden = |arguments: &[&str]| {
        run(Command::new(folder.join("programs/dbwarden")).current_dir(&project).args(arguments))
    };
    dbwarden(&["make-migrations", "--no-proof", "everything"])?;
    dbwarden(&["migrate"])?;
    fs::write(project.join("src/models.rs"), models(true))?;
    let alembic = || {
        let mut command = Command::new(folder.join("python/bin/python"));
        let script = folder.join("peers/alembic/autogenerate.py");
        let url = url.replacen("postgres://", "postgresql+psycopg2://", 1);
        run(command.arg(script).arg(url).arg(COUNT.to_string()))
    };
    let migrations = project.join("migrations/primary");
    let mut times = [const { Vec::new() }; 3];
    for round in 0..ROUNDS {
        for contender in 0..3 {
            let contender = (contender + round) % 3;
            let kept = files(&migrations)?;
            let began = Instant::now();
            match contender {
                0 => dbwarden(&["make-migrations", "--no-proof"])?,
                1 => dbwarden(&["make-migrations"])?,
                _ => alembic()?,
            };
            times[contender].push(began.elapsed());
            put_back(&migrations, &kept)?;
        }
    }
    postgres.drop()?;
    println!("| one change among {COUNT} tables, PostgreSQL | |\n|---|---:|");
    for (name, times) in ["dbwarden", "dbwarden, proved", "Alembic"].iter().zip(times) {
        println!("| {name} | {:.2} s |", median(times).as_secs_f64());
    }
    Ok(())
}

/// A struct for each table; `changed`, the first one has a field more.
fn models(changed: bool) -> String {
    let mut text = String::new();
    for number in 1..=COUNT {
        let note = if changed && number == 1 {
            "    #[dbwarden(length = 40)]\n    pub note: Option<String>,\n"
        } else {
            ""
        };
        let _ = write!(
            text,
            "#[derive(dbwarden::Model)]\n#[dbwarden(table = \"t{number:04}\")]\npub struct T{number} {{\n    \
             #[dbwarden(primary_key)]\n    pub id: i64,\n    \
             #[dbwarden(unique, length = 120)]\n    pub email: String,\n    \
             #[dbwarden(index, length = 40)]\n    pub name: Option<String>,\n    \
             pub score: i64,\n{note}}}\n\n"
        );
    }
    text
}

fn run(command: &mut Command) -> Result<Output> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr)).into())
}

/// The files of a folder with what they hold.
fn files(folder: &Path) -> Result<Vec<(std::path::PathBuf, Vec<u8>)>> {
    let paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    paths.map(|path: Result<_>| path.and_then(|path| Ok((path.clone(), fs::read(path)?)))).collect()
}

fn put_back(folder: &Path, kept: &[(std::path::PathBuf, Vec<u8>)]) -> Result<()> {
    for (path, _) in files(folder)? {
        fs::remove_file(path)?;
    }
    kept.iter().try_for_each(|(path, bytes)| Ok(fs::write(path, bytes)?))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
