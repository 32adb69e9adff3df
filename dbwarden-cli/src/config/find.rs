//! Where a project lies.

use std::path::{Path, PathBuf};

use super::Project;
use crate::error::{Error, Result};

/// The name of the file of settings.
pub(crate) const FILE_NAME: &str = "dbwarden.toml";

/// The name of the manifest of a folder of migrations.
const MANIFEST: &str = "dbwarden.sum";

/// Looks for `dbwarden.toml` in `folder` and above. The answer is relative to `folder`, so that
/// every path that is made from it reads as people would type it.
pub(super) fn upward(folder: &Path) -> Result<PathBuf> {
    let mut way = PathBuf::new();
    for ancestor in folder.ancestors() {
        if ancestor.join(FILE_NAME).is_file() {
            return Ok(way.join(FILE_NAME));
        }
        way.push("..");
    }
    Err(Error::new(format!("no `{FILE_NAME}` in this folder or above it"))
        .hint("run `dbwarden init` in the folder of your crate, or name the file with `--config`"))
}

/// A `migrations/` that itself holds the manifest is the folder of the only database.
pub(super) fn flat_migrations(project: &mut Project) {
    let folder = project.root().join("migrations");
    let [database] = project.databases.as_mut_slice() else { return };
    let is_default = database.migrations == folder.join(&database.name);
    if is_default && folder.join(MANIFEST).is_file() {
        database.migrations = folder;
    }
}
