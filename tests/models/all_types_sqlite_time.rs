// The types of `time` on SQLite; see `all_types_sqlite.rs`. sqlx's macros infer `OffsetDateTime` from
// DATETIME and `Date` from DATE where `chrono` is not switched on.

use sqlx::types::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "timed")]
pub struct Timed {
    #[dbwarden(primary_key)]
    pub id: i64,
    pub day: Date,
    pub instant: OffsetDateTime,
}

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "timed_chosen")]
pub struct TimedChosen {
    #[dbwarden(primary_key)]
    pub id: i64,
    pub clock: Time,
    pub moment: PrimitiveDateTime,
}
