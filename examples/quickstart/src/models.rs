//! What sqlx reads, dbwarden migrates.

/// A person with an account.
#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "users", comment = "Core user accounts")]
pub struct User {
    /// Numbers itself.
    #[dbwarden(primary_key)]
    pub id: i32,
    /// Where to reach them.
    #[dbwarden(length = 255, unique)]
    pub email: String,
    /// What they say of themselves.
    pub bio: Option<String>,
}

/// What a user has written.
#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "posts", index(name = "ix_posts_created_at", columns(created_at)))]
pub struct Post {
    /// Numbers itself.
    #[dbwarden(primary_key)]
    pub id: i32,
    /// The headline.
    #[dbwarden(length = 255)]
    pub title: String,
    /// The text.
    pub body: String,
    /// Who wrote it.
    #[dbwarden(references(User::id))]
    pub user_id: i32,
    /// When it was written.
    pub created_at: chrono::NaiveDateTime,
}
