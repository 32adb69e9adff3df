//! The folder from which the migrations of a debug build were embedded.

use std::path::Path;

use dbwarden_core::migration::{Migration, MigrationSet};

/// The migration files of a folder that a set does not have, by name. A folder that is not there any
/// more, as on any machine but the developer's, has none.
pub(crate) fn not_embedded(folder: &str, set: &MigrationSet) -> Vec<String> {
    let Ok(files) = std::fs::read_dir(Path::new(folder)) else { return Vec::new() };
    let mut names: Vec<String> = files
        .filter_map(|file| file.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".sql") && !name.starts_with('.'))
        .filter(|name| !set.migrations().iter().map(Migration::file_name).any(|have| have == name))
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbwarden_core::dialect::Dialect;

    #[test]
    fn only_files_that_are_not_embedded_are_named() {
        let set = MigrationSet::new("p", Dialect::Sqlite, Vec::new(), Vec::new());
        let folder = std::env::temp_dir().join(format!("dbwarden-folder-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder in the system's one for such things");
        for name in ["p__0002_b.sql", "p__0001_a.sql", "dbwarden.sum", ".#p__0003_c.sql"] {
            std::fs::write(folder.join(name), "").expect("a file in it");
        }
        let found = not_embedded(folder.to_str().expect("a name in ASCII"), &set);
        std::fs::remove_dir_all(&folder).expect("it is ours");
        assert_eq!(found, ["p__0001_a.sql", "p__0002_b.sql"]);
        assert!(not_embedded("/nowhere/at/all", &set).is_empty());
    }
}
