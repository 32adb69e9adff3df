#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post(i32);

#[derive(dbwarden::Model)]
#[dbwarden(table = "units")]
struct Unit;

#[derive(dbwarden::Model)]
union Both {
    a: i32,
}

fn main() {}
