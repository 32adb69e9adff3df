// The types of `time`, `bigdecimal` and `ipnet` on PostgreSQL; see `all_types_postgres.rs`. sqlx's macros
// infer them where `chrono`, `rust_decimal` and `ipnetwork` are not switched on.

use sqlx::postgres::types::PgRange;
use sqlx::types::BigDecimal;
use sqlx::types::ipnet::IpNet;
use sqlx::types::time::{Date, OffsetDateTime, PrimitiveDateTime, Time};

#[derive(Debug, sqlx::FromRow, dbwarden::Model)]
#[dbwarden(table = "timed")]
pub struct Timed {
    #[dbwarden(primary_key)]
    pub id: i64,
    pub decimal: BigDecimal,
    pub day: Date,
    pub clock: Time,
    pub moment: PrimitiveDateTime,
    pub instant: OffsetDateTime,
    pub network: IpNet,
    pub days: PgRange<Date>,
    pub moments: PgRange<PrimitiveDateTime>,
    pub instants: PgRange<OffsetDateTime>,
    pub all_days: Vec<Date>,
    pub all_decimals: Vec<BigDecimal>,
    pub maybe: Option<OffsetDateTime>,
}
