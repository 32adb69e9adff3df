#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", index, unique, check, foreign_key, column)]
struct Post {
    id: i32,
}

fn main() {}
