"""The administrator's token is readable for everybody, as Zitadel itself writes it at its first start."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E3",)
RED = ("directory.pat.protected[directory:admin-pat]",)


def inject(lab: Lab) -> None:
    """Open it."""
    _mode(lab, "644")


def heal(lab: Lab) -> None:
    """Close it."""
    _mode(lab, lab.env.directory.tokens["admin-pat"].mode)


def _mode(lab: Lab, mode: str) -> None:
    lab.node("directory").run("chmod", mode, lab.env.directory.tokens["admin-pat"].path)
