//! A database to try things out in.

use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::schema::Schema;

use super::connection::{self, Connection};
#[cfg(feature = "mysql")]
use super::trial::PREFIX;
use super::{Error, Options};
#[cfg(feature = "mysql")]
use crate::driver::mysql;
#[cfg(feature = "postgres")]
use crate::driver::postgres;
#[cfg(feature = "mysql")]
use crate::throwaway::new_name;
use crate::{Back, Migrator, Report};

/// A database to try things out in: empty when it is made, and removed afterwards.
///
/// SQLite's is in memory. PostgreSQL's and MariaDB's are databases of the server of the URL, made as
/// its own database is (encoding, collation, search path). A name tells what they are for; what a
/// killed process leaves behind is removed when the next one is made from the same database.
pub struct Scratch {
    connection: Connection,
    place: Place,
}

enum Place {
    #[cfg(feature = "sqlite")]
    Memory,
    #[cfg(feature = "postgres")]
    Postgres(postgres::scratch_database::Place),
    #[cfg(feature = "mysql")]
    MySql(mysql::scratch::Place),
}

#[allow(
    irrefutable_let_patterns,
    unreachable_patterns,
    reason = "one database may be built in alone, or all of them"
)]
impl Scratch {
    /// Makes one beside the database of the URL, which itself is not touched.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached, or the user may not create databases: the error says what to
    /// grant.
    pub async fn create(url: &str) -> Result<Self, Error> {
        match connection::dialect(url)? {
            #[cfg(feature = "postgres")]
            Dialect::Postgres => {
                let (place, connection) = postgres::scratch_database::Place::create(url).await?;
                let connection = Connection::Postgres(connection);
                Ok(Self { connection, place: Place::Postgres(place) })
            }
            #[cfg(feature = "mysql")]
            Dialect::MySql => {
                let names = vec![new_name(PREFIX)];
                let (place, connection) = mysql::scratch::Place::create(url, names).await?;
                Ok(Self { connection: Connection::MySql(connection), place: Place::MySql(place) })
            }
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => {
                Ok(Self { connection: Connection::in_memory().await?, place: Place::Memory })
            }
            #[allow(unreachable_patterns)] // All databases may be enabled.
            dialect => Err(connection::missing_feature(dialect)),
        }
    }

    /// What the server is and can do.
    ///
    /// # Errors
    ///
    /// When the connection is lost.
    pub async fn server(&mut self) -> Result<Capabilities, Error> {
        self.connection.capabilities().await
    }

    /// Creates the extensions that the database of the URL has (PostgreSQL), as far as the user may.
    ///
    /// # Errors
    ///
    /// When they cannot be listed.
    pub async fn add_extensions(&mut self) -> Result<(), Error> {
        #[cfg(feature = "postgres")]
        if let Place::Postgres(place) = &mut self.place {
            for statement in place.extensions().await? {
                // What needs it will say so.
                let _ = self.connection.execute(&statement).await;
            }
        }
        Ok(())
    }

    /// Has it seen from now on which tables say their character set and which take that of the database
    /// (MySQL and MariaDB). Tables of both kinds may then refuse to refer to each other.
    ///
    /// # Errors
    ///
    /// When the database cannot be changed.
    pub async fn tell_character_sets(&mut self) -> Result<(), Error> {
        #[cfg(feature = "mysql")]
        if let Place::MySql(place) = &mut self.place {
            place.tell_character_sets().await?;
            // A session remembers how its database was when it entered it.
            self.begin_anew().await?;
        }
        Ok(())
    }

    /// Runs one statement, outside of a transaction.
    ///
    /// # Errors
    ///
    /// What the server says of it.
    pub async fn execute(&mut self, statement: &str) -> Result<(), Error> {
        self.connection.execute(statement).await
    }

    /// The rows of a query whose columns are all text.
    ///
    /// # Errors
    ///
    /// What the server says of it, or when a column is something else.
    pub async fn texts(&mut self, query: &str) -> Result<Vec<Vec<Option<String>>>, Error> {
        self.connection.texts(query).await
    }

    /// Forgets what statements have set for their session, and a transaction that they left open.
    ///
    /// # Errors
    ///
    /// When the server cannot be reached again.
    pub async fn begin_anew(&mut self) -> Result<(), Error> {
        match &self.place {
            // A new connection would be to another database.
            #[cfg(feature = "sqlite")]
            Place::Memory => {
                let _ = self.connection.execute("ROLLBACK").await;
                Ok(())
            }
            #[cfg(feature = "postgres")]
            Place::Postgres(place) => {
                self.connection = Connection::Postgres(place.connect().await?);
                Ok(())
            }
            #[cfg(feature = "mysql")]
            Place::MySql(place) => {
                self.connection = Connection::MySql(place.connect().await?);
                Ok(())
            }
        }
    }

    /// Applies migrations, as [`Migrator::run`] does.
    ///
    /// # Errors
    ///
    /// Those of [`Migrator::run`].
    pub async fn migrate(&mut self, migrator: &Migrator) -> Result<Report, crate::Error> {
        self.connection.migrate(migrator).await
    }

    /// Takes migrations back, as [`Migrator::rollback`] does.
    ///
    /// # Errors
    ///
    /// Those of [`Migrator::rollback`].
    pub async fn rollback(
        &mut self,
        migrator: &Migrator,
        back: Back,
    ) -> Result<Report, crate::Error> {
        self.connection.rollback(migrator, back).await
    }

    /// What it holds.
    ///
    /// # Errors
    ///
    /// When the catalog cannot be read.
    pub async fn schema(&mut self, options: &Options) -> Result<Schema, Error> {
        let schema = self.connection.schema(options).await?;
        Ok(match &self.place {
            #[cfg(feature = "mysql")]
            Place::MySql(place) => place.told(schema),
            _ => schema,
        })
    }

    /// Removes it.
    ///
    /// # Errors
    ///
    /// When the server does not drop the database; the next one that is made tries again.
    pub async fn remove(self) -> Result<(), Error> {
        self.connection.close().await;
        match self.place {
            #[cfg(feature = "sqlite")]
            Place::Memory => Ok(()),
            #[cfg(feature = "postgres")]
            Place::Postgres(place) => place.remove().await,
            #[cfg(feature = "mysql")]
            Place::MySql(place) => place.remove().await,
        }
    }
}
