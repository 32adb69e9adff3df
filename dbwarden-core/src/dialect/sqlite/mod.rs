//! SQLite.

#[cfg(feature = "schema")]
pub mod catalog;
#[cfg(feature = "schema")]
mod compare;
#[cfg(feature = "schema")]
mod copy;
pub(crate) mod lex;
#[cfg(feature = "schema")]
pub mod objects;
#[cfg(feature = "schema")]
mod rebuild;
#[cfg(feature = "schema")]
mod render;
#[cfg(feature = "schema")]
pub(in crate::dialect) mod types;

/// What diff and plan ask SQLite.
#[cfg(feature = "schema")]
pub(super) struct Sqlite;

#[cfg(feature = "schema")]
use super::{Capabilities, Dialect, Flavor, HeldTypes, Version};

#[cfg(feature = "schema")]
pub(super) const fn capabilities(version: Version) -> Capabilities {
    Capabilities {
        dialect: Dialect::Sqlite,
        flavor: Flavor::Sqlite,
        version,
        transactional_ddl: true,
        inline_references: true,
        forward_references: true,
        dropping_deletes_rows: true,
        clients_cut_bodies: false,
        foreign_keys_need_indexes: false,
        foreign_keys_hold: HeldTypes::Nothing,
        foreign_keys_hold_counters: false,
        restrict_is_no_action: false,
        unique_is_index: false,
        constraints_have_names: false,
        primary_keys_have_names: false,
        foreign_key_infix: None,
        check_infix: None,
        alter_constraints: false,
        alter_deferrability: false,
        merges_equal_keys: false,
        rename_constraints: false,
        rename_indexes: false,
        counters_need_keys: false,
        expressions_hold_columns: false,
        views_fix_types: false,
        views_follow_renames: true,
        objects_hold_tables: true,
        alter_columns: false,
        drop_columns: version.minor >= 35 || version.major > 3,
        check_constraints: true,
        index_if_not_exists: true,
        partial_indexes: true,
        expression_indexes: true,
        descending_indexes: true,
        nulls_order: false,
        concurrent_indexes: false,
        index_include: false,
        nulls_not_distinct: false,
        comments: false,
        inline_comments: false,
        enum_types: false,
        composite_types: false,
        exclusion_constraints: false,
        delete_columns: false,
        keys_over_time: false,
        not_enforced: false,
        deferrable_constraints: true,
        native_uuid: false,
        expression_defaults: true,
        virtual_columns: true,
        inline_touch: false,
        longest_name: None,
    }
}
