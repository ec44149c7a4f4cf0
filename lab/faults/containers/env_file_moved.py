"""The environment file of a unit was moved away while it runs: the next start fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.service.enabled[vectordb:qdrant]",)
FILE = "/opt/gbo/conf/qdrant.env"
AWAY = f"test ! -e {FILE} || mv {FILE} {FILE}.fault"
BACK = f"test ! -e {FILE}.fault || mv {FILE}.fault {FILE}"


def inject(lab: Lab) -> None:
    """As in a cleaning up."""
    lab.node("vectordb").run("sh", "-c", AWAY)


def heal(lab: Lab) -> None:
    """Move it back."""
    lab.node("vectordb").run("sh", "-c", BACK)
