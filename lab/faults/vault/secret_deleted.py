"""A secret was deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import vault, write, written

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = ("vault.secret.present[gbo-jwt]",)
PATH = "gbo/jwt"


def inject(lab: Lab) -> None:
    """Its newest version, as `vault kv delete` does."""
    vault(lab, "kv", "delete", f"-mount={lab.env.vault.servers['vault'].mount}", PATH)


def heal(lab: Lab) -> None:
    """Write it whole again."""
    write(lab, PATH, written(lab, PATH))
