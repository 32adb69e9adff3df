#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(primary_key)]
    id: i32,
    #[dbwarden(primary_key)]
    other: i32,
}

fn main() {}
