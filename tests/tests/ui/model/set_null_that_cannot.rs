#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(references = "users.id")]
    a: i32,
    #[dbwarden(references("users.id", on_delete = set_null))]
    b: i32,
}

fn main() {}
