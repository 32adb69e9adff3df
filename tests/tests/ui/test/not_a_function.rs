#[dbwarden::test]
struct Pool;

#[dbwarden::test(dir = "tests")]
async fn chosen_by_nobody<T>(pool: T) {}

fn main() {}
