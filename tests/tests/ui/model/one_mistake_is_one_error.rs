#[derive(dbwarden::Model)]
#[dbwarden(table = "users")]
struct User {
    #[dbwarden(primary_kee)]
    id: i32,
}

#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(references(User::id))]
    user_id: i32,
}

fn main() {}
