#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(index(title, name = "x"), index(wher = "x"), unique(title))]
    id: i32,
    title: String,
}

fn main() {}
