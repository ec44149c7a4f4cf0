"""A web server that somebody started to fetch a file is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("containers.port.undeclared[vectordb]",)
UNIT, PORT = "fetch", "8000"
SERVE = ("python3", "-m", "http.server", "--directory", "/tmp", PORT)
PATIENCE = 10.0


def inject(lab: Lab) -> None:
    """Start it as a person does, and go away."""
    node = lab.node("vectordb")
    node.run("systemd-run", "--quiet", "--collect", f"--unit={UNIT}", *SERVE)
    there = ("sh", "-c", f"ss -Hlnt | grep -q ':{PORT} '")
    await_answer(lambda: "it does not listen yet" if node.run(*there, check=False).status else None, PATIENCE)


def heal(lab: Lab) -> None:
    """Stop it."""
    lab.node("vectordb").run("systemctl", "stop", f"{UNIT}.service", check=False)
