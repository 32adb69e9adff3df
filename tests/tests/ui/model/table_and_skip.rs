#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", skip)]
struct Post {
    id: i32,
}

fn main() {}
