"""Finds with Alembic what a thousand tables lack, as `alembic revision --autogenerate` does.

    autogenerate.py URL COUNT

The tables are those of `bench`'s models, with the one column more.
"""

import sys

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Column, Index, MetaData, String, Table, create_engine


def models(count):
    metadata = MetaData()
    for number in range(1, count + 1):
        name = f"t{number:04}"
        columns = [
            Column("id", BigInteger, primary_key=True),
            Column("email", String(120), nullable=False, unique=True),
            Column("name", String(40)),
            Column("score", BigInteger, nullable=False),
        ]
        if number == 1:
            columns.append(Column("note", String(40)))
        Table(name, metadata, *columns, Index(f"ix_{name}_name", "name"))
    return metadata


def is_compared(name, kind, _):
    """Leaves out dbwarden's own tables."""
    return kind != "table" or not name.startswith("_dbwarden_")


def main():
    url, count = sys.argv[1], int(sys.argv[2])
    with create_engine(url).connect() as connection:
        options = {"include_name": is_compared}
        context = MigrationContext.configure(connection, opts=options)
        script = produce_migrations(context, models(count))
    text = render_python_code(script.upgrade_ops) + render_python_code(script.downgrade_ops)
    if text.count("op.") != 2:
        sys.exit(f"one column should be all that is missing:\n{text}")


main()
