//! `derive(Model)` compiles in every form, alone and beside sqlx's derives. That it compiles is what is
//! tested; the shared model files are the ones that live databases are migrated to.

// Models as applications write them: public, and read by nobody here.
#![allow(dead_code, missing_docs, unreachable_pub)]

#[path = "models/alone.rs"]
mod alone;

#[path = "../models/all_types_mysql.rs"]
mod all_types_mysql;
#[path = "../models/all_types_mysql_time.rs"]
mod all_types_mysql_time;
#[path = "../models/all_types_postgres.rs"]
mod all_types_postgres;
#[path = "../models/all_types_postgres_time.rs"]
mod all_types_postgres_time;
#[path = "../models/all_types_sqlite.rs"]
mod all_types_sqlite;
#[path = "../models/all_types_sqlite_time.rs"]
mod all_types_sqlite_time;
#[path = "../models/hurt.rs"]
mod hurt;
#[path = "../models/hurt_mysql.rs"]
mod hurt_mysql;
#[path = "../models/hurt_postgres.rs"]
mod hurt_postgres;
#[path = "../models/hurt_sqlite.rs"]
mod hurt_sqlite;
