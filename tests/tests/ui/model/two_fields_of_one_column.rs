#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", column(name = "title", type = "text"))]
struct Post {
    #[dbwarden(column = "title")]
    a: String,
    title: String,
}

fn main() {}
