"""Zitadel's setup ended before it made the console's application: the page is there, and stays empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.directory import COMPONENT
from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E3",)
RED = ("directory.console.served[directory]",)
TOUCHES = ("tables",)


def inject(lab: Lab) -> None:
    """Take the application away."""
    psql(lab.node("tables"), "DELETE FROM console_application", "zitadel")


def heal(lab: Lab) -> None:
    """Set up again."""
    if COMPONENT.configure:
        COMPONENT.configure(lab, lab.node("directory"))
