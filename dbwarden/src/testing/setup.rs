//! What a test is told.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Error;
use crate::migrator::Migrator;

/// What the attribute of a test says.
pub struct Setup<'a> {
    /// The URL of the server, where it is not the one of the environment.
    pub url: Option<String>,
    /// The migrations.
    pub migrations: Migrations<'a>,
}

/// Where the migrations of a test come from.
pub enum Migrations<'a> {
    /// The test has named them.
    Given(&'a Migrator),
    /// They are read when the test runs: to embed them in each of a hundred tests would take the
    /// compiler a hundred times as long.
    Folder {
        /// The folder of the crate when it was compiled.
        home: &'static str,
        /// The folder of the migrations, relative to it.
        label: &'static str,
    },
}

impl Migrations<'_> {
    /// The migrations; a folder is read once in a process.
    pub(super) fn load(&self) -> Result<Arc<Migrator>, Error> {
        static READ: Mutex<BTreeMap<PathBuf, Arc<Migrator>>> = Mutex::new(BTreeMap::new());
        let path = match self {
            Self::Given(migrator) => return Ok(Arc::new(Migrator::clone(migrator))),
            Self::Folder { home, label } => {
                // Cargo tells where the crate is now: the program may have been moved since.
                let now = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
                let now = now.map(|home| home.join(label)).filter(|path| path.is_dir());
                now.unwrap_or_else(|| Path::new(home).join(label))
            }
        };
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(migrator) = read.get(&path) {
            return Ok(Arc::clone(migrator));
        }
        let migrator = Arc::new(Migrator::from_dir(&path)?);
        read.insert(path, Arc::clone(&migrator));
        Ok(migrator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_found_where_it_was_compiled() {
        let home = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/quickstart");
        let folder = Migrations::Folder { home, label: "migrations/primary" };
        let migrator = folder.load().expect("it is there");
        assert_eq!(migrator.set().database(), "primary");
        assert!(Arc::ptr_eq(&migrator, &folder.load().expect("still")), "it is read once");
    }
}
