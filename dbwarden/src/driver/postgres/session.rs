//! The settings of a PostgreSQL session.

use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Row};

use crate::driver::{Failure, Limits};

/// Settings that a migration is likely to change. The session's user comes first: the role depends
/// on it.
const USUAL: [&str; 29] = [
    "session_authorization",
    "role",
    "search_path",
    "application_name",
    "backslash_quote",
    "bytea_output",
    "check_function_bodies",
    "client_encoding",
    "client_min_messages",
    "constraint_exclusion",
    "DateStyle",
    "default_table_access_method",
    "default_tablespace",
    "default_transaction_deferrable",
    "default_transaction_isolation",
    "default_transaction_read_only",
    "escape_string_warning",
    "idle_in_transaction_session_timeout",
    "IntervalStyle",
    "lock_timeout",
    "maintenance_work_mem",
    "quote_all_identifiers",
    "row_security",
    "session_replication_role",
    "standard_conforming_strings",
    "statement_timeout",
    "synchronous_commit",
    "TimeZone",
    "xmloption",
];

/// The settings of a session at one moment.
pub(crate) struct Settings {
    names: Vec<String>,
    values: Vec<String>,
    /// How many of them are in [`USUAL`]: they come first.
    usual: usize,
    /// Which of them may have been changed since they were put back.
    changes: Changes,
}

/// Whether a transaction is open that sqlx does not know of. Outside of one, the transaction of a
/// statement begins with the statement.
pub(super) async fn in_transaction(conn: &mut PgConnection) -> Result<bool, Failure> {
    let sql = "SELECT pg_catalog.transaction_timestamp() <> pg_catalog.statement_timestamp()";
    let row = sqlx::Executor::fetch_one(conn, sqlx::raw_sql(sql)).await?;
    Ok(sqlx::Row::try_get(&row, 0)?)
}

/// Reads all settings that a session can change.
pub(super) async fn remember(conn: &mut PgConnection) -> Result<Settings, Failure> {
    // Without values, and therefore in the simple protocol: a proxy may stand in between.
    let usual = USUAL.map(|name| format!("'{name}'")).join(", ");
    let sql = format!(
        "SELECT u.name, pg_catalog.current_setting(u.name), true \
         FROM pg_catalog.unnest(ARRAY[{usual}]) WITH ORDINALITY AS u(name, place) \
         WHERE pg_catalog.current_setting(u.name, true) IS NOT NULL \
         UNION ALL \
         SELECT name, pg_catalog.current_setting(name), false FROM pg_catalog.pg_settings \
         WHERE context IN ('user', 'superuser') AND name NOT IN ({usual}) \
         AND name NOT IN ('transaction_isolation', 'transaction_read_only', \
         'transaction_deferrable')"
    );
    let (mut names, mut values, mut usual) = (Vec::new(), Vec::new(), 0);
    for row in sqlx::Executor::fetch_all(conn, sqlx::raw_sql(AssertSqlSafe(sql))).await? {
        names.push(row.try_get(0)?);
        values.push(row.try_get(1)?);
        usual += usize::from(row.try_get::<bool, _>(2)?);
    }
    Ok(Settings { names, values, usual, changes: Changes::Nothing })
}

impl Settings {
    /// Notes which settings text that has run may have changed.
    pub(super) fn note(&mut self, text: &str) {
        self.changes = self.changes.max(Changes::of(text));
    }

    /// Puts back what differs among the settings that may have changed.
    pub(super) async fn restore(&mut self, conn: &mut PgConnection) -> Result<(), Failure> {
        let count = match self.changes {
            Changes::Nothing => return Ok(()),
            Changes::Usual => self.usual,
            Changes::Anything => self.names.len(),
        };
        sqlx::query(
            "SELECT pg_catalog.set_config(u.name, u.value, false) \
             FROM ROWS FROM (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) AS u(name, value) \
             WHERE pg_catalog.current_setting(u.name) IS DISTINCT FROM u.value",
        )
        .persistent(false)
        .bind(&self.names[..count])
        .bind(&self.values[..count])
        .execute(conn)
        .await?;
        self.changes = Changes::Nothing;
        Ok(())
    }
}

/// Sets limits for the session. Fractions of a millisecond would mean no limit at all.
pub(super) async fn limit(conn: &mut PgConnection, limits: &Limits) -> Result<(), Failure> {
    for (name, limit) in [("lock_timeout", limits.lock), ("statement_timeout", limits.statement)] {
        if let Some(limit) = limit {
            let sql = format!("SET {name} = {}", limit.as_millis().max(1));
            sqlx::Executor::execute(&mut *conn, sqlx::raw_sql(AssertSqlSafe(sql))).await?;
        }
    }
    Ok(())
}

/// Which settings text may change. Looking at them costs a round trip, and at all of them a few
/// tenths of a millisecond, which a thousand plain migrations should not pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Changes {
    /// None: it only defines tables, indexes and the like.
    Nothing,
    /// The usual ones, through a function that it calls.
    Usual,
    /// Any.
    Anything,
}

impl Changes {
    /// What a text may change, judged by its words.
    pub(super) fn of(text: &str) -> Self {
        const ANYTHING: [&str; 6] = ["set_config", "execute", "call", "do", "reset", "load"];
        const USUAL: [&str; 9] =
            ["select", "insert", "update", "delete", "merge", "with", "values", "refresh", "set"];
        let mut changes = Self::Nothing;
        for line in text.lines() {
            let mut words = line
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .filter(|word| !word.is_empty())
                .map(str::to_ascii_lowercase)
                .peekable();
            // Within a line, SET is most often a part of ALTER, UPDATE or ON DELETE.
            if words.peek().is_some_and(|word| word == "set") {
                return Self::Anything;
            }
            for word in words {
                if ANYTHING.contains(&word.as_str()) {
                    return Self::Anything;
                }
                if USUAL.contains(&word.as_str()) {
                    changes = Self::Usual;
                }
            }
        }
        changes
    }
}

/// Whether text may change any setting.
pub(super) fn may_change(text: &str) -> bool {
    Changes::of(text) != Changes::Nothing
}

/// Whether text throws away the statements that sqlx has prepared.
pub(super) fn forgets_statements(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("deallocate") || text.contains("discard")
}

#[cfg(test)]
mod tests {
    use super::Changes;

    #[test]
    fn what_may_change_settings_is_told_by_its_words() {
        for (text, changes) in [
            ("CREATE TABLE a (b int);\nCREATE INDEX c ON a (b)", Changes::Nothing),
            ("UPDATE a SET b = 1", Changes::Usual),
            ("SELECT f()", Changes::Usual),
            ("ALTER TABLE a ALTER b SET NOT NULL", Changes::Usual),
            ("CREATE TABLE a (b int);\n  SET work_mem = '1MB'", Changes::Anything),
            ("SELECT pg_catalog.set_config('search_path', '', false)", Changes::Anything),
            ("DO $$ BEGIN END $$", Changes::Anything),
        ] {
            assert_eq!(Changes::of(text), changes, "{text}");
        }
    }
}
