#[derive(dbwarden::Model)]
#[dbwarden(table = "posts", mysql(engin = "InnoDB"), sqlite(strikt), postgres(unloged))]
struct Post {
    #[dbwarden(postgres(typ = "inet"), mysql(autoincrement))]
    id: i32,
}

fn main() {}
