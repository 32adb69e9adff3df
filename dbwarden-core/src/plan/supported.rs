//! What a database does not have is refused, never left out in silence.

use super::{PlanError, PlanOptions};
use crate::dialect::Capabilities;
use crate::diff::{Change, Constraint, TableChange, constraints_of};
use crate::schema::{Column, Deferrability, Index, IndexKey, Storage, Table};

/// Refuses what the server cannot hold.
pub(super) fn refuse_unsupported(
    changes: &[Change],
    options: &PlanOptions,
) -> Result<(), PlanError> {
    for change in changes {
        match change {
            Change::CreateTable { after } => {
                for column in &after.columns {
                    check_column(after, column, options)?;
                }
                for constraint in constraints_of(after) {
                    check_constraint(after, &constraint, options)?;
                }
                for index in &after.indexes {
                    check_index(after, index, options)?;
                }
            }
            Change::AlterTable { after: table, changes, .. } => {
                for change in changes {
                    match change {
                        TableChange::AddColumn { after }
                        | TableChange::AlterColumn { after, .. } => {
                            check_column(table, after, options)?;
                        }
                        TableChange::AddConstraint { after } => {
                            check_constraint(table, after, options)?;
                        }
                        TableChange::AddIndex { after } => check_index(table, after, options)?,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn refuse(table: &Table, what: &str, options: &PlanOptions) -> PlanError {
    let dialect = options.capabilities.dialect;
    PlanError::new(format!("{dialect} {} has no {what}", options.capabilities.version))
        .of_table(&table.name)
        .at(table.origin.as_ref())
        .with_hint(format!("leave it out of table `{}` on this database", table.name))
}

fn check_column(table: &Table, column: &Column, options: &PlanOptions) -> Result<(), PlanError> {
    let storage = column.generated.as_ref().map(|generated| generated.storage);
    if storage == Some(Storage::Virtual) && !options.capabilities.virtual_columns {
        let what = format!("generated column that is not stored: column `{}`", column.name);
        return Err(refuse(table, &what, options).at(column.origin.as_ref()));
    }
    Ok(())
}

fn check_constraint(
    table: &Table,
    constraint: &Constraint,
    options: &PlanOptions,
) -> Result<(), PlanError> {
    let capabilities = &options.capabilities;
    if let Some(missing) = missing_of(constraint, capabilities) {
        return Err(refuse(table, missing, options));
    }
    let deferrability = match constraint {
        Constraint::Unique(unique) => {
            if unique.nulls_not_distinct && !capabilities.nulls_not_distinct {
                return Err(refuse(table, "NULLS NOT DISTINCT", options));
            }
            if !unique.include.is_empty() && !capabilities.index_include {
                return Err(refuse(table, "INCLUDE of a unique constraint", options));
            }
            unique.deferrability
        }
        Constraint::ForeignKey(key) => key.deferrability,
        Constraint::Check(_) if !capabilities.check_constraints => {
            return Err(refuse(table, "check that is enforced", options));
        }
        Constraint::Exclusion(_) if !capabilities.exclusion_constraints => {
            return Err(refuse(table, "exclusion constraint", options));
        }
        Constraint::PrimaryKey(key) => key.deferrability,
        Constraint::Check(_) | Constraint::Exclusion(_) => Deferrability::NotDeferrable,
    };
    if deferrability != Deferrability::NotDeferrable && !capabilities.deferrable_constraints {
        return Err(refuse(table, "constraint that can be deferred", options));
    }
    Ok(())
}

/// What a constraint says that only newer servers know.
fn missing_of(constraint: &Constraint, capabilities: &Capabilities) -> Option<&'static str> {
    let (over_time, not_enforced, delete_columns) = match constraint {
        Constraint::PrimaryKey(key) => (key.without_overlaps, false, false),
        Constraint::Unique(unique) => (unique.without_overlaps, false, false),
        Constraint::ForeignKey(key) => {
            (key.period, key.not_enforced, !key.delete_columns.is_empty())
        }
        Constraint::Check(check) => (false, check.not_enforced, false),
        Constraint::Exclusion(_) => (false, false, false),
    };
    if over_time && !capabilities.keys_over_time {
        Some("key over time")
    } else if not_enforced && !capabilities.not_enforced {
        Some("constraint that is NOT ENFORCED")
    } else if delete_columns && !capabilities.delete_columns {
        Some("ON DELETE SET NULL or SET DEFAULT of some columns")
    } else {
        None
    }
}

fn check_index(table: &Table, index: &Index, options: &PlanOptions) -> Result<(), PlanError> {
    let capabilities = &options.capabilities;
    let has_expression = index.parts.iter().any(|part| matches!(part.key, IndexKey::Expr(_)));
    let missing = if index.predicate.is_some() && !capabilities.partial_indexes {
        "index with WHERE"
    } else if has_expression && !capabilities.expression_indexes {
        "index on an expression"
    } else if !index.include.is_empty() && !capabilities.index_include {
        "index with INCLUDE"
    } else if index.nulls_not_distinct && !capabilities.nulls_not_distinct {
        "NULLS NOT DISTINCT"
    } else if index.parts.iter().any(|part| part.nulls.is_some()) && !capabilities.nulls_order {
        "order of NULL in an index"
    } else {
        return Ok(());
    };
    Err(refuse(table, &format!("{missing}: index `{}`", index.name), options))
}
