//! An application that migrates itself at start, writes, reads, and shows how its database stands.
//!
//! Run it twice: the second time there is nothing to apply.

mod models;

use std::env;
use std::error::Error;

use models::{Post, User};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = env::var("DATABASE_URL").unwrap_or_else(|_| "sqlite://quickstart.db".to_owned());
    let options: SqliteConnectOptions = url.parse()?;
    let pool = SqlitePool::connect_with(options.create_if_missing(true)).await?;

    // The files of `migrations/primary` are part of this program, checked while it compiled.
    let migrator = dbwarden::migrate!();
    let report = migrator.run(&pool).await?;
    for migration in report.migrations() {
        println!("Applied {} in {:?}", migration.file_name(), migration.duration());
    }
    if report.is_empty() {
        println!("Nothing to apply");
    }

    let author = author(&pool, "ada@example.org").await?;
    write(&pool, &author).await?;
    for post in posts_of(&pool, &author).await? {
        let Post { id, title, body, user_id, created_at } = post;
        let (email, at) = (&author.email, created_at.format("%F %T"));
        println!("{at} {email} (user {user_id}) wrote: {title} (post {id}: {body})");
    }

    let status = migrator.status(&pool).await?;
    println!("Applied migrations: {}", status.applied().count());
    println!("Pending migrations: {}", status.pending().count());
    Ok(())
}

async fn author(pool: &SqlitePool, email: &str) -> sqlx::Result<User> {
    sqlx::query("INSERT INTO users (email, bio) VALUES (?, ?) ON CONFLICT (email) DO NOTHING")
        .bind(email)
        .bind("Writes programs")
        .execute(pool)
        .await?;
    sqlx::query_as("SELECT id, email, bio FROM users WHERE email = ?")
        .bind(email)
        .fetch_one(pool)
        .await
}

async fn write(pool: &SqlitePool, author: &User) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO posts (title, body, user_id, created_at) VALUES (?, ?, ?, ?)")
        .bind("On schemas")
        .bind(format!("By {}", author.bio.as_deref().unwrap_or("somebody")))
        .bind(author.id)
        .bind(chrono::Utc::now().naive_utc())
        .execute(pool)
        .await?;
    Ok(())
}

async fn posts_of(pool: &SqlitePool, author: &User) -> sqlx::Result<Vec<Post>> {
    sqlx::query_as("SELECT * FROM posts WHERE user_id = ? ORDER BY created_at")
        .bind(author.id)
        .fetch_all(pool)
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    // Each of these has a database of its own, in which the migrations have run.

    #[dbwarden::test]
    async fn an_author_is_known_again(pool: SqlitePool) -> sqlx::Result<()> {
        let first = author(&pool, "ada@example.org").await?;
        let again = author(&pool, "ada@example.org").await?;
        assert_eq!(first.id, again.id);
        Ok(())
    }

    #[dbwarden::test]
    async fn posts_are_those_of_their_author(pool: SqlitePool) -> sqlx::Result<()> {
        let (ada, bob) = (author(&pool, "ada@x.org").await?, author(&pool, "bob@x.org").await?);
        write(&pool, &ada).await?;
        assert_eq!(posts_of(&pool, &ada).await?.len(), 1);
        assert!(posts_of(&pool, &bob).await?.is_empty());
        Ok(())
    }
}
