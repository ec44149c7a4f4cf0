"""A public resolver gives another address for a name, as after a delegation that somebody changed at the registrar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.expected import environment
from lab.faults.dns._coredns import COREFILE, follow
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D3",)
RED = ("dns.record.public[chat.lab.test/A]",)
TOUCHES = ("dns2",)
NAME = environment().dns.records["chat"].name
_mislead, _lead_back = edited(
    "dns2", COREFILE, rf"/^\.:5353/a\    hosts {{\n        198.18.0.77 {NAME}\n        fallthrough\n    }}", ":"
)


def inject(lab: Lab) -> None:
    """Let it know the name better than its name servers do."""
    _mislead(lab)
    follow(lab)


def heal(lab: Lab) -> None:
    """Let it ask them."""
    _lead_back(lab)
    follow(lab)
