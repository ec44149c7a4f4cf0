"""Valkey has another password than Vault says."""

from lab.components.valkey import CONF
from lab.faults.edited import edited

ROWS = ("E4",)
RED = ("system.valkey.answers[valkey]",)
inject, heal = edited("system", CONF, "s/^(requirepass) .*/\\1 changed-by-a-fault/", "systemctl restart valkey")
