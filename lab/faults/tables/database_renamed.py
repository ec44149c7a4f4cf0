"""A database was restored under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.database.open[archive]",)

RENAME = """
SELECT format('ALTER DATABASE %I RENAME TO %I', '{old}', '{new}') WHERE EXISTS (
    SELECT FROM pg_database WHERE datname = '{old}'
) \\gexec
"""


def inject(lab: Lab) -> None:
    """Rename one that nobody is connected to."""
    name = lab.env.tables.databases["archive"].name
    psql(lab.node("tables"), RENAME.format(old=name, new=f"{name}_restored"))


def heal(lab: Lab) -> None:
    """Give it its name back."""
    name = lab.env.tables.databases["archive"].name
    psql(lab.node("tables"), RENAME.format(old=f"{name}_restored", new=name))
