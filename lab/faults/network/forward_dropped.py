"""A firewall rule drops what was published: rule and service are right, and nobody outside gets in."""

from __future__ import annotations

from lab.faults.network._forward import dropped

ROWS = ("D4",)
RED = ("network.published.reachable[993/tcp]",)
TOUCHES = ("host",)
inject, heal = dropped("-i", "-p", "tcp", "--dport", "993")
