"""A rule inside the proxy's container closes the way to Forgejo, which everybody else reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E6",)
RED = ("proxy.upstream.reachable[alm]",)
RULE = ("OUTPUT", "-p", "tcp", "--dport", "4747", "-j", "REJECT")


def inject(lab: Lab) -> None:
    """Refuse what leads there."""
    heal(lab)
    lab.node("proxy").run("iptables", "-I", *RULE)


def heal(lab: Lab) -> None:
    """Take the rule away."""
    lab.node("proxy").run("iptables", "-D", *RULE, check=False)
