//! Crates as trees of modules, each file parsed when a name leads there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use proc_macro2::Span;
use syn::{DeriveInput, ItemType};

use super::cfg::{Conditions, Truth};
use super::package::Package;
use super::problem::Problem;

/// A crate of the [`Tree`].
pub(super) type CrateId = usize;
/// A module of the [`Tree`].
pub(super) type ModuleId = usize;
/// A struct, enum or alias of the [`Tree`].
pub(super) type DefId = usize;

/// Everything that was read so far.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) crates: Vec<Crate>,
    pub(super) modules: Vec<Module>,
    pub(super) defs: Vec<Def>,
    /// Files by their canonical path, so that each is read once.
    pub(super) files: BTreeMap<PathBuf, ModuleId>,
    /// What was wrong with files that names led to.
    pub(super) problems: Vec<Problem>,
    root: PathBuf,
    asked_features: Vec<String>,
}

/// A crate, or a file that belongs to none.
pub(super) struct Crate {
    pub(super) package: Option<Package>,
    pub(super) conditions: Conditions,
    pub(super) roots: Vec<ModuleId>,
    folder: Option<PathBuf>,
}

/// A module.
pub(super) struct Module {
    pub(super) krate: CrateId,
    pub(super) parent: Option<ModuleId>,
    /// The file as messages name it.
    pub(super) file: Rc<str>,
    /// Whether it is there at all.
    pub(super) active: Truth,
    /// Types by name. Several where `cfg` chooses.
    pub(super) types: BTreeMap<String, Vec<DefId>>,
    /// Types in source order.
    pub(super) order: Vec<DefId>,
    pub(super) uses: BTreeMap<String, Vec<String>>,
    pub(super) globs: Vec<Vec<String>>,
    /// Macros that models are hidden in.
    pub(super) hidden: Vec<Span>,
    /// Modules in source order.
    pub(super) children: Vec<(String, Child)>,
    /// Where the files of its child modules lie.
    pub(super) folder: PathBuf,
}

/// A module inside another one.
pub(super) enum Child {
    /// One that was read.
    Read(ModuleId),
    /// One in a file of its own that no name led to yet.
    File { candidates: Vec<PathBuf>, active: Truth, span: Span },
    /// One whose file is not there.
    Missing,
}

/// A type that the source defines.
#[derive(Clone)]
pub(super) struct Def {
    pub(super) name: String,
    pub(super) module: ModuleId,
    pub(super) kind: DefKind,
    pub(super) active: Truth,
    /// Conditions inside it that nobody can decide, each where it stands.
    pub(super) undecided: Vec<Span>,
}

/// What kind of type it is.
#[derive(Clone)]
pub(super) enum DefKind {
    Struct(Rc<DeriveInput>),
    Enum(Rc<DeriveInput>),
    Alias(Rc<ItemType>),
}

impl Tree {
    pub(super) fn new(root: &Path, features: &[String]) -> Self {
        // The current folder has an empty path, which no file system knows.
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        Tree { root: root.to_owned(), asked_features: features.to_vec(), ..Tree::default() }
    }

    /// The crate in a folder; its files are not read yet, but for its roots.
    pub(super) fn crate_in(&mut self, folder: &Path, further: &[String]) -> Option<CrateId> {
        let folder = folder.canonicalize().ok()?;
        if let Some(id) =
            self.crates.iter().position(|krate| krate.folder.as_deref() == Some(&folder))
        {
            return Some(id);
        }
        let package = match Package::read(&folder) {
            Ok(package) => package,
            Err(message) => {
                let file = self.shown(&folder.join("Cargo.toml"));
                self.problems.push(Problem { file, line: 0, column: 0, message, hint: None });
                return None;
            }
        };
        let mut asked = self.asked_features.clone();
        asked.extend_from_slice(further);
        let conditions = Conditions { features: package.active_features(&asked) };
        let roots = package.roots.clone();
        let id = self.crates.len();
        self.crates.push(Crate {
            package: Some(package),
            conditions,
            roots: Vec::new(),
            folder: Some(folder),
        });
        for root in roots {
            let folder = root.parent().map(Path::to_owned).unwrap_or_default();
            if let Some(module) = self.read_file(id, None, &root, folder, Truth::Yes) {
                self.crates[id].roots.push(module);
            }
        }
        Some(id)
    }

    /// The module of a file: where the tree of its crate has it, or as a root of its own.
    pub(super) fn module_of_file(&mut self, file: &Path) -> Option<ModuleId> {
        let path = file.canonicalize().ok()?;
        if let Some(module) = self.files.get(&path) {
            return Some(*module);
        }
        let krate = Package::of(&path).and_then(|folder| self.crate_in(&folder, &[]));
        if let Some(krate) = krate {
            for root in self.crates[krate].roots.clone() {
                self.descend_to(root, &path);
            }
            if let Some(module) = self.files.get(&path) {
                return Some(*module);
            }
        }
        let krate = krate.unwrap_or_else(|| {
            self.crates.push(Crate {
                package: None,
                conditions: Conditions { features: self.asked_features.iter().cloned().collect() },
                roots: Vec::new(),
                folder: None,
            });
            self.crates.len() - 1
        });
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let module = self.read_file(krate, None, &path, folder, Truth::Yes)?;
        if self.crates[krate].roots.is_empty() {
            self.crates[krate].roots.push(module);
        }
        Some(module)
    }

    /// Reads the modules that may lead to a file: those whose folder it lies in, and those that a
    /// `#[path]` names.
    fn descend_to(&mut self, module: ModuleId, path: &Path) {
        for index in 0..self.modules[module].children.len() {
            let leads = match &self.modules[module].children[index].1 {
                Child::Read(_) => true,
                Child::File { candidates, .. } => candidates.iter().any(|candidate| {
                    let folder = candidate.with_extension("");
                    let folder = match candidate.file_name() {
                        Some(name) if name == "mod.rs" => {
                            candidate.parent().map(Path::to_owned).unwrap_or_default()
                        }
                        _ => folder,
                    };
                    let canonical = |path: &Path| path.canonicalize().unwrap_or_default();
                    canonical(candidate) == *path
                        || folder.is_dir() && path.starts_with(canonical(&folder))
                }),
                Child::Missing => false,
            };
            if leads && let Some(child) = self.child(module, index) {
                self.descend_to(child, path);
            }
        }
    }

    /// The child module at that place, read now if it was not yet.
    pub(super) fn child(&mut self, module: ModuleId, index: usize) -> Option<ModuleId> {
        let (name, child) = &self.modules[module].children[index];
        let (candidates, active, span) = match child {
            Child::Read(id) => return Some(*id),
            Child::Missing => return None,
            Child::File { candidates, active, span } => (candidates.clone(), *active, *span),
        };
        let name = name.clone();
        let krate = self.modules[module].krate;
        let Some(path) = candidates.iter().find(|candidate| candidate.is_file()) else {
            self.modules[module].children[index].1 = Child::Missing;
            if active == Truth::Yes {
                let shown: Vec<String> =
                    candidates.iter().map(|path| format!("`{}`", self.shown(path))).collect();
                let mut problem = self.problem(module, span, format!("no file for `mod {name}`"));
                problem.hint = Some(format!("expected {}", shown.join(" or ")));
                self.problems.push(problem);
            }
            return None;
        };
        let is_named = path.file_name().is_some_and(|file| file != "mod.rs");
        let parent = path.parent().map(Path::to_owned).unwrap_or_default();
        let folder = if is_named && candidates.len() > 1 { parent.join(&name) } else { parent };
        let active = active.and(self.modules[module].active);
        let id = self.read_file(krate, Some(module), &path.clone(), folder, active);
        self.modules[module].children[index].1 = match id {
            Some(id) => Child::Read(id),
            None => Child::Missing,
        };
        id
    }

    fn read_file(
        &mut self,
        krate: CrateId,
        parent: Option<ModuleId>,
        path: &Path,
        folder: PathBuf,
        active: Truth,
    ) -> Option<ModuleId> {
        let canonical = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if let Some(id) = self.files.get(&canonical) {
            return Some(*id);
        }
        let file: Rc<str> = self.shown(path).into();
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("cannot read the file: {error}");
                let file = file.to_string();
                self.problems.push(Problem { file, line: 0, column: 0, message, hint: None });
                return None;
            }
        };
        let parsed = match syn::parse_file(&text) {
            Ok(parsed) => parsed,
            Err(error) => {
                let start = error.span().start();
                self.problems.push(Problem {
                    file: file.to_string(),
                    line: u32::try_from(start.line).unwrap_or_default(),
                    column: u32::try_from(start.column + 1).unwrap_or_default(),
                    message: format!("not Rust: {error}"),
                    hint: None,
                });
                return None;
            }
        };
        let inner = self.crates[krate].conditions.resolve(&parsed.attrs).active;
        let id = self.add_module(krate, parent, file, folder, active.and(inner));
        self.files.insert(canonical, id);
        self.add_items(id, parsed.items);
        Some(id)
    }

    pub(super) fn add_module(
        &mut self,
        krate: CrateId,
        parent: Option<ModuleId>,
        file: Rc<str>,
        folder: PathBuf,
        active: Truth,
    ) -> ModuleId {
        self.modules.push(Module {
            krate,
            parent,
            file,
            active,
            types: BTreeMap::new(),
            order: Vec::new(),
            uses: BTreeMap::new(),
            globs: Vec::new(),
            hidden: Vec::new(),
            children: Vec::new(),
            folder,
        });
        self.modules.len() - 1
    }

    /// A problem at a place of a module.
    pub(super) fn problem(
        &self,
        module: ModuleId,
        span: Span,
        message: impl Into<String>,
    ) -> Problem {
        let start = span.start();
        Problem {
            file: self.modules[module].file.to_string(),
            line: u32::try_from(start.line).unwrap_or_default(),
            column: u32::try_from(start.column + 1).unwrap_or_default(),
            message: message.into(),
            hint: None,
        }
    }

    /// A path as messages name it: relative to `dbwarden.toml` where it lies below it.
    pub(super) fn shown(&self, path: &Path) -> String {
        let canonical = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (root, full) = (canonical(&self.root), canonical(path));
        let mut up = String::new();
        for ancestor in root.ancestors() {
            if let Ok(rest) = full.strip_prefix(ancestor)
                && ancestor.parent().is_some()
            {
                return format!("{up}{}", rest.display());
            }
            up.push_str("../");
        }
        full.display().to_string()
    }
}
