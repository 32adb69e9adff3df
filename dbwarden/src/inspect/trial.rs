//! What is tried out in a scratch place, and what it is called there.

use std::ops::Range;

use futures_util::StreamExt;
use sqlx::{AssertSqlSafe, Database, Either, Executor};

use dbwarden_core::schema::{ForeignKey, ObjectName, Schema, Table, TypeName};

use super::Error;
use crate::throwaway::new_name;

/// What every scratch place is called by, with something of its own behind it.
pub(crate) const PREFIX: &str = "_dbwarden_scratch_";

/// A statement to be tried out.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// What it does: `create table users`.
    pub(crate) what: String,
    /// The statement.
    pub(crate) sql: String,
}

/// A part of the desired schema under the names that it has in the scratch place.
#[derive(Debug)]
pub(crate) struct Trial {
    /// The scratch place of the connection's own schema.
    pub(crate) place: String,
    /// The scratch places of the other schemas that the models name.
    pub(crate) further: Vec<String>,
    /// The schemas that these stand for.
    original: Vec<String>,
    /// The schema in the names of the scratch place.
    pub(crate) schema: Schema,
}

impl Trial {
    /// Everything of a schema, but foreign keys to tables that are not in it: they need no canonical
    /// form, and the table, if it is there at all, is not to be locked.
    pub(crate) fn of(schema: &Schema) -> Self {
        let place = new_name(PREFIX);
        let mut original: Vec<String> = schema
            .tables
            .iter()
            .map(|table| &table.name)
            .chain(schema.enums.iter().map(|ty| &ty.name))
            .chain(schema.composites.iter().map(|ty| &ty.name))
            .filter_map(|name| name.schema.clone())
            .collect();
        original.sort();
        original.dedup();
        let further = (1..=original.len()).map(|number| format!("{place}_{number}")).collect();
        let mut trial = Self { place, further, original, schema: schema.clone() };

        let tables: Vec<ObjectName> = schema.tables.iter().map(|it| it.name.clone()).collect();
        trial.schema.objects.clear();
        for table in &mut trial.schema.tables {
            let is_there = |key: &ForeignKey| tables.contains(&key.references);
            table.foreign_keys.retain(is_there);
        }
        let (from, to) = (trial.original.clone(), trial.further.clone());
        rename_schemas(&mut trial.schema, &from, &to);
        trial
    }

    /// A schema that was read from the scratch place, in the names of the model.
    pub(crate) fn translated_back(&self, mut schema: Schema) -> Schema {
        rename_schemas(&mut schema, &self.further, &self.original);
        for expr in schema.tables.iter_mut().flat_map(Table::expressions_mut) {
            expr.canonical =
                expr.canonical.as_deref().map(|text| self.in_the_words_of_the_model(text));
        }
        schema
    }

    /// A text with the names of schemas as the model knows them.
    pub(crate) fn in_the_words_of_the_model(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (scratch, original) in self.further.iter().zip(&self.original) {
            text = text.replace(scratch, original);
        }
        text.replace(&format!("{}.", self.place), "")
    }
}

/// How many statements are sent at once.
const STATEMENTS_AT_ONCE: usize = 100;

/// Runs statements. The one that fails is known by the results that came before it.
pub(crate) async fn run<D: Database>(
    connection: &mut D::Connection,
    attempts: &[Attempt],
) -> Result<(), Error>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
{
    for attempts in attempts.chunks(STATEMENTS_AT_ONCE) {
        let mut sql = String::new();
        for attempt in attempts {
            sql.push_str(&attempt.sql);
            sql.push_str(";\n");
        }
        let mut done = 0;
        let mut results = sqlx::raw_sql(AssertSqlSafe(sql)).fetch_many(&mut *connection);
        while let Some(result) = results.next().await {
            match result {
                Ok(Either::Left(_)) => done += 1,
                Ok(Either::Right(_)) => {}
                Err(error) => {
                    return Err(match attempts.get(done) {
                        Some(attempt) => Error::refused(attempt, error),
                        None => Error::database("the models cannot be tried out", error),
                    });
                }
            }
        }
    }
    Ok(())
}

/// The numbers of tables in portions.
pub(crate) fn portions(tables: usize, at_once: usize) -> Vec<Range<usize>> {
    let mut portions: Vec<Range<usize>> = Vec::new();
    let mut start = 0_usize;
    loop {
        let end = tables.min(start.saturating_add(at_once));
        portions.push(start..end);
        start = end;
        if start >= tables {
            return portions;
        }
    }
}

fn rename_schemas(schema: &mut Schema, from: &[String], to: &[String]) {
    let rename = |name: &mut ObjectName| {
        let known = name.schema.as_ref().and_then(|it| from.iter().position(|from| from == it));
        if let Some(known) = known {
            name.schema = Some(to[known].clone());
        }
    };
    let rename_type = |name: &mut TypeName| {
        if let TypeName::User(name) = name {
            rename(name);
        }
    };
    for ty in &mut schema.enums {
        rename(&mut ty.name);
    }
    for ty in &mut schema.composites {
        rename(&mut ty.name);
        ty.attributes.iter_mut().for_each(|(_, ty)| rename_type(&mut ty.name));
    }
    for table in &mut schema.tables {
        rename(&mut table.name);
        table.columns.iter_mut().for_each(|column| rename_type(&mut column.ty.name));
        table.foreign_keys.iter_mut().for_each(|key| rename(&mut key.references));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_in_one_portion() {
        let bounds = |tables, most| {
            portions(tables, most).into_iter().map(|it| (it.start, it.end)).collect::<Vec<_>>()
        };
        assert_eq!(bounds(0, 10), [(0, 0)]);
        assert_eq!(bounds(10, 10), [(0, 10)]);
        assert_eq!(bounds(11, 10), [(0, 10), (10, 11)]);
        assert_eq!(bounds(3, usize::MAX), [(0, 3)]);
    }

    #[test]
    fn names_are_translated_and_back() {
        let schema = Schema {
            tables: vec![Table::new(ObjectName::qualified("audit", "log"))],
            ..Schema::default()
        };
        let trial = Trial::of(&schema);
        assert_eq!(trial.schema.tables[0].name.schema.as_deref(), Some(&*trial.further[0]));
        assert_eq!(trial.translated_back(trial.schema.clone()), schema);
        let text = format!("'a'::{}.level", trial.further[0]);
        assert_eq!(trial.in_the_words_of_the_model(&text), "'a'::audit.level");
    }
}
