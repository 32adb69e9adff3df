#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", column(type = "text"), column(name = "x"), column(name = "y", type = "text", skip))]
struct Post {
    id: i32,
}

fn main() {}
