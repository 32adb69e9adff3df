#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", check(name = "ck"), check(""))]
struct Post {
    #[dbwarden(check(exp = "x"))]
    id: i32,
}

fn main() {}
