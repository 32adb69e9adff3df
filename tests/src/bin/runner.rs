//! `runner URL FOLDER [--step]` applies a folder of migrations in a process of its own, which a test
//! can kill.
//!
//! It prints a line for each event. With `--step` it goes on after a statement, and after a migration,
//! only when it is given a line on its standard input.

use std::process::ExitCode;
use std::time::Duration;

use dbwarden::{Event, Migrator};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (url, folder, step) = match arguments.as_slice() {
        [url, folder] => (url, folder, false),
        [url, folder, step] if step == "--step" => (url, folder, true),
        _ => {
            eprintln!("usage: runner URL FOLDER [--step]");
            return ExitCode::from(2);
        }
    };
    match run(url, folder, step).await {
        Ok(report) => {
            println!("applied {}", report.migrations().len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(url: &str, folder: &str, step: bool) -> Result<dbwarden::Report, dbwarden::Error> {
    Migrator::from_dir(folder)?
        .lock_timeout(Duration::from_secs(120))
        .observer(move |event: &Event<'_>| tell(event, step))
        .run(url)
        .await
}

fn tell(event: &Event<'_>, step: bool) {
    match event {
        Event::WaitingForLock { .. } => println!("waiting"),
        Event::Statement { file_name, number, .. } => println!("statement {number} of {file_name}"),
        Event::Finished { file_name, .. } => println!("finished {file_name}"),
        _ => return,
    }
    if step && !matches!(event, Event::WaitingForLock { .. }) {
        let mut line = String::new();
        // A test that is gone has nothing more to say: then this process has no reason to go on.
        if !std::io::stdin().read_line(&mut line).is_ok_and(|length| length > 0) {
            std::process::abort();
        }
    }
}
