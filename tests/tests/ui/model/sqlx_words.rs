#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
#[sqlx(rename_all = "snakecase")]
struct Post {
    #[sqlx(try_from = "i64 +")]
    id: i32,
}

fn main() {}
