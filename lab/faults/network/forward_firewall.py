"""What comes from outside is dropped on its way through the host, as a firewall does that was put on it later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.command import run

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.forwarding.enabled[host]",)
TOUCHES = ("host",)
TABLE = "gbo_fault_forward"
RULES = """
table inet {table} {{
    chain forward {{
        type filter hook forward priority 10; policy accept;
        ct state established,related accept
        iifname != "{interface}" accept
        jump of_outside
    }}
    chain of_outside {{
        tcp dport 22 accept
        counter reject
    }}
}}
"""


def inject(lab: Lab) -> None:
    """Add the table of such a firewall; the way out of the containers is left open."""
    text = RULES.format(table=TABLE, interface=lab.env.network.external_interface)
    run(["nft", "-f", "-"], subject="network", input=text.encode())


def heal(lab: Lab) -> None:  # noqa: ARG001 - the host is one
    """Take the table away."""
    run(["nft", "delete", "table", "inet", TABLE], check=False)
