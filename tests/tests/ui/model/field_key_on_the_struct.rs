#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", length = 3, lenght = 3)]
struct Post {
    id: i32,
}

fn main() {}
