#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(identity, default = 1)]
    a: i32,
    #[dbwarden(auto, identity)]
    b: i32,
}

fn main() {}
