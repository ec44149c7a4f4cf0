"""A menu pushed its entries onto a key of suggestions: it is a list, and nothing can be added any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.valkey import client

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E12",)
RED = ("system.suggestion.type[suggestions]",)
KEY = "suggestions:00000000-0000-0000-0000-000000000001:fault"


def inject(lab: Lab) -> None:
    """As HEAR does."""
    with client(lab) as valkey:
        valkey.rpush(KEY, "Yes", "No")


def heal(lab: Lab) -> None:
    """Remove the key."""
    with client(lab) as valkey:
        valkey.delete(KEY)
