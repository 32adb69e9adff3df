//! Reading one migration file.

use super::classify::{Demand, classify};
use super::directive::{self, Allow, Directive, Line};
use super::manifest::decode;
use super::section::{Cut, Section};
use super::{
    Checksum, Fault, FaultKind, FileName, Flags, Kind, Migration, Script, Statement, Version,
};
use crate::dialect::Dialect;
use crate::sql::{self, Split, TokenKind};

/// A migration file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationFile {
    /// What it does.
    pub migration: Migration,
    /// The database that its name has as prefix.
    pub database: Option<String>,
    /// The findings that its author has looked at.
    pub allows: Vec<Allow>,
    /// The migrations that must have run before, and the lines that say so.
    pub depends_on: Vec<(Version, u32)>,
    /// The line of `-- upgrade`.
    pub upgrade_line: u32,
}

/// Reads a file: `name` is its name, `label` how messages call it.
///
/// # Errors
/// Everything that is wrong with it, in the order of lines.
pub fn parse(
    label: &str,
    name: &str,
    bytes: &[u8],
    dialect: Dialect,
) -> Result<MigrationFile, Vec<Fault>> {
    let mut faults = Vec::new();
    let name_parsed = FileName::parse(name).map_err(|bad| {
        faults.push(Fault::new(FaultKind::Name, label, bad.what).hint(bad.hint));
    });
    if name_parsed.is_err() && !name.ends_with(".sql") {
        return Err(faults);
    }
    let Some(text) = decode(bytes).filter(|text| u32::try_from(text.len()).is_ok()) else {
        faults.push(
            Fault::new(FaultKind::Sql, label, "not a text in UTF-8").hint("save the file in UTF-8"),
        );
        return Err(faults);
    };
    let versioned =
        !name_parsed.as_ref().is_ok_and(|name| matches!(name.kind, Kind::Always | Kind::OnChange));
    let mut reader = Reader::new(label, &text, dialect);
    reader.comments();
    reader.sections(versioned);
    let upgrade_line = reader.upgrade.as_ref().map_or(1, |section| section.line);
    let (upgrade, rollback) = (reader.script(true), reader.script(false));
    let Reader { flags, depends_on, allows, faults: found, .. } = reader;
    faults.extend(found);
    faults.sort_by_key(|fault| fault.line);
    match (name_parsed, upgrade) {
        (Ok(parsed), Some(upgrade)) if faults.is_empty() => Ok(MigrationFile {
            migration: Migration::new(
                name.to_string(),
                parsed.kind,
                parsed.description,
                flags,
                depends_on.iter().map(|(version, _)| *version).collect(),
                upgrade,
                rollback,
            ),
            database: parsed.database,
            allows,
            depends_on,
            upgrade_line,
        }),
        _ => Err(faults),
    }
}

struct Reader<'a> {
    label: &'a str,
    text: &'a str,
    dialect: Dialect,
    split: Split,
    upgrade: Option<Section>,
    rollback: Option<Section>,
    /// Whole lines that mean something and are no part of the text that runs.
    cuts: Vec<Cut>,
    /// A line `-- rollback` or `-- upgrade` within a statement.
    swallowed: Option<(u32, &'static str)>,
    /// A line that was meant as a marker has its own fault already.
    wrong_marker: bool,
    flags: Flags,
    depends_on: Vec<(Version, u32)>,
    allows: Vec<Allow>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    fn new(label: &'a str, text: &'a str, dialect: Dialect) -> Self {
        let split = sql::split(dialect, text);
        let fault = |error: &sql::SqlError| {
            let what = format!("{} (column {})", error.what, error.column);
            let fault = Fault::new(FaultKind::Sql, label, what).at(error.line);
            match &error.hint {
                Some(hint) => fault.hint(hint),
                None => fault,
            }
        };
        Self {
            label,
            text,
            dialect,
            faults: split.errors.iter().map(fault).collect(),
            split,
            upgrade: None,
            rollback: None,
            cuts: Vec::new(),
            swallowed: None,
            wrong_marker: false,
            flags: Flags::default(),
            depends_on: Vec::new(),
            allows: Vec::new(),
        }
    }

    fn fault(&mut self, kind: FaultKind, line: u32, what: impl Into<String>, hint: &str) {
        self.faults.push(Fault::new(kind, self.label, what).at(line).hint(hint));
    }

    /// Finds markers and directives among the comments.
    fn comments(&mut self) {
        for comment in std::mem::take(&mut self.split.comments) {
            if comment.token.kind != TokenKind::LineComment {
                continue;
            }
            let before = &self.text[..comment.token.start];
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let behind_sql = !self.text[start..comment.token.start].trim().is_empty();
            let end = comment.token.end;
            let read = directive::read(if behind_sql || comment.inside {
                self.text[comment.token.start..end].trim_start()
            } else {
                &self.text[start..end]
            });
            let line = comment.line;
            if comment.inside {
                self.inside(line, &read);
                continue;
            }
            if behind_sql && read != Line::Comment {
                self.wrong_marker |= matches!(
                    read,
                    Line::Upgrade | Line::Rollback | Line::Wrong { section: true, .. }
                );
                self.fault(
                    FaultKind::Section,
                    line,
                    format!("not on a line of its own: `{}`", &self.text[comment.token.start..end]),
                    "move it to the next line, at its beginning",
                );
                continue;
            }
            let cut = Cut { start, end: (end + 1).min(self.text.len()) };
            match read {
                Line::Comment => {}
                Line::Upgrade => self.marker(true, line, cut, comment.plain_delimiter),
                Line::Rollback => self.marker(false, line, cut, comment.plain_delimiter),
                Line::Directive(directive) => {
                    self.cuts.push(cut);
                    self.directive(directive, line);
                }
                Line::Wrong { what, hint, section } => {
                    self.wrong_marker |= section;
                    let kind = if section { FaultKind::Section } else { FaultKind::Directive };
                    self.fault(kind, line, what, &hint);
                }
            }
        }
    }

    fn inside(&mut self, line: u32, read: &Line) {
        match read {
            Line::Upgrade => self.swallowed = Some((line, "-- upgrade")),
            Line::Rollback => self.swallowed = Some((line, "-- rollback")),
            Line::Directive(_) => self.fault(
                FaultKind::Directive,
                line,
                "a directive within a statement",
                "directives stand between statements: is a `;` missing above?",
            ),
            Line::Wrong { .. } | Line::Comment => {}
        }
    }

    fn marker(&mut self, upgrade: bool, line: u32, cut: Cut, plain_delimiter: bool) {
        let word = if upgrade { "-- upgrade" } else { "-- rollback" };
        if !plain_delimiter {
            let what = format!("`{word}` where the delimiter is not `;`");
            self.fault(FaultKind::Section, line, what, "write `DELIMITER ;` above it");
        }
        let place = if upgrade { &mut self.upgrade } else { &mut self.rollback };
        if let Some(first) = place {
            let what = format!("a second `{word}`, after that in line {}", first.line);
            self.fault(FaultKind::Section, line, what, "join the two sections");
        } else {
            *place = Some(Section { line, marker: cut });
        }
    }

    fn directive(&mut self, directive: Directive, line: u32) {
        let (flag, word) = match directive {
            Directive::NoTransaction => (&mut self.flags.no_transaction, "no-transaction"),
            Directive::ForeignKeysOff => (&mut self.flags.foreign_keys_off, "foreign-keys-off"),
            Directive::Irreversible => (&mut self.flags.irreversible, "irreversible"),
            Directive::DependsOn(version) => {
                if self.depends_on.iter().any(|(known, _)| *known == version) {
                    let what = format!("a second `depends-on {version}`");
                    self.fault(FaultKind::Directive, line, what, "remove one of the two");
                } else {
                    self.depends_on.push((version, line));
                }
                return;
            }
            Directive::Allow(allow) => return self.allows.push(allow),
        };
        let repeated = std::mem::replace(flag, true);
        if repeated {
            let what = format!("a second `{word}`");
            self.fault(FaultKind::Directive, line, what, "remove one of the two");
        }
        let Flags { no_transaction, foreign_keys_off, .. } = self.flags;
        if no_transaction && foreign_keys_off && word != "irreversible" && !repeated {
            // What the rebuild does to the keys is only found, and undone, at the end of a transaction.
            let what = "`foreign-keys-off` and `no-transaction` in one file";
            let hint = "make a file of each: foreign keys are checked at the end of a transaction";
            self.fault(FaultKind::Directive, line, what, hint);
        }
        if word == "foreign-keys-off" && self.dialect != Dialect::Sqlite {
            let what = format!("`foreign-keys-off` means nothing on {}", self.dialect);
            self.fault(FaultKind::Directive, line, what, "remove the line: only SQLite knows it");
        }
    }

    /// Checks that both sections are there and hold what they should.
    fn sections(&mut self, versioned: bool) {
        // Where a quote was not closed, or a marker was misspelt, it is not known what follows it.
        let known = self.split.complete && !self.wrong_marker;
        let swallowed = self.swallowed.map(|(line, word)| {
            format!("`{word}` in line {line} stands within a statement: end that with `;`")
        });
        match (&self.upgrade, &self.rollback) {
            (None, _) if known => {
                let hint = swallowed.unwrap_or_else(|| {
                    "write `-- upgrade` on its own line above the SQL, and `-- rollback` above the \
                     SQL that takes it back"
                        .into()
                });
                self.fault(FaultKind::Section, 1, "no `-- upgrade` section", &hint);
            }
            (Some(upgrade), Some(rollback)) if rollback.line < upgrade.line => {
                let line = rollback.line;
                let hint = "put `-- upgrade` and its SQL first";
                self.fault(FaultKind::Section, line, "`-- rollback` before `-- upgrade`", hint);
            }
            (Some(_), None) if known && (versioned || swallowed.is_some()) => {
                let hint = swallowed.unwrap_or_else(|| {
                    "write `-- rollback` and the SQL that takes the upgrade back, or `-- rollback` \
                     and `-- dbwarden: irreversible`"
                        .into()
                });
                let last = self.text.lines().count().max(1) as u32;
                self.fault(FaultKind::Section, last, "no `-- rollback` section", &hint);
            }
            (Some(_), Some(rollback)) if known && versioned && !self.flags.irreversible => {
                // A file that `new` has left is empty in both: that is said when it shall run.
                let line = rollback.line;
                if self.statements(false).is_empty() && !self.statements(true).is_empty() {
                    self.fault(
                        FaultKind::Section,
                        line,
                        "the rollback holds no statement",
                        "write the SQL that takes the upgrade back, or `-- dbwarden: irreversible`",
                    );
                }
            }
            _ => {}
        }
        let first = [&self.upgrade, &self.rollback].into_iter().flatten().map(|s| s.marker.start);
        if let (Some(first), Some(statement)) = (first.min(), self.split.statements.first())
            && statement.start < first
        {
            let line = statement.line;
            let hint = "move it below `-- upgrade`";
            self.fault(FaultKind::Section, line, "a statement above the sections", hint);
        }
    }

    /// Where a section begins and ends in the file.
    fn range(&self, upgrade: bool) -> Option<std::ops::Range<usize>> {
        let (own, other) = if upgrade {
            (self.upgrade.as_ref()?, &self.rollback)
        } else {
            (self.rollback.as_ref()?, &self.upgrade)
        };
        let end = other.as_ref().map(|other| other.marker.start);
        Some(own.marker.end..end.filter(|end| *end > own.marker.start).unwrap_or(self.text.len()))
    }

    fn statements(&self, upgrade: bool) -> &[sql::StatementRange] {
        let Some(range) = self.range(upgrade) else { return &[] };
        let all = &self.split.statements;
        let from = all.partition_point(|statement| statement.start < range.start);
        let to = all.partition_point(|statement| statement.start < range.end);
        &all[from..to.max(from)]
    }

    /// One section as it runs: without directives and without blank lines around it.
    fn script(&mut self, upgrade: bool) -> Option<Script> {
        let range = self.range(upgrade)?;
        let placed = super::section::place(self.text, range, &self.cuts);
        let (mut statements, mut faults) = (Vec::new(), Vec::new());
        for statement in self.statements(upgrade) {
            let tokens = &self.split.tokens[statement.tokens.clone()];
            let classified = classify(self.dialect, self.text, tokens);
            faults.extend(self.demand(&classified.demand, statement.line));
            statements.push(Statement::new(
                placed.offset(statement.start),
                placed.offset(statement.end),
                statement.line,
                classified.class,
                classified.effect,
            ));
        }
        self.faults.extend(faults);
        let checksum = if upgrade {
            let Flags { no_transaction, foreign_keys_off, irreversible: _ } = self.flags;
            let mut hashed = String::new();
            if no_transaction {
                hashed.push_str("-- dbwarden: no-transaction\n");
            }
            if foreign_keys_off {
                hashed.push_str("-- dbwarden: foreign-keys-off\n");
            }
            hashed.push_str(&placed.text);
            Checksum::of(hashed.as_bytes())
        } else {
            Checksum::of(placed.text.as_bytes())
        };
        Some(Script::new(placed.text, statements, checksum))
    }

    fn demand(&self, demand: &Demand, line: u32) -> Option<Fault> {
        let (what, hint) = match demand {
            Demand::None => return None,
            Demand::Outside { .. } | Demand::Control { .. } if self.flags.no_transaction => {
                return None;
            }
            Demand::Outside { statement } => (
                format!("`{statement}` cannot run in a transaction"),
                "write `-- dbwarden: no-transaction` above `-- upgrade`".to_string(),
            ),
            Demand::Control { statement } => (
                format!("`{statement}` in a migration that runs in a transaction already"),
                "remove it, or write `-- dbwarden: no-transaction` above `-- upgrade`".to_string(),
            ),
            Demand::Refused { what, hint } => (what.clone(), hint.clone()),
        };
        Some(Fault::new(FaultKind::Statement, self.label, what).at(line).hint(hint))
    }
}
