#[dbwarden::test(dir = "tests")]
async fn of_text(url: String) {
    drop(url);
}

fn main() {}
