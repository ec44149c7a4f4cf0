"""fail2ban has banned BotServer's container in that of the vector database: all others reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = (
    "V1d",
    "E6",
)
RED = ("containers.peer.reachable[system/vectordb:6333]",)
TOUCHES = ("vectordb",)


def inject(lab: Lab) -> None:
    """Ban it."""
    lab.node("vectordb").run("iptables", "-w", "-I", "INPUT", "-s", lab.node("system").address, "-j", "DROP")


def heal(lab: Lab) -> None:
    """Let it in; it may have been banned twice."""
    ban = ("INPUT", "-s", lab.node("system").address, "-j", "DROP")
    while lab.node("vectordb").run("iptables", "-w", "-D", *ban, check=False).status == 0:
        pass
