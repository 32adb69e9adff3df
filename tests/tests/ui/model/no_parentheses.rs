#[derive(dbwarden::Model)]
#[dbwarden]
struct Post {
    id: i32,
}

fn main() {}
