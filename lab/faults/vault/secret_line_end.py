"""Qdrant's key was written to Vault from a file (`api_key=@file`), whose line end came along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import write, written

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = ("vault.secret.present[gbo-vectordb]",)
PATH = "gbo/vectordb"


def inject(lab: Lab) -> None:
    """Write the key with a line end."""
    values = written(lab, PATH)
    write(lab, PATH, {**values, "api_key": f"{values['api_key']}\n"})


def heal(lab: Lab) -> None:
    """Write it whole again."""
    write(lab, PATH, written(lab, PATH))
