#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", primary_key(id, id))]
struct Post {
    id: i32,
}

fn main() {}
