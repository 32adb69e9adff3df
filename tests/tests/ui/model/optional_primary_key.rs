#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(primary_key)]
    id: Option<i32>,
}

fn main() {}
