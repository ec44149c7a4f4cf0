"""The signing secret in Vault is a value of the documentation's sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import write, written

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = ("vault.secret.not_default[gbo-jwt]",)


def inject(lab: Lab) -> None:
    """Write it."""
    write(lab, "gbo/jwt", {"secret": "changeme"})


def heal(lab: Lab) -> None:
    """Write the lab's own."""
    write(lab, "gbo/jwt", written(lab, "gbo/jwt"))
