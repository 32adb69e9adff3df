//! The first thing in which two schemas differ.

use dbwarden_core::dialect::Capabilities;
use dbwarden_core::diff::{DiffOptions, Ownership, diff};
use dbwarden_core::plan::{PlanOptions, plan};
use dbwarden_core::schema::{Object, Schema};

use crate::error::Result;

/// What would still have to be done for one schema to become the other: the first step, with its
/// statement. Between two that say everything about a database, views, triggers and the like must be
/// the same to the letter.
pub(super) fn first(
    found: &Schema,
    wanted: &Schema,
    ownership: Ownership<'_>,
    capabilities: Capabilities,
) -> Result<Option<String>> {
    let changes = diff(found, wanted, &DiffOptions::new(capabilities, ownership))?;
    let plan = plan(&changes, found, &PlanOptions::new(capabilities))?;
    // What goes together with something else has no statement of its own.
    let told = plan.steps().find_map(|step| Some((&step.description, step.upgrade.first()?)));
    if let Some((description, statement)) = told {
        return Ok(Some(format!("{description}: `{statement}`")));
    }
    Ok(match ownership {
        Ownership::Everything => object(found, wanted),
        Ownership::Declared(_) => None,
    })
}

fn object(found: &Schema, wanted: &Schema) -> Option<String> {
    let of = |schema: &Schema, object: &Object| {
        let is_it = |other: &&Object| (&other.kind, &other.name) == (&object.kind, &object.name);
        schema.objects.iter().find(is_it).map(|object| object.definition.clone())
    };
    let named = |object: &Object| format!("{} `{}`", object.kind, object.name);
    for object in &wanted.objects {
        match of(found, object) {
            None => return Some(format!("create {}", named(object))),
            Some(definition) if definition != object.definition => {
                return Some(format!("change {}", named(object)));
            }
            Some(_) => {}
        }
    }
    let unwanted = found.objects.iter().find(|object| of(wanted, object).is_none());
    unwanted.map(|object| format!("drop {}", named(object)))
}
