//! The grammar: what is read from each form, and what is refused.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::ast::{
    Action, Default, Deferrable, IndexKey, Json, Model, NullabilityKey, Nulls, Stored, Target,
};
use crate::{Role, parse_enum, parse_model, read_model};

fn input(tokens: TokenStream) -> DeriveInput {
    syn::parse2(tokens).unwrap()
}

fn model(tokens: TokenStream) -> Model {
    match parse_model(&input(tokens)) {
        Ok(model) => model,
        Err(error) => panic!("{:?}", messages(error)),
    }
}

fn messages(error: syn::Error) -> Vec<String> {
    error.into_iter().map(|error| error.to_string()).collect()
}

fn refused(tokens: TokenStream) -> Vec<String> {
    match parse_model(&input(tokens)) {
        Ok(model) => panic!("accepted: {model:?}"),
        Err(error) => messages(error),
    }
}

#[test]
fn the_keys_of_a_struct() {
    let model = model(quote! {
        #[dbwarden(table = "posts", schema = "app", database = "primary", comment = "c",
            renamed_from = "articles")]
        #[dbwarden(primary_key(a, b, name = "pk"), unique(a), unique(b, include(a), deferrable))]
        #[dbwarden(check("a > 0"), check(expr = "b > 0", name = "ck", no_inherit))]
        #[dbwarden(column(name = "extra", type = "text", nullable, default = 1, index))]
        #[dbwarden(mysql(engine = InnoDB, charset = "utf8mb4"), sqlite(strict, without_rowid),
            postgres(unlogged, with(fillfactor = 70, mode = on)))]
        struct Post { a: i32, b: i32 }
    });
    let text = |text: &Option<crate::ast::Text>| text.as_ref().unwrap().value.clone();
    assert_eq!(text(&model.table), "posts");
    assert_eq!(text(&model.schema), "app");
    assert_eq!(text(&model.database), "primary");
    assert_eq!(text(&model.comment), "c");
    assert_eq!(text(&model.renamed_from), "articles");
    let key = model.primary_key.unwrap();
    assert_eq!(key.columns.len(), 2);
    assert_eq!(text(&key.name), "pk");
    assert_eq!(model.uniques.len(), 2);
    assert_eq!(model.uniques[1].deferrable, Some(Deferrable::Immediate));
    assert_eq!(model.checks[0].expr.value, "a > 0");
    assert!(model.checks[1].no_inherit);
    let extra = &model.columns[0];
    assert_eq!((extra.name.value.as_str(), text(&extra.keys.ty)), ("extra", "text".to_owned()));
    assert_eq!(extra.keys.indexes.len(), 1);
    assert_eq!(text(&model.mysql.engine), "InnoDB");
    assert!(model.sqlite.strict.is_some() && model.sqlite.without_rowid.is_some());
    let storage =
        [("fillfactor".to_owned(), "70".to_owned()), ("mode".to_owned(), "on".to_owned())];
    assert_eq!(model.postgres.storage, storage);
}

#[test]
fn the_parts_of_an_index() {
    let model = model(quote! {
        #[dbwarden(table = "t", index(a, b desc nulls first, expr = "lower(c)" desc,
            c ops = "text_ops" collation = "C", d(20), name = "ix", unique, where = "a > 0",
            using = gin, include(a), nulls_not_distinct, with(x = 1), comment = "c"))]
        struct T { a: i32, b: i32, c: String, d: String, r#type: i32,
            #[dbwarden(index, index = "named", index(desc, ops = "o", unique))] e: i32 }
    });
    let index = &model.indexes[0];
    assert_eq!(index.parts.len(), 5);
    assert_eq!(index.parts[1].nulls, Some(Nulls::First));
    assert!(matches!(&index.parts[2].key, IndexKey::Expr(sql) if sql.value == "lower(c)"));
    assert!(index.parts[2].descending);
    assert_eq!(index.parts[3].collation.as_ref().unwrap().value, "C");
    assert_eq!(index.parts[4].prefix, Some(20));
    assert_eq!(index.predicate.as_ref().unwrap().value, "a > 0");
    assert_eq!(index.using.as_ref().unwrap().value, "gin");
    assert!(index.unique && index.nulls_not_distinct);
    let own = &model.fields[5].keys.indexes;
    assert_eq!(own.len(), 3);
    assert_eq!(own[1].name.as_ref().unwrap().value, "named");
    assert!(own[2].unique && own[2].parts[0].descending);
}

#[test]
fn a_column_may_be_called_like_a_key() {
    let model = model(quote! {
        #[dbwarden(table = "t", index(name, comment desc), index(columns(unique)))]
        struct T { name: i32, comment: i32, unique: i32 }
    });
    assert_eq!(model.indexes[0].parts.len(), 2);
    assert!(!model.indexes[1].unique);
}

#[test]
fn references_in_every_form() {
    let model = model(quote! {
        #[dbwarden(table = "t", foreign_key(a, b, references(m::User::a, m::User::b),
            on_update = "set default", match_full, name = "fk"))]
        struct T {
            #[dbwarden(references(User))] a: i32,
            #[dbwarden(references(crate::m::User::r#type, on_delete = cascade))] b: i32,
            #[dbwarden(references = "users")] c: i32,
            #[dbwarden(references = "app.users.id")] d: i32,
            #[dbwarden(references("app.users(id)", deferrable = "initially deferred"))] e: i32,
        }
    });
    let reference = |i: usize| model.fields[i].keys.references.clone().unwrap();
    assert!(matches!(reference(0).target, Target::Model(_)));
    assert!(matches!(&reference(1).target, Target::Columns(_, columns) if columns[0] == "r#type"));
    assert_eq!(reference(1).on_delete, Some(Action::Cascade));
    assert!(matches!(&reference(2).target, Target::Table { columns, .. } if columns.is_empty()));
    for i in [3, 4] {
        let Target::Table { schema, table, columns, .. } = reference(i).target else { panic!() };
        assert_eq!((schema.as_deref(), table.as_str(), columns.len()), (Some("app"), "users", 1));
    }
    assert_eq!(reference(4).deferrable, Some(Deferrable::Deferred));
    let key = &model.foreign_keys[0].references;
    assert!(key.match_full);
    assert_eq!(key.on_update, Some(Action::SetDefault));
    assert_eq!(key.name.as_ref().unwrap().value, "fk");
}

#[test]
fn defaults_in_every_form() {
    let model = model(quote! {
        #[dbwarden(table = "t")]
        struct T {
            #[dbwarden(default)] a: E,
            #[dbwarden(default = "now()")] b: i32,
            #[dbwarden(default = -5)] c: i32,
            #[dbwarden(default = 1_000.5)] d: i32,
            #[dbwarden(default = false)] e: bool,
            #[dbwarden(default = m::E::A)] f: E,
            #[dbwarden(default = 340282366920938463463374607431768211455)] g: i32,
        }
    });
    let default = |i: usize| model.fields[i].keys.default.clone().unwrap().value;
    assert!(matches!(default(0), Default::OfEnum));
    assert!(matches!(default(1), Default::Sql(sql) if sql == "now()"));
    assert!(matches!(default(2), Default::Number(number) if number == "-5"));
    assert!(matches!(default(3), Default::Number(number) if number == "1000.5"));
    assert!(matches!(default(4), Default::Bool(false)));
    assert!(matches!(default(5), Default::Variant(path) if path.segments.len() == 3));
    assert!(matches!(default(6), Default::Number(number) if number.len() == 39));
}

#[test]
fn the_other_keys_of_a_field() {
    let model = model(quote! {
        #[dbwarden(table = "t")]
        struct T {
            #[dbwarden(primary_key, auto = false)] a: i32,
            #[dbwarden(identity(always, start = -1, increment = 5))] b: i32,
            #[dbwarden(precision = 9, scale = 2, not_null)] c: Option<i32>,
            #[dbwarden(generated("a + 1", virtual), collation = "C")] d: i32,
            #[dbwarden(touch, column = "e e", renamed_from = "x", check("e > 0"), check = "e < 9")] e: i32,
            #[dbwarden(postgres(type = "inet", default = 1, column = "p"))] f: i32,
        }
    });
    let keys = |i: usize| &model.fields[i].keys;
    assert!(!keys(0).auto.as_ref().unwrap().value);
    let identity = keys(1).identity.as_ref().unwrap();
    assert_eq!((identity.always, identity.start, identity.increment), (true, Some(-1), Some(5)));
    assert_eq!(keys(2).nullability.as_ref().unwrap().value, NullabilityKey::NotNull);
    assert!(keys(3).generated.as_ref().unwrap().virtual_);
    assert_eq!(model.fields[4].column.value, "e e");
    assert_eq!(keys(4).checks.len(), 2);
    assert_eq!(keys(5).engines.postgres.column.as_ref().unwrap().value, "p");
}

#[test]
fn what_sqlx_says() {
    let model = model(quote! {
        #[dbwarden(table = "t")]
        #[sqlx(rename_all = "camelCase", default)]
        struct T {
            first_name: i32,
            #[sqlx(rename = "b")] bee: i32,
            #[sqlx(skip)] c: i32,
            #[sqlx(json(nullable))] d: i32,
            #[sqlx(flatten)] e: E,
            #[sqlx(try_from = "i64", default)] f: i32,
        }
    });
    let columns: Vec<&str> = model.fields.iter().map(|field| field.column.value.as_str()).collect();
    assert_eq!(columns, ["firstName", "b", "c", "d", "e", "f"]);
    assert!(!model.fields[2].is_column() && !model.fields[4].is_column());
    assert_eq!(model.fields[3].json, Some(Json::Nullable));
    assert!(model.fields[5].try_from.is_some());
}

#[test]
fn enums() {
    let parsed = parse_enum(&input(quote! {
        #[dbwarden(stored = "check", comment = "c")]
        #[sqlx(type_name = "x", rename_all = "snake_case")]
        enum E { InProgress, #[default] #[sqlx(rename = "d")] Done }
    }));
    let Ok(model) = parsed else { panic!("an enum") };
    let values: Vec<&str> = model.variants.iter().map(|variant| variant.value.as_str()).collect();
    assert_eq!(values, ["in_progress", "d"]);
    assert_eq!(model.stored.as_ref().unwrap().value, Stored::Check);
    assert_eq!(model.default_variant().unwrap().ident, "Done");
    let parsed = parse_enum(&input(quote! {
        #[repr(i16)] enum E { A = -3, B, C = 1 + 1 }
    }));
    let Ok(model) = parsed else { panic!("an enum") };
    assert_eq!(model.variants[0].discriminant, Some(-3));
    assert!(model.variants[2].opaque_discriminant);
}

#[test]
fn variants_that_were_kept_otherwise() {
    let parsed = parse_enum(&input(quote! {
        enum E { Sad, #[dbwarden(renamed_from = "ok", default)] Fine }
    }));
    let Ok(model) = parsed else { panic!("an enum") };
    assert_eq!(model.renamed_values(), [("Fine".to_owned(), "ok".to_owned())].into());
    assert_eq!(model.default_variant().unwrap().ident, "Fine");
    let told = |tokens| parse_enum(&input(tokens)).map(|_| Vec::new()).unwrap_or_else(messages);
    assert_eq!(
        told(quote! {
            enum E { Sad, #[dbwarden(renamed_from = "Sad")] A, #[dbwarden(renamed_from = "B")] B }
        }),
        ["`Sad` is still a value, that of `Sad`", "`B` is what `B` is kept as now"]
    );
    let nothing = "the database does not know the values of this enum: `renamed_from` has nothing to \
                   rename there";
    let of_text =
        quote! { #[dbwarden(stored = "text")] enum E { #[dbwarden(renamed_from = "b")] A } };
    assert_eq!(told(of_text), [nothing]);
    assert_eq!(
        told(quote! { #[repr(i32)] enum E { #[dbwarden(renamed_from = "b")] A } }),
        [nothing]
    );
}

#[test]
fn all_mistakes_of_an_item_are_told() {
    let told = refused(quote! {
        #[dbwarden(tabel = "t", index(missing))]
        struct T {
            #[dbwarden(primary_key, lenght = 3)] id: Option<i32>,
            #[dbwarden(default = "draft")] state: String,
        }
    });
    assert_eq!(
        told,
        [
            "unknown key `tabel`, did you mean `table`?",
            "unknown key `lenght`, did you mean `length`?",
            "`T` does not say its table: `#[dbwarden(table = \"..\")]`, or `#[dbwarden(skip)]` \
             where it is part of other models",
            "a primary key is never NULL, write the type without `Option`",
            "`draft` is no SQL literal, a text is quoted: `default = \"'draft'\"`",
            "no field `missing`",
        ]
    );
}

#[test]
fn what_is_understood_is_kept_beside_the_mistakes() {
    let input = input(quote! {
        #[dbwarden(table = "t", colum(1))]
        struct T { #[dbwarden(lenght = 3, unique)] id: i32 }
    });
    let Ok((model, Some(error))) = read_model(&input, Role::Table) else { panic!("both") };
    assert_eq!(messages(error).len(), 2);
    assert_eq!(model.table.unwrap().value, "t");
    assert!(model.fields[0].keys.unique.is_some());
}

#[test]
fn a_flattened_struct_leaves_names_to_the_command() {
    let model = model(quote! {
        #[dbwarden(table = "t", index(somewhere))]
        struct T { #[sqlx(flatten)] rest: Rest }
    });
    assert_eq!(model.indexes.len(), 1);
}

#[test]
fn bare_words_are_told_from_sql() {
    for sql in ["draft", "", "so-so", "two words"] {
        assert!(crate::quoted_form(sql).is_some(), "{sql}");
    }
    for sql in ["'draft'", "NULL", "current_timestamp", "now()", "1", "-1", "a || b", "x::text"] {
        assert!(crate::quoted_form(sql).is_none(), "{sql}");
    }
}
