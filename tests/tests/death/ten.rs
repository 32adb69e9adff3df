//! A migration of ten statements, each on a table of its own, so that a lock on that table stops the
//! runner inside just that statement.

use dbwarden::Dialect;
use dbwarden_tests::{Server, catalog, servers};
use sqlx::{Connection, MySqlConnection, PgConnection};

use crate::support::{Db, Files};

/// The number of statements.
pub(crate) const TEN: usize = 10;

/// Which of them change rows, and so commit together with their ledger row: 2 appends to a table
/// without a key, 5 counts up. Each would be seen if it ran twice.
pub(crate) const DATA: [usize; 2] = [2, 5];

/// How the ten are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    PostgresTogether,
    PostgresOneByOne,
    MariaDb,
}

impl Mode {
    pub(crate) fn dialect(self) -> Dialect {
        match self {
            Mode::PostgresTogether | Mode::PostgresOneByOne => Dialect::Postgres,
            Mode::MariaDb => Dialect::MySql,
        }
    }

    /// A database with the tables of the ten.
    pub(crate) fn database(self, server: &'static Server) -> Db {
        let db = Db::on(server);
        let mut sql = String::new();
        for number in 1..=TEN {
            let extra = if number == 4 { "" } else { ", extra INT" };
            sql.push_str(&format!("CREATE TABLE t{number} (n INT NOT NULL{extra}); "));
        }
        for number in DATA {
            sql.push_str(&format!("INSERT INTO t{number} VALUES (1, 1), (2, 2); "));
        }
        sql.push_str("CREATE INDEX ix10 ON t10 (n)");
        db.execute(&sql);
        db
    }

    /// The file that holds the ten.
    pub(crate) fn files(self) -> Files {
        let mut ten = [
            "CREATE TABLE fresh (LIKE t1)",
            "INSERT INTO t2 VALUES (3, 3)",
            "CREATE INDEX ix3 ON t3 (n)",
            "ALTER TABLE t4 ADD COLUMN extra INT",
            "UPDATE t5 SET n = n + 1",
            "ALTER TABLE t6 RENAME TO t6_new",
            "ALTER TABLE t7 ADD CONSTRAINT c7 CHECK (n > 0)",
            "ALTER TABLE t8 DROP COLUMN extra",
            "DROP TABLE t9",
            "DROP INDEX ix10",
        ];
        let directive = match self {
            Mode::PostgresTogether => "",
            Mode::PostgresOneByOne => {
                ten[2] = "CREATE INDEX CONCURRENTLY ix3 ON t3 (n)";
                ten[9] = "DROP INDEX CONCURRENTLY ix10";
                "no-transaction"
            }
            Mode::MariaDb => {
                ten[0] = "CREATE TABLE fresh LIKE t1";
                ten[9] = "DROP INDEX ix10 ON t10";
                ""
            }
        };
        Files::new(self.dialect()).with("ten", directive, &ten)
    }

    /// What a run comes to that nobody disturbs.
    pub(crate) fn undisturbed(self, files: &Files) -> Outcome {
        let db = self.database(servers::server(self.dialect()));
        assert_eq!(files.runner(&db).applied(), 1);
        Outcome::of(&db)
    }
}

/// Schema, rows and ledger of a database, apart from times.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    schema: String,
    rows: String,
    ledger: String,
}

impl Outcome {
    pub(crate) fn of(db: &Db) -> Self {
        const COLUMNS: [&str; 16] = [
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
            "tool",
        ];
        let ledger = match db.dialect() {
            Dialect::MySql => format!(
                "SELECT GROUP_CONCAT(CONCAT_WS('|', {}) ORDER BY sequence SEPARATOR '\\n') \
                 FROM _dbwarden_migrations",
                COLUMNS.join(", ")
            ),
            Dialect::Postgres => format!(
                "SELECT string_agg(concat_ws('|', {}), E'\\n' ORDER BY sequence) \
                 FROM _dbwarden_migrations",
                COLUMNS.join(", ")
            ),
            Dialect::Sqlite => format!(
                "SELECT group_concat(coalesce({}, ''), char(10)) \
                 FROM (SELECT * FROM _dbwarden_migrations ORDER BY sequence)",
                COLUMNS.join(", '') || '|' || coalesce(")
            ),
        };
        Self {
            schema: catalog::dump(db.url()),
            rows: catalog::dump_rows(db.url()),
            ledger: db.text(&ledger),
        }
    }
}

/// A session of the test that holds a lock.
pub(crate) enum Gate {
    Postgres(PgConnection),
    MariaDb(MySqlConnection),
}

impl Gate {
    /// Locks a table against everybody.
    pub(crate) async fn shut(db: &Db, table: &str) -> Self {
        let lock = match db.dialect() {
            Dialect::MySql => format!("LOCK TABLES {table} WRITE"),
            _ => format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"),
        };
        Self::hold(db, &lock).await
    }

    /// Runs SQL in a session that stays.
    pub(crate) async fn hold(db: &Db, sql: &str) -> Self {
        let query = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned()));
        if db.dialect() == Dialect::MySql {
            let mut conn = MySqlConnection::connect(db.url()).await.expect("connects");
            query.execute(&mut conn).await.expect("locks");
            Gate::MariaDb(conn)
        } else {
            let mut conn = PgConnection::connect(db.url()).await.expect("connects");
            query.execute(&mut conn).await.expect("locks");
            Gate::Postgres(conn)
        }
    }

    /// Lets those who wait go on.
    pub(crate) async fn open(self) {
        let closed = match self {
            Gate::Postgres(conn) => conn.close().await,
            Gate::MariaDb(conn) => conn.close().await,
        };
        closed.expect("the server is there");
    }
}
