//! Definitions of tables, columns and indexes as SQL of MySQL and MariaDB.

use super::columns::is_shape;
use super::shown::{COLUMN_FORMAT, NO_OVERLAPS, ROW_END, STORAGE, SYSTEM_PERIOD, is_usual};
use super::{Dialect, Flavor};
use crate::diff::Constraint;
use crate::plan::{
    Inline, Placed, PlanOptions, column_constraint, constraint, create_table, generated,
    index_parts, place,
};
use crate::schema::{
    Action, Column, ColumnType, ForeignKey, Index, Numbering, Parameters, PrimaryKey, Table,
    TableOptions, TypeName, UniqueConstraint,
};
use crate::sql::expression::{in_parentheses, is_plain_default};

const DIALECT: Dialect = Dialect::MySql;

/// The option of a table under which its partitions are kept, as SQL.
pub(super) const PARTITIONS: &str = "PARTITION BY";
/// The option of a table that keeps the history of its rows.
pub(super) const VERSIONING: &str = "SYSTEM VERSIONING";

/// `name` as SQL.
pub(super) fn quote(name: &str) -> std::borrow::Cow<'_, str> {
    crate::sql::ident::quote(DIALECT, name)
}

/// A string literal; the backslash escapes in MySQL's.
pub fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

pub(super) fn new_table(table: &Table, options: &PlanOptions) -> String {
    let named = crate::plan::named(table, options, Inline { checks: true, references: true });
    let Placed { inline, table_level } =
        place(DIALECT, &named, Inline { checks: false, references: false });
    let mut definitions = Vec::new();
    for column in &named.columns {
        let own = inline.iter().filter(|(name, _)| *name == column.name);
        let own: Vec<&Constraint> = own.map(|(_, constraint)| constraint).collect();
        definitions.push(column_definition(column, &own, options));
    }
    // Keys may end with one of its periods.
    let (periods, others): (Vec<_>, Vec<_>) =
        table_level.iter().partition(|item| matches!(item, Constraint::Exclusion(_)));
    let constraints = periods.into_iter().chain(others);
    definitions.extend(constraints.map(|item| constraint_definition(item, options)));
    definitions.extend(table.indexes.iter().map(|index| {
        let (kind, rest) = index_definition(index);
        format!("{kind}INDEX {} ({}){rest}", quote(&index.name), key_parts(index))
    }));
    if let Some(columns) = table.options.storage.get(SYSTEM_PERIOD) {
        definitions.push(format!("{SYSTEM_PERIOD} {columns}"));
    }
    let mut sql = create_table(DIALECT, &named, &definitions);
    let TableOptions { engine, charset, collation, row_format, storage, .. } = &table.options;
    if let Some(engine) = engine {
        sql.push_str(&format!(" ENGINE={engine}"));
    }
    if !(options.complete && table.options.follows_database) {
        // The server's own character set may be one that cannot hold all text.
        sql.push_str(&format!(" DEFAULT CHARSET={}", charset.as_deref().unwrap_or("utf8mb4")));
        if let Some(collation) = collation {
            sql.push_str(&format!(" COLLATE={collation}"));
        }
    }
    if let Some(format) = row_format {
        sql.push_str(&format!(" ROW_FORMAT={format}"));
    }
    for (name, value) in storage.by_name().filter(|(name, _)| is_plain_option(name)) {
        sql.push_str(&format!(" {name}={value}"));
    }
    if let Some(comment) = &table.comment {
        sql.push_str(&format!(" COMMENT={}", literal(comment)));
    }
    if storage.contains_key(VERSIONING) {
        sql.push_str(" WITH SYSTEM VERSIONING");
    }
    if let Some(partitions) = storage.get(PARTITIONS) {
        sql.push_str(&format!("\n{PARTITIONS} {partitions}"));
    }
    sql
}

/// Whether an option of a table is one that says `name=value`.
pub(super) fn is_plain_option(name: &str) -> bool {
    name != PARTITIONS && name != VERSIONING && name != SYSTEM_PERIOD
}

/// A constraint as it stands in a table or after ADD.
pub(super) fn constraint_definition(item: &Constraint, options: &PlanOptions) -> String {
    match item {
        Constraint::ForeignKey(key) if options.complete => foreign_key(key, options),
        // A primary key is called PRIMARY, whatever name it is given.
        Constraint::PrimaryKey(key) => {
            let bare = PrimaryKey { name: None, storage: Parameters::new(), ..key.clone() };
            let mut sql = constraint(DIALECT, &Constraint::PrimaryKey(bare));
            if let Some(period) = without_overlaps(&key.storage)
                && sql.ends_with(')')
            {
                sql.truncate(sql.len() - 1);
                sql.push_str(&format!("{period})"));
            }
            sql + &key_options(&key.storage)
        }
        Constraint::Unique(unique) => {
            let bare = UniqueConstraint { storage: Parameters::new(), ..unique.clone() };
            constraint(DIALECT, &Constraint::Unique(bare)) + &key_options(&unique.storage)
        }
        Constraint::Exclusion(period) => period.definition.sql.clone(),
        item => constraint(DIALECT, item),
    }
}

/// A foreign key with the actions that are not the server's own choice: the catalog tells NO ACTION
/// from RESTRICT, though both do the same.
fn foreign_key(key: &ForeignKey, options: &PlanOptions) -> String {
    let unsaid = match options.capabilities.flavor {
        Flavor::MariaDb => Action::Restrict,
        _ => Action::NoAction,
    };
    let without =
        ForeignKey { on_delete: Action::NoAction, on_update: Action::NoAction, ..key.clone() };
    let mut sql = constraint(DIALECT, &Constraint::ForeignKey(without));
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != unsaid {
            sql.push_str(&format!(" ON {event} {}", action.sql()));
        }
    }
    sql
}

/// The whole definition: MODIFY forgets what it does not say.
pub(super) fn column_definition(
    column: &Column,
    inline: &[&Constraint],
    options: &PlanOptions,
) -> String {
    let mut sql = format!("{} {}", quote(&column.name), column.ty.sql(DIALECT));
    for setting in ["COMPRESSED", "REF_SYSTEM_ID", ROW_END] {
        push_setting(&mut sql, column, setting);
    }
    if column.generated.is_none() {
        push_setting(&mut sql, column, "SRID");
    }
    if let Some(collation) = &column.collation {
        sql.push_str(&format!(" COLLATE {collation}"));
    }
    if let Some(expression) = &column.generated {
        sql.push_str(&generated(DIALECT, expression));
        push_setting(&mut sql, column, "SRID");
    }
    let is_key = inline.iter().any(|inline| matches!(inline, Constraint::PrimaryKey(_)));
    // MariaDB decides by itself whether a generated column can be NULL.
    let says_null = column.generated.is_none() || options.capabilities.flavor == Flavor::MySql;
    if !column.nullable && !is_key && says_null {
        sql.push_str(" NOT NULL");
    }
    if column.nullable && is_timestamp(&column.ty) {
        // Without the word it is NOT NULL on older servers.
        sql.push_str(" NULL");
    }
    if let Some(default) = default_of(column, options) {
        sql.push_str(&format!(" DEFAULT {default}"));
    }
    if column.touch {
        sql.push_str(&format!(" ON UPDATE CURRENT_TIMESTAMP{}", digits(&column.ty)));
    }
    if column.numbering.as_ref().is_some_and(|numbering| *numbering == Numbering::AutoIncrement) {
        sql.push_str(" AUTO_INCREMENT");
    }
    for setting in ["INVISIBLE", "WITHOUT SYSTEM VERSIONING", COLUMN_FORMAT, STORAGE] {
        push_setting(&mut sql, column, setting);
    }
    for item in inline {
        sql.push_str(&format!(" {}", column_constraint(DIALECT, item)));
    }
    if let Some(comment) = &column.comment {
        sql.push_str(&format!(" COMMENT {}", literal(comment)));
    }
    if let Some(check) = &column.check {
        sql.push_str(&format!(" CHECK {}", in_parentheses(DIALECT, &check.sql)));
    }
    sql
}

fn push_setting(sql: &mut String, column: &Column, setting: &str) {
    match column.settings.get(setting).map(String::as_str) {
        None => {}
        Some("") => sql.push_str(&format!(" {setting}")),
        Some(value) if matches!(setting, "SRID" | ROW_END | COLUMN_FORMAT | STORAGE) => {
            sql.push_str(&format!(" {setting} {value}"));
        }
        Some(value) => sql.push_str(&format!(" {setting}={value}")),
    }
}

/// The default as it is written. A TIMESTAMP without one would get one from older servers, with an
/// ON UPDATE that nobody asked for, unless a catalog says that it has none; a touched DATETIME without one gets the year 0 from MariaDB, which
/// no Rust type can hold.
fn default_of(column: &Column, options: &PlanOptions) -> Option<String> {
    let is_mysql = options.capabilities.flavor == Flavor::MySql;
    match &column.default {
        Some(default) if is_mysql && is_expression(&column.ty, &default.sql) => {
            Some(in_parentheses(DIALECT, &default.sql))
        }
        Some(default) if is_plain_default(DIALECT, &default.sql) => Some(default.sql.clone()),
        Some(default) => Some(in_parentheses(DIALECT, &default.sql)),
        None if !options.complete
            && (is_timestamp(&column.ty) || column.touch)
            && !column.nullable
            && column.generated.is_none() =>
        {
            Some(format!("CURRENT_TIMESTAMP{}", digits(&column.ty)))
        }
        None => None,
    }
}

/// Whether MySQL takes a default only as an expression, whatever it looks like: of a type whose values it
/// keeps apart from the row, and the current moment to other digits than those of the column.
fn is_expression(ty: &ColumnType, default: &str) -> bool {
    let TypeName::Builtin(name) = &ty.name else { return false };
    if name.ends_with("text") || name.ends_with("blob") || name == "json" || is_shape(name) {
        return true;
    }
    let default = default.to_ascii_lowercase();
    let moment = ["current_timestamp", "now"].iter().find_map(|it| default.strip_prefix(it));
    let is_moment = matches!(name.as_str(), "timestamp" | "datetime");
    moment.is_some_and(|rest| {
        !is_moment || rest.trim_matches(['(', ')']) != digits(ty).trim_matches(['(', ')'])
    })
}

pub(super) fn is_timestamp(ty: &ColumnType) -> bool {
    ty.name == TypeName::Builtin("timestamp".to_owned())
}

/// `(6)`, the digits of a time after the second.
fn digits(ty: &ColumnType) -> String {
    ty.modifiers.first().map(|digits| format!("({digits})")).unwrap_or_default()
}

/// What stands before and behind the name, the table and the columns of an index.
pub(super) fn index_definition(index: &Index) -> (String, String) {
    let method = index.method.as_deref().map(str::to_ascii_uppercase);
    let (kind, using) = match method.as_deref() {
        Some(kind @ ("FULLTEXT" | "SPATIAL")) => (format!("{kind} "), String::new()),
        Some(method) => (String::new(), format!(" USING {method}")),
        None => (String::new(), String::new()),
    };
    let unique = if index.unique { "UNIQUE " } else { "" };
    let mut rest = using + &key_options(&index.storage);
    if let Some(comment) = &index.comment {
        rest.push_str(&format!(" COMMENT {}", literal(comment)));
    }
    (format!("{unique}{kind}"), rest)
}

/// The parts of an index within its parentheses.
pub(super) fn key_parts(index: &Index) -> String {
    let period = without_overlaps(&index.storage).unwrap_or_default();
    format!("{}{period}", index_parts(DIALECT, index))
}

/// The period that ends a key.
fn without_overlaps(options: &Parameters) -> Option<String> {
    options.get(NO_OVERLAPS).map(|period| format!(", {} {NO_OVERLAPS}", quote(period)))
}

/// What stands behind the columns of a key.
fn key_options(options: &Parameters) -> String {
    let mut sql = String::new();
    for (name, value) in options.by_name().filter(|(name, _)| *name != NO_OVERLAPS) {
        sql.push_str(&format!(" {name}"));
        if is_usual(name, value) {
            sql.push_str(&format!(" {}", value.to_uppercase()));
        } else if !value.is_empty() {
            sql.push_str(&format!(" {value}"));
        }
    }
    sql
}
