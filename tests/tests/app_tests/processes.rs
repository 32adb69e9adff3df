//! Tests of many processes, of which some are killed.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use dbwarden::__private::test::Argument;
use dbwarden_tests::given::Given;

use super::{App, is_there, on_each_pool};

/// Starts a process that runs one test.
fn start(app: &App, wait: bool) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_one-test"));
    command.arg(&app.url).arg(app.folder.path()).args(wait.then_some("wait"));
    command.stdout(Stdio::piped()).spawn().expect("the process starts")
}

/// The database and the run of a process, as soon as it tells them.
fn told(process: &mut Child) -> (String, String) {
    let stdout = process.stdout.take().expect("it is piped");
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).expect("it tells a line");
    let (database, run) = line.trim_end().rsplit_once(' ').expect("two words");
    (database.to_owned(), run.to_owned())
}

on_each_pool! {
    async fn processes_that_start_together_make_one_template<P>() {
        let app = App::new::<P>();
        let mut processes: Vec<Child> = (0..8).map(|_| start(&app, false)).collect();
        let runs: BTreeSet<String> = processes.iter_mut().map(|process| told(process).1).collect();
        for mut process in processes {
            assert!(process.wait().expect("it ends").success());
        }
        assert_eq!(runs.len(), 1, "the migrations have run more than once");
    }

    async fn what_a_killed_process_leaves_is_removed_by_the_next<P>() {
        let app = App::new::<P>();
        let mut killed = start(&app, true);
        let mut alive = start(&app, true);
        let (left, _) = told(&mut killed);
        let (in_use, _) = told(&mut alive);
        killed.kill().expect("it can be killed");
        killed.wait().expect("it ends");
        assert!(is_there::<P>(&left).await, "nobody has removed it yet");
        // The server ends a session a little after its client; the next process finds it then.
        let start_of_wait = std::time::Instant::now();
        loop {
            let mut next = start(&app, false);
            let (own, _) = told(&mut next);
            assert!(next.wait().expect("it ends").success());
            assert!(!is_there::<P>(&own).await, "{own} is still there");
            if !is_there::<P>(&left).await {
                break;
            }
            assert!(start_of_wait.elapsed().as_secs() < 60, "{left} is still there");
        }
        assert!(is_there::<P>(&in_use).await, "the database of a living process was removed");
        alive.kill().expect("it can be killed");
        alive.wait().expect("it ends");
    }
}
