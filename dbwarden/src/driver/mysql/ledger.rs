//! The ledger on MySQL and MariaDB.

use dbwarden_core::dialect::Dialect;
use sqlx::mysql::{MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, Executor, MySql, Row};

use crate::driver::rows::{self, FACT_COLUMNS, Types, bind_entry, read_entry, read_fact};
use crate::driver::server::{Home, Server};
use crate::driver::{Failure, FailureKind, Snapshot};
use crate::ledger::{Fact, LEDGER_FORMAT, LEDGER_TABLE, LedgerEntry};

/// Names of files differ in case, so they are compared byte by byte; a key of 255 characters of four
/// bytes fits every index.
pub(super) const TYPES: Types = Types {
    key: "varchar(255)",
    word: "varchar(64)",
    text: "varchar(1024)",
    long: "longtext",
    number: "bigint",
    time: "datetime(3)",
    computed: "",
    after: " ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
};

/// Reads the ledger with one SELECT in the simple protocol. The server has no way to look at a table
/// only where it is there, so its error number says that it is not.
pub(super) async fn peek(conn: &mut MySqlConnection) -> Result<(Home, Snapshot), Failure> {
    let columns = FACT_COLUMNS.map(|column| format!("l.{column}")).join(", ");
    let sql = format!(
        "SELECT DATABASE(), l.format, {columns} FROM (SELECT 1 AS one) AS o \
         LEFT JOIN {LEDGER_TABLE} AS l ON 1 = 1"
    );
    let rows = match conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql))).await {
        Ok(rows) => rows,
        Err(error) => {
            let failure = Failure::from(error);
            return match failure.server.as_ref().and_then(|server| server.code.as_deref()) {
                // ER_NO_SUCH_TABLE
                Some("1146") => absent(conn).await,
                // ER_BAD_FIELD_ERROR
                Some("1054") => Err(not_a_ledger(LEDGER_TABLE)),
                // ER_NO_DB_ERROR
                Some("1046") => Err(no_database()),
                _ => Err(failure),
            };
        }
    };
    let mut database = None;
    let mut facts = Vec::with_capacity(rows.len());
    for row in &rows {
        database = row.try_get::<Option<String>, _>(0)?;
        let Some(format) = row.try_get::<Option<i64>, _>(1)? else { continue };
        let fact = read(row)?.understand().filter(|_| format <= i64::from(LEDGER_FORMAT));
        facts.push(fact.ok_or_else(|| not_a_ledger(LEDGER_TABLE))?);
    }
    let database = database.ok_or_else(no_database)?;
    let ledger = format!("{database}.{LEDGER_TABLE}");
    Ok((home(database), Snapshot { ledger, exists: true, facts }))
}

fn read(row: &MySqlRow) -> Result<crate::ledger::RawFact, sqlx::Error> {
    Ok(read_fact!(row, 2usize))
}

async fn absent(conn: &mut MySqlConnection) -> Result<(Home, Snapshot), Failure> {
    let row = conn.fetch_one("SELECT DATABASE()").await?;
    let database: Option<String> = row.try_get(0)?;
    let database = database.ok_or_else(no_database)?;
    let ledger = format!("{database}.{LEDGER_TABLE}");
    Ok((home(database), Snapshot { ledger, exists: false, facts: Vec::new() }))
}

fn home(database: String) -> Home {
    Home { schema: database.clone(), database }
}

fn no_database() -> Failure {
    Failure::found(FailureKind::Other, "the connection has no database: the URL should name one")
}

fn not_a_ledger(ledger: &str) -> Failure {
    Failure::found(FailureKind::Ledger, rows::not_a_ledger(ledger))
}

fn table(home: &Home) -> String {
    rows::qualified(Dialect::MySql, &home.schema, LEDGER_TABLE)
}

/// Every row, in the order of application.
pub(super) async fn entries(
    conn: &mut MySqlConnection,
    home: &Home,
) -> Result<Vec<LedgerEntry>, Failure> {
    let sql = rows::select_all(&table(home), &MySql::rfc3339("applied_at"));
    let rows = conn.fetch_all(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    rows.iter().map(|row| read_all(row)?.ok_or_else(|| not_a_ledger(LEDGER_TABLE))).collect()
}

fn read_all(row: &MySqlRow) -> Result<Option<LedgerEntry>, sqlx::Error> {
    Ok(read_entry!(row))
}

/// Creates the table where it is not there.
pub(super) async fn create(conn: &mut MySqlConnection, home: &Home) -> Result<(), Failure> {
    let sql = rows::create(&table(home), &TYPES);
    conn.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(())
}

/// Writes a row.
pub(super) async fn save(
    conn: &mut MySqlConnection,
    home: &Home,
    entry: &LedgerEntry,
    cached: bool,
) -> Result<(), Failure> {
    let sql = rows::upsert(Dialect::MySql, &table(home), MySql::NOW);
    let query = sqlx::query(AssertSqlSafe(sql)).persistent(cached);
    bind_entry!(query, entry).execute(conn).await?;
    Ok(())
}

/// Removes a row.
pub(super) async fn forget(
    conn: &mut MySqlConnection,
    home: &Home,
    fact: &Fact,
) -> Result<(), Failure> {
    let sql = format!("DELETE FROM {} WHERE migration = ?", table(home));
    sqlx::query(AssertSqlSafe(sql)).bind(fact.key()).execute(conn).await?;
    Ok(())
}
