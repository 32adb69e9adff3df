//! A plan as data.

use serde::{Deserialize, Serialize};

/// The steps from one schema to another, in the order in which they run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The migration files that the plan becomes: one, unless something must run outside a
    /// transaction. Empty when there is nothing to do.
    pub files: Vec<PlannedFile>,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// All steps, in order.
    pub fn steps(&self) -> impl DoubleEndedIterator<Item = &Step> {
        self.files.iter().flat_map(|file| &file.steps)
    }

    /// The statements of all upgrades, each ended by a semicolon and a line end, with a blank line
    /// between them.
    pub fn upgrade_sql(&self) -> String {
        paragraphs(self.steps())
    }

    /// The statements of all rollbacks, in the order in which they run, a line each.
    pub fn rollback_sql(&self) -> String {
        lines(self.steps().rev())
    }
}

/// The steps of one migration file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedFile {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The file must run outside a transaction (`-- dbwarden: no-transaction`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_transaction: bool,
    /// Foreign keys must be off while it runs (`-- dbwarden: foreign-keys-off`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub foreign_keys_off: bool,
}

impl PlannedFile {
    /// The statements of the upgrades, as [`Plan::upgrade_sql`] prints them.
    pub fn upgrade_sql(&self) -> String {
        paragraphs(self.steps.iter())
    }

    /// The statements of the rollbacks, as [`Plan::rollback_sql`] prints them.
    pub fn rollback_sql(&self) -> String {
        lines(self.steps.iter().rev())
    }

    /// Whether a step of it cannot be undone (`-- dbwarden: irreversible`).
    pub fn is_irreversible(&self) -> bool {
        self.steps.iter().any(|step| step.class == RollbackClass::Irreversible)
    }
}

/// One change of the database and how it is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// What it does, for people: `add column users.age`.
    pub description: String,
    /// The statements that do it, without semicolons.
    pub upgrade: Vec<String>,
    /// The statements that undo it, in the order in which they run, without semicolons.
    pub rollback: Vec<String>,
    /// What the rollback is worth.
    pub class: RollbackClass,
    /// The upgrade loses data.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub destructive: bool,
    /// Statements have a body with semicolons, at which the client that reads the text would cut them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub has_bodies: bool,
    /// What may go wrong with rows that are there, for people.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Step {
    /// What it does, without the list of what a rebuild changes.
    pub fn headline(&self) -> &str {
        self.description.split_once(": ").map_or(&self.description, |(headline, _)| headline)
    }
}

/// What a rollback is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollbackClass {
    /// It returns exactly to where the upgrade began.
    Real,
    /// It returns to the same schema, but data is lost, or rows may stand in its way.
    Conditional,
    /// There is none.
    Irreversible,
}

fn paragraphs<'a>(steps: impl Iterator<Item = &'a Step>) -> String {
    let statements: Vec<String> = steps
        .flat_map(|step| step.upgrade.iter().map(|statement| ended(statement, step.has_bodies)))
        .collect();
    statements.join("\n")
}

fn lines<'a>(steps: impl Iterator<Item = &'a Step>) -> String {
    steps
        .flat_map(|step| step.rollback.iter().map(|statement| ended(statement, step.has_bodies)))
        .collect()
}

/// A statement with what ends it.
fn ended(statement: &str, has_bodies: bool) -> String {
    if !(has_bodies && statement.contains(';')) {
        return format!("{statement};\n");
    }
    let mut delimiter = "//".to_owned();
    while statement.contains(&delimiter) {
        delimiter.push('/');
    }
    format!("DELIMITER {delimiter}\n{statement}{delimiter}\nDELIMITER ;\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(upgrade: &[&str], rollback: &[&str]) -> Step {
        let owned = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect();
        Step {
            description: String::new(),
            upgrade: owned(upgrade),
            rollback: owned(rollback),
            class: RollbackClass::Real,
            destructive: false,
            has_bodies: false,
            notes: Vec::new(),
        }
    }

    #[test]
    fn upgrades_are_paragraphs_and_rollbacks_are_lines_in_reverse() {
        let file = PlannedFile {
            steps: vec![step(&["A", "B"], &["b", "a"]), step(&["C"], &["c"])],
            ..PlannedFile::default()
        };
        assert_eq!(file.upgrade_sql(), "A;\n\nB;\n\nC;\n");
        assert_eq!(file.rollback_sql(), "c;\nb;\na;\n");
    }

    #[test]
    fn a_body_stands_between_delimiters() {
        let mut body = step(&["A; // B; END", "C"], &["D"]);
        body.has_bodies = true;
        let file = PlannedFile { steps: vec![body], ..PlannedFile::default() };
        assert_eq!(file.upgrade_sql(), "DELIMITER ///\nA; // B; END///\nDELIMITER ;\n\nC;\n");
        assert_eq!(file.rollback_sql(), "D;\n");
    }
}
