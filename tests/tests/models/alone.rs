//! The derive by itself: sqlx's attributes are its own, too.

#![allow(dead_code)]

mod user {
    #[derive(dbwarden::Model)]
    #[dbwarden(table = "users", unique(tenant, email))]
    #[sqlx(rename_all = "camelCase")]
    pub struct User {
        #[dbwarden(primary_key)]
        id: super::UserId,
        tenant: i64,
        #[sqlx(rename = "mail")]
        email: Option<String>,
        r#type: i32,
    }

    #[derive(dbwarden::Model)]
    #[dbwarden(table = "keys", primary_key(a, b))]
    pub(crate) struct Pair<'a, T: Clone> {
        a: i64,
        b: i32,
        #[dbwarden(type = "text")]
        text: std::borrow::Cow<'a, T>,
    }
}

pub struct UserId(i32);

#[derive(dbwarden::Model)]
#[dbwarden(stored = "check")]
#[derive(Default)]
enum Status {
    #[default]
    Todo,
    Done,
}

type Maybe<T> = Option<T>;

#[derive(dbwarden::Model)]
#[dbwarden(
    table = "posts",
    schema = "app",
    database = "primary",
    comment = "all of it",
    renamed_from = "articles",
    index(user_id, title desc nulls last, expr = "lower(title)" desc, name ops = "text_pattern_ops"),
    index(columns(name, r#where), name = "ix", unique, where = "a > 0", using = "btree",
        include(title), nulls_not_distinct, with(fillfactor = 70), comment = "x"),
    index(title(20)),
    check("a > 0", name = "ck"),
    check("a < 100"),
    foreign_key(a, b, references(user::Pair::<String>::a, user::Pair::<String>::b), on_delete = cascade),
    foreign_key(columns(a, b), references = "keys(a, b)", match_full, deferrable),
    column(name = "search", type = "tsvector", nullable, index(using = "gin")),
    mysql(engine = InnoDB, charset = utf8mb4, collation = "utf8mb4_bin", row_format = "DYNAMIC"),
    sqlite(strict),
    postgres(unlogged, with(fillfactor = 70)),
)]
struct Post {
    #[dbwarden(primary_key, identity(always, start = 1, increment = 2))]
    id: i32,
    #[dbwarden(references(user::User::id, on_delete = set_null, on_update = "no action"))]
    user_id: Option<UserId>,
    #[dbwarden(references(user::User))]
    other: Maybe<UserId>,
    #[dbwarden(references(user::User::email))]
    mail: String,
    #[dbwarden(references(user::User::r#type))]
    kind: i32,
    #[dbwarden(references(Self::id, deferrable = initially_deferred))]
    parent: Option<i32>,
    #[dbwarden(type = "bigint", references(Post::id))]
    whatever: String,
    #[dbwarden(length = 20, unique(name = "uq"), collation = "C", comment = "it's")]
    title: String,
    name: String,
    r#where: String,
    #[dbwarden(default = 1, check = "a > 0", renamed_from = "aa")]
    a: i64,
    #[dbwarden(default = "1 + 1", index = "ix_b", index(desc))]
    b: i32,
    #[dbwarden(default)]
    status: Status,
    #[dbwarden(default = Status::Done)]
    before: Option<Status>,
    #[dbwarden(default = -1.5, postgres(default = "pi()", type = "numeric", column = "c"))]
    number: f64,
    #[dbwarden(default = "'draft'")]
    state: String,
    #[dbwarden(default = "CURRENT_USER")]
    by: String,
    #[dbwarden(generated("a + 1", stored))]
    sum: i64,
    #[dbwarden(touch, default = "CURRENT_TIMESTAMP")]
    at: std::time::SystemTime,
    #[sqlx(skip)]
    skipped: std::thread::ThreadId,
}

macro_rules! model {
    ($name:ident, $table:literal, $ty:ty, $default:expr) => {
        #[derive(dbwarden::Model)]
        #[dbwarden(table = $table)]
        struct $name {
            #[dbwarden(primary_key, default = $default)]
            id: $ty,
            #[dbwarden(references($name::id))]
            parent: Option<$ty>,
        }
    };
}

model!(Made, "made", i64, 7);
