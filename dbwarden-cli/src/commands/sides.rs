//! The comparison of any two sources.

use dbwarden_core::dialect::Dialect;
use dbwarden_core::diff::{Change, DiffOptions, Ownership, compares_object, diff};
use dbwarden_core::plan::{Plan, PlanOptions, plan};
use dbwarden_core::schema::{Object, Schema};

use super::compare::CompareArguments;
use super::left_alone::{compare_heirs, keep_what_they_hold, leave_alone};
use crate::config::{Database, DatabaseUrl, Project};
use crate::error::{Error, Result};
use crate::source::any::{Reader, Source};

/// Which sources, and of which database.
pub(crate) struct Sides<'a> {
    pub(crate) from: &'a Source,
    pub(crate) to: &'a Source,
    /// The database, where neither source tells it.
    pub(crate) dialect: Option<Dialect>,
}

/// How the two differ.
pub(crate) struct Difference {
    pub(crate) dialect: Dialect,
    pub(crate) changes: Vec<Change>,
    /// The SQL that makes the one what the other is.
    pub(crate) plan: Plan,
    /// What is in either of them, and is not compared.
    pub(crate) not_compared: Vec<Object>,
}

impl Sides<'_> {
    /// Reads both and compares them.
    pub(crate) async fn compare(
        &self,
        home: Option<(&Project, &Database)>,
        arguments: &CompareArguments,
    ) -> Result<Difference> {
        let reader = self.reader(home, arguments)?;
        let mut to = reader.read(self.to).await?;
        // A whole database can only be compared with a whole one.
        let mut from = match to.is_complete {
            true => reader.build(self.from).await?,
            false => reader.read(self.from).await?,
        };
        if to.is_complete {
            compare_heirs(&mut from.schema);
            compare_heirs(&mut to.schema);
            name_indexes(&mut to.schema);
        }
        leave_alone(&mut from.schema, &mut to.schema);
        arguments.fill(&mut to.schema)?;
        let capabilities = reader.capabilities().await?;
        let mut options = DiffOptions::new(capabilities, Ownership::Everything);
        options.complete = to.is_complete;
        options.renames = arguments.renames.checked(reader.dialect, &from.schema, &to.schema)?;
        let mut changes = diff(&from.schema, &to.schema, &options)?;
        let kept = keep_what_they_hold(&from.schema, &mut changes);
        let mut options = PlanOptions::new(capabilities);
        options.complete = from.is_complete && to.is_complete;
        options.further.clone_from(&to.schema.objects);
        options.concurrent_indexes = home.is_some_and(|(_, database)| database.concurrent_indexes);
        let plan = plan(&changes, &from.schema, &options)?;
        let not_compared = not_compared(&from.schema, &to.schema, kept, reader.dialect, &changes);
        Ok(Difference { dialect: reader.dialect, changes, plan, not_compared })
    }

    fn reader<'p>(
        &self,
        home: Option<(&'p Project, &'p Database)>,
        arguments: &CompareArguments,
    ) -> Result<Reader<'p>> {
        let given = arguments.scratch_url();
        let scratch = match home {
            Some((project, database)) => project.scratch_url(database, given)?,
            None => given.map(|url| DatabaseUrl::given(url, "--scratch-url")).transpose()?,
        };
        let of_sources = self.from.dialect().or_else(|| self.to.dialect());
        let of_home = || home.map(|(project, database)| project.dialect(database)).transpose();
        let dialect = match self.dialect.or(of_sources) {
            Some(dialect) => dialect,
            None => match scratch.as_ref().map(DatabaseUrl::dialect) {
                Some(dialect) => dialect,
                None => of_home()?.ok_or_else(|| {
                    Error::new("nothing says of which database these sources are")
                        .hint("add `--dialect`, or `--scratch-url` with a server of it")
                })?,
            },
        };
        let scratch = scratch.filter(|url| url.dialect() == dialect);
        let scratch = match (scratch, home) {
            _ if dialect == Dialect::Sqlite => DatabaseUrl::memory(),
            (Some(url), _) => url,
            (None, home) => self.server(home, dialect)?,
        };
        Ok(Reader { home, dialect, scratch })
    }

    /// A server on which things can be tried out: the one of a source, or of the project.
    fn server(&self, home: Option<(&Project, &Database)>, dialect: Dialect) -> Result<DatabaseUrl> {
        for source in [self.from, self.to] {
            if let Source::Url(url) = source {
                return DatabaseUrl::given(url, "the source");
            }
        }
        match home {
            Some((project, database)) if project.dialect(database)? == dialect => {
                project.url(database)
            }
            _ => Err(Error::new(format!("there is no server of {dialect} to try these out on"))
                .hint("name one with `--scratch-url`: it is left as it was")),
        }
    }
}

/// A complete source means the names that its indexes have.
fn name_indexes(schema: &mut Schema) {
    for index in schema.tables.iter_mut().flat_map(|table| &mut table.indexes) {
        index.named = true;
    }
}

/// What both sources hold, and the change leaves alone, of which it is to be told that it was not compared.
fn not_compared(
    from: &Schema,
    to: &Schema,
    kept: Vec<Object>,
    dialect: Dialect,
    changes: &[Change],
) -> Vec<Object> {
    let find = |schema: &Schema, object: &Object| {
        let same = |it: &&Object| (&it.kind, &it.name) == (&object.kind, &object.name);
        schema.objects.iter().find(same).map(|it| it.definition.clone())
    };
    let is_changed = |object: &Object| {
        changes.iter().any(|change| match change {
            Change::CreateObject { after: it } | Change::DropObject { before: it } => {
                **it == *object
            }
            _ => false,
        })
    };
    // What is compared as a whole is told where it differs and stays as it is.
    let is_told = |object: &Object| {
        let differs = || find(from, object) != find(to, object);
        !is_changed(object) && (!compares_object(dialect, object) || differs())
    };
    let mut objects = kept;
    objects.extend(from.objects.iter().chain(&to.objects).cloned());
    objects.retain(is_told);
    objects.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
    objects.dedup_by(|a, b| (&a.kind, &a.name) == (&b.kind, &b.name));
    objects
}
