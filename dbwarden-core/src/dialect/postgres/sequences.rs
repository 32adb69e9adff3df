//! Sequences, as PostgreSQL's SQL.

use super::Dialect;
use crate::plan::qualified;
use crate::schema::{ColumnType, ObjectName, Sequence, SequenceOptions, TypeName};
use crate::sql::ident::quote;

const DIALECT: Dialect = Dialect::Postgres;

pub(super) fn create_sequence(sequence: &Sequence) -> String {
    let unlogged = if sequence.unlogged { "UNLOGGED " } else { "" };
    let mut sql = format!("CREATE {unlogged}SEQUENCE {}", qualified(DIALECT, &sequence.name));
    if sequence.ty != ColumnType::builtin("bigint") {
        sql.push_str(&format!(" AS {}", sequence.ty.sql(DIALECT)));
    }
    for clause in clauses(&sequence.options) {
        sql.push_str(&format!(" {clause}"));
    }
    sql
}

/// The clauses of what is said.
pub(super) fn clauses(options: &SequenceOptions) -> Vec<String> {
    let SequenceOptions { start, increment, min, max, cache, cycle } = options;
    let clause = |name: &str, value: &Option<i64>| value.map(|value| format!("{name} {value}"));
    [
        clause("START WITH", start),
        clause("INCREMENT BY", increment),
        clause("MINVALUE", min),
        clause("MAXVALUE", max),
        clause("CACHE", cache),
        cycle.then(|| "CYCLE".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a sequence that says nothing of it counts with.
struct Bounds {
    start: i64,
    min: i64,
    max: i64,
}

fn bounds(ty: &ColumnType, options: &SequenceOptions) -> Bounds {
    let name = match &ty.name {
        TypeName::Builtin(name) => name.as_str(),
        TypeName::User(_) => "",
    };
    let (least, most) = match name {
        "smallint" => (i64::from(i16::MIN), i64::from(i16::MAX)),
        "integer" => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let counts_down = options.increment.is_some_and(|step| step < 0);
    let (usual_min, usual_max) = if counts_down { (least, -1) } else { (1, most) };
    let (min, max) = (options.min.unwrap_or(usual_min), options.max.unwrap_or(usual_max));
    let start = options.start.unwrap_or(if counts_down { max } else { min });
    Bounds { start, min, max }
}

/// The clauses that make options others. Bounds are written out, because NO MINVALUE would go by the
/// type and the direction that the sequence has at that moment.
pub(super) fn changed_clauses(
    before: (&ColumnType, &SequenceOptions),
    after: (&ColumnType, &SequenceOptions),
) -> Vec<String> {
    let (old, new) = (bounds(before.0, before.1), bounds(after.0, after.1));
    let mut clauses = Vec::new();
    let mut clause = |is: bool, text: String| clauses.extend(is.then_some(text));
    let increment = |options: &SequenceOptions| options.increment.unwrap_or(1);
    let cache = |options: &SequenceOptions| options.cache.unwrap_or(1);
    clause(
        increment(before.1) != increment(after.1),
        format!("INCREMENT BY {}", increment(after.1)),
    );
    clause(old.min != new.min, format!("MINVALUE {}", new.min));
    clause(old.max != new.max, format!("MAXVALUE {}", new.max));
    clause(old.start != new.start, format!("START WITH {}", new.start));
    clause(cache(before.1) != cache(after.1), format!("CACHE {}", cache(after.1)));
    let cycle = if after.1.cycle { "CYCLE" } else { "NO CYCLE" };
    clause(before.1.cycle != after.1.cycle, cycle.to_owned());
    clauses
}

/// Where the bounds become narrower, the counter must be within them before; `name` is the sequence as
/// SQL. Where they have nothing in common it begins anew.
pub(super) fn make_fit(
    name: &str,
    before: (&ColumnType, &SequenceOptions),
    after: (&ColumnType, &SequenceOptions),
) -> (Option<String>, Option<String>) {
    let (old, new) = (bounds(before.0, before.1), bounds(after.0, after.1));
    if new.min <= old.min && new.max >= old.max {
        return (None, None);
    }
    let (min, max) = (old.min.max(new.min), old.max.min(new.max));
    if min > max {
        return (None, Some(format!("RESTART WITH {}", new.start)));
    }
    let regclass = crate::plan::literal(name);
    let fit = format!(
        "SELECT setval({regclass}, least(greatest(last_value, {min}), {max}), \
         is_called AND last_value BETWEEN {min} AND {max}) FROM {name}"
    );
    (Some(fit), None)
}

/// One that nobody has taken a number from begins where it is told now; `name` is the sequence as SQL.
pub(super) fn begin_anew(
    name: &str,
    before: (&ColumnType, &SequenceOptions),
    after: (&ColumnType, &SequenceOptions),
) -> Option<String> {
    let (old, new) = (bounds(before.0, before.1), bounds(after.0, after.1));
    // It has been made to fit by now.
    let there = old.start.max(new.min).min(new.max);
    let regclass = crate::plan::literal(name);
    (old.start != new.start && there != new.start).then(|| {
        format!(
            "SELECT setval({regclass}, {}, false) FROM {name} \
             WHERE NOT is_called AND last_value = {there}",
            new.start
        )
    })
}

pub(super) fn alter_sequence(before: &Sequence, after: &Sequence) -> Vec<String> {
    let name = qualified(DIALECT, &after.name);
    let mut statements = Vec::new();
    let (old, new) = ((&before.ty, &before.options), (&after.ty, &after.options));
    let mut clauses = changed_clauses(old, new);
    if before.ty != after.ty {
        clauses.insert(0, format!("AS {}", after.ty.sql(DIALECT)));
    }
    if !clauses.is_empty() {
        let (fit, restart) = make_fit(&name, old, new);
        statements.extend(fit);
        clauses.extend(restart);
        statements.push(format!("ALTER SEQUENCE {name} {}", clauses.join(" ")));
        statements.extend(begin_anew(&name, old, new));
    }
    // One that goes with a table is logged as the table is.
    if before.unlogged != after.unlogged && after.owned_by.is_none() {
        let kind = if after.unlogged { "UNLOGGED" } else { "LOGGED" };
        statements.push(format!("ALTER SEQUENCE {name} SET {kind}"));
    }
    statements
}

pub(super) fn own_sequence(sequence: &ObjectName, owner: Option<&(ObjectName, String)>) -> String {
    let owner = owner.map_or("NONE".to_owned(), |(table, column)| {
        format!("{}.{}", qualified(DIALECT, table), quote(DIALECT, column))
    });
    format!("ALTER SEQUENCE {} OWNED BY {owner}", qualified(DIALECT, sequence))
}
