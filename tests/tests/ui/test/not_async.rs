#[dbwarden::test(dir = "tests")]
fn waits_for_nobody(pool: sqlx::SqlitePool) {}

fn main() {}
