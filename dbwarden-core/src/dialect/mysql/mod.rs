//! MySQL and MariaDB: two flavors of one dialect.

#[cfg(feature = "parse")]
pub(crate) mod bodies;
#[cfg(feature = "schema")]
mod columns;
#[cfg(feature = "schema")]
mod compare;
#[cfg(feature = "schema")]
mod definition;
pub(crate) mod lex;
#[cfg(feature = "schema")]
mod options;
#[cfg(feature = "schema")]
mod render;
#[cfg(feature = "schema")]
mod restored;
#[cfg(feature = "schema")]
mod sequences;
#[cfg(feature = "schema")]
pub mod shown;
#[cfg(feature = "schema")]
pub(in crate::dialect) mod types;
#[cfg(feature = "schema")]
pub mod views;

/// What diff and plan ask MySQL and MariaDB.
#[cfg(feature = "schema")]
pub(super) struct MySql;

#[cfg(feature = "schema")]
use super::{Capabilities, Dialect, Flavor, HeldTypes, Version};

#[cfg(feature = "schema")]
const fn at_least(version: Version, major: u32, minor: u32, patch: u32) -> bool {
    if version.major != major {
        return version.major > major;
    }
    if version.minor != minor {
        return version.minor > minor;
    }
    version.patch >= patch
}

#[cfg(feature = "schema")]
pub(super) const fn mariadb(version: Version) -> Capabilities {
    Capabilities {
        dialect: Dialect::MySql,
        flavor: Flavor::MariaDb,
        version,
        transactional_ddl: false,
        inline_references: at_least(version, 10, 5, 0),
        forward_references: false,
        dropping_deletes_rows: false,
        clients_cut_bodies: true,
        foreign_keys_need_indexes: true,
        foreign_keys_hold: HeldTypes::All,
        foreign_keys_hold_counters: false,
        restrict_is_no_action: true,
        unique_is_index: true,
        constraints_have_names: true,
        primary_keys_have_names: false,
        foreign_key_infix: Some("_ibfk_"),
        check_infix: None,
        alter_constraints: true,
        alter_deferrability: false,
        merges_equal_keys: false,
        rename_constraints: false,
        rename_indexes: at_least(version, 10, 5, 2),
        counters_need_keys: true,
        expressions_hold_columns: false,
        views_fix_types: false,
        views_follow_renames: false,
        objects_hold_tables: false,
        alter_columns: true,
        drop_columns: true,
        check_constraints: at_least(version, 10, 2, 1),
        // MariaDB has both; MySQL has neither, and one dialect writes one SQL.
        index_if_not_exists: false,
        partial_indexes: false,
        expression_indexes: false,
        descending_indexes: at_least(version, 10, 8, 0),
        nulls_order: false,
        concurrent_indexes: false,
        index_include: false,
        nulls_not_distinct: false,
        comments: true,
        inline_comments: true,
        enum_types: false,
        composite_types: false,
        // Periods of MariaDB.
        exclusion_constraints: at_least(version, 10, 4, 3),
        delete_columns: false,
        keys_over_time: false,
        not_enforced: false,
        deferrable_constraints: false,
        native_uuid: at_least(version, 10, 7, 0),
        expression_defaults: at_least(version, 10, 2, 1),
        virtual_columns: true,
        inline_touch: true,
        longest_name: Some(64),
    }
}

#[cfg(feature = "schema")]
pub(super) const fn mysql(version: Version) -> Capabilities {
    Capabilities {
        flavor: Flavor::MySql,
        foreign_keys_hold_counters: true,
        expressions_hold_columns: true,
        check_infix: Some("_chk_"),
        inline_references: at_least(version, 9, 0, 0),
        rename_indexes: at_least(version, 5, 7, 0),
        check_constraints: at_least(version, 8, 0, 16),
        expression_indexes: at_least(version, 8, 0, 13),
        descending_indexes: at_least(version, 8, 0, 0),
        exclusion_constraints: false,
        native_uuid: false,
        expression_defaults: at_least(version, 8, 0, 13),
        not_enforced: true,
        ..mariadb(version)
    }
}
