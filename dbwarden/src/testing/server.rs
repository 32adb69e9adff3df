//! What the servers of tests have in common: which one it is, and how long to wait.

use std::time::{Duration, Instant};

use dbwarden_core::dialect::Dialect;

use crate::error::{Error, ErrorKind};

/// The variable that names the server, as it does for sqlx.
const VARIABLE: &str = "DATABASE_URL";

/// A wait for others: a process that makes the template, a session that is still connected to it.
pub(super) struct Wait(Instant);

impl Wait {
    const LONGEST: Duration = Duration::from_secs(300);
    const PAUSE: Duration = Duration::from_millis(20);

    pub(super) fn begin() -> Self {
        Self(Instant::now())
    }

    /// Whether it has taken too long already.
    pub(super) fn is_over(&self) -> bool {
        self.0.elapsed() > Self::LONGEST
    }

    pub(super) async fn pause(&self) {
        tokio::time::sleep(Self::PAUSE).await;
    }

    /// A moment of waiting for the process that makes the template.
    pub(super) async fn for_template(&self) -> Result<(), Error> {
        if self.is_over() {
            let message = "another process is still making the template of these tests";
            return Err(Error::new(ErrorKind::Locked, message));
        }
        self.pause().await;
        Ok(())
    }
}

/// The URL of the server: the one that was given, or the one of the environment, or of the nearest
/// file `.env`.
pub(super) fn url(given: Option<&str>, dialect: Dialect) -> Result<String, Error> {
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
}
