#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(default = Draft)]
    a: i32,
    #[dbwarden(default = 'c')]
    b: i32,
    #[dbwarden(default(1))]
    c: i32,
}

fn main() {}
