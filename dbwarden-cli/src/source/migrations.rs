//! The folder of migrations of a database: read and checked, or added to.
//!
//! Nothing is ever left half-written: new files are complete before they get their name, and the
//! manifest, without which they do not count, comes last.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{
    self, Change, Fault, Faults, Folder, MANIFEST_FILE, Manifest, MigrationSet, Purpose, SourceFile,
};

use super::snapshot;
use crate::error::{Error, Result};

/// A folder that was read.
#[derive(Default)]
pub(crate) struct Migrations {
    path: PathBuf,
    pub(crate) folder: Folder,
    /// Whether it is on disk; one that is not holds no migrations.
    exists: bool,
}

/// What is to be written.
#[derive(Debug, Default)]
pub(crate) struct Additions {
    /// Names and texts of new files.
    pub(crate) files: Vec<(String, String)>,
    /// The text of the snapshot, where it changes.
    pub(crate) snapshot: Option<String>,
}

impl Migrations {
    /// Reads a folder, which may not be there yet.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let label = path.display().to_string();
        let exists = path.exists();
        let folder = if exists {
            migration::folder::read(path, &label)
                .map_err(|faults| error(&label, faults.as_slice()))?
        } else {
            Folder { label, ..Folder::default() }
        };
        Ok(Self { path: path.to_owned(), folder, exists })
    }

    /// The set that it holds, checked against the manifest. A folder without anything in it is a set
    /// without migrations.
    pub(crate) fn set(&self, database: &str, dialect: Dialect) -> Result<MigrationSet, Faults> {
        if self.folder.manifest.is_none() && self.folder.files.is_empty() {
            return Ok(MigrationSet::new(database.to_owned(), dialect, Vec::new(), Vec::new()));
        }
        migration::assemble(&self.folder, database, Purpose::Read)
    }

    /// The manifest as it was last written, where it can be read.
    pub(crate) fn manifest(&self) -> Option<Manifest> {
        Manifest::parse(MANIFEST_FILE, self.folder.manifest.as_deref()?).ok()
    }

    /// The dialect that the manifest states, also where the rest of it cannot be read.
    pub(crate) fn dialect(&self) -> Option<Dialect> {
        Manifest::salvage(self.folder.manifest.as_deref()?).0
    }

    /// Says in one error all that is wrong.
    pub(crate) fn refuse(&self, faults: &Faults) -> Error {
        error(&self.folder.label, faults.as_slice())
    }

    /// The manifest that the files would have now, and how that differs from the one they have.
    pub(crate) fn rehash(&self, dialect: Dialect) -> Result<(Manifest, Vec<Change>)> {
        let (mut manifest, changes) =
            migration::rehash(&self.folder, dialect).map_err(|faults| self.refuse(&faults))?;
        manifest.snapshot = self.folder.snapshot.as_deref().map(snapshot::digest);
        Ok((manifest, changes))
    }

    /// Writes the manifest, and nothing else.
    pub(crate) fn write_manifest(&self, manifest: &Manifest) -> Result<()> {
        let mut staged = Staged::new(&self.path, self.exists)?;
        staged.add(MANIFEST_FILE, &manifest.render())?;
        staged.commit()
    }

    /// Gives a file another name.
    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<()> {
        let (from, to) = (self.path.join(from), self.path.join(to));
        fs::rename(&from, to).map_err(|error| Error::file("rename", &from, error))
    }

    /// Writes new files with a manifest that lists them, and gives their paths.
    ///
    /// The files are read back as any migration is, before anything is written: what `migrate`
    /// would refuse is an error here.
    pub(crate) fn add(mut self, additions: Additions, dialect: Dialect) -> Result<Vec<PathBuf>> {
        let mut texts = Vec::new();
        for (name, text) in additions.files {
            if self.folder.files.iter().any(|file| file.name == name) {
                let path = self.path.join(&name);
                return Err(Error::new(format!("`{}` is there already", path.display())));
            }
            self.folder
                .files
                .push(SourceFile { name: name.clone(), bytes: text.clone().into_bytes() });
            texts.push((name, text));
        }
        self.folder.files.sort_by(|a, b| a.name.cmp(&b.name));
        if let Some(text) = &additions.snapshot {
            self.folder.snapshot = Some(text.clone().into_bytes());
        }
        let (manifest, _) = self.rehash(dialect)?;
        let paths = texts.iter().map(|(name, _)| self.path.join(name)).collect();
        let mut staged = Staged::new(&self.path, self.exists)?;
        for (name, text) in &texts {
            staged.add(name, text)?;
        }
        if let Some(text) = &additions.snapshot {
            staged.add(snapshot::FILE_NAME, text)?;
        }
        staged.add(MANIFEST_FILE, &manifest.render())?;
        staged.commit()?;
        Ok(paths)
    }
}

fn error(label: &str, faults: &[Fault]) -> Error {
    if let [fault] = faults {
        let error = Error::new(fault.to_string());
        return match &fault.hint {
            Some(hint) => error.hint(hint),
            None => error,
        };
    }
    let mut text = format!("{} faults in `{label}`", faults.len());
    for fault in faults {
        text.push_str(&format!("\n  {fault}"));
    }
    // The same remedy for many files is told once.
    let mut hints: Vec<&str> = Vec::new();
    for hint in faults.iter().filter_map(|fault| fault.hint.as_deref()) {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    let error = Error::new(text);
    if hints.is_empty() { error } else { error.hint(hints.join("\n      ")) }
}

/// Files that lie complete beside their future names until all of them are.
struct Staged<'p> {
    folder: &'p Path,
    files: Vec<(PathBuf, PathBuf)>,
}

impl<'p> Staged<'p> {
    fn new(folder: &'p Path, exists: bool) -> Result<Self> {
        if !exists {
            fs::create_dir_all(folder).map_err(|error| Error::file("create", folder, error))?;
        }
        Ok(Self { folder, files: Vec::new() })
    }

    fn add(&mut self, name: &str, text: &str) -> Result<()> {
        // Hidden files are no migrations, whatever they hold.
        let staged = self.folder.join(format!(".{name}.{}", std::process::id()));
        self.files.push((staged.clone(), self.folder.join(name)));
        let write = || -> io::Result<()> {
            let mut file = File::create(&staged)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(|error| Error::file("write", &staged, error))
    }

    fn commit(mut self) -> Result<()> {
        for (staged, path) in std::mem::take(&mut self.files) {
            fs::rename(&staged, &path).map_err(|error| {
                let _ = fs::remove_file(&staged);
                Error::file("write", &path, error)
            })?;
        }
        Ok(())
    }
}

/// What was not given its name is taken away.
impl Drop for Staged<'_> {
    fn drop(&mut self) {
        for (staged, _) in &self.files {
            let _ = fs::remove_file(staged);
        }
    }
}
