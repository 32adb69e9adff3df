//! What migrations can be run on.

use dbwarden_core::dialect::Dialect;

use crate::driver::{Access, Driver, Future};
use crate::error::{Error, ErrorKind};

/// A database: a pool, a connection, a pooled connection, or a URL.
///
/// Implemented for `&Pool<DB>`, `&mut PoolConnection<DB>` and `&mut` connections of the databases
/// whose features are on, and for URLs as `&str`, `&String` and `String`. Nobody else can implement
/// it.
///
/// - **A pool** lends a connection, with its hooks run. Where there is work to do, it is taken out
///   of the pool, so that a pool of one still serves the application, and closed afterwards. Only a
///   SQLite database in memory is worked on in the pool's own connection.
/// - **A connection** holds the lock and does the work itself, and must not be inside a transaction.
///   When a run on `&mut PoolConnection` is dropped before its end, that connection is closed; a
///   bare `&mut` connection cannot be closed from here, so drop it as well in that case.
/// - **A URL** is connected to and closed. `run` creates the file of a SQLite database that is not
///   there yet; what only reads treats it as an empty database and creates nothing.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not something that migrations can be run on",
    note = "pass `&pool`, `&mut connection` or a URL, and turn on the feature of the database: \
            `dbwarden = {{ features = [\"postgres\"] }}`"
)]
pub trait Target<'t>: sealed::Sealed<'t> + Send {}

impl<'t, T: sealed::Sealed<'t> + Send> Target<'t> for T {}

pub(crate) mod sealed {
    use super::{Access, Driver, Error, Future};

    /// Opens the database.
    pub trait Sealed<'t> {
        /// A driver on one connection.
        fn open(self, access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>>;
    }
}

/// `url` with its password replaced by `***`, for messages.
///
/// It also hides a password that was not percent-encoded and therefore breaks the URL apart.
///
/// ```
/// assert_eq!(
///     dbwarden::redact_url("postgres://app:s3cret@db.example/app"),
///     "postgres://app:***@db.example/app"
/// );
/// ```
pub fn redact_url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    if scheme == "sqlite" {
        return url.to_owned();
    }
    // The last `@` ends the credentials even where the password holds `@`, `/`, `?` or `#`.
    let rest = match rest.rsplit_once('@') {
        Some((credentials, host)) => match credentials.split_once(':') {
            Some((user, _)) => format!("{user}:***@{host}"),
            None => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    let (base, query) = match rest.split_once('?') {
        Some((base, query)) => (base.to_owned(), Some(query.to_owned())),
        None => (rest, None),
    };
    let Some(query) = query else { return format!("{scheme}://{base}") };
    let pairs: Vec<String> = query
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((key, _)) if key.to_ascii_lowercase().contains("password") => format!("{key}=***"),
            _ => pair.to_owned(),
        })
        .collect();
    format!("{scheme}://{base}?{}", pairs.join("&"))
}

/// Connects to a URL, by its scheme.
async fn open_url<'t>(url: &str, access: Access) -> Result<Box<dyn Driver + 't>, Error> {
    let Some(dialect) = Dialect::from_url(url) else {
        let scheme = url.split_once(':').map_or(url, |(scheme, _)| scheme);
        // Without a colon the whole text would be printed, and it may hold anything.
        let shown = if url.contains(':') { scheme } else { "no scheme" };
        return Err(Error::new(ErrorKind::Connect, format!("unknown database in URL: {shown}"))
            .with_hint("a URL begins with `postgres://`, `mysql://`, `mariadb://` or `sqlite:`"));
    };
    crate::driver::connect(dialect, url, access).await
}

impl<'t> sealed::Sealed<'t> for &'t str {
    fn open(self, access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(open_url(self, access))
    }
}

impl<'t> sealed::Sealed<'t> for &'t String {
    fn open(self, access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(open_url(self, access))
    }
}

impl<'t> sealed::Sealed<'t> for String {
    fn open(self, access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
        Box::pin(async move { open_url(&self, access).await })
    }
}

/// Makes a pool, a pooled connection and a connection of a database targets. The last words make a
/// driver of a connection and, for a pool, of the pool that it comes from.
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
macro_rules! targets {
    ($database:ty, $connection:ty, |$conn:ident, $pool:ident| $driver:expr) => {
        impl<'t> $crate::target::sealed::Sealed<'t> for &'t sqlx::Pool<$database> {
            fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
                Box::pin(async move {
                    let conn = self.acquire().await;
                    let conn = conn.map_err(|error| {
                        unreachable(error, "cannot get a connection of the pool")
                    })?;
                    let ($conn, $pool) = (Conn::Pooled(conn), Some(self.clone()));
                    Ok($driver)
                })
            }
        }

        impl<'t> $crate::target::sealed::Sealed<'t>
            for &'t mut sqlx::pool::PoolConnection<$database>
        {
            fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
                let ($conn, $pool) = (Conn::Lent(self), None::<sqlx::Pool<$database>>);
                Box::pin(async move { Ok($driver) })
            }
        }

        impl<'t> $crate::target::sealed::Sealed<'t> for &'t mut $connection {
            fn open(self, _access: Access) -> Future<'t, Result<Box<dyn Driver + 't>, Error>> {
                let ($conn, $pool) = (Conn::Borrowed(self), None::<sqlx::Pool<$database>>);
                Box::pin(async move { Ok($driver) })
            }
        }
    };
}

#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
pub(crate) use targets;

#[cfg(test)]
mod tests {
    use super::redact_url;

    #[test]
    fn passwords_are_hidden_even_in_broken_urls() {
        for (url, shown) in [
            ("postgres://u@h/d", "postgres://u@h/d"),
            ("postgres://u:p@h:5432/d", "postgres://u:***@h:5432/d"),
            ("postgres://u:p@ss/w#r?d@h/d", "postgres://u:***@h/d"),
            ("mysql://u:p@h/d?ssl-mode=REQUIRED", "mysql://u:***@h/d?ssl-mode=REQUIRED"),
            ("postgres:///d?user=u&password=p", "postgres:///d?user=u&password=***"),
            ("sqlite://a@b:c.db", "sqlite://a@b:c.db"),
            ("app.db", "app.db"),
        ] {
            assert_eq!(redact_url(url), shown);
        }
    }
}
