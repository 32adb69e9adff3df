//! Views, triggers, rules, policies and the like, that hang on what changes.
//!
//! What is known by its definition alone is not compared. But where something below it changes in a way
//! that it does not allow, it is taken down first of all, and put back as it was last of all; what hangs
//! on it, too. Where it cannot be put back, because what it showed is gone, the desired schema's own
//! takes its place, or it stays away.

use std::collections::{BTreeMap, BTreeSet};

use super::disturbed::{Disturbed, Rewritten, is_rewritten, recreated};
use super::needed::Needed;
use super::object_order::in_order;
use super::operation::{Operation, Rebuild, Taken};
use super::outdated::Outdated;
use super::render::Strategy;
use super::{PlanError, PlanOptions};
use crate::diff::{Change, TableChange};
use crate::schema::{CompositeType, Object, ObjectName, PRIVILEGES, Table};

/// What happens to the tables and columns that objects may hang on.
#[derive(Default)]
struct Below<'a> {
    /// Tables and types that go.
    gone: BTreeSet<ObjectName>,
    gone_sequences: BTreeSet<&'a ObjectName>,
    /// Schemas that go with all that is in them.
    gone_namespaces: BTreeSet<&'a str>,
    /// Composite types whose attributes change.
    altered_types: BTreeSet<&'a ObjectName>,
    /// Names that something else is to have.
    coming: Option<&'a Names<'a>>,
    /// Tables and columns that are known by another name afterwards.
    renamed: BTreeSet<(&'a ObjectName, Option<&'a str>)>,
    /// Types that are made anew, and whether only on the way back.
    rewritten: BTreeMap<ObjectName, bool>,
    /// Columns that go.
    gone_columns: BTreeSet<(ObjectName, String)>,
    /// Columns that an object on them does not let change, and whether only on the way back.
    columns: BTreeMap<(ObjectName, String), bool>,
    /// Columns among them that are dropped and added, and whether only on the way back.
    added_again: BTreeMap<(ObjectName, String), bool>,
    /// Whether names go or change, for which a database reads again all that it has, and whether only on
    /// the way back.
    reads_all: Option<bool>,
}

/// Names with their schemas.
pub(super) type Names<'a> = BTreeSet<(Option<&'a str>, &'a str)>;

/// What objects are seen in.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    /// The tables under the names that they have once all is renamed.
    pub(super) current: &'a BTreeMap<&'a ObjectName, &'a Table>,
    pub(super) composites: &'a [CompositeType],
    /// The types whose columns change with them.
    pub(super) rewritten: &'a Rewritten,
    /// Those of them that are dropped for it.
    pub(super) anew: &'a Rewritten,
    pub(super) disturbed: &'a Disturbed,
    /// The names that come.
    pub(super) coming: &'a Names<'a>,
    /// What comes because tables and types need it.
    pub(super) needed: &'a Needed,
}

/// What is to be taken down, and what is to be put back.
#[derive(Default)]
pub(super) struct Held {
    /// What hangs on tables, first of all and last of all.
    pub(super) down: Vec<Operation>,
    pub(super) up: Vec<Operation>,
    /// What tables are made of, when nothing of them stands in the way, around the change of types.
    pub(super) base_down: Vec<Operation>,
    pub(super) base_up: Vec<Operation>,
    /// What tables were made of, and nothing is any more.
    pub(super) base_gone: Vec<Operation>,
}

impl Held {
    /// Takes what is taken down out of what comes back with a table that is made anew.
    pub(super) fn leave_to_itself(&self, rebuild: &mut Rebuild) {
        rebuild.triggers.retain(|trigger| {
            !self.down.iter().any(|taken| {
                matches!(taken, Operation::TakeDown(taken) if taken.object.name == trigger.name
                    && taken.object.kind == trigger.kind)
            })
        });
    }
}

/// Finds what is in the way among `objects`, which hang on tables under their new names.
pub(super) fn held(
    changes: &[Change],
    objects: &[Object],
    surroundings: Surroundings<'_>,
    outdated: &Outdated,
    options: &PlanOptions,
) -> Result<Held, PlanError> {
    let below = Below::of(changes, surroundings, options);
    // By the statements that take them down: how each is disturbed, and what it waits for.
    let mut reasons: BTreeMap<&str, bool> = BTreeMap::new();
    let movable: Vec<(&str, &Object)> = objects
        .iter()
        .filter_map(|object| Some((object.taken_down_by.as_deref()?, object)))
        .collect();
    let desired = |object: &Object| {
        options
            .further
            .iter()
            .find(|other| other.taken_down_by == object.taken_down_by && other.kind == object.kind)
    };
    loop {
        let mut grew = false;
        for &(id, object) in &movable {
            let renewed = outdated.stays_behind(object) && desired(object).is_some();
            let own = below.disturbs(object).into_iter().chain(renewed.then_some(false));
            let inherited =
                object.needs.iter().filter_map(|need| reasons.get(need.as_str()).copied());
            let Some(only_back) = own.chain(inherited).reduce(|a, b| a && b) else {
                continue;
            };
            grew |= reasons.insert(id, only_back) != Some(only_back);
        }
        if !grew {
            break;
        }
    }
    let down: Vec<&Object> =
        movable.iter().filter(|(id, _)| reasons.contains_key(id)).map(|(_, it)| *it).collect();
    let down = in_order(&down);
    let mut missing: BTreeSet<&str> = BTreeSet::new();
    let mut replaced: BTreeSet<&str> = BTreeSet::new();
    let mut back: Vec<(&Object, bool)> = Vec::new();
    for &object in &down {
        let id = object.taken_down_by.as_deref().unwrap_or_default();
        let fits = below.still_has(object)
            && !object.needs.iter().any(|need| missing.contains(need.as_str()));
        let other = desired(object);
        // What it says may be true of its columns no more, but what the desired schema says of it is.
        let has = |need: &String| {
            !missing.contains(need.as_str()) && movable.iter().any(|(id, _)| *id == need.as_str())
        };
        let may_be_untrue = below.renames(object)
            || object.kind != PRIVILEGES
                && (below.changes_columns(object) || outdated.name_in(object).is_some());
        // What showed a view that is another one now may have shown what that no longer has.
        let is_on_another = object.needs.iter().any(|need| replaced.contains(need.as_str()));
        let fits = fits && !is_on_another;
        let is_told = may_be_untrue && other.is_some_and(|other| other.needs.iter().all(has));
        if fits && !is_told && below.renames(object) {
            return Err(knows_old_names(object));
        }
        match if fits && !is_told { Some(object) } else { other } {
            Some(other) => {
                if other.definition != object.definition {
                    replaced.insert(id);
                }
                back.push((other, reasons.get(id).copied().unwrap_or_default()));
            }
            None => {
                missing.insert(id);
            }
        }
    }
    let brought = brought_along(&back, &movable, surroundings.needed, options);
    back.extend(brought);
    let base = foundations(surroundings, &movable);
    let mut held = Held::default();
    for &object in down.iter().rev() {
        let id = object.taken_down_by.as_deref().unwrap_or_default();
        let stays_away = missing.contains(id);
        let taken = Taken { object: object.clone(), stays_away };
        let operation = wrap(reasons.get(id), Operation::TakeDown(Box::new(taken)));
        let list = match base.contains(id) {
            true if stays_away && !below.makes_room(object) => &mut held.base_gone,
            true => &mut held.base_down,
            false => &mut held.down,
        };
        list.push(operation);
    }
    let order: Vec<&Object> = back.iter().map(|(object, _)| *object).collect();
    for object in in_order(&order) {
        let id = object.taken_down_by.as_deref().unwrap_or_default();
        let taken = Taken { object: object.clone(), stays_away: false };
        let operation = wrap(reasons.get(id), Operation::PutBack(Box::new(taken)));
        let list = if base.contains(id) { &mut held.base_up } else { &mut held.up };
        list.push(operation);
    }
    Ok(held)
}

/// What the desired schema's own hangs on where that is put in place of another, and nobody has yet.
fn brought_along<'a>(
    back: &[(&'a Object, bool)],
    movable: &[(&str, &'a Object)],
    needed: &Needed,
    options: &'a PlanOptions,
) -> Vec<(&'a Object, bool)> {
    let is_there = |id: &str| movable.iter().any(|(other, _)| *other == id) || needed.has(id);
    let mut found: Vec<(&Object, bool)> = Vec::new();
    let needs = |(object, only_back): &(&'a Object, bool)| -> Vec<(&'a str, bool)> {
        object.needs.iter().map(|need| (need.as_str(), *only_back)).collect()
    };
    let mut open: Vec<(&str, bool)> = back.iter().flat_map(needs).collect();
    while let Some((id, only_back)) = open.pop() {
        let is = |object: &&Object| object.taken_down_by.as_deref() == Some(id);
        if is_there(id) || found.iter().any(|(object, _)| is(object)) {
            continue;
        }
        if let Some(object) = options.further.iter().find(is) {
            found.push((object, only_back));
            open.extend(needs(&(object, only_back)));
        }
    }
    found
}

fn knows_old_names(object: &Object) -> PlanError {
    let Object { kind, name, .. } = object;
    PlanError::new(format!(
        "{kind} `{name}` cannot be put back: it knows by their old names what is renamed below it"
    ))
    .with_hint("make a migration of the rename alone, then one of the other changes")
}

/// What tables and composite types are made of, by the statements that take it down.
fn foundations<'a>(
    surroundings: Surroundings<'a>,
    movable: &[(&'a str, &'a Object)],
) -> BTreeSet<&'a str> {
    let by_id: BTreeMap<&str, &Object> = movable.iter().copied().collect();
    let of_tables = surroundings.current.values().flat_map(|table| &table.needs);
    let of_composites = surroundings.composites.iter().flat_map(|composite| &composite.needs);
    let mut open: Vec<&str> = of_tables.chain(of_composites).map(String::as_str).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        let Some(object) = by_id.get(id) else { continue };
        if found.insert(id) {
            open.extend(object.needs.iter().map(String::as_str));
        }
    }
    found
}

fn wrap(only_back: Option<&bool>, operation: Operation) -> Operation {
    match only_back {
        Some(true) => Operation::OnlyBack(Box::new(operation)),
        _ => operation,
    }
}

impl<'a> Below<'a> {
    fn of(changes: &'a [Change], surroundings: Surroundings<'a>, options: &PlanOptions) -> Self {
        let Surroundings { current, rewritten, anew, disturbed, coming, .. } = surroundings;
        let mut below = Self { rewritten: anew.clone(), coming: Some(coming), ..Self::default() };
        for (&name, &table) in current {
            for column in &table.columns {
                if let Some(only_back) = is_rewritten(column, rewritten) {
                    below.columns.insert((name.clone(), column.name.clone()), only_back);
                }
            }
        }
        let generated = || disturbed.generated.iter().map(|column| (column.clone(), false));
        below.columns.extend(generated());
        below.added_again.extend(generated());
        for change in changes {
            match change {
                Change::DropTable { before } => {
                    below.gone.insert(before.name.clone());
                }
                Change::RenameTable { to, .. } => {
                    below.renamed.insert((to, None));
                    below.reads_all = Some(false);
                }
                Change::DropNamespace { before } => {
                    below.gone_namespaces.insert(&before.name);
                }
                Change::DropSequence { before } => {
                    below.gone_sequences.insert(&before.name);
                }
                Change::DropEnum { before } => {
                    below.gone.insert(before.name.clone());
                }
                Change::DropComposite { before } => {
                    below.gone.insert(before.name.clone());
                }
                Change::AlterComposite { before, after } if !before.has_attributes_of(after) => {
                    below.altered_types.insert(&after.name);
                }
                Change::AlterTable { before, after: table, changes } => {
                    let read = reads_all(before, table, changes, options);
                    below.reads_all = below.reads_all.into_iter().chain(read).reduce(|a, b| a && b);
                    let key = |name: &str| (table.name.clone(), name.to_owned());
                    for (name, only_back) in recreated(changes, options.capabilities.dialect) {
                        below.columns.insert(key(name), false);
                        below.added_again.insert(key(name), only_back);
                    }
                    for change in changes {
                        match change {
                            TableChange::RenameColumn { to, .. } => {
                                below.renamed.insert((&table.name, Some(to.as_str())));
                            }
                            TableChange::DropColumn { before } => {
                                below.gone_columns.insert(key(&before.name));
                            }
                            TableChange::AlterColumn { before, after }
                                if options.capabilities.views_fix_types
                                    && (&before.ty, &before.collation)
                                        != (&after.ty, &after.collation) =>
                            {
                                below.columns.insert(key(&after.name), false);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        below
    }

    /// Whether something below an object changes so that it must go, and if so, whether only on the way
    /// back.
    fn disturbs(&self, object: &Object) -> Option<bool> {
        if object.kind == PRIVILEGES {
            let added_again = object.columns.iter().filter_map(|it| self.added_again.get(it));
            let for_good = self.takes_privileges(object).then_some(true);
            return for_good.or_else(|| added_again.copied().reduce(|a, b| a && b));
        }
        if self.makes_room(object) || self.goes_with_schema(object) {
            return Some(false);
        }
        let when_read = self.reads_all.filter(|_| object.is_broken);
        let goes_along = GO_WITH_TABLES.contains(&object.kind.as_str())
            && object.depends_on.iter().all(|name| object.depends_on.first() == Some(name));
        let on_names = object.depends_on.iter().filter_map(|name| {
            if self.gone.contains(name) {
                Some(goes_along)
            } else {
                self.rewritten.get(name).copied()
            }
        });
        let follows_type = FOLLOW_TYPES.contains(&object.kind.as_str())
            && object.depends_on.iter().any(|name| self.altered_types.contains(name));
        let on_columns = object.columns.iter().filter_map(|column| {
            if self.gone_columns.contains(column) {
                Some(false)
            } else {
                self.columns.get(column).copied()
            }
        });
        let on_type = follows_type.then_some(false);
        on_names.chain(on_columns).chain(when_read).chain(on_type).reduce(|a, b| a && b)
    }

    /// Whether privileges go with what they are about.
    fn takes_privileges(&self, privileges: &Object) -> bool {
        let is_gone =
            |name: &ObjectName| self.gone.contains(name) || self.gone_sequences.contains(name);
        self.goes_with_schema(privileges)
            || privileges.depends_on.iter().any(is_gone)
            || privileges.columns.iter().any(|column| self.gone_columns.contains(column))
    }

    /// Whether something below an object is known by another name afterwards.
    fn renames(&self, object: &Object) -> bool {
        object.depends_on.iter().any(|name| self.renamed.contains(&(name, None)))
            || object
                .columns
                .iter()
                .any(|(table, column)| self.renamed.contains(&(table, Some(column.as_str()))))
    }

    /// Whether something else is to have the name of an object.
    fn makes_room(&self, object: &Object) -> bool {
        let name = (object.name.schema.as_deref(), object.name.name.as_str());
        SHARE_NAMES.contains(&object.kind.as_str())
            && self.coming.is_some_and(|coming| coming.contains(&name))
    }

    /// Whether an object goes with its schema.
    fn goes_with_schema(&self, object: &Object) -> bool {
        let namespace = object.namespace.as_ref().or(object.name.schema.as_ref());
        namespace.is_some_and(|name| self.gone_namespaces.contains(name.as_str()))
    }

    /// Whether a column below an object becomes another.
    fn changes_columns(&self, object: &Object) -> bool {
        object.columns.iter().any(|column| self.columns.get(column) == Some(&false))
    }

    /// Whether everything that an object hangs on is there afterwards.
    fn still_has(&self, object: &Object) -> bool {
        if object.kind == PRIVILEGES {
            return !self.takes_privileges(object);
        }
        !self.makes_room(object)
            && !self.goes_with_schema(object)
            && !object.depends_on.iter().any(|name| self.gone.contains(name))
            && !object.columns.iter().any(|column| self.gone_columns.contains(column))
    }
}

/// Whether a table is changed in a way for which everything is read again, and if so, whether only on the
/// way back.
fn reads_all(
    before: &Table,
    after: &Table,
    changes: &[TableChange],
    options: &PlanOptions,
) -> Option<bool> {
    let render = options.capabilities.dialect.render();
    let strategy = render.strategy(before, after, changes);
    let read = changes.iter().filter_map(|change| match change {
        TableChange::RenameColumn { .. } => Some(false),
        TableChange::DropColumn { .. } if strategy != Strategy::Rebuild => Some(false),
        TableChange::AddColumn { .. } if strategy == Strategy::InPlace => Some(true),
        _ => None,
    });
    read.reduce(|a, b| a && b)
}

/// The name that comes with an object, where it is among those of tables, sequences and types.
pub(super) fn shared_name(operation: &Operation) -> Option<(Option<&str>, &str)> {
    let Operation::PutBack(taken) = operation else { return None };
    let Object { kind, name, .. } = &taken.object;
    SHARE_NAMES.contains(&kind.as_str()).then_some((name.schema.as_deref(), name.name.as_str()))
}

/// What has its name among those of tables, sequences and types.
const SHARE_NAMES: &[&str] = &["view", "materialized view", "virtual table", "domain", "range"];

/// What goes with its table where it hangs on nothing else, and comes back only by a statement of its own.
const GO_WITH_TABLES: &[&str] =
    &["trigger", "policy", "rule", "row security", "published table", "statistics"];

/// What has the attributes of a type, and lets none of them change.
const FOLLOW_TYPES: &[&str] = &["typed table"];
