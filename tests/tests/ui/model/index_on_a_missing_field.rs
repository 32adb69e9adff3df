#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", index(creatd_at), unique(titel), primary_key(idd), index(id, include(nothing)))]
struct Post {
    id: i32,
    title: String,
    created_at: i64,
}

fn main() {}
