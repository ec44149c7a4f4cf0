"""BotServer's database password is not the one in Vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import BOTSERVER, psql, set_passwords

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.server.accepts[tables]",)


def inject(lab: Lab) -> None:
    """Change it in PostgreSQL only."""
    psql(lab.node("tables"), f"ALTER ROLE {BOTSERVER} PASSWORD 'changed-by-a-fault';")


def heal(lab: Lab) -> None:
    """Set what the lab keeps, which is what Vault holds."""
    set_passwords(lab, lab.node("tables"))
