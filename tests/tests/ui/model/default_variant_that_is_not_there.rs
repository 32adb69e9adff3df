enum State {
    Draft,
}

#[derive(dbwarden::Model)]
#[dbwarden(table = "posts")]
struct Post {
    #[dbwarden(default = State::Drft)]
    a: State,
    #[dbwarden(default = State::Draft)]
    b: i32,
}

fn main() {
    let _ = State::Draft;
}
