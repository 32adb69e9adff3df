#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", table = "other")]
struct Post {
    #[dbwarden(length = 3, length = 4)]
    title: String,
}

fn main() {}
