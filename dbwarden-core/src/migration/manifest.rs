//! `dbwarden.sum`: what was reviewed, in one file.
//!
//! ```text
//! dbwarden 1 postgres 6c1f..
//! file primary__0001_create_core_tables.sql 9a0b.. 77d2..
//! file primary__RA__refresh_views.sql 0f3e.. -
//! snapshot 51ce..
//! accept 0001 8e2a.. only a comment was changed
//! retired 0002 squashed into 0003
//! renumbered 0005 0007
//! ```
//!
//! The first line holds the format, the dialect and a digest of the lines below it, so that two
//! branches that both add a migration always conflict in it. A file has the checksums of its upgrade
//! and of its rollback.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{Checksum, Decision, Fault, FaultKind, Version};
use crate::dialect::Dialect;

/// The name of the manifest within the folder.
pub const MANIFEST_FILE: &str = "dbwarden.sum";

const FORMAT: &str = "1";
const REHASH: &str = "run `dbwarden hash` after a look at the folder";

/// The manifest of one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The dialect of every file.
    pub dialect: Dialect,
    /// The files, in the order in which they run.
    pub files: Vec<ManifestEntry>,
    /// SHA-256 of the snapshot, where there is one.
    pub snapshot: Option<Checksum>,
    /// What people have decided.
    pub decisions: Vec<Decision>,
}

/// A file in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestEntry {
    /// The name of the file.
    pub file_name: String,
    /// The checksum of the upgrade and the directives that change how it runs.
    pub upgrade: Checksum,
    /// The checksum of the rollback, where there is one.
    pub rollback: Option<Checksum>,
}

impl Manifest {
    /// The manifest of a folder without files.
    pub const fn new(dialect: Dialect) -> Self {
        Self { dialect, files: Vec::new(), snapshot: None, decisions: Vec::new() }
    }

    /// The entry of a file.
    pub fn entry(&self, file_name: &str) -> Option<&ManifestEntry> {
        self.files.iter().find(|entry| entry.file_name == file_name)
    }

    /// The text of the file: the same manifest gives the same bytes.
    pub fn render(&self) -> String {
        let body = self.body();
        let digest = Checksum::of(body.as_bytes());
        format!("dbwarden {FORMAT} {} {digest}\n{body}", self.dialect.name())
    }

    fn body(&self) -> String {
        let mut body = String::new();
        for ManifestEntry { file_name, upgrade, rollback } in &self.files {
            let rollback = rollback.map_or_else(|| "-".to_string(), |sum| sum.to_string());
            let _ = writeln!(body, "file {file_name} {upgrade} {rollback}");
        }
        if let Some(snapshot) = self.snapshot {
            let _ = writeln!(body, "snapshot {snapshot}");
        }
        for decision in &self.decisions {
            let _ = match decision {
                Decision::Accept { version, checksum, reason } => {
                    writeln!(body, "accept {version} {checksum} {}", one_line(reason))
                }
                Decision::Retired { version, reason } => {
                    writeln!(body, "retired {version} {}", one_line(reason))
                }
                Decision::Renumbered { old, new } => writeln!(body, "renumbered {old} {new}"),
            };
        }
        body
    }

    /// Reads what [`Manifest::render`] wrote; `file` is how the file shall be shown in faults.
    ///
    /// # Errors
    /// Anything else, also a text that was changed by hand (its digest tells).
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, Fault> {
        let text = decode(bytes)
            .ok_or_else(|| Fault::new(FaultKind::Manifest, file, "not UTF-8").hint(REHASH))?;
        if let Some(line) = conflict(&text) {
            return Err(Fault::new(FaultKind::MergeConflict, file, "a merge conflict is left")
                .at(line)
                .hint(
                    "two branches have added migrations: see that their versions differ and that \
                     their order is right, then run `dbwarden hash`",
                ));
        }
        let fault = |line: u32, what: &str| {
            Fault::new(FaultKind::Manifest, file, what).at(line).hint(REHASH)
        };
        let (first, body) = text.split_once('\n').unwrap_or((text.as_str(), ""));
        let (dialect, digest) = header(first).map_err(|what| fault(1, &what))?;
        let mut manifest = Self::new(dialect);
        for (number, line) in (2..).zip(body.lines()) {
            manifest.line(line).map_err(|what| fault(number, &what))?;
        }
        if digest != Checksum::of(body.as_bytes()) || body != manifest.body() {
            return Err(fault(1, "the manifest was changed by hand, or a merge has joined two"));
        }
        Ok(manifest)
    }

    /// What can be read from a manifest that [`Manifest::parse`] refuses: its decisions, and the
    /// dialect where the first line still names one. For `dbwarden hash`, which writes it anew.
    pub fn salvage(bytes: &[u8]) -> (Option<Dialect>, Vec<Decision>) {
        let text = String::from_utf8_lossy(bytes);
        let mut dialect = None;
        let mut read = Self::new(Dialect::Postgres);
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("dbwarden ") {
                dialect = dialect.or(rest.split(' ').nth(1).and_then(Dialect::from_name));
            } else if !line.starts_with("file ") && !line.starts_with("snapshot ") {
                let _ = read.line(line);
            }
        }
        let mut decisions: Vec<Decision> = Vec::new();
        for decision in read.decisions {
            if !decisions.contains(&decision) {
                decisions.push(decision);
            }
        }
        (dialect, decisions)
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut words = rest.splitn(3, ' ');
        let mut next = || words.next().unwrap_or_default();
        match word {
            "file" => {
                let (file_name, upgrade, rollback) = (next(), next(), next());
                let rollback = if rollback == "-" { None } else { Some(checksum(rollback)?) };
                if self.entry(file_name).is_some() {
                    return Err(format!("a second line for `{file_name}`"));
                }
                let upgrade = checksum(upgrade)?;
                self.files.push(ManifestEntry { file_name: file_name.into(), upgrade, rollback });
            }
            "snapshot" if self.snapshot.is_none() => self.snapshot = Some(checksum(rest)?),
            "accept" => {
                let (version, checksum) = (version(next())?, checksum(next())?);
                let reason = Cow::Owned(next().to_string());
                self.decisions.push(Decision::Accept { version, checksum, reason });
            }
            "retired" => {
                let (number, reason) = rest.split_once(' ').unwrap_or((rest, ""));
                let (version, reason) = (version(number)?, Cow::Owned(reason.to_string()));
                self.decisions.push(Decision::Retired { version, reason });
            }
            "renumbered" => {
                let (old, new) = (version(next())?, version(next())?);
                self.decisions.push(Decision::Renumbered { old, new });
            }
            _ => return Err(format!("not a line of a manifest: `{line}`")),
        }
        Ok(())
    }
}

/// The text of a file as it is read everywhere: no byte order mark, CRLF as LF. `None` unless UTF-8.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n"))
}

fn header(line: &str) -> Result<(Dialect, Checksum), String> {
    let mut words = line.split(' ');
    let (name, format) = (words.next(), words.next());
    if name != Some("dbwarden") {
        return Err("not a manifest of dbwarden".into());
    }
    if format != Some(FORMAT) {
        let format = format.unwrap_or_default();
        return Err(format!("a format that this version of dbwarden does not know: `{format}`"));
    }
    let dialect = words.next().unwrap_or_default();
    let dialect =
        Dialect::from_name(dialect).ok_or_else(|| format!("not a dialect: `{dialect}`"))?;
    let digest = checksum(words.next().unwrap_or_default())?;
    if words.next().is_some() { Err("a word too many".into()) } else { Ok((dialect, digest)) }
}

fn conflict(text: &str) -> Option<u32> {
    let marks = ["<<<<<<< ", ">>>>>>> ", "||||||| "];
    (1..)
        .zip(text.lines())
        .find(|(_, line)| *line == "=======" || marks.iter().any(|mark| line.starts_with(mark)))
        .map(|(number, _)| number)
}

fn checksum(hex: &str) -> Result<Checksum, String> {
    Checksum::parse(hex).ok_or_else(|| format!("not a checksum: `{hex}`"))
}

fn version(digits: &str) -> Result<Version, String> {
    let number = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()));
    number.map(Version::new).ok_or_else(|| format!("not a version: `{digits}`"))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Manifest {
        let sum = |n| Checksum::from_bytes([n; 32]);
        let entry = |name: &str, rollback| ManifestEntry {
            file_name: name.into(),
            upgrade: sum(1),
            rollback,
        };
        Manifest {
            dialect: Dialect::Postgres,
            files: vec![entry("0001_a.sql", Some(sum(2))), entry("RA__b.sql", None)],
            snapshot: Some(sum(3)),
            decisions: vec![
                Decision::Accept {
                    version: Version::new(1),
                    checksum: sum(9),
                    reason: "only a comment".into(),
                },
                Decision::Retired { version: Version::new(2), reason: "squashed".into() },
                Decision::Renumbered { old: Version::new(3), new: Version::new(5) },
            ],
        }
    }

    #[test]
    fn what_is_written_is_read() {
        for manifest in [example(), Manifest::new(Dialect::Sqlite)] {
            let text = manifest.render();
            assert_eq!(Manifest::parse("m", text.as_bytes()), Ok(manifest.clone()));
            let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
            assert_eq!(Manifest::parse("m", windows.as_bytes()), Ok(manifest));
        }
    }

    #[test]
    fn an_edit_by_hand_is_noticed() {
        let text = example().render();
        for (from, to) in [
            ("file 0001_a.sql", "file 0002_a.sql"),
            ("squashed", "squeezed"),
            ("postgres", "oracle"),
            ("dbwarden 1", "dbwarden 2"),
            ("renumbered 0003", "renumbered 3x"),
            ("snapshot", "snapshoot"),
            ("renumbered", "\nrenumbered"),
        ] {
            let fault = Manifest::parse("m", text.replacen(from, to, 1).as_bytes()).unwrap_err();
            assert_eq!(fault.kind, FaultKind::Manifest, "{to}");
            assert!(fault.hint.is_some_and(|hint| hint.contains("dbwarden hash")));
        }
        assert!(Manifest::parse("m", b"").is_err());
        assert!(Manifest::parse("m", &[0xff]).is_err());
    }

    #[test]
    fn a_merge_conflict_has_its_own_words() {
        let text = example().render();
        let text = format!("<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n");
        let fault = Manifest::parse("m", text.as_bytes()).unwrap_err();
        assert_eq!((fault.kind, fault.line), (FaultKind::MergeConflict, Some(1)));
        let (dialect, decisions) = Manifest::salvage(text.as_bytes());
        assert_eq!((dialect, decisions), (Some(Dialect::Postgres), example().decisions));
    }
}
