//! `with-servers COMMAND ..` runs a command with PostgreSQL and MariaDB at hand, so that all test
//! binaries of one run share two servers, and ends with the command's exit code.

use std::process::{Command, ExitCode};

use dbwarden_tests::servers;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(program) = arguments.next() else {
        eprintln!("usage: with-servers COMMAND [ARGUMENT ..]");
        return ExitCode::from(2);
    };
    let (postgres, mariadb) = std::thread::scope(|scope| {
        let postgres = scope.spawn(servers::postgres);
        let mariadb = scope.spawn(servers::mariadb);
        (postgres.join(), mariadb.join())
    });
    let (Ok(postgres), Ok(mariadb)) = (postgres, mariadb) else {
        // The thread has said why.
        return ExitCode::from(2);
    };
    let status = Command::new(&program)
        .args(arguments)
        .env("DBWARDEN_TEST_POSTGRES", postgres.admin_url())
        .env("DBWARDEN_TEST_MARIADB", mariadb.admin_url())
        .status();
    match status {
        Ok(status) => status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .map_or(ExitCode::FAILURE, ExitCode::from),
        Err(error) => {
            eprintln!("{} cannot run: {error}", program.display());
            ExitCode::from(2)
        }
    }
}
