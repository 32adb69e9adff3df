// The types of `time` and `bigdecimal` on MySQL and MariaDB; see `all_types_mysql.rs`. sqlx's macros infer
// them where `chrono` and `rust_decimal` are not switched on.

use sqlx::types::BigDecimal;
use sqlx::types::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "timed")]
pub struct Timed {
    #[dbwarden(primary_key)]
    pub id: i64,
    #[dbwarden(precision = 20, scale = 4)]
    pub decimal: BigDecimal,
    pub day: Date,
    pub clock: Time,
    pub moment: PrimitiveDateTime,
    pub instant: OffsetDateTime,
    pub maybe: Option<OffsetDateTime>,
}
