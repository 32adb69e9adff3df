//! Applies what is pending with sqlx, and prints the microseconds that it took.

use std::time::Instant;

use embeds_sqlx::MIGRATIONS;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: embeds-sqlx URL")?;
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
