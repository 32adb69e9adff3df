//! Any source of a schema, as it is named on the command line.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::{fmt, io};

use dbwarden::Migrator;
use dbwarden::inspect::{self, Options, Scratch};
use dbwarden_core::dialect::{Capabilities, Dialect};
use dbwarden_core::migration::MANIFEST_FILE;
use dbwarden_core::schema::{Object, ObjectName, Schema};

use super::canonical::Desired;
use super::migrations::Migrations;
use super::models::Models;
use super::sql::Script;
use super::{database, models, rust, snapshot, together};
use crate::config::{Database, DatabaseUrl, Project};
use crate::error::{Error, Result};

/// Where a schema comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// The models of the database.
    Models,
    /// The live database.
    Database,
    /// Where its migrations lead.
    Migrations,
    /// What its models declared when the last migration was made.
    Snapshot,
    /// A live database of this URL.
    Url(String),
    /// A file of SQL, a file of Rust, or a folder of migrations.
    Path(PathBuf),
}

impl FromStr for Source {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "models" => Self::Models,
            "database" => Self::Database,
            "migrations" => Self::Migrations,
            "snapshot" => Self::Snapshot,
            url if Dialect::from_url(url).is_some() => Self::Url(url.to_owned()),
            url if url.contains("://") => {
                return Err("the URL names no database that is known here".to_owned());
            }
            path if Path::new(path).exists() => Self::Path(path.into()),
            _ => {
                return Err("it is none of `models`, `database`, `migrations` and `snapshot`, no \
                            URL, and no file or folder that is there"
                    .to_owned());
            }
        })
    }
}

/// Never shows a password.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Models => f.write_str("models"),
            Self::Database => f.write_str("database"),
            Self::Migrations => f.write_str("migrations"),
            Self::Snapshot => f.write_str("snapshot"),
            Self::Url(url) => f.write_str(&dbwarden::redact_url(url)),
            Self::Path(path) => path.display().fmt(f),
        }
    }
}

impl Source {
    /// The database that a source speaks of without anybody else saying so.
    pub(crate) fn dialect(&self) -> Option<Dialect> {
        match self {
            Self::Url(url) => Dialect::from_url(url),
            Self::Path(path) if path.is_dir() => Migrations::read(path).ok()?.dialect(),
            _ => None,
        }
    }

    /// Whether it is one of the project's own.
    pub(crate) fn is_of_project(&self) -> bool {
        matches!(self, Self::Models | Self::Database | Self::Migrations | Self::Snapshot)
    }
}

/// What sources are read with.
pub(crate) struct Reader<'p> {
    /// The project and its database, where there are any.
    pub(crate) home: Option<(&'p Project, &'p Database)>,
    /// The database that both sides are of.
    pub(crate) dialect: Dialect,
    /// Where things are tried out.
    pub(crate) scratch: DatabaseUrl,
}

/// A schema, and how much a source can say.
pub(crate) struct Found {
    pub(crate) schema: Schema,
    /// Whether it says everything about a database: what it does not have is not to be there.
    pub(crate) is_complete: bool,
}

impl Reader<'_> {
    /// Reads a source.
    pub(crate) async fn read(&self, source: &Source) -> Result<Found> {
        let schema = match source {
            Source::Snapshot => {
                return Ok(Found { schema: self.snapshot()?, is_complete: false });
            }
            Source::Models => return self.declared(self.models()?).await,
            Source::Path(path) if is_rust(path)? => return self.declared(self.rust(path)?).await,
            Source::Database => {
                let (project, database) = self.home()?;
                self.live(&project.url(database)?).await?
            }
            Source::Url(url) => self.live(&DatabaseUrl::given(url, "the source")?).await?,
            Source::Migrations => {
                let (_, database) = self.home()?;
                self.replayed(&database.migrations, &database.name).await?
            }
            Source::Path(path) if path.is_dir() => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                self.replayed(path, &name).await?
            }
            Source::Path(path) => {
                let script = Script::read(path, self.dialect)?;
                let told = on_scratch(&self.scratch, async |scratch| {
                    scratch.tell_character_sets().await?;
                    script.run(scratch).await
                })
                .await;
                let mut schema = match told {
                    Ok(schema) => schema,
                    // It may be that alone which the server does not take.
                    Err(_) => {
                        on_scratch(&self.scratch, async |scratch| script.run(scratch).await).await?
                    }
                };
                if let Some(database) = script.database {
                    let (kind, name) = ("database".to_owned(), ObjectName::new(database));
                    schema.objects.push(Object { kind, name, ..Object::default() });
                }
                schema
            }
        };
        Ok(Found { schema, is_complete: true })
    }

    /// Reads a source as a database that was made from it: what it leaves to the database, such as the
    /// name of a primary key, is as the database decides.
    pub(crate) async fn build(&self, source: &Source) -> Result<Found> {
        let models = match source {
            Source::Models => self.models()?,
            Source::Snapshot => Models::of_structs(self.snapshot()?),
            Source::Path(path) if is_rust(path)? => self.rust(path)?,
            _ => return self.read(source).await,
        };
        let schema =
            on_scratch(&self.scratch, async |scratch| together::make(scratch, &models).await);
        Ok(Found { schema: schema.await?, is_complete: true })
    }

    /// What the server of the scratch database can do.
    pub(crate) async fn capabilities(&self) -> Result<Capabilities> {
        database::capabilities(&self.scratch).await
    }

    fn home(&self) -> Result<(&Project, &Database)> {
        self.home.ok_or_else(|| {
            Error::new("there is no project here")
                .hint("name files, folders or URLs, or run it where `dbwarden.toml` is")
        })
    }

    async fn live(&self, url: &DatabaseUrl) -> Result<Schema> {
        self.is_ours(url.dialect(), &url.to_string())?;
        let options = Options { everything: true, ..Options::default() };
        Ok(database::without_own_tables(inspect::schema(url.expose(), &options).await?))
    }

    async fn replayed(&self, folder: &Path, name: &str) -> Result<Schema> {
        let migrations = Migrations::read(folder)?;
        if let Some(dialect) = migrations.dialect() {
            self.is_ours(dialect, &folder.display().to_string())?;
        }
        let set =
            migrations.set(name, self.dialect).map_err(|faults| migrations.refuse(&faults))?;
        replay(&Migrator::new(set), &self.scratch).await
    }

    /// The models of the settings.
    fn models(&self) -> Result<Models> {
        let (project, database) = self.home()?;
        models::load(project, database, self.dialect)
    }

    fn snapshot(&self) -> Result<Schema> {
        let (_, database) = self.home()?;
        let migrations = Migrations::read(&database.migrations)?;
        snapshot::read(&migrations, self.dialect)?.ok_or_else(|| {
            let folder = database.migrations.display();
            Error::new(format!("`{folder}` has no snapshot yet"))
                .hint("`dbwarden make-migrations` writes one")
        })
    }

    /// Models of a path outside of the settings.
    fn rust(&self, path: &Path) -> Result<Models> {
        let nothing = BTreeMap::new();
        let entry = [path.display().to_string()];
        let (features, types) = match self.home {
            Some((project, _)) => (project.features.as_slice(), &project.types),
            None => (&[][..], &nothing),
        };
        let name = self.home.map_or("primary", |(_, database)| database.name.as_str());
        let request = rust::Request {
            root: Path::new(""),
            entries: &entry,
            features,
            types,
            database: name,
            databases: &[name],
            dialect: self.dialect,
        };
        let schema = rust::load(&request).map_err(|problems| models::error(&problems))?;
        if schema.tables.is_empty() {
            let path = path.display();
            return Err(Error::new(format!("`{path}` declares no models of {}", self.dialect))
                .hint("a model is a struct with `#[derive(dbwarden::Model)]`"));
        }
        Ok(Models::of_structs(schema))
    }

    async fn declared(&self, models: Models) -> Result<Found> {
        let desired = Desired::of(models, &Schema::default(), &self.scratch).await?;
        let objects = desired.objects().to_vec();
        let schema = Schema { objects, ..desired.into_schema() };
        Ok(Found { schema, is_complete: false })
    }

    fn is_ours(&self, dialect: Dialect, what: &str) -> Result<()> {
        if dialect == self.dialect {
            return Ok(());
        }
        Err(Error::new(format!(
            "`{what}` is of {dialect}, and the other source of {}",
            self.dialect
        ))
        .hint("compare two sources of the same database"))
    }
}

/// Whether a path is one of models in Rust. A folder must tell what it is: nothing is not a schema.
fn is_rust(path: &Path) -> Result<bool> {
    if !path.is_dir() {
        return Ok(path.extension().is_some_and(|extension| extension == "rs"));
    }
    let names = std::fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect::<io::Result<_>>());
    let names: Vec<OsString> = names
        .map_err(|error| Error::new(format!("cannot read `{}`", path.display())).because(error))?;
    let is_named = |wanted: &str| names.iter().any(|name| name == wanted);
    let has = |extension: &str| {
        names.iter().any(|name| Path::new(name).extension().is_some_and(|it| it == extension))
    };
    if is_named(MANIFEST_FILE) {
        return Ok(false);
    }
    // Queries may stand in files beside the code that asks them.
    if has("sql") && !has("rs") && !is_named("Cargo.toml") {
        let path = path.display();
        return Err(Error::new(format!("`{path}` holds SQL but no `{MANIFEST_FILE}`")).hint(
            "a folder of migrations gets one with `dbwarden hash`; of schemas in SQL, name one file",
        ));
    }
    Ok(true)
}

/// Where migrations lead from an empty database.
pub(crate) async fn replay(migrator: &Migrator, scratch: &DatabaseUrl) -> Result<Schema> {
    on_scratch(scratch, async |scratch| {
        scratch.migrate(migrator).await?;
        Ok(())
    })
    .await
}

/// What a scratch database holds once something was done to it. It goes, whatever happens.
async fn on_scratch(
    url: &DatabaseUrl,
    fill: impl AsyncFnOnce(&mut Scratch) -> Result<()>,
) -> Result<Schema> {
    let mut scratch = Scratch::create(url.expose()).await?;
    let found = match fill(&mut scratch).await {
        Ok(()) => {
            let options = Options { everything: true, ..Options::default() };
            scratch.schema(&options).await.map_err(Error::from)
        }
        Err(error) => Err(error),
    };
    let removed = scratch.remove().await;
    let found = found?;
    removed?;
    Ok(database::without_own_tables(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_told_apart() {
        let read = |text: &str| text.parse::<Source>();
        assert_eq!(read("models"), Ok(Source::Models));
        assert_eq!(read("sqlite://a.db"), Ok(Source::Url("sqlite://a.db".into())));
        assert_eq!(read("src"), Ok(Source::Path("src".into())));
        assert!(read("model").is_err() && read("oracle://a").is_err());
        let url = Source::Url("postgres://a:secret@b/c".into());
        assert_eq!(url.to_string(), "postgres://a:***@b/c");
        assert_eq!(url.dialect(), Some(Dialect::Postgres));
    }
}
