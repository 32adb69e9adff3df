//! Pieces of SQL that the dialects share.

use super::PlanOptions;
use crate::dialect::Dialect;
use crate::diff::Constraint;
use crate::schema::{
    Action, Conflict, Deferrability, ForeignKey, Generated, Index, IndexKey, IndexPart, KeyOrder,
    MatchType, NullsOrder, ObjectName, Parameters, Storage, Table,
};
use crate::sql::expression::{in_parentheses, mentions};
use crate::sql::ident::{is_quoted, quote, quote_qualified};

/// The name of a table, type or index as SQL.
pub(crate) fn qualified(dialect: Dialect, name: &ObjectName) -> String {
    quote_qualified(dialect, name.schema.as_deref(), &name.name)
}

/// `name` in the schema of the table.
pub(crate) fn beside(dialect: Dialect, table: &ObjectName, name: &str) -> String {
    quote_qualified(dialect, table.schema.as_deref(), name)
}

/// `a, b`
pub(crate) fn columns(dialect: Dialect, names: &[String]) -> String {
    let names: Vec<_> = names.iter().map(|name| quote(dialect, name)).collect();
    names.join(", ")
}

/// How long a line of several clauses may be.
const LINE: usize = 100;

/// `ALTER TABLE name` with its clauses, each in a line of its own where they are too long for one.
pub(crate) fn alter_table(dialect: Dialect, table: &ObjectName, clauses: &[String]) -> String {
    let alter = format!("ALTER TABLE {}", qualified(dialect, table));
    let line = format!("{alter} {}", clauses.join(", "));
    if line.len() <= LINE {
        return line;
    }
    format!("{alter}\n    {}", clauses.join(",\n    "))
}

/// `CONSTRAINT name PRIMARY KEY (..)` and so on, as it stands in a table or after ADD.
pub(crate) fn constraint(dialect: Dialect, constraint: &Constraint) -> String {
    let mut sql = String::new();
    if let Some(name) = constraint.name() {
        sql.push_str(&format!("CONSTRAINT {} ", quote(dialect, name)));
    }
    match constraint {
        Constraint::PrimaryKey(key) => {
            let columns = key_columns(dialect, &key.columns, &key.order);
            let overlaps = without_overlaps(key.without_overlaps);
            let conflict = on_conflict(key.on_conflict);
            sql.push_str(&format!("PRIMARY KEY ({columns}{overlaps}){conflict}"));
            sql.push_str(&of_index(dialect, &key.include, &key.storage));
            sql.push_str(deferrable(key.deferrability));
        }
        Constraint::Unique(unique) => {
            sql.push_str("UNIQUE ");
            if unique.nulls_not_distinct {
                sql.push_str("NULLS NOT DISTINCT ");
            }
            let own = key_columns(dialect, &unique.columns, &unique.order);
            let overlaps = without_overlaps(unique.without_overlaps);
            sql.push_str(&format!("({own}{overlaps}){}", on_conflict(unique.on_conflict)));
            sql.push_str(&of_index(dialect, &unique.include, &unique.storage));
            sql.push_str(deferrable(unique.deferrability));
        }
        Constraint::Check(check) => {
            sql.push_str(&format!("CHECK {}", in_parentheses(dialect, &check.expr.sql)));
            if check.no_inherit {
                sql.push_str(" NO INHERIT");
            }
            if check.not_valid {
                sql.push_str(" NOT VALID");
            }
            if check.not_enforced {
                sql.push_str(" NOT ENFORCED");
            }
            sql.push_str(&on_conflict(check.on_conflict));
        }
        Constraint::Exclusion(exclusion) => sql.push_str(&exclusion.definition.sql),
        Constraint::ForeignKey(key) => {
            let own = referring(dialect, &key.columns, key.period);
            sql.push_str(&format!("FOREIGN KEY ({own}) {}", references(dialect, key)));
            if key.not_valid {
                sql.push_str(" NOT VALID");
            }
            if key.not_enforced {
                sql.push_str(" NOT ENFORCED");
            }
        }
    }
    sql
}

fn without_overlaps(is_said: bool) -> &'static str {
    if is_said { " WITHOUT OVERLAPS" } else { "" }
}

/// `id, PERIOD during`
fn referring(dialect: Dialect, names: &[String], period: bool) -> String {
    match names.split_last() {
        Some((last, [])) if period => format!("PERIOD {}", quote(dialect, last)),
        Some((last, others)) if period => {
            format!("{}, PERIOD {}", columns(dialect, others), quote(dialect, last))
        }
        _ => columns(dialect, names),
    }
}

/// The columns of a key with what is said of their order.
fn key_columns(dialect: Dialect, names: &[String], order: &[KeyOrder]) -> String {
    let usual = KeyOrder::default();
    let order = order.iter().chain(std::iter::repeat(&usual));
    let column = |(name, order): (&String, &KeyOrder)| {
        let mut sql = quote(dialect, name).into_owned();
        if let Some(length) = order.prefix {
            sql.push_str(&format!("({length})"));
        }
        if let Some(collation) = &order.collation {
            sql.push_str(&format!(" COLLATE {}", quote(dialect, collation)));
        }
        if order.descending {
            sql.push_str(" DESC");
        }
        sql
    };
    names.iter().zip(order).map(column).collect::<Vec<_>>().join(", ")
}

/// ` ON CONFLICT REPLACE`
pub(crate) fn on_conflict(conflict: Option<Conflict>) -> String {
    conflict.map(|conflict| format!(" ON CONFLICT {}", conflict.sql())).unwrap_or_default()
}

/// What is said of the index of a constraint.
fn of_index(dialect: Dialect, include: &[String], storage: &Parameters) -> String {
    let mut sql = String::new();
    if !include.is_empty() {
        sql.push_str(&format!(" INCLUDE ({})", columns(dialect, include)));
    }
    if !storage.is_empty() {
        sql.push_str(&format!(" WITH ({})", parameters(storage)));
    }
    sql
}

/// `fillfactor = 70, autovacuum_enabled = false`
pub(crate) fn parameters(storage: &Parameters) -> String {
    let pairs: Vec<String> =
        storage.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    pairs.join(", ")
}

/// A constraint as it stands in the definition of its only column.
pub(crate) fn column_constraint(dialect: Dialect, inline: &Constraint) -> String {
    match inline {
        Constraint::PrimaryKey(key) => {
            let descending = key.order.iter().any(|order| order.descending);
            let direction = if descending { " DESC" } else { "" };
            format!("PRIMARY KEY{direction}{}", on_conflict(key.on_conflict))
        }
        Constraint::Unique(unique) => format!("UNIQUE{}", on_conflict(unique.on_conflict)),
        Constraint::Check(_) | Constraint::Exclusion(_) => constraint(dialect, inline),
        Constraint::ForeignKey(key) => references(dialect, key),
    }
}

/// `REFERENCES users(id) ON DELETE CASCADE`
fn references(dialect: Dialect, key: &ForeignKey) -> String {
    let mut sql = format!("REFERENCES {}", qualified(dialect, &key.references));
    if !key.referenced_columns.is_empty() && !key.implicit {
        let columns = referring(dialect, &key.referenced_columns, key.period);
        sql.push_str(&format!("({columns})"));
    }
    if key.match_type == MatchType::Full {
        sql.push_str(" MATCH FULL");
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            sql.push_str(&format!(" ON {event} {}", action.sql()));
            if event == "DELETE" && !key.delete_columns.is_empty() {
                sql.push_str(&format!(" ({})", columns(dialect, &key.delete_columns)));
            }
        }
    }
    sql.push_str(deferrable(key.deferrability));
    sql
}

pub(crate) fn deferrable(deferrability: Deferrability) -> &'static str {
    match deferrability {
        Deferrability::NotDeferrable => "",
        Deferrability::Deferrable => " DEFERRABLE",
        Deferrability::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}

/// ` GENERATED ALWAYS AS (..) STORED`
pub(crate) fn generated(dialect: Dialect, generated: &Generated) -> String {
    let storage = match generated.storage {
        Storage::Stored => "STORED",
        Storage::Virtual => "VIRTUAL",
    };
    format!(" GENERATED ALWAYS AS {} {storage}", in_parentheses(dialect, &generated.expr.sql))
}

/// The constraints of a table by where they are written.
pub(crate) struct Placed {
    /// In the definition of a column: its name and the constraint.
    pub(crate) inline: Vec<(String, Constraint)>,
    /// After the columns.
    pub(crate) table_level: Vec<Constraint>,
}

/// Which kinds of constraints a dialect writes in the definition of their column.
#[derive(Clone, Copy)]
pub(crate) struct Inline {
    /// `CHECK (..)`
    pub(crate) checks: bool,
    /// `REFERENCES ..`
    pub(crate) references: bool,
}

/// Puts the constraints of a table where they are read best: what has no name and one column stands
/// with its column.
pub(crate) fn place(dialect: Dialect, table: &Table, may: Inline) -> Placed {
    let mut placed = Placed { inline: Vec::new(), table_level: Vec::new() };
    for constraint in crate::diff::constraints_of(table) {
        let column = match &constraint {
            Constraint::PrimaryKey(key) => only(&key.columns).filter(|_| {
                key.order.is_empty()
                    && key.include.is_empty()
                    && key.storage.is_empty()
                    && !key.without_overlaps
                    && key.deferrability == Deferrability::NotDeferrable
            }),
            Constraint::Unique(unique) => only(&unique.columns).filter(|_| {
                unique.include.is_empty()
                    && unique.storage.is_empty()
                    && !unique.nulls_not_distinct
                    && !unique.without_overlaps
                    && unique.deferrability == Deferrability::NotDeferrable
                    && unique.order.is_empty()
            }),
            Constraint::Check(check) if may.checks => {
                let names = table.columns.iter().map(|column| &column.name);
                let mentioned: Vec<&String> =
                    names.filter(|name| mentions(dialect, &check.expr.sql, name)).collect();
                match mentioned.as_slice() {
                    &[only]
                        if !check.not_valid
                            && !check.not_enforced
                            && check.on_conflict.is_none() =>
                    {
                        Some(only)
                    }
                    _ => None,
                }
            }
            Constraint::ForeignKey(key) if may.references => {
                only(&key.columns).filter(|_| !key.not_valid && !key.not_enforced && !key.period)
            }
            Constraint::Check(_) | Constraint::Exclusion(_) | Constraint::ForeignKey(_) => None,
        };
        match column.filter(|_| constraint.name().is_none()) {
            Some(column) => placed.inline.push((column.clone(), constraint)),
            None => placed.table_level.push(constraint),
        }
    }
    placed
}

fn only(names: &[String]) -> Option<&String> {
    match names {
        [name] => Some(name),
        _ => None,
    }
}

/// `CREATE TABLE IF NOT EXISTS name ( ... )` of definitions, one a line.
pub(crate) fn create_table(dialect: Dialect, table: &Table, definitions: &[String]) -> String {
    let unlogged = if table.options.unlogged == Some(true) { "UNLOGGED " } else { "" };
    let name = qualified(dialect, &table.name);
    if definitions.is_empty() {
        return format!("CREATE {unlogged}TABLE IF NOT EXISTS {name} ()");
    }
    let body = definitions.join(",\n    ");
    format!("CREATE {unlogged}TABLE IF NOT EXISTS {name} (\n    {body}\n)")
}

/// The parts of an index within its parentheses.
pub(crate) fn index_parts(dialect: Dialect, index: &Index) -> String {
    let parts: Vec<String> = index.parts.iter().map(|part| index_part(dialect, part)).collect();
    parts.join(", ")
}

fn index_part(dialect: Dialect, part: &IndexPart) -> String {
    let mut sql = match &part.key {
        IndexKey::Column(name) => quote(dialect, name).into_owned(),
        IndexKey::Expr(expr) => in_parentheses(dialect, &expr.sql),
    };
    if let Some(length) = part.prefix {
        sql.push_str(&format!("({length})"));
    }
    match &part.collation {
        Some(collation) if is_quoted(collation) => sql.push_str(&format!(" COLLATE {collation}")),
        Some(collation) => sql.push_str(&format!(" COLLATE {}", quote(dialect, collation))),
        None => {}
    }
    if let Some(ops) = &part.ops {
        sql.push_str(&format!(" {ops}"));
    }
    if part.descending {
        sql.push_str(" DESC");
    }
    match part.nulls {
        Some(NullsOrder::First) => sql.push_str(" NULLS FIRST"),
        Some(NullsOrder::Last) => sql.push_str(" NULLS LAST"),
        None => {}
    }
    sql
}

/// The constraints of a table with the names that must be written.
pub(crate) fn named(table: &Table, options: &PlanOptions, generated: Inline) -> Table {
    super::names::with_names(table, options, |constraint| {
        options.name_everything
            || match constraint {
                Constraint::Check(_) => generated.checks,
                Constraint::ForeignKey(_) => generated.references,
                // MySQL would call it after its first column.
                Constraint::Unique(unique) => generated.references && unique.columns.len() > 1,
                Constraint::PrimaryKey(_) | Constraint::Exclusion(_) => false,
            }
    })
}
