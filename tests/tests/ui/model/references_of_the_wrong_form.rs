#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(references)]
    a: i32,
    #[dbwarden(references = "a.b.c.d")]
    b: i32,
    #[dbwarden(references(id))]
    c: i32,
    #[dbwarden(references("users.id", User::id))]
    d: i32,
    #[dbwarden(references(1 + 1))]
    e: i32,
}

fn main() {}
