//! The cases that need no database.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Checksum, Flags, Statement, StatementClass};

use super::*;

fn script(sql: &str, mark: u8) -> Script {
    let statements = match sql.len() {
        0 => Vec::new(),
        length => {
            vec![Statement::new(0, length as u32, 3, StatementClass::Definition, None)]
        }
    };
    Script::new(sql.to_owned(), statements, Checksum::from_bytes([mark; 32]))
}

fn migration(number: u64, mark: u8) -> Migration {
    Migration::new(
        format!("p__{number:04}_x.sql"),
        Kind::Versioned(Version::new(number)),
        "x".to_owned(),
        Flags::default(),
        Vec::new(),
        script("SELECT 1", mark),
        Some(script("SELECT 2", mark)),
    )
}

fn set(dialect: Dialect, numbers: &[u64]) -> MigrationSet {
    let migrations = numbers.iter().map(|number| migration(*number, 1)).collect();
    MigrationSet::new("p".to_owned(), dialect, migrations, Vec::new())
}

fn fact(number: u64, state: EntryState) -> Fact {
    Fact {
        sequence: number as i64,
        kind: Kind::Versioned(Version::new(number)),
        file_name: format!("p__{number:04}_x.sql"),
        state,
        statements_started: 1,
        statements_done: 1,
        upgrade_checksum: Checksum::from_bytes([1; 32]),
        progress: None,
    }
}

fn applied(numbers: &[u64]) -> Vec<Fact> {
    numbers.iter().map(|number| fact(*number, EntryState::Applied)).collect()
}

fn entry(fact: Fact) -> LedgerEntry {
    LedgerEntry {
        fact,
        description: "x".to_owned(),
        rollback_checksum: Some(Checksum::of(b"SELECT 3")),
        flags: Flags::default(),
        rollback_sql: Some("SELECT 3".to_owned()),
        rollback_statements: Some("0-8-9-d".to_owned()),
        applied_at: String::new(),
        duration: std::time::Duration::ZERO,
        tool: String::new(),
        reason: None,
    }
}

fn up<'m>(set: &'m MigrationSet, facts: &[Fact]) -> Result<Decided<'m>, Error> {
    upgrades(set, &Options::DEFAULT, Goal::Up, facts)
}

fn versions(decided: &Decided<'_>) -> Vec<u64> {
    let number = |task: &Task<'_>| task.migration.version().map(Version::number);
    decided.tasks.iter().filter_map(number).collect()
}

#[test]
fn what_is_not_applied_is_pending_in_order() {
    let set = set(Dialect::Postgres, &[1, 2, 3]);
    assert_eq!(versions(&up(&set, &[]).expect("decides")), [1, 2, 3]);
    let decided = up(&set, &applied(&[1])).expect("decides");
    assert_eq!(versions(&decided), [2, 3]);
    assert!(decided.tasks.iter().all(|task| task.transactional && task.unit() == Unit::Ordinary));
    assert!(up(&set, &applied(&[1, 2, 3])).expect("decides").tasks.is_empty());
}

#[test]
fn limits_cut_the_end_off() {
    let set = set(Dialect::Postgres, &[1, 2, 3]);
    let with = |up_to: Option<u64>, limit| {
        let options = Options { up_to: up_to.map(Version::new), limit, ..Options::DEFAULT };
        upgrades(&set, &options, Goal::Up, &[]).map(|decided| versions(&decided))
    };
    assert_eq!(with(Some(2), None).expect("decides"), [1, 2]);
    assert_eq!(with(None, Some(1)).expect("decides"), [1]);
    assert_eq!(with(Some(2), Some(0)).expect("decides"), [0; 0]);
    let message = with(Some(7), None).expect_err("unknown").to_string();
    assert_eq!(message, "there is no version 0007: the files go from 0001 to 0003");
}

#[test]
fn a_database_ahead_is_not_a_missing_file() {
    let set = set(Dialect::Postgres, &[1, 2]);
    let ahead = up(&set, &applied(&[1, 2, 3])).expect("runs on");
    assert!(ahead.tasks.is_empty() && ahead.warnings[0].contains("ahead"));
    let missing = up(&set, &applied(&[0, 1, 2])).expect_err("refused");
    assert!(missing.is_missing());
    // An older replica must not fill a gap below what a newer one has applied.
    let gap = up(&set, &applied(&[1, 3])).expect_err("refused");
    assert!(gap.is_out_of_order(), "{gap}");
}

#[test]
fn statement_by_statement_where_definitions_commit_by_themselves() {
    let set = set(Dialect::MySql, &[1]);
    let decided = up(&set, &[]).expect("decides");
    assert!(!decided.tasks[0].transactional);
    let mut begun = fact(1, EntryState::Started);
    begun.statements_done = 0;
    let decided = up(&set, &[begun]).expect("decides");
    assert_eq!((decided.tasks[0].done, decided.tasks[0].doubtful), (0, true));
}

#[test]
fn states_that_stop_a_run_say_what_to_do() {
    let set = set(Dialect::MySql, &[1]);
    let error = up(&set, &[fact(1, EntryState::InDoubt)]).expect_err("in doubt");
    assert!(error.is_in_doubt() && error.hint().is_some());
    let error = up(&set, &[fact(1, EntryState::Reverting)]).expect_err("going back");
    assert!(error.hint().expect("a hint").contains("rollback"));
}

#[test]
fn a_rollback_goes_back_in_the_order_of_application() {
    let set = set(Dialect::Postgres, &[1, 2, 3]);
    let mut facts = applied(&[1, 2, 3]);
    facts[1].sequence = 9; // applied late
    let entries: Vec<_> = facts.into_iter().map(entry).collect();
    let back = |goal| rollbacks(&set, goal, &entries).map(|decided| versions(&decided));
    assert_eq!(back(Goal::Down(Back::Last(2))).expect("decides"), [2, 3]);
    let down_to = Goal::Down(Back::DownTo(Version::new(1)));
    assert_eq!(back(down_to).expect("decides"), [2, 3]);
    assert_eq!(back(Goal::DownTo(Version::new(0))).expect("decides"), [2, 3, 1]);
    assert!(back(Goal::DownTo(Version::new(8))).is_err());
}

#[test]
fn the_stored_copy_serves_where_there_is_no_file() {
    let set = set(Dialect::Postgres, &[1]);
    let entries: Vec<_> = applied(&[1, 2]).into_iter().map(entry).collect();
    let decided = rollbacks(&set, Goal::Down(Back::Last(2)), &entries).expect("decides");
    let scripts: Vec<_> =
        decided.tasks.iter().map(|task| (task.stored, task.script().sql())).collect();
    assert_eq!(scripts, [(true, "SELECT 3"), (false, "SELECT 2")]);
    let mut torn = entries;
    torn[1].rollback_statements = Some("0-99-9-d".to_owned());
    let error = rollbacks(&set, Goal::Down(Back::Last(1)), &torn).expect_err("torn");
    assert!(error.to_string().contains("p__0002_x.sql"), "{error}");
}
