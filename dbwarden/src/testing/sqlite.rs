//! SQLite: the copy of a file.
//!
//! Every test has a folder of its own, so that nothing that SQLite puts beside a database is left
//! over. The process that works in it holds a lock of the operating system, which ends with it.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use dbwarden_core::dialect::Dialect;
use sqlx::sqlite::{SqliteConnectOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, Sqlite};

use super::{Copied, Request, failed, name, unreachable};
use crate::error::{Error, ErrorKind};
use crate::throwaway::new_name;

/// A copy, in a folder that is locked.
pub struct Place {
    folder: PathBuf,
    _lock: File,
}

impl Copied for Sqlite {
    const DIALECT: Dialect = Dialect::Sqlite;
    type Place = Place;

    async fn create(request: &Request<'_>) -> Result<(Place, SqliteConnectOptions), Error> {
        let root = root();
        make_folder(&root, true).map_err(|error| file_error("create", &root, error))?;
        let place = place(&root)?;
        let template = template(&root, &place, request).await?;
        let file = place.folder.join("test.db");
        fs::copy(&template, &file).map_err(|error| file_error("copy", &template, error))?;
        Ok((place, options(&file)))
    }

    async fn remove(place: Place) -> Result<(), Error> {
        let folder = &place.folder;
        fs::remove_dir_all(folder).map_err(|error| file_error("remove", folder, error))
    }
}

/// What databases of tests are opened with. They need not survive a loss of power.
fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(file).synchronous(SqliteSynchronous::Off)
}

/// The folder of all tests of this user: others may not write into it.
fn root() -> PathBuf {
    let user = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
    let user: String = user.unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).collect();
    std::env::temp_dir().join(format!("dbwarden-tests-{user}"))
}

fn make_folder(path: &Path, recursive: bool) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(recursive);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// A new folder, locked. Nobody looks for leftovers between its making and its locking.
fn place(root: &Path) -> Result<Place, Error> {
    let _guard = wait_for_lock(&root.join("places.lock"))?;
    static CLEANED: AtomicBool = AtomicBool::new(false);
    if !CLEANED.swap(true, Ordering::Relaxed) {
        remove_leftovers(root);
    }
    let folder = root.join(new_name(name::TEST));
    make_folder(&folder, false).map_err(|error| file_error("create", &folder, error))?;
    let lock = File::create(folder.join("lock")).and_then(|lock| lock.lock().map(|()| lock));
    let lock = lock.map_err(|error| file_error("lock", &folder, error))?;
    Ok(Place { folder, _lock: lock })
}

/// Removes what killed processes have left behind; what cannot be removed is left to whoever can.
fn remove_leftovers(root: &Path) {
    for entry in fs::read_dir(root).into_iter().flatten().flatten() {
        let path = entry.path();
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with(name::TEST) {
            let lock = File::options().write(true).open(path.join("lock"));
            let in_use =
                lock.is_ok_and(|lock| matches!(lock.try_lock(), Err(TryLockError::WouldBlock)));
            if !in_use {
                let _ = fs::remove_dir_all(&path);
            }
        } else if name::is_stale(name.trim_end_matches(".db")) {
            let _ = fs::remove_file(&path);
        }
    }
}

/// The template of these migrations, made where nobody has. It is renamed into its place, so that what
/// has the name of a template is whole.
async fn template(root: &Path, place: &Place, request: &Request<'_>) -> Result<PathBuf, Error> {
    if let Some(found) = find(root, request) {
        return Ok(found);
    }
    let _guard = wait_for_lock(&root.join("templates.lock"))?;
    if let Some(found) = find(root, request) {
        return Ok(found);
    }
    let building = place.folder.join("template.db");
    let connection = options(&building).create_if_missing(true).connect().await;
    let mut connection =
        connection.map_err(|error| unreachable(error, "cannot open the template of tests"))?;
    let migrated = request.migrator.run(&mut connection).await;
    // The last one to close a database in WAL mode puts everything into the one file.
    let closed = connection.close().await;
    migrated?;
    closed.map_err(failed("the template of tests cannot be closed"))?;
    let path = root.join(format!("{}.db", name::new_template(&name::templates(&request.digest))));
    fs::rename(&building, &path).map_err(|error| file_error("write", &path, error))?;
    Ok(path)
}

fn find(root: &Path, request: &Request<'_>) -> Option<PathBuf> {
    let prefix = format!("{}_", name::templates(&request.digest));
    let names =
        fs::read_dir(root).ok()?.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    let mut fresh: Vec<String> = names
        .filter(|name| name.starts_with(&prefix))
        .filter(|name| name.strip_suffix(".db").is_some_and(name::is_fresh))
        .collect();
    fresh.sort();
    fresh.pop().map(|name| root.join(name))
}

/// Waits until the lock of a file is free; it is as soon as the file is closed, by whatever.
fn wait_for_lock(path: &Path) -> Result<File, Error> {
    let lock = File::create(path).and_then(|lock| lock.lock().map(|()| lock));
    lock.map_err(|error| file_error("lock", path, error))
}

fn file_error(verb: &str, path: &Path, error: io::Error) -> Error {
    let message = format!("cannot {verb} `{}`", path.display());
    Error::new(ErrorKind::Database, message).with_source(error)
}
