//! Embeds a thousand migrations with dbwarden.

#[cfg(not(feature = "files-for-sqlite"))]
pub static MIGRATIONS: dbwarden::Migrator = dbwarden::migrate!(dir = "../files/dbwarden/postgres");
#[cfg(feature = "files-for-sqlite")]
pub static MIGRATIONS: dbwarden::Migrator = dbwarden::migrate!(dir = "../files/dbwarden/sqlite");
