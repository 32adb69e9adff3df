//! Up to date is one SELECT, counted on the server, wherever it may only be read.

use dbwarden::Dialect;
use dbwarden_tests::{Server, servers};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, MySqlConnection, PgConnection, Row};

use crate::support::{Db, Files};

fn files(dialect: Dialect) -> Files {
    Files::new(dialect).with("a", "", &["CREATE TABLE a (n INT)"]).with(
        "b",
        "",
        &["CREATE TABLE b (n INT)", "INSERT INTO b VALUES (1)"],
    )
}

/// The statements that PostgreSQL has logged since a mark.
fn logged_since(server: &Server, from: usize) -> Vec<String> {
    let log = server.log();
    let entries = log[from..].split("LOG:  ").skip(1);
    let statement = |entry: &str| {
        let (kind, text) = entry.split_once(": ")?;
        let told = kind == "statement" || kind.starts_with("execute");
        told.then(|| text.trim().to_owned())
    };
    entries.filter_map(statement).collect()
}

#[tokio::test]
async fn postgres_is_asked_once() {
    let server = servers::private(Dialect::Postgres, &["log_statement=all"]);
    let db = Db::on(server);
    let files = files(Dialect::Postgres);
    files.run(&db).expect("runs");

    // A process that starts, from its connection to its end.
    let from = server.log().len();
    assert_eq!(files.runner(&db).applied(), 0);
    let seen = logged_since(server, from);
    assert_eq!(seen.len(), 1, "{seen:#?}");
    assert!(seen[0].starts_with("SELECT "), "{seen:#?}");

    // A pool that is connected already, and pings a connection before it lends it.
    let pool = PgPoolOptions::new().max_connections(1).connect(db.url()).await.expect("connects");
    let from = server.log().len();
    assert!(files.migrator().run(&pool).await.expect("runs").is_empty());
    let seen = logged_since(server, from);
    assert_eq!(seen.len(), 1, "{seen:#?}");

    // Work is seen, so the log does not lie.
    let more = files.with("c", "", &["CREATE TABLE c (n INT)"]);
    let from = server.log().len();
    assert_eq!(more.runner(&db).applied(), 1);
    let seen = logged_since(server, from);
    assert!(seen.iter().any(|text| text.contains("CREATE TABLE c")), "{seen:#?}");
    assert!(seen.iter().any(|text| text.contains("pg_try_advisory_lock")), "{seen:#?}");
}

#[tokio::test]
async fn mariadb_is_asked_once() {
    let server = servers::private(Dialect::MySql, &[]);
    let db = Db::on(server);
    let files = files(Dialect::MySql);
    files.run(&db).expect("runs");
    let pool =
        MySqlPoolOptions::new().max_connections(1).connect(db.url()).await.expect("connects");
    let mut asking = MySqlConnection::connect(db.url()).await.expect("connects");
    let mut counted = Vec::new();
    for round in 0..2 {
        let before = statements(&mut asking).await;
        if round == 1 {
            assert!(files.migrator().run(&pool).await.expect("runs").is_empty());
        }
        counted.push(statements(&mut asking).await - before);
    }
    // What counting itself costs is taken off.
    assert_eq!(counted[1] - counted[0], 1, "{counted:?}");
}

/// Statements that clients have sent to this server.
async fn statements(conn: &mut MySqlConnection) -> i64 {
    let row = conn.fetch_one("SHOW GLOBAL STATUS LIKE 'Questions'").await.expect("a row");
    row.get::<String, _>(1).parse().expect("a number")
}

#[tokio::test]
async fn a_role_that_may_only_read_is_enough() {
    let db = Db::new(Dialect::Postgres);
    let files = files(Dialect::Postgres);
    files.run(&db).expect("runs");
    let role = format!("reader_{}", std::process::id());
    db.execute(&format!(
        "CREATE ROLE {role}; REVOKE CREATE ON SCHEMA public FROM PUBLIC; \
         GRANT SELECT ON _dbwarden_migrations TO {role}"
    ));
    let mut conn = PgConnection::connect(db.url()).await.expect("connects");
    let set = format!("SET ROLE {role}; SET default_transaction_read_only = on");
    conn.execute(sqlx::raw_sql(AssertSqlSafe(set))).await.expect("sets");
    assert!(files.migrator().run(&mut conn).await.expect("reads").is_empty());
    // With something pending it says what it lacks, and takes nothing along.
    let more = files.with("c", "", &["CREATE TABLE c (n INT)"]);
    let error = more.migrator().run(&mut conn).await.expect_err("it may not write");
    assert!(error.server_code().is_some(), "{error}");
    assert_eq!(more.lock_holder(&db), None);
    conn.close().await.expect("closes");
    db.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
}

#[tokio::test]
async fn a_user_that_may_only_read_is_enough() {
    let db = Db::new(Dialect::MySql);
    let files = files(Dialect::MySql);
    files.run(&db).expect("runs");
    let (user, name) = (format!("reader_{}", std::process::id()), db.text("SELECT DATABASE()"));
    db.execute(&format!(
        "CREATE USER {user}@'%' IDENTIFIED BY 'r'; \
         GRANT SELECT ON {name}._dbwarden_migrations TO {user}@'%'"
    ));
    let address = db.url().rsplit_once('@').expect("a user stands before the host").1;
    let url = format!("mysql://{user}:r@{address}");
    assert!(files.migrator().run(&url).await.expect("reads").is_empty());
    let mut conn = MySqlConnection::connect(&url).await.expect("connects");
    conn.execute("START TRANSACTION READ ONLY").await.expect("begins");
    assert!(files.migrator().run(&mut conn).await.expect("reads").is_empty());
    let more = files.with("c", "", &["CREATE TABLE c (n INT)"]);
    more.migrator().run(&url).await.expect_err("it may not write");
    assert_eq!(more.lock_holder(&db), None);
    conn.close().await.expect("closes");
    db.execute(&format!("DROP USER {user}@'%'"));
}

/// Another schema of the search_path holds a table of the ledger's name that is none, or somebody
/// else's ledger: neither is read.
#[tokio::test]
async fn a_foreign_ledger_in_the_search_path_is_left_alone() {
    let db = Db::new(Dialect::Postgres);
    db.execute(
        "CREATE SCHEMA mine; CREATE SCHEMA theirs; CREATE SCHEMA strange; \
         CREATE TABLE strange._dbwarden_migrations (format xml)",
    );
    let files = files(Dialect::Postgres);
    let url = |path: &str| format!("{}?options=-c%20search_path%3D{path}", db.url());
    let theirs = files.migrator().limit(1);
    theirs.run(url("theirs")).await.expect("runs");
    for others in ["strange,theirs", "theirs,strange"] {
        let url = url(&format!("mine,{others}"));
        let status = files.migrator().status(&url).await.expect("status");
        assert_eq!(status.ledger(), "mine._dbwarden_migrations");
        files.migrator().run(&url).await.expect("runs");
        let mut conn = PgConnection::connect(&url).await.expect("connects");
        let mut transaction = conn.begin_with("BEGIN READ ONLY").await.expect("begins");
        assert!(files.migrator().run(&mut *transaction).await.expect("reads").is_empty());
        transaction.commit().await.expect("it is whole");
    }
    assert_eq!(db.number("SELECT count(*) FROM mine._dbwarden_migrations"), 2);
    assert_eq!(db.number("SELECT count(*) FROM theirs._dbwarden_migrations"), 1);
    assert_eq!(db.number("SELECT count(*) FROM strange._dbwarden_migrations"), 0);
}
