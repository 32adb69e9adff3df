//! The migrations in sqlx's own form, applied by sqlx.

use dbwarden::{Dialect, Kind};
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::support::{Db, file, migrator, repeatable, two_files};

#[tokio::test]
async fn sqlx_applies_them_and_takes_them_back() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let db = Db::new(dialect);
        let mut files = two_files();
        files.push(repeatable(Kind::Always, "always", &["CREATE TABLE always (id INT)"]));
        let theirs = migrator(dialect, files).to_sqlx();
        assert_eq!(theirs.iter().count(), 4, "two up, two down");
        if dialect == Dialect::Sqlite {
            let mut conn = SqliteConnection::connect(db.url()).await.expect("connects");
            theirs.run_direct(None, &mut conn, false).await.expect("applies");
            assert_eq!(db.number("SELECT count(*) FROM users").await, 1);
            theirs.undo(&mut conn, 1).await.expect("takes the second back");
        } else {
            let mut conn = PgConnection::connect(db.url()).await.expect("connects");
            theirs.run_direct(None, &mut conn, false).await.expect("applies");
            assert_eq!(db.number("SELECT count(*) FROM users").await, 1);
            theirs.undo(&mut conn, 1).await.expect("takes the second back");
        }
        assert_eq!(db.number("SELECT count(*) FROM users").await, 0);
        assert_eq!(db.number("SELECT count(*) FROM _sqlx_migrations").await, 1);
        db.execute("CREATE TABLE posts (id INT)");
    }
}

#[tokio::test]
async fn a_concurrent_index_alone_in_its_file_is_no_transaction() {
    let db = Db::new(Dialect::Postgres);
    let mut files = two_files();
    let index = "CREATE INDEX CONCURRENTLY ix_users ON users (email)";
    files.push(file(3, "index", &[index], &["DROP INDEX ix_users"]).no_transaction());
    let theirs = migrator(Dialect::Postgres, files).to_sqlx();
    let mut conn = PgConnection::connect(db.url()).await.expect("connects");
    theirs.run_direct(None, &mut conn, false).await.expect("applies");
    let found = "SELECT count(*) FROM pg_indexes WHERE indexname = 'ix_users'";
    assert_eq!(db.number(found).await, 1);
}

#[tokio::test]
async fn a_rebuild_without_foreign_keys_keeps_its_children() {
    let db = Db::new(Dialect::Sqlite);
    let tables = file(
        1,
        "tables",
        &[
            "CREATE TABLE parents (id INTEGER PRIMARY KEY)",
            "CREATE TABLE children (parent INT REFERENCES parents ON DELETE CASCADE)",
            "INSERT INTO parents VALUES (1)",
            "INSERT INTO children VALUES (1)",
        ],
        &[],
    );
    let rebuild = file(
        2,
        "rebuild",
        &[
            "CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT)",
            "INSERT INTO new (id) SELECT id FROM parents",
            "DROP TABLE parents",
            "ALTER TABLE new RENAME TO parents",
        ],
        &[],
    );
    let theirs = migrator(Dialect::Sqlite, vec![tables, rebuild.foreign_keys_off()]).to_sqlx();
    let mut conn = SqliteConnection::connect(db.url()).await.expect("connects");
    theirs.run_direct(None, &mut conn, false).await.expect("applies");
    assert_eq!(db.number("SELECT count(*) FROM children").await, 1);
    let on: i64 =
        sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(&mut conn).await.expect("a row");
    assert_eq!(on, 1, "foreign keys are on again");
}
