//! The fixtures that every other suite stands on.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dbwarden_tests::{catalog, servers, sqlite_file};

#[test]
fn postgres_gives_each_test_a_database_of_its_own() {
    let one = servers::postgres().create_database();
    let two = servers::postgres().create_database();
    let empty = catalog::dump(two.url());
    one.execute("CREATE TABLE users (id SERIAL PRIMARY KEY); INSERT INTO users VALUES (7)");
    assert!(catalog::dump(one.url()).contains("CREATE TABLE public.users"));
    assert!(catalog::dump_rows(one.url()).contains("VALUES (7)"));
    assert_eq!(catalog::dump(two.url()), empty);
}

#[test]
fn mariadb_gives_each_test_a_database_of_its_own() {
    let one = servers::mariadb().create_database();
    let two = servers::mariadb().create_database();
    let empty = catalog::dump(two.url());
    one.execute("CREATE TABLE users (id INT AUTO_INCREMENT PRIMARY KEY)");
    let before = catalog::dump(one.url());
    one.execute("INSERT INTO users VALUES (7)");
    assert!(before.contains("CREATE TABLE `users`"), "{before}");
    assert_eq!(catalog::dump(one.url()), before, "a row is not a change of the schema");
    assert_eq!(catalog::dump_rows(one.url()), "INSERT INTO `users` VALUES (7);");
    assert_eq!(catalog::dump(two.url()), empty);
}

#[test]
fn sqlite_is_read_back() {
    let (_folder, url) = sqlite_file();
    assert_eq!(catalog::dump(&url), "");
    let table = "CREATE TABLE users (id INTEGER PRIMARY KEY, \"a b\" TEXT)";
    servers::execute(&url, &format!("{table}; INSERT INTO users VALUES (7, 'x')")).expect("valid");
    assert_eq!(catalog::dump(&url), format!("table users on users: {table}"));
    assert_eq!(catalog::dump_rows(&url), "users: 7, 'x'");
}

#[test]
fn a_database_goes_with_its_value() {
    let database = servers::postgres().create_database();
    let url = database.url().to_owned();
    drop(database);
    let error = servers::execute(&url, "SELECT 1").expect_err("the database is gone");
    assert!(error.contains("does not exist"), "{error}");
}

#[test]
fn servers_stop_when_the_test_process_is_killed() {
    // A process of its own, because the servers of this one may belong to someone else.
    let mut child = Command::new(env!("CARGO_BIN_EXE_with-servers"))
        .args(["sh", "-c", "echo $DBWARDEN_TEST_POSTGRES; echo $DBWARDEN_TEST_MARIADB; cat"])
        .env_remove("DBWARDEN_TEST_POSTGRES")
        .env_remove("DBWARDEN_TEST_MARIADB")
        // `cat` ends with this test, whatever becomes of it.
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program was built with this test");
    let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines().take(2);
    let urls: Vec<_> = lines.map(|line| line.expect("a line of text")).collect();
    for url in &urls {
        servers::execute(url, "SELECT 1").expect("the server answers");
    }
    child.kill().expect("it is still running");
    child.wait().expect("it was killed");
    let deadline = Instant::now() + Duration::from_secs(20);
    for url in &urls {
        while servers::execute(url, "SELECT 1").is_ok() {
            assert!(Instant::now() < deadline, "the server still runs: {url}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    while let Some(folder) = folder_of(child.id()) {
        assert!(Instant::now() < deadline, "the folder is still there: {}", folder.display());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// A folder that a process made for a server.
fn folder_of(process: u32) -> Option<PathBuf> {
    let entries =
        std::fs::read_dir(std::env::temp_dir()).expect("the temporary folder is readable");
    let prefix = format!("dbwarden-{process}-");
    let mut paths = entries.flatten().map(|entry| entry.path());
    paths.find(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix))
    })
}
