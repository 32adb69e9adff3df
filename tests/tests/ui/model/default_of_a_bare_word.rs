#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(default = "draft")]
    state: String,
    #[dbwarden(default = "", mysql(default = "new"))]
    other: Option<String>,
}

fn main() {}
