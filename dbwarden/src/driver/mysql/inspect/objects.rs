//! What is known by name and definition alone: views, triggers, routines, events.

use std::collections::HashMap;

use dbwarden_core::schema::Object;

use super::{Catalog, Error, Tables};

/// The names that a statement would need in quotes are in quotes here, too: all of them.
///
/// MariaDB documentation, "Information Schema VIEWS Table"; MySQL manual, section 26.3.48.
const VIEWS: &str = "
SELECT 'view' AS kind, table_name AS name, NULL AS table_name,
       concat('CREATE VIEW `', table_name, '` AS ', view_definition) AS definition
  FROM information_schema.views
 WHERE table_schema = ?";

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

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &Tables) -> Result<(), Error> {
    for sql in [VIEWS, TRIGGERS, EVENTS] {
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
