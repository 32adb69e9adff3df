//! A folder of its own for each test, and the command run in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use sqlx::Connection as _;
use tempfile::TempDir;

pub(crate) struct Project {
    folder: TempDir,
    variables: Vec<(String, String)>,
}

/// What a run of the command has told.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        Self { folder, variables: Vec::new() }
    }

    /// With these settings.
    pub(crate) fn with(settings: &str) -> Self {
        let project = Self::empty();
        project.write("dbwarden.toml", settings);
        project
    }

    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("it lies in the project")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Every file below a folder, with its text.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        collect(self.folder.path(), self.folder.path(), &mut files);
        files.sort();
        files
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Told {
        self.run_in(".", arguments)
    }

    /// Runs the command in a folder of the project, without a terminal and with an environment of
    /// nothing but what the test gave.
    pub(crate) fn run_in(&self, folder: &str, arguments: &[&str]) -> Told {
        let output = Command::new(env!("CARGO_BIN_EXE_dbwarden"))
            .args(arguments)
            .current_dir(self.path(folder))
            .env_clear()
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .output()
            .expect("the command starts");
        Told::of(&output)
    }

    /// Runs SQL on `app.db`, as somebody with a database shell would.
    pub(crate) fn execute(&self, sql: &'static str) {
        let url = format!("sqlite://{}?mode=rwc", self.path("app.db").display());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime").block_on(async {
            let mut connection = sqlx::SqliteConnection::connect(&url).await.expect("a database");
            sqlx::raw_sql(sql).execute(&mut connection).await.expect("the SQL runs");
            connection.close().await.expect("it closes");
        });
    }

    /// Runs the command, which has to succeed, and gives its standard output.
    pub(crate) fn ok(&self, arguments: &[&str]) -> String {
        let told = self.run(arguments);
        assert_eq!(told.code, 0, "{arguments:?} failed: {told:#?}");
        told.stdout
    }
}

impl Told {
    fn of(output: &Output) -> Self {
        let text =
            |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the command prints UTF-8");
        let told = Self {
            code: output.status.code().expect("the command was not killed"),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        };
        for stream in [&told.stdout, &told.stderr] {
            assert!(!stream.contains('\u{1b}'), "colour in a pipe: {stream:?}");
        }
        told
    }
}

pub(crate) fn told(code: i32, stdout: &str, stderr: &str) -> Told {
    Told { code, stdout: stdout.to_owned(), stderr: stderr.to_owned() }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("it lies below").display().to_string();
            files.push((name, fs::read(&path).expect("a file")));
        }
    }
}
