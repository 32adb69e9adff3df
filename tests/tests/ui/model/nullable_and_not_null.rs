#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(nullable, not_null)]
    id: i32,
}

fn main() {}
