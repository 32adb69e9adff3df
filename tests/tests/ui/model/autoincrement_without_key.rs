#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(sqlite(autoincrement))]
    id: i32,
}

fn main() {}
