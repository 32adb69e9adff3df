#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", primary_key(id, other))]
struct Post {
    #[dbwarden(primary_key)]
    id: i32,
    other: i32,
}

fn main() {}
