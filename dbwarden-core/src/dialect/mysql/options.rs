//! The options of a table that is there already.

use super::definition::{PARTITIONS, VERSIONING, is_plain_option};
use super::shown::{SYSTEM_PERIOD, TABLESPACE};
use crate::schema::TableOptions;

/// Whether a table that keeps a history is to keep it in columns of its own from now on.
pub(super) fn begins_history_anew(before: &TableOptions, after: &TableOptions) -> bool {
    before.storage.contains_key(VERSIONING)
        && !before.storage.contains_key(SYSTEM_PERIOD)
        && after.storage.contains_key(SYSTEM_PERIOD)
}

/// The clauses that change the options of a table, each for a statement of its own.
pub(super) fn changed_options(before: &TableOptions, after: &TableOptions) -> Vec<String> {
    let mut changed = Vec::new();
    if let Some(engine) = after.engine.as_deref().filter(|_| before.engine != after.engine) {
        changed.push(format!("ENGINE={engine}"));
    }
    if before.row_format != after.row_format {
        changed.push(format!("ROW_FORMAT={}", after.row_format.as_deref().unwrap_or("DEFAULT")));
    }
    for (name, value) in after.storage.by_name().filter(|(name, _)| is_plain_option(name)) {
        if before.storage.get(name) != Some(value) {
            changed.push(format!("{name}={value}"));
        }
    }
    let mut own = Vec::new();
    let mut left = Vec::new();
    let gone = before
        .storage
        .by_name()
        .map(|(name, _)| name)
        .filter(|name| !after.storage.contains_key(name));
    for name in gone.filter(|name| is_plain_option(name)) {
        // An engine that has no such option takes it off only when the table is its own.
        let is_of_engine = name == "PAGE_CHECKSUM" || name == "TRANSACTIONAL";
        // Another engine does not know the words of the one before it.
        let is_own = name.starts_with('`') && before.engine != after.engine;
        let list = match (is_of_engine, is_own) {
            (true, _) => &mut left,
            (_, true) => &mut own,
            _ => &mut changed,
        };
        list.push(format!("{name}={}", unset(name)));
    }
    if before.charset != after.charset || before.collation != after.collation {
        let charset = after.charset.as_deref().unwrap_or("utf8mb4");
        changed.push(match (&before.collation, &after.collation) {
            // The columns are told apart from it.
            (Some(_), Some(collation)) => {
                format!("DEFAULT CHARACTER SET {charset} COLLATE {collation}")
            }
            (None, Some(collation)) => {
                format!("CONVERT TO CHARACTER SET {charset} COLLATE {collation}")
            }
            (_, None) => format!("CONVERT TO CHARACTER SET {charset}"),
        });
    }
    let mut statements = Vec::new();
    let has = |options: &TableOptions, name: &str| options.storage.contains_key(name);
    // A history is of its engine.
    if has(before, VERSIONING) && !has(after, VERSIONING) {
        statements.push("DROP SYSTEM VERSIONING".to_owned());
    }
    for changed in [own, changed, left].iter().filter(|changed| !changed.is_empty()) {
        statements.push(changed.join(" "));
    }
    match (before.storage.get(SYSTEM_PERIOD), after.storage.get(SYSTEM_PERIOD)) {
        (Some(_), None) => statements.push(format!("DROP {SYSTEM_PERIOD}")),
        (None, Some(columns)) => statements.push(format!("ADD {SYSTEM_PERIOD} {columns}")),
        _ => {}
    }
    if has(after, VERSIONING) && (!has(before, VERSIONING) || begins_history_anew(before, after)) {
        statements.push("ADD SYSTEM VERSIONING".to_owned());
    }
    match (before.storage.get(PARTITIONS), after.storage.get(PARTITIONS)) {
        (Some(_), None) => statements.push(NO_PARTITIONS.to_owned()),
        (before, Some(after)) if before != Some(after) => {
            statements.push(format!("{PARTITIONS} {after}"));
        }
        _ => {}
    }
    statements
}

/// The clause that makes one table of its partitions.
const NO_PARTITIONS: &str = "REMOVE PARTITIONING";

/// Whether a clause says of which partitions a table is.
pub(super) fn is_of_partitions(clause: &str) -> bool {
    clause == NO_PARTITIONS || clause.starts_with(PARTITIONS)
}

/// The value of an option of a table that means that it is not set.
fn unset(name: &str) -> &'static str {
    match name {
        "KEY_BLOCK_SIZE" | "CHECKSUM" | "DELAY_KEY_WRITE" | "MAX_ROWS" | "MIN_ROWS"
        | "AVG_ROW_LENGTH" | "AUTOEXTEND_SIZE" => "0",
        "ENCRYPTION" => "'N'",
        "COMPRESSION" | "CONNECTION" => "''",
        TABLESPACE => "innodb_file_per_table",
        _ => "DEFAULT",
    }
}
