"""The external interface has another name after the host's start: every rule is bound to one that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run
from lab.network import outside as network

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.external.present[external]",)
TOUCHES = ("host",)
OTHER = "ext9"


def inject(lab: Lab) -> None:
    """Rename it, as a kernel that counts cards in another order does."""
    _rename(lab.env.network.external_interface, OTHER)


def heal(lab: Lab) -> None:
    """Give it its name back."""
    if run(["ip", "link", "show", OTHER], check=False).status == 0:
        _rename(OTHER, lab.env.network.external_interface)
    network.connect(lab)


def _rename(old: str, new: str) -> None:
    run(["ip", "link", "set", old, "down"], subject="network")
    run(["ip", "link", "set", old, "name", new], subject="network")
    run(["ip", "link", "set", new, "up"], subject="network")
