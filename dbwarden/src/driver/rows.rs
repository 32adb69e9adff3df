//! The ledger's columns: their names, how a row is written and how it is read, once for all drivers.

use dbwarden_core::dialect::Dialect;

/// What a row is written from, in the order of [`upsert`]'s placeholders.
const WRITTEN: [&str; 18] = [
    "migration",
    "format",
    "sequence",
    "kind",
    "version",
    "description",
    "filename",
    "state",
    "statements_started",
    "statements_done",
    "progress",
    "upgrade_checksum",
    "rollback_checksum",
    "flags",
    "rollback_sql",
    "rollback_statements",
    "duration_ms",
    "tool",
];

/// What is written last: the reason of a person.
const REASON: &str = "reason";

/// The columns that [`crate::ledger::RawFact`] is read from, in its order.
pub(crate) const FACT_COLUMNS: [&str; 9] = [
    "sequence",
    "kind",
    "version",
    "filename",
    "state",
    "statements_started",
    "statements_done",
    "upgrade_checksum",
    "progress",
];

/// `CREATE TABLE` of a ledger, with the words of a dialect for its types.
pub(crate) fn create(table: &str, types: &Types) -> String {
    let Types { key, word, text, long, number, time, computed, after } = types;
    format!(
        "CREATE TABLE IF NOT EXISTS {table} (\n    \
         migration {key} NOT NULL PRIMARY KEY,\n    {computed}\
         format {number} NOT NULL,\n    \
         sequence {number} NOT NULL,\n    \
         kind {word} NOT NULL,\n    \
         version {number} NULL,\n    \
         description {text} NOT NULL,\n    \
         filename {text} NOT NULL,\n    \
         state {word} NOT NULL,\n    \
         statements_started {number} NOT NULL,\n    \
         statements_done {number} NOT NULL,\n    \
         progress {word} NULL,\n    \
         upgrade_checksum {word} NOT NULL,\n    \
         rollback_checksum {word} NULL,\n    \
         flags {text} NOT NULL,\n    \
         rollback_sql {long} NULL,\n    \
         rollback_statements {long} NULL,\n    \
         applied_at {time} NOT NULL,\n    \
         duration_ms {number} NOT NULL,\n    \
         tool {word} NOT NULL,\n    \
         reason {long} NULL\n){after}"
    )
}

/// The words of a dialect for the types of the ledger.
pub(crate) struct Types {
    /// The key: a version, or a file name.
    pub(crate) key: &'static str,
    /// Up to 64 characters.
    pub(crate) word: &'static str,
    /// A name.
    pub(crate) text: &'static str,
    /// A script of any length.
    pub(crate) long: &'static str,
    /// 64 bits.
    pub(crate) number: &'static str,
    /// A moment in UTC.
    pub(crate) time: &'static str,
    /// A column that the database computes, with the comma and the line behind it.
    pub(crate) computed: &'static str,
    /// What follows the closing parenthesis.
    pub(crate) after: &'static str,
}

/// `INSERT` of a row, or its update where the key is there. `now` is the server's clock.
pub(crate) fn upsert(dialect: Dialect, table: &str, now: &str) -> String {
    let places = (1..=WRITTEN.len() + 1).map(|number| match dialect {
        Dialect::Postgres | Dialect::Sqlite => format!("${number}"),
        Dialect::MySql => "?".to_owned(),
    });
    upsert_of(dialect, table, &places.collect::<Vec<_>>(), now)
}

/// The same with something else than placeholders for the values.
fn upsert_of(dialect: Dialect, table: &str, values: &[String], now: &str) -> String {
    let written = |column: &str| match dialect {
        Dialect::Postgres | Dialect::Sqlite => format!("excluded.{column}"),
        Dialect::MySql => format!("VALUES({column})"),
    };
    let mut updates: Vec<String> = WRITTEN[1..]
        .iter()
        .chain(&["applied_at"])
        .map(|column| format!("{column} = {}", written(column)))
        .collect();
    // What a person has said of it outlives the runs that follow.
    let kept = match dialect {
        Dialect::Postgres | Dialect::Sqlite => format!("ledger.{REASON}"),
        Dialect::MySql => REASON.to_owned(),
    };
    updates.push(format!("{REASON} = coalesce({}, {kept})", written(REASON)));
    let alias = match dialect {
        Dialect::Postgres | Dialect::Sqlite => " AS ledger",
        Dialect::MySql => "",
    };
    let conflict = match dialect {
        Dialect::Postgres | Dialect::Sqlite => "ON CONFLICT (migration) DO UPDATE SET",
        Dialect::MySql => "ON DUPLICATE KEY UPDATE",
    };
    format!(
        "{} {conflict} {}",
        insert_of(&format!("{table}{alias}"), values, now),
        updates.join(", ")
    )
}

/// `INSERT` of a row that is not there.
fn insert_of(table: &str, values: &[String], now: &str) -> String {
    let columns: Vec<&str> = WRITTEN.into_iter().chain([REASON]).collect();
    let (columns, values) = (columns.join(", "), values.join(", "));
    format!("INSERT INTO {table} ({columns}, applied_at) VALUES ({values}, {now})")
}

/// The statement that changes a row, its values written into it. `now` is the database's clock, and
/// `elapsed` tells the milliseconds that the script took.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) fn change_row(
    dialect: Dialect,
    table: &str,
    row: super::RowChange<'_>,
    now: &str,
    elapsed: &str,
) -> String {
    match row {
        super::RowChange::Insert(entry) => insert_of(table, &values(dialect, entry, elapsed), now),
        super::RowChange::Write(entry) => {
            upsert_of(dialect, table, &values(dialect, entry, elapsed), now)
        }
        super::RowChange::Remove(fact) => {
            format!("DELETE FROM {table} WHERE migration = {}", literal(dialect, &fact.key()))
        }
    }
}

/// What a row is written from as SQL, in the order of the columns.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
fn values(
    dialect: Dialect,
    entry: &crate::ledger::LedgerEntry,
    elapsed: &str,
) -> [String; WRITTEN.len() + 1] {
    use crate::ledger::{LEDGER_FORMAT, flag_names, kind_name};
    let null = || "NULL".to_owned();
    let escaped = |text: &str| literal(dialect, text);
    let text = |text: &Option<String>| text.as_deref().map_or_else(null, escaped);
    let fact = &entry.fact;
    let version = fact.kind.version();
    [
        escaped(&fact.key()),
        LEDGER_FORMAT.to_string(),
        fact.sequence.to_string(),
        escaped(kind_name(fact.kind)),
        version.map_or_else(null, |version| version.number().to_string()),
        escaped(&entry.description),
        escaped(&fact.file_name),
        escaped(fact.state.name()),
        fact.statements_started.to_string(),
        fact.statements_done.to_string(),
        text(&fact.progress),
        escaped(&fact.upgrade_checksum.to_string()),
        entry.rollback_checksum.map_or_else(null, |checksum| escaped(&checksum.to_string())),
        escaped(&flag_names(entry.flags)),
        text(&entry.rollback_sql),
        text(&entry.rollback_statements),
        elapsed.to_owned(),
        escaped(&entry.tool),
        text(&entry.reason),
    ]
}

/// A string literal. That of PostgreSQL reads the same whatever `standard_conforming_strings` says.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
fn literal(dialect: Dialect, text: &str) -> String {
    let doubled = text.replace('\'', "''");
    match dialect {
        Dialect::Postgres => format!("E'{}'", doubled.replace('\\', "\\\\")),
        Dialect::MySql | Dialect::Sqlite => format!("'{doubled}'"),
    }
}

/// `SELECT` of everything, in the order of application. `time` is `applied_at` as RFC 3339.
pub(crate) fn select_all(table: &str, time: &str) -> String {
    let columns = FACT_COLUMNS.join(", ");
    format!(
        "SELECT {columns}, description, rollback_checksum, flags, rollback_sql, \
         rollback_statements, {time} AS applied, duration_ms, tool, reason \
         FROM {table} ORDER BY sequence, migration"
    )
}

/// What to say of a table that is called like the ledger and is none.
pub(crate) fn not_a_ledger(ledger: &str) -> String {
    format!("`{ledger}` is there, but is not a ledger that this version of dbwarden understands")
}

/// A table in a schema, as SQL.
pub(crate) fn qualified(dialect: Dialect, schema: &str, table: &str) -> String {
    let quote = |name| dbwarden_core::sql::ident::quote_always(dialect, name);
    format!("{}.{}", quote(schema), quote(table))
}

/// Binds the values of an entry in the order of [`upsert`].
macro_rules! bind_entry {
    ($query:expr, $entry:expr) => {{
        let entry: &$crate::ledger::LedgerEntry = $entry;
        let fact = &entry.fact;
        $query
            .bind(fact.key())
            .bind(i64::from($crate::ledger::LEDGER_FORMAT))
            .bind(fact.sequence)
            .bind($crate::ledger::kind_name(fact.kind))
            .bind(fact.kind.version().map(|version| version.number() as i64))
            .bind(entry.description.as_str())
            .bind(fact.file_name.as_str())
            .bind(fact.state.name())
            .bind(i64::from(fact.statements_started))
            .bind(i64::from(fact.statements_done))
            .bind(fact.progress.as_deref())
            .bind(fact.upgrade_checksum.to_string())
            .bind(entry.rollback_checksum.map(|checksum| checksum.to_string()))
            .bind($crate::ledger::flag_names(entry.flags))
            .bind(entry.rollback_sql.as_deref())
            .bind(entry.rollback_statements.as_deref())
            .bind(i64::try_from(entry.duration.as_millis()).unwrap_or(i64::MAX))
            .bind(entry.tool.as_str())
            .bind(entry.reason.as_deref())
    }};
}

/// Reads a [`RawFact`](crate::ledger::RawFact) from a row, its first column being `$first`.
macro_rules! read_fact {
    ($row:expr, $first:expr) => {{
        let row = $row;
        $crate::ledger::RawFact {
            sequence: row.try_get($first)?,
            kind: row.try_get($first + 1)?,
            version: row.try_get($first + 2)?,
            file_name: row.try_get($first + 3)?,
            state: row.try_get($first + 4)?,
            statements_started: row.try_get($first + 5)?,
            statements_done: row.try_get($first + 6)?,
            upgrade_checksum: row.try_get($first + 7)?,
            progress: row.try_get($first + 8)?,
        }
    }};
}

/// Reads a [`LedgerEntry`](crate::ledger::LedgerEntry) from a row of [`select_all`]; `None` where it
/// is not understood.
macro_rules! read_entry {
    ($row:expr) => {{
        let row = $row;
        let fact = $crate::driver::rows::read_fact!(row, 0usize).understand();
        let rollback_checksum: Option<String> = row.try_get(10usize)?;
        let flags: String = row.try_get(11usize)?;
        let duration: i64 = row.try_get(15usize)?;
        match fact {
            Some(fact) => Some($crate::ledger::LedgerEntry {
                fact,
                description: row.try_get(9usize)?,
                rollback_checksum: rollback_checksum
                    .and_then(|hex| dbwarden_core::migration::Checksum::parse(&hex)),
                flags: $crate::ledger::flags_from_names(&flags),
                rollback_sql: row.try_get(12usize)?,
                rollback_statements: row.try_get(13usize)?,
                applied_at: row.try_get(14usize)?,
                duration: std::time::Duration::from_millis(duration.try_into().unwrap_or(0)),
                tool: row.try_get(16usize)?,
                reason: row.try_get(17usize)?,
            }),
            None => None,
        }
    }};
}

pub(crate) use {bind_entry, read_entry, read_fact};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_with_one_placeholder_a_column() {
        assert_eq!(
            upsert(Dialect::MySql, "t", "UTC_TIMESTAMP(3)").matches('?').count(),
            WRITTEN.len() + 1
        );
        assert!(upsert(Dialect::Sqlite, "t", "x").contains("$19, x) ON CONFLICT (migration)"));
    }

    #[cfg(any(feature = "postgres", feature = "sqlite"))]
    #[test]
    fn a_literal_holds_quotes_and_backslashes() {
        assert_eq!(literal(Dialect::Postgres, r"it's a \n"), r"E'it''s a \\n'");
        assert_eq!(literal(Dialect::Sqlite, r"it's a \n"), r"'it''s a \n'");
    }
}
