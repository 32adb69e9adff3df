//! PostgreSQL.

#[cfg(feature = "schema")]
mod columns;
#[cfg(feature = "schema")]
mod compare;
#[cfg(feature = "schema")]
mod constraints;
#[cfg(feature = "schema")]
mod convert;
#[cfg(feature = "schema")]
mod declared;
#[cfg(feature = "schema")]
mod defaults;
pub(crate) mod lex;
#[cfg(feature = "schema")]
mod not_null;
#[cfg(feature = "schema")]
pub mod printed;
#[cfg(feature = "schema")]
mod render;
#[cfg(feature = "schema")]
mod restored;
#[cfg(feature = "schema")]
mod retype;
#[cfg(feature = "schema")]
mod sequences;
#[cfg(feature = "schema")]
pub(in crate::dialect) mod types;

/// What diff and plan ask PostgreSQL.
#[cfg(feature = "schema")]
pub(super) struct Postgres;

#[cfg(feature = "schema")]
use super::{Capabilities, Dialect, Flavor, HeldTypes, Version};

#[cfg(feature = "schema")]
pub(super) const fn capabilities(version: Version) -> Capabilities {
    Capabilities {
        dialect: Dialect::Postgres,
        flavor: Flavor::Postgres,
        version,
        transactional_ddl: true,
        inline_references: true,
        forward_references: false,
        dropping_deletes_rows: false,
        clients_cut_bodies: false,
        foreign_keys_need_indexes: false,
        foreign_keys_hold: HeldTypes::Kinds,
        foreign_keys_hold_counters: false,
        restrict_is_no_action: false,
        unique_is_index: false,
        constraints_have_names: true,
        primary_keys_have_names: true,
        foreign_key_infix: None,
        check_infix: None,
        alter_constraints: true,
        alter_deferrability: true,
        merges_equal_keys: true,
        rename_constraints: true,
        rename_indexes: true,
        counters_need_keys: false,
        expressions_hold_columns: false,
        views_fix_types: true,
        views_follow_renames: true,
        objects_hold_tables: true,
        alter_columns: true,
        drop_columns: true,
        check_constraints: true,
        index_if_not_exists: true,
        partial_indexes: true,
        expression_indexes: true,
        descending_indexes: true,
        nulls_order: true,
        concurrent_indexes: true,
        index_include: true,
        nulls_not_distinct: version.major >= 15,
        comments: true,
        inline_comments: false,
        enum_types: true,
        composite_types: true,
        exclusion_constraints: true,
        delete_columns: version.major >= 15,
        keys_over_time: version.major >= 18,
        not_enforced: version.major >= 18,
        deferrable_constraints: true,
        native_uuid: true,
        expression_defaults: true,
        virtual_columns: version.major >= 18,
        inline_touch: false,
        longest_name: Some(63),
    }
}
