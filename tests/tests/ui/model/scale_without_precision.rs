#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(scale = 2)]
    a: i32,
    #[dbwarden(precision = 2, scale = 3)]
    b: i32,
}

fn main() {}
