#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(generated = "a + b", default = 1)]
    a: i32,
    #[dbwarden(generated(stored))]
    b: i32,
    #[dbwarden(generated("x", virtul), identity(alway))]
    c: i32,
}

fn main() {}
