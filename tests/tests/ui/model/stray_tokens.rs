#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", , 5, schema "x")]
struct Post {
    id: i32,
}

fn main() {}
