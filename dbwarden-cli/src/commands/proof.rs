//! The proof of a migration that was just written: it runs on a scratch database before it is kept.
//!
//! From where the database is, the upgrade must lead to what the models say, the rollback back to where
//! it began, and the upgrade once more to the same. The real runner runs the real files.

use std::collections::BTreeSet;

use dbwarden::inspect::{Options, Scratch};
use dbwarden::{Back, Migrator, policy};
use dbwarden_core::diff::{Change, Constraint, Ownership, TableChange};
use dbwarden_core::migration::{self, Folder, MigrationSet, Purpose, SourceFile};
use dbwarden_core::plan::{PlanOptions, PlannedFile, create};
use dbwarden_core::schema::{EnumType, ObjectName, Schema, Table, TypeName};

use super::compare::Comparison;
use super::{Target, difference};
use crate::error::{Error, Result};
use crate::source::database;

/// How a migration was proved.
pub(crate) struct Proved {
    /// What the scratch database held when the proof began.
    pub(crate) from: From,
    /// Whether it was taken back, too.
    pub(crate) both_ways: bool,
}

/// From where a proof began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    /// The tables that the changes touch, and those that these hang together with.
    Tables(usize),
    /// Everything that the migrations before it make.
    Replay(usize),
}

impl std::fmt::Display for Proved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ways =
            if self.both_ways { "up, down and up again" } else { "up, as it has no way back" };
        write!(f, "Proved on a scratch database: {ways}, ")?;
        match self.from {
            From::Tables(0) | From::Replay(0) => write!(f, "from an empty one"),
            From::Tables(1) => write!(f, "from the one table that it touches"),
            From::Tables(count) => write!(f, "from the {count} tables that it touches"),
            From::Replay(1) => write!(f, "from where the migration before it leads"),
            From::Replay(count) => write!(f, "from where the {count} migrations before it lead"),
        }
    }
}

/// Proves the files that a comparison has led to.
pub(crate) async fn prove(
    target: &Target<'_>,
    comparison: &Comparison,
    files: &[(String, String)],
) -> Result<Proved> {
    let proof = Proof {
        comparison,
        // What was applied before is not in the set of what is new.
        migrator: Migrator::new(set_of(target, files)?).on_missing(policy::Missing::Warn),
        count: files.len(),
        both_ways: !comparison.plan.files.iter().any(PlannedFile::is_irreversible),
    };
    let part = Part::touched_by(&comparison.changes, &comparison.base, &comparison.desired);
    // What hangs on a table and is known by its text alone is made by the migrations that made it.
    let hangs = comparison
        .base
        .objects
        .iter()
        .any(|object| object.depends_on.iter().any(|table| part.before.contains(table)));
    if !hangs {
        let before = part.of_base(&comparison.base);
        let after = part.of_desired(&comparison.desired);
        let count = before.tables.len();
        let proved = on_scratch(comparison, async |scratch| {
            scratch.add_extensions().await?;
            if !proof.build(scratch, &before).await {
                return Ok(None);
            }
            Ok(Some(proof.run(scratch, &after).await))
        })
        .await?;
        match proved {
            Some(Ok(())) => {
                return Ok(Proved { from: From::Tables(count), both_ways: proof.both_ways });
            }
            // It may have needed more than the tables.
            Some(Err(_)) if !target.set().migrations().is_empty() => {}
            Some(Err(error)) => return Err(error),
            None => {}
        }
    }
    on_scratch(comparison, async |scratch| {
        scratch.migrate(&target.migrator).await?;
        proof.run(scratch, &comparison.desired).await
    })
    .await?;
    let count = target.set().migrations().len();
    Ok(Proved { from: From::Replay(count), both_ways: proof.both_ways })
}

/// Does something on a scratch database, which goes whatever happens.
async fn on_scratch<T>(
    comparison: &Comparison,
    work: impl AsyncFnOnce(&mut Scratch) -> Result<T>,
) -> Result<T> {
    let created = Scratch::create(comparison.scratch.expose()).await;
    let mut scratch = created.map_err(|error| {
        let hint = error.hint().map_or_else(String::new, |hint| format!("{hint}; or "));
        Error::new(format!("the migration cannot be proved: {error}"))
            .hint(format!("{hint}write it unproved with `--no-proof`"))
    })?;
    let done = work(&mut scratch).await;
    let removed = scratch.remove().await;
    let done = done?;
    removed?;
    Ok(done)
}

/// The new files as a set of their own.
fn set_of(target: &Target<'_>, files: &[(String, String)]) -> Result<MigrationSet> {
    let dialect = target.url.dialect();
    let files = files
        .iter()
        .map(|(name, text)| SourceFile { name: name.clone(), bytes: text.clone().into_bytes() });
    let mut folder = Folder { files: files.collect(), ..Folder::default() };
    let refused = |faults: migration::Faults| target.migrations.refuse(&faults);
    let (manifest, _) = migration::rehash(&folder, dialect).map_err(refused)?;
    folder.manifest = Some(manifest.render().into_bytes());
    migration::assemble(&folder, &target.database.name, Purpose::Run).map_err(refused)
}

struct Proof<'a> {
    comparison: &'a Comparison,
    migrator: Migrator,
    count: usize,
    both_ways: bool,
}

impl Proof<'_> {
    /// Makes a part of the base in an empty database; `false` where that takes more than the part, such
    /// as a function that a default calls.
    async fn build(&self, scratch: &mut Scratch, part: &Schema) -> bool {
        let options = PlanOptions::new(self.comparison.capabilities);
        let Ok(plan) = create(part, &options) else { return false };
        for statement in plan.steps().flat_map(|step| &step.upgrade) {
            if scratch.execute(statement).await.is_err() {
                return false;
            }
        }
        let Ok(found) = self.schema(scratch).await else { return false };
        self.difference(part, &found, Ownership::Everything).is_ok_and(|found| found.is_none())
    }

    /// Runs the files up, down and up again.
    async fn run(&self, scratch: &mut Scratch, desired: &Schema) -> Result<()> {
        let before = self.schema(scratch).await?;
        self.up(scratch).await?;
        let after = self.schema(scratch).await?;
        let owned = Ownership::Declared(&self.comparison.owned);
        self.require("the upgrade does not lead to the models", &after, desired, owned)?;
        if !self.both_ways {
            return Ok(());
        }
        let back = scratch.rollback(&self.migrator, Back::Last(self.count)).await;
        back.map_err(|error| failed("the rollback", &error))?;
        let back = self.schema(scratch).await?;
        let all = Ownership::Everything;
        self.require("the rollback does not lead back to where it began", &back, &before, all)?;
        self.up(scratch).await?;
        let again = self.schema(scratch).await?;
        self.require("the upgrade leads elsewhere after a rollback", &again, &after, all)
    }

    async fn up(&self, scratch: &mut Scratch) -> Result<()> {
        let done = scratch.migrate(&self.migrator).await;
        done.map(drop).map_err(|error| failed("the upgrade", &error))
    }

    async fn schema(&self, scratch: &mut Scratch) -> Result<Schema> {
        let Comparison { base, desired, .. } = self.comparison;
        let mut schemas = database::named_schemas(base);
        schemas.extend(database::named_schemas(desired));
        let options = Options { schemas: schemas.into_iter().collect(), ..Options::default() };
        Ok(database::without_own_tables(scratch.schema(&options).await?))
    }

    fn require(
        &self,
        what: &str,
        found: &Schema,
        wanted: &Schema,
        ownership: Ownership<'_>,
    ) -> Result<()> {
        match self.difference(found, wanted, ownership)? {
            None => Ok(()),
            Some(difference) => Err(Error::new(format!(
                "{what}, so nothing was written: it would still have to {difference}"
            ))
            .hint(REMEDY)),
        }
    }

    fn difference(
        &self,
        found: &Schema,
        wanted: &Schema,
        ownership: Ownership<'_>,
    ) -> Result<Option<String>> {
        difference::first(found, wanted, ownership, self.comparison.capabilities)
    }
}

const REMEDY: &str = "this is a fault of dbwarden: please report it with the models; \
                      `--no-proof` writes the migration all the same, to be mended by hand";

fn failed(what: &str, error: &dbwarden::Error) -> Error {
    let told = Error::new(format!(
        "{what} fails on a scratch database, so nothing was written: {error:?}"
    ));
    told.hint(REMEDY)
}

/// The tables that have to be there for changes to be carried out, by their names in either schema.
struct Part {
    before: BTreeSet<ObjectName>,
    after: BTreeSet<ObjectName>,
}

impl Part {
    fn touched_by(changes: &[Change], base: &Schema, desired: &Schema) -> Self {
        let renamed = |name: &ObjectName| {
            changes
                .iter()
                .find_map(|change| match change {
                    Change::RenameTable { from, to } if to == name => Some(from.clone()),
                    _ => None,
                })
                .unwrap_or_else(|| name.clone())
        };
        let mut before = BTreeSet::new();
        let mut after = BTreeSet::new();
        for change in changes {
            match change {
                Change::RenameTable { from, to } => {
                    before.insert(from.clone());
                    after.insert(to.clone());
                }
                Change::CreateTable { after: table } => {
                    after.insert(table.name.clone());
                }
                Change::DropTable { before: table } => {
                    before.insert(table.name.clone());
                }
                Change::AlterTable { after: table, changes, .. } => {
                    let name = renamed(&table.name);
                    if !changes.iter().all(only_adds) {
                        before.extend(referring_to(base, &name));
                        after.extend(referring_to(desired, &table.name));
                    }
                    before.insert(name);
                    after.insert(table.name.clone());
                }
                Change::AlterEnum { before: EnumType { name, .. }, .. }
                | Change::RenameEnumValue { name, .. } => {
                    for table in base.tables.iter().filter(|table| uses(table, name)) {
                        before.insert(table.name.clone());
                        after.insert(table.name.clone());
                    }
                }
                _ => {}
            }
        }
        // A table is on both sides, and with it all that it refers to.
        let kept = |names: &BTreeSet<ObjectName>, schema: &Schema| -> Vec<ObjectName> {
            names.iter().filter(|name| schema.table(name).is_some()).cloned().collect()
        };
        loop {
            let size = before.len() + after.len();
            refer(&mut before, base);
            refer(&mut after, desired);
            after.extend(kept(&before, desired));
            before.extend(kept(&after, base));
            if before.len() + after.len() == size {
                return Self { before, after };
            }
        }
    }

    fn of_base(&self, base: &Schema) -> Schema {
        part_of(base, &self.before)
    }

    fn of_desired(&self, desired: &Schema) -> Schema {
        part_of(desired, &self.after)
    }
}

fn part_of(schema: &Schema, names: &BTreeSet<ObjectName>) -> Schema {
    let mut part = schema.clone();
    part.tables.retain(|table| names.contains(&table.name));
    part.objects.clear();
    part
}

/// Adds what the tables refer to.
fn refer(names: &mut BTreeSet<ObjectName>, schema: &Schema) {
    let mut open: Vec<ObjectName> = names.iter().cloned().collect();
    while let Some(name) = open.pop() {
        let keys = schema.table(&name).into_iter().flat_map(|table| &table.foreign_keys);
        for key in keys {
            if schema.table(&key.references).is_some() && names.insert(key.references.clone()) {
                open.push(key.references.clone());
            }
        }
    }
}

/// The tables that refer to one.
fn referring_to(schema: &Schema, name: &ObjectName) -> Vec<ObjectName> {
    let refers = |table: &&Table| table.foreign_keys.iter().any(|key| key.references == *name);
    schema.tables.iter().filter(refers).map(|table| table.name.clone()).collect()
}

fn uses(table: &Table, ty: &ObjectName) -> bool {
    table.columns.iter().any(|column| column.ty.name == TypeName::User(ty.clone()))
}

/// Whether a change cannot be in the way of those who refer to the table.
fn only_adds(change: &TableChange) -> bool {
    match change {
        TableChange::AddColumn { .. }
        | TableChange::AddIndex { .. }
        | TableChange::SetComment { .. } => true,
        TableChange::AddConstraint { after } => !matches!(after, Constraint::PrimaryKey(_)),
        _ => false,
    }
}
