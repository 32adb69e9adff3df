//! `#[dbwarden::test]` as applications write it.

use dbwarden_tests::servers;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, PgPool, Postgres, SqlitePool};

static SERVICE: dbwarden::Migrator =
    dbwarden::migrate!(dir = "../examples/service/migrations/primary");

async fn users(pool: &SqlitePool) -> i64 {
    sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(pool).await.expect("a table")
}

#[dbwarden::test(dir = "../examples/quickstart/migrations/primary")]
async fn a_pool_of_a_migrated_database(pool: SqlitePool) {
    assert_eq!(users(&pool).await, 0);
    sqlx::raw_sql("INSERT INTO users (email) VALUES ('a')").execute(&pool).await.expect("writes");
    assert_eq!(users(&pool).await, 1);
}

#[dbwarden::test(dir = "../examples/quickstart/migrations/primary")]
async fn the_result_of_a_test_is_its_own(pool: SqlitePool) -> sqlx::Result<()> {
    sqlx::raw_sql("INSERT INTO users (email) VALUES ('a')").execute(&pool).await?;
    assert_eq!(users(&pool).await, 1, "nobody else has written");
    Ok(())
}

#[should_panic(expected = "UNIQUE constraint failed")]
#[dbwarden::test(dir = "../examples/quickstart/migrations/primary")]
async fn a_panic_can_be_asked_for(pool: SqlitePool) {
    let sql = "INSERT INTO users (email) VALUES ('a'), ('a')";
    sqlx::raw_sql(sql).execute(&pool).await.expect("no address is taken twice");
}

#[dbwarden::test(dir = "../examples/quickstart/migrations/primary")]
async fn options_connect_by_themselves(mut options: SqliteConnectOptions) -> sqlx::Result<()> {
    options = options.read_only(true);
    let mut connection = options.connect().await?;
    let refused = sqlx::raw_sql("DELETE FROM users").execute(&mut connection).await;
    assert!(refused.is_err_and(|error| error.to_string().contains("readonly")));
    Ok(())
}

#[dbwarden::test(migrator = SERVICE, url = servers::postgres().admin_url())]
async fn a_migrator_and_a_server_can_be_named(pool: PgPool) {
    let ledger = dbwarden::Migrator::history(&SERVICE, &pool).await.expect("it is there");
    assert_eq!(ledger.len(), 1);
    assert!(SERVICE.run(&pool).await.expect("runs").is_empty());
}

#[dbwarden::test(migrator = SERVICE.clone().limit(1), url = servers::postgres().admin_url())]
async fn a_connection_of_a_pool(mut connection: PoolConnection<Postgres>) -> sqlx::Result<()> {
    let sql = "SELECT count(*) FROM jobs";
    let jobs: i64 = sqlx::query_scalar(sql).fetch_one(&mut *connection).await?;
    assert_eq!(jobs, 0);
    Ok(())
}
