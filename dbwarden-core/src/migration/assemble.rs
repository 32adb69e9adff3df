//! From the files of a folder to the set that runs, or to everything that is wrong with it.

use std::collections::BTreeMap;

use super::file::{self, MigrationFile};
use super::{
    Decision, Fault, FaultKind, Faults, FileName, Folder, Kind, MANIFEST_FILE, Manifest,
    ManifestEntry, Migration, MigrationSet, Version,
};
use crate::dialect::Dialect;

/// What a set is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be embedded or applied: a file whose upgrade holds no statement is a fault.
    Run,
    /// To be looked at: such a file may be there, as `dbwarden new` leaves it.
    Read,
}

/// A folder that was read, checked as far as it goes without its manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The files, in the order in which they run.
    pub files: Vec<MigrationFile>,
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
}

/// How a file differs from the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The name of the file.
    pub file_name: String,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// What happened to a file since the manifest was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The manifest does not know it.
    Added,
    /// Its upgrade, or the way in which it runs, was edited.
    Upgrade,
    /// Only its rollback was edited.
    Rollback,
    /// It is gone.
    Removed,
}

/// Reads every file of a folder, without its manifest.
pub fn draft(folder: &Folder, dialect: Dialect, decisions: &[Decision]) -> Draft {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for source in &folder.files {
        match file::parse(&folder.label_of(&source.name), &source.name, &source.bytes, dialect) {
            Ok(file) => files.push(file),
            Err(found) => faults.extend(found),
        }
    }
    files.sort_by(|a, b| {
        order(a.migration.kind())
            .cmp(&order(b.migration.kind()))
            .then_with(|| a.migration.file_name().cmp(b.migration.file_name()))
    });
    faults.extend(duplicates(folder));
    faults.extend(other_databases(folder));
    faults.extend(depends_on(folder, &files, decisions));
    Draft { files, faults }
}

/// The set that a folder holds.
///
/// `database` is the name under which it goes where no file has one as prefix.
///
/// # Errors
/// Everything that is wrong with the folder, in the order of its files.
pub fn assemble(folder: &Folder, database: &str, purpose: Purpose) -> Result<MigrationSet, Faults> {
    let label = folder.label_of(MANIFEST_FILE);
    let manifest = match &folder.manifest {
        Some(bytes) => Manifest::parse(&label, bytes),
        None => Err(Fault::new(FaultKind::Manifest, label, "the manifest is missing")
            .hint("run `dbwarden hash`")),
    };
    let manifest = match manifest {
        Ok(manifest) => manifest,
        Err(fault) => {
            // The names and the SQL are checked all the same, so that one look shows everything.
            let dialect = folder.manifest.as_deref().and_then(|bytes| Manifest::salvage(bytes).0);
            let mut faults = vec![fault];
            match dialect {
                Some(dialect) => faults.extend(draft(folder, dialect, &[]).faults),
                None => faults.extend(names(folder)),
            }
            return Err(sorted(faults));
        }
    };
    let Draft { files, mut faults } = draft(folder, manifest.dialect, &manifest.decisions);
    faults.extend(against_manifest(folder, &manifest, &files));
    if purpose == Purpose::Run {
        faults.extend(files.iter().filter(|file| file.migration.upgrade().statements().is_empty()).map(
            |file| {
                Fault::new(FaultKind::Empty, folder.label_of(file.migration.file_name()), "the upgrade holds no statement")
                    .at(file.upgrade_line)
                    .hint("write the SQL below `-- upgrade` and run `dbwarden hash`, or delete the file")
            },
        ));
    }
    if !faults.is_empty() {
        return Err(sorted(faults));
    }
    let prefix = files.iter().find_map(|file| file.database.clone());
    let migrations: Vec<Migration> = files.into_iter().map(|file| file.migration).collect();
    Ok(MigrationSet::new(
        prefix.unwrap_or_else(|| database.to_string()),
        manifest.dialect,
        migrations,
        manifest.decisions,
    ))
}

/// The manifest of a folder as it is now, and how that differs from the one it has. The snapshot's
/// digest and all decisions stay; a manifest that does not parse is written anew.
///
/// # Errors
/// Everything that is wrong with the files.
pub fn rehash(folder: &Folder, dialect: Dialect) -> Result<(Manifest, Vec<Change>), Faults> {
    let bytes = folder.manifest.as_deref().unwrap_or_default();
    let before = Manifest::parse(MANIFEST_FILE, bytes).unwrap_or_else(|_| Manifest {
        decisions: Manifest::salvage(bytes).1,
        ..Manifest::new(dialect)
    });
    let draft = draft(folder, dialect, &before.decisions);
    if !draft.faults.is_empty() {
        return Err(sorted(draft.faults));
    }
    let files: Vec<ManifestEntry> = draft.files.iter().map(entry).collect();
    let mut changes = Vec::new();
    for now in &files {
        let kind = match before.entry(&now.file_name) {
            None => ChangeKind::Added,
            Some(then) if then.upgrade != now.upgrade => ChangeKind::Upgrade,
            Some(then) if then.rollback != now.rollback => ChangeKind::Rollback,
            Some(_) => continue,
        };
        changes.push(Change { file_name: now.file_name.clone(), kind });
    }
    for gone in &before.files {
        if !files.iter().any(|file| file.file_name == gone.file_name) {
            let file_name = gone.file_name.clone();
            changes.push(Change { file_name, kind: ChangeKind::Removed });
        }
    }
    Ok((Manifest { dialect, files, ..before }, changes))
}

/// The version of the next migration: one more than the highest that the folder or its manifest
/// has seen, also among files that do not parse.
pub fn next_version(folder: &Folder) -> Version {
    let bytes = folder.manifest.as_deref().unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    let listed = text.lines().filter_map(|line| line.strip_prefix("file ")?.split(' ').next());
    let names = folder.files.iter().map(|file| file.name.as_str()).chain(listed);
    let named = names.filter_map(|name| FileName::parse(name).ok()?.kind.version());
    let decided = Manifest::salvage(bytes).1.into_iter().map(|decision| match decision {
        Decision::Accept { version, .. } | Decision::Retired { version, .. } => version,
        Decision::Renumbered { old, new } => old.max(new),
    });
    Version::new(named.chain(decided).map(Version::number).max().unwrap_or(0) + 1)
}

/// The line of a file in the manifest.
pub fn entry(file: &MigrationFile) -> ManifestEntry {
    ManifestEntry {
        file_name: file.migration.file_name().to_string(),
        upgrade: file.migration.upgrade().checksum(),
        rollback: file.migration.rollback().map(super::Script::checksum),
    }
}

/// Versioned files by version, then those that run always, then those that run on change.
fn order(kind: Kind) -> (u8, u64) {
    match kind {
        Kind::Versioned(version) => (0, version.number()),
        Kind::Always | Kind::OnChange => (1, 0),
    }
}

fn names(folder: &Folder) -> Vec<Fault> {
    let bad = folder.files.iter().filter_map(|file| {
        let bad = FileName::parse(&file.name).err()?;
        Some(Fault::new(FaultKind::Name, folder.label_of(&file.name), bad.what).hint(bad.hint))
    });
    bad.chain(duplicates(folder)).chain(other_databases(folder)).collect()
}

/// Files that claim one version, or of which one overwrites the other where case does not count.
fn duplicates(folder: &Folder) -> Vec<Fault> {
    let mut versions: BTreeMap<Version, Vec<&str>> = BTreeMap::new();
    for file in &folder.files {
        if let Ok(FileName { kind: Kind::Versioned(version), .. }) = FileName::parse(&file.name) {
            versions.entry(version).or_default().push(&file.name);
        }
    }
    let next = next_version(folder);
    let mut faults = Vec::new();
    for (version, names) in versions {
        for name in names.iter().skip(1) {
            faults.push(
                Fault::new(
                    FaultKind::Duplicate,
                    folder.label_of(name),
                    format!("version {version} is taken by `{}`", names[0]),
                )
                .hint(format!("rename one of the two to version {next} and run `dbwarden hash`")),
            );
        }
    }
    faults
}

/// Files whose prefix names another database than the first prefix of the folder.
fn other_databases(folder: &Folder) -> Vec<Fault> {
    let mut prefixes = folder
        .files
        .iter()
        .filter_map(|file| Some((file.name.as_str(), FileName::parse(&file.name).ok()?.database?)));
    let Some((first, database)) = prefixes.next() else { return Vec::new() };
    prefixes
        .filter(|(_, other)| *other != database)
        .map(|(name, other)| {
            Fault::new(
                FaultKind::Name,
                folder.label_of(name),
                format!("a migration of `{other}` in the folder of `{database}` (see `{first}`)"),
            )
            .hint("one folder holds the migrations of one database: move or rename the file")
        })
        .collect()
}

/// A `depends-on` must name an earlier version, so no cycle can arise.
fn depends_on(folder: &Folder, files: &[MigrationFile], decisions: &[Decision]) -> Vec<Fault> {
    let exists = |wanted: Version| {
        // A file that does not parse has its own fault; here only its version counts.
        folder.files.iter().any(|file| {
            FileName::parse(&file.name).is_ok_and(|name| name.kind.version() == Some(wanted))
        }) || decisions.iter().any(|decision| match decision {
            Decision::Retired { version, .. } => *version == wanted,
            Decision::Renumbered { old, .. } => *old == wanted,
            Decision::Accept { .. } => false,
        })
    };
    let mut faults = Vec::new();
    for file in files {
        let own = file.migration.version();
        for &(wanted, line) in &file.depends_on {
            let what = if own == Some(wanted) {
                format!("depends on itself: {wanted}")
            } else if !exists(wanted) {
                format!("depends on a migration that is not there: {wanted}")
            } else if own.is_some_and(|own| wanted > own) {
                format!("depends on a later migration: {wanted}")
            } else {
                continue;
            };
            faults.push(
                Fault::new(FaultKind::DependsOn, folder.label_of(file.migration.file_name()), what)
                    .at(line)
                    .hint("`depends-on` names the version of a migration that runs earlier"),
            );
        }
    }
    faults
}

fn against_manifest(folder: &Folder, manifest: &Manifest, files: &[MigrationFile]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in &folder.files {
        if FileName::parse(&file.name).is_ok() && manifest.entry(&file.name).is_none() {
            faults.push(
                Fault::new(
                    FaultKind::Unlisted,
                    folder.label_of(&file.name),
                    format!("not in the manifest `{MANIFEST_FILE}`"),
                )
                .hint("review the file and run `dbwarden hash`, or delete it"),
            );
        }
    }
    for now in files.iter().map(entry) {
        let Some(then) = manifest.entry(&now.file_name) else { continue };
        let part = match (then.upgrade == now.upgrade, then.rollback == now.rollback) {
            (true, true) => continue,
            (false, true) => "the upgrade differs",
            (true, false) => "the rollback differs",
            (false, false) => "upgrade and rollback differ",
        };
        faults.push(
            Fault::new(
                FaultKind::Edited,
                folder.label_of(&now.file_name),
                format!("{part} from what the manifest `{MANIFEST_FILE}` lists"),
            )
            .hint("undo the edit, or review it and run `dbwarden hash`"),
        );
    }
    for entry in &manifest.files {
        if !folder.files.iter().any(|file| file.name == entry.file_name) {
            faults.push(
                Fault::new(
                    FaultKind::Missing,
                    folder.label_of(&entry.file_name),
                    format!("listed in the manifest `{MANIFEST_FILE}`, but the file is missing"),
                )
                .hint("put the file back, or run `dbwarden hash` if nothing has applied it"),
            );
        }
    }
    faults
}

/// In the order of files and lines, the manifest first.
fn sorted(mut faults: Vec<Fault>) -> Faults {
    faults.sort_by(|a, b| {
        let manifest = |fault: &Fault| !fault.file.ends_with(MANIFEST_FILE);
        (manifest(a), &a.file, a.line).cmp(&(manifest(b), &b.file, b.line))
    });
    Faults::from_sorted(faults)
}
