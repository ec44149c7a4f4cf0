"""An old line in /etc/hosts, from before a move, leads a name of the platform elsewhere in one container."""

from __future__ import annotations

from lab.faults.edited import edited

ROWS = ("E10",)
RED = ("containers.resolver.answers[email]",)
OLD = "$a 198.18.0.99 system.lab.test"
inject, heal = edited("email", "/etc/hosts", OLD, ":")
