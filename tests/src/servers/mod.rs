//! Private database servers, started on demand.
//!
//! [`postgres`] and [`mariadb`] start a server in a temporary folder the first time that they are
//! called in a process, on a port of the loopback that the system chooses, and stop it when the
//! process ends, however it ends. `with-servers COMMAND ..` starts both once for many processes and
//! hands them on in `DBWARDEN_TEST_POSTGRES` and `DBWARDEN_TEST_MARIADB`; the same variables take
//! any other server, by the URL of a database in which the user may create databases.
//!
//! A server that is not installed is a failure, never a skipped test.

mod database;
mod launch;
mod mariadb;
mod pgbouncer;
mod postgres;

use std::sync::OnceLock;

use dbwarden_core::dialect::Dialect;

pub use database::{Database, block_on, execute, number, sqlite_file, text};
pub(crate) use mariadb::program as mariadb_program;
pub use pgbouncer::PgBouncer;
pub(crate) use postgres::program as postgres_program;

/// The user of the servers that are started here.
pub const USER: &str = "warden";

/// The password of [`USER`], as a person types it. It must never be printed by anything.
pub const PASSWORD: &str = "s3cret:w@rden";

/// The same password as it stands in a URL. It must never be printed by anything either.
pub const PASSWORD_IN_URL: &str = "s3cret%3Aw%40rden";

/// A server in which databases can be created.
#[derive(Debug)]
pub struct Server {
    dialect: Dialect,
    /// `scheme://user:password@host:port`, without a database.
    base_url: String,
    /// The database to connect to for work that concerns the whole server.
    admin_database: String,
    /// Keeps the server running; `None` where someone else does.
    process: Option<launch::ServerProcess>,
}

impl Server {
    /// The database that it is.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The URL of a database on this server, whether it exists or not.
    pub fn url(&self, database: &str) -> String {
        format!("{}/{database}", self.base_url)
    }

    /// The URL of the database for work that concerns the whole server.
    pub fn admin_url(&self) -> String {
        self.url(&self.admin_database)
    }

    /// Creates an empty database with a name of its own, which goes when the value is dropped.
    ///
    /// # Panics
    /// When the server refuses.
    pub fn create_database(&'static self) -> Database {
        Database::create(self)
    }

    /// Process id of the database server, where it was started by this process.
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().map(launch::ServerProcess::id)
    }

    /// Ends the server with a signal that it does not notice.
    ///
    /// # Panics
    /// When somebody else has started it.
    pub fn kill(&self) {
        self.own_process().kill();
    }

    /// Starts the server that was [killed](Self::kill) again, on the same data and port.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&self) {
        self.own_process().start_again(|| database::try_connect(&self.admin_url()));
    }

    /// What the server has logged so far.
    ///
    /// # Panics
    /// When somebody else has started it.
    pub fn log(&self) -> String {
        self.own_process().log()
    }

    fn own_process(&self) -> &launch::ServerProcess {
        self.process.as_ref().expect("the server was started by this process")
    }

    fn from_url(dialect: Dialect, url: &str) -> Server {
        let (base_url, database) = url
            .rsplit_once('/')
            .filter(|(base, database)| base.contains("://") && !database.is_empty())
            .unwrap_or_else(|| panic!("the URL of the {dialect} server names no database"));
        Server {
            dialect,
            base_url: base_url.to_owned(),
            admin_database: database.to_owned(),
            process: None,
        }
    }
}

/// Starts the server of the dialect, or takes the one of the environment, once per process.
///
/// # Panics
/// For SQLite, which has no server; and as [`postgres`] and [`mariadb`] do.
pub fn server(dialect: Dialect) -> &'static Server {
    match dialect {
        Dialect::Postgres => postgres(),
        Dialect::MySql => mariadb(),
        Dialect::Sqlite => panic!("SQLite has no server: use `sqlite_file`"),
    }
}

/// Starts a server that nobody else uses, so that a test may count its statements or kill it, whatever
/// the environment offers. It runs until the process ends. `settings` are `name=value`.
///
/// # Panics
/// As [`server`] does.
pub fn private(dialect: Dialect, settings: &[&str]) -> &'static Server {
    Box::leak(Box::new(match dialect {
        Dialect::Postgres => postgres::start(settings),
        Dialect::MySql => mariadb::start(settings),
        Dialect::Sqlite => panic!("SQLite has no server: use `sqlite_file`"),
    }))
}

/// Settings under which a server of this dialect that is [killed](Server::kill) keeps what it has
/// committed. They hand every commit over to the operating system, which lives on.
///
/// # Panics
/// For SQLite, which has no server.
pub fn durable(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Postgres => &["synchronous_commit=on"],
        Dialect::MySql => &["innodb-flush-log-at-trx-commit=2"],
        Dialect::Sqlite => panic!("SQLite has no server"),
    }
}

/// A PostgreSQL server.
///
/// # Panics
/// When PostgreSQL is not installed or does not start.
pub fn postgres() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("DBWARDEN_TEST_POSTGRES") {
        Ok(url) => Server::from_url(Dialect::Postgres, &url),
        Err(_) => postgres::start(&[]),
    })
}

/// A MariaDB server.
///
/// # Panics
/// When MariaDB is not installed or does not start.
pub fn mariadb() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var("DBWARDEN_TEST_MARIADB") {
        Ok(url) => Server::from_url(Dialect::MySql, &url),
        Err(_) => mariadb::start(&[]),
    })
}
