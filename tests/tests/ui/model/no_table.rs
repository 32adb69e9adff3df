#[derive(dbwarden::Model)]
struct Post {
    id: i32,
}

fn main() {}
