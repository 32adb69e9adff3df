//! Where a schema comes from.

pub(crate) mod any;
pub(crate) mod canonical;
pub(crate) mod database;
pub(crate) mod migrations;
pub(crate) mod models;
pub(crate) mod rows;
pub(crate) mod rust;
pub(crate) mod snapshot;
pub(crate) mod sql;
mod together;
