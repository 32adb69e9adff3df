//! The schema of a database as its own tools print it: a witness that knows nothing of ours.

use std::path::Path;
use std::process::Command;

use dbwarden_core::dialect::Dialect;
use sqlx::{Connection, Row, SqliteConnection};

use crate::servers::{block_on, mariadb_program, postgres_program};

mod sqlite;

/// Everything that the catalog holds but the ledger, one line a fact, the same for equal schemas.
///
/// # Panics
/// When the database cannot be read, or its tools are not installed.
pub fn dump(url: &str) -> String {
    match Dialect::from_url(url) {
        Some(Dialect::Postgres) => dump_postgres(url),
        Some(Dialect::MySql) => dump_mariadb(url),
        Some(Dialect::Sqlite) => dump_sqlite(url),
        None => panic!("the URL names no database that is known here"),
    }
}

/// The same, and for SQLite, which keeps the text of statements, what it makes of them.
///
/// # Panics
/// When the database cannot be read, or its tools are not installed.
pub fn facts(url: &str) -> String {
    if Dialect::from_url(url) == Some(Dialect::Sqlite) { sqlite::facts(url) } else { dump(url) }
}

/// Every row of every table but the ledger, to see that data survived.
///
/// # Panics
/// When the database cannot be read, or its tools are not installed.
pub fn dump_rows(url: &str) -> String {
    match Dialect::from_url(url) {
        Some(Dialect::Postgres) => {
            let mut command = Command::new(postgres_program("pg_dump"));
            command.args(["--data-only", "--inserts", "--exclude-table=*_dbwarden_*"]);
            normalise(&run(command.arg(format!("--dbname={url}"))))
        }
        Some(Dialect::MySql) => {
            let mut command = mariadb_dump(url);
            command.args(["--no-create-info", "--skip-triggers", "--skip-extended-insert"]);
            normalise(&run(&mut command))
        }
        Some(Dialect::Sqlite) => dump_sqlite_rows(url),
        None => panic!("the URL names no database that is known here"),
    }
}

fn dump_postgres(url: &str) -> String {
    let mut command = Command::new(postgres_program("pg_dump"));
    command.args(["--schema-only", "--no-owner", "--exclude-table=*_dbwarden_*"]);
    normalise(&run(command.arg(format!("--dbname={url}"))))
}

fn dump_mariadb(url: &str) -> String {
    let mut command = mariadb_dump(url);
    command.args(["--no-data", "--routines", "--triggers", "--events"]);
    // The numbers of a sequence are taken from one of this very database.
    let database = url.rsplit('/').next().and_then(|rest| rest.split('?').next());
    let dump = normalise(&run(&mut command));
    let dump = dump.replace(&format!("`{}`.", database.unwrap_or_default()), "");
    // How far a table has counted is data, not schema.
    let without_counter = |line: &str| match line.split_once(" AUTO_INCREMENT=") {
        Some((before, after)) => format!("{before}{}", after.trim_start_matches(char::is_numeric)),
        None => line.to_owned(),
    };
    dump.lines().map(without_counter).collect::<Vec<_>>().join("\n")
}

fn mariadb_dump(url: &str) -> Command {
    let (account, place) = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('@'))
        .expect("the URL of a MariaDB holds user and password");
    let (user, password) = account.split_once(':').unwrap_or((account, ""));
    let (address, database) = place.split_once('/').expect("the URL names a database");
    let (host, port) = address.split_once(':').unwrap_or((address, "3306"));
    let database = database.split('?').next().unwrap_or(database);
    let mut command = Command::new(mariadb_program("mariadb-dump"));
    command
        .arg("--no-defaults")
        .args([format!("--host={host}"), format!("--port={port}"), format!("--user={user}")])
        .env("MYSQL_PWD", percent_decode(password))
        .args(["--skip-comments", "--skip-dump-date", "--skip-add-locks", "--skip-disable-keys"])
        .arg(format!("--ignore-table={database}._dbwarden_migrations"))
        .arg(format!("--ignore-table={database}._dbwarden_lock"))
        .arg(database);
    command
}

fn dump_sqlite(url: &str) -> String {
    let rows = query_sqlite(
        url,
        "SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, 'automatic') \
         FROM sqlite_schema WHERE tbl_name NOT LIKE '\\_dbwarden\\_%' ESCAPE '\\' \
         AND name NOT IN ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4') ORDER BY type, name",
    );
    rows.join("\n")
}

fn dump_sqlite_rows(url: &str) -> String {
    let tables = query_sqlite(
        url,
        "SELECT name FROM sqlite_schema WHERE type = 'table' \
         AND name NOT LIKE '\\_dbwarden\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         ORDER BY name",
    );
    let mut dump = Vec::new();
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        let columns = query_sqlite(
            url,
            &format!(
                "SELECT group_concat('quote(\"' || replace(name, '\"', '\"\"') || '\")', \
                 ' || '', '' || ') FROM pragma_table_info('{}')",
                table.replace('\'', "''")
            ),
        );
        let rows =
            query_sqlite(url, &format!("SELECT {} FROM \"{quoted}\" ORDER BY 1", columns[0]));
        dump.extend(rows.into_iter().map(|row| format!("{table}: {row}")));
    }
    dump.join("\n")
}

fn query_sqlite(url: &str, sql: &str) -> Vec<String> {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    let rows = block_on(async move {
        let mut connection = SqliteConnection::connect(url).await?;
        let rows = sqlx::query(sql).fetch_all(&mut connection).await?;
        connection.close().await?;
        rows.iter().map(|row| row.try_get::<String, _>(0)).collect::<Result<Vec<_>, _>>()
    });
    rows.unwrap_or_else(|error| panic!("SQLite cannot be read: {error}"))
}

/// Without what differs from dump to dump: comments, settings, blank lines, a random token.
fn normalise(dump: &str) -> String {
    let is_noise = |line: &&str| {
        line.is_empty()
            || line.starts_with("--")
            || line.starts_with("SET ")
            || line.starts_with("SELECT pg_catalog.set_config(")
            || line.starts_with("\\restrict ")
            || line.starts_with("\\unrestrict ")
            || line.starts_with("/*!40")
            || line.starts_with("/*M!999999")
    };
    let lines: Vec<_> = dump.lines().map(str::trim_end).filter(|line| !is_noise(line)).collect();
    lines.join("\n")
}

fn run(command: &mut Command) -> String {
    let program = Path::new(command.get_program()).display().to_string();
    let output = command.output().unwrap_or_else(|error| panic!("{program} cannot run: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} failed: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_decoded() {
        assert_eq!(percent_decode("s3cret%3Aw%40rden"), "s3cret:w@rden");
        assert_eq!(percent_decode("100%"), "100%");
        assert_eq!(percent_decode("%zz%4"), "%zz%4");
    }
}
