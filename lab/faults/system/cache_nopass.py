"""Valkey's default user was given `nopass`: it takes every password, Vault's too, and none."""

from lab.components.valkey import CONF
from lab.faults.edited import edited

ROWS = ("E4",)
RED = ("system.valkey.answers[valkey]",)
NOPASS = r"s/^requirepass .*/user default on nopass ~* \&* +@all/; s/^(protected-mode) yes/\1 no/"
inject, heal = edited("system", CONF, NOPASS, "systemctl restart valkey")
