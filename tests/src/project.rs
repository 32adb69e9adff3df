//! A project of a user in a temporary folder, and the built command.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::time::SystemTime;

use tempfile::TempDir;

/// The built `dbwarden` command, which stands beside the test binaries of the same profile.
///
/// # Panics
/// When it is missing, or older than its sources: a test must not judge the command of yesterday.
pub fn cli() -> PathBuf {
    let hint = "run `cargo build --workspace --all-targets --all-features`";
    let test = std::env::current_exe().expect("a process knows its own program");
    let profile = test.ancestors().find(|folder| folder.join("deps").is_dir());
    let profile = profile.expect("cargo keeps test binaries in `deps`, below the profile's folder");
    let command = profile.join(format!("dbwarden{}", std::env::consts::EXE_SUFFIX));
    let built = fs::metadata(&command).and_then(|metadata| metadata.modified());
    let Ok(built) = built else {
        panic!("the `dbwarden` command is not built: {}\n\nhint: {hint}", command.display());
    };
    for package in ["dbwarden", "dbwarden-cli", "dbwarden-core", "dbwarden-model"] {
        if let Some(path) = newer_than(built, &workspace().join(package).join("src")) {
            panic!("`dbwarden` is older than its source: {}\n\nhint: {hint}", path.display());
        }
    }
    command
}

/// The folder of the workspace.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace")
}

fn newer_than(time: SystemTime, path: &Path) -> Option<PathBuf> {
    if path.is_dir() {
        let entries = fs::read_dir(path).ok()?;
        return entries.flatten().find_map(|entry| newer_than(time, &entry.path()));
    }
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified()).ok()?;
    (modified > time && path.extension().is_some_and(|e| e == "rs")).then(|| path.to_owned())
}

/// A temporary folder with what a user keeps in a project.
#[derive(Debug)]
pub struct Project {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

impl Project {
    /// An empty folder.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn empty() -> Project {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        Project { folder, environment: Vec::new() }
    }

    /// A project of one database, `primary`, whose models are `models` (Rust source).
    ///
    /// # Panics
    /// When the folder cannot be written.
    pub fn new(url: &str, models: &str) -> Project {
        let project = Project::empty();
        project.write(
            "dbwarden.toml",
            &format!(
                "[database.primary]\ndefault = true\nurl = \"{url}\"\nmodels = [\"src/models.rs\"]\n"
            ),
        );
        project.write("src/models.rs", models);
        project
    }

    /// Sets a variable in the environment of the commands to come.
    pub fn env(&mut self, name: &str, value: &str) -> &mut Project {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, and the folders above it.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        let folder = path.parent().expect("a file lies in a folder");
        fs::create_dir_all(folder).expect("a folder can be made in the project");
        fs::write(&path, text)
            .unwrap_or_else(|error| panic!("{} cannot be written: {error}", path.display()));
    }

    /// Reads a file.
    ///
    /// # Panics
    /// When it cannot be read.
    pub fn read(&self, name: &str) -> String {
        let path = self.path().join(name);
        fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
    }

    /// The names of the `.sql` files of a folder, sorted.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn migrations(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path().join(folder)).expect("the folder can be read");
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        let mut names: Vec<_> = names.filter(|name| name.ends_with(".sql")).collect();
        names.sort();
        names
    }

    /// Runs `dbwarden` with these arguments in the folder, without a terminal.
    ///
    /// # Panics
    /// When the command is not built.
    pub fn dbwarden(&self, arguments: &[&str]) -> Output {
        let output = self.command(arguments).output().expect("the command can be started");
        Output::new(arguments, output)
    }

    /// Starts `dbwarden` with these arguments in the folder, without a terminal.
    ///
    /// # Panics
    /// When the command is not built.
    pub fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the command can be started")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(cli());
        command.args(arguments).stdin(Stdio::null());
        self.surround(&mut command);
        command
    }

    fn surround(&self, command: &mut Command) {
        command.current_dir(self.path());
        command.env_remove("DATABASE_URL").env_remove("RUST_LOG").env_remove("RUST_BACKTRACE");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
    }

    /// Runs `dbwarden` on a terminal at which somebody types `answers`. What it prints and what is
    /// typed come back together, as `stdout`.
    ///
    /// # Panics
    /// When the command is not built, or there is no `script` (of the package bsdutils).
    pub fn dbwarden_on_a_terminal(&self, arguments: &[&str], answers: &str) -> Output {
        let line = std::iter::once(cli().display().to_string())
            .chain(arguments.iter().map(|argument| (*argument).to_owned()))
            .map(|word| format!("'{}'", word.replace('\'', "'\\''")))
            .collect::<Vec<_>>()
            .join(" ");
        let mut command = Command::new("script");
        command.args(["--quiet", "--return", "--command", &line, "/dev/null"]);
        self.surround(&mut command);
        command.env("TERM", "xterm").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("`script` can be started");
        let mut keyboard = child.stdin.take().expect("it was piped");
        keyboard.write_all(answers.as_bytes()).expect("somebody reads the answers");
        let output = child.wait_with_output().expect("the command ends");
        drop(keyboard);
        Output::new(arguments, output)
    }

    /// Runs `dbwarden` and expects that it succeeds; returns what it printed to stdout.
    ///
    /// # Panics
    /// When it does not exit with 0.
    pub fn succeed(&self, arguments: &[&str]) -> String {
        self.dbwarden(arguments).expect_code(0).stdout
    }
}

/// What a command did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The command line.
    pub command: String,
    /// The exit code, where no signal ended it.
    pub code: Option<i32>,
    /// What it printed for programs and people alike.
    pub stdout: String,
    /// What it printed for people only.
    pub stderr: String,
}

impl Output {
    fn new(arguments: &[&str], output: process::Output) -> Output {
        Output {
            command: format!("dbwarden {}", arguments.join(" ")),
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The same, where the command ended with this code.
    ///
    /// # Panics
    /// When it ended otherwise; the message shows everything that it printed.
    #[track_caller]
    #[must_use]
    pub fn expect_code(self, code: i32) -> Output {
        let Output { command, code: found, stdout, stderr } = &self;
        assert!(
            *found == Some(code),
            "`{command}` ended with {found:?} instead of {code}\n-- stdout\n{stdout}\n-- stderr\n{stderr}"
        );
        self
    }
}
