//! A private PostgreSQL.

use std::ffi::OsString;
use std::path::PathBuf;

use dbwarden_core::dialect::Dialect;

use super::launch::{Home, find_program};
use super::{PASSWORD, PASSWORD_IN_URL, Server, USER, database};

/// Starts one; `settings` as `name=value` come after those that make it fast and forgetful.
pub(super) fn start(settings: &[&str]) -> Server {
    let home = Home::create("postgres");
    let data = home.path("data").into_os_string();
    let password = home.write("password", PASSWORD);
    let mut password_file = OsString::from("--pwfile=");
    password_file.push(password);
    home.run(
        &program("initdb"),
        &[
            "--pgdata".into(),
            data.clone(),
            password_file,
            format!("--username={USER}").into(),
            // Without optimisation, SCRAM costs a client a tenth of a second for each connection.
            "--auth=password".into(),
            "--encoding=UTF8".into(),
            "--locale=C.UTF-8".into(),
            "--no-sync".into(),
            "--no-instructions".into(),
        ],
    );
    let base_url = |port| format!("postgres://{USER}:{PASSWORD_IN_URL}@127.0.0.1:{port}");
    let (process, port) = home.start(
        &program("postgres"),
        // An immediate shutdown: it removes the shared memory, which a kill would leave behind.
        "QUIT",
        |port| {
            let mut args = vec!["-D".into(), data.clone(), "-p".into(), port.to_string().into()];
            let usual = [
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=off",
                "full_page_writes=off",
                "synchronous_commit=off",
                "max_connections=300",
                "timezone=UTC",
            ];
            for setting in usual.iter().chain(settings) {
                args.extend(["-c".into(), (*setting).into()]);
            }
            args
        },
        |port| database::try_connect(&format!("{}/postgres", base_url(port))),
    );
    Server {
        dialect: Dialect::Postgres,
        base_url: base_url(port),
        admin_database: "postgres".to_owned(),
        process: Some(process),
    }
}

/// A program of PostgreSQL. Debian keeps the servers of each version in a folder of its own, outside
/// the `PATH`; the newest is taken.
pub(crate) fn program(name: &str) -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<_> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())))
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    let folders: Vec<_> = versions.into_iter().map(|(_, path)| path.join("bin")).collect();
    find_program("PostgreSQL", name, &folders)
}
