//! URLs of databases. A password never leaves this file except towards the database.

use std::fmt;
use std::path::{Component, Path, PathBuf};

use dbwarden_core::dialect::Dialect;

use crate::error::{Error, Result};

/// A URL of a database. Every print of it hides the password.
#[derive(Clone)]
pub(crate) struct DatabaseUrl {
    url: String,
    dialect: Dialect,
}

impl DatabaseUrl {
    /// Reads a URL; the path of an SQLite file is relative to `root`. `setting` says in errors where
    /// the URL was written.
    pub(super) fn parse(url: &str, root: &Path, setting: &str) -> Result<Self> {
        let url = url.trim();
        if url.is_empty() {
            return Err(Error::new(format!("{setting} is empty")).hint(HINT));
        }
        let Some(dialect) = Dialect::from_url(url) else {
            let message = match url.split_once("://") {
                Some((scheme, _)) => {
                    format!("{setting} has a scheme that dbwarden does not know: `{scheme}`")
                }
                None => format!("{setting} is not a URL"),
            };
            return Err(Error::new(message).hint(HINT));
        };
        let url = match dialect {
            Dialect::Sqlite => relative_to(url, root),
            Dialect::Postgres | Dialect::MySql => url.to_owned(),
        };
        Ok(Self { url, dialect })
    }

    /// A URL that was given on the command line.
    pub(crate) fn given(url: &str, flag: &str) -> Result<Self> {
        Self::parse(url, Path::new(""), flag)
    }

    /// A database of SQLite's in memory.
    pub(crate) fn memory() -> Self {
        Self { url: "sqlite::memory:".to_owned(), dialect: Dialect::Sqlite }
    }

    /// The whole URL, password and all. Only a driver may see it.
    pub(crate) fn expose(&self) -> &str {
        &self.url
    }

    /// Which database it is.
    pub(crate) fn dialect(&self) -> Dialect {
        self.dialect
    }
}

const HINT: &str = "a URL begins with `postgres://`, `mysql://`, `mariadb://` or `sqlite://`";

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&dbwarden::redact_url(&self.url))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An SQLite URL cut into its scheme, its path (none for a database in memory) and its query.
fn sqlite_path(url: &str) -> (&str, Option<&str>, &str) {
    let (scheme, rest) = url.split_at(if url.starts_with("sqlite://") { 9 } else { 7 });
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let in_memory = path.is_empty() || path == ":memory:" || query.contains("mode=memory");
    (scheme, (!in_memory).then_some(path), query)
}

fn relative_to(url: &str, root: &Path) -> String {
    match sqlite_path(url) {
        (scheme, Some(path), query) if Path::new(path).is_relative() => {
            let path: PathBuf =
                root.join(path).components().filter(|part| *part != Component::CurDir).collect();
            format!("{scheme}{}{query}", path.display())
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_print_shows_the_password() {
        let url =
            DatabaseUrl::parse("mysql://a:secret@h/d", Path::new(""), "url").expect("it is one");
        assert_eq!(format!("{url} {url:?}"), "mysql://a:***@h/d mysql://a:***@h/d");
        assert_eq!(url.expose(), "mysql://a:secret@h/d");
    }

    #[test]
    fn sqlite_files_are_relative_to_the_settings() {
        let root = Path::new("../..");
        for (url, resolved) in [
            ("sqlite://app.db?mode=ro", "sqlite://../../app.db?mode=ro"),
            ("sqlite:./data/app.db", "sqlite:../../data/app.db"),
            ("sqlite:///var/app.db", "sqlite:///var/app.db"),
            ("sqlite::memory:", "sqlite::memory:"),
            ("sqlite://:memory:", "sqlite://:memory:"),
        ] {
            assert_eq!(DatabaseUrl::parse(url, root, "url").expect("it is one").expose(), resolved);
        }
    }

    #[test]
    fn what_is_no_url_is_refused_without_being_shown() {
        let error = DatabaseUrl::parse("oracle://a:secret@h/d", Path::new(""), "`url`")
            .expect_err("unknown");
        assert!(error.to_string().contains("`oracle`"));
        assert!(!error.to_string().contains("secret"));
        assert!(
            DatabaseUrl::parse("a:secret@h/d", Path::new(""), "`url`")
                .is_err_and(|e| !e.to_string().contains("secret"))
        );
    }
}
