//! The ledger on SQLite.

use std::time::{SystemTime, UNIX_EPOCH};

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::Tally;
use sqlx::error::DatabaseError;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Executor, Row};

use crate::driver::rows::{self, FACT_COLUMNS, Types, bind_entry, read_entry, read_fact};
use crate::driver::{Failure, FailureKind, RowChange, Snapshot};
use crate::ledger::{Fact, LEDGER_FORMAT, LEDGER_TABLE, LedgerEntry, RawFact};

const TYPES: Types = Types {
    key: "TEXT",
    word: "TEXT",
    text: "TEXT",
    long: "TEXT",
    number: "INTEGER",
    time: "TEXT",
    computed: "",
    after: "",
};

/// The schema that holds the ledger, whatever is attached.
const SCHEMA: &str = "main";

/// Reads the ledger with one SELECT. A statement on a table that is not there does not compile, so
/// the schema table is asked only then.
pub(super) async fn peek(conn: &mut SqliteConnection) -> Result<Snapshot, Failure> {
    let columns = FACT_COLUMNS.join(", ");
    let sql = format!("SELECT format, {columns} FROM {}", table());
    let ledger = LEDGER_TABLE.to_owned();
    let mut rows = conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql.as_str()))).await;
    if rows.as_ref().is_err_and(is_unknown) {
        let query = "SELECT count(*) FROM main.sqlite_master WHERE name = $1";
        let query = sqlx::query_scalar::<_, i64>(query).persistent(false);
        if query.bind(LEDGER_TABLE).fetch_one(&mut *conn).await? == 0 {
            return Ok(Snapshot { ledger, exists: false, facts: Vec::new() });
        }
        // Another process may have created it between the two.
        rows = conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql.as_str()))).await;
        if rows.as_ref().is_err_and(is_unknown) {
            return Err(not_a_ledger());
        }
    }
    let rows = rows?;
    let facts = rows.iter().map(|row| {
        let format: i64 = row.try_get(0)?;
        let fact = read(row)?.understand().filter(|_| format <= i64::from(LEDGER_FORMAT));
        fact.ok_or_else(not_a_ledger)
    });
    Ok(Snapshot { ledger, exists: true, facts: facts.collect::<Result<_, Failure>>()? })
}

/// Reads with one SELECT what tells most quickly that nothing is pending: sqlx hands every row from
/// one thread to another, so all of them come in one.
pub(super) async fn glance(conn: &mut SqliteConnection) -> Result<Option<Tally>, Failure> {
    let sql = format!(
        "SELECT max(format), group_concat(migration || '|' || CASE WHEN state IN ('applied', 'baselined') \
         THEN upgrade_checksum ELSE '' END, char(10)) FROM {}",
        table()
    );
    let row = match conn.fetch_one(sqlx::raw_sql(AssertSqlSafe(sql))).await {
        Err(error) if is_unknown(&error) => return Ok(None),
        row => row?,
    };
    let (format, rows): (Option<i64>, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
    Ok(rows.filter(|_| format <= Some(i64::from(LEDGER_FORMAT))).and_then(|rows| tally(&rows)))
}

/// What rows come to, of which each is a line: the key, a bar, and the checksum where it is applied.
fn tally(rows: &str) -> Option<Tally> {
    let mut tally = Tally::default();
    for row in rows.split('\n') {
        let (key, checksum) = row.rsplit_once('|')?;
        tally.add(key, Some(checksum).filter(|checksum| !checksum.is_empty()));
    }
    Some(tally)
}

/// SQLITE_ERROR: no such table, or no such column.
fn is_unknown(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(DatabaseError::code).as_deref() == Some("1")
}

fn read(row: &SqliteRow) -> Result<RawFact, sqlx::Error> {
    Ok(read_fact!(row, 1usize))
}

fn not_a_ledger() -> Failure {
    Failure::found(FailureKind::Ledger, rows::not_a_ledger(LEDGER_TABLE))
}

fn table() -> String {
    rows::qualified(Dialect::Sqlite, SCHEMA, LEDGER_TABLE)
}

/// Every row, in the order of application.
pub(super) async fn entries(conn: &mut SqliteConnection) -> Result<Vec<LedgerEntry>, Failure> {
    let sql = rows::select_all(&table(), "applied_at");
    let rows = sqlx::query(AssertSqlSafe(sql)).persistent(false).fetch_all(conn).await?;
    rows.iter().map(|row| read_all(row)?.ok_or_else(not_a_ledger)).collect()
}

fn read_all(row: &SqliteRow) -> Result<Option<LedgerEntry>, sqlx::Error> {
    Ok(read_entry!(row))
}

/// Creates the table where it is not there.
pub(super) async fn create(conn: &mut SqliteConnection) -> Result<(), Failure> {
    let sql = rows::create(&table(), &TYPES);
    conn.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(())
}

/// The clock of a row.
const NOW: &str = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";

/// The statement that changes a row after a script that begins at `start`: the row is sent before the
/// script has run. `None` where a value holds a character that SQL cannot.
pub(super) fn change_row(row: RowChange<'_>, start: SystemTime) -> Option<String> {
    // SQLite manual, "Date And Time Functions": the Julian day of the epoch is 2440587.5.
    let start = start.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let elapsed =
        format!("max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) - {start}, 0)");
    let sql = rows::change_row(Dialect::Sqlite, &table(), row, NOW, &elapsed);
    Some(sql).filter(|sql| !sql.contains('\0'))
}

/// Writes a row.
pub(super) async fn save(conn: &mut SqliteConnection, entry: &LedgerEntry) -> Result<(), Failure> {
    let sql = rows::upsert(Dialect::Sqlite, &table(), NOW);
    bind_entry!(sqlx::query(AssertSqlSafe(sql)), entry).execute(conn).await?;
    Ok(())
}

/// Removes a row.
pub(super) async fn forget(conn: &mut SqliteConnection, fact: &Fact) -> Result<(), Failure> {
    let sql = format!("DELETE FROM {} WHERE migration = $1", table());
    sqlx::query(AssertSqlSafe(sql)).bind(fact.key()).execute(conn).await?;
    Ok(())
}
