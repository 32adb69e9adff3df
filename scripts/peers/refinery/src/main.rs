//! Applies what is pending with refinery, and prints the microseconds that it took.

use std::time::Instant;

use embeds_refinery::migrations;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: embeds-refinery URL")?;
    let elapsed = if let Some(path) = url.strip_prefix("sqlite://") {
        let mut connection = rusqlite::Connection::open(path)?;
        let start = Instant::now();
        migrations::runner().run(&mut connection)?;
        start.elapsed()
    } else {
        let (mut client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        let start = Instant::now();
        migrations::runner().run_async(&mut client).await?;
        start.elapsed()
    };
    println!("{}", elapsed.as_micros());
    Ok(())
}
