//! Migrations of a folder that is read at run time, or that the application has embedded itself.

use std::path::Path;

use dbwarden_core::migration::folder::{self, Folder};
use dbwarden_core::migration::{Faults, Purpose, assemble};
use include_dir::Dir;

use crate::error::{Error, ErrorKind};
use crate::migrator::Migrator;

impl Migrator {
    /// Reads the migrations of one database from a folder, with its manifest. Everything that
    /// `migrate!()` checks while it compiles is checked here.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), dbwarden::Error> {
    /// let migrator = dbwarden::Migrator::from_dir("migrations/primary")?;
    /// migrator.run("sqlite://app.db").await?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the folder, at once, which [`Error::is_load`] tells.
    pub fn from_dir(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let label = path.display().to_string();
        let folder = folder::read(path, &label).map_err(|faults| refused(&label, &faults))?;
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("primary");
        load(&folder, &label, name)
    }

    /// Takes the migrations of one database from a folder that was embedded with `include_dir!`: the
    /// folder that holds the files, or one that holds nothing but that folder.
    ///
    /// ```ignore
    /// static MIGRATIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations/primary");
    ///
    /// dbwarden::Migrator::from_include_dir(&MIGRATIONS)?.run(&pool).await?;
    /// ```
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the files, at once, which [`Error::is_load`] tells.
    pub fn from_include_dir(dir: &Dir<'_>) -> Result<Self, Error> {
        let only_folder = match (dir.files().next(), dir.dirs().collect::<Vec<_>>().as_slice()) {
            (None, [only]) => *only,
            _ => dir,
        };
        let label = only_folder.path().display().to_string();
        let files = only_folder.files().filter_map(|file| {
            let name = file.path().file_name()?.to_str()?.to_owned();
            Some((name, file.contents().to_vec()))
        });
        let folder = Folder::from_files(label.clone(), files);
        let name = only_folder.path().file_name().and_then(|name| name.to_str());
        load(&folder, &label, name.unwrap_or("primary"))
    }
}

fn load(folder: &Folder, label: &str, name: &str) -> Result<Migrator, Error> {
    let set = assemble(folder, name, Purpose::Run).map_err(|faults| refused(label, &faults))?;
    Ok(Migrator::new(set))
}

/// One fault is the message itself; several are listed, each with its own hint.
fn refused(label: &str, faults: &Faults) -> Error {
    match faults.as_slice() {
        [fault] => {
            let error = Error::new(ErrorKind::Load, fault.to_string());
            match &fault.hint {
                Some(hint) => error.with_hint(hint.clone()),
                None => error,
            }
        }
        all => {
            let message = format!("{} faults in the migrations of `{label}`\n{faults}", all.len());
            Error::new(ErrorKind::Load, message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use include_dir::{DirEntry, File};

    #[test]
    fn an_embedded_folder_without_a_manifest_is_refused_with_the_remedy() {
        static ENTRIES: &[DirEntry<'_>] = &[DirEntry::File(File::new(
            "primary/primary__0001_a.sql",
            b"-- upgrade\n\nSELECT 1;\n\n-- rollback\n\nSELECT 1;\n",
        ))];
        let error = Migrator::from_include_dir(&Dir::new("primary", ENTRIES)).expect_err("refused");
        assert!(error.is_load() && error.to_string().contains("manifest"), "{error}");
        assert_eq!(error.hint(), Some("run `dbwarden hash`"));
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = Migrator::from_dir("no/such/folder").expect_err("refused");
        assert!(error.is_load() && error.to_string().contains("no/such/folder"), "{error}");
    }
}
