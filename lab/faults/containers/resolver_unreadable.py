"""A tool with a narrow umask wrote /etc/resolv.conf: root looks names up, and no service can."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E10",)
RED = ("containers.resolver.answers[email]",)
FILE = "/etc/resolv.conf"


def inject(lab: Lab) -> None:
    """As an editor of root's does."""
    lab.node("email").run("chmod", "600", FILE)


def heal(lab: Lab) -> None:
    """Let everybody read it."""
    lab.node("email").run("chmod", "644", FILE)
