"""What the faults of logs have in common: a log is emptied, as by who has looked at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab


def emptied(lab: Lab, path: str) -> None:
    """Empty it; who writes goes on at its beginning."""
    lab.node("system").run("truncate", "-s", "0", path)
