#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", index(id dsc, nmae = "x"), index(id ops = 3), index(id nulls lst), index(expr = id), index(name = "x"), index(id id))]
struct Post {
    id: i32,
}

fn main() {}
