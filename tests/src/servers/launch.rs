//! Starting a server so that it cannot outlive the process that asked for it.

use std::ffi::OsString;
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// How long a server may take until it answers.
const START_DEADLINE: Duration = Duration::from_secs(90);

/// How often it is asked.
const PAUSE: Duration = Duration::from_millis(20);

/// The guard of a server. It holds the reading end of a pipe whose writing end the test process
/// holds: when that process ends, by whatever means, the pipe closes, and the guard stops the server
/// by its process id and removes the folder. A line in the pipe starts a server that has exited again.
const GUARD: &str = r#"
folder=$1 signal=$2
shift 2
exec 3<&0
serve() {
    (
        "$@" >>"$folder/log" 2>&1 </dev/null 3<&- &
        echo "$!" >"$folder/pid.new" && mv "$folder/pid.new" "$folder/pid"
        wait "$!"
        : >"$folder/exited"
    ) &
}
serve "$@"
while read -r again <&3; do
    serve "$@"
done
while [ ! -e "$folder/pid" ]; do
    sleep 0.1
done
[ -e "$folder/exited" ] || kill -s "$signal" "$(cat "$folder/pid")"
wait
rm -rf "$folder"
"#;

/// A running server. It stops when this value is dropped, or when the process ends.
#[derive(Debug)]
pub(super) struct ServerProcess {
    guard: Child,
    pipe: Mutex<Option<ChildStdin>>,
    folder: PathBuf,
}

impl ServerProcess {
    pub(super) fn id(&self) -> u32 {
        let id = std::fs::read_to_string(self.folder.join("pid"));
        id.ok().and_then(|id| id.trim().parse().ok()).expect("the guard wrote the process id")
    }

    /// What the server has printed so far.
    pub(super) fn log(&self) -> String {
        let log = std::fs::read(self.folder.join("log")).expect("the server's log can be read");
        String::from_utf8_lossy(&log).into_owned()
    }

    /// Ends the server as a loss of power would end it, as far as a process can: with a signal that
    /// it does not notice.
    pub(super) fn kill(&self) {
        run(Command::new("kill").arg("-KILL").arg(self.id().to_string()));
        let deadline = Instant::now() + START_DEADLINE;
        while !self.folder.join("exited").exists() {
            assert!(Instant::now() < deadline, "the server survived its end");
            std::thread::sleep(PAUSE);
        }
    }

    /// Starts it again after [`kill`](Self::kill), on the same data and port.
    ///
    /// A process of the server may outlive it for a moment, and keeps the next one from starting.
    pub(super) fn start_again(&self, ready: impl Fn() -> Result<(), String>) {
        let deadline = Instant::now() + START_DEADLINE;
        loop {
            for name in ["pid", "exited"] {
                std::fs::remove_file(self.folder.join(name)).expect("the guard wrote it");
            }
            let mut pipe = self.pipe.lock().expect("nobody panics while writing a line");
            let pipe = pipe.as_mut().expect("it is open until the value is dropped");
            pipe.write_all(b"again\n").expect("the guard reads");
            loop {
                match ready() {
                    Ok(()) => return,
                    Err(error) => assert!(
                        Instant::now() < deadline,
                        "the server did not start again: {error}\n{}",
                        self.log()
                    ),
                }
                if self.folder.join("exited").exists() {
                    break;
                }
                std::thread::sleep(PAUSE);
            }
        }
    }
}

impl Drop for ServerProcess {
    fn drop(&mut self) {
        drop(self.pipe.get_mut().map(Option::take));
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
                        let pipe = Mutex::new(pipe);
                        return (ServerProcess { guard, pipe, folder: self.folder }, port);
                    }
                    Err(error) => error,
                };
                if self.path("exited").exists() || Instant::now() > deadline {
                    break last;
                }
                std::thread::sleep(PAUSE);
            };
            let log = std::fs::read_to_string(self.path("log")).unwrap_or_default();
            let port_taken = log.contains("in use");
            if port_taken && Instant::now() < deadline {
                // This guard must not take the folder along.
                let _ = guard.kill().and_then(|()| guard.wait());
                for name in ["exited", "log"] {
                    let _ = std::fs::remove_file(self.path(name));
                }
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
