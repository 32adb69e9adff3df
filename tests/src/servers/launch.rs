//! Starting a server so that it cannot outlive the process that asked for it.

use std::ffi::OsString;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it answers.
const START_DEADLINE: Duration = Duration::from_secs(90);

/// The guard of a server. It holds the reading end of a pipe whose writing end the test process
/// holds: when that process ends, by whatever means, the pipe closes, and the guard stops the server
/// by its process id and removes the folder.
const GUARD: &str = r#"
folder=$1 signal=$2
shift 2
exec 3<&0
"$@" >"$folder/log" 2>&1 </dev/null 3<&- &
server=$!
echo "$server" >"$folder/pid.new" && mv "$folder/pid.new" "$folder/pid"
(
    cat <&3 >/dev/null
    [ -e "$folder/exited" ] || kill -s "$signal" "$server"
) &
wait "$server"
: >"$folder/exited"
wait
rm -rf "$folder"
"#;

/// A running server. It stops when this value is dropped, or when the process ends.
#[derive(Debug)]
pub(super) struct ServerProcess {
    guard: Child,
    pipe: Option<ChildStdin>,
    id: u32,
}

impl ServerProcess {
    pub(super) fn id(&self) -> u32 {
        self.id
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        self.pipe.take();
        // The guard is gone or will be: there is nobody left to tell.
        let _ = self.guard.wait();
    }
}

/// The folder of a server and the user as whom it runs.
pub(super) struct Home {
    folder: PathBuf,
    /// The account to switch to; servers refuse to run as root.
    user: Option<&'static str>,
}

impl Home {
    /// A new temporary folder for a server, which `user` owns where this process is root.
    pub(super) fn create(user: &'static str) -> Home {
        let folder = tempfile::Builder::new()
            .prefix(&format!("dbwarden-{}-", std::process::id()))
            .permissions(std::fs::Permissions::from_mode(0o700))
            .tempdir()
            .expect("a temporary folder can be made")
            .keep();
        let root = run(Command::new("id").arg("-u")).trim() == "0";
        if root {
            run(Command::new("chown").arg(user).arg(&folder));
        }
        Home { folder, user: root.then_some(user) }
    }

    /// A path in the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file that the server's user can read.
    pub(super) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).expect("the server's folder can be written");
        path
    }

    /// Runs a program as the server's user to its end and panics when it fails.
    pub(super) fn run(&self, program: &Path, args: &[OsString]) {
        let words = self.command(program, args);
        run(Command::new(&words[0]).args(&words[1..]).current_dir(&self.folder));
    }

    /// Starts the server on a free port until `ready` says that it answers.
    ///
    /// The port is free when it is chosen and may be taken when the server asks for it, so a server
    /// that exits at once is started again on another one.
    pub(super) fn start(
        self,
        program: &Path,
        signal: &str,
        args: impl Fn(u16) -> Vec<OsString>,
        ready: impl Fn(u16) -> Result<(), String>,
    ) -> (ServerProcess, u16) {
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            let port = free_port().expect("the loopback has a free port");
            let mut guard = Command::new("sh")
                .args(["-c", GUARD, "guard"])
                .arg(&self.folder)
                .arg(signal)
                .args(self.command(program, &args(port)))
                .current_dir(&self.folder)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                // Not in the group that Ctrl-C reaches: the guard cleans up after it.
                .process_group(0)
                .spawn()
                .expect("`sh` can be started");
            let pipe = guard.stdin.take();
            let failure = loop {
                let last = match ready(port) {
                    Ok(()) => {
                        let id = std::fs::read_to_string(self.path("pid"))
                            .ok()
                            .and_then(|id| id.trim().parse().ok())
                            .expect("the guard wrote the server's process id");
                        return (ServerProcess { guard, pipe, id }, port);
                    }
                    Err(error) => error,
                };
                if self.path("exited").exists() || Instant::now() > deadline {
                    break last;
                }
                std::thread::sleep(Duration::from_millis(20));
            };
            let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
            let port_taken = log.contains("in use");
            if port_taken && Instant::now() < deadline {
                // This guard must not take the folder along.
                let _ = guard.kill().and_then(|()| guard.wait());
                let _ = std::fs::remove_file(self.path("exited"));
                continue;
            }
            drop(pipe);
            let _ = guard.wait();
            panic!("{} did not start: {failure}\n{log}", program.display());
        }
    }

    fn command(&self, program: &Path, args: &[OsString]) -> Vec<OsString> {
        let mut words = Vec::new();
        if let Some(user) = self.user {
            let option = |name: &str| OsString::from(format!("--{name}={user}"));
            words.extend(["setpriv".into(), option("reuid"), option("regid")]);
            words.extend(["--clear-groups".into(), "--".into()]);
        }
        words.push(program.into());
        words.extend(args.iter().cloned());
        words
    }
}

/// The program in the `PATH` or in one of the folders; a failure that says what to run otherwise.
pub(super) fn find_program(server: &str, name: &str, folders: &[PathBuf]) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let candidates = folders.iter().cloned().chain(std::env::split_paths(&path));
    candidates.map(|folder| folder.join(name)).find(|program| program.is_file()).unwrap_or_else(
        || panic!("{server} is not installed: `{name}` was not found\n\nhint: run `scripts/test`"),
    )
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn run(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output();
    let output = output.unwrap_or_else(|error| panic!("{command:?} cannot run: {error}"));
    assert!(
        output.status.success(),
        "{command:?} failed: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}
