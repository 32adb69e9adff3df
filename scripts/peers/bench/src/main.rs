//! `bench FOLDER [start|find|build]`: measures what `scripts/bench` has prepared in a folder, or one part
//! of it, and prints the tables.
//!
//! Contenders take turns, each time in another order, so that a busy moment of the machine hits all
//! of them; what is printed is the median.

mod compile;
mod find;
mod start;
mod table;

use std::path::PathBuf;

use table::{Row, Table};

/// Who is measured, in the order of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Contender {
    ByHand,
    Dbwarden,
    Sqlx,
    Refinery,
}

impl Contender {
    const ALL: [Self; 4] = [Self::ByHand, Self::Dbwarden, Self::Sqlx, Self::Refinery];

    /// All of them, beginning with another one in every round.
    fn in_turn(round: usize) -> [Self; 4] {
        let mut all = Self::ALL;
        all.rotate_left(round % Self::ALL.len());
        all
    }
}

/// How many migrations there are, and how many tables.
const COUNT: usize = 1000;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder =
        arguments.next().map(PathBuf::from).ok_or("usage: bench FOLDER [start|find|build]")?;
    let part = arguments.next();
    let is_wanted = |name: &str| part.as_deref().is_none_or(|part| part == name);
    let mut table = Table::default();
    if is_wanted("start") {
        start::measure(&folder, &mut table)?;
    }
    if is_wanted("build") {
        compile::measure(&folder, &mut table)?;
    }
    if !table.0.is_empty() {
        println!("{table}");
    }
    if is_wanted("find") {
        find::measure(&folder)?;
    }
    Ok(())
}

/// What goes on, for the person who waits.
fn tell(row: &Row) {
    eprintln!("{row}");
}
