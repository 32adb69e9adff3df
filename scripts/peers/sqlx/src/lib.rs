//! Embeds a thousand migrations with sqlx.

pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../files/sqlx");
