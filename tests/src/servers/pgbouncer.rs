//! A private PgBouncer that pools transactions.

use std::path::PathBuf;

use super::launch::{Home, ServerProcess, find_program};
use super::{Database, PASSWORD, PASSWORD_IN_URL, USER, database};

/// A proxy before a database; it stops when this value is dropped.
#[derive(Debug)]
pub struct PgBouncer {
    url: String,
    _process: ServerProcess,
}

impl PgBouncer {
    /// Starts a proxy that gives each transaction whichever of its sessions is free.
    ///
    /// # Panics
    /// When PgBouncer is not installed or does not start.
    pub fn before(database: &Database) -> PgBouncer {
        let (_, server) = database.url().rsplit_once('@').expect("a URL with a user");
        let (address, name) = server.split_once('/').expect("a URL with a database");
        let (host, port) = address.split_once(':').expect("a URL with a port");
        let home = Home::create("postgres");
        let users = home.write("users", &format!("\"{USER}\" \"{PASSWORD}\"\n"));
        let config = home.path("pgbouncer.ini");
        let settings = |listen: u16| {
            format!(
                "[databases]\n{name} = host={host} port={port}\n[pgbouncer]\n\
                 listen_addr = 127.0.0.1\nlisten_port = {listen}\nunix_socket_dir =\n\
                 auth_type = plain\nauth_file = {}\npool_mode = transaction\n\
                 default_pool_size = 8\nmin_pool_size = 4\nserver_round_robin = 1\n\
                 ignore_startup_parameters = extra_float_digits,options\n",
                users.display()
            )
        };
        let url =
            |listen: u16| format!("postgres://{USER}:{PASSWORD_IN_URL}@127.0.0.1:{listen}/{name}");
        let folders = ["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from);
        let (process, listen) = home.start(
            &find_program("PgBouncer", "pgbouncer", &folders),
            "TERM",
            |listen| {
                std::fs::write(&config, settings(listen)).expect("the settings can be written");
                vec![config.clone().into()]
            },
            |listen| database::try_connect(&url(listen)),
        );
        PgBouncer { url: url(listen), _process: process }
    }

    /// The URL of the database through the proxy.
    pub fn url(&self) -> &str {
        &self.url
    }
}
