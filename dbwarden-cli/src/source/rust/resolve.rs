//! What a path in the source means.

use super::tree::{Child, DefId, ModuleId, Tree};

/// What a name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A type of the source; several where `cfg` chooses between them.
    Types(Vec<DefId>),
    /// A module.
    Module(ModuleId),
    /// A path into a crate whose source is not here, or into the standard library.
    External(Vec<String>),
}

/// How far renames and globs are followed: more is a circle.
const DEPTH: usize = 32;

impl Tree {
    /// What a path means in a module. The first segment is empty for `::path`.
    pub(super) fn resolve(&mut self, module: ModuleId, path: &[String]) -> Option<Found> {
        self.resolve_at(module, path, DEPTH)
    }

    fn resolve_at(&mut self, module: ModuleId, path: &[String], depth: usize) -> Option<Found> {
        let depth = depth.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        let start = match first.as_str() {
            "" => {
                let (name, rest) = rest.split_first()?;
                let start = self.extern_crate(module, name);
                return self.follow(start, rest, depth);
            }
            "crate" => Found::Module(self.crate_root(module)),
            "self" => Found::Module(module),
            "super" => Found::Module(self.modules[module].parent?),
            name => match self.member(module, name, depth) {
                Some(found) => found,
                None => self.extern_crate(module, name),
            },
        };
        self.follow(start, rest, depth)
    }

    fn follow(&mut self, start: Found, rest: &[String], depth: usize) -> Option<Found> {
        let mut found = start;
        for name in rest {
            found = match found {
                Found::Module(module) if name == "super" => {
                    Found::Module(self.modules[module].parent?)
                }
                Found::Module(module) if name == "self" => Found::Module(module),
                Found::Module(module) => self.member(module, name, depth)?,
                Found::External(mut path) => {
                    path.push(name.clone());
                    Found::External(path)
                }
                Found::Types(_) => return None,
            };
        }
        Some(found)
    }

    /// A name of a module: its own, a `use`, or what a glob brings.
    fn member(&mut self, module: ModuleId, name: &str, depth: usize) -> Option<Found> {
        let depth = depth.checked_sub(1)?;
        if let Some(types) = self.modules[module].types.get(name) {
            return Some(Found::Types(types.clone()));
        }
        let child =
            self.modules[module].children.iter().position(|(child, _)| child.as_str() == name);
        if let Some(index) = child {
            return self.child(module, index).map(Found::Module);
        }
        if let Some(path) = self.modules[module].uses.get(name).cloned() {
            // `use uuid::{self}` and `use uuid;` name the crate, not themselves.
            if path.first().is_some_and(|first| first == name) {
                let start = self.extern_crate(module, name);
                return self.follow(start, &path[1..], depth);
            }
            return self.resolve_at(module, &path, depth);
        }
        self.globbed(module, name, depth)
    }

    fn globbed(&mut self, module: ModuleId, name: &str, depth: usize) -> Option<Found> {
        let mut external = None;
        for glob in self.modules[module].globs.clone() {
            match self.resolve_at(module, &glob, depth) {
                Some(Found::Module(source)) if source != module => {
                    if let Some(found) = self.member(source, name, depth) {
                        return Some(found);
                    }
                }
                Some(Found::External(mut path)) => {
                    path.push(name.to_owned());
                    // Only a name that is known can be told to come from there.
                    if super::known::is_known(&path) {
                        external = Some(Found::External(path));
                    }
                }
                _ => {}
            }
        }
        external
    }

    /// A crate by the name that the source uses, with its source where it lies in a folder.
    fn extern_crate(&mut self, module: ModuleId, name: &str) -> Found {
        let krate = self.modules[module].krate;
        let (dependency, is_own) = match &self.crates[krate].package {
            Some(package) => {
                (package.dependencies.get(name).cloned(), package.name.replace('-', "_") == name)
            }
            None => (None, false),
        };
        // A program names the library of its own package.
        if is_own && let Some(root) = self.crates[krate].roots.first() {
            return Found::Module(*root);
        }
        let Some(dependency) = dependency else { return Found::External(vec![name.to_owned()]) };
        if let Some(path) = &dependency.path
            && let Some(id) = self.crate_in(path, &dependency.features)
            && let Some(root) = self.crates[id].roots.first()
        {
            return Found::Module(*root);
        }
        Found::External(vec![dependency.package])
    }

    fn crate_root(&self, module: ModuleId) -> ModuleId {
        let mut root = module;
        while let Some(parent) = self.modules[root].parent {
            root = parent;
        }
        root
    }

    /// Whether a derive is dbwarden's `Model`. Derives are a name space of their own: types called
    /// `Model` do not count, and a path that leads nowhere may come from a macro's prelude.
    pub(super) fn is_model_derive(&mut self, module: ModuleId, path: &[String]) -> bool {
        let Some((last, before)) = path.split_last() else { return false };
        if before.is_empty() {
            if let Some(used) = self.modules[module].uses.get(last).cloned() {
                return self.leads_to_model(module, &used);
            }
            let globs = self.modules[module].globs.clone();
            return last == "Model"
                && globs.into_iter().any(|mut glob| {
                    glob.push(last.clone());
                    self.leads_to_model(module, &glob)
                });
        }
        self.leads_to_model(module, path)
    }

    fn leads_to_model(&mut self, module: ModuleId, path: &[String]) -> bool {
        let Some((last, before)) = path.split_last() else { return false };
        let at = match before {
            [] => return false,
            before => self.resolve(module, before),
        };
        match at {
            Some(Found::External(owner)) => {
                last == "Model"
                    && matches!(
                        owner.first().map(String::as_str),
                        Some("dbwarden" | "dbwarden_macros")
                    )
            }
            // `pub use dbwarden::Model;` in a prelude.
            Some(Found::Module(owner)) if owner != module => {
                let path = [last.clone()];
                let is_dbwarden = |tree: &Tree| {
                    let krate = &tree.crates[tree.modules[owner].krate];
                    krate.package.as_ref().is_some_and(|package| package.name == "dbwarden")
                };
                is_dbwarden(self) && last == "Model" || self.is_model_derive(owner, &path)
            }
            _ => false,
        }
    }

    /// Every module below one, itself first, in source order.
    pub(super) fn with_descendants(&mut self, module: ModuleId) -> Vec<ModuleId> {
        let mut all = vec![module];
        for index in 0..self.modules[module].children.len() {
            if !matches!(self.modules[module].children[index].1, Child::Missing)
                && let Some(child) = self.child(module, index)
            {
                all.extend(self.with_descendants(child));
            }
        }
        all
    }
}

/// The segments of a path as they are looked up: without `r#`, with an empty one before `::path`.
pub(super) fn segments(path: &syn::Path) -> Vec<String> {
    let mut segments = Vec::new();
    if path.leading_colon.is_some() {
        segments.push(String::new());
    }
    segments.extend(path.segments.iter().map(|segment| dbwarden_model::unraw(&segment.ident)));
    segments
}
