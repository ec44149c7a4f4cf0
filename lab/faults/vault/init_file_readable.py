"""The file with the unseal keys is readable for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V5",)
RED = ("vault.init_file.protected[vault]",)


def inject(lab: Lab) -> None:
    """Open it."""
    lab.node("vault").run("chmod", "644", lab.env.vault.servers["vault"].init_file)


def heal(lab: Lab) -> None:
    """Close it."""
    lab.node("vault").run("chmod", "600", lab.env.vault.servers["vault"].init_file)
