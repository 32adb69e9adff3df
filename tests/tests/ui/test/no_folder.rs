#[dbwarden::test]
async fn without_migrations(pool: sqlx::SqlitePool) {
    drop(pool);
}

#[dbwarden::test(dir = "no/such/folder")]
async fn somewhere_else(pool: sqlx::SqlitePool) {
    drop(pool);
}

fn main() {}
