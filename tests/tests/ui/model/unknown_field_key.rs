#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(primarykey)]
    id: i32,
    #[dbwarden(lenght = 255, banana)]
    title: String,
}

fn main() {}
