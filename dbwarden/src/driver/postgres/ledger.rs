//! The ledger on PostgreSQL.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::Tally;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Executor, Postgres, Row};

use crate::driver::rows::{self, Types, bind_entry, read_entry};
use crate::driver::server::{Home, Server};
use crate::driver::{Failure, FailureKind, RowChange, Snapshot};
use crate::ledger::{Fact, LEDGER_FORMAT, LEDGER_TABLE, LedgerEntry, RawFact};

pub(super) const TYPES: Types = Types {
    key: "text",
    word: "text",
    text: "text",
    long: "text",
    number: "bigint",
    time: "timestamptz",
    // What a `Tally` adds up. It stands near the head of the row, where adding it up finds it soonest.
    // No name of a migration has a backslash.
    computed: "digest bigint NULL GENERATED ALWAYS AS (CASE \
               WHEN format = 1 AND state IN ('applied', 'baselined') THEN ('x' || pg_catalog.\"left\"(\
               pg_catalog.encode(pg_catalog.sha256((migration || '|' || upgrade_checksum)::bytea), \
               'hex'), 16))::bit(64)::bigint ELSE 1 END) STORED,\n    ",
    after: "",
};

/// What finds an absent table without an error, because the inner query is only run where the outer
/// one has found the table. The inner one gives a single value, so that XML is only an envelope.
/// The database's own `current_schema()` decides which ledger is meant, not the first one that some
/// schema of the search_path holds.
fn envelope_sql(value: &str) -> String {
    format!(
        "CASE WHEN pg_catalog.to_regclass(\
         pg_catalog.format('%I.{LEDGER_TABLE}', pg_catalog.current_schema())) \
         IS NOT NULL THEN pg_catalog.query_to_xml(pg_catalog.format(\
         'SELECT {} AS l FROM %I.{LEDGER_TABLE}', pg_catalog.current_schema()), false, true, '')::text END",
        value.replace('\'', "''")
    )
}

/// Everything that decides what is pending, in one text: its first line is the newest format, each
/// further line the columns of a row.
const FACTS: &str = "pg_catalog.max(format) || pg_catalog.string_agg(E'\\n' || \
                     sequence || '|' || kind || '|' || coalesce(version::text, '') || '|' || \
                     state || '|' || statements_started || '|' || statements_done || '|' || \
                     upgrade_checksum || '|' || coalesce(progress, '') || '|' || filename, '')";

/// Reads with one SELECT what tells most quickly that nothing is pending. Most of the time that a new
/// session takes goes into looking up what a SELECT names: it names as little as can be.
pub(super) async fn glance(conn: &mut PgConnection) -> Result<Option<Tally>, Failure> {
    let sql = format!("SELECT {}", envelope_sql("pg_catalog.sum(digest)"));
    let row = match read_inside(conn, sql).await {
        Err(failure) if failure.kind == FailureKind::Ledger => return Ok(None),
        row => row?,
    };
    let xml: Option<String> = row.try_get(0)?;
    let sum = xml.as_deref().and_then(content).and_then(|sum| sum.parse().ok());
    Ok(sum.map(Tally::new))
}

/// Runs a query with an envelope. That a table of that name is another one is told by what it lacks.
async fn read_inside(conn: &mut PgConnection, sql: String) -> Result<PgRow, Failure> {
    conn.fetch_one(sqlx::raw_sql(AssertSqlSafe(sql))).await.map_err(|error| {
        let failure = Failure::from(error);
        // undefined_column, undefined_function
        match failure.server.as_ref().and_then(|server| server.code.as_deref()) {
            Some("42703" | "42883") => not_a_ledger(LEDGER_TABLE),
            _ => failure,
        }
    })
}

/// Reads the ledger with one SELECT in the simple protocol.
pub(super) async fn peek(conn: &mut PgConnection) -> Result<(Home, Snapshot), Failure> {
    let sql = format!(
        "SELECT pg_catalog.current_schema(), pg_catalog.current_database(), {}",
        envelope_sql(FACTS)
    );
    let row = read_inside(conn, sql).await?;
    let schema: Option<String> = row.try_get(0)?;
    let Some(schema) = schema else {
        let message = "no schema of the search_path exists, so there is nowhere to keep the ledger";
        return Err(Failure::found(FailureKind::Other, message));
    };
    let home = Home { database: row.try_get(1)?, schema };
    let ledger = format!("{}.{LEDGER_TABLE}", home.schema);
    let xml: Option<String> = row.try_get(2)?;
    let facts = match &xml {
        None => Vec::new(),
        Some(xml) => read_envelope(xml).ok_or_else(|| not_a_ledger(&ledger))?,
    };
    Ok((home, Snapshot { ledger, exists: xml.is_some(), facts }))
}

fn not_a_ledger(ledger: &str) -> Failure {
    Failure::found(FailureKind::Ledger, rows::not_a_ledger(ledger))
}

/// The rows in what `query_to_xml` gave, or `None` when they are not understood: no text where there
/// are no rows.
fn read_envelope(xml: &str) -> Option<Vec<Fact>> {
    let Some(text) = content(xml) else { return Some(Vec::new()) };
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x0d;", "\r")
        .replace("&amp;", "&");
    let (format, rows) = text.split_once('\n')?;
    let is_known = format.parse::<i32>().ok()? <= LEDGER_FORMAT;
    is_known.then(|| rows.split('\n').map(read_line).collect())?
}

/// The value in an envelope, as XML writes it; none where it is null.
fn content(xml: &str) -> Option<&str> {
    let (_, rest) = xml.split_once("<l>")?;
    Some(rest.rsplit_once("</l>")?.0)
}

fn read_line(line: &str) -> Option<Fact> {
    let mut parts = line.splitn(9, '|');
    let mut next = || parts.next();
    RawFact {
        sequence: next()?.parse().ok()?,
        kind: next()?.to_owned(),
        version: match next()? {
            "" => None,
            number => Some(number.parse().ok()?),
        },
        state: next()?.to_owned(),
        statements_started: next()?.parse().ok()?,
        statements_done: next()?.parse().ok()?,
        upgrade_checksum: next()?.to_owned(),
        progress: Some(next()?.to_owned()).filter(|text| !text.is_empty()),
        file_name: next()?.to_owned(),
    }
    .understand()
}

fn table(home: &Home) -> String {
    rows::qualified(Dialect::Postgres, &home.schema, LEDGER_TABLE)
}

/// Every row, in the order of application.
pub(super) async fn entries(
    conn: &mut PgConnection,
    home: &Home,
) -> Result<Vec<LedgerEntry>, Failure> {
    let sql = rows::select_all(&table(home), &Postgres::rfc3339("applied_at"));
    let rows = conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    let ledger = format!("{}.{LEDGER_TABLE}", home.schema);
    rows.iter().map(|row| read(row)?.ok_or_else(|| not_a_ledger(&ledger))).collect()
}

fn read(row: &PgRow) -> Result<Option<LedgerEntry>, sqlx::Error> {
    Ok(read_entry!(row))
}

/// Creates the table where it is not there.
pub(super) async fn create(conn: &mut PgConnection, home: &Home) -> Result<(), Failure> {
    let sql = rows::create(&table(home), &TYPES);
    conn.execute(AssertSqlSafe(sql)).await?;
    Ok(())
}

/// Writes a row.
pub(super) async fn save(
    conn: &mut PgConnection,
    home: &Home,
    entry: &LedgerEntry,
    cached: bool,
) -> Result<(), Failure> {
    let sql = rows::upsert(Dialect::Postgres, &table(home), Postgres::NOW);
    let query = sqlx::query(AssertSqlSafe(sql)).persistent(cached);
    bind_entry!(query, entry).execute(conn).await?;
    Ok(())
}

/// The statement that changes a row at the end of the transaction of its script. The server's clock
/// gives the duration, because the row may be sent before the script has run.
pub(super) fn change_row(home: &Home, row: RowChange<'_>) -> String {
    let elapsed = "(EXTRACT(epoch FROM pg_catalog.clock_timestamp() \
                   - pg_catalog.transaction_timestamp()) * 1000)::bigint";
    rows::change_row(Dialect::Postgres, &table(home), row, Postgres::NOW, elapsed)
}

/// Removes a row.
pub(super) async fn forget(
    conn: &mut PgConnection,
    home: &Home,
    fact: &Fact,
) -> Result<(), Failure> {
    let sql = format!("DELETE FROM {} WHERE migration = $1", table(home));
    sqlx::query(AssertSqlSafe(sql)).persistent(false).bind(fact.key()).execute(conn).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_envelope_gives_the_rows_back() {
        let sum = "a".repeat(64);
        let xml = format!(
            "<row xmlns:xsi=\"x\">\n  <l>1\n3|versioned|12|applied|2|2|{sum}||a&amp;&lt;b&gt;|c.sql\n\
             4|always||started|1|0|{sum}|00ff|ra.sql</l>\n</row>\n"
        );
        let facts = read_envelope(&xml).expect("understood");
        assert_eq!(facts.len(), 2);
        assert_eq!(facts[0].file_name, "a&<b>|c.sql");
        assert_eq!(facts[0].key(), "0012");
        assert_eq!(facts[1].progress.as_deref(), Some("00ff"));
        assert_eq!(read_envelope("<row>\n</row>"), Some(vec![]));
        assert_eq!(read_envelope(&xml.replace("<l>1", "<l>2")), None, "a newer format");
        assert_eq!(read_envelope(&xml.replace("versioned", "other")), None);
    }
}
