#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", colum(name = "x"), index(nothing))]
struct Post {
    #[dbwarden(primary_key, lenght = 3)]
    id: Option<i32>,
    #[dbwarden(default = "draft", references("u.id", on_delete = casc))]
    title: String,
}

fn main() {}
