#[dbwarden::test(migrations = "db/sql")]
async fn what_migrations(pool: sqlx::SqlitePool) {}

#[dbwarden::test(dir = "tests", migrator = MIGRATOR)]
async fn which_ones(pool: sqlx::SqlitePool) {}

fn main() {}
