"""Valkey has used all the memory that it may, and throws nothing away; it still answers PING."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.valkey import client

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("system.valkey.writes[valkey]",)


def inject(lab: Lab) -> None:
    """Let it have less than it uses."""
    with client(lab) as valkey:
        valkey.config_set("maxmemory", 1)


def heal(lab: Lab) -> None:
    """Let it read its configuration anew; what it holds is saved on the way."""
    lab.node("system").run("systemctl", "restart", "valkey")
