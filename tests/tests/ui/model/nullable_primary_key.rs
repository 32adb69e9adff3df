#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(primary_key, nullable, unique)]
    id: i32,
}

fn main() {}
