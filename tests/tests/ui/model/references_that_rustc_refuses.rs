mod user {
    pub struct Id(i32);

    #[derive(dbwarden::Model)]
    #[dbwarden(table = "users")]
    pub struct User {
        #[dbwarden(primary_key)]
        id: i32,
        key: Id,
    }

    #[derive(dbwarden::Model)]
    #[dbwarden(table = "keyless")]
    pub struct Keyless {
        id: i32,
    }
}

pub struct NoModel {
    pub id: i32,
}

use user::{Keyless, User};

#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", foreign_key(a, g, references(User::id, User::key)))]
struct Post {
    #[dbwarden(references(User::identity))]
    a: i32,
    #[dbwarden(references(User::id))]
    b: i64,
    #[dbwarden(references(User::id))]
    c: Option<String>,
    #[dbwarden(references(User::key))]
    d: i32,
    #[dbwarden(references(NoModel::id))]
    e: i32,
    #[dbwarden(references(Keyless))]
    f: i32,
    #[dbwarden(references(Usr::id))]
    g: i32,
}

fn main() {}
