//! What the compiler pays: for the dependencies once, and for the files with every build.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use crate::table::{Row, Table};
use crate::{Contender, Result, tell};

const REBUILDS: usize = 7;
const COLD_BUILDS: usize = 3;

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let peers = folder.join("peers");
    let mut row = Row::new("release rebuild, 1,000 files embedded");
    for round in 0..REBUILDS {
        for contender in Contender::in_turn(round) {
            // The macro of refinery takes minutes: once is enough to know.
            if contender != Contender::Refinery || round == 0 {
                row.add(contender, rebuild(&peers, contender)?);
            }
        }
    }
    tell(&row);
    table.0.push(row);

    let mut row = Row::new("cold release build of sqlx for PostgreSQL and it");
    for round in 0..COLD_BUILDS {
        for contender in Contender::in_turn(round) {
            row.add(contender, cold_build(folder, &peers, contender)?);
        }
    }
    tell(&row);
    table.0.push(row);
    Ok(())
}

/// The library that embeds the files, after its source was touched; by hand, one that embeds nothing.
fn rebuild(peers: &Path, contender: Contender) -> Result<Duration> {
    let (source, package) = match contender {
        Contender::ByHand => ("by-hand", "by-hand"),
        Contender::Dbwarden => ("dbwarden", "embeds-dbwarden"),
        Contender::Sqlx => ("sqlx", "embeds-sqlx"),
        Contender::Refinery => ("refinery", "embeds-refinery"),
    };
    let library = peers.join(source).join("src/lib.rs");
    std::fs::File::options().append(true).open(library)?.set_modified(SystemTime::now())?;
    cargo(Command::new("cargo").current_dir(peers).args(["build", "--lib", "--package", package]))
}

/// Everything from nothing: sqlx alone by hand, and sqlx with each of the others.
fn cold_build(folder: &Path, peers: &Path, contender: Contender) -> Result<Duration> {
    let feature = match contender {
        Contender::ByHand => "",
        Contender::Dbwarden => "dbwarden",
        Contender::Sqlx => "sqlx-migrate",
        Contender::Refinery => "refinery",
    };
    let target = folder.join("cold");
    let mut command = Command::new("cargo");
    command.current_dir(peers).env("CARGO_TARGET_DIR", &target);
    command.args(["build", "--package", "cold", "--features", feature]);
    let time = cargo(&mut command)?;
    std::fs::remove_dir_all(target)?;
    Ok(time)
}

fn cargo(command: &mut Command) -> Result<Duration> {
    command.args(["--quiet", "--release", "--offline"]);
    let start = Instant::now();
    if !command.status()?.success() {
        return Err("cargo failed".into());
    }
    Ok(start.elapsed())
}
