"""The key-value store was made anew as version 1, beside what it held before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT, vault

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = (f"vault.token.reads[{CLIENT}]",)
TOUCHES = ("vault",)
ASIDE = "moved-aside"


def inject(lab: Lab) -> None:
    """Move the store away and put one of version 1 in its place."""
    mount = lab.env.vault.servers["vault"].mount
    vault(lab, "secrets", "move", f"{mount}/", f"{ASIDE}/")
    vault(lab, "secrets", "enable", f"-path={mount}", "-version=1", "kv")


def heal(lab: Lab) -> None:
    """Take the new one away and move the old one back."""
    mount = lab.env.vault.servers["vault"].mount
    if f"{ASIDE}/" in vault(lab, "secrets", "list", "-format=json"):
        vault(lab, "secrets", "disable", f"{mount}/")
        vault(lab, "secrets", "move", f"{ASIDE}/", f"{mount}/")
