//! What a migration sets for its session does not outlive it.

use dbwarden::{Dialect, Kind};
use sqlx::{Connection, MySqlConnection, PgConnection, SqliteConnection};

use crate::support::{Db, file, migrator, repeatable};

#[tokio::test]
async fn postgres_settings_do_not_reach_the_next_migration_nor_the_ledger() {
    let db = Db::new(Dialect::Postgres);
    db.execute("CREATE SCHEMA elsewhere; CREATE ROLE nobody_at_all");
    let files = vec![
        file(
            1,
            "sets",
            &[
                "SET search_path = elsewhere",
                "SELECT set_config('statement_timeout', '12345', false)",
                "SET work_mem = '9MB'",
                "CREATE TABLE there (id INT)",
                "GRANT ALL ON SCHEMA elsewhere TO nobody_at_all",
                "SET ROLE nobody_at_all",
                "CREATE TABLE theirs (id INT)",
            ],
            &[],
        ),
        file(
            2,
            "looks",
            &["CREATE TABLE seen AS SELECT current_setting('search_path') AS path, \
               current_setting('statement_timeout') AS timeout, current_user::text AS who, \
               current_setting('work_mem') AS work_mem"],
            &[],
        ),
    ];
    let migrator = migrator(Dialect::Postgres, files);
    let mut conn = PgConnection::connect(db.url()).await.expect("connects");
    sqlx::raw_sql("SET work_mem = '7MB'").execute(&mut conn).await.expect("sets");
    let before: String =
        sqlx::query_scalar("SELECT current_user::text").fetch_one(&mut conn).await.expect("a name");
    migrator.run(&mut conn).await.expect("runs");
    let seen: (String, String, String, String) =
        sqlx::query_as("SELECT path, timeout, who, work_mem FROM public.seen")
            .fetch_one(&mut conn)
            .await
            .expect("in public");
    assert_eq!(seen, ("\"$user\", public".into(), "0".into(), before, "7MB".into()));
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM public._dbwarden_migrations")
        .fetch_one(&mut conn)
        .await
        .expect("the ledger is in public");
    assert_eq!(kept, 2);
    sqlx::raw_sql("DROP OWNED BY nobody_at_all; DROP ROLE nobody_at_all")
        .execute(&mut conn)
        .await
        .expect("cleans up");
}

#[tokio::test]
async fn mariadb_settings_do_not_reach_the_next_migration() {
    let db = Db::new(Dialect::MySql);
    let files = vec![
        file(
            1,
            "sets",
            &[
                "SET SESSION sql_mode = 'ANSI_QUOTES'",
                "SET foreign_key_checks = 0",
                "SET time_zone = '+05:00'",
                "CREATE TABLE \"quoted\" (id INT)",
            ],
            &[],
        ),
        file(
            2,
            "looks",
            &["CREATE TABLE seen AS SELECT @@sql_mode AS mode, @@foreign_key_checks AS checks, \
               @@time_zone AS zone"],
            &[],
        ),
    ];
    let mut conn = MySqlConnection::connect(db.url()).await.expect("connects");
    let wanted: (String, i64, String) =
        sqlx::query_as("SELECT @@sql_mode, CAST(@@foreign_key_checks AS SIGNED), @@time_zone")
            .fetch_one(&mut conn)
            .await
            .expect("settings");
    migrator(Dialect::MySql, files).run(&mut conn).await.expect("runs");
    let seen: (String, i64, String) = sqlx::query_as("SELECT mode, checks, zone FROM seen")
        .fetch_one(&mut conn)
        .await
        .expect("a row");
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn sqlite_pragmas_do_not_reach_the_next_migration() {
    let db = Db::new(Dialect::Sqlite);
    let files = vec![
        file(1, "sets", &["PRAGMA recursive_triggers = ON", "CREATE TABLE a (id INT)"], &[]),
        file(
            2,
            "looks",
            &["CREATE TABLE seen AS SELECT recursive_triggers AS r FROM pragma_recursive_triggers"],
            &[],
        ),
    ];
    let mut conn = SqliteConnection::connect(db.url()).await.expect("connects");
    migrator(Dialect::Sqlite, files).run(&mut conn).await.expect("runs");
    let seen: (i64, i64) =
        sqlx::query_as("SELECT r, (SELECT timeout FROM pragma_busy_timeout) FROM seen")
            .fetch_one(&mut conn)
            .await
            .expect("a row");
    assert_eq!(seen, (0, 5000), "the caller's own busy_timeout is back, too");
}

#[tokio::test]
async fn the_ledger_is_the_one_of_the_current_schema() {
    let db = Db::new(Dialect::Postgres);
    let migrator = migrator(Dialect::Postgres, crate::support::two_files());
    migrator.run(db.url()).await.expect("runs in public");
    db.execute("CREATE SCHEMA tenant");
    let url = format!("{}?options=-c%20search_path%3Dtenant,public", db.url());
    // The ledger of public is in the search_path, and is not the one that is meant.
    let status = migrator.status(&url).await.expect("status");
    assert_eq!(status.ledger(), "tenant._dbwarden_migrations");
    assert!(!status.ledger_exists());
    let report = migrator.run(&url).await.expect("runs in tenant");
    assert_eq!(report.migrations().len(), 2);
    assert_eq!(db.number("SELECT count(*) FROM tenant.users").await, 1);
}

#[tokio::test]
async fn up_to_date_is_one_select_also_where_nothing_may_be_written() {
    let db = Db::new(Dialect::Postgres);
    let migrator = migrator(Dialect::Postgres, crate::support::two_files());
    migrator.run(db.url()).await.expect("runs");
    let mut conn = PgConnection::connect(db.url()).await.expect("connects");
    sqlx::raw_sql("SET default_transaction_read_only = on").execute(&mut conn).await.expect("sets");
    assert!(migrator.run(&mut conn).await.expect("reads only").is_empty());
    let mut transaction = conn.begin_with("BEGIN READ ONLY").await.expect("begins");
    assert!(migrator.run(&mut *transaction).await.expect("reads only").is_empty());
    transaction.commit().await.expect("the transaction is still whole");
    let nothing = Db::new(Dialect::Postgres);
    let mut empty = PgConnection::connect(nothing.url()).await.expect("connects");
    // An absent ledger is found without an error: the transaction would be lost by one.
    let mut transaction = empty.begin().await.expect("begins");
    assert_eq!(migrator.plan(&mut *transaction).await.expect("reads").steps().len(), 2);
    sqlx::raw_sql("SELECT 1").execute(&mut *transaction).await.expect("not aborted");
}

#[tokio::test]
async fn up_to_date_needs_nothing_of_the_ledger_but_its_digests() {
    let db = Db::new(Dialect::Postgres);
    let mut files = crate::support::two_files();
    let view = ["CREATE OR REPLACE VIEW one AS SELECT 1 AS one"];
    files.push(repeatable(Kind::OnChange, "größe", &view));
    let migrator = migrator(Dialect::Postgres, files);
    assert_eq!(migrator.run(db.url()).await.expect("runs").migrations().len(), 3);
    // Who may read nothing else has read nothing else.
    db.execute(
        "DO $$ BEGIN EXECUTE format('CREATE ROLE %I', current_database() || '_reader'); \
         EXECUTE format('GRANT SELECT (digest) ON _dbwarden_migrations TO %I', \
         current_database() || '_reader'); END $$",
    );
    let mut conn = PgConnection::connect(db.url()).await.expect("connects");
    let become_reader = "SELECT set_config('role', current_database() || '_reader', false)";
    sqlx::raw_sql(become_reader).execute(&mut conn).await.expect("becomes the reader");
    assert!(migrator.run(&mut conn).await.expect("the digests suffice").is_empty());
    sqlx::raw_sql("RESET ROLE").execute(&mut conn).await.expect("is itself again");

    // Of a ledger that keeps no digests, everything is read.
    db.execute("ALTER TABLE _dbwarden_migrations DROP COLUMN digest");
    assert!(migrator.run(&mut conn).await.expect("the ledger is read").is_empty());
}
