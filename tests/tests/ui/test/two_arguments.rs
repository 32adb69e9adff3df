#[dbwarden::test(dir = "tests")]
async fn two(pool: sqlx::SqlitePool, other: sqlx::SqlitePool) {}

fn main() {}
