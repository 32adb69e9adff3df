//! The servers find the same statements as we do: in the histories, whose files they run as one text
//! and answer statement by statement, and in what is easily taken for several statements.

use std::fs;

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{Kind, Migration, parse_file};
use dbwarden_tests::project::workspace;
use dbwarden_tests::{servers, sqlite_file};
use futures_util::StreamExt as _;
use sqlx::{
    AssertSqlSafe, Connection, Database, Either, Executor, MySql, MySqlConnection, PgConnection,
    Postgres, SqlSafeStr as _, Sqlite, SqliteConnection,
};

#[path = "../../../dbwarden-core/tests/hard_cases/mod.rs"]
mod hard_cases;

#[tokio::test]
async fn postgres_finds_the_statements_of_a_history() {
    let database = servers::postgres().create_database();
    let mut conn = PgConnection::connect(database.url()).await.expect("the server runs");
    for file in history(Dialect::Postgres, "postgres") {
        run_as_one_text::<Postgres>(&mut conn, &file, file.flags().no_transaction).await;
    }
}

#[tokio::test]
async fn mariadb_finds_the_statements_of_a_history() {
    let database = servers::mariadb().create_database();
    let mut conn = MySqlConnection::connect(database.url()).await.expect("the server runs");
    for file in history(Dialect::MySql, "mysql") {
        // The command is the client's, so that the server never sees it.
        let has_delimiter = file.upgrade().sql().contains("DELIMITER");
        run_as_one_text::<MySql>(&mut conn, &file, has_delimiter).await;
    }
}

#[tokio::test]
async fn sqlite_finds_the_statements_of_a_history() {
    let (_folder, url) = sqlite_file();
    let mut conn = SqliteConnection::connect(&url).await.expect("a file");
    // Some files ask for it, and others count on a transaction around them.
    results::<Sqlite>(&mut conn, "PRAGMA foreign_keys = OFF").await;
    for file in history(Dialect::Sqlite, "sqlite") {
        run_as_one_text::<Sqlite>(&mut conn, &file, false).await;
    }
}

/// The files of a history, in the order in which they run.
fn history(dialect: Dialect, name: &str) -> Vec<Migration> {
    let folder = workspace().join("tests/histories").join(name);
    let files = fs::read_dir(folder).expect("the history can be read").flatten();
    let mut files: Vec<Migration> = files
        .map(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            let bytes = fs::read(file.path()).expect("a migration can be read");
            let parsed = parse_file(&name, &name, &bytes, dialect);
            parsed.unwrap_or_else(|faults| panic!("{faults:?}")).migration
        })
        .collect();
    files.sort_by_key(|file| (file.version().is_none(), file.file_name().to_owned()));
    assert!(files.iter().any(|file| matches!(file.kind(), Kind::OnChange)), "it is not whole");
    files
}

/// Sends the upgrade of a file in one message and counts what the server has carried out; where it
/// must go in parts, each part is to be one statement to the server.
async fn run_as_one_text<DB: Database>(conn: &mut DB::Connection, file: &Migration, in_parts: bool)
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    let (name, script) = (file.file_name(), file.upgrade());
    if in_parts {
        for statement in script.statements() {
            let text = script.text(statement);
            assert_eq!(results::<DB>(conn, text).await, 1, "{name}: {text}");
        }
    } else {
        let wanted = script.statements().len();
        assert_eq!(results::<DB>(conn, script.sql()).await, wanted, "{name}");
    }
}

/// How many statements of a text the server has carried out.
async fn results<DB: Database>(conn: &mut DB::Connection, sql: &str) -> usize
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    let mut answers = conn.fetch_many(sqlx::raw_sql(AssertSqlSafe(sql.to_owned())));
    let mut count = 0;
    while let Some(answer) = answers.next().await {
        let answer = answer.unwrap_or_else(|error| panic!("{error}: {sql}"));
        count += usize::from(matches!(answer, Either::Left(_)));
    }
    count
}

#[tokio::test]
async fn postgres_takes_hard_cases_for_one_statement() {
    let mut conn = PgConnection::connect(&servers::postgres().admin_url()).await.expect("it runs");
    for case in [hard_cases::POSTGRES_STRINGS, hard_cases::POSTGRES_BODIES].concat() {
        // Syntax is looked at first: what is missing besides does not matter.
        let refused = refused(&mut conn, case).await;
        assert!(refused.as_ref().is_none_or(|(code, _)| code != "42601"), "{case}: {refused:?}");
        let refused = self::refused(&mut conn, &format!("{case};\nSELECT 1;")).await;
        let (_, message) = refused.unwrap_or_else(|| panic!("one statement: {case}"));
        assert!(message.contains("cannot insert multiple commands"), "{case}: {message}");
    }
}

#[tokio::test]
async fn mariadb_takes_hard_cases_for_one_statement() {
    let database = servers::mariadb().create_database();
    let mut conn = MySqlConnection::connect(database.url()).await.expect("the server runs");
    let plain = [hard_cases::MYSQL_STRINGS, hard_cases::MYSQL_BODIES].concat();
    for (mode, cases) in [("DEFAULT", plain), ("ORACLE", hard_cases::ORACLE_BODIES.to_vec())] {
        results::<MySql>(&mut conn, &format!("SET sql_mode = {mode}")).await;
        for case in cases {
            if case.contains("PACKAGE BODY") {
                // Its package must be there: the case before it.
                let package = hard_cases::ORACLE_BODIES.iter().find(|sql| sql.contains("PACKAGE"));
                results::<MySql>(&mut conn, package.expect("there is one")).await;
            }
            let refused = refused(&mut conn, case).await;
            assert!(
                refused.as_ref().is_none_or(|(_, says)| !says.contains("syntax")),
                "{case}: {refused:?}"
            );
            let refused = self::refused(&mut conn, &format!("{case};\nSELECT 1;")).await;
            let (_, message) = refused.unwrap_or_else(|| panic!("one statement: {case}"));
            assert!(message.contains("near 'SELECT 1"), "{case}: {message}");
        }
    }
}

#[tokio::test]
async fn sqlite_takes_hard_cases_for_one_statement() {
    for case in hard_cases::SQLITE_BODIES {
        let mut conn = SqliteConnection::connect("sqlite::memory:").await.expect("it has no file");
        let tables = "CREATE TABLE a (x); CREATE TABLE b (c); CREATE TABLE t (x); \
                      CREATE VIEW v AS SELECT 1 AS \"end\";";
        assert_eq!(results::<Sqlite>(&mut conn, tables).await, 4);
        assert_eq!(results::<Sqlite>(&mut conn, &format!("{case};\nSELECT 1;")).await, 2, "{case}");
    }
}

/// Code and message with which the server refuses to prepare a statement.
async fn refused<C>(conn: &mut C, sql: &str) -> Option<(String, String)>
where
    for<'c> &'c mut C: Executor<'c>,
{
    let error = conn.prepare(AssertSqlSafe(sql.to_owned()).into_sql_str()).await.err()?;
    let error = error.into_database_error().expect("only the server refuses");
    Some((error.code().unwrap_or_default().into_owned(), error.message().to_owned()))
}
