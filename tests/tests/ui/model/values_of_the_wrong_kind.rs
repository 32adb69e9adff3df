#[derive(dbwarden::Model)]
#[dbwarden(table = posts, comment, skip = true)]
struct Post {
    #[dbwarden(length = "255", precision = -1, type = text, nullable = true, auto = 1, length)]
    title: String,
}

fn main() {}
