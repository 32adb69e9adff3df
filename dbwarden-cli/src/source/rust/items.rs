//! The items of a file that names lead to: types, `use`s and modules.

use std::path::PathBuf;
use std::rc::Rc;

use dbwarden_model::unraw;
use proc_macro2::Span;
use syn::{Data, DeriveInput, Fields, Item, ItemMod, UseTree};

use super::cfg::{Conditions, Truth};
use super::tree::{Child, Def, DefKind, ModuleId, Tree};

impl Tree {
    /// Adds the items of a file or of a `mod x {}` to its module.
    pub(super) fn add_items(&mut self, module: ModuleId, items: Vec<Item>) {
        let conditions = self.crates[self.modules[module].krate].conditions.clone();
        for item in items {
            match item {
                Item::Struct(item) => {
                    self.add_def(module, &conditions, DeriveInput::from(item), DefKind::Struct);
                }
                Item::Enum(item) => {
                    self.add_def(module, &conditions, DeriveInput::from(item), DefKind::Enum);
                }
                Item::Type(item) => {
                    let resolved = conditions.resolve(&item.attrs);
                    let name = unraw(&item.ident);
                    let undecided = spans(&resolved.undecided);
                    let kind = DefKind::Alias(Rc::new(item));
                    self.push_def(Def { name, module, kind, active: resolved.active, undecided });
                }
                Item::Use(item) if conditions.resolve(&item.attrs).active != Truth::No => {
                    let mut prefix = Vec::new();
                    if item.leading_colon.is_some() {
                        prefix.push(String::new());
                    }
                    self.add_use(module, prefix, &item.tree);
                }
                Item::ExternCrate(item) => {
                    if let Some((_, rename)) = &item.rename {
                        let path = vec![String::new(), unraw(&item.ident)];
                        self.modules[module].uses.insert(unraw(rename), path);
                    }
                }
                Item::Mod(item) => self.add_child(module, &conditions, item),
                Item::Macro(item) if declares_models(&item.mac.tokens) => {
                    let span = syn::spanned::Spanned::span(&item.mac.path);
                    self.modules[module].hidden.push(span);
                }
                _ => {}
            }
        }
    }

    fn add_def(
        &mut self,
        module: ModuleId,
        conditions: &Conditions,
        mut input: DeriveInput,
        kind: fn(Rc<DeriveInput>) -> DefKind,
    ) {
        let resolved = conditions.resolve(&input.attrs);
        let mut undecided = spans(&resolved.undecided);
        input.attrs = resolved.attrs;
        let mut keep = |attrs: &mut Vec<syn::Attribute>| {
            let resolved = conditions.resolve(attrs);
            undecided.extend(spans(&resolved.undecided));
            *attrs = resolved.attrs;
            resolved.active != Truth::No
        };
        match &mut input.data {
            Data::Struct(data) => match &mut data.fields {
                Fields::Named(fields) => {
                    fields.named = retain(&fields.named, |f| &mut f.attrs, &mut keep);
                }
                Fields::Unnamed(fields) => {
                    fields.unnamed = retain(&fields.unnamed, |f| &mut f.attrs, &mut keep);
                }
                Fields::Unit => {}
            },
            Data::Enum(data) => data.variants = retain(&data.variants, |v| &mut v.attrs, &mut keep),
            Data::Union(_) => {}
        }
        let name = unraw(&input.ident);
        let active = resolved.active;
        self.push_def(Def { name, module, kind: kind(Rc::new(input)), active, undecided });
    }

    fn push_def(&mut self, def: Def) {
        if def.active == Truth::No {
            return;
        }
        let id = self.defs.len();
        let module = &mut self.modules[def.module];
        module.types.entry(def.name.clone()).or_default().push(id);
        module.order.push(id);
        self.defs.push(def);
    }

    fn add_use(&mut self, module: ModuleId, mut prefix: Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(unraw(&path.ident));
                self.add_use(module, prefix, &path.tree);
            }
            UseTree::Name(name) => {
                let name = unraw(&name.ident);
                if name == "self" {
                    if let Some(last) = prefix.last().cloned() {
                        self.modules[module].uses.insert(last, prefix);
                    }
                } else {
                    prefix.push(name.clone());
                    self.modules[module].uses.insert(name, prefix);
                }
            }
            UseTree::Rename(rename) => {
                if rename.ident != "self" {
                    prefix.push(unraw(&rename.ident));
                }
                self.modules[module].uses.insert(unraw(&rename.rename), prefix);
            }
            UseTree::Glob(_) => self.modules[module].globs.push(prefix),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.add_use(module, prefix.clone(), tree);
                }
            }
        }
    }

    fn add_child(&mut self, module: ModuleId, conditions: &Conditions, item: ItemMod) {
        let resolved = conditions.resolve(&item.attrs);
        if resolved.active == Truth::No {
            return;
        }
        let name = unraw(&item.ident);
        let attribute_path = resolved.attrs.iter().find_map(path_attribute);
        let folder = self.modules[module].folder.clone();
        let child = if let Some((_, items)) = item.content {
            let owner = &self.modules[module];
            let (krate, file) = (owner.krate, owner.file.clone());
            let active = resolved.active.and(owner.active);
            let folder = folder.join(attribute_path.unwrap_or_else(|| name.clone()));
            let id = self.add_module(krate, Some(module), file, folder, active);
            self.add_items(id, items);
            Child::Read(id)
        } else {
            let candidates = match attribute_path {
                Some(path) => vec![self.path_base(module).join(path)],
                None => vec![folder.join(format!("{name}.rs")), folder.join(&name).join("mod.rs")],
            };
            Child::File { candidates, active: resolved.active, span: item.ident.span() }
        };
        self.modules[module].children.push((name, child));
    }

    /// `#[path]` starts at the folder of the file for a module of the file itself, and at the folder
    /// of its own children for one in a `mod x {}`.
    fn path_base(&self, module: ModuleId) -> PathBuf {
        let own = self.files.iter().find(|(_, id)| **id == module);
        match own.and_then(|(path, _)| path.parent()) {
            Some(folder) => folder.to_owned(),
            None => self.modules[module].folder.clone(),
        }
    }
}

/// Whether a macro, where it is defined or called, holds `#[dbwarden(table = ..)]`.
fn declares_models(tokens: &proc_macro2::TokenStream) -> bool {
    let text: String = tokens.to_string().split_whitespace().collect();
    text.contains("#[dbwarden(") && text.contains("table=")
}

fn retain<T: Clone, P: Default + Clone>(
    list: &syn::punctuated::Punctuated<T, P>,
    attrs: impl Fn(&mut T) -> &mut Vec<syn::Attribute>,
    keep: &mut impl FnMut(&mut Vec<syn::Attribute>) -> bool,
) -> syn::punctuated::Punctuated<T, P> {
    let mut kept = syn::punctuated::Punctuated::new();
    for item in list {
        let mut item = item.clone();
        if keep(attrs(&mut item)) {
            kept.push(item);
        }
    }
    kept
}

fn spans(attrs: &[syn::Attribute]) -> Vec<Span> {
    attrs.iter().map(|attr| syn::spanned::Spanned::span(attr.path())).collect()
}

fn path_attribute(attr: &syn::Attribute) -> Option<String> {
    if !attr.path().is_ident("path") {
        return None;
    }
    match &attr.meta.require_name_value().ok()?.value {
        syn::Expr::Lit(literal) => match &literal.lit {
            syn::Lit::Str(path) => Some(path.value()),
            _ => None,
        },
        _ => None,
    }
}
