"""app.ini was written anew with Forgejo's default port; the server that runs still has the right one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("C1",)
RED = ("alm.server.port[alm]",)

WRITE = 'sed -i "s/^HTTP_PORT *=.*/HTTP_PORT = $2/" "$1"'


def inject(lab: Lab) -> None:
    """Write 3000."""
    _write(lab, 3000)


def heal(lab: Lab) -> None:
    """Write what is declared."""
    _write(lab, lab.env.alm.servers["alm"].port)


def _write(lab: Lab, port: int) -> None:
    lab.node("alm").run("sh", "-c", WRITE, "sh", lab.env.alm.servers["alm"].config_file, str(port))
