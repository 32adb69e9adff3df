//! What a test is told: its migrations, and the server.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use dbwarden_core::dialect::Dialect;

use crate::error::{Error, ErrorKind};
use crate::migrator::Migrator;

/// The variable that names the server, as it does for sqlx.
const VARIABLE: &str = "DATABASE_URL";

/// What the attribute of a test says.
pub struct Setup<'a> {
    /// The URL of the server, where it is not the one of the environment.
    pub url: Option<String>,
    /// The migrations.
    pub migrations: Migrations<'a>,
}

/// Where the migrations of a test come from.
pub enum Migrations<'a> {
    /// The test has named them.
    Given(&'a Migrator),
    /// They are read when the test runs: to embed them in each of a hundred tests would take the
    /// compiler a hundred times as long.
    Folder {
        /// The folder of the crate when it was compiled.
        home: &'static str,
        /// The folder of the migrations, relative to it.
        label: &'static str,
    },
}

impl Migrations<'_> {
    /// The migrations; a folder is read once in a process.
    pub(super) fn load(&self) -> Result<Arc<Migrator>, Error> {
        static READ: Mutex<BTreeMap<PathBuf, Arc<Migrator>>> = Mutex::new(BTreeMap::new());
        let path = match self {
            Self::Given(migrator) => return Ok(Arc::new(Migrator::clone(migrator))),
            Self::Folder { home, label } => {
                // Cargo tells where the crate is now: the program may have been moved since.
                let now = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
                let now = now.map(|home| home.join(label)).filter(|path| path.is_dir());
                now.unwrap_or_else(|| Path::new(home).join(label))
            }
        };
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(migrator) = read.get(&path) {
            return Ok(Arc::clone(migrator));
        }
        let migrator = Arc::new(Migrator::from_dir(&path)?);
        read.insert(path, Arc::clone(&migrator));
        Ok(migrator)
    }
}

/// The URL of the server: the one that was given, or the one of the environment, or of the nearest
/// file `.env`.
pub(super) fn server_url(given: Option<&str>, dialect: Dialect) -> Result<String, Error> {
    let environment = || std::env::var(VARIABLE).ok().filter(|url| !url.is_empty());
    let url = given.map(ToOwned::to_owned).or_else(environment).or_else(of_file);
    checked(url, dialect)
}

/// A variable of the file does not become one of the process: other threads may be reading those.
fn of_file() -> Option<String> {
    let mut variables = dotenvy::dotenv_iter().ok()?.flatten();
    variables.find_map(|(name, value)| (name == VARIABLE && !value.is_empty()).then_some(value))
}

fn checked(url: Option<String>, dialect: Dialect) -> Result<String, Error> {
    let example = match dialect {
        Dialect::MySql => "mysql://root@localhost/mysql",
        Dialect::Postgres | Dialect::Sqlite => "postgres://postgres@localhost/postgres",
    };
    let Some(url) = url else {
        let message = format!("no server to test on: `{VARIABLE}` is not set");
        return Err(Error::new(ErrorKind::Connect, message).with_hint(format!(
            "set it, in the environment or in a file `.env`, to a database of a server on which its \
             user may create others: `{VARIABLE}={example}`"
        )));
    };
    match Dialect::from_url(&url) {
        Some(found) if found == dialect => Ok(url),
        found => {
            let found = found.map_or("none that is known", Dialect::name);
            let message = format!("the test takes {dialect}, and the URL is of another: {found}");
            Err(Error::new(ErrorKind::Dialect, message).with_hint(format!(
                "set `{VARIABLE}={example}`, or name a server with `#[dbwarden::test(url = ..)]`"
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_not_named_is_an_error_with_the_remedy() {
        let error = checked(None, Dialect::Postgres).expect_err("there is none");
        assert_eq!(error.to_string(), "no server to test on: `DATABASE_URL` is not set");
        let hint = error.hint().unwrap_or_default();
        assert!(hint.ends_with("`DATABASE_URL=postgres://postgres@localhost/postgres`"), "{hint}");
    }

    #[test]
    fn a_server_of_another_database_is_an_error_without_its_password() {
        let url = "postgres://app:s3cr3t@localhost/app".to_owned();
        let error = checked(Some(url), Dialect::MySql).expect_err("it is not MariaDB");
        assert!(error.is_wrong_database());
        assert!(!format!("{error:?}").contains("s3cr3t"), "{error:?}");
    }

    #[test]
    fn a_folder_is_found_where_it_was_compiled() {
        let home = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/quickstart");
        let folder = Migrations::Folder { home, label: "migrations/primary" };
        let migrator = folder.load().expect("it is there");
        assert_eq!(migrator.set().database(), "primary");
        assert!(Arc::ptr_eq(&migrator, &folder.load().expect("still")), "it is read once");
    }
}
