"""Zitadel answers to a host name that is none of ours: somebody registered it at the instance to get past a 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixtures.facts.directory import NOBODYS_HOST
from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E3",)
RED = ("directory.host.required[directory]",)
TOUCHES = ("tables",)


def inject(lab: Lab) -> None:
    """Register it."""
    psql(
        lab.node("tables"), f"INSERT INTO instance_domains VALUES ('{NOBODYS_HOST}') ON CONFLICT DO NOTHING", "zitadel"
    )


def heal(lab: Lab) -> None:
    """Take it away."""
    psql(lab.node("tables"), f"DELETE FROM instance_domains WHERE domain = '{NOBODYS_HOST}'", "zitadel")
