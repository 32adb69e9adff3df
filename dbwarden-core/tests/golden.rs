//! The SQL of each case on each database, as it stands in `golden/`.
//!
//! `UPDATE_GOLDEN=1 cargo test -p dbwarden-core --test golden` writes the files; read the difference
//! before you keep it.

#![cfg(feature = "schema")]

mod cases;

use std::fs;
use std::path::Path;

use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::diff::{DiffOptions, Ownership, diff};
use dbwarden_core::plan::{Plan, PlanOptions, plan};

fn written(plan: &Plan) -> String {
    let mut text = String::new();
    for file in &plan.files {
        text.push_str("-- upgrade\n");
        if file.no_transaction {
            text.push_str("-- dbwarden: no-transaction\n");
        }
        if file.foreign_keys_off {
            text.push_str("-- dbwarden: foreign-keys-off\n");
        }
        let (upgrade, rollback) = (file.upgrade_sql(), file.rollback_sql());
        text.push_str(&format!("\n{upgrade}\n-- rollback\n\n{rollback}\n"));
    }
    text.push_str("-- steps\n\n");
    for step in plan.steps() {
        let destructive = if step.destructive { ", destructive" } else { "" };
        let class = format!("{:?}", step.class).to_lowercase();
        text.push_str(&format!("-- {}: {class}{destructive}\n", step.description));
        for note in &step.notes {
            text.push_str(&format!("--   {note}\n"));
        }
    }
    text
}

#[test]
fn every_case_is_as_it_was_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut differences = Vec::new();
    let mut files = 0;
    for case in cases::CASES {
        for dialect in Dialect::ALL {
            let Some((base, desired)) = (case.build)(dialect) else { continue };
            let capabilities = Capabilities::assumed(dialect);
            let changes =
                diff(&base, &desired, &DiffOptions::new(capabilities, Ownership::Everything))
                    .unwrap();
            let mut options = PlanOptions::new(capabilities);
            options.concurrent_indexes = case.concurrent_indexes;
            let path = folder.join(case.name).join(format!("{}.sql", dialect.name()));
            let found = match plan(&changes, &base, &options) {
                Ok(plan) => written(&plan),
                Err(error) => format!("error: {error}\nhint: {}\n", error.hint().unwrap_or("")),
            };
            files += 1;
            if update {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, &found).unwrap();
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            if expected != found {
                differences.push(format!("{}:\n{found}", path.display()));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    assert!(files > 40, "only {files} files were compared");
}
