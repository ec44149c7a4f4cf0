"""A firewall drops what containers answer by the external interface: what comes in arrives, and nobody is heard."""

from __future__ import annotations

from lab.faults.network._forward import dropped

ROWS = ("D4",)
RED = ("network.external.answers[external]",)
TOUCHES = ("host",)
inject, heal = dropped("-o", "-m", "conntrack", "--ctstate", "ESTABLISHED", "--ctdir", "REPLY")
