"""A value in Vault is a number, which BotServer cannot read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import write, written

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = ("vault.secret.present[gbo-directory]",)
PATH = "gbo/directory"


def inject(lab: Lab) -> None:
    """Write the port without quotes."""
    values = written(lab, PATH)
    write(lab, PATH, {**values, "port": int(values["port"])})


def heal(lab: Lab) -> None:
    """Write it whole again."""
    write(lab, PATH, written(lab, PATH))
