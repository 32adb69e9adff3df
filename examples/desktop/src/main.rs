//! A program that embeds its SQL files with `include_dir` and checks them when it starts.
//!
//! `dbwarden::migrate!()` does more, because it checks them while the program compiles. This is for
//! programs that embed a folder anyway, or choose among several.

use std::env;
use std::error::Error;

use dbwarden::Migrator;
use include_dir::{Dir, include_dir};
use sqlx::SqlitePool;

static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations/primary");

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url =
        env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite://desktop.db?mode=rwc".to_owned());
    let pool = SqlitePool::connect(&url).await?;
    let report = Migrator::from_include_dir(&MIGRATIONS)?.run(&pool).await?;
    println!("{} migrations applied", report.migrations().len());

    sqlx::query("INSERT INTO notes (text) VALUES ('Buy milk')").execute(&pool).await?;
    sqlx::query("UPDATE notes SET text = 'Buy oat milk'").execute(&pool).await?;
    let (notes, changes): (i64, i64) =
        sqlx::query_as("SELECT count(*), sum(changes) FROM notes").fetch_one(&pool).await?;
    println!("{notes} notes, changed {changes} times");
    Ok(())
}
