//! What the others cannot undercut: the same SQL, read beforehand, in the same transactions, with the
//! shortest ledger that would do. Prints the microseconds.

use std::time::Instant;

use sqlx::{Connection, PgConnection, SqliteConnection};

const LEDGER: &str = "CREATE TABLE ledger (version BIGINT PRIMARY KEY, checksum TEXT NOT NULL);";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let usage = "usage: by-hand URL FOLDER pending|current";
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, folder, state] = arguments.as_slice() else { return Err(usage.into()) };
    let is_sqlite = url.starts_with("sqlite:");
    // Every message is sent in one go.
    let messages = match state.as_str() {
        // sqlx hands every row of SQLite from one thread to another: one for all.
        "current" if is_sqlite => {
            vec!["SELECT group_concat(version || ' ' || checksum, char(10)) FROM ledger".to_owned()]
        }
        "current" => vec!["SELECT version, checksum FROM ledger".to_owned()],
        // SQLite pays for a transaction with the disk: one for all.
        "pending" if is_sqlite => {
            vec![transaction(&(LEDGER.to_owned() + &migrations(folder)?.concat()))]
        }
        "pending" => [LEDGER.to_owned()]
            .into_iter()
            .chain(migrations(folder)?.iter().map(|sql| transaction(sql)))
            .collect(),
        _ => return Err(usage.into()),
    };
    let elapsed = if is_sqlite {
        let mut connection = SqliteConnection::connect(url).await?;
        let start = Instant::now();
        for message in messages {
            sqlx::raw_sql(sqlx::AssertSqlSafe(message)).fetch_all(&mut connection).await?;
        }
        start.elapsed()
    } else {
        let mut connection = PgConnection::connect(url).await?;
        let start = Instant::now();
        for message in messages {
            sqlx::raw_sql(sqlx::AssertSqlSafe(message)).fetch_all(&mut connection).await?;
        }
        start.elapsed()
    };
    println!("{}", elapsed.as_micros());
    Ok(())
}

fn transaction(sql: &str) -> String {
    format!("BEGIN; {sql} COMMIT;")
}

/// The SQL of every file with its row of the ledger, in order.
fn migrations(folder: &str) -> std::io::Result<Vec<String>> {
    let mut paths = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<std::io::Result<Vec<_>>>()?;
    paths.sort();
    let checksum = "0".repeat(64);
    let migration = |(version, path)| {
        let sql = std::fs::read_to_string(path)?;
        Ok(format!("{sql} INSERT INTO ledger VALUES ({version}, '{checksum}');"))
    };
    paths.iter().enumerate().map(migration).collect()
}
