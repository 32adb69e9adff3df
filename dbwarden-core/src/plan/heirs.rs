//! Tables that inherit from others. What happens to a table happens to those that inherit from it, so that
//! it is not said of them again; what they do not follow is said of their parent alone.
//!
//! PostgreSQL manual, section 5.10, "Inheritance", and *ALTER TABLE*.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::handed_down::{
    frees_for_parent, handed_down_anyway, has_from_parents, has_type_of, is_same, left_to_do,
    without_new_name,
};
use super::operation::Operation;
use crate::diff::{Change, Constraint, TableChange};
use crate::schema::{ObjectName, Schema, Table};

/// The changes, parents before those that inherit from them.
pub(super) struct Inherited<'a> {
    /// Without what tables follow anyway.
    pub(super) changes: Cow<'a, [Change]>,
    /// What tables that inherit do not follow.
    alone: BTreeSet<(ObjectName, Subject)>,
    /// The columns that go by themselves, and come back with those of parents.
    brought_back: BTreeSet<(ObjectName, String)>,
    /// The tables that others inherit from.
    parents: BTreeSet<ObjectName>,
}

/// What has to be done before anything happens to parents, and the place of a table without parents.
const FIRST: usize = 0;
const ROOT: usize = 1;

/// What a change is about that those who inherit may not follow.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    Column(String),
    DroppedColumn(String),
    DroppedCheck(String),
}

impl<'a> Inherited<'a> {
    pub(super) fn of(changes: &'a [Change], base: &Schema) -> Self {
        let families = Families::of(changes, base);
        let left_out = base.families.iter().flat_map(|family| family.table.parents());
        let mut inherited = Self {
            changes: Cow::Borrowed(changes),
            alone: BTreeSet::new(),
            brought_back: BTreeSet::new(),
            parents: families.heirs.keys().copied().chain(left_out).cloned().collect(),
        };
        if families.heirs.is_empty() {
            return inherited;
        }
        let mut ordered: Vec<(usize, Change)> = Vec::with_capacity(changes.len());
        for change in changes {
            let Change::AlterTable { before, after, changes } = change else {
                ordered.push((ROOT, change.clone()));
                continue;
            };
            let own = changes.iter().flat_map(|change| families.own(before, change));
            let own: Vec<TableChange> = own
                .filter_map(|change| match families.keeps_name(before, &change, base) {
                    true => without_new_name(&change),
                    false => Some(change),
                })
                .collect();
            let frees = changes.iter().filter(|change| families.gets_from_parent(before, change));
            let frees: Vec<TableChange> = frees.filter_map(frees_for_parent).collect();
            if !frees.is_empty() {
                let (before, after) = (before.clone(), after.clone());
                ordered.push((FIRST, Change::AlterTable { before, after, changes: frees }));
            }
            let name = &before.name;
            let alone = changes.iter().filter(|change| !families.is_followed(name, change));
            let alone = alone.filter_map(|change| Some((name.clone(), subject(change)?)));
            inherited.alone.extend(alone);
            let dropped = own.iter().filter_map(|change| match change {
                TableChange::DropColumn { before } => Some(&before.name),
                _ => None,
            });
            let comes_back = dropped.filter(|column| families.comes_back(before, column));
            inherited.brought_back.extend(comes_back.map(|column| (name.clone(), column.clone())));
            if !own.is_empty() {
                let (before, after) = (before.clone(), after.clone());
                let depth = ROOT + families.depth(&before.name);
                ordered.push((depth, Change::AlterTable { before, after, changes: own }));
            }
        }
        ordered.sort_by_key(|(depth, _)| *depth);
        inherited.changes = ordered.into_iter().map(|(_, change)| change).collect();
        inherited
    }

    /// Says of a table alone what those that inherit from it do not follow, and not of those what comes back
    /// with its columns.
    pub(super) fn say_alone(&self, operations: &mut [Operation]) {
        for operation in operations {
            if let Operation::DropColumn(drop) = operation {
                // No parent can count the rows of its heirs.
                let is_parent = self.parents.contains(&drop.table);
                if let Some(restored) = drop.restored.as_mut().filter(|_| is_parent) {
                    restored.is_key = false;
                }
                let column = (drop.table.clone(), drop.column.name.clone());
                if self.brought_back.contains(&column) {
                    *operation = Operation::OnlyThere(Box::new(operation.clone()));
                }
            }
            if subject_of(operation).is_some_and(|subject| self.alone.contains(&subject)) {
                *operation = Operation::Alone(Box::new(operation.clone()));
            }
        }
    }
}

/// What an operation is about that those who inherit may not follow.
fn subject_of(operation: &Operation) -> Option<(ObjectName, Subject)> {
    Some(match operation {
        Operation::AlterColumn { table, after, .. } => {
            (table.clone(), Subject::Column(after.name.clone()))
        }
        Operation::DropColumn(drop) => {
            (drop.table.clone(), Subject::DroppedColumn(drop.column.name.clone()))
        }
        Operation::DropConstraint(drop) => {
            (drop.table.clone(), Subject::DroppedCheck(drop.name().to_owned()))
        }
        _ => return None,
    })
}

/// The changes with tables as [`without_handed_down`]. What hangs on a table changes with all that happens
/// to it, though that is said of others.
pub(super) fn own_parts(changes: &[Change]) -> Cow<'_, [Change]> {
    let is_of_heir = |change: &Change| match change {
        Change::AlterTable { before, after, .. } => {
            before.inherits.is_some() || after.inherits.is_some()
        }
        _ => false,
    };
    if !changes.iter().any(is_of_heir) {
        return Cow::Borrowed(changes);
    }
    let own_part = |change: &Change| match change {
        Change::AlterTable { before, after, changes } => Change::AlterTable {
            before: Box::new(without_handed_down(before)),
            after: Box::new(without_handed_down(after)),
            changes: changes.clone(),
        },
        change => change.clone(),
    };
    changes.iter().map(own_part).collect()
}

/// A table without what comes and goes only with its parents': checks, and generated columns.
pub(super) fn without_handed_down(table: &Table) -> Table {
    let mut own = table.clone();
    let Some(inherits) = &table.inherits else { return own };
    own.columns
        .retain(|column| column.generated.is_none() || !inherits.columns.contains(&column.name));
    let is_own = |name: &String| !inherits.checks.contains(name);
    own.checks.retain(|check| check.name.as_ref().is_none_or(is_own));
    own
}

/// A table of the base without the columns that get their type from its parents'.
pub(super) fn without_inherited_columns(table: &Table, base: &Schema) -> Table {
    let parents: Vec<&Table> =
        table.parents().iter().filter_map(|parent| base.table(parent)).collect();
    let mut own = table.clone();
    own.columns.retain(|column| parents.iter().all(|it| it.column(&column.name).is_none()));
    own
}

/// Who inherits from whom before and after the changes, under the names that are to be.
#[derive(Default)]
struct Families<'a> {
    parents: BTreeMap<&'a ObjectName, Vec<&'a ObjectName>>,
    heirs: BTreeMap<&'a ObjectName, Vec<&'a ObjectName>>,
    changes: BTreeMap<&'a ObjectName, &'a [TableChange]>,
    /// Of the changes those that all follow who inherit from the table.
    followed: BTreeMap<&'a ObjectName, Vec<&'a TableChange>>,
    /// Tables that go, which need follow only as far as they come back as they were.
    dropped: BTreeMap<&'a ObjectName, &'a Table>,
}

impl<'a> Families<'a> {
    fn of(changes: &'a [Change], base: &'a Schema) -> Self {
        let mut families = Self::default();
        let mut names: BTreeMap<&ObjectName, &ObjectName> = BTreeMap::new();
        for change in changes {
            match change {
                Change::RenameTable { from, to } => {
                    names.insert(from, to);
                }
                Change::AlterTable { before, after, changes } => {
                    families.changes.insert(&after.name, changes);
                    let stay = before.parents().iter();
                    let stay = stay.filter(|parent| after.parents().contains(parent));
                    families.parents.insert(&after.name, stay.collect());
                }
                Change::DropTable { before } => {
                    families.dropped.insert(&before.name, before);
                    families.parents.insert(&before.name, before.parents().iter().collect());
                }
                _ => {}
            }
        }
        let renamed = |name: &'a ObjectName| names.get(name).copied().unwrap_or(name);
        for table in &base.tables {
            let parents = || table.parents().iter().map(renamed).collect();
            families.parents.entry(renamed(&table.name)).or_insert_with(parents);
        }
        for (&heir, parents) in &families.parents {
            for &parent in parents {
                families.heirs.entry(parent).or_default().push(heir);
            }
        }
        let followed = families.changes.iter().map(|(&name, changes)| {
            let followed = changes.iter().filter(|change| families.all_follow(name, change));
            (name, followed.collect())
        });
        families.followed = followed.collect();
        families
    }

    /// How many others at most are between a table and one that inherits from none, which is more than of
    /// any table that it inherits from.
    fn depth(&self, table: &ObjectName) -> usize {
        reachable(&self.parents, table).len()
    }

    /// Whether all that inherit from a table, directly or through others, follow a change of it.
    fn all_follow(&self, table: &ObjectName, change: &TableChange) -> bool {
        subject(change).is_none()
            || reachable(&self.heirs, table).into_iter().all(|heir| self.follows(heir, change))
    }

    fn follows(&self, heir: &ObjectName, change: &TableChange) -> bool {
        if let Some(dropped) = self.dropped.get(heir) {
            let inherits = dropped.inherits.clone().unwrap_or_default();
            return !matches!(change, TableChange::AlterColumn { after, .. }
                if inherits.own_defaults.contains(&after.name)
                    || inherits.own_not_null.contains(&after.name));
        }
        self.changes_of(heir).iter().any(|own| is_same(change, own))
    }

    fn is_followed(&self, table: &ObjectName, change: &TableChange) -> bool {
        self.followed.get(table).is_some_and(|followed| followed.contains(&change))
    }

    /// Whether a column of a table comes back with that of its parent, which goes by itself.
    fn comes_back(&self, table: &Table, column: &String) -> bool {
        let goes = |change: &TableChange| matches!(change, TableChange::DropColumn { before } if before.name == *column);
        let mut parents = self.parents_of(&table.name).iter();
        has_from_parents(table, column, |inherits| &inherits.columns)
            && parents.any(|parent| self.changes_of(parent).iter().any(goes))
    }

    /// Whether the NOT NULL of a column keeps its name because someone who inherits it says it, too, under
    /// a name that the server would have to change as well.
    fn keeps_name(&self, table: &Table, change: &TableChange, base: &Schema) -> bool {
        let TableChange::AlterColumn { before, .. } = change else { return false };
        let says_so = |heir: &Table| {
            let column = heir.column(&before.name).and_then(|column| column.not_null.as_ref());
            column.is_some_and(|constraint| constraint.of_inherited)
        };
        let heirs = reachable(&self.heirs, &table.name);
        base.tables.iter().any(|heir| says_so(heir) && heirs.contains(&heir.name))
    }

    /// Whether a column becomes NOT NULL with that of a parent.
    fn gets_from_parent(&self, table: &Table, change: &TableChange) -> bool {
        let TableChange::AlterColumn { after, .. } = change else { return false };
        self.parents_of(&table.name).iter().any(|parent| {
            self.changes_of(parent).iter().filter_map(handed_down_anyway).any(|change| {
                matches!(change, TableChange::AlterColumn { after: of_parent, .. }
                    if of_parent.name == after.name && !of_parent.nullable)
            })
        })
    }

    fn changes_of(&self, table: &ObjectName) -> &'a [TableChange] {
        self.changes.get(table).copied().unwrap_or_default()
    }

    fn parents_of(&self, table: &ObjectName) -> &[&'a ObjectName] {
        self.parents.get(table).map(Vec::as_slice).unwrap_or_default()
    }

    /// What is left to do of a change of a table once its parents have changed.
    fn own(&self, table: &Table, change: &TableChange) -> Vec<TableChange> {
        let parents = self.parents_of(&table.name).iter();
        let mut handed_down = parents.flat_map(|parent| {
            let changes = self.changes_of(parent).iter();
            changes.filter_map(|change| match self.is_followed(parent, change) {
                true => Some(Cow::Borrowed(change)),
                false => handed_down_anyway(change).map(Cow::Owned),
            })
        });
        match handed_down.find_map(|of_parent| left_to_do(table, &of_parent, change)) {
            Some(left) => left,
            None => vec![change.clone()],
        }
    }
}

/// What can be reached from a table, directly or through others.
fn reachable<'a>(
    from: &BTreeMap<&'a ObjectName, Vec<&'a ObjectName>>,
    table: &ObjectName,
) -> BTreeSet<&'a ObjectName> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&ObjectName> = vec![table];
    while let Some(name) = open.pop() {
        for &next in from.get(name).into_iter().flatten() {
            if found.insert(next) {
                open.push(next);
            }
        }
    }
    found
}

/// What of a change those who inherit may do otherwise. They have the columns of their parents, and the
/// types of these.
fn subject(change: &TableChange) -> Option<Subject> {
    match change {
        TableChange::AlterColumn { before, after } if has_type_of(before, after) => {
            Some(Subject::Column(after.name.clone()))
        }
        TableChange::DropColumn { before } => Some(Subject::DroppedColumn(before.name.clone())),
        TableChange::DropConstraint { before: Constraint::Check(check) } if !check.no_inherit => {
            check.name.clone().map(Subject::DroppedCheck)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Capabilities, Dialect};
    use crate::diff::{DiffOptions, Ownership, diff, rename_candidates};
    use crate::schema::{CheckConstraint, Column, ColumnType, Expr, Inheritance, NotNull};

    fn column(name: &str, default: Option<&str>) -> Column {
        let default = default.map(Expr::declared);
        Column { default, ..Column::new(name, ColumnType::builtin("integer")) }
    }

    fn table(name: &str, parents: &[&str], columns: Vec<Column>, check: &str) -> Table {
        let parents: Vec<ObjectName> = parents.iter().map(|&it| ObjectName::new(it)).collect();
        let names = columns.iter().map(|column| column.name.clone()).collect();
        let checks = BTreeSet::from([check.to_owned()]);
        let inherits = (!parents.is_empty()).then(|| Inheritance {
            parents,
            columns: names,
            checks,
            ..Inheritance::default()
        });
        let check = CheckConstraint {
            name: Some(check.to_owned()),
            expr: Expr::declared("true"),
            ..CheckConstraint::default()
        };
        Table { inherits, columns, checks: vec![check], ..Table::new(ObjectName::new(name)) }
    }

    fn changes(base: &[Table], desired: &[Table]) -> Vec<Change> {
        let capabilities = Capabilities::assumed(Dialect::Postgres);
        let options =
            DiffOptions { complete: true, ..DiffOptions::new(capabilities, Ownership::Everything) };
        let schema = |tables: &[Table]| Schema { tables: tables.to_vec(), ..Schema::default() };
        diff(&schema(base), &schema(desired), &options).unwrap()
    }

    /// What is left of the changes, and what is said of parents alone.
    fn inherited(base: &[Table], desired: &[Table]) -> (Vec<String>, usize) {
        let changes = changes(base, desired);
        let schema = Schema { tables: base.to_vec(), ..Schema::default() };
        let inherited = Inherited::of(&changes, &schema);
        (inherited.changes.iter().map(Change::to_string).collect(), inherited.alone.len())
    }

    fn family(columns: &[Column], of_grandchild: &[Column], check: &str) -> [Table; 3] {
        [
            table("grandchild", &["child"], of_grandchild.to_vec(), check),
            table("child", &["parent"], columns.to_vec(), check),
            table("parent", &[], columns.to_vec(), check),
        ]
    }

    #[test]
    fn what_all_follow_is_said_once() {
        let (a, b) = ([column("a", None)], [column("b", Some("1"))]);
        let (base, desired) = (family(&a, &a, "x"), family(&b, &b, "y"));
        let (left, alone) = inherited(&base, &desired);
        assert_eq!(alone, 0);
        assert_eq!(left.len(), 1, "{left:?}");
        for of_parent in ["add column parent.b", "drop column parent.a", "check x of parent to y"] {
            assert!(left[0].contains(of_parent), "{left:?}");
        }
        // So is what may be a rename.
        assert_eq!(rename_candidates(&changes(&base, &desired)).len(), 1);
    }

    #[test]
    fn what_one_does_not_follow_is_said_of_each() {
        let defaults = |own: &str, of_grandchild: &str| {
            let columns = |default: &str| [column("a", Some(default))];
            family(&columns(own), &columns(of_grandchild), "x")
        };
        let (left, alone) = inherited(&defaults("1", "7"), &defaults("2", "7"));
        assert_eq!(alone, 2);
        let told = ["parent", "child"].map(|name| format!("alter column {name}.a: default"));
        assert_eq!(left, told);
        // Parents come first, and what differs is done to what they hand down.
        let (left, alone) = inherited(&defaults("1", "1"), &defaults("2", "2"));
        assert_eq!((left.len(), alone), (1, 0));
        let added = |default: &str| family(&[], &[column("a", Some(default))], "x");
        let parent = |mut tables: [Table; 3]| {
            for table in &mut tables[1..] {
                table.columns = vec![column("a", Some("1"))];
            }
            tables
        };
        let (left, _) = inherited(&family(&[], &[], "x"), &parent(added("3")));
        assert_eq!(left, ["add column parent.a", "alter column grandchild.a: default"]);
    }

    /// A parent and a child, as a server tells them whose NOT NULL is a constraint.
    fn two(of_parent: Option<&str>, of_child: Option<&str>) -> [Table; 2] {
        let named = |name: &str, of_inherited| NotNull {
            name: name.to_owned(),
            of_inherited,
            ..NotNull::default()
        };
        let mut parent = column("a", None);
        parent.nullable = of_parent.is_none();
        parent.not_null = of_parent.map(|name| named(name, false));
        let mut child = column("a", None);
        child.nullable = of_parent.is_none() && of_child.is_none();
        child.not_null = of_child.map(|name| named(name, true));
        [table("child", &["parent"], vec![child], "x"), table("parent", &[], vec![parent], "x")]
    }

    #[test]
    fn a_constraint_of_a_parent_comes_and_goes_in_those_who_inherit_it() {
        let (none, of_parent) = (two(None, None), two(Some("p"), None));
        let (of_child, of_both) = (two(None, Some("c")), two(Some("p"), Some("")));
        let parent = "alter column parent.a: nullability";
        let child = "alter column child.a: nullability";
        assert_eq!(inherited(&none, &of_parent).0, [parent]);
        assert_eq!(inherited(&of_parent, &none).0, [parent]);
        assert_eq!(inherited(&of_parent, &of_child).0, [parent, child]);
        assert_eq!(inherited(&of_child, &of_parent).0, [child, parent]);
        assert_eq!(inherited(&of_both, &of_child).0[0], parent);
    }

    #[test]
    fn a_name_that_someone_who_inherits_it_does_not_have_is_kept() {
        let (base, desired) = (two(Some("p"), Some("")), two(Some("q"), Some("")));
        assert_eq!(inherited(&base, &desired).0, [""; 0]);
        let (base, desired) = (two(Some("p"), None), two(Some("q"), None));
        assert_eq!(inherited(&base, &desired).0.len(), 1);
    }
}
