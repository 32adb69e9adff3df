#[derive(dbwarden::Model)]
#[dbwarden(stored = "chek", table = "x")]
enum A {
    #[dbwarden(defualt)]
    One,
}

#[derive(dbwarden::Model)]
enum Data {
    One(i32),
    Two,
}

#[derive(dbwarden::Model)]
#[dbwarden(stored = "check")]
#[repr(i32)]
enum Number {
    One,
}

#[derive(dbwarden::Model)]
enum Same {
    One,
    #[sqlx(rename = "One")]
    Two,
}

#[derive(dbwarden::Model)]
enum Twice {
    #[dbwarden(default)]
    One,
    #[dbwarden(default)]
    Two,
}

#[derive(dbwarden::Model)]
enum Empty {}

fn main() {}
