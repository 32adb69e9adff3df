#[dbwarden::test(dir = "tests")]
async fn no_database() {}

fn main() {}
