use user::User;

mod user {
    #[derive(dbwarden::Model)]
    #[dbwarden(table = "users")]
    pub struct User {
        #[dbwarden(primary_key)]
        id: i32,
    }
}

#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(references(User::id, on_delete = casade))]
    a: i32,
    #[dbwarden(references(User::id, on_dlete = cascade, deferrable = later))]
    b: i32,
    #[dbwarden(references(User::id), on_delete = cascade)]
    c: i32,
}

fn main() {}
