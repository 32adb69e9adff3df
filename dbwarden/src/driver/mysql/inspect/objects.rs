//! What is known by name and definition alone: views, triggers, routines, events.

use std::collections::{BTreeSet, HashMap};

use dbwarden_core::dialect::{Dialect, Flavor, mysql_views};
use dbwarden_core::schema::Object;
use dbwarden_core::sql::ident;

use super::{Catalog, Error, Tables};

/// MariaDB documentation, "Information Schema VIEWS Table".
const MARIADB_VIEWS: &str = "
SELECT table_name AS name, view_definition AS definition, check_option AS checked,
       security_type AS security, definer AS definer, current_user() AS me, algorithm AS algorithm
  FROM information_schema.views
 WHERE table_schema = ?
 ORDER BY table_name";

/// MySQL manual, section 26.3.48.
const MYSQL_VIEWS: &str = "
SELECT table_name AS name, view_definition AS definition, check_option AS checked,
       security_type AS security, definer AS definer, current_user() AS me,
       'UNDEFINED' AS algorithm
  FROM information_schema.views
 WHERE table_schema = ?
 ORDER BY table_name";

/// MariaDB documentation, "Information Schema TRIGGERS Table"; MySQL manual, section 26.3.44.
const TRIGGERS: &str = "
SELECT 'trigger' AS kind, trigger_name AS name, event_object_table AS table_name,
       concat('CREATE TRIGGER `', trigger_name, '` ', action_timing, ' ', event_manipulation, ' ON `',
              event_object_table, '` FOR EACH ROW ', action_statement) AS definition
  FROM information_schema.triggers
 WHERE trigger_schema = ?";

/// MariaDB documentation, "Information Schema EVENTS Table"; MySQL manual, section 26.3.14.
const EVENTS: &str = "
SELECT 'event' AS kind, event_name AS name, NULL AS table_name,
       concat('CREATE EVENT `', event_name, '` ON SCHEDULE ',
              coalesce(concat('EVERY ', interval_value, ' ', interval_field),
                       concat('AT ''', execute_at, '''')),
              ' DO ', event_definition) AS definition
  FROM information_schema.events
 WHERE event_schema = ?";

/// MariaDB documentation, "Information Schema ROUTINES Table"; MySQL manual, section 26.3.30.
const ROUTINES: &str = "
SELECT lower(routine_type) AS kind, routine_name AS name, specific_name AS specific_name,
       dtd_identifier AS returns, routine_definition AS body
  FROM information_schema.routines
 WHERE routine_schema = ?";

/// The parameter without a name is what a function returns.
///
/// MariaDB documentation, "Information Schema PARAMETERS Table"; MySQL manual, section 26.3.20.
const PARAMETERS: &str = "
SELECT specific_name AS specific_name, parameter_mode AS mode, parameter_name AS name,
       dtd_identifier AS type
  FROM information_schema.parameters
 WHERE specific_schema = ? AND parameter_name IS NOT NULL
 ORDER BY specific_name, ordinal_position";

pub(super) async fn read(
    catalog: &mut Catalog<'_>,
    tables: &Tables,
    everything: bool,
) -> Result<(), Error> {
    views(catalog, everything).await?;
    for sql in [TRIGGERS, EVENTS] {
        for row in catalog.rows(sql).await? {
            let table = row.optional("table_name")?;
            let table = table.and_then(|name| tables.by_name.get(&name));
            let object = Object {
                kind: row.text("kind")?,
                name: catalog.local(row.text("name")?),
                definition: row.text("definition")?,
                depends_on: table.map(|&at| tables.list[at].name.clone()).into_iter().collect(),
                ..Object::default()
            };
            catalog.objects.push(object);
        }
    }
    routines(catalog).await
}

/// Views, with all that is said of them, so that they can be put back as they were; where everything is
/// to be told, with what they hang on. One that nobody declared is not to be moved.
async fn views(catalog: &mut Catalog<'_>, everything: bool) -> Result<(), Error> {
    let is_mariadb = catalog.flavor == Flavor::MariaDb;
    let rows = catalog.rows(if is_mariadb { MARIADB_VIEWS } else { MYSQL_VIEWS }).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let source = mysql_views::source(&row.text("definition")?, &catalog.database);
        found.push((row.text("name")?, row, source));
    }
    let quote = |name: &str| ident::quote_always(Dialect::MySql, name);
    let names: BTreeSet<String> = found.iter().map(|(name, ..)| name.clone()).collect();
    for (name, row, source) in found {
        let mut head = String::new();
        let algorithm = row.text("algorithm")?;
        if algorithm != "UNDEFINED" {
            head.push_str(&format!(" ALGORITHM={algorithm}"));
        }
        let (definer, me) = (row.text("definer")?, row.text("me")?);
        if let Some((user, host)) = definer.rsplit_once('@').filter(|_| definer != me) {
            head.push_str(&format!(" DEFINER={}@{}", quote(user), quote(host)));
        }
        if row.text("security")? == "INVOKER" {
            head.push_str(" SQL SECURITY INVOKER");
        }
        let checked = match row.text("checked")?.as_str() {
            "NONE" | "" => String::new(),
            checked => format!(" WITH {checked} CHECK OPTION"),
        };
        let definition = &source.definition;
        let mut object = Object {
            kind: "view".to_owned(),
            definition: format!("CREATE{head} VIEW {} AS {definition}{checked}", quote(&name)),
            name: catalog.local(name.clone()),
            ..Object::default()
        };
        if everything {
            let drop = |view: &str| format!("DROP VIEW {}", quote(view));
            let views = source.tables.iter().filter(|table| names.contains(*table));
            object.needs = views.map(|view| drop(view)).collect();
            object.taken_down_by = Some(drop(&name));
            object.depends_on =
                source.tables.iter().map(|table| catalog.local(table.clone())).collect();
            let columns = source.columns.into_iter();
            object.columns =
                columns.map(|(table, column)| (catalog.local(table), column)).collect();
        }
        catalog.objects.push(object);
    }
    Ok(())
}

async fn routines(catalog: &mut Catalog<'_>) -> Result<(), Error> {
    let mut parameters: HashMap<String, Vec<String>> = HashMap::new();
    for row in catalog.rows(PARAMETERS).await? {
        let mode = row.optional("mode")?.filter(|mode| mode != "IN").map(|mode| mode + " ");
        let mode = mode.unwrap_or_default();
        let parameter = format!("{mode}`{}` {}", row.text("name")?, row.text("type")?);
        parameters.entry(row.text("specific_name")?).or_default().push(parameter);
    }
    for row in catalog.rows(ROUTINES).await? {
        let kind = row.text("kind")?;
        let name = row.text("name")?;
        let parameters = parameters.remove(&row.text("specific_name")?).unwrap_or_default();
        let returns = match kind.as_str() {
            "function" => format!(" RETURNS {}", row.text("returns")?),
            _ => String::new(),
        };
        let definition = format!(
            "CREATE {} `{name}`({}){returns} {}",
            kind.to_uppercase(),
            parameters.join(", "),
            row.text("body")?
        );
        let name = catalog.local(name);
        catalog.objects.push(Object { kind, name, definition, ..Object::default() });
    }
    Ok(())
}
