// A model file written to hurt, valid on all three databases: every kind of default, composite keys,
// cascades, tables that refer to themselves and to each other, checks, comments, enums in every form,
// reserved words and odd spellings as names, generated columns, identity, `touch`, columns without a
// field, overrules for one engine. What one engine alone has is in `hurt_{engine}.rs`.

use dbwarden::Model;
use sqlx::types::chrono::{self, DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use sqlx::types::{Decimal, Json, JsonValue, Uuid as Key};

pub type Name = String;
pub type Maybe<T> = Option<T>;

#[derive(Debug, Clone, Copy, Default, PartialEq, sqlx::Type)]
#[sqlx(type_name = "order_status", rename_all = "kebab-case")]
pub enum Status {
    #[default]
    ToDo,
    InProgress,
    #[sqlx(rename = "it's done")]
    Done,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, sqlx::Type, Model)]
#[dbwarden(stored = "check")]
#[sqlx(rename_all = "UPPERCASE")]
pub enum Size {
    Small,
    #[default]
    Medium,
    Large,
}

#[derive(Debug, Clone, Copy, PartialEq, sqlx::Type, Model)]
#[dbwarden(stored = "text")]
pub enum Colour {
    Red,
    Green,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, sqlx::Type)]
#[repr(i32)]
pub enum Priority {
    Low = -1,
    #[default]
    Normal,
    High = 10,
    Highest,
}

#[derive(Debug, Clone, Copy, PartialEq, sqlx::Type)]
#[sqlx(transparent)]
pub struct UserId(pub i64);

/// Doc comments stay in Rust.
#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(
    table = "user",
    comment = "It's the people; \"users\" -- with -- dashes",
    index(name = "ix_user_email_lowered", email, name desc),
    check("length(email) > 3", name = "ck_user_email"),
    check("email <> name"),
    unique(tenant, email, name = "uq_user_tenant_email"),
    unique(tenant, r#type)
)]
pub struct User {
    #[dbwarden(primary_key)]
    pub id: UserId,
    #[dbwarden(references(Tenant::id, on_delete = cascade, on_update = cascade, name = "fk_user_tenant"))]
    tenant: Key,
    #[dbwarden(length = 255, unique, comment = "Where mail goes, 100% of it")]
    pub email: String,
    #[dbwarden(length = 80)]
    pub name: Name,
    #[dbwarden(length = 10, default = "'guest'")]
    pub r#type: String,
    #[dbwarden(references(User, on_delete = set_null))]
    pub invited_by: Option<UserId>,
    #[dbwarden(references(Order::number, on_delete = set_null))]
    pub last_order: Maybe<i32>,
    #[dbwarden(default = "CURRENT_TIMESTAMP")]
    pub created_at: NaiveDateTime,
    #[dbwarden(touch, default = "CURRENT_TIMESTAMP")]
    pub updated_at: chrono::DateTime<Utc>,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(
    table = "Tenants",
    mysql(engine = "InnoDB", charset = "utf8mb4"),
    postgres(with(fillfactor = 70))
)]
pub struct Tenant {
    #[dbwarden(primary_key)]
    pub id: Key,
    #[dbwarden(column = "Display Name", length = 40, unique = "uq_tenants_display_name")]
    pub display: String,
}

/// Refers to `User`, which refers back.
#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(
    table = "order",
    column(name = "internal note", type = "TEXT", nullable, comment = "no field reads it")
)]
pub struct Order {
    #[dbwarden(primary_key, identity)]
    pub number: i32,
    #[dbwarden(references(User::id, on_delete = restrict))]
    pub user: UserId,
    #[dbwarden(default)]
    pub status: Status,
    #[dbwarden(default = Status::Done)]
    pub previous: Option<Status>,
    #[dbwarden(default = Size::Large)]
    pub size: Size,
    pub colour: Option<Colour>,
    #[dbwarden(default = Priority::Highest)]
    pub priority: Priority,
    #[dbwarden(index, column = "select")]
    pub chosen: bool,
    #[dbwarden(column = "from")]
    pub origin: Option<String>,
    #[dbwarden(column = "group", index(desc, name = "ix_order_group"))]
    pub grouped: i16,
    #[dbwarden(precision = 12, scale = 2, sqlite(type = "NUMERIC"), check = "price >= 0")]
    pub price: Decimal,
    #[dbwarden(default = 1, check("amount > 0", name = "ck_order_amount"))]
    pub amount: i32,
    #[dbwarden(generated = "amount * 2")]
    pub doubled: Option<i32>,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(
    table = "order line",
    primary_key(order, position),
    foreign_key(parent_order, parent_position, references(Line::order, Line::position),
        on_delete = cascade, name = "fk_line_parent"),
    index(parent_order, parent_position)
)]
pub struct Line {
    #[dbwarden(references(Order::number, on_delete = cascade))]
    pub order: i32,
    pub position: i32,
    pub parent_order: Option<i32>,
    pub parent_position: Option<i32>,
    #[sqlx(flatten)]
    pub stamps: Stamps,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(skip)]
pub struct Stamps {
    #[dbwarden(default = "CURRENT_TIMESTAMP")]
    pub made: NaiveDateTime,
    #[dbwarden(index)]
    pub seen: Option<NaiveDateTime>,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(table = "defaults")]
#[sqlx(rename_all = "camelCase")]
pub struct Defaults {
    #[dbwarden(primary_key, auto = false)]
    pub id: i64,
    #[dbwarden(default = true)]
    pub yes_or_no: bool,
    #[dbwarden(default = false)]
    pub no_or_yes: Option<bool>,
    #[dbwarden(default = -32768)]
    pub small: i16,
    #[dbwarden(default = 9223372036854775807)]
    pub large: i64,
    #[dbwarden(default = 0)]
    pub zero: i32,
    #[dbwarden(default = -1.5)]
    pub double: f64,
    #[dbwarden(default = 0.25)]
    pub single: f32,
    #[dbwarden(length = 20, default = "''")]
    pub empty: String,
    #[dbwarden(length = 20, default = "'it''s'")]
    pub quote: String,
    #[dbwarden(length = 20, default = "NULL")]
    pub null: Option<String>,
    #[dbwarden(length = 40, default = "'100% -- no /* comment */ ;'")]
    pub hostile: String,
    #[dbwarden(default = "'2020-02-29'")]
    pub day: NaiveDate,
    #[dbwarden(default = "'23:59:59'")]
    pub clock: NaiveTime,
    #[dbwarden(default = "'2020-02-29 12:00:00'")]
    pub moment: NaiveDateTime,
    #[dbwarden(default = "CURRENT_TIMESTAMP")]
    pub instant: DateTime<Utc>,
    #[dbwarden(precision = 8, scale = 3, default = 1.5, sqlite(type = "NUMERIC"))]
    pub decimal: Decimal,
    #[dbwarden(
        length = 10,
        default = "'a'",
        postgres(default = "lower('A')"),
        sqlite(default = "(lower('B'))")
    )]
    pub computed: String,
}

#[derive(Debug, sqlx::FromRow, Model)]
#[dbwarden(table = "values")]
pub struct Values {
    #[dbwarden(primary_key)]
    pub id: i32,
    pub truth: bool,
    pub small: i16,
    pub medium: i32,
    pub large: i64,
    pub single: f32,
    pub double: f64,
    pub text: String,
    #[dbwarden(length = 16)]
    pub varchar: String,
    pub bytes: Vec<u8>,
    pub uuid: Key,
    pub json: JsonValue,
    pub typed: Json<Vec<String>>,
    #[sqlx(json)]
    pub as_json: Vec<i32>,
    pub day: NaiveDate,
    pub clock: NaiveTime,
    pub moment: NaiveDateTime,
    pub instant: DateTime<Utc>,
    pub maybe_text: Option<String>,
    pub maybe_instant: Option<DateTime<Utc>>,
    #[sqlx(skip)]
    pub ignored: (),
}
