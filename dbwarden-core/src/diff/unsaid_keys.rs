//! What a source cannot say of a table is as it was.

use crate::schema::Table;

/// The desired table with the conflict clauses and the order of keys that the base has, where it says
/// nothing of them: no model can.
pub(super) fn with_unsaid_keys(base: &Table, desired: &Table) -> Table {
    let mut table = desired.clone();
    for column in &mut table.columns {
        let Some(base) = base.column(&column.name) else { continue };
        if !column.nullable {
            column.on_null = column.on_null.or(base.on_null);
        }
        column.says_not_null |= base.says_not_null && column.numbering.is_some();
    }
    if let (Some(key), Some(base)) = (&mut table.primary_key, &base.primary_key)
        && key.columns == base.columns
    {
        key.on_conflict = key.on_conflict.or(base.on_conflict);
        if key.order.is_empty() {
            key.order.clone_from(&base.order);
        }
    }
    for unique in &mut table.uniques {
        let same = base.uniques.iter().find(|base| base.columns == unique.columns);
        let Some(base) = same else { continue };
        unique.on_conflict = unique.on_conflict.or(base.on_conflict);
        if unique.order.is_empty() {
            unique.order.clone_from(&base.order);
        }
    }
    for check in &mut table.checks {
        let same = base.checks.iter().find(|base| base.expr == check.expr);
        check.on_conflict = check.on_conflict.or(same.and_then(|base| base.on_conflict));
    }
    table
}
