//! A service whose replicas start together.
//!
//! Each replica migrates the database at start. One of them gets the lock and does the work, the
//! others wait for it and find nothing left to do; then all of them share a queue of jobs.

mod models;

use std::env;
use std::error::Error;

use dbwarden::Migrator;
use models::{Job, JobState};
use sqlx::PgPool;

/// Checked while this compiles; a `static` costs nothing at start.
static MIGRATIONS: Migrator = dbwarden::migrate!();

const REPLICAS: usize = 4;
const JOBS: i32 = 20;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Result<()> {
    let url = env::var("DATABASE_URL").map_err(|_| "set DATABASE_URL to a PostgreSQL database")?;
    let replicas: Vec<_> =
        (1..=REPLICAS).map(|number| tokio::spawn(replica(number, url.clone()))).collect();
    for replica in replicas {
        println!("{}", replica.await??);
    }

    let pool = PgPool::connect(&url).await?;
    let jobs: Vec<Job> = sqlx::query_as("SELECT * FROM jobs ORDER BY id").fetch_all(&pool).await?;
    let done = jobs.iter().filter(|job| job.state == JobState::Done).count();
    for Job { id, payload, taken_by, created_at, .. } in jobs.iter().take(3) {
        let replica = taken_by.as_deref().unwrap_or("nobody");
        println!("job {id} of {}: {payload} by {replica}", created_at.format("%F %T"));
    }
    println!("{done} of {} jobs done", jobs.len());
    Ok(())
}

/// One process of a deployment, from its start to the end of its work.
async fn replica(number: usize, url: String) -> Result<String> {
    let name = format!("replica {number}");
    let pool = PgPool::connect(&url).await?;
    let report = MIGRATIONS.run(&pool).await?;
    if number == 1 {
        enqueue(&pool).await?;
    }
    let mut done = 0;
    while let Some(job) = take(&pool, &name).await? {
        finish(&pool, &job).await?;
        done += 1;
    }
    let applied = report.migrations().len();
    Ok(format!("{name} applied {applied} migrations and did {done} jobs"))
}

async fn enqueue(pool: &PgPool) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO jobs (payload) SELECT jsonb_build_object('n', n) FROM generate_series(1, $1) n")
        .bind(JOBS)
        .execute(pool)
        .await?;
    Ok(())
}

/// The oldest job that nobody has taken. Two replicas never take the same.
async fn take(pool: &PgPool, name: &str) -> sqlx::Result<Option<Job>> {
    sqlx::query_as(
        "UPDATE jobs SET state = 'running', taken_by = $1 WHERE id = (
             SELECT id FROM jobs WHERE state = 'queued' ORDER BY created_at, id
             LIMIT 1 FOR UPDATE SKIP LOCKED
         ) RETURNING *",
    )
    .bind(name)
    .fetch_optional(pool)
    .await
}

async fn finish(pool: &PgPool, job: &Job) -> sqlx::Result<()> {
    sqlx::query("UPDATE jobs SET state = $1 WHERE id = $2")
        .bind(JobState::Done)
        .bind(job.id)
        .execute(pool)
        .await?;
    Ok(())
}
