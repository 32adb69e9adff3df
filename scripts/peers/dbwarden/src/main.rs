//! Applies what is pending with dbwarden, and prints the microseconds that it took.

use std::time::Instant;

use embeds_dbwarden::MIGRATIONS;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: embeds-dbwarden URL")?;
    let elapsed = if url.starts_with("sqlite:") {
        let pool = sqlx::SqlitePool::connect(&url).await?;
        let start = Instant::now();
        MIGRATIONS.run(&pool).await?;
        start.elapsed()
    } else {
        let pool = sqlx::PgPool::connect(&url).await?;
        let start = Instant::now();
        MIGRATIONS.run(&pool).await?;
        start.elapsed()
    };
    println!("{}", elapsed.as_micros());
    Ok(())
}
