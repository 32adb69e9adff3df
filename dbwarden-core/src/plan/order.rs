//! The order in which tables are created: what is referred to comes first, otherwise source order.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::made_of_rows;
use crate::schema::{ObjectName, Table};

/// The tables in an order in which each finds those that it refers to, as positions in `tables`,
/// and for each position whether a foreign key of that table must wait until all are there.
pub(super) struct Order {
    /// Positions in the order of creation.
    pub(super) positions: Vec<usize>,
    /// The foreign keys that refer to a table that is created later: position of the table and of
    /// the key in it.
    pub(super) deferred: BTreeSet<(usize, usize)>,
}

/// Orders tables by their foreign keys, and by the tables that they inherit from or whose rows they have
/// columns of. Tables that
/// refer to one another in a circle are taken in source order, and the keys that close the circle are
/// deferred.
pub(super) fn order(tables: &[&Table]) -> Order {
    let by_name: BTreeMap<&ObjectName, usize> =
        tables.iter().enumerate().map(|(position, table)| (&table.name, position)).collect();
    let rows: Vec<BTreeSet<usize>> = tables
        .iter()
        .map(|table| made_of_rows(table).filter_map(|name| by_name.get(name)).copied().collect())
        .collect();
    let needs: Vec<BTreeSet<usize>> = tables
        .iter()
        .enumerate()
        .map(|(position, table)| {
            let references =
                table.foreign_keys.iter().filter_map(|key| by_name.get(&key.references));
            let needed = references.chain(&rows[position]).copied();
            needed.filter(|&needed| needed != position).collect()
        })
        .collect();
    let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); tables.len()];
    for (position, needs) in needs.iter().enumerate() {
        for &needed in needs {
            needed_by[needed].push(position);
        }
    }
    let mut missing: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
    let mut ready: BTreeSet<usize> =
        (0..tables.len()).filter(|&position| missing[position] == 0).collect();
    let mut waiting: BTreeSet<usize> = (0..tables.len()).filter(|at| !ready.contains(at)).collect();
    let mut positions = Vec::with_capacity(tables.len());
    while let Some(position) =
        ready.pop_first().or_else(|| break_circle(&mut waiting, &needs, &rows))
    {
        positions.push(position);
        for &dependent in &needed_by[position] {
            missing[dependent] = missing[dependent].saturating_sub(1);
            if missing[dependent] == 0 && waiting.remove(&dependent) {
                ready.insert(dependent);
            }
        }
    }

    let mut place = vec![0; tables.len()];
    for (at, &position) in positions.iter().enumerate() {
        place[position] = at;
    }
    let mut deferred = BTreeSet::new();
    for (position, table) in tables.iter().enumerate() {
        for (at, key) in table.foreign_keys.iter().enumerate() {
            let later = |&needed: &usize| place[needed] > place[position];
            if by_name.get(&key.references).is_some_and(later) {
                deferred.insert((position, at));
            }
        }
    }
    Order { positions, deferred }
}

/// The first waiting table that is part of a circle: one that only refers into a circle can wait. One
/// that has a column of another's rows must wait.
fn break_circle(
    waiting: &mut BTreeSet<usize>,
    needs: &[BTreeSet<usize>],
    rows: &[BTreeSet<usize>],
) -> Option<usize> {
    let reaches_itself = |start: usize| {
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            for &next in needs[at].iter().filter(|next| waiting.contains(next)) {
                if next == start {
                    return true;
                }
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        false
    };
    let mut circles = waiting.iter().copied().filter(|&position| reaches_itself(position));
    let first = circles.find(|&position| rows[position].is_disjoint(waiting))?;
    waiting.remove(&first);
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Column, ColumnType, ForeignKey};

    fn table(name: &str, references: &[&str]) -> Table {
        let mut table = Table::new(ObjectName::new(name));
        for &other in references {
            table.foreign_keys.push(ForeignKey {
                name: None,
                columns: vec![format!("{other}_id")],
                references: ObjectName::new(other),
                referenced_columns: vec!["id".to_owned()],
                implicit: false,
                on_delete: Default::default(),
                on_update: Default::default(),
                match_type: Default::default(),
                deferrability: Default::default(),
                not_valid: false,
                ..Default::default()
            });
        }
        table
    }

    fn names(tables: &[Table]) -> (Vec<&str>, Vec<(usize, usize)>) {
        let order = order(&tables.iter().collect::<Vec<_>>());
        let name = |&position: &usize| tables[position].name.name.as_str();
        (order.positions.iter().map(name).collect(), order.deferred.into_iter().collect())
    }

    #[test]
    fn what_is_referred_to_comes_first_and_the_rest_stays_in_place() {
        let tables = [table("c", &["a", "c"]), table("b", &[]), table("a", &["elsewhere"])];
        assert_eq!(names(&tables), (vec!["b", "a", "c"], vec![]));
    }

    #[test]
    fn a_circle_is_broken_at_its_first_table_only() {
        let tables = [table("outside", &["x"]), table("x", &["y"]), table("y", &["x"])];
        assert_eq!(names(&tables), (vec!["x", "outside", "y"], vec![(1, 0)]));
    }

    #[test]
    fn a_circle_is_not_broken_at_a_table_that_has_rows_of_another() {
        let mut rows = table("rows", &["x"]);
        rows.columns.push(Column::new("c", ColumnType::user(ObjectName::new("x"))));
        let tables = [rows, table("x", &["rows"])];
        assert_eq!(names(&tables), (vec!["x", "rows"], vec![(1, 0)]));
    }
}
