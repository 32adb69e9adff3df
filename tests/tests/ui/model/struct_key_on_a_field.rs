#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(table = "x", foreign_key(a))]
    id: i32,
}

fn main() {}
