//! A database, a folder of migrations, and processes that apply it.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use dbwarden::{Dialect, LedgerEntry, LockStatus, Migrator, Report, Status};
use dbwarden_core::migration::{MANIFEST_FILE, folder, rehash};
use dbwarden_tests::servers::{self, block_on};
use dbwarden_tests::{Database, Server, sqlite_file};
use tempfile::TempDir;

/// Long enough for whatever is waited for, on a machine that does much else.
const DEADLINE: Duration = Duration::from_secs(90);

/// Waits until something is so.
#[track_caller]
pub(crate) fn eventually(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !is_so() {
        assert!(Instant::now() < deadline, "in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A database of a test, gone afterwards.
pub(crate) struct Db {
    url: String,
    _database: Kept,
}

/// What goes with the database.
#[allow(dead_code, reason = "it is kept to be dropped")]
enum Kept {
    Server(Database),
    File(TempDir),
}

impl Db {
    pub(crate) fn new(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Self::file("DELETE"),
            Dialect::Postgres | Dialect::MySql => Self::on(servers::server(dialect)),
        }
    }

    pub(crate) fn on(server: &'static Server) -> Self {
        let database = server.create_database();
        Self { url: database.url().to_owned(), _database: Kept::Server(database) }
    }

    /// A SQLite file with this journal.
    pub(crate) fn file(journal: &str) -> Self {
        let (folder, url) = sqlite_file();
        let db = Self { url, _database: Kept::File(folder) };
        db.execute(&format!("PRAGMA journal_mode = {journal}"));
        db
    }

    /// A SQLite file that is to come.
    pub(crate) fn absent_file() -> Self {
        let (folder, url) = sqlite_file();
        Self { url, _database: Kept::File(folder) }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn dialect(&self) -> Dialect {
        Dialect::from_url(&self.url).expect("a URL of ours")
    }

    #[track_caller]
    pub(crate) fn execute(&self, sql: &str) {
        servers::execute(&self.url, sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    #[track_caller]
    pub(crate) fn number(&self, sql: &str) -> i64 {
        servers::number(&self.url, sql)
    }

    #[track_caller]
    pub(crate) fn text(&self, sql: &str) -> String {
        servers::text(&self.url, sql)
    }

    /// Waits until a statement waits for a lock on this table.
    #[track_caller]
    pub(crate) fn wait_for_waiting(&self, table: &str) {
        // An index that is built concurrently also waits for whoever just asks this question, so on
        // PostgreSQL not every wait is the one that is meant.
        let sql = match self.dialect() {
            Dialect::Postgres => format!(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = to_regclass('{table}') \
                 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            ),
            Dialect::MySql => format!(
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB = DATABASE() \
                 AND STATE LIKE 'Waiting for table%' AND INFO LIKE '%{table}%'"
            ),
            Dialect::Sqlite => panic!("SQLite does not tell"),
        };
        eventually("a statement waits for a lock", || self.number(&sql) > 0);
    }

    /// Whether the server works on a statement that begins so.
    pub(crate) fn works_on(&self, beginning: &str) -> bool {
        let sql = match self.dialect() {
            Dialect::Postgres => {
                "SELECT count(*) FROM pg_stat_activity \
                 WHERE datname = current_database() AND state = 'active' AND query LIKE"
            }
            Dialect::MySql => {
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST \
                 WHERE DB = DATABASE() AND COMMAND = 'Query' AND INFO LIKE"
            }
            Dialect::Sqlite => panic!("SQLite does not tell"),
        };
        // The asking statement begins otherwise.
        self.number(&format!("{sql} '{beginning}%'")) > 0
    }

    /// How many sessions this database has, the asking one left out.
    pub(crate) fn sessions(&self) -> i64 {
        self.number(match self.dialect() {
            Dialect::Postgres => {
                "SELECT count(*) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid() \
                 AND backend_type = 'client backend'"
            }
            Dialect::MySql => {
                "SELECT COUNT(*) FROM information_schema.PROCESSLIST \
                 WHERE DB = DATABASE() AND ID <> CONNECTION_ID()"
            }
            Dialect::Sqlite => "SELECT 0",
        })
    }
}

/// A folder of migrations, with its manifest.
pub(crate) struct Files {
    folder: TempDir,
    dialect: Dialect,
}

impl Files {
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made"), dialect }
    }

    /// Adds the next file. `directive` is a word such as `no-transaction`, or nothing.
    pub(crate) fn with(self, description: &str, directive: &str, upgrade: &[&str]) -> Self {
        let number = std::fs::read_dir(self.path()).expect("reads").count().max(1);
        let name = format!("primary__{number:04}_{description}.sql");
        let directive = match directive {
            "" => String::new(),
            word => format!("-- dbwarden: {word}\n\n"),
        };
        let text = format!(
            "{directive}-- upgrade\n\n{};\n\n-- rollback\n\nSELECT 1;\n",
            upgrade.join(";\n")
        );
        std::fs::write(self.path().join(name), text).expect("writes");
        let read = folder::read(self.path(), "test").expect("reads");
        let (manifest, _) = rehash(&read, self.dialect).unwrap_or_else(|faults| panic!("{faults}"));
        std::fs::write(self.path().join(MANIFEST_FILE), manifest.render()).expect("writes");
        self
    }

    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn migrator(&self) -> Migrator {
        let migrator = Migrator::from_dir(self.path()).unwrap_or_else(|error| panic!("{error}"));
        migrator.lock_timeout(DEADLINE)
    }

    /// Applies the files in this process.
    pub(crate) fn run(&self, db: &Db) -> Result<Report, dbwarden::Error> {
        block_on(self.migrator().run(db.url()))
    }

    pub(crate) fn status(&self, db: &Db) -> Status {
        block_on(self.migrator().status(db.url())).expect("status")
    }

    /// The ledger row of a version.
    pub(crate) fn entry(&self, db: &Db, version: u64) -> Option<LedgerEntry> {
        let entries = block_on(self.migrator().history(db.url())).expect("history");
        entries.into_iter().find(|entry| entry.version().is_some_and(|v| v.number() == version))
    }

    /// The session that holds the lock, if one does.
    pub(crate) fn lock_holder(&self, db: &Db) -> Option<i64> {
        match block_on(self.migrator().lock_status(db.url())).expect("asks") {
            LockStatus::Held(holder) => holder.session(),
            _ => None,
        }
    }

    /// Waits until a dead runner's session is gone, and sees that its lock went with it.
    #[track_caller]
    pub(crate) fn wait_for_the_end(&self, db: &Db) {
        eventually("the dead runner's session ends", || db.sessions() == 0);
        assert_eq!(self.lock_holder(db), None);
        if db.dialect() == Dialect::Postgres {
            let sql = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND \
                       database = (SELECT oid FROM pg_database WHERE datname = current_database())";
            assert_eq!(db.number(sql), 0);
        }
    }

    /// Starts a process that applies the files.
    pub(crate) fn runner(&self, db: &Db) -> Runner {
        Runner::start(db.url(), self.path(), &[])
    }

    /// Starts a process that applies the files and waits after each statement.
    pub(crate) fn stepping_runner(&self, db: &Db) -> Runner {
        Runner::start(db.url(), self.path(), &["--step"])
    }
}

/// A process that applies migrations. It is killed with this value at the latest.
pub(crate) struct Runner {
    child: Child,
    lines: Receiver<String>,
    seen: Vec<String>,
}

impl Runner {
    fn start(url: &str, folder: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_runner"))
            .arg(url)
            .arg(folder)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the runner starts");
        let stdout = child.stdout.take().expect("it is piped");
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        Self { child, lines, seen: Vec::new() }
    }

    /// Waits for a line that begins so, and lets a stepping runner go on after each one before it.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, line: &str) {
        loop {
            match self.lines.recv_timeout(DEADLINE) {
                Ok(found) => {
                    let arrived = found.starts_with(line);
                    self.seen.push(found);
                    if arrived {
                        return;
                    }
                    self.go_on();
                }
                Err(RecvTimeoutError::Timeout) => panic!("no `{line}` after {:?}", self.seen),
                Err(RecvTimeoutError::Disconnected) => {
                    let mut errors = String::new();
                    if let Some(stderr) = &mut self.child.stderr {
                        let _ = stderr.read_to_string(&mut errors);
                    }
                    panic!("the runner ended without `{line}` after {:?}: {errors}", self.seen);
                }
            }
        }
    }

    /// Lets a stepping runner go on.
    pub(crate) fn go_on(&mut self) {
        let stdin = self.child.stdin.as_mut().expect("it is piped");
        // A runner that has ended, or one that does not step, does not read.
        let _ = stdin.write_all(b"\n");
    }

    pub(crate) fn is_at_work(&mut self) -> bool {
        self.child.try_wait().expect("asks").is_none()
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        assert!(self.is_at_work(), "killed too late: {:?}", self.seen);
        self.child.kill().expect("it is ours");
        self.child.wait().expect("it ends");
    }

    /// Waits for its end: what it printed, or what it says went wrong.
    pub(crate) fn finish(mut self) -> Result<Vec<String>, String> {
        drop(self.child.stdin.take());
        let deadline = Instant::now() + DEADLINE;
        let code = loop {
            match self.child.try_wait().expect("asks") {
                Some(status) => break status.code(),
                None => assert!(Instant::now() < deadline, "it does not end: {:?}", self.seen),
            }
            std::thread::sleep(Duration::from_millis(5));
        };
        self.seen.extend(self.lines.iter());
        let mut errors = String::new();
        let mut stderr = self.child.stderr.take().expect("it is piped");
        stderr.read_to_string(&mut errors).expect("it is text");
        match code {
            Some(0) => Ok(std::mem::take(&mut self.seen)),
            _ => Err(format!("{code:?}: {errors}")),
        }
    }

    /// Waits for its end, which must be a good one: how many migrations it has applied.
    #[track_caller]
    pub(crate) fn applied(self) -> usize {
        let lines = self.finish().unwrap_or_else(|error| panic!("{error}"));
        let last = lines.last().and_then(|line| line.strip_prefix("applied "));
        last.and_then(|count| count.parse().ok()).unwrap_or_else(|| panic!("{lines:?}"))
    }
}

impl Drop for Runner {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
