"""A table was dropped by a restore that did not have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.table.present[PROD-ALM.action_runner_token]",)
MOVE = "ALTER TABLE IF EXISTS {old} RENAME TO {new}"


def inject(lab: Lab) -> None:
    """Put one away that Forgejo reads only when a runner registers."""
    _rename(lab, "action_runner_token", "action_runner_token_before")


def heal(lab: Lab) -> None:
    """Bring it back."""
    _rename(lab, "action_runner_token_before", "action_runner_token")


def _rename(lab: Lab, old: str, new: str) -> None:
    server = lab.env.alm.servers["alm"]
    psql(lab.node("tables"), MOVE.format(old=old, new=new), lab.env.tables.databases[server.database].name)
