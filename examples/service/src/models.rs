//! The tables of the service.

use chrono::{DateTime, Utc};

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, sqlx::Type, dbwarden::Model)]
#[sqlx(type_name = "job_state", rename_all = "snake_case")]
pub enum JobState {
    /// Nobody has taken it yet.
    #[default]
    Queued,
    /// A replica works on it.
    Running,
    /// It is done.
    Done,
}

/// Something to be done once, by whichever replica takes it.
#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(
    table = "jobs",
    comment = "Work for whichever replica takes it",
    index(name = "ix_jobs_queued", columns(created_at), where = "state = 'queued'")
)]
pub struct Job {
    /// Numbers itself.
    #[dbwarden(primary_key)]
    pub id: i64,
    /// What is to be done.
    pub payload: serde_json::Value,
    /// How far it has come.
    #[dbwarden(default = JobState::Queued)]
    pub state: JobState,
    /// The replica that took it.
    pub taken_by: Option<String>,
    /// When it was asked for.
    #[dbwarden(default = "now()")]
    pub created_at: DateTime<Utc>,
}
