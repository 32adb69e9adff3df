//! A package of a user, built with cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dbwarden_core::dialect::Dialect;
use dbwarden_core::migration::{MANIFEST_FILE, folder, rehash};
use dbwarden_tests::project::workspace;
use tempfile::TempDir;

/// A package in a temporary folder. All of them share one target folder, so that their
/// dependencies are built once.
pub(crate) struct Package {
    folder: TempDir,
}

impl Package {
    pub(crate) fn new(name: &str) -> Self {
        let package = Self { folder: tempfile::tempdir().unwrap() };
        let dbwarden = workspace().join("dbwarden");
        package.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
                 [workspace]\n\
                 [dependencies]\ndbwarden = {{ path = {dbwarden:?}, features = [\"sqlite\", \"test\"] }}\n"
            ),
        );
        fs::copy(workspace().join("Cargo.lock"), package.path("Cargo.lock")).unwrap();
        package
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes the manifest of a folder as the command does.
    pub(crate) fn hash(&self, name: &str, dialect: Dialect) {
        let path = self.path(name);
        let (manifest, _) = rehash(&folder::read(&path, name).unwrap(), dialect).unwrap();
        fs::write(path.join(MANIFEST_FILE), manifest.render()).unwrap();
    }

    pub(crate) fn cargo(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO"))
            .args(arguments)
            .arg("--offline")
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-checks"))
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap()
    }
}
