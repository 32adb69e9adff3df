//! Structs and files of SQL together, as a scratch database shows them.

use std::collections::BTreeMap;

use dbwarden::inspect::{Options, Scratch};
use dbwarden_core::diff::{Change, DiffOptions, Ownership, diff};
use dbwarden_core::plan::{self, PlanOptions};
use dbwarden_core::schema::{Object, ObjectName, Schema, Table};

use super::models::Models;
use super::sql::Script;
use crate::config::DatabaseUrl;
use crate::error::{Error, Result};

/// What files of SQL add to what structs declare.
pub(super) struct Added {
    /// Everything, as the database shows it.
    whole: Schema,
    /// The tables of structs that are not what they were before the SQL.
    changed: Vec<ObjectName>,
    /// The tables of structs need the SQL, so that only here they could be seen.
    all: bool,
}

/// Makes models in an empty database, and sees what their SQL adds to the structs.
pub(super) async fn run(models: &Models, url: &DatabaseUrl) -> Result<Added> {
    let mut scratch = Scratch::create(url.expose()).await?;
    let added = on(&mut scratch, models).await;
    let removed = scratch.remove().await;
    let added = added?;
    removed?;
    Ok(added)
}

async fn on(scratch: &mut Scratch, models: &Models) -> Result<Added> {
    let options = Options { everything: true, ..Options::default() };
    let planned = PlanOptions::new(scratch.server().await?);
    let named = plan::name_everything(&models.structs, &planned);
    begin(scratch, &models.before, &named).await?;
    let first = scratch.schema(&options).await?;
    end(scratch, &models.after).await?;
    let whole = scratch.schema(&options).await?;
    let all = Ownership::Everything;
    let changes = diff(&first, &whole, &DiffOptions::new(scratch.server().await?, all))?;
    let altered = changes.iter().filter_map(|change| match change {
        Change::AlterTable { after, .. } => Some(after.name.clone()),
        _ => None,
    });
    Ok(Added { changed: altered.collect(), whole, all: !models.before.is_empty() })
}

/// Makes models in an empty database.
pub(super) async fn make(scratch: &mut Scratch, models: &Models) -> Result<()> {
    begin(scratch, &models.before, &models.structs).await?;
    end(scratch, &models.after).await
}

/// What the structs need of SQL, and the structs.
async fn begin(scratch: &mut Scratch, before: &[Script], structs: &Schema) -> Result<()> {
    for script in before {
        script.run(scratch).await?;
    }
    let planned = PlanOptions::new(scratch.server().await?);
    for step in plan::create(structs, &planned)?.steps() {
        for statement in &step.upgrade {
            scratch.execute(statement).await.map_err(|error| {
                Error::new(format!("the database refuses to {}: {error}", step.description))
            })?;
        }
    }
    Ok(())
}

/// What SQL adds to the structs.
async fn end(scratch: &mut Scratch, after: &[Script]) -> Result<()> {
    for script in after {
        script.run(scratch).await?;
    }
    Ok(())
}

impl Added {
    /// Puts what was added to what the structs declare, and says which of their tables it changed.
    pub(super) fn merge_into(&self, structs: &mut Schema) -> Vec<ObjectName> {
        let mut own: BTreeMap<ObjectName, &mut Table> =
            structs.tables.iter_mut().map(|table| (table.name.clone(), table)).collect();
        let (mut merged, mut further) = (Vec::new(), Vec::new());
        for found in &self.whole.tables {
            match own.get_mut(&found.name) {
                Some(table) if self.all || self.changed.contains(&found.name) => {
                    **table = with_history(found, table);
                    merged.push(found.name.clone());
                }
                Some(_) => {}
                None => further.push(with_names(found)),
            }
        }
        structs.tables.append(&mut further);
        for ty in &self.whole.enums {
            if structs.enum_type(&ty.name).is_none() {
                structs.enums.push(ty.clone());
            }
        }
        for ty in &self.whole.composites {
            if !structs.composites.iter().any(|own| own.name == ty.name) {
                structs.composites.push(ty.clone());
            }
        }
        merged
    }

    pub(super) fn into_objects(self) -> Vec<Object> {
        self.whole.objects
    }
}

/// A table that only SQL knows: its indexes are called what they are called there.
fn with_names(found: &Table) -> Table {
    let mut table = found.clone();
    table.indexes.iter_mut().for_each(|index| index.named = true);
    table
}

/// A table as it was found, with what its struct says of its past and of where it stands.
fn with_history(found: &Table, declared: &Table) -> Table {
    let mut table = with_names(found);
    table.renamed_from.clone_from(&declared.renamed_from);
    table.origin.clone_from(&declared.origin);
    for column in &mut table.columns {
        if let Some(own) = declared.column(&column.name) {
            column.set_history(own);
        }
    }
    for index in &mut table.indexes {
        let own = declared.indexes.iter().find(|own| own.name == index.name);
        index.named = own.is_none_or(|own| own.named);
    }
    table
}
