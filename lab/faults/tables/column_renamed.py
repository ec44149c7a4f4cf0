"""A migration ended half-way: a column has its new name, and the programs still ask for the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import BOTSERVER, psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D7",)
RED = ("tables.table.present[botserver.bot_configuration]",)
RENAME = """
SELECT 'ALTER TABLE bot_configuration RENAME COLUMN {old} TO {new}' WHERE EXISTS (
    SELECT FROM information_schema.columns WHERE table_name = 'bot_configuration' AND column_name = '{old}'
) \\gexec
"""


def inject(lab: Lab) -> None:
    """Rename one that is only written when a configuration changes."""
    psql(lab.node("tables"), RENAME.format(old="is_encrypted", new="encrypted"), BOTSERVER)


def heal(lab: Lab) -> None:
    """Give it its name back."""
    psql(lab.node("tables"), RENAME.format(old="encrypted", new="is_encrypted"), BOTSERVER)
