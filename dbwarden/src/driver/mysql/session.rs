//! The settings of a MySQL or MariaDB session.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::sql::ident::quote_always;
use sqlx::mysql::{MySqlConnection, MySqlDatabaseError, MySqlRow};
use sqlx::{AssertSqlSafe, Executor, Row};

use crate::driver::{Failure, Limits};

/// Numbers, which are put back as numbers.
const NUMBERS: [&str; 9] = [
    "autocommit",
    "foreign_key_checks",
    "unique_checks",
    "sql_safe_updates",
    "sql_notes",
    "lock_wait_timeout",
    "innodb_lock_wait_timeout",
    "group_concat_max_len",
    "max_heap_table_size",
];

/// Words.
const WORDS: [&str; 7] = [
    "sql_mode",
    "time_zone",
    "character_set_client",
    "character_set_connection",
    "character_set_results",
    "collation_connection",
    "default_storage_engine",
];

/// The settings of a session at one moment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    database: Option<String>,
    role: Option<String>,
    numbers: Vec<i64>,
    words: Vec<Option<String>>,
    /// The limit of a statement, in the unit of the server.
    statement_limit: Option<String>,
}

/// The variable for the limit of a statement. MariaDB runs the first comment and passes over the
/// second one, whose version is none of its own (MariaDB manual, *Comment Syntax*); MySQL does the
/// opposite.
const STATEMENT_LIMIT: &str = "/*M!100101 @@SESSION.max_statement_time */ \
    /*!50708 @@SESSION.max_execution_time */";

/// Whether a transaction is open that sqlx does not know of. Where autocommit is off one is as good as
/// open.
pub(super) async fn in_transaction(conn: &mut MySqlConnection) -> Result<bool, Failure> {
    let row = conn.fetch_one("SELECT CAST(@@autocommit AS SIGNED)").await?;
    if row.try_get::<i64, _>(0)? == 0 {
        return Ok(true);
    }
    // MySQL has no variable that tells. Outside of a transaction, a savepoint ends with its statement.
    let savepoint = "SAVEPOINT _dbwarden; RELEASE SAVEPOINT _dbwarden";
    match conn.execute(sqlx::raw_sql(savepoint)).await {
        Ok(_) => Ok(true),
        Err(error) if is_unknown_savepoint(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// ER_SP_DOES_NOT_EXIST
fn is_unknown_savepoint(error: &sqlx::Error) -> bool {
    let error = error.as_database_error();
    let error = error.and_then(|error| error.try_downcast_ref::<MySqlDatabaseError>());
    error.is_some_and(|error| error.number() == 1305)
}

/// Reads them in one round trip.
pub(super) async fn remember(conn: &mut MySqlConnection) -> Result<Settings, Failure> {
    let numbers = NUMBERS.map(|name| format!("CAST(@@SESSION.{name} AS SIGNED)")).join(", ");
    let words = WORDS.map(|name| format!("@@SESSION.{name}")).join(", ");
    let sql = format!(
        "SELECT DATABASE(), CURRENT_ROLE(), {numbers}, {words}, CAST({STATEMENT_LIMIT} AS CHAR)"
    );
    let row = conn.fetch_one(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(read(&row)?)
}

fn read(row: &MySqlRow) -> Result<Settings, sqlx::Error> {
    let mut column = 1;
    let mut next = || {
        column += 1;
        column
    };
    let numbers = NUMBERS.iter().map(|_| row.try_get(next())).collect::<Result<_, _>>()?;
    let words = WORDS.iter().map(|_| row.try_get(next())).collect::<Result<_, _>>()?;
    let statement_limit = row.try_get(next())?;
    let (database, role) = (row.try_get(0)?, row.try_get(1)?);
    Ok(Settings { database, role, numbers, words, statement_limit })
}

/// Sets limits for the session, in whole seconds where the server knows no less. The limit of a
/// statement goes by another name on MySQL, where it holds for SELECT only.
pub(super) async fn limit(conn: &mut MySqlConnection, limits: &Limits) -> Result<(), Failure> {
    if let Some(lock) = limits.lock {
        let seconds = lock.as_secs().max(1);
        run(conn, format!("SET SESSION lock_wait_timeout = {seconds}")).await?;
        run(conn, format!("SET SESSION innodb_lock_wait_timeout = {seconds}")).await?;
    }
    if let Some(statement) = limits.statement {
        let (seconds, milliseconds) = (statement.as_secs_f64(), statement.as_millis().max(1));
        let sql = format!(
            "SET SESSION /*M!100101 max_statement_time = {seconds} */ \
             /*!50708 max_execution_time = {milliseconds} */"
        );
        run(conn, sql).await?;
    }
    Ok(())
}

impl Settings {
    /// Puts back what differs.
    pub(super) async fn restore(&mut self, conn: &mut MySqlConnection) -> Result<(), Failure> {
        let now = remember(conn).await?;
        if now == *self {
            return Ok(());
        }
        for ((name, wanted), is) in NUMBERS.iter().zip(&self.numbers).zip(&now.numbers) {
            if wanted != is {
                run(conn, format!("SET SESSION {name} = {wanted}")).await?;
            }
        }
        for ((name, wanted), is) in WORDS.iter().zip(&self.words).zip(&now.words) {
            if wanted != is {
                let sql = AssertSqlSafe(format!("SET SESSION {name} = ?"));
                let query = sqlx::query(sql);
                query.bind(wanted.as_deref()).execute(&mut *conn).await?;
            }
        }
        if let Some(limit) = self.statement_limit.as_ref()
            && self.statement_limit != now.statement_limit
        {
            let variable = STATEMENT_LIMIT.replace("@@SESSION.", "");
            run(
                conn,
                format!("SET SESSION {}", variable.replace(" */", &format!(" = {limit} */"))),
            )
            .await?;
        }
        if self.role != now.role {
            let role = match self.role.as_deref() {
                None | Some("NONE") => "NONE".to_owned(),
                // MySQL gives a list that is quoted already, MariaDB a bare name.
                Some(role) if role.starts_with('`') => role.to_owned(),
                Some(role) => quote_always(Dialect::MySql, role),
            };
            run(conn, format!("SET ROLE {role}")).await?;
        }
        if let Some(database) = self.database.as_deref().filter(|_| self.database != now.database) {
            run(conn, format!("USE {}", quote_always(Dialect::MySql, database))).await?;
        }
        Ok(())
    }
}

async fn run(conn: &mut MySqlConnection, sql: String) -> Result<(), Failure> {
    conn.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(())
}
