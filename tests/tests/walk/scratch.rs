//! The databases in which things are tried out: who may make them, and what becomes of them.

use std::thread::sleep;
use std::time::{Duration, Instant};

use dbwarden_core::dialect::Dialect;
use dbwarden_tests::{Project, servers};

/// A project that needs nothing but a server: two schemas, and migrations that take a minute.
fn project(dialect: Dialect) -> Project {
    let project = Project::empty();
    project.write("a.sql", "CREATE TABLE a (id integer PRIMARY KEY);\n");
    project.write("b.sql", "CREATE TABLE a (id integer PRIMARY KEY, b integer);\n");
    let wait = match dialect {
        Dialect::Postgres => "SELECT pg_sleep(61.5)",
        Dialect::MySql => "DO sleep(61.5)",
        Dialect::Sqlite => unreachable!("its scratch database is in memory"),
    };
    project.write(
        "dbwarden.toml",
        &format!(
            "[database.slow]\nmigrations = \"slow\"\nurl = \"{}\"\n",
            servers::server(dialect).admin_url()
        ),
    );
    project.write(
        "slow/slow__0001_wait.sql",
        &format!("-- upgrade\n\n{wait};\n\n-- rollback\n\nSELECT 1;\n"),
    );
    project.succeed(&["hash"]);
    project
}

/// The URL of a server for a user whose password is `pw`.
fn as_user(dialect: Dialect, user: &str) -> String {
    let url = servers::server(dialect).admin_url();
    let (scheme, rest) = url.split_once("://").expect("a URL");
    let (_, host) = rest.rsplit_once('@').expect("a user");
    format!("{scheme}://{user}:pw@{host}")
}

fn who_may_not_is_told_what_to_grant(dialect: Dialect, create: &str, drop: &str, grant: &str) {
    let project = project(dialect);
    let server = servers::server(dialect).admin_url();
    servers::execute(&server, create).expect("SQL");
    let weak = as_user(dialect, "maker");
    let compare = ["diff", "--from", "a.sql", "--to", "b.sql", "--scratch-url"];
    let refused = project.dbwarden(&[&compare[..], &[&weak]].concat()).expect_code(2);
    assert!(refused.stderr.contains("no scratch database can be made"), "{}", refused.stderr);
    assert!(refused.stderr.contains(grant), "{}", refused.stderr);
    assert!(refused.stderr.contains("or name another server with `--scratch-url`"));
    assert!(!refused.stderr.contains("pw"), "{}", refused.stderr);
    let compared = project.dbwarden(&[&compare[..], &[&server]].concat()).expect_code(1);
    assert_eq!(compared.stdout, "add column a.b\n");
    servers::execute(&server, drop).expect("SQL");
}

#[test]
fn who_may_not_is_told_what_to_grant_on_postgres() {
    who_may_not_is_told_what_to_grant(
        Dialect::Postgres,
        "CREATE ROLE maker LOGIN PASSWORD 'pw'",
        "DROP ROLE maker",
        "let the user create databases: `ALTER ROLE .. CREATEDB`",
    );
}

#[test]
fn who_may_not_is_told_what_to_grant_on_mariadb() {
    who_may_not_is_told_what_to_grant(
        Dialect::MySql,
        "CREATE OR REPLACE USER maker@'%' IDENTIFIED BY 'pw'; GRANT SELECT ON mysql.* TO maker@'%'",
        "DROP USER maker@'%'",
        "``GRANT ALL ON `\\_dbwarden\\_scratch\\_%`.* TO ..``",
    );
}

/// Asks until there is an answer that is wanted.
fn wait_for(url: &str, sql: &str, wanted: impl Fn(&str) -> bool) -> String {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let found = servers::text(url, sql);
        if wanted(&found) {
            return found;
        }
        assert!(Instant::now() < deadline, "{sql}: {found}");
        sleep(Duration::from_millis(50));
    }
}

/// `kill -9` in the middle: the server still works on the statement of the dead.
fn what_a_killed_command_leaves_the_next_removes(dialect: Dialect, busy: &str, is_there: &str) {
    let project = project(dialect);
    let server = servers::server(dialect).admin_url();
    let mut killed = project.start(&["diff", "--from", "migrations", "--to", "a.sql"]);
    let name = wait_for(&server, busy, |name| name.contains("_dbwarden_scratch_"));
    killed.kill().expect("it can be killed");
    killed.wait().expect("it ends");
    let is_there = is_there.replace("$1", &name);
    assert_eq!(servers::number(&server, &is_there), 1, "{name}");
    let deadline = Instant::now() + Duration::from_secs(30);
    // The server may take a moment to see that nobody keeps it any more.
    while servers::number(&server, &is_there) == 1 {
        assert!(Instant::now() < deadline, "{name} stays");
        let compared = project.dbwarden(&["diff", "--from", "a.sql", "--to", "b.sql"]);
        assert_eq!(compared.expect_code(1).stdout, "add column a.b\n");
    }
}

#[test]
fn what_a_killed_command_leaves_the_next_removes_on_postgres() {
    what_a_killed_command_leaves_the_next_removes(
        Dialect::Postgres,
        "SELECT coalesce(max(datname), '') FROM pg_stat_activity
          WHERE query LIKE '%pg_sleep(61.5)%' AND query NOT LIKE '%pg_stat_activity%'",
        "SELECT count(*) FROM pg_database WHERE datname = '$1'",
    );
}

#[test]
fn what_a_killed_command_leaves_the_next_removes_on_mariadb() {
    what_a_killed_command_leaves_the_next_removes(
        Dialect::MySql,
        "SELECT coalesce(max(db), '') FROM information_schema.processlist
          WHERE info LIKE '%sleep(61.5)%' AND info NOT LIKE '%processlist%'",
        "SELECT count(*) FROM information_schema.schemata WHERE schema_name = '$1'",
    );
}
