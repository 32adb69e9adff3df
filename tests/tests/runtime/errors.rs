//! What people read when something goes wrong.

use dbwarden::{Dialect, State};
use dbwarden_tests::servers;

use crate::support::{Db, file, migrator, names, on_each_database, two_files};

fn broken(statement: &str) -> Vec<crate::support::File> {
    let mut files = two_files();
    files.push(file(3, "broken", &["INSERT INTO posts (id) VALUES (10)", statement], &[]));
    files
}

on_each_database! {
    async fn a_failing_statement_is_shown_with_its_place(dialect: Dialect) {
        let db = Db::new(dialect);
        let migrator = migrator(dialect, broken("INSERT INTO nowhere\nVALUES ('ö', 1)"));
        let error = migrator.run(db.url()).await.expect_err("no such table");
        assert!(error.is_statement());
        assert_eq!(error.file_name(), Some("primary__0003_broken.sql"));
        assert_eq!((error.line(), error.statement_number()), (Some(4), Some(2)));
        assert_eq!(error.statement(), Some("INSERT INTO nowhere\nVALUES ('ö', 1)"));
        let code = match dialect {
            Dialect::Postgres => "42P01",
            Dialect::MySql => "1146",
            Dialect::Sqlite => "1",
        };
        assert_eq!(error.server_code(), Some(code));
        let text = error.to_string();
        assert!(text.contains("statement 2 of 2 failed: "), "{text}");
        assert!(text.contains("4 | INSERT INTO nowhere"), "{text}");
        assert!(!text.contains("at line"), "{text}");
        assert!(std::error::Error::source(&error).is_none(), "the message is printed already");
        let message = error.server_message().expect("the server's words");
        assert_eq!(text.matches(message).count(), 1, "{text}");

        // What was applied before it stays, and nothing is left locked or open.
        let history = migrator.history(db.url()).await.expect("history");
        let transactional = dialect.has_transactional_ddl();
        assert_eq!(history.len(), if transactional { 2 } else { 3 });
        let there = db.number("SELECT count(*) FROM posts").await;
        assert_eq!(there, if transactional { 0 } else { 1 });
        let status = migrator.status(db.url()).await.expect("status");
        let state = if transactional { State::Pending } else { State::Started };
        assert_eq!(status.in_state(state).count(), 1);

        let mended = crate::support::migrator(dialect, broken("INSERT INTO posts VALUES (11)"));
        let report = mended.run(db.url()).await.expect("the lock is free");
        assert_eq!(names(&report), ["primary__0003_broken.sql"]);
        let first = if transactional { 1 } else { 2 };
        assert_eq!(report.migrations()[0].statements()[0].number(), first);
        assert_eq!(db.number("SELECT count(*) FROM posts").await, 2);
    }

    async fn a_password_is_never_shown(dialect: Dialect) {
        let url = match dialect {
            Dialect::Postgres => "postgres://nobody:hush%2Fhush@127.0.0.1:1/x?password=hush",
            Dialect::MySql => "mysql://nobody:hush@127.0.0.1:1/x",
            Dialect::Sqlite => "postgres://nobody:hu/sh#hush@127.0.0.1:1/x",
        };
        let migrator = migrator(dialect, two_files());
        let error = migrator.run(url).await.expect_err("nobody listens there");
        assert!(error.is_connection(), "{error}");
        let mut text = format!("{error} {error:?} {:?} {migrator:?}", error.hint());
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            text.push_str(&format!("{cause} {cause:?}"));
            source = cause.source();
        }
        assert!(!text.contains("hush"), "{text}");
    }
}

#[tokio::test]
async fn postgres_points_into_the_file() {
    let db = Db::new(Dialect::Postgres);
    let migrator = migrator(
        Dialect::Postgres,
        broken("INSERT INTO posts (id)\n  SELECT 'ü' || nope FROM posts"),
    );
    let error = migrator.run(db.url()).await.expect_err("no such column");
    assert_eq!((error.line(), error.column()), (Some(5), Some(17)));
    let text = error.to_string();
    assert!(text.starts_with("primary__0003_broken.sql:5:17: statement 2 of 2 failed: "), "{text}");
    assert!(text.contains("5 |   SELECT 'ü' || nope FROM posts;\n  |                 ^"), "{text}");
}

#[tokio::test]
async fn postgres_places_a_syntax_error_that_is_found_before_anything_runs() {
    let db = Db::new(Dialect::Postgres);
    let migrator = migrator(Dialect::Postgres, broken("SELEC 1"));
    let error = migrator.run(db.url()).await.expect_err("syntax");
    assert_eq!(
        (error.line(), error.column(), error.statement_number()),
        (Some(4), Some(1), Some(2))
    );
    assert_eq!(error.server_code(), Some("42601"));
}

#[tokio::test]
async fn postgres_tells_of_a_constraint_that_fails_at_the_commit() {
    let db = Db::new(Dialect::Postgres);
    let files = vec![file(
        1,
        "deferred",
        &[
            "CREATE TABLE a (id INT PRIMARY KEY)",
            "CREATE TABLE b (a INT REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
            "INSERT INTO b VALUES (1)",
        ],
        &[],
    )];
    let migrator = migrator(Dialect::Postgres, files);
    let error = migrator.run(db.url()).await.expect_err("at the commit");
    assert!(error.to_string().contains("its transaction cannot be committed"), "{error}");
    assert_eq!(error.server_code(), Some("23503"));
    assert!(migrator.history(db.url()).await.expect("history").is_empty());
}

#[tokio::test]
async fn a_wrong_password_is_the_servers_word() {
    let server = servers::postgres();
    let url = server.url("postgres").replace(servers::PASSWORD_IN_URL, "hush");
    if !url.contains("hush") {
        // A server of the environment may trust everybody.
        return;
    }
    let error = migrator(Dialect::Postgres, two_files()).run(&url).await.expect_err("refused");
    assert_eq!(error.server_code(), Some("28P01"));
    assert!(!format!("{error:?}").contains("hush"));
}
