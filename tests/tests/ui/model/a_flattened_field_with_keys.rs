struct Other;

#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[sqlx(flatten)]
    #[dbwarden(unique)]
    a: Other,
    #[dbwarden(skip, unique)]
    b: i32,
}

fn main() {}
