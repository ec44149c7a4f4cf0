"""A rule of nft's own, which iptables does not show, takes 443 before iptables' rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.nat.live[443/tcp]",)
TOUCHES = ("host",)
TABLE = "gbo_fault"
RULES = """
table ip {table} {{
    chain first {{
        type nat hook prerouting priority -110
        iifname {interface} tcp dport 443 dnat to {target}
    }}
}}
"""


def inject(lab: Lab) -> None:
    """Make it, in a table of its own with a priority before iptables'."""
    text = RULES.format(
        table=TABLE, interface=lab.env.network.external_interface, target=f"{lab.addresses['alm']}:4747"
    )
    run(["nft", "-f", "-"], input=text.encode(), subject="network")


def heal(lab: Lab) -> None:  # noqa: ARG001 - a table is one name
    """Delete the table."""
    run(["nft", "delete", "table", "ip", TABLE], check=False)
