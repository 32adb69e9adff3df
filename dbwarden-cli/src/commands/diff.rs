//! `diff`

use clap::{Args, ValueEnum};
use dbwarden_core::dialect::Dialect;
use dbwarden_core::diff::{Change, rename_candidates};
use dbwarden_core::plan::Plan;
use dbwarden_core::schema::Object;
use serde_json::{Value, json};

use super::compare::{Base, CompareArguments, Comparison};
use super::make_migrations::{text_of, warn_of_steps};
use super::sides::{Difference, Sides};
use super::{Format, Outcome, on_each, renames};
use crate::config::{Project, Selection};
use crate::error::{Error, Result};
use crate::output::{BAD, GOOD, Printer, paint};
use crate::source::any::Source;

/// Show how two schemas differ: the live database and the models, or any two sources
///
/// A source is `models`, `database`, `migrations` (where the folder leads), `snapshot`, a URL, or a
/// path: a file of SQL with a schema, a file of Rust with models, or a folder of migrations. Exits
/// with 1 when they differ. Nothing of yours is changed: what has to be tried out is tried out in a
/// database of its own, which goes again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  dbwarden diff                              what the models change about the database
  dbwarden diff --from migrations            ... about where the migrations lead
  dbwarden diff --from a.sql --to b.sql --scratch-url postgres://localhost/postgres
  dbwarden diff --to postgres://staging/app --out sql
                                             the migration that would end the difference
  dbwarden diff --out json | jq '.changes'

Between the database and the models, what no model ever declared does not count as a difference.
")]
pub(crate) struct ShowDiff {
    /// What is there
    #[arg(long, value_name = "SOURCE", default_value = "database")]
    from: Source,

    /// What is wanted
    #[arg(long, value_name = "SOURCE", default_value = "models")]
    to: Source,

    /// The database, where no source tells which it is
    #[arg(long, value_name = "DATABASE", value_parser = dialect)]
    dialect: Option<Dialect>,

    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    out: DiffFormat,

    /// The same as `--out json`
    #[arg(long, conflicts_with = "out")]
    json: bool,

    #[command(flatten)]
    compare: CompareArguments,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// A line for each difference
    Text,
    /// The differences as data
    Json,
    /// A whole migration, with its way back
    Sql,
}

fn dialect(text: &str) -> Result<Dialect, String> {
    match text {
        "postgres" | "postgresql" => Ok(Dialect::Postgres),
        "mysql" | "mariadb" => Ok(Dialect::MySql),
        "sqlite" => Ok(Dialect::Sqlite),
        _ => Err("it is `postgres`, `mysql`, `mariadb` or `sqlite`".to_owned()),
    }
}

impl ShowDiff {
    /// Compares. A project is needed only where a source is one of its own.
    pub(crate) async fn run(&self, project: Result<Project>, printer: &Printer) -> Result<Outcome> {
        let usual = (&self.from, &self.to) == (&Source::Database, &Source::Models);
        let out = if self.json { DiffFormat::Json } else { self.out };
        if usual {
            return self.with_models(&project?, out, printer).await;
        }
        let project = match project {
            Err(error) if self.from.is_of_project() || self.to.is_of_project() => {
                return Err(error);
            }
            project => project.ok(),
        };
        if self.selection.all {
            return Err(Error::new("`--all` compares each database with its models only")
                .hint("name one with `--database NAME`, or leave out `--from` and `--to`"));
        }
        let databases = project.as_ref().map(|project| self.selection.of(project)).transpose()?;
        let sides = Sides { from: &self.from, to: &self.to, dialect: self.dialect };
        let home = project.as_ref().zip(databases.and_then(|databases| databases.first().copied()));
        let difference = sides.compare(home, &self.compare).await?;
        warn_of(&difference.not_compared, printer);
        let Difference { dialect, changes, plan, .. } = &difference;
        show(out, plan, printer)?;
        renames::hint(&rename_candidates(changes), printer);
        if out == DiffFormat::Json {
            let mut value = value(*dialect, changes, plan);
            value["from"] = json!(self.from.to_string());
            value["to"] = json!(self.to.to_string());
            value["not_compared"] = json!(difference.not_compared);
            printer.json(&value)?;
        }
        Ok(outcome(!plan.is_empty()))
    }

    /// The database against the models, where only what models once declared may be dropped.
    async fn with_models(
        &self,
        project: &Project,
        out: DiffFormat,
        printer: &Printer,
    ) -> Result<Outcome> {
        let format = Format { json: out == DiffFormat::Json };
        let mut differ = false;
        on_each(&self.selection, format, project, printer, async |target| {
            let comparison =
                Comparison::of(target, project, &self.compare, Base::Database, None).await?;
            differ |= !comparison.plan.is_empty();
            warn_of(&comparison.not_compared, printer);
            show(out, &comparison.plan, printer)?;
            renames::hint(&comparison.candidates, printer);
            let mut value = value(target.url.dialect(), &comparison.changes, &comparison.plan);
            value["database"] = json!(target.database.name);
            Ok(value)
        })
        .await?;
        Ok(outcome(differ))
    }
}

/// As many of one kind have a line each; more of them share one.
const LINES_OF_A_KIND: usize = 5;

/// Says what nobody compares.
pub(super) fn warn_of(not_compared: &[Object], printer: &Printer) {
    for line in lines_of(not_compared) {
        printer.warn(format_args!("not compared: {line}"));
    }
}

fn lines_of(objects: &[Object]) -> Vec<String> {
    let same_kind = |a: &Object, b: &Object| a.kind == b.kind;
    let mut lines = Vec::new();
    for group in objects.chunk_by(same_kind) {
        let [first, ..] = group else { continue };
        if group.len() <= LINES_OF_A_KIND {
            lines.extend(group.iter().map(|it| format!("{} `{}`", it.kind, it.name)));
            continue;
        }
        let kinds = match first.kind.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{}s", first.kind),
        };
        let names: Vec<String> = group.iter().map(|it| format!("`{}`", it.name)).collect();
        lines.push(format!("{} {kinds}: {}", names.len(), names.join(", ")));
    }
    lines
}

fn outcome(differ: bool) -> Outcome {
    if differ { Outcome::YourTurn } else { Outcome::Done }
}

fn value(dialect: Dialect, changes: &[Change], plan: &Plan) -> Value {
    json!({
        "dialect": dialect,
        "changes": changes,
        "steps": plan.steps().collect::<Vec<_>>(),
    })
}

fn show(out: DiffFormat, plan: &Plan, printer: &Printer) -> Result<()> {
    match out {
        DiffFormat::Json => Ok(()),
        DiffFormat::Sql => {
            warn_of_steps(plan, printer);
            plan.files.iter().try_for_each(|file| printer.text(text_of(file)))
        }
        DiffFormat::Text if plan.is_empty() => printer.line("No differences"),
        DiffFormat::Text => {
            // What is only done on the way back is no difference.
            for step in plan.steps().filter(|step| !step.upgrade.is_empty()) {
                let style = if step.destructive { BAD } else { GOOD };
                printer.line(paint(style, &step.description))?;
                for note in &step.notes {
                    printer.line(format_args!("  {note}"))?;
                }
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use dbwarden_core::schema::ObjectName;

    use super::*;

    #[test]
    fn many_of_a_kind_share_a_line() {
        let object = |kind: &str, name: String| Object {
            kind: kind.to_owned(),
            name: ObjectName::new(name),
            ..Object::default()
        };
        let mut objects: Vec<Object> =
            (0..6).map(|number| object("policy", format!("p{number}"))).collect();
        objects.push(object("view", "v".to_owned()));
        assert_eq!(
            lines_of(&objects),
            ["6 policies: `p0`, `p1`, `p2`, `p3`, `p4`, `p5`", "view `v`"]
        );
    }
}
