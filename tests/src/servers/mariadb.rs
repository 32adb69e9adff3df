//! A private MariaDB.

use std::ffi::OsString;
use std::path::PathBuf;

use dbwarden_core::dialect::Dialect;

use super::launch::{Home, find_program};
use super::{PASSWORD, PASSWORD_IN_URL, Server, USER, database};

/// Starts one; `settings` as `name=value` come after those that make it fast and forgetful.
pub(super) fn start(settings: &[&str]) -> Server {
    let home = Home::create("mysql");
    let option = |name: &str, path: PathBuf| {
        let mut option = OsString::from(format!("--{name}="));
        option.push(path);
        option
    };
    let data = home.path("data");
    home.run(
        &program("mariadb-install-db"),
        &[
            "--no-defaults".into(),
            option("datadir", data.clone()),
            "--auth-root-authentication-method=normal".into(),
            "--skip-test-db".into(),
            "--skip-name-resolve".into(),
            "--innodb-log-file-size=8M".into(),
            "--innodb-flush-method=nosync".into(),
        ],
    );
    let account = home.write(
        "account.sql",
        &format!(
            "CREATE USER IF NOT EXISTS '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n\
             GRANT ALL ON *.* TO '{USER}'@'%' WITH GRANT OPTION;\n"
        ),
    );
    let base_url = |port| format!("mysql://{USER}:{PASSWORD_IN_URL}@127.0.0.1:{port}");
    let socket = home.path("socket");
    let (process, port) = home.start(
        &program("mariadbd"),
        // Nothing of it is kept, so there is nothing to shut down in good order.
        "KILL",
        |port| {
            let mut args = vec![
                "--no-defaults".into(),
                option("datadir", data.clone()),
                option("socket", socket.clone()),
                // A server that starts clears away what it takes for leftovers of its own.
                option("tmpdir", data.clone()),
                option("init-file", account.clone()),
                format!("--port={port}").into(),
                "--bind-address=127.0.0.1".into(),
                "--skip-name-resolve".into(),
                "--innodb-flush-log-at-trx-commit=0".into(),
                "--innodb-flush-method=nosync".into(),
                "--innodb-doublewrite=OFF".into(),
                "--sync-frm=OFF".into(),
                "--sync-frm=OFF".into(),
                "--innodb-buffer-pool-size=64M".into(),
                "--innodb-log-file-size=8M".into(),
                "--max-connections=300".into(),
                "--default-time-zone=+00:00".into(),
            ];
            args.extend(settings.iter().map(|setting| format!("--{setting}").into()));
            args
        },
        |port| database::try_connect(&format!("{}/mysql", base_url(port))),
    );
    Server {
        dialect: Dialect::MySql,
        base_url: base_url(port),
        admin_database: "mysql".to_owned(),
        process: Some(process),
    }
}

/// A program of MariaDB. The server itself is not in everybody's `PATH`.
pub(crate) fn program(name: &str) -> PathBuf {
    let folders = ["/usr/sbin", "/usr/local/sbin", "/usr/libexec"].map(PathBuf::from);
    find_program("MariaDB", name, &folders)
}
