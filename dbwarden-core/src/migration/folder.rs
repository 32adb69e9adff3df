//! The files of one folder, as bytes: what every check starts from.
//!
//! [`read`] is the one place of this crate that opens files.

use std::fs;
use std::io;
use std::path::Path;

use super::{Fault, FaultKind, Faults, MANIFEST_FILE};

/// The name of the snapshot within the folder.
pub const SNAPSHOT_FILE: &str = "schema.json";

/// A folder of migrations that was read, or that a program holds in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// How the folder is called in messages: the path under which it was opened.
    pub label: String,
    /// The manifest, where there is one.
    pub manifest: Option<Vec<u8>>,
    /// The snapshot, where there is one.
    pub snapshot: Option<Vec<u8>>,
    /// Everything else that could be a migration, in the order of names.
    pub files: Vec<SourceFile>,
}

/// A file of a [`Folder`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The name, without a folder.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl Folder {
    /// A folder from names and contents, wherever they come from. Files that are no business of
    /// ours (hidden ones, `*.md`, backups of editors that end in `~`) are left out; a name that is
    /// neither one of those nor a migration is a fault later on.
    pub fn from_files(
        label: impl Into<String>,
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
    ) -> Self {
        let mut folder = Self { label: label.into(), ..Self::default() };
        for (name, bytes) in files {
            match name.as_str() {
                MANIFEST_FILE => folder.manifest = Some(bytes),
                SNAPSHOT_FILE => folder.snapshot = Some(bytes),
                name if is_ignored(name) => {}
                _ => folder.files.push(SourceFile { name, bytes }),
            }
        }
        folder.files.sort_by(|a, b| a.name.cmp(&b.name));
        folder
    }

    /// A file of the folder as messages show it.
    pub fn label_of(&self, name: &str) -> String {
        if self.label.is_empty() { name.to_string() } else { format!("{}/{name}", self.label) }
    }
}

/// Whether a name in the folder is no business of ours.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.to_ascii_lowercase().ends_with(".md")
}

/// Reads the folder at `path`, which messages call `label`.
///
/// # Errors
/// Whatever cannot be read, all at once and each with its path. A folder within the folder is an
/// error too, so that no migration is overlooked.
pub fn read(path: &Path, label: &str) -> Result<Folder, Faults> {
    let unreadable = |file: &str, error: &io::Error| {
        Fault::new(FaultKind::Unreadable, file, format!("cannot be read: {error}"))
    };
    let entries = fs::read_dir(path).map_err(|error| unreadable(label, &error))?;
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                faults.push(unreadable(label, &error));
                continue;
            }
        };
        let Ok(name) = entry.file_name().into_string() else {
            let shown = format!("{label}/{}", entry.file_name().to_string_lossy());
            faults.push(Fault::new(FaultKind::Name, shown, "the name is not UTF-8"));
            continue;
        };
        if is_ignored(&name) {
            continue;
        }
        let shown = format!("{label}/{name}");
        if entry.path().is_dir() {
            faults.push(
                Fault::new(FaultKind::Name, shown, "a folder among migrations")
                    .hint("the folder of a database holds files only: move it elsewhere"),
            );
            continue;
        }
        match fs::read(entry.path()) {
            Ok(bytes) => files.push((name, bytes)),
            Err(error) => faults.push(unreadable(&shown, &error)),
        }
    }
    faults.sort_by(|a, b| a.file.cmp(&b.file));
    Faults::check(faults)?;
    Ok(Folder::from_files(label, files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_ours_is_left_out() {
        let names = [
            "README.md",
            ".gitkeep",
            "0001_a.sql~",
            "dbwarden.sum",
            "schema.json",
            "b.sql",
            "a.txt",
        ];
        let folder =
            Folder::from_files("m", names.map(|name| (name.to_string(), name.as_bytes().to_vec())));
        let left: Vec<_> = folder.files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(left, ["a.txt", "b.sql"]);
        assert!(folder.manifest.is_some() && folder.snapshot.is_some());
        assert_eq!(folder.label_of("x.sql"), "m/x.sql");
    }

    #[test]
    fn errors_name_the_path() {
        let faults = read(Path::new("no/such/folder"), "no/such/folder").unwrap_err();
        assert!(faults.to_string().starts_with("no/such/folder: cannot be read: "), "{faults}");
    }
}
