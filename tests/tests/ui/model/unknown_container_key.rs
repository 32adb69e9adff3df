#[derive(dbwarden::Model)]
#[dbwarden(tabel = "posts")]
struct Post {
    id: i32,
}

fn main() {}
