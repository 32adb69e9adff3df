//! The models that the entries of `models` lead to.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dbwarden_model::ast::{Field, Model};
use dbwarden_model::{Role, nearest, read_model};
use syn::DeriveInput;

use super::cfg::Truth;
use super::package::{Package, find_by_name};
use super::problem::Problem;
use super::resolve::Found;
use super::tree::{DefId, DefKind, ModuleId, Tree};
use super::types::derive_paths;
use super::{Request, resolve};

/// A model of the database that was asked for.
pub(super) struct Collected {
    pub(super) def: DefId,
    pub(super) module: ModuleId,
    pub(super) model: Model,
    /// Its fields and those of the structs that it flattens, each with the module that sees its type.
    pub(super) fields: Vec<(ModuleId, Field)>,
}

/// The models, in the order of the entries, of the files and of the items.
pub(super) fn collect(
    tree: &mut Tree,
    request: &Request<'_>,
    problems: &mut Vec<Problem>,
) -> Vec<Collected> {
    let mut modules = Vec::new();
    for entry in request.entries {
        modules.extend(modules_of_entry(tree, request.root, entry, problems));
    }
    let mut seen = BTreeSet::new();
    let mut models = Vec::new();
    for module in modules {
        if !seen.insert(module) || tree.modules[module].active == Truth::No {
            continue;
        }
        for span in tree.modules[module].hidden.clone() {
            let message = "a model that a macro makes is not found without compiling";
            let mut problem = tree.problem(module, span, message);
            problem.hint = Some("write the struct out".to_owned());
            problems.push(problem);
        }
        for def in tree.modules[module].order.clone() {
            models.extend(model(tree, request, def, problems));
        }
    }
    models
}

fn modules_of_entry(
    tree: &mut Tree,
    root: &Path,
    entry: &str,
    problems: &mut Vec<Problem>,
) -> Vec<ModuleId> {
    let path = root.join(entry);
    if path.is_file() {
        let Some(module) = tree.module_of_file(&path) else { return Vec::new() };
        return tree.with_descendants(module);
    }
    if path.join("Cargo.toml").is_file() {
        return modules_of_crate(tree, &path, problems);
    }
    if path.is_dir() {
        let mut files = Vec::new();
        rust_files(&path, &mut files);
        let mut modules = Vec::new();
        for file in files {
            if let Some(module) = tree.module_of_file(&file) {
                modules.extend(tree.with_descendants(module));
            }
        }
        return modules;
    }
    if let Some(folder) = find_by_name(root, entry) {
        return modules_of_crate(tree, &folder, problems);
    }
    problems.push(Problem {
        file: entry.to_owned(),
        line: 0,
        column: 0,
        message: "no such file, folder or crate".to_owned(),
        hint: Some("correct `models` in dbwarden.toml".to_owned()),
    });
    Vec::new()
}

fn modules_of_crate(tree: &mut Tree, folder: &Path, problems: &mut Vec<Problem>) -> Vec<ModuleId> {
    let Some(krate) = tree.crate_in(folder, &[]) else { return Vec::new() };
    let roots = tree.crates[krate].roots.clone();
    if roots.is_empty() {
        let has_package = Package::read(folder).is_ok();
        let message = if has_package { "the crate has no source" } else { "this is no crate" };
        problems.push(Problem {
            file: tree.shown(folder),
            line: 0,
            column: 0,
            message: message.to_owned(),
            hint: None,
        });
    }
    roots.into_iter().flat_map(|root| tree.with_descendants(root)).collect()
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    // The root first: it says what the others are called.
    let is_root =
        |path: &PathBuf| ["lib.rs", "main.rs", "mod.rs"].iter().any(|it| path.ends_with(it));
    paths.sort_by_cached_key(|path| (!is_root(path), path.clone()));
    for path in paths {
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The model that a type is, if it is one of the database that was asked for.
fn model(
    tree: &mut Tree,
    request: &Request<'_>,
    id: DefId,
    problems: &mut Vec<Problem>,
) -> Option<Collected> {
    let def = tree.defs[id].clone();
    let DefKind::Struct(input) = &def.kind else { return None };
    let module_active = tree.modules[def.module].active;
    if !is_model(tree, def.module, input) {
        // A condition may hide that it is one.
        for span in def.undecided.iter().filter(|_| mentions_dbwarden(input)) {
            problems.push(undecided(tree, def.module, *span));
        }
        return None;
    }
    if def.active == Truth::Unknown || module_active == Truth::Unknown || !def.undecided.is_empty()
    {
        let mut spans = def.undecided.clone();
        if spans.is_empty() {
            spans.push(input.ident.span());
        }
        problems.extend(spans.into_iter().map(|span| undecided(tree, def.module, span)));
        return None;
    }
    // What is understood of a model is used even where it has mistakes, so that no other model is
    // told of a table that is not there.
    let model = understood(tree, def.module, input, Role::Table, problems)?;
    if let Some(database) = &model.database {
        if !request.databases.contains(&database.value.as_str()) {
            let message = format!("no database `{}` in dbwarden.toml", database.value);
            let mut problem = tree.problem(def.module, database.span, message);
            problem.hint = nearest(&database.value, request.databases)
                .map(|near| format!("did you mean `{near}`?"));
            problems.push(problem);
            return None;
        }
        if database.value != request.database {
            return None;
        }
    }
    model.table.as_ref()?;
    let mut fields = Vec::new();
    flatten(tree, def.module, &model.fields, &mut fields, problems, 0);
    Some(Collected { def: id, module: def.module, model, fields })
}

/// Whether a struct derives dbwarden's `Model`.
pub(super) fn is_model(tree: &mut Tree, module: ModuleId, input: &DeriveInput) -> bool {
    let derives = derive_paths(input);
    derives.iter().any(|path| tree.is_model_derive(module, path))
        || mentions_dbwarden(input)
            && derives.iter().any(|path| path.last().is_some_and(|last| last == "Model"))
}

fn mentions_dbwarden(input: &DeriveInput) -> bool {
    input.attrs.iter().any(|attr| attr.path().is_ident("dbwarden"))
}

fn undecided(tree: &Tree, module: ModuleId, span: proc_macro2::Span) -> Problem {
    let message = "a model hangs on a `cfg` that cannot be decided without compiling";
    let mut problem = tree.problem(module, span, message);
    problem.hint = Some(
        "let it hang on a feature and list that in `features` of dbwarden.toml, or move the model \
         out of the condition"
            .to_owned(),
    );
    problem
}

/// The fields, with a flattened struct's fields in its place.
fn flatten(
    tree: &mut Tree,
    module: ModuleId,
    own: &[Field],
    fields: &mut Vec<(ModuleId, Field)>,
    problems: &mut Vec<Problem>,
    depth: usize,
) {
    for field in own {
        if field.flatten.is_none() || field.skip.is_some() {
            fields.push((module, field.clone()));
            continue;
        }
        let span = field.ident.span();
        let ty = field.try_from.as_ref().unwrap_or(&field.ty);
        let Some((owner, input)) = struct_of(tree, module, ty).filter(|_| depth < 8) else {
            let message =
                format!("the struct of the flattened field `{}` is not found", field.ident);
            let mut problem = tree.problem(module, span, message);
            problem.hint = Some("flatten a struct with named fields of this source".to_owned());
            problems.push(problem);
            continue;
        };
        if let Some(part) = understood(tree, owner, &input, Role::Part, problems) {
            flatten(tree, owner, &part.fields, fields, problems, depth + 1);
        }
    }
}

fn struct_of(
    tree: &mut Tree,
    module: ModuleId,
    ty: &syn::Type,
) -> Option<(ModuleId, std::rc::Rc<DeriveInput>)> {
    let mut path = match ty {
        syn::Type::Path(path) => resolve::segments(&path.path),
        _ => return None,
    };
    let mut module = module;
    // Aliases lead on.
    for _ in 0..8 {
        let Some(Found::Types(defs)) = tree.resolve(module, &path) else { return None };
        let def = tree.defs[*defs.first()?].clone();
        match def.kind {
            DefKind::Struct(input) if def.undecided.is_empty() => return Some((def.module, input)),
            DefKind::Alias(alias) => match &*alias.ty {
                syn::Type::Path(next) => {
                    path = resolve::segments(&next.path);
                    module = def.module;
                }
                _ => return None,
            },
            DefKind::Struct(_) | DefKind::Enum(_) => return None,
        }
    }
    None
}

/// What the grammar understands of a struct; every mistake becomes a problem where it stands.
pub(super) fn understood(
    tree: &Tree,
    module: ModuleId,
    input: &DeriveInput,
    role: Role,
    problems: &mut Vec<Problem>,
) -> Option<Model> {
    let (model, error) = match read_model(input, role) {
        Ok((model, error)) => (Some(model), error),
        Err(error) => (None, Some(error)),
    };
    for error in error.into_iter().flatten() {
        problems.push(tree.problem(module, error.span(), error.to_string()));
    }
    model
}
