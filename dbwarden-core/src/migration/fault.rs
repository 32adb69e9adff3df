//! What is wrong with a folder of migrations.

use std::fmt;

/// One thing that is wrong with a migration file, the manifest or the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What sort of mistake it is, for a caller that can offer the remedy itself.
    pub kind: FaultKind,
    /// The file, as it shall be shown: with the path under which its folder was opened.
    pub file: String,
    /// The line, where one line is to blame; the first is 1.
    pub line: Option<u32>,
    /// The mistake.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// The sorts of [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FaultKind {
    /// The folder or a file cannot be read.
    Unreadable,
    /// The name of a file is not that of a migration.
    Name,
    /// Two files claim one version or one name.
    Duplicate,
    /// There is no manifest, or it does not parse, or it was edited by hand.
    Manifest,
    /// A merge has left its markers in the manifest.
    MergeConflict,
    /// A file that the manifest lacks.
    Unlisted,
    /// A file whose text is not the one that the manifest lists.
    Edited,
    /// An entry of the manifest without a file.
    Missing,
    /// A section is missing, repeated or in the wrong place.
    Section,
    /// A directive is unknown, repeated or not written as it must be.
    Directive,
    /// The SQL cannot be split into statements.
    Sql,
    /// A statement that the runner must not be given, or not in a transaction.
    Statement,
    /// A `depends-on` that names no earlier migration.
    DependsOn,
    /// The upgrade holds no statement yet.
    Empty,
}

impl Fault {
    /// A fault of a whole file.
    pub fn new(kind: FaultKind, file: impl Into<String>, what: impl Into<String>) -> Self {
        Self { kind, file: file.into(), line: None, what: what.into(), hint: None }
    }

    /// The same in one line.
    #[must_use]
    pub fn at(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// The same with its remedy.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// `file:line: what`, without the hint.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// Everything that is wrong with a folder, in the order of its files. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// The faults as an error, unless there are none.
    pub fn check(faults: Vec<Fault>) -> Result<(), Faults> {
        if faults.is_empty() { Ok(()) } else { Err(Self(faults)) }
    }

    #[cfg(feature = "parse")]
    pub(super) fn from_sorted(faults: Vec<Fault>) -> Self {
        Self(faults)
    }

    /// The faults.
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }

    /// Whether nothing else is wrong than this.
    pub fn only(&self, kind: FaultKind) -> bool {
        self.0.iter().all(|fault| fault.kind == kind)
    }
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// Each fault on a line of its own, its hint below it.
impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{fault}")?;
            if let Some(hint) = &fault.hint {
                write!(f, "\n  hint: {hint}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_reads_like_a_message_of_a_compiler() {
        let fault = Fault::new(FaultKind::Sql, "m/0001_a.sql", "string is not closed").at(3);
        assert_eq!(fault.to_string(), "m/0001_a.sql:3: string is not closed");
        let faults = Faults(vec![fault.clone().hint("close it"), fault]);
        assert_eq!(
            faults.to_string(),
            "m/0001_a.sql:3: string is not closed\n  hint: close it\nm/0001_a.sql:3: string is not closed"
        );
        assert!(faults.only(FaultKind::Sql) && !faults.only(FaultKind::Name));
        assert_eq!(Faults::check(Vec::new()), Ok(()));
    }
}
