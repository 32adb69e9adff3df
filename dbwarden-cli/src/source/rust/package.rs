//! `Cargo.toml`, as far as names in the source depend on it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// A crate on disk.
#[derive(Debug, Clone)]
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// Where its library, or else its programs begin; those files that are there.
    pub(super) roots: Vec<PathBuf>,
    /// What it depends on, by the name that the source uses.
    pub(super) dependencies: BTreeMap<String, Dependency>,
    /// Its features and what they switch on.
    features: BTreeMap<String, Vec<String>>,
}

/// A dependency.
#[derive(Debug, Clone)]
pub(super) struct Dependency {
    /// The name of the package, as the source would spell it.
    pub(super) package: String,
    /// Where it lies, when that is a folder.
    pub(super) path: Option<PathBuf>,
    /// What is switched on in it.
    pub(super) features: Vec<String>,
}

impl Package {
    /// The crate that a file or folder belongs to: the nearest `Cargo.toml` with a package above it.
    pub(super) fn of(path: &Path) -> Option<PathBuf> {
        path.ancestors().find(|folder| is_package(folder)).map(Path::to_owned)
    }

    /// Reads the package of a folder.
    ///
    /// # Errors
    ///
    /// What is wrong with its `Cargo.toml`, in words.
    pub(super) fn read(folder: &Path) -> Result<Package, String> {
        let manifest = manifest(folder)?;
        let package = manifest.get("package").and_then(Value::as_table);
        let name = package
            .and_then(|package| package.get("name"))
            .and_then(Value::as_str)
            .ok_or("`Cargo.toml` names no package")?
            .to_owned();
        let workspace = workspace(folder);
        let mut dependencies = BTreeMap::new();
        let mut tables = vec![&manifest];
        if let Some(targets) = manifest.get("target").and_then(Value::as_table) {
            tables.extend(targets.values().filter_map(Value::as_table));
        }
        for table in tables {
            let Some(list) = table.get("dependencies").and_then(Value::as_table) else { continue };
            for (key, value) in list {
                let dependency = dependency(folder, key, value, workspace.as_ref());
                dependencies.insert(key.replace('-', "_"), dependency);
            }
        }
        let features = manifest
            .get("features")
            .and_then(Value::as_table)
            .into_iter()
            .flatten()
            .map(|(name, on)| (name.clone(), strings(on)))
            .collect();
        Ok(Package { name, roots: roots(folder, &manifest), dependencies, features })
    }

    /// Its features that are on: the default ones, those asked for, and what they switch on.
    pub(super) fn active_features(&self, asked: &[String]) -> BTreeSet<String> {
        let mut active = BTreeSet::new();
        let mut open: Vec<&str> = asked.iter().map(String::as_str).collect();
        open.push("default");
        while let Some(name) = open.pop() {
            let name = name.strip_prefix("dep:").unwrap_or(name);
            if active.insert(name.to_owned())
                && let Some(further) = self.features.get(name)
            {
                open.extend(further.iter().map(String::as_str));
            }
        }
        active
    }
}

/// The members of the workspace above a folder, and the folder itself, that have that name.
pub(super) fn find_by_name(root: &Path, name: &str) -> Option<PathBuf> {
    let is_it = |folder: &Path| Package::read(folder).is_ok_and(|package| package.name == name);
    if is_it(root) {
        return Some(root.to_owned());
    }
    for folder in root.ancestors() {
        let Ok(manifest) = manifest(folder) else { continue };
        let Some(members) = manifest
            .get("workspace")
            .and_then(Value::as_table)
            .and_then(|workspace| workspace.get("members"))
        else {
            continue;
        };
        for member in strings(members) {
            let folders = match member.strip_suffix("/*") {
                Some(parent) => subfolders(&folder.join(parent)),
                None => vec![folder.join(member)],
            };
            if let Some(found) = folders.into_iter().find(|folder| is_it(folder)) {
                return Some(found);
            }
        }
    }
    None
}

fn subfolders(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

fn is_package(folder: &Path) -> bool {
    manifest(folder).is_ok_and(|manifest| manifest.contains_key("package"))
}

fn manifest(folder: &Path) -> Result<Table, String> {
    let text = fs::read_to_string(folder.join("Cargo.toml"))
        .map_err(|error| format!("cannot read `Cargo.toml`: {error}"))?;
    text.parse().map_err(|error| format!("`Cargo.toml` is no TOML: {error}"))
}

/// The folder of the workspace and its `[workspace.dependencies]`.
fn workspace(folder: &Path) -> Option<(PathBuf, Table)> {
    folder.ancestors().find_map(|folder| {
        let manifest = manifest(folder).ok()?;
        let workspace = manifest.get("workspace")?.as_table()?;
        let dependencies = workspace.get("dependencies").and_then(Value::as_table);
        Some((folder.to_owned(), dependencies.cloned().unwrap_or_default()))
    })
}

fn dependency(
    folder: &Path,
    key: &str,
    value: &Value,
    workspace: Option<&(PathBuf, Table)>,
) -> Dependency {
    let own = value.as_table();
    let inherits =
        own.and_then(|table| table.get("workspace")).and_then(Value::as_bool).unwrap_or_default();
    let (base, table) = match workspace {
        Some((root, dependencies)) if inherits => {
            (root.as_path(), dependencies.get(key).and_then(Value::as_table))
        }
        _ => (folder, own),
    };
    let text = |name: &str| table.and_then(|table| table.get(name)).and_then(Value::as_str);
    let mut features: Vec<String> = Vec::new();
    for table in [own, table].into_iter().flatten() {
        features.extend(table.get("features").map(strings).unwrap_or_default());
    }
    Dependency {
        package: text("package").unwrap_or(key).replace('-', "_"),
        path: text("path").map(|path| base.join(path)),
        features,
    }
}

fn roots(folder: &Path, manifest: &Table) -> Vec<PathBuf> {
    let mut roots = Vec::new();
    let path_of = |table: &Table| table.get("path").and_then(Value::as_str).map(str::to_owned);
    let lib = manifest.get("lib").and_then(Value::as_table).and_then(path_of);
    roots.push(folder.join(lib.unwrap_or_else(|| "src/lib.rs".to_owned())));
    roots.push(folder.join("src/main.rs"));
    let bins = manifest.get("bin").and_then(Value::as_array);
    for bin in bins.into_iter().flatten().filter_map(Value::as_table) {
        roots.extend(path_of(bin).map(|path| folder.join(path)));
    }
    let mut found = Vec::new();
    for root in roots {
        if root.is_file() && !found.contains(&root) {
            found.push(root);
        }
    }
    found
}

fn strings(value: &Value) -> Vec<String> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_switch_each_other_on() {
        let folder = tempfile::tempdir().unwrap();
        let text =
            "[package]\nname = \"app\"\n[features]\ndefault = [\"a\"]\na = [\"b\"]\nc = []\n";
        fs::write(folder.path().join("Cargo.toml"), text).unwrap();
        let package = Package::read(folder.path()).unwrap();
        let active = package.active_features(&[]);
        assert!(active.contains("a") && active.contains("b") && !active.contains("c"));
        assert!(package.active_features(&["c".to_owned()]).contains("c"));
    }

    #[test]
    fn a_dependency_may_be_inherited_and_renamed() {
        let root = tempfile::tempdir().unwrap();
        let app = root.path().join("app");
        fs::create_dir_all(&app).unwrap();
        let workspace = "[workspace]\nmembers = [\"app\"]\n[workspace.dependencies]\n\
                         ids = { path = \"crates/ids\", package = \"my-ids\" }\n";
        fs::write(root.path().join("Cargo.toml"), workspace).unwrap();
        let package = "[package]\nname = \"app\"\n[dependencies]\nids.workspace = true\n\
                       dw = { version = \"1\", package = \"dbwarden\" }\n";
        fs::write(app.join("Cargo.toml"), package).unwrap();
        let package = Package::read(&app).unwrap();
        let ids = &package.dependencies["ids"];
        assert_eq!(ids.package, "my_ids");
        assert_eq!(ids.path.as_deref(), Some(root.path().join("crates/ids").as_path()));
        assert_eq!(package.dependencies["dw"].package, "dbwarden");
        assert_eq!(find_by_name(root.path(), "app"), Some(app));
    }
}
