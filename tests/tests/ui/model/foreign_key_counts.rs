#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", foreign_key(a, references = "users(x, y)"), foreign_key(references = "users.id"), foreign_key(a))]
struct Post {
    a: i32,
}

fn main() {}
