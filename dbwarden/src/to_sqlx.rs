//! The same migrations in sqlx's own form, for tools that take nothing else.

use std::borrow::Cow;

use dbwarden_core::migration::{Migration, Script};
use sqlx::migrate::{Migration as Theirs, MigrationType, Migrator as TheirMigrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

use crate::migrator::Migrator;

impl Migrator {
    /// The versioned migrations as sqlx's own `Migrator`: for `#[sqlx::test(migrator = ..)]` and for
    /// other tools that take one (feature `sqlx-migrator`). `#[dbwarden::test]` (feature `test`) needs
    /// none.
    ///
    /// ```
    /// # fn example(migrator: dbwarden::Migrator) {
    /// let theirs: sqlx::migrate::Migrator = migrator.to_sqlx();
    /// # }
    /// ```
    ///
    /// A `static` of them is made once:
    ///
    /// ```ignore
    /// static MIGRATOR: LazyLock<sqlx::migrate::Migrator> =
    ///     LazyLock::new(|| dbwarden::migrate!().to_sqlx());
    ///
    /// #[sqlx::test(migrator = "MIGRATOR")]
    /// async fn test(pool: sqlx::PgPool) { .. }
    /// ```
    ///
    /// It is not for a database that dbwarden migrates: sqlx keeps a ledger of its own, which knows
    /// nothing of ours, and ours nothing of it. What sqlx has no word for is lost on the way:
    ///
    /// - Files that run always or on change are left out.
    /// - A file with `no-transaction` is sent at once, and on PostgreSQL several statements that are
    ///   sent at once are one transaction: `CREATE INDEX CONCURRENTLY` fails there unless it is alone
    ///   in its file.
    /// - A file with `foreign-keys-off` switches them off and on by itself, around a transaction.
    /// - A file without a rollback cannot be taken back.
    pub fn to_sqlx(&self) -> TheirMigrator {
        let migrations = self.set().migrations().iter();
        TheirMigrator::with_migrations(migrations.flat_map(translated).collect())
    }
}

/// A file as one migration, or as two: sqlx has one for each way.
fn translated(migration: &Migration) -> Vec<Theirs> {
    // sqlx counts up to 9223372036854775807; no date and no number that a person writes is above it.
    let version = migration.version().map(|version| i64::try_from(version.number()));
    let Some(Ok(version)) = version else { return Vec::new() };
    let flags = migration.flags();
    let one = |kind, script: &Script| {
        let (sql, no_transaction) = if flags.foreign_keys_off {
            // The setting means nothing inside of a transaction.
            let sql = as_sent(script);
            let sql = format!(
                "PRAGMA foreign_keys = OFF;\nBEGIN;\n{sql}\n;COMMIT;\nPRAGMA foreign_keys = ON;"
            );
            (sql, true)
        } else {
            (as_sent(script).into_owned(), flags.no_transaction)
        };
        let description = Cow::Owned(migration.description().to_owned());
        let sql = AssertSqlSafe(sql).into_sql_str();
        Theirs::new(version, description, kind, sql, no_transaction)
    };
    let rollback = migration.rollback().filter(|script| !script.statements().is_empty());
    match rollback {
        Some(rollback) => vec![
            one(MigrationType::ReversibleUp, migration.upgrade()),
            one(MigrationType::ReversibleDown, rollback),
        ],
        None => vec![one(MigrationType::Simple, migration.upgrade())],
    }
}

/// A script as servers understand it: `DELIMITER` is for clients alone.
fn as_sent(script: &Script) -> Cow<'_, str> {
    let names_delimiter = |line: &str| {
        line.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("DELIMITER"))
    };
    if !script.sql().lines().any(names_delimiter) {
        return Cow::Borrowed(script.sql());
    }
    let ended = |statement| format!("{};\n", script.text(statement));
    Cow::Owned(script.statements().iter().map(ended).collect())
}
