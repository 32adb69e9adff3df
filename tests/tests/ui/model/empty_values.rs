#[derive(dbwarden::Model)]
#[dbwarden(table = "", primary_key())]
struct Post {
    #[dbwarden(comment = "", length = 0)]
    title: String,
}

fn main() {}
