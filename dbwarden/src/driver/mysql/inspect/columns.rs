//! Columns.

use dbwarden_core::dialect::{Dialect, Flavor};
use dbwarden_core::schema::{Column, ColumnType, Expr, Generated, Numbering, Storage, TypeName};

use super::{Catalog, Error, Record, Tables, comment, expression};

/// MariaDB documentation, "Information Schema COLUMNS Table"; MySQL manual, section 26.3.8.
const COLUMNS: &str = "
SELECT table_name AS table_name, column_name AS name, column_type AS type,
       is_nullable AS nullable, column_default AS value, extra AS extra,
       generation_expression AS generation, collation_name AS collation, column_comment AS comment
  FROM information_schema.columns
 WHERE table_schema = ?
 ORDER BY table_name, ordinal_position";

pub(super) async fn read(catalog: &mut Catalog<'_>, tables: &mut Tables) -> Result<(), Error> {
    let flavor = catalog.flavor;
    for row in catalog.rows(COLUMNS).await? {
        if let Some(table) = tables.get(&row.text("table_name")?) {
            let column = column(flavor, &row, table.options.collation.as_deref())?;
            table.columns.push(column);
        }
    }
    Ok(())
}

fn column(flavor: Flavor, row: &Record, collation: Option<&str>) -> Result<Column, Error> {
    let ty = ColumnType::parse(Dialect::MySql, &row.text("type")?)
        .map_err(|error| Error::new(format!("the catalog cannot be read: {error}")))?;
    let extra = row.text("extra")?.to_ascii_lowercase();
    let generation = row.text("generation")?;
    let mut column = Column {
        nullable: row.text("nullable")? == "YES",
        collation: row.optional("collation")?.filter(|name| Some(name.as_str()) != collation),
        comment: comment(row.text("comment")?),
        touch: extra.contains("on update current_timestamp"),
        ..Column::new(row.text("name")?, ty)
    };
    if extra.contains("auto_increment") {
        column.numbering = Some(Numbering::AutoIncrement);
    } else if !generation.is_empty() {
        let stored = extra.contains("stored") || extra.contains("persistent");
        column.generated = Some(Generated {
            expr: expression(flavor, &generation),
            storage: if stored { Storage::Stored } else { Storage::Virtual },
        });
    } else {
        let default = row.optional("value")?;
        column.default = default.and_then(|text| self::default(flavor, &column.ty, &extra, text));
    }
    Ok(column)
}

/// MariaDB prints a default as SQL, `NULL` for none where the column takes it. MySQL prints the bare
/// value, and SQL only where `DEFAULT_GENERATED` stands beside it.
fn default(flavor: Flavor, ty: &ColumnType, extra: &str, text: String) -> Option<Expr> {
    if flavor == Flavor::MariaDb {
        return Some(text)
            .filter(|text| !text.eq_ignore_ascii_case("null"))
            .map(|text| expression(flavor, &text));
    }
    if extra.contains("default_generated") {
        return Some(expression(flavor, &text));
    }
    let TypeName::Builtin(name) = &ty.name else { return Some(Expr::inspected(text)) };
    let is_number = matches!(
        name.as_str(),
        "tinyint"
            | "smallint"
            | "mediumint"
            | "int"
            | "bigint"
            | "decimal"
            | "float"
            | "double"
            | "year"
            | "bit"
    );
    let is_now = text.to_ascii_uppercase().starts_with("CURRENT_TIMESTAMP");
    Some(Expr::inspected(if is_number || is_now {
        text
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(flavor: Flavor, ty: &str, extra: &str, text: &str) -> Option<String> {
        let ty = ColumnType::parse(Dialect::MySql, ty).unwrap();
        default(flavor, &ty, extra, text.to_owned()).map(|expr| expr.sql)
    }

    #[test]
    fn mariadb_prints_defaults_as_sql() {
        assert_eq!(read(Flavor::MariaDb, "varchar(9)", "", "'NULL'").as_deref(), Some("'NULL'"));
        assert_eq!(read(Flavor::MariaDb, "varchar(9)", "", "NULL"), None);
        assert_eq!(read(Flavor::MariaDb, "int", "", "(1 + 2)").as_deref(), Some("1 + 2"));
    }

    #[test]
    fn mysql_prints_bare_values_and_marks_expressions() {
        let mysql = |ty, extra, text| read(Flavor::MySql, ty, extra, text).unwrap();
        assert_eq!(mysql("varchar(9)", "", "it's"), "'it''s'");
        assert_eq!(mysql("varchar(9)", "", "NULL"), "'NULL'");
        assert_eq!(mysql("enum('a')", "", "a"), "'a'");
        assert_eq!(mysql("int", "", "7"), "7");
        assert_eq!(mysql("bit(1)", "", "b'0'"), "b'0'");
        assert_eq!(mysql("timestamp", "", "CURRENT_TIMESTAMP"), "CURRENT_TIMESTAMP");
        assert_eq!(
            mysql("varchar(9)", "default_generated", "upper(_utf8mb4\\'x\\')"),
            "upper(_utf8mb4'x')"
        );
    }
}
