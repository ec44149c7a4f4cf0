"""Valkey was started without a password, and serves everybody."""

from lab.components.valkey import CONF
from lab.faults.edited import edited

ROWS = ("E4",)
RED = ("system.valkey.answers[valkey]",)
inject, heal = edited("system", CONF, "/^requirepass/d; s/^(protected-mode) yes/\\1 no/", "systemctl restart valkey")
